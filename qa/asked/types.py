"""What the record holds. All are frozen and hold plain values; times are in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from corpus.types import Tier
from qa.types import Mode, Prose

Outcome = Literal["answered", "doubted", "missing"]
"""`doubted`: answered with a word of doubt. `missing`: not in the library."""

OUTCOMES: tuple[Outcome, ...] = ("answered", "doubted", "missing")


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both counted in."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Each of its days, in order."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def bounds(self) -> tuple[str, str]:
        """What times in it are not before, and what they are before, as the record writes times."""
        return self.first.isoformat(), (self.last + timedelta(days=1)).isoformat()


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer that was given. `question` is None unless its words were kept; `desk` (the id of the portal's desk,
    empty for the page itself), `confidence` and `elapsed_ms` are None where the record is from before they were kept.

    `prose` is what became of asking a language model, if one was. `cited` are the passages cited, each with the
    quotation's place in it as links name it (empty for the whole).
    """

    id: str
    at: datetime
    tier: Tier
    outcome: Outcome
    question: str | None
    cited: tuple[tuple[str, str], ...]
    desk: str | None = None
    confidence: float | None = None
    elapsed_ms: float | None = None
    prose: Prose | None = None

    @property
    def mode(self) -> Mode:
        """Whether a language model wrote the answer."""
        return "generative" if self.prose is not None and not self.prose.fallback else "extractive"


@dataclass(frozen=True, slots=True)
class Rating:
    """What a reader said of an answer: `up` or `down`, and a comment, empty for none."""

    asked: Asked
    at: datetime
    rating: str
    comment: str


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A draft whose quotations were looked up: how many ended in each verdict. Its words are not kept."""

    at: datetime
    tier: Tier
    desk: str
    verdicts: Mapping[str, int]
    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage and how many answers cited it; `document_id` is empty for one that the library does not know."""

    passage_id: str
    document_id: str
    answers: int
