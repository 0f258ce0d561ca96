"""What a key may do: one rule for every route of the app, held to before the route is reached."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.routing import Mount
from starlette.testclient import TestClient

from bench.proofs.read_as import ReadAs
from corpus.types import Tier
from portal.identity import Reader
from portal.scopes import RULES, SCOPES, Scopes, rule_for


def paths(routes: Any) -> Iterator[str]:
    """The path of every route, also of those in routers that are included."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from paths(route.original_router.routes)
        else:
            yield "/" if isinstance(route, Mount) else route.path


def test_every_route_of_the_app_has_a_rule(client: TestClient) -> None:
    app: Any = client.app
    assert [path for path in paths(app.routes) if path not in RULES] == []


def test_a_rule_is_found_by_the_address() -> None:
    assert rule_for("/api/passages/a1/cite") == "search"
    assert rule_for("/api/lookup") == "lookup"
    assert rule_for("/api/nothing") == "open"
    assert rule_for("/gradio_api/queue/join") == "people"
    assert rule_for("/whatever/comes/later") == "people"


REQUESTS: list[tuple[str, Callable[[TestClient], Any]]] = [
    ("ask", lambda c: c.post("/api/ask", json={"question": "What does Russia demand?"})),
    ("ask", lambda c: c.post("/api/feedback", json={"answer_id": "none", "rating": "up"})),
    ("search", lambda c: c.get("/api/search", params={"q": "Russia"})),
    ("search", lambda c: c.get("/api/documents/paper")),
    ("search", lambda c: c.get("/api/passages/paper-1/cite")),
    ("lookup", lambda c: c.post("/api/lookup", json={"text": "Russia"})),
]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(("needed", "request_of"), REQUESTS)
def test_a_key_does_what_its_scope_says_and_no_more(
    client: TestClient, scope: str, needed: str, request_of: Callable[[TestClient], Any]
) -> None:
    reader = Reader(Tier.MEMBER, "key:1", "", frozenset({scope}))
    with_key = TestClient(ReadAs(Scopes(client.app), reader), base_url="http://localhost")
    response = request_of(with_key)
    if scope == needed:
        assert response.status_code != 403
    else:
        assert response.status_code == 403
        assert response.headers["content-type"] == "application/problem+json"
        assert f"'{needed}'" in response.json()["detail"]


def test_a_key_opens_no_page_and_a_person_does(client: TestClient) -> None:
    app: FastAPI = client.app  # type: ignore[assignment]
    key = TestClient(
        ReadAs(Scopes(app), Reader(Tier.STAFF, "key:1", "", frozenset(SCOPES))), base_url="http://localhost"
    )
    person = TestClient(ReadAs(Scopes(app), Reader(Tier.STAFF, "someone")), base_url="http://localhost")
    for address in ("/", "/documents", "/passages/paper-1", "/check", "/mentions"):
        assert key.get(address).status_code == 403
        assert person.get(address).status_code == 200
    assert key.get("/healthz").status_code == 200
