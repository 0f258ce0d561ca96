"""The contract at `/openapi.json`: what the framework knows of the routes, and what our own layers add to each of them.

The layers in front of the routes answer with problems of their own (no such key, too often, too large); the framework
does not know them, and what it says of validation is not what we send.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from portal.problems import NOT_HERE, problem
from portal.scopes import SCOPES, rule_for
from portal.shapes.completions import FailureShape
from portal.shapes.health import ProblemShape

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
"""What `nothing_here` answers to."""

REF = "#/components/schemas/{model}"
SECURITY = {
    "key": {"type": "http", "scheme": "bearer", "description": "an API key of a server (`rd_…`)"},
    "session": {"type": "http", "scheme": "bearer", "description": "a session, from `POST /api/session`"},
}
_ALWAYS = (401, 403, 405, 429, 431, 500, 503)
_WITH_BODY = (400, 408, 413, 415)
_OWN = {
    "/api/feedback": (404,),
    "/api/cite": (404,),
    "/api/receipt": (404, 409),
    "/api/conversations": (404, 409),
    "/api/conversations/{conversation_id}/exchanges": (409,),
    "/api/shares": (404, 409),
    "/v1/chat/completions": (404,),
}
"""What single routes answer besides, where their address does not show it."""


class Described(FastAPI):
    """The web app, with the whole contract."""

    def openapi(self) -> dict[str, Any]:
        """The contract, made once."""
        if self.openapi_schema is None:
            contract = super().openapi()
            _complete(contract)
        return self.openapi_schema or {}


def nothing_here(request: Request) -> Response:
    """405 for an address in the contract that knows no such method, and says which it knows; else 404."""
    paths = request.app.openapi()["paths"]
    known = {
        method.upper()
        for path, operations in paths.items()
        if compile_path(path)[0].match(request.url.path)
        for method in operations
    }
    if not known:
        return problem(HTTPStatus.NOT_FOUND, NOT_HERE)
    response = problem(HTTPStatus.METHOD_NOT_ALLOWED, f"This address takes {' and '.join(sorted(known))} alone.")
    response.headers["Allow"] = ", ".join(sorted(known))
    return response


def _complete(contract: dict[str, Any]) -> None:
    components = contract.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    models = [(shape, "serialization") for shape in (ProblemShape, FailureShape)]
    _, made = models_json_schema(models, ref_template=REF)  # type: ignore[arg-type]
    schemas.update(made["$defs"])
    components["securitySchemes"] = SECURITY
    for path, operations in contract["paths"].items():
        for operation in operations.values():
            _describe(path, operation)


def _describe(path: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    is_openai = path.startswith("/v1/")
    responses.pop("422", None)
    for status in _statuses(path, operation, is_openai=is_openai):
        known = responses.setdefault(str(status), {"description": HTTPStatus(status).phrase})
        shape, media_type = (
            ("FailureShape", "application/json") if is_openai else ("ProblemShape", "application/problem+json")
        )
        known.setdefault("content", {})[media_type] = {"schema": {"$ref": REF.format(model=shape)}}
    for late in ("429", "503"):
        responses[late]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}}
    operation.setdefault("security", [{}, {"key": []}, {"session": []}])
    rule = rule_for(path)
    if rule in SCOPES:
        operation["description"] = f"{operation.get('description', '')}\n\nA key needs the scope `{rule}`.".strip()
        operation["x-refdesk-scope"] = rule


def _statuses(path: str, operation: dict[str, Any], *, is_openai: bool) -> Iterator[int]:
    yield from _ALWAYS
    if "requestBody" in operation:
        yield from _WITH_BODY
    if "requestBody" in operation or operation.get("parameters"):
        yield 400 if is_openai else 422
    if "{" in path:
        yield 404
    yield from _OWN.get(path, ())
