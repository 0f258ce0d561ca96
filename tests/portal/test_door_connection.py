"""Readers who close their half of a connection, over real sockets: who still waits gets the response, who has gone is
missed at once."""

import asyncio
import http.client
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from portal.door.connection import Connection

REQUEST = b"POST /ask HTTP/%s\r\nHost: desk\r\nContent-Length: 2\r\n\r\n{}"
WORK_S = 0.4
AT_ONCE_S = 5.0


class Working:
    """An app that works for a while and then answers, unless its reader leaves before. `/stream` begins to answer at
    once."""

    def __init__(self) -> None:
        self.began, self.left = threading.Event(), threading.Event()
        self.work_s = WORK_S

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        start = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]}
        if scope["path"] == "/stream":
            await send(start)
            await send({"type": "http.response.body", "body": b"so", "more_body": True})
        self.began.set()
        try:
            await asyncio.wait_for(receive(), self.work_s)
            self.left.set()
        except TimeoutError:
            if scope["path"] != "/stream":
                await send(start)
            await send({"type": "http.response.body", "body": b"me" if scope["path"] == "/stream" else b"sound"})


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Working, int]]:
    app = Working()
    config = uvicorn.Config(app, port=0, ws="none", http=Connection, lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    yield app, server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(timeout=15)


@pytest.fixture
def app(served: tuple[Working, int]) -> Working:
    app, _ = served
    app.began.clear()
    app.left.clear()
    app.work_s = WORK_S
    return app


@pytest.fixture
def reader(served: tuple[Working, int]) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", served[1]), timeout=20) as connection:
        yield connection


def heard(connection: socket.socket) -> bytes:
    """All that comes until the desk closes its half too."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_who_closes_their_half_gets_the_response(app: Working, reader: socket.socket) -> None:
    reader.sendall(REQUEST % b"1.1")
    reader.shutdown(socket.SHUT_WR)
    said = heard(reader)
    assert said.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert said.endswith(b"\r\n\r\nsound")
    assert not app.left.is_set()


def test_a_client_reads_past_what_it_is_asked(app: Working, served: tuple[Working, int]) -> None:
    app.work_s = 1.2  # it is asked twice
    client = http.client.HTTPConnection("127.0.0.1", served[1], timeout=20)
    client.request("POST", "/ask", "{}")
    client.sock.shutdown(socket.SHUT_WR)
    response = client.getresponse()
    assert (response.status, response.read()) == (200, b"sound")
    client.close()


@pytest.mark.parametrize("halves", ["both halves", "one, and then the other"])
def test_who_has_gone_is_missed_at_once(app: Working, reader: socket.socket, halves: str) -> None:
    app.work_s = 60.0
    reader.sendall(REQUEST % b"1.1")
    assert app.began.wait(AT_ONCE_S)
    if halves != "both halves":
        reader.shutdown(socket.SHUT_WR)
        assert reader.recv(100).startswith(b"HTTP/1.1 100")
    reader.close()
    assert app.left.wait(AT_ONCE_S)


@pytest.mark.parametrize(
    ("request_line", "shown"),
    [(REQUEST % b"1.0", b""), ((REQUEST % b"1.1").replace(b"/ask", b"/stream"), b"so")],
)
def test_who_cannot_be_asked_has_gone(app: Working, reader: socket.socket, request_line: bytes, shown: Any) -> None:
    app.work_s = 60.0
    reader.sendall(request_line)
    assert app.began.wait(AT_ONCE_S)
    said = b"" if not shown else reader.recv(1000)
    reader.shutdown(socket.SHUT_WR)
    said += heard(reader)
    assert said.endswith(shown)
    assert b" 100 " not in said
    assert app.left.wait(AT_ONCE_S)
