"""The shape of an answer and of what search finds."""

from typing import Literal

from pydantic import Field

from portal.shapes.shape import Access, Day, Shape, Span


class DocumentShape(Shape):
    """What is told of a document wherever it is cited."""

    id: str
    title: str
    authors: list[str]
    published: Day | None
    published_in: str = Field(description="year or month of publication, where the day is not known")
    kind: str
    access: Access
    source_url: str


class PassageShape(Shape):
    """A passage: `text` is the document's text from `start` to `end`."""

    passage_id: str
    text: str
    start: int
    end: int
    section: list[str]
    page: int | None
    position: int
    speaker: str | None
    url: str


class FoundShape(PassageShape):
    """A passage found for a question, with its rank in each leg of the search."""

    document: DocumentShape
    score: float
    dense_rank: int | None
    lexical_rank: int | None


class SearchShape(Shape):
    """Passages for a query, best first."""

    query: str
    passages: list[FoundShape]


class CitationShape(Shape):
    """Marker `marker` stands for `quote`, word for word in the passage, at `start:end` of the document's text."""

    marker: int
    passage_id: str
    quote: str
    start: int
    end: int
    section: list[str]
    page: int | None
    speaker: str | None
    before: str
    after: str
    highlights: list[Span]
    document: DocumentShape
    url: str
    score: float


class ClaimedShape(Shape):
    """A passage that a sentence claims to rest on, and does not."""

    passage_id: str
    document_id: str
    url: str


class StatementShape(Shape):
    """One sentence of an answer and the markers that it rests on."""

    text: str
    citations: list[int]
    verdict: Literal["quoted", "supported", "unsupported"]
    why: str = Field(default="", description="what an unsupported sentence says that its sources do not")
    claims: list[ClaimedShape] = Field(default=[], description="the passages that an unsupported sentence cites")


class TallyShape(Shape):
    """A complete count of mentions, in a sentence and in numbers."""

    term: str
    mentions: int
    inside_longer_terms: int
    documents: int
    told: str
    url: str


class AlsoShape(Shape):
    """How many documents above the reader's tier would be cited, where the operator has readers told."""

    access: Literal["member", "staff"]
    documents: Literal[1, 2, 3, "several"]
    told: str


class ProseShape(Shape):
    """What became of asking a language model for the answer; `fallback` says why it is quoted instead, if it is."""

    model: str
    verified: int
    written: int
    fallback: str


class SideShape(Shape):
    """One side of a difference: words that stand in the quote of that marker."""

    marker: int
    words: str
    dated: str = Field(description="of when, in words; empty where nothing tells")
    speaker: str = Field(description="who says so, where the passage has a speaker")
    source: str = Field(description="the document and its publisher, where the library gives two figures or dates")


class DifferenceShape(Shape):
    """Citations that do not say the same, told in a sentence and side by side; the earlier comes first."""

    kind: Literal["later", "conflict"]
    told: str
    markers: list[int]
    sides: list[SideShape]


class BeyondShape(Shape):
    """What some answers have besides; each member only where there is some."""

    prose: ProseShape | None = Field(default=None, description="only where a language model was asked")
    differences: list[DifferenceShape] = Field(default=[], description="where sources cited do not say the same")
    readings: list[str] = Field(default=[], description="questions to choose from, where this one may mean several")
    suggestions: list[str] = Field(default=[], description="questions that may come next; the library answers them")
    as_of: str = Field(
        default="", description="of when the newest source is, where the question asks for now or the newest"
    )


class AnswerShape(BeyondShape):
    """An answer made of quotations, or the reason why there is none and the nearest passages."""

    id: str
    question: str
    standalone_question: str
    answerable: bool
    confidence: float = Field(ge=0, le=1)
    mode: Literal["extractive", "generative"]
    text: str
    reason: str
    tally: TallyShape | None
    statements: list[StatementShape]
    citations: list[CitationShape]
    related: list[CitationShape]
    timings_ms: dict[str, float]
    also: list[AlsoShape] = Field(default=[], description="only where there are some and the operator has readers told")
