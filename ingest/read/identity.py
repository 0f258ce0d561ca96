"""What a document is called for good: its id, from its canonical source and never from position or file time."""

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import urlsplit, urlunsplit

MOST_SLUG_CHARS = 48
_DEFAULT_PORTS = {80, 443, None}


def document_id(name: str, source_url: str = "", own_id: str = "") -> str:
    """`<slug of the file's stem>-<8 hex digits>`, the digits from the canonical source of the document.

    `name` is the path relative to the library's root, with forward slashes.
    """
    canonical = own_id or (normalized_url(source_url) if source_url else "") or name
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return f"{slug(PurePosixPath(name).stem)}-{digest[:8]}"


def slug(text: str) -> str:
    """`text` in lower-case ASCII letters and digits, joined by hyphens; `document` when none are left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:MOST_SLUG_CHARS].rstrip("-") or "document"


def normalized_url(url: str) -> str:
    """One spelling for the addresses of one page: https, lower-case host without `www.`, no fragment, no last slash.

    Raises ValueError when `url` is not a web address, or carries a name or password.
    """
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError(f"'{url}' is not a web address (https://…)")
    if parts.username is not None or parts.password is not None:
        raise ValueError("the address carries a user name; give it without")
    host = parts.hostname.rstrip(".").removeprefix("www.")
    port = "" if parts.port in _DEFAULT_PORTS else f":{parts.port}"
    return urlunsplit(("https", host + port, parts.path.rstrip("/"), parts.query, ""))
