"""A passage laid out for its page: its words with those marked that the link means, and what has become of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.types import Metadata, Passage
from portal.glosses import NO_GLOSSES, Glosses, Place, Words, cut
from qa.permalink.quote import LONGEST_QUOTE_CHARS, Quote, quote_of
from qa.permalink.types import PassageView
from qa.render import pinpointed


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a passage; `meant` are those that the link is about."""

    words: tuple[Words, ...]
    meant: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """A passage as its page shows it: `before`, the passage in `runs`, `after`; a term is explained once, first in the
    passage. `origin` and `place` say in words where moved words stood and where they stand."""

    runs: tuple[Run, ...]
    before: tuple[Words, ...]
    after: tuple[Words, ...]
    place: str
    origin: str
    parts: tuple[tuple[str, str], ...]


def leaf(view: PassageView, glosses: Glosses = NO_GLOSSES) -> Leaf:
    """The page of `view`. Every word of the passage is in its runs, once and in order."""
    passage = view.passage
    told: set[str] = set()
    place = Place(passage.document_id, passage.start - len(view.before), passage.end + len(view.after))
    marks = glosses.marks(passage.text, told, place)
    spans = [(start - passage.start, end - passage.start) for start, end in view.spans]
    runs = tuple(Run(cut(passage.text, marks, a, b), meant) for a, b, meant in _stretches(len(passage.text), spans))
    origin = view.moved_from
    return Leaf(
        runs=runs,
        before=glosses.words(view.before, told, place),
        after=glosses.words(view.after, told, place),
        place=_where(view.meta, passage.section, passage.page, passage.speaker),
        origin=_where(view.meta, origin.section, origin.page, origin.speaker) if origin else "",
        parts=tuple((part.text, _at(view.meta, part)) for part in view.parts),
    )


def _stretches(length: int, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """The passage from start to end, cut where the words meant begin and end."""
    cuts = sorted({0, length, *(min(max(edge, 0), length) for span in spans for edge in span)})
    for start, end in pairwise(cuts):
        yield start, end, any(first <= start < last for first, last in spans)


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
