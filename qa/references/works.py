"""What is cited: a passage in its document, or a document as a whole, and how to point to the place."""

from dataclasses import dataclass
from typing import Literal

from corpus.types import Document, Metadata, Passage, Section
from qa.permalink.types import PassageView
from qa.types import Citation

PARAGRAPHS = ("paragraph", "item", "quote", "memo", "table", "code")


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A place in a document: a page, the section under a heading, or a paragraph counted from the start.

    `printed` is False for a heading that the document does not print (an editorial label, kept in square brackets).
    """

    label: Literal["page", "section", "paragraph"]
    value: str
    printed: bool = True

    @property
    def words(self) -> str:
        """`p. 12`, `paragraph 3`, `section “Russian Position”`, `section [Closing analysis]`."""
        if self.label == "page":
            return f"p. {self.value}"
        return f"{self.label} {self.value if self.label == 'paragraph' else self.heading}"

    @property
    def heading(self) -> str:
        """A section's heading in quotation marks, or in square brackets where it is not printed."""
        return f"“{self.value}”" if self.printed else f"[{self.value}]"


@dataclass(frozen=True, slots=True)
class Work:
    """What a reference is made of. `path` is its page, relative to the desk's root; `id` its passage's, or document's.

    `speaker` is whose words or view the passage gives, where that is not its author. `paginated` says that the source
    has pages.
    """

    id: str
    document_id: str
    meta: Metadata
    path: str
    pinpoint: Pinpoint | None = None
    speaker: str = ""
    paginated: bool = False

    @property
    def whole(self) -> bool:
        """Whether this is a document as a whole."""
        return self.id == self.document_id


def whole_document(document: Document, meta: Metadata) -> Work:
    """The document as a whole; `meta` is what is known of it now."""
    return Work(document.id, document.id, meta, f"/documents/{document.id}", paginated=bool(document.pages))


def passage_of(document: Document, passage: Passage, meta: Metadata, path: str = "") -> Work:
    """A passage in the version `document` that holds it: by its page, else its heading, else its paragraph.

    `path` is its permalink, if that names a quotation.
    """
    place = pinpoint(meta, passage.section, passage.page) or _paragraph(document, passage.start)
    return Work(
        passage.id,
        passage.document_id,
        meta,
        path or f"/passages/{passage.id}",
        pinpoint=place,
        speaker=other_speaker(meta, passage.speaker),
        paginated=passage.page is not None or bool(document.pages),
    )


def shown_passage(view: PassageView) -> Work | None:
    """The passage that a page shows, as it shows it, by its page or heading; None where its words have been erased."""
    if view.state == "erased":
        return None
    passage = view.passage
    return Work(
        passage.id,
        passage.document_id,
        view.meta,
        view.url,
        pinpoint=pinpoint(view.meta, passage.section, passage.page),
        speaker=other_speaker(view.meta, passage.speaker),
        paginated=passage.page is not None,
    )


def cited_passage(citation: Citation) -> Work:
    """The passage of a citation, by what the citation itself says of it: its page, else its heading."""
    return Work(
        citation.passage_id,
        citation.document_id,
        citation.meta,
        citation.url,
        pinpoint=pinpoint(citation.meta, citation.section, citation.page),
        speaker=other_speaker(citation.meta, citation.speaker),
        paginated=citation.page is not None,
    )


def cite_address(path: str) -> str:
    """Where references of the work at `path` are, up to the style: `/api/passages/p1/cite?quote=10-29-1f338bd0&`."""
    place, _, query = path.partition("?")
    return f"/api{place}/cite?{f'{query}&' if query else ''}"


def work_name(path: str) -> str:
    """The passage at `path` as lists of works name it: `p1`, or `p1,10-29-1f338bd0` for a quotation in it."""
    place, _, query = path.partition("?")
    return ",".join(part for part in (place.rpartition("/")[2], query.removeprefix("quote=")) if part)


def pinpoint(meta: Metadata, section: tuple[str, ...], page: int | None) -> Pinpoint | None:
    """The page if there is one, else the innermost heading that is not the title; None where there is neither."""
    if page is not None:
        return Pinpoint("page", str(page))
    headings = [heading for heading in section if heading != meta.title]
    if not headings:
        return None
    words = " ".join(headings[-1].split())
    editorial = words.startswith("[") and words.endswith("]")
    return Pinpoint("section", words[1:-1] if editorial else words, printed=not editorial)


def other_speaker(meta: Metadata, speaker: str | None) -> str:
    """Whose words or view it is, where that is neither an author nor the publisher."""
    return speaker if speaker and speaker not in (*meta.authors, meta.publisher) else ""


def _paragraph(document: Document, offset: int) -> Pinpoint | None:
    """The paragraph at `offset`, counted from the start of the document, headings left out."""
    paragraphs = [block for block in document.blocks if block.kind in PARAGRAPHS]
    section = _section(document, offset)
    if not paragraphs or (section is not None and section.path and section.path[-1] != document.meta.title):
        return None
    return Pinpoint("paragraph", str(max(1, sum(block.start <= offset for block in paragraphs))))


def _section(document: Document, offset: int) -> Section | None:
    return next((section for section in document.sections if section.start <= offset < section.end), None)
