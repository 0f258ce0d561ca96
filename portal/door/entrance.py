"""The innermost layer before the routes: who comes too often, who has to wait, and what ends when the desk closes."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.door.admission import Admission, BusyError
from portal.door.calls import Call, call_of
from portal.door.closing import RESTARTING, RETRY_AFTER_S, Closing
from portal.door.presence import Presence
from portal.door.rates import Rates, TooMany
from portal.door.routes import template
from portal.door.streams import run_until_closing
from portal.door.work import Work, work_of
from portal.identity import reader_of
from portal.markup import failed_page
from portal.problems import described, problem_json
from portal.signon.frames import desk_framed
from qa.chat.leaving import work_for

LONGEST_WORK_S = 120.0
"""How long a piece of work may hold its place; its stream is ended then."""

LONGEST_STREAM_S = 6 * 3600.0
"""The same for a stream that holds none, such as that of an open chat page."""


class Entrance:
    """ASGI middleware. Without `rates` nobody comes too often; without `admission` nobody waits."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        rates: Rates | None = None,
        admission: Admission | None = None,
        closing: Closing,
        refused: Callable[[str], None] = lambda _reason: None,
    ) -> None:
        self.app = app
        self.rates = rates
        self.admission = admission
        self.closing = closing
        self.refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        call, work = call_of(scope), work_of(scope)
        call.reader, call.framed = reader_of(HTTPConnection(scope)), desk_framed(scope)
        try:
            await self._serve(call, work, scope, receive, send)
        finally:
            call.route = template(scope)

    async def _serve(self, call: Call, work: Work, scope: Scope, receive: Receive, send: Send) -> None:
        if self.closing.begun and not work.free and (work.waits or scope["method"] != "GET"):
            await self._turn_away(scope, send, call, "closing", RESTARTING, RETRY_AFTER_S)
            return
        over = self.rates.refused(call, work) if self.rates else None
        if over is not None:
            reason = "too many by reader" if over.by == "reader" else "too many by address"
            await self._turn_away(scope, send, call, reason, too_often(over), over.retry_after_s)
            return
        async with AsyncExitStack() as held:
            if work.waits and self.admission is not None:
                patient = Patient(receive)
                place = held.enter_async_context(self.admission.place_in_loop())
                try:
                    await (patient.until(place) if self.admission.crowded() else place)
                except BusyError as busy:
                    await self._turn_away(scope, send, call, busy.reason, str(busy), busy.retry_after_s)
                    return
                except GoneError:
                    self._note(call, "left while waiting")
                    return
                receive = patient.receive
            await self._run(call, work, scope, receive, send)

    async def _run(self, call: Call, work: Work, scope: Scope, receive: Receive, send: Send) -> None:
        """The routes, working for a reader who may leave; what they do not catch becomes a problem, as long as nothing
        has been sent."""
        began = False

        async def noting(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        most_s = LONGEST_WORK_S if work.waits else LONGEST_STREAM_S
        presence = Presence(receive, noting)
        work_for(presence.asker)
        try:
            await run_until_closing(self.app, scope, presence, closing=self.closing, most_s=most_s)
        except Exception as error:
            if began:
                raise
            status, sentence = described(error)
            await respond(scope, presence.send, status, sentence)
        finally:
            await presence.close()

    async def _turn_away(
        self, scope: Scope, send: Send, call: Call, reason: str, sentence: str, retry_after_s: int
    ) -> None:
        self._note(call, reason)
        often = reason.startswith("too many")
        status = HTTPStatus.TOO_MANY_REQUESTS if often else HTTPStatus.SERVICE_UNAVAILABLE
        await respond(scope, send, status, sentence, retry_after_s=retry_after_s)

    def _note(self, call: Call, reason: str) -> None:
        call.refused = reason
        self.refused(reason)


class GoneError(Exception):
    """The reader has gone."""


class Patient:
    """A request that waits, and notices if its reader leaves meanwhile. What it hears is kept for the routes."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._heard: list[Message] = []

    async def until(self, place: Coroutine[None, None, None]) -> None:
        """Waits for `place`. Raises GoneError, and lets go of it, if the reader leaves first."""
        waiting = asyncio.ensure_future(place)
        listening = asyncio.ensure_future(self._listen())
        try:
            await asyncio.wait({waiting, listening}, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                raise GoneError
            waiting.result()
        finally:
            for task in (waiting, listening):
                task.cancel()
            await asyncio.gather(waiting, listening, return_exceptions=True)

    async def _listen(self) -> None:
        """Returns once the reader has gone."""
        while True:
            message = await self._receive()
            self._heard.append(message)
            if message["type"] == "http.disconnect":
                return

    async def receive(self) -> Message:
        """What was heard while waiting, then what comes."""
        return self._heard.pop(0) if self._heard else await self._receive()


def too_often(over: TooMany) -> str:
    """What somebody is told who comes too often."""
    seconds = f"{over.retry_after_s} second{'' if over.retry_after_s == 1 else 's'}"
    whose = "You have" if over.by == "reader" else "Readers at your address have"
    return f"{whose} asked for more in a minute than the desk allows. Please try again in {seconds}."


async def respond(
    scope: Scope, send: Send, status: HTTPStatus, sentence: str, *, retry_after_s: int | None = None
) -> None:
    """Answers with a page for a person and with a problem for a program; nothing is read any more."""
    headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}
    accepts = Headers(scope=scope).get("accept", "")
    response: Response
    if "text/html" in accepts and not scope["path"].startswith(("/api/", "/v1/", "/gradio_api/", "/mcp")):
        response = HTMLResponse(failed_page(sentence, title="Refdesk"), status, headers)
    else:
        content = json.dumps(problem_json(status, sentence)).encode()
        response = Response(content, status, headers, media_type="application/problem+json")
    await response(scope, no_more, send)


async def no_more() -> Message:
    """A `receive` that has nothing more to give."""
    return {"type": "http.disconnect"}
