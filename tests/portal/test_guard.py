"""What may come in: hosts, origins, bodies, Gradio's routes, and sessions from their own browser alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from portal.guard import Sessions
from portal.perimeter import MAX_BODY_BYTES

JOIN = {"data": [], "fn_index": 0, "session_hash": "abc123", "trigger_id": None, "event_data": None}


def test_the_page_is_ours_and_names_nobody_else(client: TestClient) -> None:
    response = client.get("/")
    policy = response.headers["content-security-policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert response.text.count("<script") == response.text.count(f'<script nonce="{nonce.group(1)}"')
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    for foreign in ("githubusercontent", "fonts.googleapis", "twitter", "og:", 'content="Gradio"', "manifest.json"):
        assert foreign not in response.text
    assert "<title>Refdesk</title>" in response.text
    assert response.headers["cache-control"] == "no-store"


def test_each_page_has_its_own_nonce_and_a_cookie_once(client: TestClient) -> None:
    first, second = client.get("/"), client.get("/")
    assert first.headers["content-security-policy"] != second.headers["content-security-policy"]
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "set-cookie" not in second.headers


@pytest.mark.parametrize("address", ["/", "/healthz", "/api/none", "/passages/none", "/nowhere", "/theme.css"])
def test_every_response_has_the_security_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/config"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/app_id"),
        ("GET", "/gradio_api/startup-events"),
        ("GET", "/gradio_api/token"),
        ("GET", "/gradio_api/user"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file=http://169.254.169.254/"),
        ("GET", "/gradio_api/proxy=http://127.0.0.1/"),
        ("GET", "/gradio_api/deep_link?session_hash=abc123"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/monitoring"),
        ("GET", "/manifest.json"),
        ("GET", "/login_check"),
        ("GET", "/static/img/../../../../../etc/passwd"),
        ("GET", "/static/js/..%2f..%2f..%2fetc%2fpasswd"),
        ("GET", "/assets/..%2f..%2findex.html"),
        ("GET", "/assets/%2e%2e/%2e%2e/index.html"),
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/run/predict"),
        ("POST", "/gradio_api/call/asked"),
        ("POST", "/gradio_api/cancel"),
        ("POST", "/gradio_api/reset"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/login"),
        ("POST", "/"),
        ("PUT", "/gradio_api/queue/join"),
        ("GET", "/gradio_api/queue/status"),
    ],
)
def test_gradio_routes_that_the_page_does_not_use_are_not_there(client: TestClient, method: str, address: str) -> None:
    client.get("/")
    assert client.request(method, address).status_code == 404


def test_a_session_works_only_from_the_browser_that_opened_it(desk: Any, build_app: Callable[..., FastAPI]) -> None:
    app = build_app(desk)
    with TestClient(app, base_url="http://localhost") as own, TestClient(app, base_url="http://localhost") as other:
        own.get("/")
        other.get("/")
        joined = own.post("/gradio_api/queue/join", json=JOIN)
        assert joined.status_code == 200
        assert other.get("/gradio_api/queue/data", params={"session_hash": "abc123"}).status_code == 403
        assert other.post("/gradio_api/queue/join", json=JOIN).status_code == 403
        assert other.get("/gradio_api/heartbeat/abc123").status_code == 403
        without = TestClient(app, base_url="http://localhost")
        assert without.get("/gradio_api/queue/data", params={"session_hash": "abc123"}).status_code == 403
        mine = own.get("/gradio_api/queue/data", params={"session_hash": "abc123"})
        assert mine.status_code == 200
        assert "process_completed" in mine.text


@pytest.mark.parametrize("session", ["", "../x", "a" * 65, None, 7, ["abc"], {"a": 1}])
def test_a_session_that_is_none_is_refused(client: TestClient, session: object) -> None:
    client.get("/")
    assert client.post("/gradio_api/queue/join", json={**JOIN, "session_hash": session}).status_code == 400


def test_a_body_that_is_no_json_is_refused(client: TestClient) -> None:
    client.get("/")
    for body in (b"", b"[]", b"\xff\xfe", b"[" * 5000, b'{"session_hash":'):
        response = client.post("/gradio_api/queue/join", content=body)
        assert response.status_code == 400


@pytest.mark.parametrize(
    "cookie", ["refdesk_visit=short", "refdesk_visit=" + "a" * 33, "a=b; refdesk_visit=;", "\x01=;;"]
)
def test_a_made_up_cookie_opens_nothing(client: TestClient, cookie: str) -> None:
    response = client.post("/gradio_api/queue/join", json=JOIN, headers={"cookie": cookie})
    assert response.status_code == 403


def test_gradio_sums_up_nothing_after_each_event(client: TestClient) -> None:
    client.get("/")
    client.post("/gradio_api/queue/join", json={**JOIN, "session_hash": "counted"})
    assert "process_completed" in client.get("/gradio_api/queue/data", params={"session_hash": "counted"}).text
    mounted = client.app.routes[-1].app.app  # type: ignore[attr-defined]
    queue = mounted.get_blocks()._queue
    assert len(queue.event_analytics) > 0
    assert queue.cached_event_analytics_summary == {"functions": {}}


def test_sessions_forget_the_ones_unused_for_longest() -> None:
    sessions = Sessions(capacity=2)
    assert sessions.opened_by("ann", "1")
    assert sessions.opened_by("bob", "2")
    assert sessions.opened_by("ann", "1")
    assert sessions.opened_by("cay", "3")
    assert not sessions.opened_by("bob", "1")
    assert sessions.opened_by("cay", "2")


def test_foreign_hosts_and_forged_proxies_change_nothing(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    plain = client.get("/").text
    forged = client.get(
        "/",
        headers={
            "x-forwarded-host": "evil.example",
            "x-forwarded-proto": "https",
            "x-gradio-server": "http://evil.example",
            "forwarded": "host=evil.example",
        },
    ).text
    assert "evil.example" not in forged
    assert len(forged) == len(plain)


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
@pytest.mark.parametrize("address", ["/api/ask", "/api/feedback", "/gradio_api/queue/join"])
def test_foreign_pages_may_not_write(client: TestClient, desk: Any, address: str, headers: dict[str, str]) -> None:
    response = client.post(address, json={"question": "Russia demands what?"}, headers=headers)
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers
    assert desk.asked == []


def test_behind_tls_a_page_without_it_is_foreign(desk: Any, build_app: Callable[..., FastAPI]) -> None:
    app = build_app(desk, public_url="https://desk.example")
    page = TestClient(app, base_url="http://desk.example")
    for origin, status in {"https://desk.example": 200, "http://desk.example": 403}.items():
        headers = {"origin": origin}
        assert page.post("/api/ask", json={"question": "Russia demands what?"}, headers=headers).status_code == status


def test_our_own_pages_and_programs_may_write(client: TestClient) -> None:
    for headers in ({}, {"origin": "http://localhost", "sec-fetch-site": "same-origin"}):
        assert client.post("/api/ask", json={"question": "Russia demands what?"}, headers=headers).status_code == 200


def test_foreign_origins_may_not_read_unless_listed(
    client: TestClient, desk: Any, build_app: Callable[..., FastAPI]
) -> None:
    for address in ("/api/documents", "/", "/theme.css"):
        assert (
            "access-control-allow-origin" not in client.get(address, headers={"origin": "https://evil.example"}).headers
        )
    portal = "https://portal.example"
    with TestClient(build_app(desk, origins=(portal,)), base_url="http://localhost") as listed:
        asked = listed.post("/api/ask", json={"question": "Russia demands what?"}, headers={"origin": portal})
        assert asked.headers["access-control-allow-origin"] == portal
        assert listed.post("/api/ask", json={}, headers={"origin": "https://evil.example"}).status_code == 403


def test_large_bodies_are_refused_before_anything_reads_them(client: TestClient, desk: Any) -> None:
    response = client.post("/api/ask", content=b"x" * (MAX_BODY_BYTES + 1))
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


def test_the_public_host_is_answered(desk: Any, build_app: Callable[..., FastAPI]) -> None:
    app = build_app(desk, public_url="https://desk.example", hosts=("inside.example",))
    for host in ("desk.example", "inside.example", "localhost"):
        with TestClient(app, base_url=f"http://{host}") as client:
            assert client.get("/healthz").status_code == 200
            page = client.get("/passages/paper-1").text
            assert '<link rel="canonical" href="https://desk.example/passages/paper-1">' in page


def test_behind_a_proxy_that_ends_tls_the_page_is_https(desk: Any, build_app: Callable[..., FastAPI]) -> None:
    app = build_app(desk, public_url="https://desk.example")
    with TestClient(app, base_url="http://desk.example") as client:
        page = client.get("/")
        assert "; Secure" in page.headers["set-cookie"]
        assert "http://desk.example" not in page.text
    with TestClient(app, base_url="http://localhost") as client:
        assert "; Secure" not in client.get("/").headers["set-cookie"]


def test_a_person_gets_a_page_where_there_is_nothing(client: TestClient) -> None:
    response = client.get("/nowhere", headers={"accept": "text/html"})
    assert response.status_code == 404
    assert "There is nothing at this address" in response.text
    assert response.headers["content-type"].startswith("text/html")
