"""The shape of every mention of a term."""

from typing import Literal

from portal.shapes.answers import DocumentShape
from portal.shapes.shape import Day, Shape


class FormShape(Shape):
    """One form of the term and how often it occurs."""

    form: str
    origin: Literal["asked", "glossary", "name"]
    writing: Literal["any", "as-written", "capital"]
    mentions: int
    inside: int
    spellings: dict[str, int]


class FiltersShape(Shape):
    """What the search was narrowed to."""

    kinds: list[str]
    documents: list[str]
    published_from: Day | None
    published_to: Day | None


class SearchedShape(Shape):
    """What was searched, and in which state of the library."""

    documents: int
    passages: int
    characters: int
    generation: int | None
    fingerprint: str
    tier: Literal["public", "member", "staff"]
    filters: FiltersShape


class CountedShape(DocumentShape):
    """A document that mentions the term."""

    as_of: Day | None
    mentions: int
    inside: int
    in_title: int
    forms: dict[str, int]
    url: str


class MomentShape(Shape):
    """The mentions of one day or year; `when` is null for documents without a date."""

    when: str | None
    mentions: int
    documents: int
    documents_searched: int


class TimelineShape(Shape):
    """Mentions by day and by year."""

    days: list[MomentShape]
    years: list[MomentShape]


class MentionShape(Shape):
    """One mention; offsets are into the document's text."""

    form: str
    text: str
    start: int
    end: int
    inside: str
    sentence: str
    sentence_start: int
    sentence_end: int
    document: DocumentShape
    section: list[str]
    page: int | None
    speaker: str | None
    place: Literal["text", "heading"]
    passage_id: str | None
    url: str


class MentionsShape(Shape):
    """Every mention with every count."""

    term: str
    glossary_name: str
    total: int
    inside_longer_terms: int
    statement: list[str]
    forms: list[FormShape]
    longer_terms: dict[str, int]
    left_out: dict[str, int]
    searched: SearchedShape
    documents: list[CountedShape]
    timelines: dict[str, TimelineShape]
    mentions: list[MentionShape]
    inside: list[MentionShape]
