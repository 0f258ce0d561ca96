"""Who is reading, and what they may see. The one place that decides a web reader's tier."""

from dataclasses import dataclass

from starlette.requests import HTTPConnection

from corpus.types import Tier


@dataclass(frozen=True, slots=True)
class Reader:
    """Who sent a request, as far as the desk knows and needs to know.

    `subject` tells signed-on readers apart ("" for everybody else); it never names one outside this process. `desk` is
    the id of the desk in whose portal they read ("" on the desk's own pages). `scopes` is what a program's key may do;
    a person's is empty, for a person may do what their tier may.
    """

    tier: Tier = Tier.PUBLIC
    subject: str = ""
    desk: str = ""
    scopes: frozenset[str] = frozenset()


ANYBODY = Reader()
"""A reader of whom nothing is known."""


def reader_of(request: HTTPConnection) -> Reader:
    """The reader behind `request`, looked up anew on every call and never kept in a session.

    Only the sign-on layer in front of the routes can say that it is somebody; nothing else in a request can.
    """
    reader = request.scope.get("refdesk.reader", ANYBODY)
    return reader if isinstance(reader, Reader) else ANYBODY


def identity_of(request: HTTPConnection) -> str:
    """A word for who sent `request` as whom: another one after signing on, off, or on again, and at another tier.

    What is kept for one identity must not be shown to another, though both come from the same browser.
    """
    return f"{request.scope.get('refdesk.session', '')}/{reader_tier(request).label}"


def reader_tier(request: HTTPConnection) -> Tier:
    """What the reader behind `request` may see."""
    return reader_of(request).tier
