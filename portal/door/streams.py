"""A stream of events that the desk ends: its reader is told, in the words of the stream's own kind, and the work stops.

Every chunk of our streams is a run of whole messages, so one more can be put between any two.
"""

import asyncio
import json
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Scope, Send

from portal.door.closing import RESTARTING, Closing
from portal.door.presence import Presence
from portal.problems import problem_json

EVENT_STREAM = b"text/event-stream"
CHAT = "/gradio_api/"
CHAT_ENDS_ITSELF_S = 2.5
"""How long the chat page's stream may take to bring the sentence that the page itself has for a closing desk."""


def farewell(path: str, sentence: str) -> bytes:
    """The last message of a stream at `path`; nothing where a stream simply ends."""
    if path.startswith("/gradio_api/queue/"):
        message = {"msg": "unexpected_error", "message": sentence, "session_not_found": False, "success": False}
        return f"data: {json.dumps(message)}\n\n".encode()
    if path.startswith("/v1/"):
        error = {"message": sentence, "type": "server_error", "param": None, "code": "restarting"}
        return f"data: {json.dumps({'error': error})}\n\n".encode()
    if path.startswith((CHAT, "/mcp")):
        return b""
    problem = problem_json(HTTPStatus.SERVICE_UNAVAILABLE, sentence)
    return f"event: error\ndata: {json.dumps(problem)}\n\n".encode()


class Stream:
    """What `app` sends for one request, watched for being a stream of events."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.path: str = scope["path"]
        self.opened = asyncio.Event()
        self._send = send
        self._sending = asyncio.Lock()
        self._over = False

    async def send(self, message: Message) -> None:
        """Passes `message` on, unless the stream was ended."""
        if message["type"] == "http.response.start" and is_stream(message):
            self.opened.set()
        async with self._sending:
            if not self._over:
                await self._send(message)

    async def end(self, sentence: str) -> None:
        """Says `sentence` as the stream's last message. A reader who does not even take the last one is not told."""
        if self._over or self._sending.locked():
            self._over = True
            return
        async with self._sending:
            self._over = True
            await self._send({"type": "http.response.body", "body": farewell(self.path, sentence), "more_body": False})


def is_stream(start: Message) -> bool:
    """Whether a response that begins so is a stream of events."""
    return any(
        name.lower() == b"content-type" and value.startswith(EVENT_STREAM) for name, value in start.get("headers", ())
    )


async def run_until_closing(app: ASGIApp, scope: Scope, presence: Presence, *, closing: Closing, most_s: float) -> None:
    """Runs `app` for whoever is present; a stream of events that it sends is ended when the desk closes, one at work
    after `most_s`."""
    stream = Stream(scope, presence.send)
    work = asyncio.ensure_future(app(scope, presence.receive, stream.send))
    watch = asyncio.ensure_future(_due(stream, closing, most_s))
    try:
        await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
        else:
            await stream.end(watch.result())
            presence.asker.leave()
    finally:
        for task in (work, watch):
            task.cancel()
        await asyncio.gather(work, watch, return_exceptions=True)


async def _due(stream: Stream, closing: Closing, most_s: float) -> str:
    """Returns when the stream has to end, with what to say."""
    await stream.opened.wait()
    try:
        await asyncio.wait_for(closing.wait(), most_s)
    except TimeoutError:
        return "This took too long and was ended. Please try again."
    if stream.path.startswith(f"{CHAT}queue/"):
        await asyncio.sleep(CHAT_ENDS_ITSELF_S)
    return RESTARTING
