"""The seal on a receipt: a hash over its canonical JSON, and a signature where the operator has set a key.

The hash shows damage: a byte lost, a word changed by mistake. It does not show forgery, since whoever changes a receipt
can hash it anew; only the signature (HMAC-SHA256, RFC 2104) shows that, to those who know the key.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, Literal

Signature = Literal["none", "valid", "wrong", "unchecked"]
"""No signature; one that this desk's key makes; one that it does not make; one, and no key to check it with."""


def sealed(record: Mapping[str, Any], key: str = "") -> dict[str, Any]:
    """`record` with its seal; signed if there is a `key`."""
    words = canonical(record)
    seal = {"sha256": hashlib.sha256(words).hexdigest()}
    if key:
        seal["hmac_sha256"] = _signature(words, key)
    return {**record, "seal": seal}


def is_intact(receipt: Mapping[str, Any]) -> bool:
    """Whether a receipt has the very content that its seal was made for."""
    return _told(receipt, "sha256") == hashlib.sha256(canonical(receipt)).hexdigest()


def signature_of(receipt: Mapping[str, Any], key: str) -> Signature:
    """What the receipt's signature is worth to those who have `key`."""
    told = _told(receipt, "hmac_sha256")
    if not told:
        return "none"
    if not key:
        return "unchecked"
    return "valid" if hmac.compare_digest(told.encode(), _signature(canonical(receipt), key).encode()) else "wrong"


def canonical(receipt: Mapping[str, Any]) -> bytes:
    """The bytes that a seal is made over: all but the seal, as JSON in UTF-8, keys sorted, without white space."""
    content = {name: value for name, value in receipt.items() if name != "seal"}
    words = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return words.encode("utf-8", "surrogatepass")


def sha256_of(words: str) -> str:
    """The SHA-256 of `words` in UTF-8, in hexadecimal."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _told(receipt: Mapping[str, Any], name: str) -> str:
    seal = receipt.get("seal")
    told = seal.get(name) if isinstance(seal, Mapping) else None
    return told if isinstance(told, str) else ""


def _signature(words: bytes, key: str) -> str:
    return hmac.new(key.encode(), words, hashlib.sha256).hexdigest()
