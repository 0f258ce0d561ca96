"""What differs, in a sentence for the reader: a fixed frame around dates and the sources' own words."""

from collections.abc import Mapping, Sequence
from typing import Literal

from corpus.types import Metadata
from qa.differences.quantities import quantities
from qa.differences.types import Differing, Half, place
from qa.types import Difference, Side


def told(found: Differing, markers: Mapping[tuple[str, int], int]) -> Difference:
    """`found` as an answer has it; `markers` are those of its sentences by their places."""
    plain = found.of != ""
    return difference(found.kind, [_side(half, markers[place(half.item)], plain=plain) for half in found.halves])


def difference(kind: Literal["later", "conflict"], sides: Sequence[Side]) -> Difference:
    """The difference between `sides`, told; of a `later` one, the earlier is the first."""
    words = _later(*sides) if kind == "later" else _conflict(sides)
    return Difference(kind, words, tuple(dict.fromkeys(side.marker for side in sides)), tuple(sides))


def source_of(meta: Metadata) -> str:
    """What a side's document is, and who published it, in words: `A Brief, A Publisher`."""
    return ", ".join(part for part in (meta.title, meta.publisher) if part)


def _side(half: Half, marker: int, *, plain: bool) -> Side:
    hit = half.item.hit
    source = source_of(hit.meta) if plain else ""
    return Side(marker, half.words, half.when.words() if half.when else "", hit.passage.speaker or "", source)


def _later(then: Side, now: Side) -> str:
    first = f"Then, {then.dated}" if then.dated else "Before"
    return f"{first}: “{then.words}” [{then.marker}]. Later, {now.dated}: “{now.words}” [{now.marker}]."


def _conflict(sides: Sequence[Side]) -> str:
    if all(side.source for side in sides):
        given = "; ".join(f"“{side.words}” ({_imprint(side)}) [{side.marker}]" for side in sides)
        return f"The library gives two {_kind_of(sides)}: {given}."
    said = [f"{f'{side.speaker}: ' if side.speaker else ''}“{side.words}” [{side.marker}]" for side in sides]
    opening = "The positions" if all(side.speaker for side in sides) else "The sources do not agree"
    return f"{opening}: {'; '.join(said)}."


def _imprint(side: Side) -> str:
    """Who says so, where, and of when it is."""
    return ", ".join(part for part in (side.speaker, side.source, side.dated or "undated") if part)


def _kind_of(sides: Sequence[Side]) -> str:
    return "figures" if all(quantities(side.words) for side in sides) else "dates"
