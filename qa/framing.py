"""An answer as it is given: its id, what it says, and how long each step took."""

import time
from uuid import uuid4

from qa.answer import Drafted
from qa.types import Answer


class Clock:
    """Milliseconds of each step."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    @property
    def elapsed_s(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self._began

    def lap(self, name: str) -> None:
        """Ends the step `name`."""
        now = time.perf_counter()
        self.laps[name] = round((now - self._last) * 1000, 2)
        self._last = now

    def total(self) -> dict[str, float]:
        """Every step, and all of it until now."""
        return {**self.laps, "total": round((time.perf_counter() - self._began) * 1000, 2)}


def framed(asked: str, full: str, drafted: Drafted, clock: Clock) -> Answer:
    """What `drafted` says to the question `asked`, understood as `full`, under an id of its own."""
    return Answer(
        id=uuid4().hex,
        question=asked,
        standalone_question=asked if drafted.readings else full,
        answerable=bool(drafted.statements),
        confidence=round(drafted.confidence, 4),
        mode=drafted.mode,
        statements=drafted.statements,
        citations=drafted.citations,
        related=drafted.related,
        reason=drafted.reason,
        tally=drafted.tally,
        as_of=drafted.as_of,
        prose=drafted.prose,
        readings=drafted.readings,
        differences=drafted.differences,
        timings_ms=clock.total(),
    )
