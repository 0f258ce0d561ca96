"""A portal's name for its member → the word by which the desk knows them, from which nobody gets back to the name."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

FILE = "members.key"
KEY_BYTES = 32


def read_or_make_key(data: Path) -> bytes:
    """The key of this data folder's pseudonyms, made when it is first asked for. Raises OSError.

    Whoever loses it loses which members are revoked, and nothing else.
    """
    path = data / FILE
    if not path.exists():
        made = path.with_name(f"{FILE}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first; theirs counts
            os.link(made, path)
        made.unlink()
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise OSError(f"{path} is damaged: restore it from a backup, or remove it and revoke members anew")
    return key


def pseudonym(key: bytes, desk: str, name: str) -> str:
    """32 hexadecimal digits for `desk`'s member `name`."""
    return hmac.new(key, f"{desk}\0{name}".encode(), hashlib.sha256).hexdigest()[:32]
