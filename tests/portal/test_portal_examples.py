"""The portals' side in examples/: each mints a token that a running desk takes, in its own language, run for real."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from members import MEMBERS, PORTAL, SECRET, desk_named, sign_on_in
from starlette.testclient import TestClient

from corpus.settings import ROOT
from portal.signon.keyring import Keyring, key_from_text

EXAMPLES = ROOT / "examples"
PYTHON = (sys.executable, str(EXAMPLES / "python" / "refdesk_token.py"))
NODE = ("node", str(EXAMPLES / "node" / "refdesk-token.mjs"))
PHP = ("php", str(EXAMPLES / "php" / "portal.php"))
PLUGIN = str(EXAMPLES / "php" / "refdesk" / "refdesk.php")
SETTINGS = {
    "PORTAL_ISSUER": PORTAL,
    "PORTAL_AUDIENCE": MEMBERS.audience,
    "PORTAL_SIGNING_KEY": SECRET,
    "PORTAL_PSEUDONYM_KEY": "a-second-secret-of-the-portal-alone",
    "PORTAL_DESK": "https://desk.example",
    "PORTAL_DESK_ID": "members",
}
MAKERS = {
    "EdDSA": ed25519.Ed25519PrivateKey.generate,
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "RS256": lambda: rsa.generate_private_key(65537, 2048),
}
LANGUAGES = pytest.mark.parametrize("program", [PYTHON, NODE, PHP], ids=["python", "node", "php"])


def run(*arguments: str, **settings: str) -> str:
    """What a program prints, without the line break at its end."""
    assert shutil.which(arguments[0]), f"these tests run {arguments[0]}; install the packages nodejs and php-cli"
    done = subprocess.run(
        arguments, env={**os.environ, **SETTINGS, **settings}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


def exchanged(client: TestClient, token: str) -> Any:
    """What the desk makes of a token."""
    return client.post("/api/session", json={"desk": "members", "token": token})


@LANGUAGES
@pytest.mark.parametrize("tier", ["public", "member", "staff"])
def test_a_token_by_the_shared_secret_is_taken_once(client: TestClient, program: Sequence[str], tier: str) -> None:
    token = run(*program, "7", tier)
    response = exchanged(client, token)
    assert response.status_code == 200
    assert response.json()["tier"] == tier
    assert exchanged(client, token).status_code == 401


@pytest.mark.parametrize(
    ("program", "algorithm"),
    [(PYTHON, "ES256"), (PYTHON, "EdDSA"), (NODE, "EdDSA"), (PHP, "RS256")],
    ids=["python-ES256", "python-EdDSA", "node-EdDSA", "php-RS256"],
)
def test_a_token_by_a_private_key_is_taken(
    build_app: Any, desk: Any, tmp_path: Path, program: Sequence[str], algorithm: str
) -> None:
    private = MAKERS[algorithm]()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    keys = Keyring((key_from_text(algorithm, "", public),))
    sign_on = sign_on_in(tmp_path, [desk_named("members", algorithm=algorithm, keys=keys)])
    token = run(*program, "7", "member", PORTAL_SIGNING_KEY=pem, PORTAL_ALGORITHM=algorithm)
    with TestClient(build_app(desk, sign_on=sign_on), base_url="http://localhost") as client:
        assert exchanged(client, token).status_code == 200
    sign_on.sessions.close()


def test_one_member_has_one_name_everywhere_and_it_is_not_their_own() -> None:
    import jwt

    claims = [
        jwt.decode(run(*program, "7", "member"), options={"verify_signature": False}) for program in (PYTHON, NODE, PHP)
    ]
    assert len({one["sub"] for one in claims}) == 1
    assert claims[0]["sub"] != "7"
    assert len({one["jti"] for one in claims}) == 3
    assert all(one["exp"] - one["iat"] == 60 for one in claims)


@pytest.mark.parametrize(("capability", "tier"), [("read", "member"), ("edit_others_posts", "staff")])
def test_the_wordpress_plugin_s_route_answers_with_a_token(client: TestClient, capability: str, tier: str) -> None:
    response = exchanged(client, wordpress(capability, "token"))
    assert (response.status_code, response.json()["tier"]) == (200, tier)


def test_the_wordpress_plugin_puts_no_secret_and_no_token_into_a_page() -> None:
    page = wordpress("read", "page")
    assert page.count('<script src="https://desk.example/widget.js" data-desk="members"') == 2
    assert 'data-target="#refdesk-inline-1"' in page
    assert 'data-token="https://portal.example/wp-json/refdesk/v1/token" data-nonce="nonce-for-wp_rest"' in page
    assert SECRET not in page
    assert SETTINGS["PORTAL_PSEUDONYM_KEY"] not in page
    assert not re.search(r"eyJ[\w-]+\.", page)


def wordpress(capability: str, what: str) -> str:
    options = {
        "refdesk_desk": "https://desk.example/",
        "refdesk_id": "members",
        "refdesk_audience": MEMBERS.audience,
        "refdesk_signing_key": SECRET,
        "refdesk_pseudonym_key": SETTINGS["PORTAL_PSEUDONYM_KEY"],
    }
    stand_in = str(Path(__file__).parent / "wordpress.php")
    return run("php", stand_in, PLUGIN, capability, what, WORDPRESS_OPTIONS=json.dumps(options))


@contextmanager
def serving(*arguments: str, port: int) -> Iterator[str]:
    """A program that serves on `port`, for as long as the block lasts; its address."""
    process = subprocess.Popen(arguments, env={**os.environ, **SETTINGS}, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        for _ in range(200):
            try:
                httpx.get(address)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.mark.parametrize("language", ["node", "php"])
def test_a_portal_of_one_page_gives_a_token_to_its_own_members_alone(language: str, free_port: int) -> None:
    served = {
        "node": (*NODE, "--serve", str(free_port)),
        "php": ("php", "-S", f"localhost:{free_port}", PHP[1]),
    }[language]
    with serving(*served, port=free_port) as address:
        page = httpx.get(address).text
        assert '<script src="https://desk.example/widget.js" data-desk="members" async></script>' in page
        assert SECRET not in page
        assert "identify" in httpx.get(f"{address}/refdesk.js").text
        nobody = httpx.post(f"{address}/refdesk-token")
        assert (nobody.status_code, nobody.text, nobody.headers["cache-control"]) == (204, "", "no-store")
        foreign = httpx.post(f"{address}/refdesk-token", headers={"Sec-Fetch-Site": "cross-site"})
        assert foreign.status_code == 403


def test_the_starlette_portal_gives_a_token_to_its_own_members_alone(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    import portal_app

    with TestClient(portal_app.app) as browser:
        assert "https://desk.example/widget.js" in browser.get("/").text
        assert browser.post("/refdesk-token").status_code == 204
        assert browser.post("/refdesk-token", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        portal_app.SESSIONS["a-session"] = ("7", "member")
        browser.cookies.set("portal_session", "a-session")
        given = browser.post("/refdesk-token")
    assert given.headers["cache-control"] == "no-store"
    assert exchanged(client, given.text).json()["tier"] == "member"
