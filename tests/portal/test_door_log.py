"""The log and the metrics: one line a request, with nothing in either of what readers say and who they are."""

import base64
import io
import json
import logging
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import httpx
import pytest
from doors import WatchedDesk, serving, until
from fastapi import FastAPI
from prometheus_client import generate_latest
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.errors import CatalogueError
from corpus.types import Tier
from portal.door.addresses import Proxies
from portal.door.admission import Admission
from portal.door.door import Door
from portal.door.journal import Pseudonyms
from portal.door.lines import JsonLines, Printed, logged
from portal.door.rates import Rate, Rates
from portal.door.work import STAFF
from portal.identity import Reader

VISIT = "refdesk_visit=" + "v" * 32
SHAPES = (
    "anna.{n}@members.example", "+1 (202) 555-{n:04d}", "078-05-{n:04d}", "4111 1111 1111 {n:04d}", "DE89 3704 {n:04d}",
    "Anna-{n} O'Petrova", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ{n:04d}In0.c2ln", "rd_live_{n:04d}_s3cr3t", "hunter2-{n:04d}",
    "10{n:04d}.internal.example",
)  # fmt: skip
SECRETS = tuple(SHAPES[n % len(SHAPES)].format(n=1000 + n) for n in range(200))


class SignedOn:
    """Says that whoever sends `x-test-subject` is a member of that name."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        subject = dict(scope.get("headers", ())).get(b"x-test-subject", b"").decode()
        reader = Reader(Tier.MEMBER, subject, "portal") if subject else Reader()
        await self.app({**scope, "refdesk.reader": reader}, receive, send)


@dataclass
class Watched:
    """A running app, its log as it is written, and the same records as anybody's log would have them."""

    desk: WatchedDesk
    door: Door
    address: str
    log: io.StringIO
    plain: io.StringIO

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.getvalue().splitlines()]

    def clear(self) -> None:
        self.log.seek(0)
        self.log.truncate()


@contextmanager
def beside(stream: io.StringIO) -> Iterator[None]:
    """Writes every record to `stream` as logging does by default."""
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)


@pytest.fixture(scope="module")
def watched(build_app: Callable[..., FastAPI]) -> Iterator[Watched]:
    desk = WatchedDesk()
    door = Door(rates=Rates({STAFF.name: Rate(2, 2, 2, 2)}), admission=Admission(2, 8), proxies=Proxies(["10.0.0.1"]))
    log, plain = io.StringIO(), io.StringIO()
    app = build_app(desk, door=door)
    with logged(log), beside(plain), serving(SignedOn(app)) as address:
        yield Watched(desk, door, address, log, plain)


@pytest.fixture
def fresh(watched: Watched) -> Watched:
    watched.clear()
    return watched


def spellings(secret: str) -> set[str]:
    """The secret as it might be written."""
    coded = base64.b64encode(secret.encode()).decode()
    return {
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote(secret).replace("%20", "+"),
        coded,
        json.dumps(secret)[1:-1],
    }


def found(text: str) -> set[str]:
    return {each for secret in SECRETS for each in spellings(secret) if each.casefold() in text.casefold()}


def send_everywhere(client: httpx.Client, address: str, number: int, secret: str) -> None:
    """Sends `secret` in every part of a request, and to one more of the routes in turn."""
    letters = "".join(c for c in secret if c.isascii() and c.isalnum())
    coded = quote(secret, safe="")
    headers = {
        "user-agent": secret, "referer": f"http://localhost/?q={coded}", "accept-language": secret, "x-custom": secret,
        "x-forwarded-for": secret, "forwarded": f"for={secret}", "x-request-id": secret, "from": secret,
    }  # fmt: skip
    body = {"question": secret, "history": [{"role": "user", "content": secret}], "filters": {"kinds": [secret]}}
    data = {
        "data": [secret, [secret], [secret], None], "fn_index": 1, "session_hash": f"s{number}",
        "trigger_id": 1, "event_data": {"question": secret},
    }  # fmt: skip
    subject = {"x-test-subject": secret}
    chat = {"cookie": f"{VISIT}; {letters}={coded}"}
    form = {"text": (None, secret), "file": (f"{secret}.txt", secret.encode()), letters: (None, secret)}
    always = [
        client.build_request("GET", f"/passages/{coded}?{coded}={coded}", headers={**headers, "cookie": coded}),
        client.build_request("POST", f"/api/ask?x={coded}", json={"question": f"boom {secret}"}, headers=headers),
        client.build_request("POST", "/api/ask", json={**body, letters: secret, "mode": secret}, headers=subject),
        client.build_request("POST", "/check", files=form, headers={"accept": "text/event-stream"}),
        client.build_request("POST", "/gradio_api/queue/join", json=data, headers=chat),
    ]
    in_turn = [
        client.build_request("GET", f"/{coded}/{coded}", headers={"authorization": f"Bearer {secret}"}),
        client.build_request(letters.upper(), f"/api/{coded}", headers={"authorization": f"Basic {secret}"}),
        client.build_request("POST", "/api/ask", json=body, headers={**headers, **subject}),
        client.build_request("POST", "/api/ask", json={"question": f"boom {secret}", "stream": True}),
        client.build_request("POST", "/api/ask", content=f'{{"question": "{secret}'.encode(), headers=headers),
        client.build_request("POST", "/api/ask", content=secret.encode(), headers={"content-type": secret}),
        client.build_request("POST", "/api/feedback", json={"answer_id": secret, "rating": "up", "comment": secret}),
        client.build_request("POST", "/api/lookup", json={"text": f"boom “{secret}”"}),
        client.build_request("GET", f"/api/search?q={coded}&kind={coded}", headers={"cookie": f"{letters}={coded}"}),
        client.build_request("GET", f"/documents?find={coded}", headers={"origin": f"https://{letters}.example"}),
        client.build_request("POST", f"/gradio_api/queue/join?x={coded}", json={**data, "data": secret}, headers=chat),
        client.build_request("GET", f"/gradio_api/queue/data?session_hash={letters}", headers={"cookie": coded}),
        client.build_request("GET", f"/gradio_api/heartbeat/{letters}", headers=headers),
    ]
    for request in (*always, in_turn[number % len(in_turn)]):
        client.send(request)
    raw_line = f"GET /{coded} HTTP/1.1\r\nHost: {letters}.example\r\n\r\n" if number % 2 else f"{secret}\r\n\r\n"
    with socket.create_connection((str(urlsplit(address).hostname), urlsplit(address).port or 0), 5) as raw:
        raw.sendall(raw_line.encode())
        raw.recv(100)


@pytest.mark.slow
def test_no_secret_reaches_the_log_or_the_metrics(fresh: Watched) -> None:
    fresh.door.metrics.refused("queue full")
    with httpx.Client(base_url=fresh.address, timeout=30) as client:
        for number, secret in enumerate(SECRETS):
            send_everywhere(client, fresh.address, number, secret)
        last = client.get("/healthz").headers["x-request-id"]
    until(lambda: last in fresh.log.getvalue())
    log, metrics = fresh.log.getvalue(), generate_latest(fresh.door.metrics.registry).decode()
    assert found(log) == set()
    assert found(metrics) == set()
    assert len(found(fresh.plain.getvalue())) >= len(SECRETS)  # what would have been written without this
    assert log.count('"RuntimeError"') >= len(SECRETS)
    assert log.count('"request"') > 5 * len(SECRETS)
    assert metrics.count("refdesk_requests_total{") < 40


def test_a_request_is_one_line(fresh: Watched) -> None:
    question = {"question": "Which countries will host missile defense systems?"}
    response = httpx.post(f"{fresh.address}/api/ask", json=question, headers={"x-test-subject": "anna"})
    until(fresh.log.getvalue)
    (line,) = fresh.lines()
    assert set(line) == {
        "time", "level", "event", "id", "route", "method", "status", "ms", "tier", "desk", "reader", "bytes"
    }  # fmt: skip
    assert line["id"] == response.headers["x-request-id"]
    assert (line["route"], line["method"], line["status"], line["tier"]) == ("/api/ask", "POST", 200, "member")
    assert line["bytes"] == len(response.content)
    assert len(str(line["reader"])) == 16


def test_routes_are_written_as_templates(fresh: Watched) -> None:
    for path in ("/passages/none", "/api/documents/none", "/", "/nowhere/x", "/theme.css", "/gradio_api/heartbeat/abc"):
        httpx.get(f"{fresh.address}{path}")
    until(lambda: len(fresh.lines()) == 6)
    assert [line["route"] for line in fresh.lines()] == [
        "/passages/{passage_id}", "/api/documents/{document_id}", "/", "(nowhere)", "/theme.css",
        "/gradio_api/heartbeat/{session_hash}",
    ]  # fmt: skip


def test_an_error_is_logged_with_its_places_under_the_reference(fresh: Watched) -> None:
    told = httpx.post(f"{fresh.address}/api/ask", json={"question": "boom"}).json()
    until(lambda: len(fresh.lines()) == 2)
    error, request = fresh.lines()
    assert told["reference"] == error["id"] == request["id"]
    assert told["reference"] in told["detail"]
    (told_error,) = error["errors"]  # type: ignore[misc]
    assert told_error["kind"] == "RuntimeError"
    assert any("doors.py" in place and "stream" in place for place in told_error["at"])
    assert "cannot read" not in fresh.log.getvalue()


def test_refusals_say_why(fresh: Watched) -> None:
    with httpx.Client(base_url=fresh.address) as client:
        statuses = [client.post("/staff/documents").status_code for _ in range(3)]
    until(lambda: len(fresh.lines()) == 3)
    assert statuses[-1] == 429
    # a request is logged once it has been answered, and the next may be answered meanwhile
    assert [line["refused"] for line in fresh.lines() if "refused" in line] == ["too many by address"]
    assert 'refdesk_refusals_total{reason="too many by address"} 1.0' in metrics_of(fresh)


def metrics_of(watched: Watched) -> str:
    return generate_latest(watched.door.metrics.registry).decode()


def test_a_pseudonym_is_the_same_all_day_and_tells_nothing() -> None:
    first, second = Pseudonyms(), Pseudonyms()
    assert first.of("anna") == first.of("anna") != first.of("ben")
    assert first.of("anna") != second.of("anna")  # the key to it is nowhere else
    assert first.of("") == ""


# what is logged by others


def formatted(record: logging.LogRecord) -> dict[str, object]:
    told: dict[str, object] = json.loads(JsonLines().format(record))
    return told


def test_what_others_fill_into_their_sentences_is_left_out() -> None:
    record = logging.LogRecord("gradio.queue", logging.WARNING, "x.py", 1, "cannot do %s\nfor %s", ("a", "b"), None)
    assert formatted(record)["event"] == "cannot do %s"
    own = logging.LogRecord("portal.api", logging.WARNING, "x.py", 1, "done %s", (3,), None)
    assert formatted(own)["event"] == "done 3"


def test_the_text_of_an_error_is_written_only_if_it_is_the_catalogue_s() -> None:
    told: list[dict[str, object]] = []
    try:
        try:
            raise CatalogueError("The catalogue cannot be used: the disk is full.")
        except CatalogueError as error:
            raise ValueError("what Anna asked") from error
    except ValueError:
        record = logging.LogRecord("portal", logging.ERROR, "x.py", 1, "failed", (), sys.exc_info())
        told = formatted(record)["errors"]  # type: ignore[assignment]
    assert [(each["kind"], each.get("text")) for each in told] == [
        ("ValueError", None), ("CatalogueError", "The catalogue cannot be used: the disk is full."),
    ]  # fmt: skip
    assert "Anna" not in json.dumps(told)


def test_what_is_printed_becomes_lines_without_its_words() -> None:
    stream = io.StringIO()
    with logged(stream):
        assert isinstance(sys.stderr, Printed)
        try:
            raise ValueError("what Anna asked\nTypeError: of Ben")
        except ValueError:
            import traceback

            traceback.print_exc()
        sys.stderr.write("Anna was here\n\n")
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [each["event"] for each in told] == [
        "printed traceback", "printed error", "printed error", "something was printed"
    ]  # fmt: skip
    assert "test_what_is_printed" in told[0]["at"]
    assert "Anna" not in stream.getvalue()
    assert "Ben" not in stream.getvalue()


def test_logging_is_as_before_afterwards() -> None:
    before = logging.getLogger().handlers[:], logging.getLogger().level, sys.stderr
    with logged(io.StringIO()):
        assert logging.getLogger().handlers != before[0]
    assert (logging.getLogger().handlers[:], logging.getLogger().level, sys.stderr) == before
