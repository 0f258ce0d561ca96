"""Who keeps conversations, and what lets a page hand in an answer to be kept."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from corpus.errors import NotFound
from portal.conversations.file import ConversationsFile
from portal.conversations.seal import sealed
from portal.conversations.types import Owner
from portal.exchange import Exchange
from portal.identity import reader_of
from portal.markup import posted


def keeper(request: HTTPConnection) -> Owner | None:
    """Whose conversations the one behind `request` keeps: a person's who is signed on; None for anybody else."""
    reader = reader_of(request)
    return Owner(reader.desk, reader.subject) if reader.subject and not reader.scopes else None


def owner_of(request: Request) -> Owner:
    """The same. Raises NotFound for anybody else, for whom there is nothing at these addresses."""
    owner = keeper(request)
    if owner is None:
        raise NotFound("Nobody is signed on.")
    return owner


Own = Annotated[Owner, Depends(owner_of)]


def keepable(file: ConversationsFile | None, request: HTTPConnection, exchange: Exchange) -> Exchange:
    """`exchange` with its seal, if it has an answer and its reader may keep it."""
    owner = keeper(request)
    if file is None or owner is None or exchange.answer is None:
        return exchange
    seal = sealed(file.seal_key, owner, reader_of(request).tier, posted(exchange), file.now())
    return replace(exchange, seal=seal)
