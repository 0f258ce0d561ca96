"""The whole web app around one desk: chat page, REST, pages, and the layers that protect them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route

from portal import assets, problems
from portal.api import api
from portal.check import check
from portal.citing import citing
from portal.completions.errors import OpenAIErrors
from portal.completions.routes import completions
from portal.contract import Described
from portal.conversations.web import kept_routes
from portal.door.door import Door
from portal.door.entrance import Entrance
from portal.door.journal import Journal
from portal.embed import embed
from portal.lookups import lookups
from portal.mcp.over_http import PATH as MCP_PATH
from portal.mcp.over_http import McpEndpoint
from portal.mentions import mention_routes
from portal.more import TellsOfMore
from portal.pages import pages
from portal.parts import Parts
from portal.perimeter import Perimeter
from portal.receipts import receipt_routes
from portal.scopes import Scopes
from portal.sheets import sheets
from portal.signon.desks import NO_DESKS
from portal.signon.layer import SignOnLayer
from portal.signon.routes import sign_on_routes
from portal.signon.sign_in import sign_in_routes
from portal.signon.tabs import tab_routes
from portal.staff.editing import editing_routes
from portal.staff.reports import report_routes
from qa.desk import Desk

LOOPBACK = ("127.0.0.1", "localhost")
DESCRIPTION = "Ask the resource library; every answer is quoted, word for word, from documents you can open."
WRITES = "Ask the resource library; every sentence of an answer is checked against documents you can open."


def build(desk: Desk, parts: Parts = Parts()) -> FastAPI:
    """The app that serves `desk`; the caller runs it in one process and closes the desk afterwards.

    Importing gradio makes the first call take seconds.
    """
    from portal.chat import ChatPage
    from portal.chat_page import mount_chat

    title, public_url, door = parts.title, parts.public_url, parts.door or Door()
    public_host = urlsplit(public_url).hostname
    description = WRITES if desk.writes else DESCRIPTION
    named = [*LOOPBACK, *parts.hosts, *([public_host] if public_host else [])]
    mcp = McpEndpoint(desk, public_url=public_url, hosts=named, origins=parts.origins)
    app = Described(
        title=title, description=description, docs_url=None, redoc_url=None, lifespan=lambda _: mcp.running()
    )
    problems.install(app)
    _routes(app, desk, parts, door)
    app.router.routes.append(Route(MCP_PATH, endpoint=mcp, include_in_schema=False))
    _layers(app, parts, door, named)
    page = ChatPage(desk, parts, door)
    mount_chat(app, page, description)
    return app


def _routes(app: FastAPI, desk: Desk, parts: Parts, door: Door) -> None:
    """Every route of our own; the last of them take whatever is left under `/api/` and `/v1/`."""
    title, public_url, files = parts.title, parts.public_url, parts.files
    app.include_router(assets.router)
    app.include_router(pages(desk, title=title, public_url=public_url, pictures=files.pictures))
    if files.pictures is not None:
        app.include_router(sheets(desk, files.pictures, title=title))
    app.include_router(mention_routes(desk, title=title, public_url=public_url))
    app.include_router(lookups(desk, files.read_draft))
    app.include_router(citing(desk, public_url=public_url))
    app.include_router(check(desk, files.read_draft, title=title, public_url=public_url))
    app.include_router(receipt_routes(desk, public_url=public_url, key=parts.receipt_key))
    if (sign_on := parts.sign_on) is not None:
        app.include_router(sign_on_routes(sign_on.desks, sign_on.sessions))
        app.include_router(tab_routes(sign_on.sessions, title=title))
        if sign_on.provider is not None:
            app.include_router(sign_in_routes(sign_on.provider, sign_on.sessions, title=title, public_url=public_url))
    app.include_router(completions(desk, public_url=public_url))
    desks = sign_on.desks if sign_on else NO_DESKS
    framed: dict[str, Any] = {"takes_files": files.read_draft is not None, "kept": parts.conversations}
    app.include_router(embed(desk, desks, public_url=public_url, **framed))
    app.include_router(report_routes(desk, title=title, public_url=public_url))
    if parts.editor is not None:
        app.include_router(editing_routes(desk, parts.editor, title=title))
    app.include_router(kept_routes(desk, parts))
    app.include_router(api(desk, door.closing))


def _layers(app: FastAPI, parts: Parts, door: Door, hosts: Sequence[str]) -> None:
    """What a request for one of `hosts` passes before it reaches a route; each layer lies around those before it."""
    app.add_middleware(Scopes)
    desks = parts.sign_on.desks if parts.sign_on else NO_DESKS
    app.add_middleware(TellsOfMore, desks=desks, own=parts.tell_of_more)
    # With this on the parent, Gradio leaves out its own headers, which let every origin read.
    app.add_middleware(CORSMiddleware, allow_origins=list(parts.origins), allow_methods=["GET", "POST"])
    app.add_middleware(Entrance, rates=door.rates, admission=door.admission, closing=door.closing, refused=door.refused)
    reader_of_key = parts.keys.reader if parts.keys else None
    app.add_middleware(SignOnLayer, sign_on=parts.sign_on, reader_of_key=reader_of_key)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(Perimeter, origins=parts.origins, public_url=parts.public_url)
    app.add_middleware(OpenAIErrors)
    app.add_middleware(Journal, proxies=door.proxies, metrics=door.metrics)
