"""Requests that drip in: they are not waited for without end, and nobody else waits for them."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from starlette.types import Receive, Scope, Send

from bench.proofs.libraries import serving
from portal.perimeter import Perimeter

WITHIN_S = 0.5


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers a request with its body."""
    if scope["type"] != "http":
        return
    body = (await receive())["body"]
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    """Where the perimeter is really served, with little patience."""
    with serving(Perimeter(echo, body_within_s=WITHIN_S)) as served:  # type: ignore[arg-type]
        parts = urlsplit(served)
        yield str(parts.hostname), int(parts.port or 0)


def talked(address: tuple[str, int], *said: bytes) -> bytes:
    """All that the server says to `said`."""
    with socket.create_connection(address, timeout=20) as line:
        for part in said:
            line.sendall(part)
        answer = b""
        try:
            while part := line.recv(65536):
                answer += part
        except ConnectionResetError:  # hung up on, with something still unread
            return answer
        return answer


HEAD = b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"


def test_a_body_that_never_ends_is_not_waited_for(address: tuple[str, int]) -> None:
    for form in (b"Content-Length: 100\r\n\r\n{", b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"):
        answer = talked(address, HEAD + form)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"did not come within 0.5 s" in answer


def test_others_are_served_meanwhile(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=20) as slow:
        slow.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
        assert talked(address, HEAD + b"Content-Length: 2\r\n\r\n{}").endswith(b"\r\n\r\n{}")


@pytest.mark.parametrize(
    "said",
    [
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=["two lengths", "less than none", "a chunk of no size", "a header without end", "a space", "TLS"],
)
def test_what_is_no_request_is_refused(address: tuple[str, int], said: bytes) -> None:
    assert b" 200 " not in talked(address, said + b"\r\n\r\n").partition(b"\r\n")[0]
    assert talked(address, HEAD + b"Content-Length: 2\r\n\r\n{}").endswith(b"{}")
