"""A kept conversation on the chat page, for its reader to go on with."""

from starlette.requests import HTTPConnection

from corpus.errors import CorpusError
from portal.conversations.file import ConversationsFile
from portal.conversations.owner import keeper
from portal.conversations.redrawn import redrawn
from portal.conversations.store import Conversations
from portal.exchange import Exchange
from portal.identity import reader_tier
from portal.problems import described
from qa.desk import Desk


def continued(desk: Desk, file: ConversationsFile | None, request: HTTPConnection, id: str) -> tuple[Exchange, ...]:
    """The exchanges of the conversation `id`; none where it is not there for this reader, or cannot be read."""
    owner = keeper(request)
    if not id or file is None or owner is None:
        return ()
    try:
        return redrawn(desk, Conversations(file).exchanges(owner, id), reader_tier(request))
    except CorpusError as error:
        described(error)
        return ()
