"""Signing on and off over HTTP: a portal's token for a session, a session's end, and a way into a tab of its own."""

import logging
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, RedirectResponse, Response

from portal.problems import problem_json
from portal.signon.cookies import cookie_name, drop_cookie, secret_in
from portal.signon.desks import Desks
from portal.signon.errors import Refused
from portal.signon.layer import REFUSED, bearer_in
from portal.signon.sessions import LIFE_S, Sessions
from portal.signon.tokens import verified

log = logging.getLogger(__name__)


class TokenIn(BaseModel):
    """A portal's word for who its member is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    desk: str = Field(description="id of the desk, as in the page that frames it")
    token: str = Field(description="the token that the portal's server has made for its member")


class SessionOut(BaseModel):
    """A session, which lasts `expires_in_s` seconds; another token makes a new one."""

    bearer: str
    expires_in_s: int
    tier: str


def refusal() -> JSONResponse:
    """The same answer as the layer's, to the byte."""
    return JSONResponse(
        problem_json(HTTPStatus.UNAUTHORIZED, REFUSED),
        HTTPStatus.UNAUTHORIZED,
        {"WWW-Authenticate": "Bearer"},
        media_type="application/problem+json",
    )


REFUSALS: dict[int | str, dict[str, Any]] = {401: {"description": "The sign-on is not good; always the same body."}}


def sign_on_routes(desks: Desks, sessions: Sessions) -> APIRouter:
    """The routes. Whatever is wrong with a token, ticket or bearer, the answer is the same."""
    router = APIRouter(tags=["sign-on"])

    @router.post("/api/session", response_model=SessionOut, responses=REFUSALS)
    def sign_on(given: TokenIn, authorization: Annotated[str, Header(include_in_schema=False)] = "") -> Any:
        """Exchanges a portal's token, once, for a session. A bearer sent along is replaced by the new one."""
        try:
            desk = desks.get(given.desk)
            if desk is None:
                raise Refused("unknown desk")
            claims = verified(given.token, desk)
            replaces = bearer_in([authorization]) if authorization else ""
            subject = sessions.subject(desk.id, claims.subject)
            opened = sessions.exchange(desk.id, subject, claims.tier, claims.token_id, replaces)
        except Refused as refused:
            log.info("token refused: %s", refused.reason)
            return refusal()
        return SessionOut(bearer=opened.secret, expires_in_s=int(LIFE_S), tier=opened.session.tier.label)

    @router.delete("/api/session", status_code=HTTPStatus.NO_CONTENT, responses=REFUSALS)
    def sign_off(request: Request) -> Response:
        """Ends the session of the request's bearer or cookie, and takes the cookie back."""
        response = Response(status_code=HTTPStatus.NO_CONTENT)
        credentials = request.headers.getlist("authorization")
        secret = bearer_in(credentials) if credentials else secret_in(request.scope)
        if secret:
            sessions.end(secret)
        if not credentials and cookie_name(request.scope):
            response.headers.append("set-cookie", drop_cookie(request.scope))
        return response

    @router.post("/sign-out", include_in_schema=False)
    def leave(request: Request) -> Response:
        """The same for a person on a page, who is then shown the desk as anybody sees it."""
        response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        if secret := secret_in(request.scope):
            sessions.end(secret)
        if cookie_name(request.scope):
            response.headers.append("set-cookie", drop_cookie(request.scope))
        return response

    return router
