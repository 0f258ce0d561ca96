"""Whether the reader of a request is still there, heard in one place for all routes, streams or not."""

import asyncio

from starlette.types import Message, Receive, Send

from qa.chat.leaving import Asker


class Presence:
    """The `receive` and `send` of a request, watched. Once it has come whole, it is heard when its reader hangs
    up before the response is whole; then `asker` leaves, and a response that has not begun is not sent any more.
    """

    def __init__(self, receive: Receive, send: Send) -> None:
        self.asker = Asker()
        self._receive = receive
        self._send = send
        self._listening: asyncio.Task[None] | None = None
        self._began = self._complete = False

    async def receive(self) -> Message:
        """What comes, as the server gives it. Several may wait for the end at the same time."""
        if self._listening is None:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self._hung_up()
            elif not message.get("more_body", False):
                self._listening = asyncio.ensure_future(self._listen())
            return message
        if not self._listening.done():
            await asyncio.shield(self._listening)
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Passes `message` on, unless nobody is there to hear even the first of them."""
        if self.asker.left and not self._began:
            return
        self._began = True
        self._complete = message["type"] == "http.response.body" and not message.get("more_body", False)
        await self._send(message)

    async def close(self) -> None:
        """Listens no more."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _listen(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._hung_up()

    def _hung_up(self) -> None:
        if not self._complete:
            self.asker.leave()
