"""A long piece of work, followed step by step: its progress while it runs, then what it gives back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Generic, TypeVar

from qa.lookup.types import Progress

T = TypeVar("T")
AGAIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Step:
    """`done` of `total` are done."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What the work gave back; always the last."""

    value: T


class AbandonedError(Exception):
    """Raised inside the work, at its next step, once nobody follows it any more."""


def followed(work: Callable[[Progress], T]) -> Iterator[Step | Done[T]]:
    """Runs `work` in a thread of its own and yields each step that it tells of, then `Done`.

    What the work raises is raised here. Closing this iterator ends the work at its next step. While nothing happens the
    last step is told again and again, so that whoever passes it on finds out that its reader has gone.
    """
    told: SimpleQueue[Step | Done[T] | Exception] = SimpleQueue()
    gone = Event()

    def progress(done: int, total: int) -> None:
        if gone.is_set():
            raise AbandonedError
        told.put(Step(done, total))

    def run() -> None:
        try:
            told.put(Done(work(progress)))
        except Exception as error:  # noqa: BLE001 - raised again where the work is followed
            told.put(error)

    Thread(target=run, daemon=True).start()
    last = Step(0, 0)
    try:
        while True:
            try:
                heard = told.get(timeout=AGAIN_S)
            except Empty:
                yield last
                continue
            if isinstance(heard, Exception):
                raise heard
            if isinstance(heard, Step):
                last = heard
            yield heard
            if isinstance(heard, Done):
                return
    finally:
        gone.set()
