"""Signing in on the page itself, through the association's own provider, and back."""

import logging
import re
import secrets
import threading
import time
from collections import OrderedDict
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Scope

from corpus.types import Tier
from portal.markup import signing_in_page
from portal.signon.cookies import SECURE, cookie_name, secret_in, set_cookie
from portal.signon.errors import Refused
from portal.signon.oidc import Begun, Provider
from portal.signon.sessions import Sessions

log = logging.getLogger(__name__)

BACK = "/sign-in/back"
UNDER_WAY_S = 600
MOST_UNDER_WAY = 10_000
LOCAL = re.compile(r"/(?![/\\])[\w.~/?=&%,:+-]{0,1000}", re.ASCII)
FAILED = "Signing in did not work, or took longer than ten minutes."
NOT_LISTED = (
    "You have signed in, but this account may read no more here than everybody. Whoever runs the desk can change that."
)
NEEDS_HTTPS = "Signing in needs HTTPS: without it, anybody on the way could read along."


class UnderWay:
    """Sign-ins that have begun and not come back, each bound to the browser that began it; in memory alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun: OrderedDict[str, tuple[float, Begun, str]] = OrderedDict()

    def put(self, begun: Begun, to: str) -> str:
        """The word by which the browser that began finds it again."""
        word = secrets.token_urlsafe(32)
        with self._lock:
            self._begun[word] = time.monotonic() + UNDER_WAY_S, begun, to
            while len(self._begun) > MOST_UNDER_WAY:
                self._begun.popitem(last=False)
        return word

    def take(self, word: str) -> tuple[Begun, str]:
        """The sign-in and where it should lead; once. Raises Refused."""
        with self._lock:
            until, begun, to = self._begun.pop(word, (0.0, None, ""))
        if begun is None or until < time.monotonic():
            raise Refused("no sign-in under way")
        return begun, to


def sign_in_routes(provider: Provider, sessions: Sessions, *, title: str, public_url: str) -> APIRouter:
    """The routes."""
    router = APIRouter(include_in_schema=False)
    under_way = UnderWay()

    def failed(sentence: str, status: HTTPStatus = HTTPStatus.FORBIDDEN) -> Response:
        return HTMLResponse(signing_in_page(sentence, title=title), status)

    @router.get("/sign-in")
    def sign_in(request: Request) -> Response:
        """To the provider, and afterwards back to the page that led here."""
        if cookie_name(request.scope) is None:
            return failed(NEEDS_HTTPS)
        site = (public_url or str(request.base_url)).rstrip("/")
        try:
            begun = provider.begin(site + BACK)
        except Refused as refused:
            log.warning("sign-in: %s", refused.reason)
            return failed(FAILED, HTTPStatus.SERVICE_UNAVAILABLE)
        response = RedirectResponse(begun.url, HTTPStatus.SEE_OTHER)
        word = under_way.put(begun, came_from(request))
        response.headers.append("set-cookie", waiting_cookie(request.scope, word))
        return response

    @router.get(BACK)
    def back(request: Request, code: str = "", state: str = "") -> Response:
        """From the provider: a session with its cookie, for whoever is listed."""
        try:
            begun, to = under_way.take(waiting_word(request))
            person = provider.finish(begun, state, code)
            if person.tier is Tier.PUBLIC:
                log.info("sign-in refused: not listed")
                return failed(NOT_LISTED)
            opened = sessions.open("", sessions.subject("", person.subject), person.tier)
        except Refused as refused:
            log.info("sign-in refused: %s", refused.reason)
            return failed(FAILED)
        if former := secret_in(request.scope):
            sessions.end(former)
        response = RedirectResponse(to, HTTPStatus.SEE_OTHER)
        response.headers.append("set-cookie", set_cookie(request.scope, opened.secret))
        response.headers.append("set-cookie", waiting_cookie(request.scope, ""))
        return response

    return router


def came_from(request: Request) -> str:
    """The page of our own that led here; the desk's first page for any other."""
    parts = urlsplit(request.headers.get("referer", ""))
    page = parts.path + (f"?{parts.query}" if parts.query else "")
    own = parts.netloc == request.headers.get("host", "")
    return page if own and LOCAL.fullmatch(page) and not page.startswith(("/sign-", "/open")) else "/"


def waiting_name(scope: Scope) -> str:
    """The name of the cookie that binds a sign-in to the browser that began it."""
    return f"{cookie_name(scope) or SECURE}-waiting"


def waiting_cookie(scope: Scope, word: str) -> str:
    """The value of a Set-Cookie header; an empty `word` takes the cookie back."""
    name = waiting_name(scope)
    secure = "; Secure" if name.startswith(SECURE) else ""
    return f"{name}={word}; Path=/; Max-Age={UNDER_WAY_S if word else 0}; HttpOnly; SameSite=Lax{secure}"


def waiting_word(request: Request) -> str:
    """What that cookie holds, or nothing."""
    morsel = SimpleCookie(request.headers.get("cookie", "")).get(waiting_name(request.scope))
    return morsel.value if morsel else ""
