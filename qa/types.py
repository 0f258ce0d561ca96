"""The types that carry a question to its answer. All are frozen and hold plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from corpus.types import Document, LibraryEntry, Metadata, Passage, Tier
from qa.permalink.quote import link

Verdict = Literal["quoted", "supported", "unsupported"]
Mode = Literal["extractive", "generative"]
ModeWanted = Literal["auto", "extractive", "generative"]
"""How a reader wants the answer; `auto` is prose where a language model is set, and quotations where not."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier turn of a conversation; `role` is `user` or `assistant`. `cited` are the permalinks of what an answer
    cited (`Citation.url`), in the order of its markers."""

    role: str
    content: str
    cited: tuple[str, ...] = ()


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
        """The permalink of the very words, relative to the desk's root."""
        return link(self.passage_id, self.quote, self.start)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A passage that a sentence claims to rest on, and does not."""

    passage_id: str
    document_id: str

    @property
    def url(self) -> str:
        """The permalink of the passage, relative to the desk's root."""
        return link(self.passage_id, "", 0)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, the markers it rests on, and whether its words are the source's own.

    `why` says of an `unsupported` one what it says that its sources do not, and `claims` which they are.
    """

    text: str
    citations: tuple[int, ...]
    verdict: Verdict = "quoted"
    why: str = ""
    claims: tuple[Claimed, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How often the library mentions a term, in all: by itself, inside longer terms, and in how many documents.

    `told` says it in a sentence; `url` is the page with the complete list, relative to the desk's root.
    """

    term: str
    mentions: int
    inside: int
    documents: int
    told: str
    url: str


@dataclass(frozen=True, slots=True)
class Prose:
    """What became of asking the language model `model` for the answer.

    `verified` of the `written` sentences are held by what they cite. `fallback` says, in a sentence for the reader, why
    the answer is quoted from the library instead; empty where it is the model's.
    """

    model: str
    verified: int = 0
    written: int = 0
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: `words`, as they stand in the quote of citation `marker`, of when they are
    (`dated`, in words, empty where nothing tells) and who says them, where the passage has a speaker. `source` names
    the document and who published it, where two of the library's figures or dates stand against each other."""

    marker: int
    words: str
    dated: str = ""
    speaker: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Citations of an answer that do not say the same: a `later` document gives another figure or outcome, or some are
    in `conflict`. `told` says so in a sentence, with the dates; `markers` are the citations', the earlier first. One
    citation may tell of both `sides`."""

    kind: Literal["later", "conflict"]
    told: str
    markers: tuple[int, ...]
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Also:
    """How many documents of the tier `access`, above the reader's, would be cited for the same question."""

    access: Tier
    documents: int | Literal["several"]

    def told(self, *, also: bool = True) -> str:
        """The same in a sentence, after an answer (`also`) or where there is none."""
        number = {1: "One", 2: "Two", 3: "Three", "several": "Several"}[self.documents]
        one = self.documents == 1
        return (
            f"{number} {self.access.label} document{'' if one else 's'} {'also ' if also else ''}"
            f"cover{'s' if one else ''} this."
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk says to a question.

    Not answerable is an answer too: `statements` is then empty, `reason` says in a sentence why, and `related`
    holds the nearest passages (as citations with their own markers), to be shown as such. Where the desk is not sure of
    an answer, `reason` says so.
    `readings` are questions to choose from where this one may mean several things; there is then no answer.
    `suggestions` are questions that may come next, which the library answers.
    `tally` is the complete count, where the question asks for mentions of a term. `also` is empty unless the operator
    has readers told of documents above their tier.
    `as_of` says in a sentence, where the question asks for now or the newest, of when the newest source cited is.
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
    tally: Tally | None = None
    also: tuple[Also, ...] = ()
    prose: Prose | None = None
    differences: tuple[Difference, ...] = ()
    readings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    as_of: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The answer as plain text, each statement followed by its markers: `words [1]`; a complete count first. What
        no source supports is left out."""
        if not self.answerable:
            return self.reason
        told = [self.tally.told] if self.tally else []
        told += [
            f"{s.text} {''.join(f'[{n}]' for n in s.citations)}".strip()
            for s in self.statements
            if s.verdict != "unsupported"
        ]
        return " ".join(told)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A whole document with its passages in order."""

    entry: LibraryEntry
    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the desk can answer, and from what. `chat_model` is the language model that is set, if any."""

    ready: bool
    reason: str
    generation: int | None
    documents: int
    passages: int
    model: str
    chat_model: str = ""


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
class Writing:
    """Event: the language model `model` is at it; told again while nothing comes, so that whoever passes it on finds
    out that the reader has gone. `doubt` is the word of doubt that its answer will stand under, if there is one."""

    model: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Replaced:
    """Event: what was stated so far, if anything, is taken back, for the `reason`; what follows takes its place."""

    reason: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Event: the whole answer; always the last."""

    answer: Answer


Event = Retrieving | Found | Writing | Stated | Replaced | Finished
