"""How a streamed answer and an error are written in the protocols that are spoken over plain HTTP: OpenAI's, which most
servers speak, Anthropic's, Google's, and Ollama's."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

MODEL = "scripted"
USAGE = {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}


class Dialect(Protocol):
    """One protocol. Each method gives the bytes of whole events."""

    media_type: str

    def streams(self, path: str, request: dict[str, Any]) -> bool:
        """Whether a stream is wanted."""

    def begin(self) -> bytes:
        """What comes before the first piece."""

    def piece(self, text: str) -> bytes:
        """A piece of the answer."""

    def end(self, reason: str, *, counted: bool) -> bytes:
        """The end, for a `reason` in OpenAI's words; `counted` where the client asked for the number of tokens."""

    def error(self, status: int, kind: str, said: str) -> dict[str, Any]:
        """The JSON of an error; `kind` is OpenAI's word for it."""


class AsTheBodySays:
    """Where the body says whether a stream is wanted."""

    def streams(self, path: str, request: dict[str, Any]) -> bool:
        return bool(request.get("stream"))


@dataclass(frozen=True)
class OpenAi(AsTheBodySays):
    media_type: str = "text/event-stream"

    def begin(self) -> bytes:
        return b""

    def piece(self, text: str) -> bytes:
        return event(chunk({"role": "assistant", "content": text}))

    def end(self, reason: str, *, counted: bool) -> bytes:
        usage = event({**chunk({}), "choices": [], "usage": USAGE}) if counted else b""
        return event(chunk({}, reason)) + usage + b"data: [DONE]\n\n"

    def error(self, status: int, kind: str, said: str) -> dict[str, Any]:
        return {"error": {"message": said, "type": kind, "code": kind, "param": None}}


@dataclass(frozen=True)
class Anthropic(AsTheBodySays):
    media_type: str = "text/event-stream"

    def begin(self) -> bytes:
        message = {
            "id": "m", "type": "message", "role": "assistant", "model": MODEL, "content": [], "stop_reason": None,
            "stop_sequence": None, "usage": {"input_tokens": 7, "output_tokens": 1},
        }  # fmt: skip
        return named("message_start", message=message) + named(
            "content_block_start", index=0, content_block={"type": "text", "text": ""}
        )

    def piece(self, text: str) -> bytes:
        return named("content_block_delta", index=0, delta={"type": "text_delta", "text": text})

    def end(self, reason: str, *, counted: bool) -> bytes:
        why = {"stop": "end_turn", "length": "max_tokens", "content_filter": "refusal"}[reason]
        delta = {"stop_reason": why, "stop_sequence": None}
        return (
            named("content_block_stop", index=0)
            + named("message_delta", delta=delta, usage={"output_tokens": 5})
            + named("message_stop")
        )

    def error(self, status: int, kind: str, said: str) -> dict[str, Any]:
        return {"type": "error", "error": {"type": kind, "message": said}}


@dataclass(frozen=True)
class Google:
    """Its REST, `models/…:streamGenerateContent?alt=sse`."""

    media_type: str = "text/event-stream"

    def streams(self, path: str, request: dict[str, Any]) -> bool:
        return ":streamGenerateContent" in path

    def begin(self) -> bytes:
        return b""

    def piece(self, text: str) -> bytes:
        return self._event({"content": {"parts": [{"text": text}], "role": "model"}})

    def end(self, reason: str, *, counted: bool) -> bytes:
        why = {"stop": "STOP", "length": "MAX_TOKENS", "content_filter": "SAFETY"}[reason]
        usage = {"promptTokenCount": 7, "candidatesTokenCount": 5, "totalTokenCount": 12}
        return self._event({"content": {"role": "model"}, "finishReason": why}, usageMetadata=usage)

    def error(self, status: int, kind: str, said: str) -> dict[str, Any]:
        names = {401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL"}
        return {"error": {"code": status, "message": said, "status": names.get(status, "INVALID_ARGUMENT")}}

    def _event(self, candidate: dict[str, Any], **more: Any) -> bytes:
        return event({"candidates": [{**candidate, "index": 0}], "modelVersion": MODEL, "responseId": "r", **more})


@dataclass(frozen=True)
class Ollama(AsTheBodySays):
    media_type: str = "application/x-ndjson"

    def begin(self) -> bytes:
        return b""

    def piece(self, text: str) -> bytes:
        return self._line(text, done=False)

    def end(self, reason: str, *, counted: bool) -> bytes:
        return self._line("", done=True, done_reason=reason, eval_count=5, prompt_eval_count=7)

    def error(self, status: int, kind: str, said: str) -> dict[str, Any]:
        return {"error": said}

    def _line(self, text: str, **more: Any) -> bytes:
        line = {"model": MODEL, "created_at": "2026-11-26T00:00:00Z", "message": {"role": "assistant", "content": text}}
        return json.dumps({**line, **more}).encode() + b"\n"


DIALECTS: dict[str, Dialect] = {
    "/chat/completions": OpenAi(),
    "/v1/messages": Anthropic(),
    "/api/chat": Ollama(),
    ":streamGenerateContent": Google(),
    ":generateContent": Google(),
}
"""By the end of the path that is asked."""


def dialect(path: str) -> Dialect | None:
    """The protocol that is spoken at `path`; None at others."""
    return next((each for end, each in DIALECTS.items() if path.partition("?")[0].endswith(end)), None)


def event(data: dict[str, Any]) -> bytes:
    """A server-sent event."""
    return f"data: {json.dumps(data)}\n\n".encode()


def named(kind: str, **data: Any) -> bytes:
    """A server-sent event of Anthropic's, with its kind before it."""
    return f"event: {kind}\n".encode() + event({"type": kind, **data})


def chunk(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    """The JSON of one event of OpenAI's stream."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": MODEL, "choices": [choice]}


def completion(text: str, finish: str, refusal: str | None = None) -> dict[str, Any]:
    """The JSON of a whole answer of OpenAI's."""
    message = {"role": "assistant", "content": text or None, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": MODEL, "choices": [choice], "usage": USAGE}


def texts(request: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(role, text) of each message of a request in any of them."""
    if "contents" in request:
        yield from _googles(request)
        return
    if "system" in request:
        yield "system", _text(request["system"])
    for message in request["messages"]:
        yield message["role"], _text(message["content"])


def _googles(request: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "systemInstruction" in request:
        yield "system", _text(request["systemInstruction"]["parts"])
    for content in request["contents"]:
        yield content.get("role", "user"), _text(content["parts"])


def _text(said: str | list[dict[str, Any]]) -> str:
    return said if isinstance(said, str) else "\n".join(part.get("text", "") for part in said)
