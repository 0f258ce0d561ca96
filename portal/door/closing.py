"""The desk closing: said once, heard by everything that waits or streams."""

import asyncio

RESTARTING = "The desk is restarting. Please try again in a minute."
RETRY_AFTER_S = 30


class ClosingError(Exception):
    """Raised in work that a closing desk ends; its text is for readers."""

    def __init__(self) -> None:
        super().__init__(RESTARTING)


class Closing:
    """Whether the desk is closing. `begun` may be read by any thread."""

    def __init__(self) -> None:
        self.begun = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()

    def begin(self) -> None:
        """Tells everybody. May be called from any thread and from a signal's handler; again changes nothing."""
        self.begun = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self) -> None:
        """Returns once the desk is closing."""
        self._loop = asyncio.get_running_loop()
        if not self.begun:
            await self._event.wait()

    def check(self) -> None:
        """Raises ClosingError once the desk is closing."""
        if self.begun:
            raise ClosingError
