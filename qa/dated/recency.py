"""What is asked for as it is now: the newest sentence that answers speaks first, and its date is said.

What "now" is, only the library can tell: the newest date among the sentences that answer, never the clock's. So the
same library gives the same answer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.choice import grouped
from qa.dated.sentences import sentence_date
from qa.dated.series import same_series
from qa.dated.types import Dated, When
from qa.evidence import Evidence
from qa.odds import by_probability, odds, times

COMPARED = 0.1
"""Of the best sentence's odds, what another needs for its date to count."""
PER_YEAR, AT_MOST = 0.2, 2.5
"""What a sentence loses in log-odds for each year that it is older than the newest of those compared, and at most."""
YEARS_OF_UNDATED, YEARS_OF_COMPILED = 6.0, 3.0
"""How old a sentence counts that tells of the past or a plan without saying when; and one that holds as of the day for
which its document was compiled, and may have held long before."""
SERIES_READ = 60
"""Of how many sentences, the best ones, it is looked whether they continue a series."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A sentence with its date; `moves`: it may be put in order by it."""

    item: Evidence
    dated: Dated
    moves: bool

    @property
    def when(self) -> When | None:
        return self.dated.when if self.moves else None


def date_of(item: Evidence) -> Dated:
    """When the sentence of `item` speaks."""
    return sentence_date(item.text, item.hit.passage.section, item.hit.meta)


def newer_preferred(about: Sequence[Evidence]) -> list[Evidence]:
    """`about` (best first) with the probabilities that are left where each sentence loses for being older than the
    newest that answers nearly as well as the best; best first again. What continues a series answers as well as it."""
    if not about:
        return []
    placed = [_placed(item) for item in _with_series(about)]
    floor = COMPARED * odds(about[0].probability)
    newest = max((_middle(each) for each in placed if odds(each.item.probability) >= floor), default=date.min)
    if newest == date.min:
        return list(about)
    weighed = [replace(each.item, probability=_lowered(each, newest)) for each in placed]
    return by_probability(weighed)


def newest_first(ordered: Sequence[Evidence]) -> list[Evidence]:
    """The sentences of an answer, `ordered` for reading, with the newest before the older. What holds as of its
    document's day keeps its place, and what leans on the sentence before it stays behind that."""
    groups = [[_placed(item) for item in group] for group in grouped(ordered)]
    moved = iter(_by_date([group for group in groups if any(each.moves for each in group)]))
    placed = [next(moved) if any(each.moves for each in group) else group for group in groups]
    return [each.item for group in placed for each in group]


def told_as_of(sentences: Sequence[Dated]) -> str:
    """What the date of an answer is, in a sentence for the reader: that of the newest of the sentences it rests on."""
    dates = [(found.when, found.origin) for found in sentences if found.when is not None]
    if not dates:
        return "These sources do not say when they speak."
    newest, origin = max(dates, key=lambda found: found[0].middle)
    oldest = min((when for when, _ in dates), key=lambda when: when.middle)
    of_document = " (the date of its document)" if origin == "document" else ""
    older = f" The oldest here is of {oldest.words()}." if oldest.year < newest.year - 1 else ""
    return f"As of {newest.words()}{of_document}, the newest date among these sentences.{older}"


def _with_series(about: Sequence[Evidence]) -> list[Evidence]:
    """`about`, where a sentence of a series is as probable as the best of the series."""
    lifted: list[Evidence] = []
    for item in about[:SERIES_READ]:
        kin = next((better for better in lifted if same_series(better.text, item.text)), None)
        lifted.append(replace(item, probability=kin.probability) if kin else item)
    return [*lifted, *about[SERIES_READ:]]


def _by_date(groups: Sequence[list[_Placed]]) -> list[list[_Placed]]:
    """The newest first; of one month, or of one year where some name no month, the most probable. Undated ones last."""
    dates = [
        max((each.when for each in group if each.when), key=lambda when: when.middle, default=None) for group in groups
    ]
    vague = {when.year for when in dates if when and not when.month}

    def rank(number: int) -> tuple[int, int, float]:
        when = dates[number]
        month = 0 if when is None or when.year in vague else when.month
        return -(when.year if when else 0), -month, -max(each.item.probability for each in groups[number])

    return [groups[number] for number in sorted(range(len(groups)), key=rank)]


def _placed(item: Evidence) -> _Placed:
    dated = date_of(item)
    return _Placed(item, dated, moves=dated.origin != "document" or item.hit.meta.as_of is None)


def _middle(each: _Placed) -> date:
    return each.when.middle if each.when else date.min


def _lowered(each: _Placed, newest: date) -> float:
    """Its probability after what it loses for its age against the day `newest`."""
    if each.when:
        years = max(0.0, (newest - each.when.middle).days / 365.25)
    else:
        years = YEARS_OF_UNDATED if each.moves else YEARS_OF_COMPILED
    return times(each.item, math.exp(-min(AT_MOST, PER_YEAR * years))).probability
