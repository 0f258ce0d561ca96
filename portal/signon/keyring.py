"""The keys that tokens are checked with: from text, PEM or JSON Web Keys. Weak and private ones are refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from jwt import PyJWK
from jwt.exceptions import PyJWTError

ALGORITHMS = ("EdDSA", "ES256", "RS256", "HS256")
KEY_TYPES = {"EdDSA": "OKP", "ES256": "EC", "RS256": "RSA"}
LEAST_SECRET_BYTES = 32
LEAST_DISTINCT = 10
LEAST_RSA_BITS = 2048
HOW_TO_MAKE_ONE = "`python -m portal.signon new-secret` makes one"


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """One key. `kid` is the name that tokens may choose it by; an empty one stands for keys without a name."""

    kid: str
    material: Any = field(repr=False)


class Keys(Protocol):
    """Where a desk's keys come from."""

    def candidates(self, kid: str | None) -> tuple[VerifyingKey, ...]:
        """The keys that may have signed a token that names `kid`, or names none. May be empty."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Keys that are known from the start."""

    keys: tuple[VerifyingKey, ...]

    def candidates(self, kid: str | None) -> tuple[VerifyingKey, ...]:
        """All of them for a token without a `kid`; else those of that name and those without one."""
        return tuple(key for key in self.keys if kid is None or key.kid in (kid, ""))


def key_from_text(algorithm: str, kid: str, text: str) -> VerifyingKey:
    """The key in `text`: for HS256 the shared secret, else a public key in PEM.

    Raises ValueError with a sentence that says what is wrong with it and what to do.
    """
    return VerifyingKey(kid, _secret(text) if algorithm == "HS256" else _public(algorithm, text))


def _secret(text: str) -> bytes:
    secret = text.encode()
    if text.startswith("-----BEGIN"):
        raise ValueError(f"HS256 takes a random secret, not a PEM key; {HOW_TO_MAKE_ONE}")
    hexadecimal = all(character in "0123456789abcdefABCDEF" for character in text)
    if len(secret) < (2 if hexadecimal else 1) * LEAST_SECRET_BYTES:
        raise ValueError(f"the secret has less than 256 bits; {HOW_TO_MAKE_ONE}")
    if len(set(text)) < LEAST_DISTINCT:
        raise ValueError(f"the secret repeats a few characters and is not random; {HOW_TO_MAKE_ONE}")
    return secret


def _public(algorithm: str, text: str) -> object:
    if "PRIVATE KEY" in text:
        raise ValueError("this is a private key, which belongs in the portal alone; give the public key (PEM)")
    try:
        key = load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("this is no public key in PEM (-----BEGIN PUBLIC KEY-----)") from None
    return _fitting(algorithm, key)


def _fitting(algorithm: str, key: object) -> object:
    """`key`, if it is of the kind and strength that `algorithm` takes."""
    if algorithm == "EdDSA" and isinstance(key, Ed25519PublicKey):
        return key
    if algorithm == "ES256" and isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return key
    if algorithm == "RS256" and isinstance(key, RSAPublicKey):
        if key.key_size < LEAST_RSA_BITS:
            raise ValueError(f"this RSA key has {key.key_size} bits; make one of at least {LEAST_RSA_BITS}")
        return key
    kinds = {"EdDSA": "an Ed25519 key", "ES256": "a key on the curve P-256", "RS256": "an RSA key"}
    raise ValueError(f"{algorithm} takes {kinds[algorithm]}, and this is another kind")


def keys_from_jwks(algorithm: str, document: object) -> tuple[VerifyingKey, ...]:
    """The keys of a JSON Web Key Set that can check tokens by `algorithm`; others in it are passed over.

    Raises ValueError with a sentence if there is none, or if the document is no such set.
    """
    listed = document.get("keys") if isinstance(document, Mapping) else None
    if not isinstance(listed, list):
        raise ValueError('this is no JSON Web Key Set ({"keys": […]})')
    keys = tuple(_usable(algorithm, listed))
    if not keys:
        raise ValueError(f"the key set has no key for {algorithm}")
    return keys


def _usable(algorithm: str, listed: Iterable[object]) -> Iterable[VerifyingKey]:
    for item in listed:
        if (
            not isinstance(item, Mapping)
            or item.get("kty") != KEY_TYPES.get(algorithm)
            or item.get("use", "sig") != "sig"
            or item.get("alg", algorithm) not in (algorithm, {"EdDSA": "Ed25519"}.get(algorithm))
        ):
            continue
        if "d" in item:
            raise ValueError("the key set holds a private key; publish public keys only, and replace that one")
        kid = item.get("kid", "")
        public = {name: value for name, value in item.items() if name not in ("alg", "kid", "use", "key_ops")}
        try:
            material = PyJWK(public, algorithm).key
        except (PyJWTError, ValueError, TypeError, KeyError):
            raise ValueError("the key set holds a key that cannot be read") from None
        yield VerifyingKey(kid if isinstance(kid, str) else "", _fitting(algorithm, material))
