"""What is told with an answer: questions that may come next; and, by an operator's choice for each desk, off by
default, that documents above the reader's tier answer too."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.types import Tier
from portal.identity import reader_of
from portal.signon.desks import Desks
from portal.signon.frames import desk_framed
from qa.desk import Desk
from qa.types import Answer, Event, Filters, Finished, Turn

Add = Callable[[Answer], Answer]


class TellsOfMore:
    """ASGI middleware, behind the sign-on: sets `scope["refdesk.more"]`. `own` is the choice for the desk's own pages,
    and for programs without a portal's desk."""

    def __init__(self, app: ASGIApp, *, desks: Desks, own: bool) -> None:
        self.app = app
        self.desks = desks
        self.own = own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["refdesk.more"] = self._tells(scope)  # no copy: the layers in front read off it which route took it
        await self.app(scope, receive, send)

    def _tells(self, scope: Scope) -> bool:
        id = reader_of(HTTPConnection(scope)).desk or desk_framed(scope)
        if not id:
            return self.own
        desk = self.desks.get(id)
        return desk is not None and desk.tell_of_more


def tells_of_more(request: HTTPConnection) -> bool:
    """Whether the reader behind `request` is told."""
    return request.scope.get("refdesk.more") is True


def adder(desk: Desk, *, tells: bool, history: Sequence[Turn], filters: Filters, tier: Tier) -> Add:
    """Adds to an answer the questions that may come next, and, if it `tells`, what is told of documents beyond
    `tier`."""
    put: dict[str, Any] = {"history": history, "filters": filters, "tier": tier}

    def add(answer: Answer) -> Answer:
        offered = replace(answer, suggestions=desk.suggestions(answer, **put))
        if not tells or tier >= Tier.STAFF:
            return offered
        return replace(offered, also=desk.beyond(answer.question, **put))

    return add


def with_more(events: Iterator[Event], add: Add) -> Generator[Event]:
    """The same events; the answer of the last has what `add` adds."""
    try:
        for event in events:
            yield Finished(add(event.answer)) if isinstance(event, Finished) else event
    finally:
        close = getattr(events, "close", None)
        if close is not None:
            close()
