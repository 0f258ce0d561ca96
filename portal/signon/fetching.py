"""JSON from an address that the operator has named: with a time limit, a size limit, and no redirect."""

import json
import time
from urllib.parse import urlsplit

import httpx

from portal.signon.cookies import is_loopback

TIMEOUT_S = 5.0
LARGEST_BYTES = 64 * 1024


def is_safe(url: str) -> bool:
    """Whether `url` is HTTPS, or on this machine, and holds no password."""
    parts = urlsplit(url)
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    return safe and bool(parts.hostname) and not parts.username and not parts.password


def fetched(url: str) -> object:
    """The JSON at `url`. Raises ValueError with a sentence for whatever goes wrong."""
    deadline = time.monotonic() + TIMEOUT_S
    body = bytearray()
    try:
        with httpx.stream("GET", url, timeout=TIMEOUT_S, follow_redirects=False, trust_env=False) as response:
            if response.status_code != httpx.codes.OK:
                raise ValueError(f"the address answered {response.status_code}")
            for piece in response.iter_bytes(4096):
                body.extend(piece)
                if len(body) > LARGEST_BYTES or time.monotonic() > deadline:
                    raise ValueError(f"the answer is larger than {LARGEST_BYTES} bytes or takes over {TIMEOUT_S:.0f} s")
        document: object = json.loads(bytes(body))
    except httpx.HTTPError as error:
        raise ValueError(f"the address cannot be fetched ({type(error).__name__})") from error
    except (json.JSONDecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError("the answer is no JSON") from error
    return document
