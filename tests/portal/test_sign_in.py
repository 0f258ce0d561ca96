"""Signing in on the page itself: against a real provider over HTTP, honest and lying."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from fake_desk import FakeDesk
from fastapi import FastAPI
from members import sign_on_in
from provider import CLIENT, CLIENT_SECRET, STRANGER, OidcProvider
from starlette.testclient import TestClient

from corpus.errors import SettingsError
from corpus.types import Tier
from portal.signon.cookies import PLAIN
from portal.signon.desks_file import read_desks, read_sign_in
from portal.signon.errors import Refused
from portal.signon.oidc import Provider, SignIn
from portal.signon.sign_on import SignOn

ASK = {"question": "Russia demands what?"}


@pytest.fixture(scope="module")
def running() -> Iterator[OidcProvider]:
    provider = OidcProvider()
    yield provider
    provider.close()


@pytest.fixture
def provider(running: OidcProvider) -> OidcProvider:
    running.reset()
    return running


def sign_in_with(issuer: str) -> SignIn:
    tiers = {"library-staff": Tier.STAFF, "association": Tier.MEMBER}
    return SignIn(issuer, CLIENT, CLIENT_SECRET, "RS256", "groups", tiers)


@pytest.fixture(scope="module")
def app(
    running: OidcProvider, tmp_path_factory: pytest.TempPathFactory, build_app: Callable[..., FastAPI]
) -> Iterator[tuple[FakeDesk, FastAPI, SignOn]]:
    opened = sign_on_in(tmp_path_factory.mktemp("sign-in"))
    sign_on = SignOn(opened.desks, opened.sessions, Provider(sign_in_with(running.issuer)))
    desk = FakeDesk()
    yield desk, build_app(desk, sign_on=sign_on), sign_on
    opened.sessions.close()


@pytest.fixture
def page(app: tuple[FakeDesk, FastAPI, SignOn]) -> TestClient:
    """A browser that has not been here."""
    app[0].reset()
    return TestClient(app[1], base_url="http://localhost", follow_redirects=False)


def brought_back(page: TestClient, headers: dict[str, str] | None = None) -> dict[str, str]:
    """What the browser brings back from the provider: code and state."""
    away = page.get("/sign-in", headers=headers or {})
    assert away.status_code == 303, away.text
    answer = httpx.get(away.headers["location"])
    address = urlsplit(answer.headers["location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == "http://localhost/sign-in/back"
    return {name: values[0] for name, values in parse_qs(address.query).items()}


def signed_in(page: TestClient, headers: dict[str, str] | None = None) -> Any:
    return page.get("/sign-in/back", params=brought_back(page, headers))


def tier_of(page: TestClient, app: tuple[FakeDesk, FastAPI, SignOn]) -> Tier:
    page.post("/api/ask", json=ASK)
    return app[0].asked[-1][3]


def test_an_editor_signs_in_and_out(page: TestClient, app: Any, provider: OidcProvider) -> None:
    assert 'href="/sign-in"' in page.get("/documents").text
    assert 'href="/sign-in"' in page.get("/").text
    response = signed_in(page)
    assert (response.status_code, response.headers["location"]) == (303, "/")
    cookies = response.headers.get_list("set-cookie")
    assert cookies[0].startswith(f"{PLAIN}=")
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookies[0].split("; "))
    assert tier_of(page, app) is Tier.STAFF
    for address in ("/", "/documents"):
        text = page.get(address).text
        assert '<a href="/staff">Staff</a></span>' in text
        assert 'href="/sign-in"' not in text
    assert "editor-7" not in page.get("/").text
    asked = provider.asked[0]
    assert (asked["response_type"], asked["client_id"], asked["scope"]) == ("code", CLIENT, "openid")
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert page.post("/sign-out").headers["location"] == "/"
    assert tier_of(page, app) is Tier.PUBLIC


def test_one_comes_back_to_the_page_that_led_to_it(page: TestClient, provider: OidcProvider) -> None:
    for referer, to in {
        "http://localhost/documents/paper?quote=a": "/documents/paper?quote=a",
        "https://evil.example/documents/paper": "/",
        "http://localhost//evil.example/": "/",
        "http://localhost/\\evil.example/": "/",
        "http://localhost/sign-in": "/",
        "": "/",
    }.items():
        assert signed_in(page, {"referer": referer}).headers["location"] == to


@pytest.mark.parametrize(
    ("groups", "tier"),
    [
        (["association"], Tier.MEMBER),
        ("association", Tier.MEMBER),
        (["association", "library-staff"], Tier.STAFF),
        ([], None),
        (None, None),
        (["staff"], None),
        (["Library-Staff"], None),
        ([["library-staff"]], None),
        ({"library-staff": True}, None),
        ("library-staff choir", None),
        (True, None),
    ],
)
def test_who_is_not_listed_gets_in_nowhere(
    page: TestClient, app: Any, provider: OidcProvider, groups: object, tier: Tier | None
) -> None:
    provider.person = {"sub": "someone", "groups": groups}
    response = signed_in(page)
    assert response.status_code == (303 if tier else 403)
    assert (PLAIN + "=") in response.headers.get("set-cookie", "") or not tier
    assert tier_of(page, app) is (tier or Tier.PUBLIC)


LIES: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "x" * 43},
    "no nonce": {"nonce": None},
    "a nonce that is no text": {"nonce": ["x"]},
    "another audience": {"aud": "another"},
    "two audiences": {"aud": [CLIENT, "another"]},
    "no audience": {"aud": None},
    "another issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "no subject": {"sub": None},
    "an empty subject": {"sub": " "},
    "expired": {"exp": int(time.time()) - 60},
    "no end": {"exp": None},
    "issued in a year": {"iat": int(time.time()) + 365 * 86400},
}
SIGNED: dict[str, Callable[[dict[str, Any]], object]] = {
    "by another key": lambda said: jwt.encode(said, STRANGER, "RS256", {"kid": "one"}),
    "by a key unheard of": lambda said: jwt.encode(said, STRANGER, "RS256", {"kid": "two"}),
    "by nobody": lambda said: jwt.encode(said, None, "none"),
    "by the client's secret": lambda said: jwt.encode(said, CLIENT_SECRET, "HS256"),
    "as no token": lambda said: "a.b.c",
    "as a number": lambda said: 7,
    "at length": lambda said: "x" * 50_000,
}


@pytest.mark.parametrize("lie", [*LIES, *SIGNED, "no token", "an error", "a list"])
def test_a_provider_that_lies_signs_nobody_in(page: TestClient, app: Any, provider: OidcProvider, lie: str) -> None:
    provider.lies = LIES.get(lie, {})
    provider.sign = SIGNED.get(lie, provider.sign)
    answers = {"no token": {"access_token": "x"}, "an error": {"error": "access_denied"}, "a list": []}
    provider.answer = answers.get(lie)
    response = signed_in(page)
    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert "Signing in did not work" in response.text
    assert tier_of(page, app) is Tier.PUBLIC


def test_a_sign_in_belongs_to_the_browser_that_began_it(page: TestClient, app: Any, provider: OidcProvider) -> None:
    attackers = brought_back(page)
    victim = TestClient(app[1], base_url="http://localhost", follow_redirects=False)
    assert victim.get("/sign-in/back", params=attackers).status_code == 403
    brought_back(victim)
    assert victim.get("/sign-in/back", params=attackers).status_code == 403
    assert tier_of(victim, app) is Tier.PUBLIC


def test_what_comes_back_counts_once_and_whole(page: TestClient, provider: OidcProvider) -> None:
    good = brought_back(page)
    assert page.get("/sign-in/back", params=good).status_code == 303
    assert page.get("/sign-in/back", params=good).status_code == 403
    for change in ({"state": "x"}, {"code": ""}, {"code": "x"}, {"state": ""}, {"state": "ü"}):
        bad = {**brought_back(page), **change}
        assert page.get("/sign-in/back", params=bad).status_code == 403
    assert page.get("/sign-in/back", params={"error": "access_denied", "state": "x"}).status_code == 403


def test_signing_in_anew_ends_what_there_was(page: TestClient, app: Any, provider: OidcProvider) -> None:
    signed_in(page)
    former = page.cookies[PLAIN]
    signed_in(page)
    assert page.cookies[PLAIN] != former
    page.cookies.clear()
    page.cookies.set(PLAIN, former)
    assert tier_of(page, app) is Tier.PUBLIC


def test_who_is_revoked_is_out_and_stays_out(page: TestClient, app: Any, provider: OidcProvider) -> None:
    signed_in(page)
    sessions = app[2].sessions
    assert sessions.revoke("", "editor-7") >= 1
    assert tier_of(page, app) is Tier.PUBLIC
    assert signed_in(page).status_code == 403
    assert sessions.unrevoke("", "editor-7")
    assert signed_in(page).status_code == 303


@pytest.mark.parametrize(
    "discovered",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "http://192.0.2.1/keys"},
        {"authorization_endpoint": None},
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_not_believed(
    provider: OidcProvider, discovered: dict[str, Any]
) -> None:
    provider.discovered = discovered
    with pytest.raises(Refused, match=r"issuer|HTTPS"):
        Provider(sign_in_with(provider.issuer)).begin("http://localhost/sign-in/back")


def test_a_provider_that_is_down_is_no_secret(app: Any, build_app: Callable[..., FastAPI]) -> None:
    down = SignOn(app[2].desks, app[2].sessions, Provider(sign_in_with("http://127.0.0.1:9")))
    page = TestClient(build_app(FakeDesk(), sign_on=down), base_url="http://localhost")
    response = page.get("/sign-in")
    assert response.status_code == 503
    assert "127.0.0.1:9" not in response.text


def test_without_a_provider_there_is_no_way_in_on_the_page(client: TestClient) -> None:
    assert client.get("/sign-in").status_code == 404
    for address in ("/", "/documents"):
        assert "/sign-in" not in client.get(address).text


FILE = """\
[sign_in]
issuer = "https://login.example"
client_id = "refdesk"
client_secret = {key_env = "LOGIN_SECRET"}
algorithm = "RS256"
tier_claim = "groups"
scopes = ["openid", "groups"]
[sign_in.tiers]
"library-staff" = "staff"
"""


def test_the_provider_as_it_stands_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "desks.toml"
    file.write_text(FILE)
    found = read_sign_in(file, {"LOGIN_SECRET": "s3cret"})
    assert found == SignIn(
        "https://login.example",
        "refdesk",
        "s3cret",
        "RS256",
        "groups",
        {"library-staff": Tier.STAFF},
        ("openid", "groups"),
    )
    assert "s3cret" not in repr(found)
    assert read_desks(file, {}).all() == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("https://", "http://", "issuer: give an address"),
        ('"RS256"', '"HS256"', "algorithm"),
        ('"RS256"', '"none"', "algorithm"),
        ('= "staff"', '= "public"', "tiers.library-staff"),
        ('"library-staff" = "staff"', "", "tiers"),
        ("LOGIN_SECRET", "NOT_SET", "client_secret: the environment has no variable NOT_SET"),
        ("tier_claim", "tier_clam", "tier_clam: there is no such key; did you mean tier_claim"),
    ],
)
def test_mistakes_in_the_file(tmp_path: Path, before: str, after: str, said: str) -> None:
    file = tmp_path / "desks.toml"
    file.write_text(FILE.replace(before, after))
    with pytest.raises(SettingsError, match=rf"\[sign_in\], {said}"):
        read_sign_in(file, {"LOGIN_SECRET": "s3cret"})
