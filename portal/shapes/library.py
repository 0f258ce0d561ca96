"""The shape of the library, its documents and their passages."""

from typing import Any, Literal

from pydantic import Field

from portal.shapes.answers import DocumentShape, PassageShape
from portal.shapes.shape import Day, Moment, Shape, Span


class EntryShape(DocumentShape):
    """One line of the library's list."""

    publisher: str
    as_of: Day | None
    audience: str
    language: str
    topics: list[str]
    summary: str
    passages: int
    characters: int
    version: int
    ingested_at: Moment
    url: str


class LibraryShape(Shape):
    """Every document that the reader may see, newest first."""

    documents: list[EntryShape]


class SectionShape(Shape):
    """A stretch of a document under one heading."""

    path: list[str]
    level: int
    start: int
    end: int


class WholeDocumentShape(Shape):
    """A document with its text, and where its sections and passages lie in it."""

    document: EntryShape
    text: str
    sections: list[SectionShape]
    passages: list[PassageShape]


class PlaceShape(Shape):
    """Where words stood in one version of their document."""

    section: list[str]
    page: int | None
    speaker: str | None
    version: int
    ingested_at: Moment


class PartShape(Shape):
    """One of the places where words stand that were one passage before."""

    text: str
    start: int
    end: int
    section: list[str]
    page: int | None


class WordingShape(Shape):
    """One run of what has changed since the words were cited."""

    op: Literal["equal", "insert", "delete", "replace"]
    before: str
    now: str


class SourceShape(Shape):
    """Where a library document has a fact from."""

    id: str
    title: str
    publisher: str
    url: str
    date: str
    quality: str


class PassageViewShape(PassageShape):
    """A passage in its context, and what has become of its words."""

    document: DocumentShape
    state: Literal["current", "moved", "reworded", "removed", "erased"]
    version: int
    ingested_at: Moment
    in_library: bool
    selector: list[dict[str, Any]] = Field(description="W3C TextQuoteSelector and TextPositionSelector")
    spans: list[Span]
    quote_found: bool | None
    moved_from: PlaceShape | None
    also: list[PartShape]
    now: str
    now_at: Span | None
    now_from: Moment | None
    changes: list[WordingShape]
    gone_on: Moment | None
    before: str
    after: str
    previous: str | None
    next: str | None
    sources: list[SourceShape]
    references: dict[str, str] = Field(description="the address of the reference in each style")


class RunShape(Shape):
    """Some words of a reference, and how they look."""

    text: str
    look: str


class PinpointShape(Shape):
    """Where in its document the cited words are."""

    label: str
    value: str


class ReferenceShape(Shape):
    """One reference."""

    passage_id: str | None
    document_id: str
    text: str
    html: str
    markdown: str
    runs: list[RunShape]
    in_text: str
    pinpoint: PinpointShape | None
    speaker: str | None
    permalink: str


class ReferencesShape(Shape):
    """References in one style."""

    style: str
    title: str
    form: str
    accessed: Day
    references: list[ReferenceShape]
