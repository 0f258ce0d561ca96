"""A portal with members, for tests: it has a desk at Refdesk and makes tokens for its members."""

import time
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jwt
from starlette.testclient import TestClient

from corpus.types import Tier
from portal.signon.desks import Desks, PortalDesk
from portal.signon.keyring import Keyring, Keys, key_from_text
from portal.signon.sessions import Sessions
from portal.signon.sign_on import SignOn

SECRET = "sk-7Qm2xV9bLr4Tz1Wc8Yh5Nf3Kd6Pg0Ju-members"
OTHER_SECRET = "sk-4Hd8Rt2Mq6Zx0Lb5Vn9Cy3Wp7Kf1Gs-another"
PORTAL = "https://portal.example"
OTHER_PORTAL = "https://another.example"


def desk_named(
    id: str, secret: str = SECRET, portal: str = PORTAL, keys: Keys | None = None, **fields: Any
) -> PortalDesk:
    """A desk of a portal that signs with HS256 and may let its members see everything."""
    given = {
        "title": "The members' desk",
        "origins": (portal,),
        "tier_at_most": Tier.STAFF,
        "issuer": portal,
        "audience": f"refdesk:{id}",
        "algorithm": "HS256",
        "keys": keys or Keyring((key_from_text("HS256", "", secret),)),
    }
    return PortalDesk(id=id, **{**given, **fields})


MEMBERS, ANOTHER = desk_named("members"), desk_named("another", OTHER_SECRET, OTHER_PORTAL)
SECRETS = {"members": SECRET, "another": OTHER_SECRET}


def sign_on_in(data: Path, desks: Iterable[PortalDesk] = (MEMBERS, ANOTHER)) -> SignOn:
    """Sign-on for `Parts(sign_on=…)`, with its sessions in the folder `data`."""
    return SignOn(Desks(desks), Sessions(data))


def claims(tier: str = "member", desk: str = "members", **changes: Any) -> dict[str, Any]:
    """What a portal says of its member; a change to None leaves the claim out."""
    now = int(time.time())
    said = {
        "iss": {"members": PORTAL, "another": OTHER_PORTAL}[desk],
        "aud": f"refdesk:{desk}",
        "sub": "member-1",
        "iat": now,
        "exp": now + 60,
        "jti": uuid.uuid4().hex,
        "tier": tier,
        **changes,
    }
    return {name: value for name, value in said.items() if value is not None}


def token(tier: str = "member", desk: str = "members", **changes: Any) -> str:
    """A good token for a member of that desk's portal, but for the `changes` to its claims."""
    return jwt.encode(claims(tier, desk, **changes), SECRETS[desk], "HS256")


def signed_on(client: TestClient, tier: str = "member", desk: str = "members", sub: str = "member-1") -> dict[str, str]:
    """Signs a member on through the portal's token; the headers with which they then send their requests.

    client.get("/api/documents", headers=signed_on(client, "staff"))
    """
    response = client.post("/api/session", json={"desk": desk, "token": token(tier, desk, sub=sub)})
    assert response.status_code == 200, response.text
    return {"Authorization": f"Bearer {response.json()['bearer']}"}
