"""What a desk with a language model makes of an answer made of quotations, for the pages to show."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from qa.types import Claimed, Event, Finished, Prose, Replaced, Stated, Statement, Writing

WHY = "The passage does not say “85”."
HELD = "It cost 85 % of the budget."
FALLBACK = "The language model did not answer in time, so this answer is quoted from the library."


@dataclass
class FakeProse:
    """Puts every other quotation into other words, and says one thing that no source does: held back, or `strikes` it
    out. `fails` midway, if a test wants that: the quotations follow then. Is in `doubt`, and waits after its first
    sentence until it may go `on`."""

    strikes: bool = False
    fails: bool = False
    doubt: str = ""
    on: threading.Event = field(default_factory=threading.Event)
    _before: list[Stated] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.on.set()

    def of(self, event: Event) -> Iterator[Event]:
        """The events that take the place of `event`."""
        if isinstance(event, Stated):
            self._before.append(event)
            if not self.fails or len(self._before) == 1:
                yield Writing("fake:model", self.doubt)
                yield self._told(event, len(self._before))
                while len(self._before) == 1 and not self.on.wait(0.02):
                    yield Writing("fake:model", self.doubt)
        elif isinstance(event, Finished):
            yield from self._finished(event)
            self._before = []

    def _told(self, event: Stated, number: int) -> Stated:
        statement = event.statement
        if number % 2:
            words = statement.text[0].lower() + statement.text[1:]
            statement = replace(statement, text=f"The paper says that {words}", verdict="supported")
        return replace(event, statement=statement)

    def _finished(self, event: Finished) -> Iterator[Event]:
        answer, written = event.answer, len(self._before) + 1
        if not answer.answerable:
            yield event
        elif self.fails:
            yield Replaced(FALLBACK)
            yield from self._before
            yield Finished(replace(answer, reason=self.doubt, prose=Prose("fake:model", 0, 1, FALLBACK)))
        else:
            told = [self._told(each, number).statement for number, each in enumerate(self._before, 1)]
            first = answer.citations[0]
            claims = (Claimed(first.passage_id, first.document_id),)
            struck = [Statement(HELD, (), "unsupported", WHY, claims)] if self.strikes else []
            yield from (Stated(each, ()) for each in struck)
            prose = Prose("fake:model", written - 1, written)
            said = {"statements": (*told, *struck), "mode": "generative", "prose": prose}
            yield Finished(replace(answer, reason=self.doubt, **said))  # type: ignore[arg-type]
