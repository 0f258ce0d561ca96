"""Everybody who may come to the desk, and those who only say that they are somebody."""

import secrets
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jwt

from corpus.types import Tier
from portal.keys import KeyRing
from portal.signon.desks import Desks, PortalDesk
from portal.signon.keyring import Keyring, key_from_text
from portal.signon.sessions import Sessions
from portal.signon.sign_on import SignOn

SECRETS = {name: secrets.token_urlsafe(48) for name in ("members", "another")}
"""What each portal signs its tokens with."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody, by the headers that they send. `tier` is what they may see; None for one who is to be refused, whatever
    they ask for. `scopes` are those of a program's key, None for a person."""

    name: str
    headers: tuple[tuple[str, str], ...] = ()
    tier: Tier | None = Tier.PUBLIC
    scopes: frozenset[str] | None = None


def sign_on_in(data: Path, **look: str) -> SignOn:
    """Two portals, `members` and `another`, whose members may see whatever their tokens say; sessions in `data`. `look`
    is how their desks look, where that matters."""
    return SignOn(Desks(replace(_desk(name), **look) for name in SECRETS), Sessions(data))


def _desk(name: str) -> PortalDesk:
    portal = f"https://{name}.example"
    keys = Keyring((key_from_text("HS256", "", SECRETS[name]),))
    return PortalDesk(name, name, (portal,), Tier.STAFF, portal, f"refdesk:{name}", "HS256", keys)


def token(desk: str = "members", tier: str = "member", **changes: Any) -> str:
    """A good token of that desk's portal, but for the `changes` to what it says."""
    now = int(time.time())
    said = {
        "iss": f"https://{desk}.example", "aud": f"refdesk:{desk}", "sub": f"{tier}-{secrets.token_hex(4)}", "iat": now,
        "exp": now + 60, "jti": secrets.token_hex(16), "tier": tier,
    }  # fmt: skip
    return jwt.encode({**said, **changes}, SECRETS[desk], "HS256")


def identities(sign_on: SignOn, keys: KeyRing) -> list[Identity]:
    """One of each kind, all new."""
    return [*_people(sign_on.sessions), *_pretenders(sign_on.sessions), *_programs(keys)]


def _bearer(secret: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {secret}"),)


def _cookie(secret: str) -> tuple[tuple[str, str], ...]:
    return (("cookie", f"refdesk_session={secret}"),)


def _session(sessions: Sessions, desk: str, tier: Tier, name: str = "") -> str:
    """The bearer of somebody who has just signed on."""
    subject = sessions.subject(desk, name or secrets.token_hex(8))
    return sessions.exchange(desk, subject, tier, secrets.token_hex(16)).secret


def _people(sessions: Sessions) -> list[Identity]:
    late = Sessions(sessions.path.parent, clock=lambda: time.time() - 30 * 3600)
    old = late.open("members", late.subject("members", "old"), Tier.STAFF).secret
    late.close()
    member = sessions.open("members", sessions.subject("members", secrets.token_hex(8)), Tier.MEMBER).secret
    return [
        Identity("none"),
        Identity("expired cookie", _cookie(old)),
        Identity("bearer in the cookie", _cookie(_session(sessions, "members", Tier.STAFF))),
        Identity("member", _bearer(_session(sessions, "members", Tier.MEMBER)), Tier.MEMBER),
        Identity("member by cookie", _cookie(member), Tier.MEMBER),
        Identity("member of the other portal", _bearer(_session(sessions, "another", Tier.MEMBER)), Tier.MEMBER),
        Identity("staff", _bearer(_session(sessions, "members", Tier.STAFF)), Tier.STAFF),
    ]


def _pretenders(sessions: Sessions) -> list[Identity]:
    late = Sessions(sessions.path.parent, clock=lambda: time.time() - 30 * 3600)
    expired = _session(late, "members", Tier.STAFF)
    late.close()
    revoked = _session(sessions, "members", Tier.STAFF, name := secrets.token_hex(8))
    sessions.revoke("members", name)
    left = _session(sessions, "members", Tier.STAFF)
    sessions.end(left)
    cookie = sessions.open("members", sessions.subject("members", "cookie"), Tier.STAFF).secret
    used = token(tier="staff")
    claims = jwt.decode(used, options={"verify_signature": False})
    sessions.exchange("members", sessions.subject("members", claims["sub"]), Tier.STAFF, claims["jti"])
    staff = _session(sessions, "members", Tier.STAFF)
    names = {
        "expired": expired,
        "revoked": revoked,
        "signed off": left,
        "cookie as bearer": cookie,
        "token that was used": used,
        "token that was not exchanged": token(tier="staff"),
        "token of a wrong audience": token(tier="staff", aud="refdesk:another"),
        "token that has run out": token(tier="staff", exp=int(time.time()) - 3600),
        "forged token": jwt.encode({"sub": "me", "tier": "staff"}, None, "none"),
        "forged bearer": secrets.token_urlsafe(32),
        "half a bearer": staff[:-1],
    }
    pretenders = [Identity(name, _bearer(secret), None) for name, secret in names.items()]
    twice = (*_bearer(staff), *_bearer(secrets.token_urlsafe(32)))
    others = {"two bearers": twice, "another scheme": (("authorization", f"Basic {staff}"),)}
    return [*pretenders, *(Identity(name, headers, None) for name, headers in others.items())]


def _programs(keys: KeyRing) -> list[Identity]:
    every = frozenset({"ask", "search", "lookup"})
    made = []
    for name, tier, scopes in (
        ("key", Tier.MEMBER, every),
        ("public key", Tier.PUBLIC, every),
        ("staff key that may look up", Tier.STAFF, frozenset({"lookup"})),
        ("staff key that may ask", Tier.STAFF, frozenset({"ask"})),
    ):
        made.append(Identity(name, _bearer(keys.create(name, tier, scopes)[0]), tier, scopes))
    secret, key = keys.create("revoked", Tier.STAFF, every)
    keys.revoke(key.id)
    unknown = f"rd_{secrets.token_urlsafe(32)}"
    return [*made, Identity("revoked key", _bearer(secret), None), Identity("unknown key", _bearer(unknown), None)]
