"""Whoever asks may leave before the answer is there; long work for them, a language model's above all, ends with them.

A thread that waits cannot be ended from outside. So a way in says who asks, in the context that the work for them runs
in, and whatever waits there hears it at once when they leave.
"""

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from typing import TypeVar

from qa.errors import AskerLeft

T = TypeVar("T")


class Asker:
    """Somebody who waits for an answer. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hearers: list[Callable[[], None]] = []
        self._left = False

    @property
    def left(self) -> bool:
        """Whether they have gone."""
        return self._left

    def check(self) -> None:
        """Raises AskerLeft once they have gone."""
        if self._left:
            raise AskerLeft

    def leave(self) -> None:
        """Says that they have gone, to all who want to hear it; again changes nothing."""
        with self._lock:
            self._left = True
            hearers, self._hearers = self._hearers, []
        for hear in hearers:
            hear()

    @contextmanager
    def heard_by(self, hear: Callable[[], None]) -> Iterator[None]:
        """While the block lasts, `hear` is called once when they leave; at once, if they have left."""
        with self._lock:
            if not self._left:
                self._hearers.append(hear)
        if self._left:
            hear()
        try:
            yield
        finally:
            with self._lock:
                if hear in self._hearers:
                    self._hearers.remove(hear)


_asking: ContextVar[Asker | None] = ContextVar("refdesk_asker", default=None)


def work_for(asker: Asker) -> None:
    """What is done in this context from here on, and in contexts copied from it, is done for `asker`."""
    _asking.set(asker)


def steps_for(asker: Asker, steps: Generator[T]) -> Generator[T]:
    """`steps`, each of which is made for `asker`, in whichever context the next is wanted."""
    with closing(steps):
        while True:
            work_for(asker)
            try:
                step = next(steps)
            except StopIteration:
                return
            yield step


def whoever_asks() -> Asker:
    """For whom this is done; where nobody said so, somebody who stays."""
    return _asking.get() or Asker()
