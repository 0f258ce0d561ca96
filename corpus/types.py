"""The types that carry a library: what a document is, and the passages cut from it.

All are frozen and hold plain values; nothing here imports a third-party package. Offsets count characters
(Python `str` indices) into `Document.text`, end exclusive.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum


class Tier(IntEnum):
    """Who may read a document. A reader sees every tier up to and including their own."""

    PUBLIC = 0
    MEMBER = 1
    STAFF = 2

    @property
    def label(self) -> str:
        """The tier as front matter and JSON write it: `public`, `member` or `staff`."""
        return self.name.lower()

    @classmethod
    def named(cls, name: str) -> "Tier":
        """The tier called `name` (any case). Raises ValueError for another word."""
        try:
            return cls[name.strip().upper()]
        except KeyError:
            raise ValueError(f"'{name}' is not an access tier; use public, member or staff") from None

    def visible(self) -> tuple["Tier", ...]:
        """The tiers that a reader of this tier may see, lowest first."""
        return tuple(tier for tier in Tier if tier <= self)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading, up to the next heading of any level.

    `path` holds the headings from the outermost to this one; a section without a printed heading has an
    editorial label in square brackets instead (`("[Closing analysis]",)`), and the untitled start of a document
    has an empty path. `start` is where the section's own heading begins (or its text, when it has none printed).
    """

    start: int
    end: int
    path: tuple[str, ...]
    level: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph-like unit. `kind`: heading, paragraph, item (of a list), table, quote, code or memo."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paginated source (PDF).

    `anchors` maps document offsets to offsets in the page's own text, as the PDF library gives it: from each
    `(in_document, in_page)` pair on, both advance together until the next pair. Joined hyphens, dropped headers and
    footers are the gaps between pairs.
    """

    number: int
    start: int
    end: int
    anchors: tuple[tuple[int, int], ...] = ()

    def locate(self, offset: int) -> int:
        """The offset in the page's own text of the document offset `offset`, which lies in this page."""
        best = self.start, 0
        for anchor in self.anchors:
            if anchor[0] > offset:
                break
            best = anchor
        return best[1] + offset - best[0]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a library document has a fact from. `quality`: government, good, advocacy or weak."""

    id: str
    title: str
    publisher: str = ""
    url: str = ""
    date: str = ""
    quality: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote reference: the text that ends at `offset` rests on the source `source` (a `Source.id`)."""

    offset: int
    source: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words or view a section gives, and the names under which questions ask for it."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document besides its text. Dates that a source does not give are None, never guessed.

    `published_in` is the year or the month of publication (`2011`, `2011-11`) where the day is not known.
    """

    title: str
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: date | None = None
    published_in: str = ""
    as_of: date | None = None
    kind: str = "document"
    access: Tier = Tier.PUBLIC
    audience: str = ""
    source_url: str = ""
    language: str = "en"
    topics: tuple[str, ...] = ()
    summary: str = ""
    questions: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    speakers: tuple[Speaker, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One source, read: its words in reading order and their structure.

    `id` is derived from the canonical source (the source address, or the path within the library), never from
    position or file time. `checksum` is the SHA-256 of the source's bytes, in hexadecimal.
    """

    id: str
    meta: Metadata
    checksum: str
    text: str
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    pages: tuple[Page, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document: `text == document.text[start:end]`.

    `id` is derived from the document's id and the normalised words, so it survives re-ingest and re-ordering.
    `sentences` are the offsets, into the document's text, of the passage's sentences in order.
    `page` is the page on which it starts, for paginated sources.
    """

    id: str
    document_id: str
    text: str
    start: int
    end: int
    section: tuple[str, ...]
    page: int | None
    position: int
    speaker: str | None
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One line of the library's list: a document without its text. `ingested_at` is in UTC.

    `version` is the number of its text in the catalogue, which counts those of every tier and is for the program alone;
    readers are told `edition`, which counts this document's own versions that all of its readers may see, from 1.
    """

    id: str
    meta: Metadata
    passages: int
    characters: int
    version: int
    ingested_at: datetime
    edition: int = 1
