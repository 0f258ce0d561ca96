"""What a lookup takes and gives back. All are frozen and hold plain values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from corpus.types import Document, Metadata
from qa.permalink.quote import link

Verdict = Literal["exact", "altered", "stitched", "elsewhere", "paraphrase", "not_found"]
Op = Literal["equal", "insert", "delete", "replace"]
Matter = Literal[
    "", "number", "negation", "name", "wording", "punctuation", "capitals", "omission", "insertion"
]  # fmt: skip

Progress = Callable[[int, int], None]
"""Told (quotations done, quotations in all) while a draft is looked up."""

ReadDraft = Callable[[bytes, str], Document]
"""Reads an uploaded draft: (its bytes, its file name) → its text. Raises corpus.errors.DraftUnreadable."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to look up. `blocks` are the spans of its block quotes, where whoever read it knows them; those of
    Markdown (`>`) are found without."""

    text: str
    blocks: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, document: Document) -> "Draft":
        """The draft that was read from a file."""
        return cls(document.text, tuple((b.start, b.end) for b in document.blocks if b.kind == "quote"))


@dataclass(frozen=True, slots=True)
class Change:
    """One run of a word diff: `yours` as the draft has it, `source` as the library has it.

    `insert` is what the draft adds (`source` is empty), `delete` what it drops (`yours` is empty). `matter` says what a
    run that is not equal changes; numbers and negations weigh most. `omission` is what the draft leaves out and marks
    so (`…`), `insertion` what it puts in brackets. The runs, joined, are the quotation's text and the occurrence's
    quote; an equal run may differ in typography.
    """

    op: Op
    yours: str
    source: str
    matter: Matter = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where the library has the words, or those nearest to them.

    `quote == document.text[start:end]`, word for word as the library has it; `before` and `after` are the words around
    it. `passage_id` is the passage in which the quote begins (of words in a heading: the passage under it). `changes`
    is the word diff from the draft to the library. `covers` are the offsets in the quotation's text of the part that
    stands here: all of it, unless the quotation is stitched. `is_where_named` says whether this is the document or
    speaker that the draft names, None if it names none.
    """

    passage_id: str
    document_id: str
    meta: Metadata
    section: tuple[str, ...]
    page: int | None
    speaker: str | None
    quote: str
    start: int
    end: int
    before: str
    after: str
    changes: tuple[Change, ...] = ()
    covers: tuple[int, int] = (0, 0)
    similarity: float = 1.0
    is_where_named: bool | None = None

    @property
    def url(self) -> str:
        """The permalink of the very words, relative to the desk's root."""
        return link(self.passage_id, self.quote, self.start)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of the draft to look up: `text == draft[start:end]`; `attributed_to` is the document or speaker that
    the draft names for it, empty if it names none."""

    text: str
    start: int
    end: int
    attributed_to: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the library says of one quotation.

    `similarity` is between 0 and 1; 1 is word for word. `folded` tells in plain sentences what was overlooked to call
    it exact (typography, white space, the case of the first letter) and what the draft marks itself (an ellipsis,
    brackets). `warnings` are the changes that matter, gravest first, in plain sentences. `occurrences` are the places,
    best first (of a stitched quotation: part by part); for `paraphrase` and `not_found` they are the nearest passages,
    and no quotation. `total` counts all places of words that are found as they stand, also where a very common
    word has more than are listed; of others, those listed.
    """

    quotation: Quotation
    verdict: Verdict
    similarity: float
    occurrences: tuple[Occurrence, ...]
    folded: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Lookup:
    """The findings of a draft in order, and how much was searched for them."""

    findings: tuple[Finding, ...]
    documents: int
    passages: int
    took_ms: float
