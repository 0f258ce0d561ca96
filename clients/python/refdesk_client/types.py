"""What a desk says. All are frozen and hold plain values; `url`s are whole addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Access = Literal["public", "member", "staff"]
Verdict = Literal["exact", "altered", "stitched", "elsewhere", "paraphrase", "not_found"]
State = Literal["current", "moved", "reworded", "removed", "erased"]
Style = Literal["chicago", "apa", "mla", "bluebook", "bibtex", "ris", "csl-json"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What to narrow the library to; dates are inclusive."""

    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    published_from: date | None = None
    published_to: date | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier turn of a conversation; `cited` are the `url`s of what an answer cited."""

    role: Literal["user", "assistant"]
    content: str
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What is told of a document wherever it is cited."""

    id: str
    title: str
    authors: tuple[str, ...]
    published: date | None
    published_in: str
    kind: str
    access: Access
    source_url: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Marker `marker` stands for `quote`, word for word in its passage, at `start:end` of the document's text."""

    marker: int
    passage_id: str
    quote: str
    start: int
    end: int
    section: tuple[str, ...]
    page: int | None
    speaker: str | None
    before: str
    after: str
    highlights: tuple[tuple[int, int], ...]
    document: Document
    url: str
    score: float


@dataclass(frozen=True, slots=True)
class Claimed:
    """A passage that a sentence claims to rest on, and does not."""

    passage_id: str
    document_id: str
    url: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and the markers that it rests on; of an unsupported one, `why` it is and what it
    `claims` to rest on."""

    text: str
    citations: tuple[int, ...]
    verdict: Literal["quoted", "supported", "unsupported"]
    why: str = ""
    claims: tuple[Claimed, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """A complete count of mentions; `told` says it in a sentence."""

    term: str
    mentions: int
    inside_longer_terms: int
    documents: int
    told: str
    url: str


@dataclass(frozen=True, slots=True)
class Also:
    """How many documents that the key may not read would be cited too; `told` says it in a sentence."""

    access: Access
    documents: int | Literal["several"]
    told: str


@dataclass(frozen=True, slots=True)
class Prose:
    """What became of asking a language model; `fallback` says why the answer is quoted instead, if it is."""

    model: str
    verified: int
    written: int
    fallback: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: `words` that stand in the quote of `marker`, of when they are, in words, and for two
    figures or dates the `source`."""

    marker: int
    words: str
    dated: str
    speaker: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Citations that do not say the same, told in a sentence and side by side; the earlier comes first."""

    kind: Literal["later", "conflict"]
    told: str
    markers: tuple[int, ...]
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer made of quotations. If not `answerable`, `reason` says why and `related` has the nearest passages; else
    a `reason` is a word of doubt. `also` is empty unless the desk tells of documents beyond the key's tier."""

    id: str
    question: str
    standalone_question: str
    answerable: bool
    confidence: float
    mode: Literal["extractive", "generative"]
    text: str
    reason: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...]
    tally: Tally | None = None
    also: tuple[Also, ...] = ()
    prose: Prose | None = None
    differences: tuple[Difference, ...] = ()
    readings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    as_of: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage: `text` is the document's text from `start` to `end`."""

    passage_id: str
    text: str
    start: int
    end: int
    section: tuple[str, ...]
    page: int | None
    position: int
    speaker: str | None
    url: str


@dataclass(frozen=True, slots=True)
class Retrieved(Passage):
    """A passage found for a query, with its rank in each leg of the search."""

    document: Document
    score: float
    dense_rank: int | None
    lexical_rank: int | None


@dataclass(frozen=True, slots=True)
class Entry(Document):
    """One line of the library's list."""

    publisher: str
    as_of: date | None
    audience: str
    language: str
    topics: tuple[str, ...]
    summary: str
    passages: int
    characters: int
    version: int
    ingested_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading."""

    path: tuple[str, ...]
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document with its text, and where its sections and passages lie in it."""

    document: Entry
    text: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class PassageView(Passage):
    """A passage in its context. `state` says what has become of its words since they were cited; `now` is today's
    wording of `reworded` ones."""

    document: Document
    state: State
    version: int
    ingested_at: datetime
    in_library: bool
    spans: tuple[tuple[int, int], ...]
    quote_found: bool | None
    now: str
    before: str
    after: str
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One run of a word diff, from the draft's words to the library's; `matter` says what it is about."""

    op: Literal["equal", "insert", "delete", "replace"]
    yours: str
    source: str
    matter: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where the library has the words, or those nearest to them."""

    passage_id: str
    document: Document
    section: tuple[str, ...]
    page: int | None
    speaker: str | None
    quote: str
    start: int
    end: int
    before: str
    after: str
    diff: tuple[Change, ...]
    covers: tuple[int, int]
    similarity: float
    is_where_named: bool | None
    url: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One quotation and what the library says of it."""

    text: str
    start: int
    end: int
    attributed_to: str
    verdict: Verdict
    similarity: float
    total: int
    folded: tuple[str, ...]
    warnings: tuple[str, ...]
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was searched."""

    documents: int
    passages: int


@dataclass(frozen=True, slots=True)
class Lookup:
    """The findings of a draft, in its order."""

    quotations: tuple[Finding, ...]
    searched: Searched
    took_ms: float


@dataclass(frozen=True, slots=True)
class Found:
    """Of a stream: these passages are being read, best first."""

    passages: tuple[Retrieved, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """Of a stream: one sentence of the answer, with the citations that it brings in."""

    statement: Statement
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Replaced:
    """Of a stream: forget the sentences so far, for the `reason`; others follow in their place."""

    reason: str


StreamEvent = Found | Stated | Replaced | Answer
"""What a stream gives; an Answer is always the last."""
