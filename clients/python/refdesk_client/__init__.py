"""A typed client for a Refdesk.

from refdesk_client import Client

with Client("https://desk.example", key="rd_…") as desk:
    answer = desk.ask("What was agreed in Lisbon?")
    for citation in answer.citations:
        print(citation.quote, citation.url)
"""

from refdesk_client.asynchronous import AsyncClient
from refdesk_client.calls import Patience
from refdesk_client.client import Client
from refdesk_client.errors import (
    ApiError,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    RefdeskError,
    ServerError,
    TooMany,
    Unauthorized,
    Unavailable,
    Unreachable,
    Unreadable,
)
from refdesk_client.types import (
    Also,
    Answer,
    Change,
    Citation,
    Claimed,
    Difference,
    Document,
    DocumentText,
    Entry,
    Filters,
    Finding,
    Found,
    Lookup,
    Occurrence,
    Passage,
    PassageView,
    Prose,
    Replaced,
    Retrieved,
    Side,
    Stated,
    Statement,
    StreamEvent,
    Tally,
    Turn,
)

__all__ = [
    "Also", "Answer", "ApiError", "AsyncClient", "Change", "Citation", "Claimed", "Client", "Difference", "Document",
    "DocumentText", "Entry", "Fault", "Filters", "Finding", "Forbidden", "Found", "Invalid", "Lookup", "NotFound",
    "Occurrence", "Passage", "PassageView", "Patience", "Prose", "RefdeskError", "Replaced", "Retrieved",
    "ServerError", "Side", "Stated", "Statement", "StreamEvent", "Tally", "TooMany", "Turn", "Unauthorized",
    "Unavailable", "Unreachable", "Unreadable",
]  # fmt: skip
