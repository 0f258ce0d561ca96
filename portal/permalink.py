"""A passage laid out for its page: its words with those marked that the link means, and what has become of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.types import Metadata, Passage
from portal.glosses import NO_GLOSSES, Glosses, Mark, Place, Words, cut
from portal.tabled import tables
from qa.permalink.quote import LONGEST_QUOTE_CHARS, Quote, quote_of
from qa.permalink.types import PassageView
from qa.render import pinpointed
from qa.rows import is_row


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a passage; `meant` are those that the link is about, `opens` the first of them. `parts` says that they
    only part two cells of a table."""

    words: tuple[Words, ...]
    meant: bool
    opens: bool = False
    parts: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a passage between two tables, or a table of it: `rows` of cells, the first of them `headed` where the
    table begins in the passage."""

    runs: tuple[Run, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    headed: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A passage as its page shows it: `before`, the passage in `stretches`, `after`; a term is explained once, first in
    the passage. `origin` and `place` say in words where moved words stood and where they stand."""

    stretches: tuple[Stretch, ...]
    before: tuple[Words, ...]
    after: tuple[Words, ...]
    place: str
    origin: str
    parts: tuple[tuple[str, str], ...]


def leaf(view: PassageView, glosses: Glosses = NO_GLOSSES) -> Leaf:
    """The page of `view`. Every word of the passage is in the runs of its stretches, once and in order."""
    passage = view.passage
    told: set[str] = set()
    place = Place(passage.document_id, passage.start - len(view.before), passage.end + len(view.after))
    marks = glosses.marks(passage.text, told, place)
    spans = [(start - passage.start, end - passage.start) for start, end in view.spans]
    origin = view.moved_from
    return Leaf(
        stretches=tuple(_stretches(view, marks, spans)),
        before=glosses.words(view.before, told, place),
        after=glosses.words(view.after, told, place),
        place=_where(view.meta, passage.section, passage.page, passage.speaker),
        origin=_where(view.meta, origin.section, origin.page, origin.speaker) if origin else "",
        parts=tuple((part.text, _at(view.meta, part)) for part in view.parts),
    )


def _stretches(view: PassageView, marks: Sequence[Mark], spans: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    """The passage from start to end, its tables apart, cut where the words meant begin and end and at cells."""
    text, found = view.passage.text, tuple(tables(view.passage.text))
    meant = {min(max(edge, 0), len(text)) for span in spans for edge in span}
    bounds = sorted({0, len(text), *(edge for table in found for edge in (table.start, table.end))})
    begun = {table.start: table for table in found}
    opened = min((start for start, end in spans if start < end), default=None)
    for first, last in pairwise(bounds):
        table = begun.get(first)
        inner = {edge for edge in (*meant, *(table.edges() if table else ())) if first < edge < last}
        pieces = [
            (
                start,
                Run(
                    cut(text, marks, start, end),
                    meant=any(a <= start < b for a, b in spans),
                    opens=opened is not None and start == max(opened, 0),
                    parts=table is not None and table.parts(start),
                ),
            )
            for start, end in pairwise([first, *sorted(inner), last])
        ]
        goes_on = first == 0 and is_row(view.before.rstrip().rpartition("\n")[2])
        yield Stretch(tuple(run for _, run in pieces), table.filled(pieces) if table else (), headed=not goes_on)


def _at(meta: Metadata, passage: Passage) -> str:
    return _where(meta, passage.section, passage.page, passage.speaker)


def _where(meta: Metadata, section: tuple[str, ...], page: int | None, speaker: str | None) -> str:
    """`section “Radar”, p. 3 (the minister)`; the document's own opening where it has no heading."""
    place = pinpointed(meta, section, page) or "the document’s opening"
    return f"{place} ({speaker})" if speaker and speaker not in meta.authors else place


def quote_today(view: PassageView) -> Quote | None:
    """Where in the document of today the words stand, or what they are now; None where they are gone."""
    if view.state == "reworded" and view.today is not None:
        return quote_of(view.today.text, view.today.start)
    if view.state in ("current", "moved") and len(view.selector.exact) <= LONGEST_QUOTE_CHARS:
        return quote_of(view.selector.exact, view.selector.start)
    return None


def in_document(view: PassageView) -> str:
    """Where the words stand in their whole document today, as an address of its page."""
    quote = quote_today(view)
    return f"/documents/{view.passage.document_id}{f'?quote={quote}' if quote else ''}"
