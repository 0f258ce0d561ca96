"""A scripted language model over real HTTP: a server that speaks OpenAI's protocol, streamed or not, and does what a
script tells it. It also speaks Anthropic's, Google's and Ollama's, streamed.

    with ScriptedServer(says("The radar was ", "declared ready. [k1]")) as server:
        settings = Settings(chat_model="openai:scripted", chat_base_url=server.url)
        ...
        server.prompts[0]       # all that was said to the model, roles left out
        server.script = broken()    # from faults.py: what the next requests get

A script is a function of one `Exchange`: it looks at the request and answers it, well or badly (`faults.py`). A writer
is a function of the request's JSON that gives the pieces of a text, `writes(writer)` makes it a script; `writers.py`
has some.
"""

import json
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.model.dialects import MODEL, Dialect, OpenAi, chunk, completion, dialect, event, texts

LONGEST_SILENCE_S = 60.0
"""A server that never answers gives up after this, so that no test hangs."""

Request = dict[str, Any]
Writer = Callable[[Request], Iterable[str]]


@dataclass(frozen=True)
class Seen:
    """A request as it came: the JSON of its body, and its headers with names in small letters."""

    body: Request
    headers: dict[str, str]

    @property
    def prompt(self) -> str:
        """All that was said to the model."""
        return prompt(self.body)


def prompt(request: Request) -> str:
    """The contents of all messages of `request`, one after the other."""
    return "\n".join(text for _, text in texts(request))


@dataclass
class Exchange:
    """A request for an answer, and the ways to answer it. Each of them raises OSError once the client has gone.

    `headers` have names in small letters.
    """

    request: Request
    headers: dict[str, str]
    wants_stream: bool
    dialect: Dialect
    _handler: BaseHTTPRequestHandler
    _closing: threading.Event
    _began: bool = field(default=False, init=False)

    def respond(
        self, status: int, body: str, kind: str = "application/json", headers: dict[str, str] | None = None
    ) -> None:
        """A whole response that is no answer."""
        data = body.encode()
        self._handler.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(data)),
            "Connection": "close",
            **(headers or {}),
        }.items():
            self._handler.send_header(name, value)
        self._handler.end_headers()
        self._handler.wfile.write(data)

    def answer(self, pieces: Iterable[str], finish: str = "stop", refusal: str | None = None) -> None:
        """A whole answer, ended with the reason `finish`; streamed if that is wanted."""
        if not self.wants_stream:
            self.respond(200, json.dumps(completion("".join(pieces), finish, refusal)))
            return
        for piece in pieces:
            self.say(piece)
        if refusal is not None:
            self.raw(event(chunk({"refusal": refusal})))
        counted = bool((self.request.get("stream_options") or {}).get("include_usage"))
        self.raw(self.dialect.end(finish, counted=counted))
        self.over()

    def say(self, piece: str) -> None:
        """One piece of a streamed answer."""
        self.raw(self.dialect.piece(piece))

    def event(self, data: str) -> None:
        """One server-sent event, whatever is in it."""
        self.raw(f"data: {data}\n\n".encode())

    def raw(self, data: bytes) -> None:
        """Bytes of a stream of events, which begins with the first of them."""
        if not self._began:
            self._began = True
            self._handler.send_response(200)
            self._handler.send_header("Content-Type", self.dialect.media_type)
            self._handler.send_header("Transfer-Encoding", "chunked")
            self._handler.send_header("Connection", "close")
            self._handler.end_headers()
            data = self.dialect.begin() + data
        self._chunk(data)

    def over(self) -> None:
        """The end of a stream of events."""
        self._chunk(b"")

    def pause(self, seconds: float) -> None:
        """Waits; raises ConnectionError as soon as the client has gone or the server is to close."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._closing.wait(min(left, 0.02)):
                raise ConnectionError("the server closes")
            if self.client_has_gone():
                raise ConnectionError("the client has gone")

    def client_has_gone(self) -> bool:
        """Whether the client has closed its end."""
        connection = self._handler.connection
        with selectors.DefaultSelector() as selector:  # `select` knows no file numbers above 1,023
            selector.register(connection, selectors.EVENT_READ)
            return bool(selector.select(0)) and connection.recv(1, socket.MSG_PEEK) == b""

    def hang_up(self) -> None:
        """Closes the connection as it is."""
        self._handler.connection.shutdown(socket.SHUT_RDWR)

    def _chunk(self, data: bytes) -> None:
        self._handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self._handler.wfile.flush()


Script = Callable[[Exchange], None]


class ScriptedServer:
    """Serves `script` on a free port of this machine until it is closed. `script` may be changed at any time.

    `seen` are the requests for answers so far; `left` is how many of them ended because the client went away.
    """

    def __init__(self, script: Script) -> None:
        self.script = script
        self.seen: list[Seen] = []
        self.left = 0
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self, self._closing))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def prompts(self) -> list[str]:
        """All that was said to the model, request by request."""
        return [request.prompt for request in self.seen]

    def close(self) -> None:
        """Ends what is being answered, and the server."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> "ScriptedServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 64
    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error of a server that is there to be left."""


def _handler(server: ScriptedServer, closing: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = LONGEST_SILENCE_S

        def do_GET(self) -> None:
            self.close_connection = True
            models = {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 1, "owned_by": "tests"}]}
            known = self.path.endswith("/models")
            Exchange({}, {}, False, OpenAi(), self, closing).respond(
                200 if known else 404, json.dumps(models if known else {})
            )

        def do_POST(self) -> None:
            self.close_connection = True
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            spoken = dialect(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            streams = spoken is not None and spoken.streams(self.path, body)
            exchange = Exchange(body, headers, streams, spoken or OpenAi(), self, closing)
            if spoken is None:
                exchange.respond(404, "{}")
                return
            server.seen.append(Seen(body, headers))
            try:
                server.script(exchange)
            except OSError:
                server.left += 1

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    return Handler


def writes(writer: Writer) -> Script:
    """Answers with what `writer` makes of the request."""
    return lambda exchange: exchange.answer(writer(exchange.request))


def says(*pieces: str, every_s: float = 0.0) -> Script:
    """Answers with `pieces`, whatever is asked; waits `every_s` before each."""

    def script(exchange: Exchange) -> None:
        def paced() -> Iterable[str]:
            for piece in pieces:
                exchange.pause(every_s)
                yield piece

        exchange.answer(paced())

    return script


def in_turn(*scripts: Script) -> Script:
    """The first script for the first request, the second for the second …, the last for all that follow."""
    rest = list(scripts)

    def script(exchange: Exchange) -> None:
        (rest.pop(0) if len(rest) > 1 else rest[0])(exchange)

    return script
