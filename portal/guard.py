"""Around the mounted Gradio app: only the routes its page uses, and each session only from the browser that opened it.

Gradio gives a session's answers and state to whoever names its `session_hash`, which stands in addresses and logs. Here
the hash works only together with the cookie of the browser that used it first, and only for who was signed on in it:
after signing off, what was kept for the member cannot be reached.
"""

import json
import re
import secrets
from collections import OrderedDict
from functools import partial
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.conversations.markup import keep_switch
from portal.door.visits import Visits
from portal.identity import identity_of
from portal.markup import account, missing_page
from portal.perimeter import refuse, replayed, whole_body
from portal.problems import NOT_HERE
from portal.shell import dressed
from qa.chat.leaving import whoever_asks

COOKIE = "refdesk_visit"
KEPT_SESSIONS = 50_000
ANOTHER = "This page was opened by another reader, before signing in or out, or in another browser. Load it again."
JOIN, DATA, HEARTBEAT = "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/heartbeat/"
PLAIN_FILE = re.compile(r"/(theme\.css|assets/[\w.@-]{1,200}|static/js/[\w.-]{1,200})")
SESSION_HASH = re.compile(r"[0-9A-Za-z]{1,64}")
FOR_A_YEAR = b"public, max-age=31536000, immutable"

# Gradio's own page needs inline styles and compiles its components' templates with `new Function`.
CHAT_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'self'; "
    "frame-ancestors 'none'"
)


class Sessions:
    """Which browser opened which session. Forgets the ones unused for longest beyond `capacity`.

    `capacity` stays well above the number of sessions whose state Gradio keeps, so a forgotten one has nothing left.
    """

    def __init__(self, capacity: int = KEPT_SESSIONS) -> None:
        self._browsers: OrderedDict[str, str] = OrderedDict()
        self._capacity = capacity

    def opened_by(self, browser: str, session: str) -> bool:
        """Whether `session` is `browser`'s own; a session seen for the first time becomes so."""
        if self._browsers.setdefault(session, browser) != browser:
            return False
        self._browsers.move_to_end(session)
        if len(self._browsers) > self._capacity:
            self._browsers.popitem(last=False)
        return True


class GradioGuard:
    """ASGI app in front of Gradio's `app`; everything that the chat page does not need is a 404.

    `keeps` says whether readers may keep their conversations; `visits` hears of sessions whose reader hangs up.
    """

    def __init__(self, app: ASGIApp, *, title: str, description: str, keeps: bool = False, visits: Visits) -> None:
        self.app = app
        self.visits = visits
        self.keeps = keeps
        self.title = title
        self.description = description
        self.sessions = Sessions()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        method, path = scope["method"], scope["path"]
        if path == "/" and method in ("GET", "HEAD"):
            await self._page(scope, receive, send)
        elif method == "GET" and PLAIN_FILE.fullmatch(path):
            await self.app(scope, receive, send if path == "/theme.css" else kept_for_a_year(send))
        elif (method, path) in (("POST", JOIN), ("GET", DATA)) or (method == "GET" and path.startswith(HEARTBEAT)):
            await self._session(scope, receive, send)
        else:
            await not_here(scope, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The chat page, in our own head and policy, with a cookie for a browser that has none."""
        nonce = secrets.token_urlsafe(18)
        # Gradio would load a stored page for `?deep_link=` and its own settings page for `?view=`.
        inner = {**scope, "query_string": b"", "headers": [h for h in scope["headers"] if h[0] != b"accept-encoding"]}
        start: Message = {}
        body = bytearray()

        async def gather(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                body.extend(message.get("body", b""))

        await self.app(inner, receive, gather)
        page = body.decode()
        if start["status"] == HTTPStatus.OK and scope["method"] == "GET":
            ready = {"account": account(), "keeping": keep_switch() if self.keeps else ""}
            page = dressed(page, nonce=nonce, title=self.title, description=self.description, ready=ready)
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(page.encode()))
        headers["content-security-policy"] = CHAT_POLICY.format(nonce=nonce)
        if browser_of(scope) is None:
            headers.append("set-cookie", fresh_cookie(secure=scope["scheme"] == "https"))
        await send(start)
        await send({"type": "http.response.body", "body": page.encode()})

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One of the routes that name a session."""
        session: object
        if scope["method"] == "POST":
            body = await whole_body(receive)
            session, receive = joined_session(body or b""), replayed(body or b"", receive)
        elif scope["path"] == DATA:
            session = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [""])[0]
        else:
            session = scope["path"].removeprefix(HEARTBEAT)
        browser = browser_of(scope)
        if not isinstance(session, str) or not SESSION_HASH.fullmatch(session):
            await refuse(send, HTTPStatus.BAD_REQUEST, "The request names no session.")
        elif browser is None or not self.sessions.opened_by(f"{browser} {identity_of(HTTPConnection(scope))}", session):
            await refuse(send, HTTPStatus.FORBIDDEN, ANOTHER)
        elif scope["path"] == DATA:
            with whoever_asks().heard_by(partial(self.visits.leave, session)):
                await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def joined_session(body: bytes) -> object:
    """The session that a body of `/queue/join` names; None where it is not such a body."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return content.get("session_hash") if isinstance(content, dict) else None


def browser_of(scope: Scope) -> str | None:
    """The browser's own random word from its cookie, if it has one of the right shape."""
    cookie: SimpleCookie = SimpleCookie()
    cookie.load(Headers(scope=scope).get("cookie", ""))
    morsel = cookie.get(COOKIE)
    return morsel.value if morsel is not None and re.fullmatch(r"[\w-]{32}", morsel.value) else None


def fresh_cookie(*, secure: bool) -> str:
    """The value of a Set-Cookie header with a new random word; it lasts as long as the browser is open."""
    return f"{COOKIE}={secrets.token_urlsafe(24)}; Path=/; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}"


def kept_for_a_year(send: Send) -> Send:
    """A `send` that lets the browser keep a file whose name carries a hash."""

    async def keeping(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
            message = {**message, "headers": [*message["headers"], (b"cache-control", FOR_A_YEAR)]}
        await send(message)

    return keeping


async def not_here(scope: Scope, send: Send) -> None:
    """A problem for a program, a page for a person."""
    if scope["path"].startswith(("/api/", "/gradio_api/", "/v1/")) or "text/html" not in Headers(scope=scope).get(
        "accept", ""
    ):
        await refuse(send, HTTPStatus.NOT_FOUND, NOT_HERE)
        return
    body = missing_page().encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": int(HTTPStatus.NOT_FOUND), "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
