"""Numbers that follow from those of a passage by reckoning that leaves no doubt: "half" of 14 where it has 7 and 14, 18
months for "a year and a half", the time between two of its dates, a difference."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise

from qa.verify.days import When
from qa.verify.evidence import Evidence
from qa.verify.quantities import TIMES, Quantity
from qa.verify.source import Sentence

_DAYS_OF_MONTH = Fraction(1461, 48)
_APART = frozenset(
    """more fewer less additional extra further another difference gap higher lower larger smaller longer shorter rise
    increase cut drop fall reduction earlier later up down apart""".split()
)
_ONE = frozenset("a an one following next".split())


def follows(claimed: Quantity, evidence: Evidence) -> bool:
    """Whether a number that the passages do not have follows from those of the sentences that the claim rests on."""
    if claimed.is_order or claimed.label:
        return False
    near = (*evidence.around, *evidence.lines)
    known = [quantity for sentence in near for quantity in (*sentence.quantities, *_singles(sentence, claimed))]
    if any(_lasts_as_long(claimed, other) for other in known):
        return True
    if any(_is_reckoned(claimed, sentence, evidence.claim) for sentence in evidence.nearest):
        return True
    if any(_is_part(claimed, sentence.quantities) for sentence in evidence.nearest):
        return True
    return _lies_between(claimed, evidence)


def _singles(sentence: Sentence, claimed: Quantity) -> Iterator[Quantity]:
    """Units of time that a sentence has by themselves: "a year later", "the following month"."""
    for one, other in pairwise(sentence.tokens) if _days(claimed.unit) else ():
        if one.key in _ONE and other.text.islower() and _days(other.key):
            yield replace(claimed, value=Fraction(1), unit=other.key, hedge="")


def comes_to(value: Fraction, claimed: Quantity) -> bool:
    """Whether a value may be told as is claimed: as the same, or as near it on the side that is told."""
    told = value / claimed.value if claimed.value else Fraction(0)
    if claimed.hedge in ("under", "at most"):
        return Fraction(3, 4) <= told < 1
    if claimed.hedge in ("over", "at least"):
        return 1 < told <= Fraction(4, 3) or (told == 1 and claimed.hedge == "at least")
    return told == 1 or (claimed.hedge == "about" and Fraction(7, 8) <= told <= Fraction(9, 8))


def _lasts_as_long(claimed: Quantity, known: Quantity) -> bool:
    """Whether both are the same time in other units, told as exactly; or nearly so, where the claim tells it so."""
    for scale in TIMES:
        if claimed.unit in scale and known.unit in scale:
            value = known.value * scale[known.unit] / scale[claimed.unit]
            if value == claimed.value:
                return known.may_be_told_as(claimed)
            return bool(not known.hedge and claimed.hedge and comes_to(value, claimed))
    return False


def _days(unit: str) -> Fraction:
    """The length of a unit of time in days; 0 of others."""
    seconds, months = (scale.get(unit, 0) for scale in TIMES)
    return Fraction(seconds, 86_400) + months * _DAYS_OF_MONTH


def _is_reckoned(claimed: Quantity, sentence: Sentence, claim: Sentence) -> bool:
    """Whether a number is the difference of two of a sentence, and is told as that: 14 for "from 30 to 44"."""
    mine = [token.key for token in claim.tokens]
    around = frozenset(mine[max(0, claimed.at - 4) : claimed.stop + 4])
    told = {quantity.value for quantity in claim.quantities}
    hedges = ("", claimed.hedge) if claimed.hedge == "about" else ("",)
    alike = [each for each in sentence.quantities if not (each.is_order or each.label) and each.hedge in hedges]
    for one, other in combinations(alike, 2):
        if one.unit == other.unit == claimed.unit and abs(one.value - other.value) == claimed.value:
            steps = one.at and sentence.tokens[one.at - 1].key == "from"
            if steps or around & _APART or {one.value, other.value} <= told:
                return True
    return False


def _is_part(claimed: Quantity, quantities: Sequence[Quantity]) -> bool:
    """Whether a share or a percentage is that of two counts."""
    share = claimed.value / 100 if claimed.unit == "percent" else claimed.value
    if claimed.unit not in ("", "percent") or not 0 < share < 1:
        return False
    counts = [each.value for each in quantities if not (each.is_order or each.unit or each.label) and each.value]
    scale = claimed.value / share
    return any(comes_to(scale * min(pair) / max(pair), claimed) for pair in combinations(counts, 2))


def _lies_between(claimed: Quantity, evidence: Evidence) -> bool:
    """Whether two dates of the sentences lie so far apart, by the calendar or to the day."""
    length = _days(claimed.unit)
    if length < 1:
        return False
    near = {id(sentence) for sentence in evidence.nearest}
    dates = dict[tuple[int, int, int], When]()
    for sentence in (*evidence.around, *evidence.lines):
        years = [when.year for when in sentence.dates if when.year]
        for when in sentence.dates:
            if (when.year or when.month) and (when.month or id(sentence) in near):
                year = when.year or (years or [2001])[0]  # both of one year, if that is not told
                dates.setdefault((year, when.month, when.day), replace(when, year=year))
    return any(_are_apart(claimed, one, other, length) for one, other in combinations(dates.values(), 2))


def _are_apart(claimed: Quantity, one: When, other: When, length: Fraction) -> bool:
    years, months = abs(one.year - other.year), abs(12 * (one.year - other.year) + one.month - other.month)
    to_month, days = bool(one.month and other.month), _days_between(one, other)
    calendar = {12: years, 120: years / Fraction(10), 1: months if to_month else None}.get(
        TIMES[1].get(claimed.unit, 0)
    )
    if calendar == claimed.value and claimed.hedge in ("", "about"):
        return True
    return days is not None and comes_to(Fraction(days) / length, claimed)


def _days_between(one: When, other: When) -> int | None:
    """The days between two dates that both tell the day; None where one does not, or is none of the calendar."""
    try:
        both = [date(when.year, when.month, when.day) for when in (one, other)]
    except ValueError:
        return None
    return abs((both[0] - both[1]).days)
