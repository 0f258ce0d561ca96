"""Keys that a portal publishes at an address: fetched with limits, kept, and fetched again for a new name."""

import logging
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from portal.signon.fetching import fetched
from portal.signon.keyring import VerifyingKey, keys_from_jwks

log = logging.getLogger(__name__)

FRESH_S = 3600.0
KEPT_S = 24 * 3600.0
AT_MOST_EVERY_S = 60.0


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
