"""Who may open the staff pages. For everybody else their addresses are not there: no route of theirs matches, so the
answer is the one that any other absent address gets."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection, Request
from starlette.routing import Match
from starlette.types import Scope

from corpus.types import Tier
from portal.identity import reader_of


class StaffRoute(APIRoute):
    """A route that is there for the staff alone."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As any route, for staff; no match for others."""
        if scope["type"] != "http" or not is_staff(HTTPConnection(scope)):
            return Match.NONE, {}
        matched: tuple[Match, Any] = super().matches(scope)
        return matched


def is_staff(request: HTTPConnection) -> bool:
    """Whether the reader is a person of the staff. A program's key opens nothing here, whatever its tier."""
    reader = reader_of(request)
    return reader.tier is Tier.STAFF and not reader.scopes


def comes_from_our_page(request: Request) -> bool:
    """Whether a browser says that a page of this very site sends the request. Other sites' pages never may change
    anything here, whatever else they are allowed, nor may what says nothing of where it comes from."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") == "same-origin"
    sent_from = urlsplit(origin)
    return (sent_from.scheme, sent_from.netloc) == (request.url.scheme, request.headers.get("host", ""))


FOREIGN = HTTPStatus.FORBIDDEN, "Changes to the library are taken from its own pages alone."
