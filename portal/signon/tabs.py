"""From the frame in a portal to the desk's own pages in a tab of their own, where a cookie may stand: by a ticket.

A ticket works once, for half a minute, and only where a page of the desk itself leads to it. So no foreign page can
sign its visitor on as somebody else.
"""

import logging
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Scope

from portal.markup import signing_in_page
from portal.signon.cookies import cookie_name, secret_in, set_cookie
from portal.signon.errors import Refused
from portal.signon.layer import bearer_in
from portal.signon.routes import REFUSALS, refusal
from portal.signon.sessions import TICKET_LIFE_S, Opened, Sessions

log = logging.getLogger(__name__)

LOCAL_PAGE = re.compile(
    r"/(passages|documents)/\w[\w.~-]*(/pages/[0-9]{1,6})?(\?[\w.~%&=+,:;@!$'()*/?-]*)?(#[\w.~%&=+,:;@!$'()*/?-]*)?",
    re.ASCII,
)
LONGEST_PAGE = 2_000
USED_UP = (
    "This link works once, and for half a minute. Go back to the desk in your portal and open the source from there "
    "again."
)


class TicketOut(BaseModel):
    """A word for `/open?ticket=…&to=…`, good once."""

    ticket: str
    expires_in_s: int


def tab_routes(sessions: Sessions, *, title: str) -> APIRouter:
    """The routes."""
    router = APIRouter(tags=["sign-on"])

    @router.post("/api/session/ticket", response_model=TicketOut, responses=REFUSALS)
    def ticket(request: Request) -> Any:
        """A ticket with which the desk's own pages open in a tab of their own as this session's reader."""
        try:
            word = sessions.ticket(bearer_in(request.headers.getlist("authorization") or [""]))
        except Refused as refused:
            log.info("ticket refused: %s", refused.reason)
            return refusal()
        return TicketOut(ticket=word, expires_in_s=int(TICKET_LIFE_S))

    @router.get("/open", include_in_schema=False)
    def open_page(request: Request, ticket: str = "", to: str = "") -> Response:
        """The page `to`, with a cookie for the ticket's reader; only for a link on one of our own pages."""
        if not LOCAL_PAGE.fullmatch(to) or len(to) > LONGEST_PAGE or not from_ourselves(request.headers):
            return HTMLResponse(signing_in_page(USED_UP, title=title), HTTPStatus.FORBIDDEN)
        if cookie_name(request.scope) is None:
            sentence = "Signing on needs HTTPS: without it, anybody on the way could read along."
            return HTMLResponse(signing_in_page(sentence, title=title), HTTPStatus.FORBIDDEN)
        try:
            opened = sessions.redeem(ticket)
        except Refused as refused:
            log.info("ticket refused: %s", refused.reason)
            return HTMLResponse(signing_in_page(USED_UP, title=title), HTTPStatus.FORBIDDEN)
        response = RedirectResponse(to, HTTPStatus.SEE_OTHER)
        if keeps_cookie(request.scope, sessions, opened):
            sessions.end(opened.secret)
        else:
            response.headers.append("set-cookie", set_cookie(request.scope, opened.secret))
        return response

    return router


def keeps_cookie(scope: Scope, sessions: Sessions, opened: Opened) -> bool:
    """Whether the browser is signed on already and sees as much; else what it had ends."""
    secret = secret_in(scope)
    try:
        found = sessions.find(secret) if secret else None
    except Refused:
        return False
    if secret is None or found is None or found.kind != "cookie":
        return False
    if found.tier >= opened.session.tier:
        return True
    sessions.end(secret)
    return False


def from_ourselves(headers: Headers) -> bool:
    """Whether a page of this very origin led here, so that nobody is signed on as somebody else by a foreign link."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(headers.get("referer", "")).netloc == headers.get("host", "")
