"""The desk in a portal's page: the script that a webmaster pastes, the page it frames, and what that page asks for.

The frame is a light page of our own. Its answers are the chat page's, drawn from the same templates; who reads comes
with each request as a bearer, so no cookie is needed in a foreign page.
"""

import hashlib
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from functools import cache, partial
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import HTMLResponse, Response

from corpus.types import LibraryEntry, Tier
from portal import embed_markup
from portal.api import EarlierTurn, Strict, sse
from portal.assets import assets
from portal.conversations.file import ConversationsFile
from portal.conversations.markup import keep_switch
from portal.conversations.owner import keepable
from portal.exchange import Exchange, followed, searching, still_shown, turns
from portal.glosses import readable_glosses
from portal.identity import reader_of, reader_tier
from portal.markup import welcome
from portal.more import adder, tells_of_more, with_more
from portal.pages import READ, site
from portal.problems import NOT_HERE, described, problem
from portal.signon.desks import Desks, PortalDesk
from portal.signon.frames import embed_policy
from portal.streamed import EventStream
from qa.desk import Desk
from qa.types import Filters

EVERYTHING = Filters()
SCRIPT_KEPT_S = 300
ANYBODY_MAY_FRAME = "frame-ancestors *"
SHOWN_EXAMPLES = 4
DeskId = Annotated[str, Query(max_length=64)]


class FrameQuestion(Strict):
    """A question of the frame's conversation; `number` counts them, for the ids in the page."""

    question: Annotated[str, Field(min_length=1, max_length=1000)]
    number: Annotated[int, Field(ge=1, le=100_000)]
    history: list[EarlierTurn] = Field(default=[], max_length=40)
    mode: Literal["auto", "extractive"] = "auto"


class Frames:
    """What the frame's page asks of `desk`. Keeps nothing of any reader."""

    def __init__(self, desk: Desk, public_url: str) -> None:
        self.desk = desk
        self.public_url = public_url

    def documents(self, tier: Tier) -> tuple[LibraryEntry, ...]:
        """What a reader of `tier` finds; nothing while the library cannot be read."""
        try:
            return self.desk.documents(tier=tier)
        except Exception as error:  # noqa: BLE001 - logged by `described`; the page says that the desk is closed
            described(error)
            return ()

    def welcome(self, chosen: PortalDesk, tier: Tier) -> str:
        """The place of the conversation before its first question, as HTML."""
        entries = self.documents(tier)
        # As many as the chat page asks for, which are found once for both.
        examples = self.desk.examples(tier=tier)[:SHOWN_EXAMPLES] if entries else ()
        greeting, language = chosen.greeting, chosen.language
        look: dict[str, Any] = {"greeting": greeting, "language": language, "writes": self.desk.writes}
        return welcome(examples, self.desk.status(), len(entries), **look)

    def streamed(
        self,
        asked: FrameQuestion,
        tier: Tier,
        base_url: str,
        *,
        tells: bool = False,
        via: str = "",
        keepable: Callable[[Exchange], Exchange],
    ) -> Generator[str]:
        """Server-Sent Events: `step` with the exchange as it stands, then `answer` with the whole of it and what to
        remember, or `error`. Each brings the exchange as HTML. `via` is the desk whose frame asks; `keepable` seals the
        whole answer, so that its reader may keep it."""
        history = tuple(turn.turn() for turn in asked.history)
        glosses = readable_glosses(self.desk, tier)
        search = searching(EVERYTHING, len(self.documents(tier)))
        exchange = Exchange(asked.number, asked.question.strip(), progress=search, mode=asked.mode)

        def drawn() -> dict[str, Any]:
            (shown,) = still_shown((exchange,), {entry.id for entry in self.documents(tier)})
            return {"html": embed_markup.exchange(shown, base_url, glosses)}

        yield sse("step", drawn())
        add = adder(self.desk, tells=tells, history=history, filters=EVERYTHING, tier=tier)
        put: dict[str, Any] = {"history": history, "tier": tier, "mode": asked.mode, "via": via}
        events = with_more(self.desk.stream(exchange.question, **put), add)
        try:
            for event in events:
                exchange = followed(exchange, event, search)
                if exchange.answer is None:
                    yield sse("step", drawn())
            exchange = keepable(exchange)
            yield sse("answer", {**drawn(), **remembered(exchange)})
        except Exception as error:  # noqa: BLE001 - logged by `described`; the reader gets a sentence in any case
            exchange = replace(exchange, progress="", error=described(error)[1])
            yield sse("error", {**drawn(), "detail": exchange.error})
        finally:
            close = getattr(events, "close", None)
            if close is not None:
                close()


def remembered(exchange: Exchange) -> dict[str, Any]:
    """What the frame keeps of an answer: its two turns for the next question, and what the portal's page is told of
    it, which is none of its words."""
    answer = exchange.answer
    told = {"id": answer.id, "answerable": answer.answerable, "citations": len(answer.citations)} if answer else {}
    return {"turns": spoken((exchange,)), "answer": told}


def spoken(exchanges: Sequence[Exchange]) -> list[dict[str, Any]]:
    """The turns of a conversation as the frame sends them along with the next question."""
    return [{"role": turn.role, "content": turn.content[:8000], "cited": list(turn.cited)} for turn in turns(exchanges)]


def _widget(router: APIRouter) -> None:
    @router.api_route("/widget.js", methods=READ)
    def widget(request: Request) -> Response:
        content, tag = widget_script()
        headers = {
            "ETag": tag,
            "Cache-Control": f"public, max-age={SCRIPT_KEPT_S}",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(content, media_type="text/javascript", headers=headers)


def embed(
    desk: Desk, desks: Desks, *, public_url: str, takes_files: bool, kept: ConversationsFile | None = None
) -> APIRouter:
    """The routes; `kept` is where readers keep conversations, if they may. A desk that does not exist, or not for the
    page around, gets a page that says so."""
    router = APIRouter(include_in_schema=False)
    frames = Frames(desk, public_url)

    _widget(router)

    @router.api_route("/embed", methods=READ)
    def page(request: Request, desk: str = "", host: str = "", form: str = "") -> HTMLResponse:
        chosen = desks.get(desk)
        policy = {"Content-Security-Policy": embed_policy(chosen)}
        if chosen is None or (host and host not in chosen.origins and host != site(request, public_url)):
            # Nothing on this page can be clicked or read but why there is nothing, so anybody may frame it.
            policy["Content-Security-Policy"] = embed_policy(None).replace("frame-ancestors 'none'", ANYBODY_MAY_FRAME)
            status = HTTPStatus.NOT_FOUND if chosen is None else HTTPStatus.FORBIDDEN
            return HTMLResponse(embed_markup.closed_page(known=chosen is not None, host=host), status, policy)
        # Who reads is said by a token that comes later, never by a cookie that the browser may happen to have.
        keeping = keep_switch(frame=True) if kept else ""
        welcome, writes = frames.welcome(chosen, Tier.PUBLIC), frames.desk.writes
        opening = embed_markup.Opening(welcome, form == "inline", takes_files, keeping, writes)
        return HTMLResponse(embed_markup.frame_page(chosen, opening), headers=policy)

    @router.get("/embed/welcome")
    def beginning(request: Request, desk: DeskId = "") -> Response:
        if (chosen := desks.get(desk)) is None:
            return problem(HTTPStatus.NOT_FOUND, NOT_HERE)
        return HTMLResponse(frames.welcome(chosen, reader_tier(request)))

    @router.post("/embed/ask")
    def ask(request: Request, asked: FrameQuestion, desk: DeskId = "") -> Response:
        if (chosen := desks.get(desk)) is None:
            return problem(HTTPStatus.NOT_FOUND, NOT_HERE)
        reader = reader_of(request)
        how: dict[str, Any] = {"tells": tells_of_more(request), "via": reader.desk or chosen.id}
        how["keepable"] = partial(keepable, kept, request)
        return EventStream(frames.streamed(asked, reader.tier, site(request, public_url), **how))

    return router


@cache
def widget_script() -> tuple[bytes, str]:
    """The script for portals' pages, without its comments and indents, and its entity tag."""
    content = re.sub(rb"^\s+(//[^\n]*\n)?|^//[^\n]*\n", b"", assets()["widget.js"].content, flags=re.MULTILINE)
    return content, f'"{hashlib.sha256(content).hexdigest()[:20]}"'
