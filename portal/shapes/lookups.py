"""The shape of a lookup: what the library says of each quotation of a draft."""

from typing import Literal

from pydantic import Field

from portal.shapes.answers import DocumentShape
from portal.shapes.shape import Shape, Span


class ChangeShape(Shape):
    """One run of a word diff, from the draft's words to the library's."""

    op: Literal["equal", "insert", "delete", "replace"]
    yours: str
    source: str
    matter: str = Field(description="what the change is about, such as number or negation; empty if nothing")


class OccurrenceShape(Shape):
    """One place where the library has the words, or those nearest to them."""

    passage_id: str
    document: DocumentShape
    section: list[str]
    page: int | None
    speaker: str | None
    quote: str
    start: int
    end: int
    before: str
    after: str
    diff: list[ChangeShape]
    covers: Span
    similarity: float
    is_where_named: bool | None
    url: str


class FindingShape(Shape):
    """One quotation and its verdict."""

    text: str
    start: int
    end: int
    attributed_to: str
    verdict: Literal["exact", "altered", "stitched", "elsewhere", "paraphrase", "not_found"]
    similarity: float = Field(ge=0, le=1)
    total: int
    folded: list[str]
    warnings: list[str]
    occurrences: list[OccurrenceShape]


class ScopeShape(Shape):
    """How much was searched."""

    documents: int
    passages: int


class LookupShape(Shape):
    """The findings of a draft, in its order."""

    quotations: list[FindingShape]
    searched: ScopeShape
    took_ms: float
