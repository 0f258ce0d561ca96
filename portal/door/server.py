"""uvicorn, closing in order: first everybody is told, then streams end, then it stops listening."""

import os
import signal
import threading
from time import monotonic
from types import FrameType

import uvicorn

from portal.door.door import Door

LINGER_S = 2.0
"""How long the closed desk still answers at least, so that whoever watches `/readyz` learns of it."""

DRAIN_S = 5.0
"""How long it waits for work that has begun."""

GRACE_S = 1
"""How long connections may take to end after that."""

LATEST_S = 8.5
"""When it ends in any case. What was acknowledged is on the disk; only work that nobody waits for is lost."""

AT_ONCE_S = 0.5
FORCED = 130


class Server(uvicorn.Server):
    """Ends with the status 0 on the first SIGTERM or SIGINT, and at once on a second SIGINT."""

    def __init__(self, config: uvicorn.Config, door: Door) -> None:
        super().__init__(config)
        self.door = door
        self._closing_since: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal closes the door; a second Ctrl-C does not wait for anybody."""
        if self._closing_since is None:
            self._closing_since = monotonic()
            self.door.close()
            end_in(LATEST_S, 0)
        elif sig == signal.SIGINT:
            self.should_exit = self.force_exit = True
            end_in(AT_ONCE_S, FORCED)

    async def on_tick(self, counter: int) -> bool:
        """Whether to stop listening now."""
        if self._closing_since is not None:
            since = monotonic() - self._closing_since
            if since > DRAIN_S or (since > LINGER_S and not self.server_state.tasks):
                self.should_exit = True
        return await super().on_tick(counter)


def end_in(seconds: float, status: int) -> None:
    """Ends the process then, whatever it is at, unless it has ended before."""
    ending = threading.Timer(seconds, os._exit, (status,))
    ending.daemon = True
    ending.start()
