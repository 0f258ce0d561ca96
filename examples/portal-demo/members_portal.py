"""A small members' portal for the demonstration: choose who you are, then read a page that shows the desk twice."""

import html
import secrets
import sys
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "python"))  # the example for Python is what mints this portal's tokens

from refdesk_token import Portal, refdesk_token  # noqa: E402

COOKIE = "portal_session"
WHO = {
    "public": ("Guest", "has an account, but is no member: reads what everybody may read"),
    "member": ("Member", "reads the members’ documents too"),
    "staff": ("Staff", "reads everything, with the notes of the editors"),
}
FILES = {"portal.css": "text/css", "portal.js": "text/javascript", "theme.js": "text/javascript"}


class MembersPortal:
    """The portal's pages. `desk` is the address of the desk, `desk_id` its id there."""

    def __init__(self, portal: Portal, desk: str, desk_id: str) -> None:
        self.portal = portal
        self.desk = desk
        self.desk_id = desk_id
        self.sessions: dict[str, str] = {}

    def tier_of(self, request: Request) -> str | None:
        """Who is signed on to the portal; the demonstration has one person of each tier."""
        return self.sessions.get(request.cookies.get(COOKIE, ""))

    def choice(self, request: Request) -> Response:
        buttons = "".join(
            f'<button name="who" value="{tier}"><b>{name}</b><span>{what}</span></button>'
            for tier, (name, what) in WHO.items()
        )
        return self.page(
            request,
            "Who are you today?",
            f'<form class="choice" method="post" action="/sign-in">{buttons}</form>'
            '<p>Or <a href="/library">read on without signing on</a>.</p>',
        )

    def library(self, request: Request) -> Response:
        inline, button = self.script('data-target="#desk" data-name="inline"'), self.script('data-name="button"')
        return self.page(
            request,
            "Members’ library",
            "<p>The desk answers from the association’s library, word for word. Below it stands in the page itself; "
            "the button in the corner opens the same desk over any page of the portal.</p>"
            '<p class="calls"><button type="button" data-call="ask">Ask from this page</button>'
            '<button type="button" data-call="lookup">Check a quotation from this page</button></p>'
            f'<div id="desk" class="desk"></div>{inline}{button}'
            '<section class="heard" aria-labelledby="heard"><h2 id="heard">What the page hears of the desk</h2>'
            '<ol data-heard><li class="none">Nothing yet.</li></ol></section>',
        )

    def script(self, more: str) -> str:
        source = f"{html.escape(self.desk)}/widget.js"
        return f'<script src="{source}" data-desk="{self.desk_id}" data-accent="#0b5fa5" {more} async></script>'

    def page(self, request: Request, title: str, content: str) -> HTMLResponse:
        tier = self.tier_of(request)
        out = '<form method="post" action="/sign-out"><button>Sign out</button></form>'
        who = f"<span>Signed on as <b>{WHO[tier][0]}</b></span>{out}" if tier else '<a href="/">Sign on</a>'
        return HTMLResponse(
            f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Demonstration portal</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/portal.css">
<script src="/theme.js"></script>
<script src="/portal.js" defer></script>
</head>
<body data-signed-on="{"yes" if tier else "no"}">
<header><a class="name" href="/library">Demonstration portal</a>
<nav aria-label="You">{who}<button type="button" data-theme-switch>Dark or light</button></nav></header>
<main><h1>{title}</h1>{content}</main>
</body>
</html>"""
        )

    async def sign_in(self, request: Request) -> Response:
        tier = str((await request.form()).get("who", ""))
        if tier not in WHO:
            return PlainTextResponse("Choose one of the three.", 422)
        name = secrets.token_urlsafe(24)
        self.sessions[name] = tier
        response = RedirectResponse("/library", 303)
        response.set_cookie(COOKIE, name, httponly=True, samesite="lax")
        return response

    async def sign_out(self, request: Request) -> Response:
        self.sessions.pop(request.cookies.get(COOKIE, ""), None)
        response = RedirectResponse("/library", 303)
        response.delete_cookie(COOKIE)
        return response

    async def token(self, request: Request) -> Response:
        """A token for whoever is signed on; nothing for anybody else, and nothing for a page of another site."""
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return PlainTextResponse("", 403)
        tier = self.tier_of(request)
        if tier is None:
            return Response(status_code=204)
        return PlainTextResponse(refdesk_token(self.portal, f"demonstration-{tier}", tier))

    async def file(self, request: Request) -> Response:
        name = request.url.path.removeprefix("/")
        return FileResponse(HERE / "static" / name, media_type=FILES[name])


class StrictHeaders:
    """A policy as strict as a portal's can be: what docs/embed.md says is enough for the desk, and nothing else."""

    def __init__(self, app: ASGIApp, desk: str) -> None:
        self.app = app
        self.policy = (
            f"default-src 'none'; script-src 'self' {desk}; frame-src {desk}; style-src 'self'; connect-src 'self'; "
            "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [
                    (b"content-security-policy", self.policy.encode()),
                    (b"cache-control", b"no-store"),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        await self.app(scope, receive, strictly)


def portal_app(portal: Portal, desk: str, desk_id: str) -> Starlette:
    """The portal as an ASGI app."""
    pages = MembersPortal(portal, desk, desk_id)
    return Starlette(
        routes=[
            Route("/", pages.choice),
            Route("/library", pages.library),
            Route("/sign-in", pages.sign_in, methods=["POST"]),
            Route("/sign-out", pages.sign_out, methods=["POST"]),
            Route("/refdesk-token", pages.token, methods=["POST"]),
            *(Route(f"/{name}", pages.file) for name in FILES),
        ],
        middleware=[Middleware(StrictHeaders, desk=desk)],
    )
