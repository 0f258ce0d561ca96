"""The breaker: a provider that fails again and again is left alone for a while, so that no reader waits for it."""

import threading
import time
from collections.abc import Callable
from typing import Literal

State = Literal["closed", "open", "half-open"]

FAILURES = 5
"""In a row. One or two may be chance, a restart or a dropped connection; five readers in a row is a provider that is
down or a key that is wrong."""

PAUSE_S = 15.0
"""Long enough that a struggling server is spared, short enough that readers get prose again soon after it is back."""


class Breaker:
    """Closed, it lets every call through. After FAILURES in a row it is open and lets none through; PAUSE_S later, half
    open, one to try. Safe to use from several threads. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._resting_until: float | None = None
        self._trying = False

    @property
    def state(self) -> State:
        """What it is now."""
        with self._lock:
            if self._failures < FAILURES:
                return "closed"
            return "open" if self._rests() else "half-open"

    def admits(self) -> bool:
        """Whether a call may be made now. Half open, only the first who asks is let through, and another once that try
        is over or a pause has gone by without its end."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._rests():
                return False
            self._trying = True
            self._rest()
            return True

    def succeeded(self) -> None:
        """A call came through: closed again."""
        with self._lock:
            self._failures, self._resting_until, self._trying = 0, None, False

    def failed(self) -> None:
        """A call failed. Those that were under way when it opened do not lengthen the pause."""
        with self._lock:
            self._failures += 1
            if self._failures == FAILURES or self._trying:
                self._trying = False
                self._rest()

    def abandoned(self) -> None:
        """A call was given up before anybody knew; if it was the try, the next who asks has another."""
        with self._lock:
            if self._trying:
                self._trying, self._resting_until = False, None

    def _rests(self) -> bool:
        return self._resting_until is not None and self._clock() < self._resting_until

    def _rest(self) -> None:
        self._resting_until = self._clock() + PAUSE_S
