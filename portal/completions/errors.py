"""Errors under `/v1` in OpenAI's shape, whichever layer of the app they come from."""

import json
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.problems import described, problem_json

_KINDS = {
    HTTPStatus.UNAUTHORIZED: ("authentication_error", "invalid_api_key"),
    HTTPStatus.FORBIDDEN: ("permission_error", None),
    HTTPStatus.TOO_MANY_REQUESTS: ("rate_limit_error", "rate_limit_exceeded"),
}


def error_json(status: HTTPStatus, sentence: str, code: str | None = None, param: str | None = None) -> dict[str, Any]:
    """An error as OpenAI's clients read it."""
    usual = ("server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error", None)
    kind, usual_code = _KINDS.get(status, usual)
    return {"error": {"message": sentence, "type": kind, "param": param, "code": code or usual_code}}


def translated(problem: dict[str, Any]) -> tuple[HTTPStatus, dict[str, Any]]:
    """A problem as (status, error); what cannot be processed is a bad request in OpenAI's terms."""
    status = HTTPStatus(problem["status"])
    sentence, param = problem["detail"], problem.get("param")
    if faults := problem.get("errors"):
        param = faults[0]["where"].removeprefix("body/")
        sentence = f"{param}: {faults[0]['detail']}."
    if status is HTTPStatus.UNPROCESSABLE_ENTITY:
        status = HTTPStatus.BAD_REQUEST
    return status, error_json(status, sentence, problem.get("code"), param)


class OpenAIErrors:
    """ASGI middleware around all others: makes problems that leave an address under `/v1` errors in OpenAI's shape."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/v1/"):
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()
        sent = False

        async def translating(message: Message) -> None:
            nonlocal sent
            sent = True
            if message["type"] == "http.response.start" and _is_problem(message):
                start.update(message)
            elif not start:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await _send(start, bytes(body), send)

        try:
            await self.app(scope, receive, translating)
        except Exception as error:
            if sent:
                raise
            await _send_error(*described(error), send)


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("application/problem+json")


async def _send_error(status: HTTPStatus, sentence: str, send: Send) -> None:
    """What nobody else has made a response of: the framework would only do so outside of this layer."""
    await _send(
        {"type": "http.response.start", "headers": []}, json.dumps(problem_json(status, sentence)).encode(), send
    )


async def _send(start: Message, body: bytes, send: Send) -> None:
    status, error = translated(json.loads(body))
    content = json.dumps(error, ensure_ascii=False).encode()
    headers = MutableHeaders(scope=start)
    headers["content-type"] = "application/json"
    headers["content-length"] = str(len(content))
    await send({**start, "status": int(status)})
    await send({"type": "http.response.body", "body": content})
