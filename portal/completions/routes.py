"""`/v1`: the desk as OpenAI's clients know a model. `POST /v1/chat/completions`, `GET /v1/models`."""

import json
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from portal.completions.errors import error_json
from portal.completions.growing import Growing, WithdrawnError
from portal.completions.message import Piece, annotations, extension, pieces, tokens
from portal.completions.request import MODEL, Completion, refusal
from portal.contract import METHODS, nothing_here
from portal.identity import reader_of
from portal.more import adder, tells_of_more, with_more
from portal.pages import site
from portal.problems import described, problem
from portal.shapes import told
from portal.streamed import EventStream
from qa.desk import Desk
from qa.errors import ProseUnavailable
from qa.types import Answer, Citation, Event

SINCE = 1795564800
"""When the model `refdesk` came to be, in seconds since 1970: OpenAI's clients want a time."""
DONE = "data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Framed:
    """An answer as a message of `parts`, which cite `cited`, and what stands around it. `prompt` counts the tokens that
    were sent."""

    answer: Answer
    parts: Sequence[Piece]
    cited: Sequence[Citation]
    base: str
    prompt: int

    @property
    def content(self) -> str:
        """The text of the message."""
        return "".join(part.text for part in self.parts)

    @property
    def usage(self) -> dict[str, int]:
        """Words and marks: of what was sent, of the message, of both."""
        given = tokens(self.content)
        return {"prompt_tokens": self.prompt, "completion_tokens": given, "total_tokens": self.prompt + given}

    def annotations(self) -> list[dict[str, Any]]:
        """Where in the message each citation's words stand."""
        return annotations(self.cited, self.parts, self.base)

    def extension(self) -> dict[str, Any]:
        """What the desk says of the answer besides."""
        return extension(self.answer, self.base)


def completions(desk: Desk, *, public_url: str) -> APIRouter:
    """The routes under `/v1`."""
    router = APIRouter()

    @router.post(
        "/v1/chat/completions", summary="Ask, as OpenAI's clients do", response_model=None, responses=told.COMPLETION
    )
    def complete(request: Request, asked: Completion) -> Response:
        """The last message is the question, those before it the conversation. The answer's message has the quotations
        with their markers and the sources; each citation is an annotation too."""
        if (refused := _refused(asked)) is not None:
            return refused
        reader, base = reader_of(request), site(request, public_url)
        prompt = sum(tokens(message.words) for message in asked.messages)
        history, filters = asked.history, asked.refdesk.filters.filters()
        put: dict[str, Any] = {"history": history, "filters": filters, "tier": reader.tier, "via": reader.desk}
        put["mode"] = asked.refdesk.mode
        add = adder(desk, tells=tells_of_more(request), history=history, filters=filters, tier=reader.tier)
        try:
            if not asked.stream:
                answer = add(desk.ask(asked.question, **put))
                return JSONResponse(whole(Framed(answer, pieces(answer, base), answer.citations, base, prompt)))
            events = with_more(desk.stream(asked.question, **put), add)
            # The first event is taken here, so that a question that cannot be taken is still a plain error.
            first = next(events)
        except ProseUnavailable as error:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), param="refdesk/mode")
        wants_usage = bool(asked.stream_options and asked.stream_options.include_usage)
        growing = Growing(base, lambda: {entry.id for entry in desk.documents(tier=reader.tier)})
        frame = Chunks(base, prompt, wants_usage=wants_usage)
        return EventStream(_streamed(first, events, growing, frame))

    @router.get("/v1/models", summary="List the models: there is one", response_model=None, responses=told.MODELS)
    def models() -> dict[str, Any]:
        return {"object": "list", "data": [_model()]}

    @router.get("/v1/models/{model:path}", summary="The model refdesk", response_model=None, responses=told.MODEL)
    def model(model: str) -> Response:
        return JSONResponse(_model()) if model == MODEL else _no_such_model()

    @router.api_route("/v1/{path:path}", methods=METHODS, include_in_schema=False)
    def unknown(request: Request, path: str) -> Response:
        return nothing_here(request)

    return router


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": SINCE, "owned_by": "refdesk"}


def _no_such_model() -> Response:
    return problem(
        HTTPStatus.NOT_FOUND,
        f"There is no such model here. The only one is '{MODEL}'.",
        code="model_not_found",
        param="model",
    )


def _refused(asked: Completion) -> Response | None:
    """The response to what cannot be taken; None for what can."""
    if asked.model != MODEL:
        return _no_such_model()
    if (found := refusal(asked)) is not None:
        return problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, found.sentence, code="unsupported_parameter", param=found.member
        )
    return None


def whole(framed: Framed) -> dict[str, Any]:
    """The answer as a `chat.completion`."""
    message = {
        "role": "assistant",
        "content": framed.content,
        "refusal": None,
        "annotations": framed.annotations(),
    }
    return {
        "id": f"chatcmpl-{framed.answer.id}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": framed.usage,
        "refdesk": framed.extension(),
    }


def _streamed(first: Event, events: Iterator[Event], growing: Growing, chunks: "Chunks") -> Generator[str]:
    """The answer in chunks: at once the role, then words as they come. A comment for every other event keeps the
    connection alive, and shows whether anybody still listens."""
    try:
        yield chunks.delta({"role": "assistant", "content": "", "refusal": None})
        for event in chain([first], events):
            added = growing.follow(event)
            yield from (chunks.delta({"content": part.text}) for part in added)
            if not added:
                yield ": working\n\n"
        yield from chunks.end(growing)
        yield DONE
    except WithdrawnError as error:
        yield _line(error_json(HTTPStatus.SERVICE_UNAVAILABLE, str(error), "answer_withdrawn"))
    except Exception as error:  # noqa: BLE001 - logged by `described`; the client gets an error in any case
        yield _line(error_json(*described(error)))
    finally:
        close = getattr(events, "close", None)
        if close is not None:
            close()


class Chunks:
    """The `chat.completion.chunk`s of one stream. `wants_usage` adds a last one that counts tokens."""

    def __init__(self, base: str, prompt: int, *, wants_usage: bool) -> None:
        self._base, self._prompt, self._wants_usage = base, prompt, wants_usage
        self._id, self._created = f"chatcmpl-{uuid4().hex}", int(time.time())

    def delta(self, content: dict[str, Any], finish_reason: str | None = None, **members: Any) -> str:
        """The chunk that adds `content` to the message."""
        choice = {"index": 0, "delta": content, "logprobs": None, "finish_reason": finish_reason}
        return self._chunk([choice], **members)

    def end(self, growing: Growing) -> Iterator[str]:
        """The last chunks of a whole message: the annotations, the end with what the desk says besides, the usage."""
        if growing.answer is None:
            raise AssertionError("a stream ends with Finished")
        framed = Framed(growing.answer, growing.parts, growing.cited, self._base, self._prompt)
        if found := framed.annotations():
            yield self.delta({"annotations": found})
        yield self.delta({}, "stop", refdesk=framed.extension())
        if self._wants_usage:
            yield self._chunk([], usage=framed.usage)

    def _chunk(self, choices: Sequence[dict[str, Any]], **members: Any) -> str:
        head = {
            "id": self._id,
            "object": "chat.completion.chunk",
            "created": self._created,
            "model": MODEL,
            "choices": list(choices),
        }
        return _line({**head, **({"usage": None} if self._wants_usage else {}), **members})


def _line(content: dict[str, Any]) -> str:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n"
