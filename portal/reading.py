"""A document laid out for reading: its blocks in order, cut where a passage starts, a note refers or a page begins."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.types import Block, Document, LibraryEntry, Source
from portal.glosses import NO_GLOSSES, Glosses, Mark, Place, Words, cut
from portal.marked import NOTHING_MARKED, Marked
from portal.tabled import Table, tables
from qa.types import DocumentView

UNEXPLAINED = ("heading", "code")
STRETCH = re.compile(r"\S(?:.*?\S)?(?=\s*\n\s*\n|\s*\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a block, from `start` of the document's text. Before them stand the anchors of `passages` and the mark
    of `page`; after them, `notes`. `mark` is `meant` for words that a link means, `hit` for words searched for, and
    `opens` the anchor where such a stretch begins; `parts` says that they only part two cells of a table."""

    words: tuple[Words, ...]
    start: int = 0
    passages: tuple[str, ...] = ()
    page: int | None = None
    notes: tuple[int, ...] = ()
    mark: str = ""
    opens: str = ""
    parts: bool = False

    @property
    def text(self) -> str:
        """Its words in one."""
        return "".join(words.text for words in self.words)


@dataclass(frozen=True, slots=True)
class Part:
    """One block: its kind (as in `corpus.types.Block`), heading level (1 to 6, 0 for no heading), anchor and words,
    which of a table are told by its rows and their cells too."""

    kind: str
    level: int
    anchor: str
    runs: tuple[Run, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the table of contents; `editorial` where the label is ours and not printed in the document."""

    title: str
    level: int
    anchor: str
    editorial: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as its page shows it. Notes count its `sources` from 1. `drawn`: its pages can be shown as printed."""

    entry: LibraryEntry
    parts: tuple[Part, ...]
    contents: tuple[Heading, ...]
    sources: tuple[Source, ...]
    marked: Marked
    drawn: bool = False


@dataclass(slots=True)
class _Edge:
    """What begins (`passages`, `page`) or ends (`notes`) at one offset."""

    passages: list[str] = field(default_factory=list)
    page: int | None = None
    notes: list[int] = field(default_factory=list)


def laid_out(view: DocumentView, glosses: Glosses = NO_GLOSSES, marked: Marked = NOTHING_MARKED) -> Reading:
    """The whole document of `view`: every word of its text, once and in order; each section explains a term once."""
    document = view.document
    sources = cited_sources(document)
    whole = tuple(blocks(document))
    edges = _edges(view, whole, sources)
    sections = {section.start: section for section in document.sections}
    entries = glosses.entries(document.id)
    told: set[str] = set()
    parts = []
    for block in whole:
        section = sections.get(block.start)
        level = min(section.level if section else 2, 6) if block.kind == "heading" else 0
        told = set() if section else told
        target = anchor(block.start) if section else entries.get(block.start, "")
        marks = () if block.kind in UNEXPLAINED else glosses.marks(_text(document, block), told, _place(document))
        table = next(tables(_text(document, block), regular=False), None) if block.kind == "table" else None
        runs = _runs(document, block, edges, marks, marked, table)
        rows = table.filled((run.start - block.start, run) for run in runs) if table else ()
        parts.append(Part(block.kind, level, target, runs, rows))
    return Reading(view.entry, tuple(parts), contents(document), sources, marked)


def anchor(offset: int) -> str:
    """The anchor of the section that starts at `offset`."""
    return f"section-{offset}"


def blocks(document: Document) -> Iterator[Block]:
    """The document's blocks, with a paragraph for any words that none of them covers."""
    reached = 0
    for block in sorted(document.blocks, key=lambda block: block.start):
        yield from _paragraphs(document.text, reached, block.start)
        yield block
        reached = max(reached, block.end)
    yield from _paragraphs(document.text, reached, len(document.text))


def contents(document: Document) -> tuple[Heading, ...]:
    """The sections that have a name, in order."""
    return tuple(
        Heading(section.path[-1].strip("[]"), section.level, anchor(section.start), section.path[-1].startswith("["))
        for section in document.sections
        if section.path
    )


def cited_sources(document: Document) -> tuple[Source, ...]:
    """The document's sources: those its notes refer to, in the order of the first reference, then the others."""
    known = {source.id: source for source in document.meta.sources}
    order = dict.fromkeys([*(note.source for note in document.notes if note.source in known), *known])
    return tuple(known[name] for name in order)


def _paragraphs(text: str, start: int, end: int) -> Iterator[Block]:
    for found in STRETCH.finditer(text[start:end]):
        yield Block("paragraph", start + found.start(), start + found.end())


def _edges(view: DocumentView, whole: Sequence[Block], sources: Sequence[Source]) -> Mapping[int, _Edge]:
    """What begins or ends at which offset; offsets between two blocks move to the block they belong to."""
    starts, ends = [block.start for block in whole], [block.end for block in whole]
    numbers = {source.id: number for number, source in enumerate(sources, 1)}
    edges: dict[int, _Edge] = {}

    def beginning(offset: int) -> _Edge:
        behind = bisect_right(starts, offset) - 1
        if (behind < 0 or offset >= ends[behind]) and behind + 1 < len(starts):
            offset = starts[behind + 1]
        return edges.setdefault(offset, _Edge())

    def ending(offset: int) -> _Edge:
        ahead = bisect_left(ends, offset)
        if ahead > 0 and (ahead == len(ends) or offset <= starts[ahead]):
            offset = ends[ahead - 1]
        return edges.setdefault(offset, _Edge())

    for passage in view.passages:
        beginning(passage.start).passages.append(passage.id)
    for page in view.document.pages:
        beginning(page.start).page = page.number
    for note in view.document.notes:
        if note.source in numbers:
            ending(note.offset).notes.append(numbers[note.source])
    return edges


def _text(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def _place(document: Document) -> Place:
    return Place(document.id, 0, len(document.text))


def _runs(
    document: Document,
    block: Block,
    edges: Mapping[int, _Edge],
    marks: Sequence[Mark],
    marked: Marked,
    table: Table | None,
) -> tuple[Run, ...]:
    """The words of `block`, cut at the `edges` in it, where a marked stretch begins or ends, and at a table's cells.
    Headings and code are not explained, nor a glossary by itself."""
    text = _text(document, block)
    cells = (block.start + edge for edge in table.edges()) if table else ()
    every = (*edges, *marked.edges(block.start, block.end), *cells)
    inner = {offset for offset in every if block.start < offset < block.end}
    cuts = [block.start, *sorted(inner), block.end]
    nothing = _Edge()
    found = []
    for start, end in pairwise(cuts):
        opening, closing = edges.get(start, nothing), edges.get(end, nothing)
        words = cut(text, marks, start - block.start, end - block.start)
        mark, opens = marked.at(start, first=start == block.start)
        parts = table is not None and table.parts(start - block.start)
        found.append(Run(words, start, tuple(opening.passages), opening.page, tuple(closing.notes), mark, opens, parts))
    return tuple(found)
