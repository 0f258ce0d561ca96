"""Who may work now: so many at a time, some waiting in line, and an honest word to all others."""

import asyncio
import math
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from time import perf_counter
from typing import Literal

from portal.door.closing import RESTARTING, RETRY_AFTER_S

Reason = Literal["queue full", "waited too long", "closing"]
SHARE_OF_THE_LAST = 0.1
"""How much the last piece of work counts in the time that one is expected to take."""


class BusyError(Exception):
    """There is no place for a request; its text says so to readers. `retry_after_s` is when to come back."""

    def __init__(self, reason: Reason, retry_after_s: int) -> None:
        self.reason = reason
        self.retry_after_s = retry_after_s
        seconds = f"{retry_after_s} second{'' if retry_after_s == 1 else 's'}"
        super().__init__(
            RESTARTING
            if reason == "closing"
            else f"The desk is busy: too many questions are waiting already. Please try again in about {seconds}."
        )


class Admission:
    """`places` pieces of work at a time; `line` more may wait, each up to `wait_s` seconds. First come, first served,
    whether they wait in a thread or in the event loop.

    Whoever would wait longer, as far as can be foreseen, is told so at once; `usual_s` is what a piece of work is
    expected to take before the first has been seen.
    """

    def __init__(self, places: int = 4, line: int = 32, wait_s: float = 5.0, usual_s: float = 0.25) -> None:
        self.places, self.line, self.wait_s = places, line, wait_s
        self._lock = threading.Lock()
        self._free = places
        self._turns: deque[Future[None]] = deque()
        self._closed = False
        self._usual_s = usual_s

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return len(self._turns)

    @property
    def working(self) -> int:
        """How many places are taken."""
        return self.places - self._free

    def crowded(self) -> bool:
        """Whether whoever comes now would have to wait."""
        return self._free == 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place for the length of the block, waited for in this thread. Raises BusyError."""
        turn = self._line_up()
        with self._waiting(turn):
            turn.result(self.wait_s)
        with self._working():
            yield

    @asynccontextmanager
    async def place_in_loop(self) -> AsyncIterator[None]:
        """The same for a coroutine; cancelled while it waits, it leaves the line."""
        turn = self._line_up()
        with self._waiting(turn):
            await asyncio.wait_for(asyncio.wrap_future(turn), self.wait_s)
        with self._working():
            yield

    def close(self) -> None:
        """Sends everybody in line away, and whoever comes later."""
        with self._lock:
            self._closed = True
            turns, self._turns = list(self._turns), deque()
        for turn in turns:
            if turn.set_running_or_notify_cancel():
                turn.set_exception(self._busy("closing"))

    @contextmanager
    def _waiting(self, turn: Future[None]) -> Iterator[None]:
        """While `turn` is waited for in the block; it is given up if the wait ends without it."""
        try:
            yield
        except BaseException as error:
            self._give_up(turn)
            if isinstance(error, TimeoutError):
                raise self._busy("waited too long") from None
            raise

    @contextmanager
    def _working(self) -> Iterator[None]:
        """While the place is held; how long that was tells the next how fast the line moves."""
        began = perf_counter()
        try:
            yield
        finally:
            self._leave(perf_counter() - began)

    def _line_up(self) -> Future[None]:
        turn: Future[None] = Future()
        with self._lock:
            if self._closed:
                raise self._busy("closing")
            if self._free > 0:
                self._free -= 1
                turn.set_running_or_notify_cancel()
                turn.set_result(None)
            elif len(self._turns) >= self.line or self._foreseen_s() > self.wait_s:
                raise self._busy("queue full")
            else:
                self._turns.append(turn)
        return turn

    def _give_up(self, turn: Future[None]) -> None:
        """Leaves the line, or the place if it was given at that very moment."""
        with self._lock:
            if turn in self._turns:
                self._turns.remove(turn)
        if not turn.cancel() and turn.exception() is None:
            self._leave(None)

    def _leave(self, took_s: float | None) -> None:
        """Gives the place to the first in line, or back."""
        with self._lock:
            if took_s is not None:
                self._usual_s += SHARE_OF_THE_LAST * (min(took_s, self.wait_s) - self._usual_s)
            while self._turns:
                turn = self._turns.popleft()
                if turn.set_running_or_notify_cancel():
                    break
            else:
                self._free += 1
                return
        turn.set_result(None)

    def _busy(self, reason: Reason) -> BusyError:
        if reason == "closing":
            return BusyError(reason, RETRY_AFTER_S)
        return BusyError(reason, max(1, math.ceil(self._foreseen_s())))

    def _foreseen_s(self) -> float:
        """How long whoever comes now would wait."""
        return self._usual_s * (len(self._turns) + 1) / self.places
