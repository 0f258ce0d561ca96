"""Near words → the stretches of a quotation that the library has, and whether they make one place or several."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.lookup.quoted import Quoted
from qa.lookup.search import (
    LONGEST_OMISSION_WORDS,
    LONGEST_SLIP_WORDS,
    Pair,
    Place,
    Search,
    joined,
    moved,
)

_DEEPEST = 5
_SOLID_WORDS, _SOLID_SHARE, _SOLID_WEIGHT = 5, 0.7, 22.0
"""What a stretch must have to count as words of the library by itself: matching words, their share, and how much they
say."""

_MOST_ELSEWHERE = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """The stretches of a quotation in its order, each one place; `matched` is the share of its words that they have."""

    places: tuple[Place, ...]
    matched: float


def gathered(quoted: Quoted, searches: Sequence[Search]) -> Found:
    """What the library has of `quoted`, words that a slip or a marked omission parts taken together."""
    places: list[Place] = []
    for segment in quoted.segments():
        places += _pieces(segment, searches)
    places = _together(places, searches)
    grouped: list[Place] = []
    for place in places:
        if grouped and _goes_on(quoted, grouped[-1], place):
            grouped[-1] = joined([grouped[-1], place])
        else:
            grouped.append(place)
    matched = sum(len(place.pairs) for place in grouped)
    return Found(tuple(grouped), matched / max(len(quoted.words), 1))


def _pieces(part: Pair, searches: Sequence[Search], depth: int = 0) -> list[Place]:
    """The solid stretches of the words `part`, in order: the best, and what is left before and after it."""
    near = [(search.weight(place), place) for search in searches for place in search.near(part)[:1]]
    if not near:
        return []
    weight, best = max(near, key=lambda each: each[0])
    if depth and not is_solid(best, weight):
        return []
    if depth == _DEEPEST or not is_solid(best, weight):
        return [best]
    before, after = (part[0], best.part[0]), (best.part[1], part[1])
    return [*_pieces(before, searches, depth + 1), best, *_pieces(after, searches, depth + 1)]


def is_solid(place: Place, weight: float) -> bool:
    """Whether so many words in their order are no coincidence."""
    return len(place.pairs) >= _SOLID_WORDS and place.share >= _SOLID_SHARE and weight >= _SOLID_WEIGHT


def everywhere(
    place: Place, searches: Sequence[Search], part: Pair | None = None, most: int = _MOST_ELSEWHERE
) -> list[Place]:
    """Every place that has the very words of `place`, itself included: first the ones on its own shelf. Each is widened
    to the words `part` of the quotation."""
    keys = place.shelf.stream[place.start : place.end]
    found: list[Place] = []
    for search in sorted(searches, key=lambda each: each.shelf is not place.shelf):
        numbers = np.asarray(keys) if search.shelf is place.shelf else search.shelf.translated(place.shelf, keys)
        starts = search.allowed_only(search.shelf.phrase(numbers))
        places = [moved(place, search.shelf, int(start)) for start in starts[: most - len(found)]]
        found += [search.widened(each, part) for each in places] if part else places
    return found


def _together(places: Sequence[Place], searches: Sequence[Search]) -> list[Place]:
    """The same stretches, all in one document if there is one that has them all, else as they are."""
    if len(places) < 2:
        return list(places)
    options = [everywhere(place, searches) for place in places]
    common = set.intersection(*({_home(each) for each in option} for option in options))
    if not common:
        return list(places)
    home = next((_home(place) for place in places if _home(place) in common), min(common))
    own = [[each for each in option if _home(each) == home] for option in options]
    return _closest(own)


def _closest(own: Sequence[Sequence[Place]]) -> list[Place]:
    """One place of each stretch, beginning with the stretch that has the fewest: the others as near to it as their
    order lets them."""
    anchor = min(range(len(own)), key=lambda number: len(own[number]))
    chosen = {anchor: own[anchor][0]}
    for number in range(anchor - 1, -1, -1):
        edge = chosen[number + 1].start
        chosen[number] = min(own[number], key=lambda each: (each.end > edge, abs(edge - each.end)))
    for number in range(anchor + 1, len(own)):
        edge = chosen[number - 1].end
        chosen[number] = min(own[number], key=lambda each: (each.start < edge, abs(each.start - edge)))
    return [chosen[number] for number in range(len(own))]


def _home(place: Place) -> tuple[int, int]:
    return int(place.shelf.tier), place.document


def _goes_on(quoted: Quoted, before: Place, after: Place) -> bool:
    """Whether `after` follows `before` in one document as closely as one quotation may be parted."""
    if _home(before) != _home(after):
        return False
    marked = any(quoted.joint(at) == "omission" for at in range(before.part[1], after.part[0] + 1))
    return 0 <= after.start - before.end <= (LONGEST_OMISSION_WORDS if marked else LONGEST_SLIP_WORDS)
