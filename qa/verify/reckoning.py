"""Numbers that follow from those of a passage by reckoning that leaves no doubt: "half" of 14 where it has 7 and 14, 18
months for "a year and a half", the time between two of its dates."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from qa.verify.evidence import Evidence
from qa.verify.quantities import Quantity
from qa.verify.source import Sentence

_LASTING = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_MONTHS = {"month": 1, "year": 12, "decade": 120}


def follows(claimed: Quantity, evidence: Evidence) -> bool:
    """Whether a number that the passages do not have follows from those of the sentences that the claim rests on."""
    near = (*evidence.nearest, *evidence.lines)
    known = [quantity for sentence in near for quantity in sentence.quantities]
    if any(_lasts_as_long(claimed, other) for other in known):
        return True
    if any(_is_step(claimed, sentence) for sentence in evidence.nearest):
        return True
    if not claimed.unit and 0 < claimed.value < 1:
        return any(_is_part(claimed.value, sentence.quantities) for sentence in evidence.nearest)
    return claimed.unit in ("month", "year") and _lies_between(claimed, near)


def _lasts_as_long(claimed: Quantity, known: Quantity) -> bool:
    """Whether both are the same time in units of one scale, told as exactly."""
    for scale in (_LASTING, _MONTHS):
        if claimed.unit in scale and known.unit in scale:
            same = claimed.value * scale[claimed.unit] == known.value * scale[known.unit]
            return same and known.may_be_told_as(claimed)
    return False


def _is_step(claimed: Quantity, sentence: Sentence) -> bool:
    """Whether a sentence lets something rise or fall by so much: 14 for "from 30 to 44"."""
    return any(
        claimed.unit == one.unit == other.unit
        and abs(other.value - one.value) == claimed.value
        and one.at
        and sentence.tokens[one.at - 1].key == "from"
        and not (one.hedge or other.hedge)
        for one, other in pairwise(sentence.quantities)
    )


def _is_part(share: Fraction, quantities: Sequence[Quantity]) -> bool:
    counts = [each for each in quantities if not each.is_order and not each.unit and not each.label]
    return any(
        min(one.value, other.value) == share * max(one.value, other.value) for one, other in combinations(counts, 2)
    )


def _lies_between(claimed: Quantity, near: Sequence[Sentence]) -> bool:
    """Whether two dates of the sentences lie so many months or years apart, to the month if months are told."""
    months = {
        12 * when.year + when.month - 1 for sentence in near for when in sentence.dates if when.year and when.month
    }
    years = {when.year for sentence in near for when in sentence.dates if when.year}
    dates = months if claimed.unit == "month" else years
    return any(abs(one - other) == claimed.value for one, other in combinations(dates, 2))
