"""A real desk and the app around it, as the tests of the staff's pages use them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp
from word_reader import WordReader

from bench.proofs.read_as import ReadAs
from corpus.types import Tier
from portal.identity import ANYBODY, Reader
from qa.desk import Desk
from qa.inquiry import Models
from qa.types import Filters

STAFF = Reader(Tier.STAFF, "a.person@association.example")
READERS = {
    "nobody": ANYBODY,
    "member": Reader(Tier.MEMBER, "member-7"),
    "member at a desk": Reader(Tier.MEMBER, "member-7", "partners"),
    "key of the staff's tier": Reader(Tier.STAFF, "key-1", "", frozenset({"ask", "search", "lookup"})),
}
"""Everybody for whom there are no staff pages."""

ASKED = "What does Russia demand before it will cooperate?"
NOWHERE = Filters(documents=("no-such-document",))
"""A scope without a document: what is asked in it is not in the library."""

HOSTILE = '<script>window.ran=1</script><img src=x onerror="window.ran=1"> =1+1'


def desk_over(library: Any, *, log_questions: bool = True) -> Desk:
    return Desk(library.catalogue, library.live, Models(library.encoder, WordReader()), log_questions=log_questions)


def app_around(desk: Desk, **parts: Any) -> FastAPI:
    """The whole web app, built as a running program does; outside a loop Gradio would leave one open."""
    from portal.parts import Parts
    from portal.web import build

    async def now() -> FastAPI:
        return build(desk, Parts(**parts))

    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, now()).result()


def plain_app(desk: Desk, editor: Any) -> ASGIApp:
    """The documents' pages without the chat page, which takes seconds to build."""
    from portal.api import api
    from portal.door.closing import Closing
    from portal.pages import pages
    from portal.perimeter import Perimeter
    from portal.problems import install
    from portal.staff.editing import editing_routes

    app = FastAPI()
    install(app)
    app.include_router(pages(desk, title="Refdesk", public_url=""))
    app.include_router(editing_routes(desk, editor, title="Refdesk"))
    app.include_router(api(desk, Closing()))
    return Perimeter(app, origins=("https://portal.example",))


def client_as(app: ASGIApp, reader: Reader = STAFF) -> TestClient:
    return TestClient(ReadAs(app, reader), base_url="http://localhost", raise_server_exceptions=False)


def dated_back(desk: Desk, answer_id: str, days: int) -> str:
    """Lets an answer be given `days` ago; returns that day."""
    when = datetime.now(UTC) - timedelta(days=days)
    with desk.catalogue.database.writing() as write:
        write.execute("UPDATE answers SET asked_at = ? WHERE id = ?", (when.isoformat(timespec="seconds"), answer_id))
    return when.date().isoformat()
