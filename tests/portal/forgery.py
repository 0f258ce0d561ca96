"""Tokens as an attacker makes them: each is named, and each must be refused."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from members import OTHER_SECRET, SECRET, claims, token

CLAIMS = ("iss", "aud", "sub", "iat", "exp", "jti", "tier")


def b64(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def signed(header: dict[str, Any] | str, payload: dict[str, Any] | str, secret: str = SECRET) -> str:
    """A token of any header and payload, as JSON or as raw text, with a good HS256 signature by `secret`."""
    parts = [part if isinstance(part, str) else json.dumps(part) for part in (header, payload)]
    body = ".".join(b64(part.encode("utf-8", "surrogatepass")) for part in parts)
    return f"{body}.{b64(hmac.new(secret.encode(), body.encode(), hashlib.sha256).digest())}"


HS = {"alg": "HS256", "typ": "JWT"}


def forgeries() -> Iterator[tuple[str, str]]:
    """(what is wrong, token)."""
    yield from _headers()
    yield from _claims()
    yield from _times()
    yield from _shapes()


def _headers() -> Iterator[tuple[str, str]]:
    good = claims()
    for none in ("none", "None", "nOnE", "NONE", ""):
        head, _, _ = signed({"alg": none}, claims()).rpartition(".")
        yield f"alg '{none}' unsigned", f"{head}."
        yield f"alg '{none}' signed", signed({"alg": none}, claims())
    yield "no alg", signed({"typ": "JWT"}, claims())
    for other in ("HS384", "HS512", "RS256", "ES256", "EdDSA", "PS256", "hs256", ["HS256"], None, 1):
        yield f"alg {other}", signed({"alg": other}, claims())
    yield "really HS512", jwt.encode(claims(), SECRET * 2, "HS512")
    yield "really ES256", jwt.encode(claims(), generate_private_key(SECP256R1()), "ES256")
    for kid in ("../../../../dev/null", "/dev/null", "' OR 1=1 --", "2026\0", "http://evil.example/key", "x" * 500):
        yield f"kid {kid[:30]!r} and an empty key", signed({**HS, "kid": kid}, claims(), "")
    for kid in (None, 7, [], {}, ["2026"]):
        yield f"kid {kid!r} and an empty key", signed({**HS, "kid": kid}, claims(), "")
    for name, value in {
        "jku": "https://evil.example/jwks.json",
        "x5u": "https://evil.example/cert.pem",
        "jwk": {"kty": "oct", "k": b64(OTHER_SECRET.encode())},
        "x5c": ["MIIB"],
    }.items():
        yield f"{name} and the attacker's key", signed({**HS, name: value}, claims(), OTHER_SECRET)
        yield f"{name} on a good token", signed({**HS, name: value}, claims())
    for name, value in {"crit": ["exp"], "b64": False, "zip": "DEF", "cty": "JWT", "typ": "at+jwt"}.items():
        yield f"header {name}", signed({**HS, name: value}, claims())
    yield "alg twice", signed('{"alg":"none","alg":"HS256"}', claims())
    yield "header no object", signed("[]", claims())
    yield "the other portal's key", signed(HS, claims(), OTHER_SECRET)
    yield "the other portal's token", token(desk="another")
    yield "key in hexadecimal", signed(HS, good, SECRET.encode().hex())


def _claims() -> Iterator[tuple[str, str]]:
    for claim in CLAIMS:
        yield f"{claim} missing", signed(HS, claims(**{claim: None}))
        yield f"{claim} null", signed(HS, {**claims(), claim: None})
        yield f"{claim} empty", signed(HS, {**claims(), claim: ""})
        yield f"{claim} nested", signed(HS, {**claims(), claim: {"a": claims()}})
        yield f"{claim} a list", signed(HS, {**claims(), claim: [claims()[claim]]})
        yield f"{claim} true", signed(HS, {**claims(), claim: True})
        said = json.dumps(claims())
        yield f"{claim} twice", signed(HS, said[:-1] + f', "{claim}": {json.dumps(claims()[claim])}}}')
    for tier in ("root", "admin", "Staff", "STAFF", " staff", "staff ", "staff\0", "ѕtaff", 2, 2.0, "2", ["staff"]):
        yield f"tier {tier!r}", token(tier=tier)  # type: ignore[arg-type]
    for aud in ("refdesk", "refdesk:another", "refdesk:members ", "REFDESK:MEMBERS", "*", ["refdesk:members", "x"]):
        yield f"aud {aud!r}", token(aud=aud)
    for iss in (
        "https://another.example",
        "https://portal.example/",
        "https://PORTAL.example",
        "https://portal.exampl",
    ):
        yield f"iss {iss!r}", token(iss=iss)
    for sub in (" ", "\n", "a\u202eb", "a\0b", "x" * 257, 4711):
        yield f"sub {str(sub)[:10]!r}", token(sub=sub)
    yield "sub a lone surrogate", signed(HS, json.dumps(claims()).replace("member-1", "\\ud800"))
    for jti in ("short", "x" * 129, "sixteen or more ", "sixteen-or-möre-", 12345678901234567890):
        yield f"jti {str(jti)[:20]!r}", token(jti=jti)


def _times() -> Iterator[tuple[str, str]]:
    now = int(time.time())
    yield "expired", token(iat=now - 70, exp=now - 20)
    yield "expired long ago", token(iat=1_000_000_000, exp=1_000_000_060)
    yield "lives 61 seconds", token(iat=now, exp=now + 61)
    yield "lives a year", token(iat=now, exp=now + 365 * 86400)
    yield "issued a year ago", token(iat=now - 365 * 86400, exp=now + 30)
    yield "issued in a minute", token(iat=now + 60, exp=now + 100)
    yield "issued in a year", token(iat=now + 365 * 86400, exp=now + 365 * 86400 + 30)
    yield "expires before it is issued", token(iat=now, exp=now - 1)
    yield "expires when it is issued", token(iat=now, exp=now)
    yield "not yet", token(nbf=now + 40)
    for value in ("1e400", "-1", "9" * 400, "NaN", "Infinity", "1e308", f'"{now + 30}"'):
        said = json.dumps(claims(exp="EXP")).replace('"EXP"', value)
        yield f"exp {value[:12]}", signed(HS, said)


def _shapes() -> Iterator[tuple[str, str]]:
    good = token()
    head, payload, signature = good.split(".")
    other = token().split(".")
    yield "another token's signature", f"{head}.{payload}.{other[2]}"
    yield "another token's payload", f"{head}.{other[1]}.{signature}"
    yield "no signature", f"{head}.{payload}."
    yield "two parts", f"{head}.{payload}"
    yield "four parts", f"{good}.{signature}"
    yield "five parts", f"{good}.{signature}.{signature}"
    yield "a bit flipped", good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1]
    yield "signature cut", good[:-4]
    spelled = signature[:-1] + chr(ord(signature[-1]) + 1)
    yield "signature spelled otherwise", f"{head}.{payload}.{spelled}"
    yield "payload padded", f"{head}.{payload}=.{signature}"
    for white in (" ", "\n", "\t", "\r\n", "\0", "\u00a0", "\u200b", "\ufeff"):
        yield f"{white!r} before", white + good
        yield f"{white!r} after", good + white
        yield f"{white!r} within", f"{head}.{white}{payload}.{signature}"
    yield "Bearer before", f"Bearer {good}"
    yield "full-width", good.translate({ord("."): "\uff0e"})
    yield "Cyrillic", good.replace("e", "\u0435", 1)
    yield "empty", ""
    yield "dots", ".."
    yield "JSON", json.dumps(claims())
    yield "payload no object", signed(HS, "[]")
    yield "payload a number", signed(HS, "7")
    yield "payload no JSON", signed(HS, "{")
    yield "payload deep", signed(HS, '{"a":' * 400 + "1" + "}" * 400)
    yield "payload in UTF-16", signed(HS, "\ufeff" + json.dumps(claims()))
    yield "over 4 kB", token(pad="x" * 4096)
    yield "1 MB", token(pad="x" * 1_000_000)
    yield "1 MB of dots", "." * 1_000_000
