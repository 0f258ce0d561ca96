"""`/mcp`: the MCP server inside the web app, over streamable HTTP. It keeps no sessions: each request stands alone."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from portal.identity import reader_of
from portal.mcp.server import Caller, Context, server
from portal.more import tells_of_more
from portal.pages import site
from portal.perimeter import MAX_BODY_BYTES
from portal.problems import problem
from qa.desk import Desk

PATH = "/mcp"
NOT_RUNNING = "The desk is starting or has closed. Please try again in a minute."


class McpEndpoint:
    """ASGI app for `/mcp`. `hosts` are the names that the desk answers to, `origins` the pages that may use it."""

    def __init__(self, desk: Desk, *, public_url: str, hosts: Sequence[str], origins: Sequence[str]) -> None:
        self.desk = desk
        self.public_url = public_url
        self.security = TransportSecuritySettings(
            allowed_hosts=[name for host in hosts for name in (host, f"{host}:*")],
            allowed_origins=[
                *origins,
                *(f"{scheme}://{host}{port}" for scheme in ("http", "https") for host in hosts for port in ("", ":*")),
            ],
        )
        self._serving: ASGIApp | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serves while the block lasts; a web app does this from its start to its end."""
        manager = StreamableHTTPSessionManager(
            server(self.desk, self._caller),
            json_response=True,
            stateless=True,
            security_settings=self.security,
            max_request_body_size=MAX_BODY_BYTES,
        )
        async with manager.run():
            self._serving = manager.asgi_app
            try:
                yield
            finally:
                self._serving = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":  # a GET would open a stream on which nothing is ever said
            response = problem(HTTPStatus.METHOD_NOT_ALLOWED, "MCP clients send their messages here with POST.")
            response.headers["Allow"] = "POST"
            await response(scope, receive, send)
        elif self._serving is None:
            await problem(HTTPStatus.SERVICE_UNAVAILABLE, NOT_RUNNING)(scope, receive, send)
        else:
            await self._serving(scope, receive, send)

    def _caller(self, context: Context) -> Caller:
        request = context.request
        if not isinstance(request, Request):
            raise TypeError("a request over HTTP comes with its request")
        return Caller(reader_of(request), site(request, self.public_url), tells_of_more(request))
