"""REST over the desk: JSON, Server-Sent Events, and problems for errors. No request names its own tier."""

import json
from collections.abc import Generator, Iterator
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from portal.contract import METHODS, nothing_here
from portal.door.closing import RESTARTING, Closing
from portal.identity import reader_of, reader_tier
from portal.more import adder, tells_of_more, with_more
from portal.problems import described, problem_json
from portal.shapes import told
from portal.streamed import EventStream
from qa.desk import Desk
from qa.render import (
    answer_json,
    citation_json,
    entry_json,
    passage_json,
    passage_view_json,
    retrieved_json,
    statement_json,
)
from qa.types import (
    DocumentView,
    Event,
    Filters,
    Finished,
    Found,
    ModeWanted,
    Replaced,
    Retrieving,
    Stated,
    Turn,
    Writing,
)

Name = Annotated[str, Field(min_length=1, max_length=200)]
Question = Annotated[str, Field(min_length=1, max_length=2000)]


class Strict(BaseModel):
    """A request body that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid")


class EarlierTurn(Strict):
    """One earlier turn of the conversation."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=8000)
    cited: list[Annotated[str, Field(max_length=300)]] = Field(
        default=[], max_length=40, description="of an answer: the `url` of each of its citations"
    )

    def turn(self) -> Turn:
        """The same as the desk takes it."""
        return Turn(self.role, self.content, tuple(self.cited))


class Narrowing(Strict):
    """What to narrow the library to; dates are inclusive."""

    kinds: list[Name] = Field(default=[], max_length=50)
    documents: list[Name] = Field(default=[], max_length=200)
    published_from: date | None = None
    published_to: date | None = None

    def filters(self) -> Filters:
        """The same as the desk takes it."""
        return Filters(tuple(self.kinds), tuple(self.documents), self.published_from, self.published_to)


class Ask(Strict):
    """A question, alone or in its conversation."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "question": "What does Russia demand before it will cooperate?",
                    "filters": {"kinds": ["white-paper"], "published_from": "2011-01-01"},
                }
            ]
        }
    )

    question: Question
    history: list[EarlierTurn] = Field(default=[], max_length=40)
    filters: Narrowing = Narrowing()
    mode: ModeWanted = "auto"
    stream: bool = False


class Feedback(Strict):
    """A reader's view of one answer."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"answer_id": "0f8fad5b", "rating": "down", "comment": "It gives no date."}]}
    )

    answer_id: Name
    rating: Literal["up", "down"]
    comment: str = Field(default="", max_length=2000)


def api(desk: Desk, closing: Closing) -> APIRouter:
    """Every `/api` route, and the two that supervisors watch, who learn from the second that the desk is `closing`."""
    router = APIRouter()
    _asking(router, desk)
    _looking(router, desk)
    _watching(router, desk, closing)

    @router.api_route("/api/{path:path}", methods=METHODS, include_in_schema=False)
    def unknown(request: Request, path: str) -> Response:
        return nothing_here(request)

    return router


def _asking(router: APIRouter, desk: Desk) -> None:
    @router.post("/api/ask", summary="Ask a question", response_model=None, responses=told.ANSWER)
    def ask(request: Request, asked: Ask) -> Response:
        """An answer made of quotations, or prose verified sentence by sentence where a language model is set; with
        `stream`, Server-Sent Events `retrieved`, `statement`…, `answer`. After `replaced`, forget the statements before
        it."""
        reader = reader_of(request)
        history = tuple(turn.turn() for turn in asked.history)
        filters = asked.filters.filters()
        put: dict[str, Any] = {"history": history, "filters": filters, "tier": reader.tier, "via": reader.desk}
        put["mode"] = asked.mode
        add = adder(desk, tells=tells_of_more(request), history=history, filters=filters, tier=reader.tier)
        if not asked.stream:
            return JSONResponse(answer_json(add(desk.ask(asked.question, **put))))
        events = with_more(desk.stream(asked.question, **put), add)
        # The first event is taken here, so that a question that cannot be taken is still a plain problem.
        first = next(events)
        return EventStream(server_sent(first, events))

    @router.post("/api/feedback", summary="Say whether an answer was useful", status_code=HTTPStatus.NO_CONTENT)
    def feedback(request: Request, given: Feedback) -> None:
        """Recorded with the answer; 404 for an answer that is not there."""
        desk.feedback(given.answer_id, given.rating, given.comment, tier=reader_tier(request))


def _looking(router: APIRouter, desk: Desk) -> None:
    @router.get("/api/search", summary="Search the passages", response_model=None, responses=told.SEARCH)
    def search(
        request: Request,
        q: Annotated[str, Query(min_length=1, max_length=2000)],
        k: Annotated[int, Query(ge=1, le=50)] = 10,
        kind: Annotated[list[Name] | None, Query(max_length=50)] = None,
        document: Annotated[list[Name] | None, Query(max_length=200)] = None,
    ) -> dict[str, Any]:
        """Passages, best first; `kind` and `document` may be given several times."""
        filters = Filters(tuple(kind or ()), tuple(document or ()))
        found = desk.search(q, k=k, filters=filters, tier=reader_tier(request))
        return {"query": q, "passages": [retrieved_json(passage) for passage in found]}

    @router.get("/api/documents", summary="List the library", response_model=None, responses=told.LIBRARY)
    def documents(request: Request) -> dict[str, Any]:
        """Every document this reader may see, newest first."""
        return {"documents": [entry_json(entry) for entry in desk.documents(tier=reader_tier(request))]}

    @router.get(
        "/api/documents/{document_id}",
        summary="One document with its text",
        response_model=None,
        responses=told.DOCUMENT,
    )
    def document(request: Request, document_id: str) -> dict[str, Any]:
        """The document, its sections and its passages in order."""
        return document_json(desk.document(document_id, tier=reader_tier(request)))

    @router.get(
        "/api/passages/{passage_id}", summary="One passage in its context", response_model=None, responses=told.PASSAGE
    )
    def passage(request: Request, passage_id: str, quote: Annotated[str, Query(max_length=64)] = "") -> dict[str, Any]:
        """The passage with the words around it, its sources, its neighbors, and what has become of it since; `quote` as
        in the links of citations names the words in it that are meant."""
        return passage_view_json(desk.passage(passage_id, quote=quote, tier=reader_tier(request)))


def _watching(router: APIRouter, desk: Desk, closing: Closing) -> None:
    @router.get("/healthz", summary="Is the process alive?", response_model=None, responses=told.ALIVE)
    async def alive() -> dict[str, str]:
        """Answers as long as the event loop runs; touches nothing else."""
        return {"status": "alive"}

    @router.get("/readyz", summary="Can it answer questions?", response_model=None, responses=told.READY)
    def ready() -> JSONResponse:
        """200 once there is an index to answer from, else 503 with the reason. No counts: they hold every tier's."""
        status = desk.status()
        is_ready = status.ready and not closing.begun
        content = {
            "ready": is_ready,
            "reason": RESTARTING if closing.begun else status.reason,
            "generation": status.generation,
            "model": status.model,
            "chat_model": status.chat_model or None,
        }
        return JSONResponse(content, HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE)


def document_json(view: DocumentView) -> dict[str, Any]:
    """The library's entry for the document, its text, and where its sections and passages lie in that text."""
    sections = [
        {"path": list(section.path), "level": section.level, "start": section.start, "end": section.end}
        for section in view.document.sections
    ]
    return {
        "document": entry_json(view.entry),
        "text": view.document.text,
        "sections": sections,
        "passages": [passage_json(passage) for passage in view.passages],
    }


def server_sent(first: Event, events: Iterator[Event]) -> Generator[str]:
    """The events as Server-Sent Events; an error ends the stream as an `error` event with a problem in it."""
    try:
        yield from event_messages(first)
        for event in events:
            yield from event_messages(event)
    except Exception as error:  # noqa: BLE001 - logged by `described`; the client gets a problem in any case
        status, sentence = described(error)
        yield sse("error", problem_json(status, sentence))
    finally:
        close = getattr(events, "close", None)
        if close is not None:
            close()


def event_messages(event: Event) -> Iterator[str]:
    """What a client hears of `event`: nothing of the start, one message of anything else."""
    match event:
        case Retrieving():
            yield ": retrieving\n\n"
        case Found(passages):
            yield sse("retrieved", {"passages": [retrieved_json(passage) for passage in passages]})
        case Writing():
            yield ": writing\n\n"
        case Replaced(reason):
            yield sse("replaced", {"reason": reason})
        case Stated(statement, citations):
            yield sse(
                "statement",
                {"statement": statement_json(statement), "citations": [citation_json(c) for c in citations]},
            )
        case Finished(answer):
            yield sse("answer", answer_json(answer))


def sse(name: str, content: dict[str, Any]) -> str:
    """One message; JSON has no raw line break, so one `data:` line holds it."""
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"
