"""Keys that a portal publishes at an address: fetched with limits, kept, and fetched again for a new name."""

import json
import logging
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from portal.signon.keyring import VerifyingKey, keys_from_jwks

log = logging.getLogger(__name__)

FRESH_S = 3600.0
KEPT_S = 24 * 3600.0
AT_MOST_EVERY_S = 60.0
TIMEOUT_S = 5.0
LARGEST_BYTES = 64 * 1024


def fetched(url: str) -> object:
    """The JSON at `url`. No redirect is followed. Raises ValueError with a sentence for whatever goes wrong."""
    deadline = time.monotonic() + TIMEOUT_S
    body = bytearray()
    try:
        with httpx.stream("GET", url, timeout=TIMEOUT_S, follow_redirects=False, trust_env=False) as response:
            if response.status_code != httpx.codes.OK:
                raise ValueError(f"the key set's address answered {response.status_code}")
            for piece in response.iter_bytes(4096):
                body.extend(piece)
                if len(body) > LARGEST_BYTES or time.monotonic() > deadline:
                    raise ValueError(
                        f"the key set is larger than {LARGEST_BYTES} bytes or takes over {TIMEOUT_S:.0f} s"
                    )
        document: object = json.loads(bytes(body))
    except httpx.HTTPError as error:
        raise ValueError(f"the key set cannot be fetched ({type(error).__name__})") from error
    except (json.JSONDecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError("the key set is no JSON") from error
    return document


class PublishedKeys:
    """The keys at `url`. They are fetched when first needed, again after an hour, and at most once a minute for a name
    that is not among them. While the address does not answer, the last good set counts for a day."""

    def __init__(
        self,
        url: str,
        algorithm: str,
        *,
        fetch: Callable[[str], object] = fetched,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url
        self._algorithm = algorithm
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: tuple[VerifyingKey, ...] = ()
        self._good_at = self._tried_at = float("-inf")

    def candidates(self, kid: str | None) -> tuple[VerifyingKey, ...]:
        """The keys that may have signed a token that names `kid`, or names none."""
        now = self._clock()
        found = self._named(kid)
        if (not found or now - self._good_at > FRESH_S) and self._lock.acquire(blocking=not found):
            try:
                self._refresh()
            finally:
                self._lock.release()
            found = self._named(kid)
        return found if self._clock() - self._good_at <= KEPT_S else ()

    def _named(self, kid: str | None) -> tuple[VerifyingKey, ...]:
        return tuple(key for key in self._keys if kid is None or key.kid in (kid, ""))

    def _refresh(self) -> None:
        now = self._clock()
        if now - self._tried_at < AT_MOST_EVERY_S:
            return
        self._tried_at = now
        try:
            self._keys = keys_from_jwks(self._algorithm, self._fetch(self._url))
            self._good_at = self._clock()
        except ValueError as error:
            log.warning("keys at %s: %s", urlsplit(self._url).hostname, error)
