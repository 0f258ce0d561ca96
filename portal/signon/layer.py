"""The layer in front of every route that says who a request is from. Nothing behind it looks at tokens or cookies.

A request that says who it is from and cannot prove it is refused, whatever it asks for: it never falls back to what
anybody may read. Only a cookie that has run out does, for a page shows at which tier one reads.
"""

import json
import logging
from collections.abc import Callable
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.errors import CorpusError
from portal.account import Account, now_reads
from portal.identity import ANYBODY, Reader, reader_of
from portal.perimeter import refuse
from portal.problems import problem_json
from portal.signon.cookies import secret_in
from portal.signon.errors import Refused
from portal.signon.sessions import Session
from portal.signon.sign_on import SignOn

log = logging.getLogger(__name__)

REFUSED = "The sign-on of this request is missing, wrong or no longer good. Sign on again."
UNAVAILABLE = "Sign-on does not work at the moment. Try again later."
KEY_PREFIX = "rd_"
EXCHANGE = ("POST", "/api/session")
"""Where a token is exchanged; a bearer that comes along is the one to replace, and may have run out."""

ReaderOfKey = Callable[[str], Reader | None]
"""The reader whose program holds the API key, or None for a key that is not good."""


class SignOnLayer:
    """ASGI middleware that sets `scope["refdesk.reader"]` and, for a signed-on person, `scope["refdesk.session"]`.

    `sign_on` may be left out where nobody signs on, and `reader_of_key` where there are no API keys; then whoever says
    that they have one is refused.
    """

    def __init__(self, app: ASGIApp, sign_on: SignOn | None = None, reader_of_key: ReaderOfKey | None = None) -> None:
        self.app = app
        self.sessions = sign_on.sessions if sign_on else None
        self.may_sign_in = sign_on is not None and sign_on.provider is not None
        self.reader_of_key = reader_of_key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            reader, session = self._who(scope)
        except Refused as refused:
            log.info("sign-on refused: %s", refused.reason)
            await unauthorised(send)
        except CorpusError as error:
            log.error("sign-on: %s", error)
            await refuse(send, HTTPStatus.SERVICE_UNAVAILABLE, UNAVAILABLE)
        else:
            now_reads(Account(reader.tier, bool(session), self.may_sign_in))
            await self.app({**scope, "refdesk.reader": reader, "refdesk.session": session}, receive, send)

    def _who(self, scope: Scope) -> tuple[Reader, str]:
        """The reader and the name of their session. Raises Refused."""
        credentials = Headers(scope=scope).getlist("authorization")
        if (scope["method"], scope["path"]) == EXCHANGE:
            return ANYBODY, ""
        if credentials:
            return self._by_bearer(bearer_in(credentials))
        secret = secret_in(scope)
        if secret and self.sessions:
            try:
                return signed_on(self.sessions.find(secret), "cookie")
            except Refused as refused:
                log.info("cookie passed over: %s", refused.reason)
        return reader_of(HTTPConnection(scope)), ""

    def _by_bearer(self, secret: str) -> tuple[Reader, str]:
        if secret.startswith(KEY_PREFIX):
            reader = self.reader_of_key(secret) if self.reader_of_key else None
            if reader is None:
                raise Refused("unknown key")
            return reader, ""
        if self.sessions is None:
            raise Refused("nobody signs on here")
        return signed_on(self.sessions.find(secret), "bearer")


def signed_on(session: Session, kind: str) -> tuple[Reader, str]:
    """The reader of `session` and its name. Raises Refused for one that is of another `kind`."""
    if session.kind != kind:
        raise Refused("a session of the other kind")
    return Reader(session.tier, session.subject, session.desk), session.id


def bearer_in(credentials: list[str]) -> str:
    """The one bearer in the request's `Authorization` headers. Raises Refused for anything else."""
    scheme, _, secret = credentials[0].partition(" ")
    if len(credentials) != 1 or scheme.lower() != "bearer" or not secret.strip():
        raise Refused("no bearer")
    return secret.strip()


async def unauthorised(send: Send) -> None:
    """The one answer to everybody who is not who they say: a problem, status 401."""
    body = json.dumps(problem_json(HTTPStatus.UNAUTHORIZED, REFUSED)).encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"www-authenticate", b"Bearer"),
    ]
    await send({"type": "http.response.start", "status": int(HTTPStatus.UNAUTHORIZED), "headers": headers})
    await send({"type": "http.response.body", "body": body})
