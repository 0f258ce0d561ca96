"""What a search for every mention gives back. All are frozen and hold plain values."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.types import Metadata, Tier
from qa.permalink.quote import link
from qa.types import Filters

Origin = Literal["asked", "glossary", "name"]
Writing = Literal["any", "as-written", "capital"]
"""How the letters of a form must be written to count: anyhow; its acronyms exactly; its last word with a capital."""
Place = Literal["text", "heading"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the library has the term: `text == document.text[start:end]`, written as the form `form`.

    `sentence` (at `sentence_start:sentence_end`) is the sentence, or the heading, that it stands in. `passage_id` is
    the passage in which it begins, for a heading the first one under it (None if there is none). `inside` names the
    longer term that it is only a part of ("SM-3 Block IIA" for "SM-3"); empty for a mention that stands by itself.
    """

    document_id: str
    meta: Metadata
    form: str
    text: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    sentence_end: int
    section: tuple[str, ...]
    page: int | None
    speaker: str | None
    passage_id: str | None
    place: Place
    inside: str = ""

    @property
    def url(self) -> str:
        """The permalink of its very words, relative to the desk's root; the document where no passage is near."""
        if self.passage_id is None:
            return f"/documents/{self.document_id}"
        return link(self.passage_id, self.text, self.start)


@dataclass(frozen=True, slots=True)
class FormCount:
    """A form that was searched for: where it is from, how often it stands by itself and inside longer terms, and each
    spelling of it that was counted (`NGI`, `NGIs`)."""

    form: str
    origin: Origin
    writing: Writing
    mentions: int
    inside: int
    spellings: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DocumentCount:
    """A document that mentions the term. `in_title` counts the title, which is no part of the text nor of the rest."""

    document_id: str
    meta: Metadata
    mentions: int
    inside: int
    in_title: int
    forms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """The mentions of one date or year (`2011`, `2011-11-01`; empty for documents without a date), how many documents
    have them, and how many documents of that date were searched."""

    when: str
    mentions: int
    documents: int
    searched: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Mentions by day and by year, earliest first, documents without a date last. `basis` says which date counts."""

    basis: Literal["published", "as_of"]
    days: tuple[Moment, ...]
    years: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through: documents, their passages and characters, as a reader of `tier` sees generation
    `generation` of the library; `fingerprint` is of what that reader may read."""

    documents: int
    passages: int
    characters: int
    generation: int
    fingerprint: str
    filters: Filters
    tier: Tier


@dataclass(frozen=True, slots=True)
class Mentions:
    """Every mention of `term`, documents newest first and in each from its beginning.

    `mentions` stand by themselves; `inside` are parts of longer terms, counted apart. `name` is the glossary's name for
    the term, empty if it has none. `left_out` are spellings that only look like a form (`start` for START), which are
    not counted. `documents` and `timelines` count `mentions`.
    """

    term: str
    name: str
    forms: tuple[FormCount, ...]
    mentions: tuple[Mention, ...]
    inside: tuple[Mention, ...]
    left_out: tuple[tuple[str, int], ...]
    documents: tuple[DocumentCount, ...]
    timelines: tuple[Timeline, ...]
    searched: Searched

    @property
    def longer(self) -> tuple[tuple[str, int], ...]:
        """The longer terms that `inside` is part of, with how often; the most frequent first."""
        counts: dict[str, int] = {}
        for mention in self.inside:
            counts[mention.inside] = counts.get(mention.inside, 0) + 1
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def dated(meta: Metadata, basis: Literal["published", "as_of"]) -> date | None:
    """The date of a document that a timeline of `basis` goes by."""
    return meta.published if basis == "published" else meta.as_of
