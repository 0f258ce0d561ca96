"""Numbers that follow from those of a passage by reckoning that leaves no doubt: "half" of 14 where it has 7 and 14, 18
months for "a year and a half", "nearly two months" for seven weeks, the time between two of its dates, a sum, a
difference, how many a list has."""

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
_TOTAL = frozenset("total altogether combined all together sum both combine".split())
_APART = frozenset(
    """more fewer less additional extra further another difference gap higher lower larger smaller longer shorter rise
    increase cut drop fall reduction earlier later up down apart""".split()
)
_EACH = frozenset("each every per apiece times".split())
_ONE = frozenset("a an one following next".split())
_FEWEST = 2
_LONGEST_OF_LIST = 9


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
    return _lies_between(claimed, evidence) or any(
        claimed.value in lists(sentence) for sentence in evidence.nearest if not (claimed.unit or claimed.hedge)
    )


def _singles(sentence: Sentence, claimed: Quantity) -> Iterator[Quantity]:
    """Units of time that a sentence has by themselves: "a year later", "the following month"."""
    for one, other in pairwise(sentence.tokens):
        unit = other.key
        if _days(claimed.unit) and _days(unit) and one.key in _ONE and other.text.islower():
            yield replace(claimed, value=Fraction(1), unit=unit, hedge="")


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
    lengths = [_days(each.unit) for each in (claimed, known)]
    if not all(lengths) or not claimed.hedge or known.hedge not in ("", claimed.hedge):
        return False
    return comes_to(known.value * lengths[1] / lengths[0], claimed)


def _days(unit: str) -> Fraction:
    """The length of a unit of time in days; 0 of others."""
    seconds, months = (scale.get(unit, 0) for scale in TIMES)
    return Fraction(seconds, 86_400) + months * _DAYS_OF_MONTH


def _is_reckoned(claimed: Quantity, sentence: Sentence, claim: Sentence) -> bool:
    """Whether a number is the sum or the difference of two of a sentence, or their product, and is told as that: 14 for
    "from 30 to 44", "six in all" for four and two, 24 for "three modules with eight each"."""
    words = frozenset(token.key for token in sentence.tokens)
    mine = [token.key for token in claim.tokens]
    around = frozenset(mine[max(0, claimed.at - 4) : claimed.stop + 4])
    told = {quantity.value for quantity in claim.quantities}
    hedges = ("", claimed.hedge) if claimed.hedge == "about" else ("",)
    alike = [each for each in sentence.quantities if not (each.is_order or each.label) and each.hedge in hedges]
    for one, other in combinations(alike, 2):
        values, units = {one.value, other.value}, {one.unit, other.unit}
        low, high = sorted(values) if len(values) > 1 else (Fraction(0), one.value)
        if low and len(units) == 1 and "times" in mine[claimed.at : claimed.stop + 1] and comes_to(high / low, claimed):
            return True
        if units == {claimed.unit}:
            steps = one.at and sentence.tokens[one.at - 1].key == "from"
            if abs(one.value - other.value) == claimed.value and (steps or around & _APART or values <= told):
                return True
            if one.value + other.value == claimed.value and (_TOTAL.intersection(mine) or values <= told):
                return True
        if one.value * other.value == claimed.value and claimed.unit in units and words & _EACH:
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
    if days is not None:
        return comes_to(Fraction(days) / length, claimed)
    return to_month and length > 1 and bool(claimed.hedge) and comes_to(months * _DAYS_OF_MONTH / length, claimed)


def _days_between(one: When, other: When) -> int | None:
    """The days between two dates that both tell the day; None where one does not, or is none of the calendar."""
    try:
        both = [date(when.year, when.month, when.day) for when in (one, other)]
    except ValueError:
        return None
    return abs((both[0] - both[1]).days)


def lists(sentence: Sentence) -> frozenset[int]:
    """How many things each list of a sentence has: "A, B and C" has three."""
    cuts = [at for at, token in enumerate(sentence.tokens) if token.key in (",", ";", ":", "(", ")", "and", "or")]
    found = set[int]()
    items = 1
    for one, other in pairwise([*cuts, len(sentence.tokens)]):
        key = sentence.tokens[one].key
        items = items + (other - one > 1) if key in (",", ";") and other - one <= _LONGEST_OF_LIST else items
        if key in ("and", "or"):
            found.add(items + 1)
        if key not in (",", ";") or other - one > _LONGEST_OF_LIST:
            items = 1
    return frozenset(each for each in found if each > _FEWEST)
