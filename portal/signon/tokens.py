"""A portal's token → who its member is. JSON Web Tokens by the letter: whatever is not expected is refused."""

import base64
import json
import re
import time
from dataclasses import dataclass
from typing import Any

import jwt

from corpus.types import Tier
from portal.signon.desks import PortalDesk
from portal.signon.errors import Refused

LARGEST_BYTES = 4096
LONGEST_LIFE_S = 60
LEEWAY_S = 5
REQUIRED = ("iss", "aud", "sub", "exp", "iat", "jti", "tier")
HEADER_MEMBERS = {"alg", "typ", "kid"}
"""Every other member is refused: those that point to a key (`jku`, `x5u`, `jwk`, `x5c`), and those that change what a
token means (`crit`, `b64`, `zip`)."""

COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
JTI = re.compile(r"[\x21-\x7e]{16,128}")
LONGEST_SUBJECT = 256
LAST_SECOND = 1 << 40


@dataclass(frozen=True, slots=True)
class Claims:
    """What a good token says: `subject` is the portal's own name of its member, `expires_at` in seconds since 1970."""

    subject: str
    tier: Tier
    token_id: str
    expires_at: float


def verified(token: str, desk: PortalDesk) -> Claims:
    """What `token` says, if it is one of `desk`'s portal and good now; its tier is at most the desk's.

    Raises Refused. That the token is used once is checked where it is exchanged, not here.
    """
    if len(token) > LARGEST_BYTES:
        raise Refused("too large")
    if not COMPACT.fullmatch(token):
        raise Refused("not a token")
    header, payload = (_members(part) for part in token.split(".")[:2])
    kid = _key_name(header, desk)
    if any(claim not in payload for claim in REQUIRED):
        raise Refused("a claim is missing")
    for key in desk.keys.candidates(kid):
        try:
            claims = jwt.decode(
                token,
                key=key.material,
                algorithms=[desk.algorithm],
                audience=desk.audience,
                issuer=desk.issuer,
                leeway=LEEWAY_S,
                options={"require": list(REQUIRED[:-1]), "strict_aud": True, "enforce_minimum_key_length": True},
            )
        except jwt.InvalidSignatureError:
            continue
        except (jwt.PyJWTError, ValueError, OverflowError, TypeError) as error:
            raise Refused(type(error).__name__) from error
        return _read(claims, desk)
    raise Refused("signed by no key of the desk")


def _members(part: str) -> dict[str, Any]:
    """The JSON object in a part of a token. Raises Refused for anything else, and for a member that comes twice."""
    try:
        raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != part:
            raise Refused("not the one spelling of its bytes")
        found = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused("no JSON in it") from error
    if not isinstance(found, dict):
        raise Refused("no object in it")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("a member twice")
    return found


def _no_constant(name: str) -> float:
    raise Refused(f"{name} is no JSON")


def _key_name(header: dict[str, Any], desk: PortalDesk) -> str | None:
    """The `kid` that the header names, if any, once the header is one that the desk takes."""
    if not header.keys() <= HEADER_MEMBERS:
        raise Refused("an unknown header")
    if header.get("alg") != desk.algorithm:
        raise Refused("another algorithm")
    if str(header.get("typ", "JWT")).upper() != "JWT":
        raise Refused("another type")
    kid = header.get("kid")
    if kid is not None and not isinstance(kid, str):
        raise Refused("a key name that is no text")
    return kid


def _read(claims: dict[str, Any], desk: PortalDesk) -> Claims:
    issued, expires = _seconds(claims["iat"]), _seconds(claims["exp"])
    if not 0 < expires - issued <= LONGEST_LIFE_S:
        raise Refused("lives too long")
    if issued > time.time() + LEEWAY_S:
        raise Refused("issued in the future")
    subject, token_id, tier = claims["sub"], claims["jti"], claims["tier"]
    if not isinstance(subject, str) or not subject.strip() or not subject.isprintable():
        raise Refused("a subject that is no name")
    if len(subject) > LONGEST_SUBJECT:
        raise Refused("a subject that is too long")
    if not isinstance(token_id, str) or not JTI.fullmatch(token_id):
        raise Refused("a token id of the wrong shape")
    if not isinstance(tier, str) or tier not in {known.label for known in Tier}:
        raise Refused("an unknown tier")
    return Claims(subject, min(Tier.named(tier), desk.tier_at_most), token_id, expires)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < LAST_SECOND:
        raise Refused("a time that is none")
    return float(value)
