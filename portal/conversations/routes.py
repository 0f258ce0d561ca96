"""Kept conversations over HTTP, for the reader whose they are; for others there is nothing at these addresses."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import JSONResponse, Response

from portal.api import Strict
from portal.citing import StyleName
from portal.conversations.errors import KeepingRefused
from portal.conversations.export import Edition, Line, lines
from portal.conversations.owner import Own
from portal.conversations.paper import pdf
from portal.conversations.redrawn import AWAY, redrawn
from portal.conversations.seal import unsealed
from portal.conversations.shares import Shares
from portal.conversations.shown import conversation_json, share_json, whole_json
from portal.conversations.store import MOST_EXCHANGES, Conversations
from portal.conversations.types import KeptExchange, Owner
from portal.conversations.writing import docx, markdown
from portal.identity import reader_tier
from portal.pages import site
from portal.shapes import told
from qa.desk import Desk
from qa.errors import StyleError
from qa.references.styles import DEFAULT, Style, style_named

LONGEST_SHOWN_CHARS = 240_000
ENDINGS = {"markdown": "md", "docx": "docx", "pdf": "pdf"}
MEDIA_TYPES = {
    "markdown": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
Name = Annotated[str, Field(max_length=300)]


class ShownExchange(Strict):
    """An answer as the page has it, with its seal."""

    shown: Annotated[str, Field(max_length=LONGEST_SHOWN_CHARS, description="the page's `data-shown`, as it is")]
    seal: Annotated[str, Field(max_length=100)]


class Further(Strict):
    """Answers to be kept, in their order."""

    exchanges: Annotated[list[ShownExchange], Field(min_length=1, max_length=MOST_EXCHANGES)]


class Keep(Further):
    """A conversation to be kept; without a `name` it gets its first question's."""

    name: Name = ""


class Rename(Strict):
    """Another name; an empty one is the first question's."""

    name: Name


def conversation_routes(desk: Desk, kept: Conversations, shares: Shares, *, title: str, public_url: str) -> APIRouter:
    """The routes; what is another reader's is a 404, as is what is not there."""
    router = APIRouter(tags=["conversations"])
    _all(router, desk, kept, shares)
    _one(router, desk, kept)

    @router.get(
        "/api/conversations/{conversation_id}/export",
        summary="Take a kept conversation along",
        response_model=None,
        responses=told.EXPORT,
    )
    def export(
        request: Request,
        owner: Own,
        conversation_id: str,
        format: Literal["markdown", "docx", "pdf"] = "markdown",
        style: StyleName = DEFAULT,
    ) -> Response:
        """A file of its questions and answers as the reader may read them now, each with its quotations and their
        references."""
        found, chosen = kept.conversation(owner, conversation_id), for_readers(style)
        exchanges = redrawn(desk, kept.exchanges(owner, found.id), reader_tier(request))
        own, generation = site(request, public_url), desk.status().generation
        edition = Edition(found.name, title, own, generation, kept.file.now().date(), chosen)
        return file_of(lines(exchanges, edition), format, edition)

    return router


def for_readers(name: str) -> Style:
    """The style of that name. Raises StyleError for one that is not there, or is a file format."""
    style = style_named(name)
    if style.is_file:
        raise StyleError(f"{style.title} is a format for other programs; a conversation takes a style for readers.")
    return style


def file_of(made: Sequence[Line], format: str, edition: Edition) -> Response:
    """The file to save. Its name says nothing of what is in it."""
    name = f"refdesk-conversation-{edition.today.isoformat()}.{ENDINGS[format]}"
    content: str | bytes
    match format:
        case "docx":
            content = docx(made)
        case "pdf":
            content = pdf(made, edition)
        case _:
            content = markdown(made)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA_TYPES[format], headers=headers)


def _all(router: APIRouter, desk: Desk, kept: Conversations, shares: Shares) -> None:
    def opened(request: Request, owner: Owner, given: Further) -> list[KeptExchange]:
        """The answers, if the desk gave them and their reader may still read them."""
        found = [unsealed(kept.file.seal_key, owner, each.shown, each.seal) for each in given.exchanges]
        for shown in redrawn(desk, found, reader_tier(request)):
            if shown.error in AWAY:
                raise KeepingRefused(shown.error)
        return found

    @router.get(
        "/api/conversations", summary="List the kept conversations", response_model=None, responses=told.CONVERSATIONS
    )
    def listed(owner: Own) -> dict[str, Any]:
        """The reader's own, the one that grew last first, and what has been shared of them."""
        return {
            "conversations": [conversation_json(each) for each in kept.listed(owner)],
            "shares": [share_json(each) for each in shares.listed(owner)],
        }

    @router.post(
        "/api/conversations",
        summary="Keep a conversation",
        response_model=None,
        responses=told.CONVERSATION_MADE,
        status_code=HTTPStatus.CREATED,
    )
    def keep(request: Request, owner: Own, given: Keep) -> Response:
        """Keeps the answers that a page has, with their seals, as a new conversation; 409 at a limit, and for an answer
        that is not as the desk gave it."""
        made = kept.keep(owner, opened(request, owner, given), given.name)
        return JSONResponse(conversation_json(made), HTTPStatus.CREATED)

    @router.delete("/api/conversations", summary="Delete all kept conversations", status_code=HTTPStatus.NO_CONTENT)
    def delete_all(owner: Own) -> None:
        """Deletes every conversation of the reader's, with all links to them."""
        kept.delete_all(owner)

    @router.post(
        "/api/conversations/{conversation_id}/exchanges",
        summary="Keep further answers",
        response_model=None,
        responses=told.CONVERSATION,
    )
    def add(request: Request, owner: Own, conversation_id: str, given: Further) -> dict[str, Any]:
        """Adds answers to a kept conversation; those that it has are passed over."""
        return conversation_json(kept.add(owner, conversation_id, opened(request, owner, given)))


def _one(router: APIRouter, desk: Desk, kept: Conversations) -> None:
    @router.get(
        "/api/conversations/{conversation_id}",
        summary="Read a kept conversation",
        response_model=None,
        responses=told.WHOLE_CONVERSATION,
    )
    def read(request: Request, owner: Own, conversation_id: str) -> dict[str, Any]:
        """Its questions and answers, their words read from the library anew, as the reader may read it now."""
        found = kept.conversation(owner, conversation_id)
        return whole_json(found, redrawn(desk, kept.exchanges(owner, found.id), reader_tier(request)))

    @router.patch(
        "/api/conversations/{conversation_id}",
        summary="Name a kept conversation",
        response_model=None,
        responses=told.CONVERSATION,
    )
    def rename(owner: Own, conversation_id: str, given: Rename) -> dict[str, Any]:
        """Gives it another name."""
        return conversation_json(kept.rename(owner, conversation_id, given.name))

    @router.delete(
        "/api/conversations/{conversation_id}",
        summary="Delete a kept conversation",
        status_code=HTTPStatus.NO_CONTENT,
    )
    def delete(owner: Own, conversation_id: str) -> None:
        """Deletes it for good, with all links to it."""
        kept.delete(owner, conversation_id)
