"""The app as one reader sees it, whoever asks: in the place of the sign-on."""

from starlette.types import ASGIApp, Receive, Scope, Send

from portal.identity import Reader


class ReadAs:
    """ASGI middleware: every request is by `reader`."""

    def __init__(self, app: ASGIApp, reader: Reader) -> None:
        self.app = app
        self.reader = reader

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, "refdesk.reader": self.reader}, receive, send)
