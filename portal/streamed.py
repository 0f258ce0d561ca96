"""Server-Sent Events from a generator, which is closed as soon as its listener has gone."""

from collections.abc import Generator

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send


class EventStream(StreamingResponse):
    """Sends what `messages` gives, step by step in a worker thread; no proxy may hold it back.

    Left to itself, a generator whose listener has gone would stay open until the garbage is collected, and with it
    what the generator holds.
    """

    def __init__(self, messages: Generator[str]) -> None:
        super().__init__(messages, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
        self.messages = messages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(self.messages.close)
