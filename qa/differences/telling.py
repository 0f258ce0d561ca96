"""What differs, in a sentence for the reader: a fixed frame around dates and the sources' own words."""

from collections.abc import Mapping, Sequence
from typing import Literal

from qa.differences.types import Differing, Half, place
from qa.types import Difference, Side


def told(found: Differing, markers: Mapping[tuple[str, int], int]) -> Difference:
    """`found` as an answer has it; `markers` are those of its sentences by their places."""
    return difference(found.kind, [_side(half, markers[place(half.item)]) for half in found.halves])


def difference(kind: Literal["later", "conflict"], sides: Sequence[Side]) -> Difference:
    """The difference between `sides`, told; of a `later` one, the earlier is the first."""
    words = _later(*sides) if kind == "later" else _conflict(sides)
    return Difference(kind, words, tuple(dict.fromkeys(side.marker for side in sides)), tuple(sides))


def _side(half: Half, marker: int) -> Side:
    return Side(marker, half.words, half.when.words() if half.when else "", half.item.hit.passage.speaker or "")


def _later(then: Side, now: Side) -> str:
    first = f"Then, {then.dated}" if then.dated else "Before"
    return f"{first}: “{then.words}” [{then.marker}]. Later, {now.dated}: “{now.words}” [{now.marker}]."


def _conflict(sides: Sequence[Side]) -> str:
    said = [f"{f'{side.speaker}: ' if side.speaker else ''}“{side.words}” [{side.marker}]" for side in sides]
    opening = "The positions" if all(side.speaker for side in sides) else "The sources do not agree"
    return f"{opening}: {'; '.join(said)}."
