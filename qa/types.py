"""The types that carry a question to its answer. All are frozen and hold plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from corpus.types import Document, LibraryEntry, Metadata, Passage, Source

Verdict = Literal["quoted", "supported", "unsupported"]
Mode = Literal["extractive", "generative"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier turn of a conversation; `role` is `user` or `assistant`."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader narrows the library to; an empty filter lets everything through."""

    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    published_from: date | None = None
    published_to: date | None = None


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage found for a question. Ranks count from 1: in each leg (None where it missed the passage), and after
    fusion (None for what was added to it). `relevance` is the reader's logit, None for what was not read."""

    passage: Passage
    meta: Metadata
    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None
    rank: int | None = None
    relevance: float | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Marker `marker` stands for `quote`, word for word in the passage, at `start:end` of the document's text.

    `highlights` are the offsets (into the document's text, inside `start:end`) of the words that answer.
    `before` and `after` are the rest of the passage's words around the quote.
    """

    marker: int
    passage_id: str
    document_id: str
    meta: Metadata
    quote: str
    start: int
    end: int
    section: tuple[str, ...]
    page: int | None
    speaker: str | None
    before: str
    after: str
    score: float
    highlights: tuple[tuple[int, int], ...] = ()

    @property
    def url(self) -> str:
        """The citation's own page, relative to the desk's root."""
        return f"/passages/{self.passage_id}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, the markers it rests on, and whether its words are the source's own."""

    text: str
    citations: tuple[int, ...]
    verdict: Verdict = "quoted"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk says to a question.

    Not answerable is an answer too: `statements` is then empty, `reason` says in a sentence why, and `related`
    holds the nearest passages (as citations with their own markers), to be shown as such.
    `confidence` is between 0 and 1. `timings_ms` gives each step's milliseconds.
    """

    id: str
    question: str
    standalone_question: str
    answerable: bool
    confidence: float
    mode: Mode
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...] = ()
    reason: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The answer as plain text, each statement followed by its markers: `words [1]`."""
        if not self.answerable:
            return self.reason
        return " ".join(f"{s.text} {''.join(f'[{n}]' for n in s.citations)}".strip() for s in self.statements)


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as its own page shows it.

    `before` and `after` are the document's words around it, within its section; `sources` what its footnotes point to.
    `reference` is a formatted reference with its pinpoint. `current` text of a `reworded` passage is in `now`.
    """

    passage: Passage
    meta: Metadata
    state: Literal["current", "moved", "reworded", "removed"]
    before: str
    after: str
    sources: tuple[Source, ...]
    previous: str | None
    next: str | None
    version: int
    now: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A whole document with its passages in order."""

    entry: LibraryEntry
    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the desk can answer, and from what."""

    ready: bool
    reason: str
    generation: int | None
    documents: int
    passages: int
    model: str


@dataclass(frozen=True, slots=True)
class Retrieving:
    """Event: the question is understood as `question` and is being looked up."""

    question: str


@dataclass(frozen=True, slots=True)
class Found:
    """Event: these passages are being read, best first."""

    passages: tuple[Retrieved, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """Event: one sentence of the answer, with the citations that it brings in."""

    statement: Statement
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """Event: the whole answer; always the last."""

    answer: Answer


Event = Retrieving | Found | Stated | Finished
