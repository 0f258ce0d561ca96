"""From the frame to a tab of its own: tickets, cookies, and what a foreign page cannot make of them."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from members import signed_on
from starlette.testclient import TestClient

from corpus.types import Tier
from portal.signon.cookies import PLAIN, SECURE
from portal.signon.sign_on import SignOn

OURS = {"sec-fetch-site": "same-origin"}
JOIN = {"data": [], "fn_index": 0, "session_hash": "", "trigger_id": None, "event_data": None}
ASK = {"question": "Russia demands what?"}


def ticket(client: TestClient, headers: dict[str, str]) -> str:
    response = client.post("/api/session/ticket", headers=headers)
    assert (response.status_code, response.json()["expires_in_s"]) == (200, 30)
    return str(response.json()["ticket"])


def opened(client: TestClient, word: str, to: str = "/passages/paper-1", headers: dict[str, str] = OURS) -> Any:
    return client.get("/open", params={"ticket": word, "to": to}, headers=headers, follow_redirects=False)


def test_a_citation_opens_in_a_tab_at_the_members_tier(client: TestClient, desk: Any) -> None:
    response = opened(client, ticket(client, signed_on(client, "staff")), "/passages/paper-1?quote=abc#here")
    assert (response.status_code, response.headers["location"]) == (303, "/passages/paper-1?quote=abc#here")
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"{PLAIN}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    client.post("/api/ask", json=ASK)
    assert desk.asked[-1][3] is Tier.STAFF
    page = client.get("/passages/paper-1").text
    assert '<a href="/staff">Staff</a></span>' in page
    assert "Sign out" in page


def test_over_https_the_cookie_is_this_hosts_alone(client: TestClient) -> None:
    secure = TestClient(client.app, base_url="https://localhost")
    word = ticket(secure, signed_on(secure))
    cookie = opened(secure, word).headers["set-cookie"]
    assert cookie.startswith(f"{SECURE}=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    secret = cookie.partition("=")[2].partition(";")[0]
    assert "Sign out" in secure.get("/documents").text
    tossed = TestClient(client.app, base_url="https://localhost", cookies={PLAIN: secret})
    assert "Sign out" not in tossed.get("/documents").text


def test_over_plain_http_to_another_machine_there_is_no_cookie(
    desk: Any, build_app: Callable[..., FastAPI], sign_on: SignOn
) -> None:
    with TestClient(build_app(desk, sign_on=sign_on, hosts=("desk.example",)), base_url="http://desk.example") as far:
        response = opened(far, ticket(far, signed_on(far)))
        assert response.status_code == 403
        assert "HTTPS" in response.text
        assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    "to",
    [
        "", "/", "https://evil.example/", "//evil.example/passages/x", "/\\evil.example", "/passages/../../evil",
        "/passages//evil.example", "passages/x", "/passages/x\r\nSet-Cookie: a=b", "/passages/x\n", "/api/session",
        "/open?ticket=x", "/passages/x?next=%0d%0a\r\n", "/documents/x/pages/", "javascript:alert(1)",
        "/passages/ü", "/passages/x<script>", "/passages/" + "x" * 3000, "/staff", "/passages/.",
    ],
)  # fmt: skip
def test_a_ticket_leads_to_pages_of_sources_alone(client: TestClient, to: str) -> None:
    word = ticket(client, signed_on(client))
    response = opened(client, word, to)
    assert response.status_code == 403
    assert "location" not in response.headers
    assert opened(client, word).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {},
        {"referer": "https://evil.example/"},
        {"referer": "http://localhost.evil.example/"},
        {"referer": "http://localhost@evil.example/"},
        {"sec-fetch-site": "cross-site", "referer": "http://localhost/"},
    ],
)
def test_no_foreign_page_signs_its_visitor_on(client: TestClient, headers: dict[str, str]) -> None:
    word = ticket(client, signed_on(client))
    response = opened(client, word, headers=headers)
    assert response.status_code == 403
    assert "set-cookie" not in response.headers


def test_an_older_browser_says_where_it_came_from(client: TestClient) -> None:
    word = ticket(client, signed_on(client))
    assert opened(client, word, headers={"referer": "http://localhost/embed?desk=members"}).status_code == 303


def test_a_ticket_works_once_and_in_the_same_words_never(client: TestClient) -> None:
    word = ticket(client, signed_on(client))
    assert opened(client, word).status_code == 303
    client.cookies.clear()
    used, made_up = opened(client, word), opened(client, "made-up")
    assert used.status_code == made_up.status_code == 403
    assert used.content == made_up.content


def test_only_a_session_gets_a_ticket(client: TestClient) -> None:
    assert client.post("/api/session/ticket").status_code == 401
    opened(client, ticket(client, signed_on(client)))
    assert client.post("/api/session/ticket").status_code == 401


def test_a_lower_tier_does_not_take_the_place_of_a_higher(client: TestClient, desk: Any) -> None:
    opened(client, ticket(client, signed_on(client, "staff", sub="editor")))
    assert "set-cookie" not in opened(client, ticket(client, signed_on(client, "member"))).headers
    client.post("/api/ask", json=ASK)
    assert desk.asked[-1][3] is Tier.STAFF


def test_signing_out_ends_the_cookie_and_what_was_kept_for_it(client: TestClient, desk: Any) -> None:
    client.get("/")
    opened(client, ticket(client, signed_on(client, "staff")))
    kept = dict(client.cookies)
    join = {**JOIN, "session_hash": "ofthemember"}
    assert client.post("/gradio_api/queue/join", json=join).status_code == 200
    assert client.post("/sign-out", headers={"origin": "https://evil.example"}).status_code == 403
    left = client.post("/sign-out", headers={"origin": "http://localhost"}, follow_redirects=False)
    assert (left.status_code, left.headers["location"]) == (303, "/")
    assert "Max-Age=0" in left.headers["set-cookie"]
    for cookies in (dict(client.cookies), kept):
        client.cookies.clear()
        client.cookies.update(cookies)
        client.post("/api/ask", json=ASK)
        assert desk.asked[-1][3] is Tier.PUBLIC
        assert client.get("/gradio_api/queue/data", params={"session_hash": "ofthemember"}).status_code == 403
        assert client.post("/gradio_api/queue/join", json=join).status_code == 403
        assert "Sign out" not in client.get("/documents").text


def test_what_was_kept_for_one_reader_is_not_shown_to_another_in_the_same_browser(client: TestClient) -> None:
    client.get("/")
    assert client.post("/gradio_api/queue/join", json={**JOIN, "session_hash": "ofanybody"}).status_code == 200
    opened(client, ticket(client, signed_on(client, "member")))
    assert client.get("/gradio_api/queue/data", params={"session_hash": "ofanybody"}).status_code == 403
    assert client.post("/gradio_api/queue/join", json={**JOIN, "session_hash": "ofthefirst"}).status_code == 200
    client.post("/sign-out")
    opened(client, ticket(client, signed_on(client, "staff", sub="another")))
    assert client.get("/gradio_api/queue/data", params={"session_hash": "ofthefirst"}).status_code == 403


def test_a_renewed_session_that_sees_less_shows_nothing_kept_for_more(client: TestClient, desk: Any) -> None:
    client.get("/")
    bearer = signed_on(client, "staff")
    opened(client, ticket(client, bearer))
    assert client.post("/gradio_api/queue/join", json={**JOIN, "session_hash": "ofstaff"}).status_code == 200
    signed_on(client, "member")
    assert client.get("/gradio_api/queue/data", params={"session_hash": "ofstaff"}).status_code == 403
    client.post("/api/ask", json=ASK)
    assert desk.asked[-1][3] is Tier.MEMBER


@pytest.mark.parametrize("cookie", ["made-up", "", "x" * 4000, 'a"b', "rd_key", "a; refdesk_session=b"])
def test_a_cookie_that_opens_nothing_is_anybodys(client: TestClient, desk: Any, cookie: str) -> None:
    response = client.post("/api/ask", json=ASK, headers={"cookie": f"{PLAIN}={cookie}"})
    assert response.status_code == 200
    assert desk.asked[-1][3] is Tier.PUBLIC


def test_a_bearer_is_no_cookie_and_a_cookie_no_bearer(client: TestClient, desk: Any) -> None:
    bearer = signed_on(client, "staff")
    secret = bearer["Authorization"].removeprefix("Bearer ")
    client.post("/api/ask", json=ASK, headers={"cookie": f"{PLAIN}={secret}"})
    assert desk.asked[-1][3] is Tier.PUBLIC
    cookie = opened(client, ticket(client, bearer)).headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert client.get("/api/documents", headers={"Authorization": f"Bearer {cookie}"}).status_code == 401
    doubled = f"{PLAIN}={cookie}; {PLAIN}=other"
    client.cookies.clear()
    client.post("/api/ask", json=ASK, headers={"cookie": doubled})
    assert desk.asked[-1][3] is Tier.PUBLIC
