"""Foreign pages, lying headers, names that climb, and requests that nobody should send: nothing gives way."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from foreign import CLIMBING, CROSSING, EVIL, FILE_LIKE, FORGED, HOSTS, SIGNS
from rules import RULES, Rule
from starlette.testclient import TestClient

from bench.proofs.hunt import Hidden, steadied
from bench.proofs.libraries import ProvenLibrary, built, functions
from corpus.types import Tier
from portal.identity import Reader
from portal.parts import Parts

Visiting = Callable[[Any, Reader], TestClient]
WRITING = [rule for (method, _), rule in RULES.items() if method not in ("GET", "HEAD")]
PAGES = [rule for (method, _), rule in RULES.items() if method == "GET"]
FRAMED = "/embed", "/widget.js"
"""What is for pages of portals, with rules of its own."""


class Forgetful:
    """A client that keeps no cookie: a chat page's stream, once it is somebody's, would never end."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def request(self, method: str, address: str, **sent: Any) -> Any:
        """The reply."""
        self.client.cookies.clear()
        return self.client.request(method, address, **sent)

    def get(self, address: str, headers: dict[str, str] | None = None) -> Any:
        """The reply to a GET."""
        return self.request("GET", address, headers=headers)


@pytest.fixture
def client(canary_app: FastAPI, visiting: Visiting) -> Forgetful:
    """Anybody."""
    return Forgetful(visiting(canary_app, Reader()))


@pytest.mark.parametrize("form", CROSSING)
def test_no_foreign_page_writes(client: Forgetful, form: str) -> None:
    for rule in WRITING:
        body = b'{"desk":"members","token":"x","question":"Russia?","x":"=1"}'
        reply = client.request(rule.method, rule.address, content=body, headers=CROSSING[form])
        assert reply.status_code == 403, rule
        assert "access-control-allow-origin" not in reply.headers
        assert "set-cookie" not in reply.headers


@pytest.mark.parametrize("origin", [EVIL, "null", "http://localhost.evil.invalid", "file://"])
def test_no_foreign_page_reads(client: Forgetful, hidden: list[Hidden], origin: str) -> None:
    for rule in PAGES:
        reply = client.get(rule.filled(hidden[0].document_id, hidden[0].passage_id).address, headers={"origin": origin})
        allowed = {name for name in reply.headers if name.startswith("access-control-")}
        assert allowed == set(), rule
        policy = reply.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy or rule.address.startswith(FRAMED), rule
        assert "x-frame-options" not in reply.headers
        asked = {"origin": origin, "access-control-request-method": rule.method}
        preflight = client.request("OPTIONS", rule.address, headers=asked)
        assert "access-control-allow-origin" not in preflight.headers


def test_a_listed_origin_reads_and_no_other(canary_library: tuple[ProvenLibrary, dict[str, str]]) -> None:
    portal = "https://portal.invalid"
    app = built(canary_library[0].desk, Parts(origins=(portal,), public_url="https://desk.invalid"))
    with TestClient(app, base_url="https://desk.invalid") as client:
        for origin, allowed in (
            (portal, portal),
            (portal.upper(), None),
            (f"{portal}:8443", None),
            (f"{portal}/", None),
        ):
            reply = client.get("/api/documents", headers={"origin": origin})
            assert reply.headers.get("access-control-allow-origin") == allowed
            assert reply.headers.get("access-control-allow-credentials") is None
            asked = client.post("/api/ask", json={"question": "Who signed?"}, headers={"origin": origin})
            assert (asked.status_code == 200) == (origin == portal)
        # a page that came without TLS, to the very same name
        for origin, status in (("https://desk.invalid", 200), ("http://desk.invalid", 403)):
            asked = client.post("/api/ask", json={"question": "Who signed?"}, headers={"origin": origin})
            assert asked.status_code == status


def told(client: Forgetful, rule: Rule, headers: dict[str, str]) -> tuple[int, str, str]:
    """Status, headers and body, but for what passes."""
    reply = client.get(rule.address, headers={"accept": "text/html", **headers})
    lines = "\n".join(f"{name}: {value}" for name, value in sorted(reply.headers.items()) if name != "x-request-id")
    return reply.status_code, steadied(lines), steadied(reply.text)


def test_headers_that_lie_change_no_page(client: Forgetful, hidden: list[Hidden]) -> None:
    for rule in PAGES:
        asked = rule.filled(hidden[0].document_id, hidden[0].passage_id)
        plain = told(client, asked, {})
        lying = told(client, asked, FORGED)
        assert lying == plain, rule
        assert "evil.invalid" not in str(lying)


@pytest.mark.parametrize("name", FORGED)
def test_each_header_that_lies_changes_nothing(client: Forgetful, name: str) -> None:
    for address in ("/", "/documents", "/mentions?term=radar"):
        rule = Rule("GET", address)
        assert told(client, rule, {name: FORGED[name]}) == told(client, rule, {})


@pytest.mark.parametrize("host", HOSTS)
def test_no_other_host_is_answered_to(client: Forgetful, host: str) -> None:
    for address in ("/", "/documents", "/api/documents", "/healthz", "/theme.css"):
        reply = client.get(address, headers={"host": host})
        assert reply.status_code == 400
        assert "evil" not in f"{reply.headers} {reply.text}"


def raw(client: Forgetful, address: str) -> Any:
    """The reply for `address` as it is, not tidied up on its way."""
    client.client.cookies.clear()
    url = client.client.base_url.copy_with(raw_path=address.encode())
    return client.client.send(client.client.build_request("GET", url))


@pytest.mark.parametrize("route", FILE_LIKE)
def test_no_name_leads_to_a_file(client: Forgetful, route: str) -> None:
    for name in CLIMBING:
        reply = raw(client, route + name.replace(" ", "%20"))
        assert reply.status_code in (200, 300, 307, 308, 400, 404, 405, 406, 422), name
        assert not [sign for sign in SIGNS if sign in reply.text], name
        assert "a=b" not in reply.headers.get("set-cookie", "")
        assert not reply.headers.get("location", "/").startswith(("//", "http://evil")), name
        if reply.status_code == 200:  # what climbs out of a folder in the address alone is another page of ours
            assert reply.headers["content-type"].startswith(("text/html", "application/json", "application/xml")), name


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "MKCOL", "LOCK", "PUT", "PATCH", "DELETE", "FOO"])
def test_odd_methods_do_nothing(client: Forgetful, method: str) -> None:
    for rule in {rule.address: rule for rule in RULES.values()}.values():
        if (method, rule.address) in {(each.method, each.address) for each in RULES.values()}:
            continue
        reply = client.request(method, rule.address, headers={"cookie": "secret=1"})
        assert reply.status_code in (401, 404, 405), (rule.address, reply.status_code)
        assert "secret" not in reply.text


MANY = "bytes=" + ",".join(["0-"] * 2000)
RANGES = ("bytes=0-0", "bytes=-1", "bytes=0-,0-,0-,0-", MANY, "bytes=9999999-", "lines=1-2")


@pytest.mark.parametrize("asked", RANGES, ids=range(len(RANGES)))
def test_parts_of_pages_are_not_served(client: Forgetful, asked: str) -> None:
    for rule in PAGES:
        plain, part = client.get(rule.address), client.get(rule.address, headers={"range": asked})
        assert part.status_code == plain.status_code
        assert len(part.content) == pytest.approx(len(plain.content), abs=64)


def test_head_is_get_without_a_body(client: Forgetful, hidden: list[Hidden]) -> None:
    for method, template in RULES:
        if method == "HEAD" and ("GET", template) in RULES:
            asked = RULES[method, template].filled(hidden[0].document_id, hidden[0].passage_id).address
            head = client.request("HEAD", asked, headers={"accept": "text/html"})
            page = client.get(asked, headers={"accept": "text/html"})
            assert (head.status_code, head.content) == (page.status_code, b"")
            assert head.headers["content-type"] == page.headers["content-type"]


NESTED = {
    "lists": b"[" * 50_000 + b"]" * 50_000,
    "objects": b'{"question":' * 20_000 + b"1" + b"}" * 20_000,
    "objects without an end": b'{"a":' * 40_000,
    "one long number": b'{"question": ' + b"9" * 200_000 + b"}",
    "numbers beyond numbers": b'{"question": 1e999999, "history": NaN}',
    "one member ten thousand times": b"{" + b'"question":"a",' * 10_000 + b'"question":"b"}',
    "bytes of no text": b'{"question": "\xff\xfe\xfd"}',
    "half a pair": b'{"question": "\\ud800 who?"}',
    "zeros": b"\0" * 1000,
    "another encoding": '{"question": "who?"}'.encode("utf-16"),
    "a text": b'"question"',
    "nothing": b"",
}


@pytest.mark.parametrize("shape", NESTED)
def test_no_body_breaks_a_route(client: Forgetful, shape: str) -> None:
    for rule in WRITING:
        for kind in ("application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
            reply = client.request(rule.method, rule.address, content=NESTED[shape], headers={"content-type": kind})
            assert reply.status_code < 500, (rule.address, kind)
            assert "Traceback" not in reply.text


def test_large_bodies_are_refused_everywhere(client: Forgetful) -> None:
    for rule in WRITING:
        reply = client.request(rule.method, rule.address, content=b"x" * (6 * 1024 * 1024))
        # where the staff uploads, a large body is taken from them alone, and for others nothing is there to take it
        assert reply.status_code == (404 if rule.address == "/staff/upload" else 413), rule


def test_what_one_reader_gets_is_kept_for_nobody(client: Forgetful, hidden: list[Hidden]) -> None:
    for rule in PAGES:
        asked = rule.filled(hidden[0].document_id, hidden[0].passage_id)
        headers = client.get(asked.address, headers={"accept": "text/html"}).headers
        if rule.address.startswith("/widget.js"):
            continue
        assert headers["cache-control"] == "no-store", rule
        assert not {"etag", "last-modified", "expires", "age"} & set(headers), rule


@pytest.mark.parametrize("thief", ["another browser", "no browser", "the same browser, signed off"])
def test_a_session_is_nobody_elses(canary_app: FastAPI, visiting: Visiting, hidden: list[Hidden], thief: str) -> None:
    canary = next(each.canary for each in hidden if each.canary.tier is Tier.MEMBER)
    own, other = visiting(canary_app, Reader(Tier.MEMBER, "ann")), visiting(canary_app, Reader())
    own.get("/")
    session = f"theft{abs(hash(thief))}"
    question = f"Who signed the {canary.asked[0]} agreement?"
    joined = {
        "data": [question, [], [], False, None],
        "fn_index": functions(canary_app)["asked"],
        "session_hash": session,
    }
    assert own.post("/gradio_api/queue/join", json=joined).status_code == 200
    if thief == "another browser":
        other.get("/")
    elif thief == "the same browser, signed off":
        other.cookies = own.cookies
    for method, template in sorted(RULES | {("POST", "/gradio /gradio_api/cancel"): RULES["GET", "/healthz"]}):
        if template.startswith("/gradio /gradio_api"):
            address = template.removeprefix("/gradio ").replace("{session_hash}", session)
            body = {**joined, "event_id": "x"} if method == "POST" else None
            reply = other.request(method, f"{address}?session_hash={session}", json=body)
            assert reply.status_code in (403, 404), address
    mine = own.get("/gradio_api/queue/data", params={"session_hash": session})
    assert canary.secret.lower() in mine.text.lower()
