"""What is found to differ, before its sentences have markers."""

from dataclasses import dataclass
from typing import Literal

from qa.dated.types import When
from qa.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Half:
    """The words of `item` at `start:end` of its sentence that say one side of a difference, and of `when` they are, as
    far as anything tells."""

    item: Evidence
    start: int
    end: int
    when: When | None = None

    @property
    def words(self) -> str:
        """Those words, as they stand there."""
        return self.item.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Differing:
    """Halves that do not say the same; of a `later` one the earlier first. Both may be of one sentence. `of`: what two
    plain sentences give differently."""

    kind: Literal["later", "conflict"]
    halves: tuple[Half, ...]
    of: Literal["", "figure", "date"] = ""


def place(item: Evidence) -> tuple[str, int]:
    """What tells a sentence from all others."""
    return item.hit.passage.id, item.start
