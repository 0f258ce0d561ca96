"""The outermost layer of the web app: what may come in, and the headers that go out with every response.

It drops proxy headers that a client could forge, refuses writes from foreign pages and large bodies, and sets the
content security policy where a route has not set its own.
"""

import asyncio
import json
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.markup import failed_page
from portal.problems import problem_json

MAX_HEADER_BYTES = 32 * 1024
MAX_BODY_BYTES = 256 * 1024
MAX_DRAFT_BYTES = 5 * 1024 * 1024
MAX_FORM_BYTES = MAX_DRAFT_BYTES + MAX_BODY_BYTES
MAX_TOKEN_BODY_BYTES = 2 * 1024 * 1024
LARGER_BODIES = {
    "/api/lookup": MAX_DRAFT_BYTES,
    "/check": MAX_FORM_BYTES,
    "/check/report": MAX_FORM_BYTES,
    "/api/session": MAX_TOKEN_BODY_BYTES,
}
"""The routes that take more than MAX_BODY_BYTES, and how much: a draft whose quotations are to be checked; a token,
which even if it is absurdly large is refused in the same words as every other bad one."""

BODY_WITHIN_S = 60.0
"""How long a request may take to come in whole: one that drips must not be waited for without end."""

READ_LATER = ("/staff/upload",)
"""The routes that read their bodies themselves, and hold to a limit of their own, once they know who sends them."""

HEARD_OUT = 8
FORGEABLE = (b"x-forwarded-", b"forwarded", b"x-gradio-server", b"x-original-", b"x-rewrite-url", b"x-real-ip")
READING = ("GET", "HEAD", "OPTIONS")

# Without 'none' for everything first, a directive forgotten below would stay open.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}


class Perimeter:
    """ASGI middleware; `origins` are the foreign origins (`https://portal.example`) whose pages may write.

    `public_url` is where readers reach the app. Requests for its host count as made by its scheme, also behind a proxy
    that ends TLS: the setting says so, and no header needs to be believed.
    """

    def __init__(
        self,
        app: ASGIApp,
        origins: Iterable[str] = (),
        public_url: str = "",
        body_within_s: float = BODY_WITHIN_S,
    ) -> None:
        self.app = app
        self.body_within_s = body_within_s
        self.origins = frozenset(origins)
        self.public = urlsplit(public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            scope = {**scope, "headers": [h for h in scope["headers"] if not h[0].startswith(FORGEABLE)]}
            if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADER_BYTES:
                sentence = f"The limit is {MAX_HEADER_BYTES} bytes of headers."
                await refuse(with_headers(send), HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, sentence)
            else:
                await self._serve(scope, receive, with_headers(send))

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if self.public.netloc and headers.get("host") == self.public.netloc:
            scope["scheme"] = self.public.scheme
        most = LARGER_BODIES.get(scope["path"], MAX_BODY_BYTES)
        if scope["method"] in READING:
            await self.app(scope, receive, send)
        elif not self._may_write(headers):
            await refuse(send, HTTPStatus.FORBIDDEN, "This address takes requests from its own pages alone.")
        elif scope["path"] in READ_LATER:
            await self.app(scope, receive, send)
        else:
            await self._with_body(scope, receive, send, most)

    async def _with_body(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        try:
            async with asyncio.timeout(self.body_within_s):
                body = await whole_body(receive, most)
        except TimeoutError:
            await refuse(send, HTTPStatus.REQUEST_TIMEOUT, f"The request did not come within {self.body_within_s:g} s.")
            return
        if body is None:
            await too_large(send, Headers(scope=scope), most)
        else:
            await self.app(scope, replayed(body, receive), send)

    def _may_write(self, headers: Headers) -> bool:
        """No browser page behind it, or one of ours, or one of a listed origin."""
        origin, host = headers.get("origin"), headers.get("host", "")
        if origin is None:
            return headers.get("sec-fetch-site", "none") in ("none", "same-origin")
        if host == self.public.netloc:  # a page that came without TLS may be anybody's
            return origin in self.origins or origin == f"{self.public.scheme}://{host}"
        return origin in self.origins or urlsplit(origin).netloc == host


async def whole_body(receive: Receive, most: int = MAX_BODY_BYTES) -> bytes | None:
    """The request's body, or None if it has more than `most` bytes or its sender has gone.

    Of a larger body nothing is kept. It is heard out up to `HEARD_OUT` times the limit, for a browser that is cut short
    shows an error of its own instead of the answer.
    """
    body = bytearray()
    seen = 0
    while True:
        message = await receive()
        seen += len(message.get("body", b""))
        if message["type"] != "http.request" or seen > most * HEARD_OUT:
            return None
        if seen <= most:
            body.extend(message.get("body", b""))
        else:
            body.clear()
        if not message.get("more_body", False):
            return bytes(body) if seen <= most else None


def replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives `body` once and then what the original gives (the disconnect)."""
    given = False

    async def once() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once


def with_headers(send: Send) -> Send:
    """A `send` that adds HEADERS to the response where it lacks them."""

    async def adding(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return adding


async def too_large(send: Send, headers: Headers, most: int) -> None:
    """Answers that a request has more than `most` bytes: a person with a page, a program with a problem."""
    if "text/html" not in headers.get("accept", ""):
        await refuse(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The limit is {most} bytes a request.")
        return
    sentence = f"What was sent is too large: the desk takes up to {most // (1024 * 1024) or 1} MB at a time."
    page = HTMLResponse(failed_page(sentence, title="Refdesk"), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    await send({"type": "http.response.start", "status": page.status_code, "headers": page.raw_headers})
    await send({"type": "http.response.body", "body": page.body})


async def refuse(send: Send, status: HTTPStatus, detail: str) -> None:
    """Answers with a problem and nothing else."""
    body = json.dumps(problem_json(status, detail)).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
