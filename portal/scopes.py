"""What an API key may do: one rule for every route, and the layer that holds to it.

A key has scopes; a person has none and may do what their tier may. Pages are for people: a key opens none of them.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Literal

from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

from portal.identity import Reader
from portal.perimeter import refuse

Rule = Literal["open", "ask", "search", "lookup", "any", "people"]
SCOPES = ("ask", "search", "lookup")
"""What there is to allow: questions and their answers; search and reading; quotations looked up."""

RULES: Mapping[str, Rule] = {
    "/healthz": "open",
    "/readyz": "open",
    "/openapi.json": "open",
    "/portal/{name}": "open",
    "/widget.js": "open",
    "/embed": "people",
    "/embed/welcome": "people",
    "/embed/ask": "people",
    "/api/ask": "ask",
    "/api/feedback": "ask",
    "/api/receipt": "ask",
    "/v1/chat/completions": "ask",
    "/v1/models": "any",
    "/v1/models/{model:path}": "any",
    "/api/search": "search",
    "/api/mentions": "search",
    "/api/documents": "search",
    "/api/documents/{document_id}": "search",
    "/api/documents/{document_id}/cite": "search",
    "/api/passages/{passage_id}": "search",
    "/api/passages/{passage_id}/cite": "search",
    "/api/cite": "search",
    "/api/lookup": "lookup",
    "/api/conversations": "people",
    "/api/conversations/{conversation_id}": "people",
    "/api/conversations/{conversation_id}/exchanges": "people",
    "/api/conversations/{conversation_id}/export": "people",
    "/api/shares": "people",
    "/api/shares/{share_id}": "people",
    "/mcp": "any",
    "/unapi": "search",
    "/api/session": "people",
    "/api/session/ticket": "people",
    "/open": "people",
    "/api/staff/{what}": "open",
    "/sign-out": "people",
    "/sign-in": "people",
    "/sign-in/back": "people",
    "/api/{path:path}": "open",
    "/v1/{path:path}": "open",
    "/passages/{passage_id}": "people",
    "/documents": "people",
    "/documents/{document_id}": "people",
    "/documents/{document_id}/pages/{page}": "people",
    "/mentions": "people",
    "/check": "people",
    "/check/report": "people",
    "/conversations": "people",
    "/conversations/shares/{share_id}": "people",
    "/shared/{word}": "people",
    "/embed/conversations/{conversation_id}": "people",
    "/staff": "people",
    "/staff/questions": "people",
    "/staff/feedback": "people",
    "/staff/unanswered": "people",
    "/staff/citations": "people",
    "/staff/answers/{answer_id}": "people",
    "/staff/unanswered/{answer_id}.md": "people",
    "/staff/documents": "people",
    "/staff/documents/{document_id}": "people",
    "/staff/documents/{document_id}/{task}": "people",
    "/staff/upload": "people",
    "/staff/edits/{number}": "people",
    "/staff/edits/{number}/again": "people",
    "/": "people",
}
"""By a route's path, the first that fits: `open` to everybody; the scope that a key needs; `any` for a route that looks
at scopes itself or tells nothing; `people` for what no key opens. What is not here is for people."""

_COMPILED = [(compile_path(path)[0], rule) for path, rule in RULES.items()]


def rule_for(path: str) -> Rule:
    """The rule for the address `path`."""
    return next((rule for pattern, rule in _COMPILED if pattern.match(path)), "people")


def allows(reader: Reader, rule: Rule) -> bool:
    """Whether `reader` may use a route of this rule, as far as scopes go."""
    if not reader.scopes or rule in ("open", "any"):
        return True
    return rule in reader.scopes


class Scopes:
    """ASGI middleware, behind the sign-on: refuses a key that lacks the scope of a route with 403."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reader = scope.get("refdesk.reader")
        if scope["type"] == "http" and isinstance(reader, Reader):
            rule = rule_for(scope["path"])
            if not allows(reader, rule):
                await refuse(send, HTTPStatus.FORBIDDEN, refusal(rule))
                return
        await self.app(scope, receive, send)


def refusal(rule: Rule) -> str:
    """The sentence for a key that may not."""
    if rule == "people":
        return "This address is for people. A key opens the addresses that docs/programs.md lists."
    return f"This key lacks the scope '{rule}'. Make one with `--scope {rule}`, or ask whoever gave you this one."
