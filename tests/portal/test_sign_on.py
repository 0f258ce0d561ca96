"""Signing on and off over HTTP: whose request it is, at which tier, and for how long."""

from typing import Any

import pytest
from members import MEMBERS, PORTAL, desk_named, signed_on
from starlette.testclient import TestClient

from corpus.types import Tier
from portal.signon.frames import embed_policy

ASK = {"question": "Russia demands what?"}


def tiers(desk: Any) -> list[Tier]:
    """At which tiers the desk was asked."""
    return [asked[3] for asked in desk.asked]


@pytest.mark.parametrize("tier", ["public", "member", "staff"])
def test_a_member_asks_at_their_tier(client: TestClient, desk: Any, tier: str) -> None:
    assert client.post("/api/ask", json=ASK, headers=signed_on(client, tier)).status_code == 200
    assert tiers(desk) == [Tier.named(tier)]


def test_anybody_asks_at_the_public_tier(client: TestClient, desk: Any) -> None:
    signed_on(client, "staff")
    client.post("/api/ask", json=ASK)
    assert tiers(desk) == [Tier.PUBLIC]


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer made-up",
        "Basic bWU6bWU=",
        "bearer rd_made-up",
        "Token x",
        "Bearer " + "x" * 9000,
    ],
)
@pytest.mark.parametrize("address", ["/api/documents", "/healthz", "/", "/nowhere"])
def test_whoever_cannot_prove_who_they_say_they_are_gets_nothing(
    client: TestClient, desk: Any, address: str, authorization: str
) -> None:
    refused = client.get(address, headers={"authorization": authorization})
    constant = client.get("/api/documents", headers={"authorization": "Bearer another"})
    assert refused.status_code == constant.status_code == 401
    assert refused.content == constant.content
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.headers["content-type"] == "application/problem+json"


def test_signing_off_ends_the_session(client: TestClient) -> None:
    member = signed_on(client)
    assert client.get("/api/documents", headers=member).status_code == 200
    assert client.delete("/api/session", headers=member).status_code == 204
    assert client.get("/api/documents", headers=member).status_code == 401
    assert client.delete("/api/session", headers=member).status_code == 401


def test_the_frame_is_for_the_pages_of_its_portal_alone() -> None:
    assert embed_policy(MEMBERS).endswith(f"frame-ancestors {PORTAL}")
    assert embed_policy(None).endswith("frame-ancestors 'none'")
    assert embed_policy(desk_named("nobody", origins=())).endswith("frame-ancestors 'none'")
