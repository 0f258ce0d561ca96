"""What a lookup gives back. All are frozen and hold plain values."""

from dataclasses import dataclass
from typing import Literal

from corpus.types import Metadata
from qa.permalink.quote import link

Verdict = Literal["exact", "altered", "stitched", "elsewhere", "paraphrase", "not_found"]
Op = Literal["equal", "insert", "delete", "replace"]
Matter = Literal["", "number", "negation", "name", "wording"]


@dataclass(frozen=True, slots=True)
class Change:
    """One run of a word diff: `yours` as the draft has it, `source` as the library has it.

    `insert` is what the draft adds (`source` is empty), `delete` what it drops (`yours` is empty). `matter` says what a
    run that is not equal changes; numbers and negations weigh most.
    """

    op: Op
    yours: str
    source: str
    matter: Matter = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where the library has the words, or those nearest to them.

    `quote == document.text[start:end]`, word for word as the library has it; `before` and `after` are the words around
    it. `passage_id` is the passage in which the quote begins. `changes` is the word diff from the draft to the library.
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
    it exact (typography, white space, the case of the first letter). `warnings` are the changes that matter, gravest
    first, in plain sentences. `occurrences` are all places, best first; for `paraphrase` and `not_found` they are the
    nearest passages, and no quotation.
    """

    quotation: Quotation
    verdict: Verdict
    similarity: float
    occurrences: tuple[Occurrence, ...]
    folded: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    """The findings of a draft in order, and how much was searched for them."""

    findings: tuple[Finding, ...]
    documents: int
    passages: int
    took_ms: float
