"""Keys that a portal publishes: fetched with limits, kept, and fetched again for a new name at most once a minute."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm
from members import claims, desk_named

from portal.signon.errors import Refused
from portal.signon.fetching import LARGEST_BYTES, fetched
from portal.signon.jwks import AT_MOST_EVERY_S, FRESH_S, KEPT_S, PublishedKeys
from portal.signon.tokens import verified

PRIVATE = {kid: Ed25519PrivateKey.generate() for kid in ("a", "b")}


def key_set(*kids: str) -> dict[str, Any]:
    return {"keys": [{**OKPAlgorithm.to_jwk(PRIVATE[kid].public_key(), as_dict=True), "kid": kid} for kid in kids]}


class Portal:
    """Answers with what a test sets, and counts how often it was asked."""

    def __init__(self) -> None:
        self.said: Any = key_set("a")
        self.asked = 0
        self.now = 1000.0

    def fetch(self, url: str) -> object:
        self.asked += 1
        if isinstance(self.said, ValueError):
            raise self.said
        return self.said

    def keys(self) -> PublishedKeys:
        return PublishedKeys("https://portal.example/jwks.json", "EdDSA", fetch=self.fetch, clock=lambda: self.now)


def names(keys: PublishedKeys, kid: str | None) -> list[str]:
    return [key.kid for key in keys.candidates(kid)]


def test_keys_are_fetched_when_needed_and_kept() -> None:
    portal = Portal()
    keys = portal.keys()
    assert portal.asked == 0
    for _ in range(5):
        assert names(keys, "a") == ["a"]
    assert portal.asked == 1
    portal.now += FRESH_S + 1
    assert names(keys, "a") == ["a"]
    assert portal.asked == 2


def test_a_new_name_is_looked_for_at_most_once_a_minute() -> None:
    portal = Portal()
    keys = portal.keys()
    assert names(keys, "a") == ["a"]
    portal.said = key_set("a", "b")
    for number in range(100):
        assert names(keys, f"made-up-{number}") == []
    assert portal.asked == 1
    portal.now += AT_MOST_EVERY_S
    assert names(keys, "b") == ["b"]
    assert portal.asked == 2


def test_a_key_that_is_no_longer_published_is_no_longer_good() -> None:
    portal = Portal()
    keys = portal.keys()
    assert names(keys, "a") == ["a"]
    portal.said = key_set("b")
    portal.now += FRESH_S + 1
    assert names(keys, "a") == []


def test_while_the_portal_is_down_the_last_keys_count_for_a_day() -> None:
    portal = Portal()
    keys = portal.keys()
    assert names(keys, "a") == ["a"]
    for said in (ValueError("down"), {"keys": []}, [], key_set()):
        portal.said = said
        portal.now += FRESH_S + 1
        assert names(keys, "a") == ["a"]
    portal.now += KEPT_S
    assert names(keys, "a") == []
    portal.said = key_set("a")
    portal.now += AT_MOST_EVERY_S
    assert names(keys, "a") == ["a"]


class Handler(BaseHTTPRequestHandler):
    """Serves the key set, too much, or nonsense, by its path."""

    def do_GET(self) -> None:
        status = 302 if self.path == "/away" else 500 if self.path == "/broken" else 200
        body = {"/keys": json.dumps(key_set("a")).encode(), "/large": b"[" + b"1," * LARGEST_BYTES + b"1]"}
        self.send_response(status)
        self.send_header("location", "/keys")
        self.end_headers()
        self.wfile.write(body.get(self.path, b"no json"))

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_over_http(address: str) -> None:
    desk = desk_named("members", algorithm="EdDSA", keys=PublishedKeys(f"{address}/keys", "EdDSA"))
    assert verified(jwt.encode(claims(), PRIVATE["a"], "EdDSA", {"kid": "a"}), desk).subject == "member-1"
    with pytest.raises(Refused):
        verified(jwt.encode(claims(), PRIVATE["b"], "EdDSA", {"kid": "b"}), desk)


@pytest.mark.parametrize(
    ("path", "said"),
    [("/away", "answered 302"), ("/broken", "answered 500"), ("/large", "larger than"), ("/nonsense", "no JSON")],
)
def test_what_is_no_key_set_is_told(address: str, path: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        fetched(address + path)


def test_nobody_there_is_told() -> None:
    with pytest.raises(ValueError, match="cannot be fetched"):
        fetched("http://127.0.0.1:9/keys")
