"""Do the passages say the numbers and dates of a claim, in these units, of these things?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from qa.verify.days import When
from qa.verify.evidence import Evidence
from qa.verify.numerals import MOST_DIGITS
from qa.verify.quantities import Quantity
from qa.verify.reckoning import comes_to, follows
from qa.verify.source import Sentence
from qa.verify.tokens import Token

_SPAN_BEFORE = frozenset("before until by prior till".split())
_SPAN_AFTER = frozenset("after since following from past".split())


@dataclass(frozen=True, slots=True)
class _Found:
    quantity: Quantity
    sentence: Sentence


def wrong_number(evidence: Evidence) -> str:
    """The first number that the passages do not say like this, told to the reader; empty if all are held."""
    known = [
        _Found(quantity, sentence)
        for sentence in (*evidence.sentences, *evidence.lines)
        for quantity in sentence.quantities
    ]
    for token in evidence.claim.tokens:
        if token.group in ("number", "ordinal") and len(token.key) > MOST_DIGITS and token.ids.isdisjoint(evidence.ids):
            return f"It says {token.text[:MOST_DIGITS]}…, which the passage cited does not."
    for claimed in evidence.claim.quantities:
        told = _number_held(claimed, known, evidence)
        if told:
            return told
    return ""


def _number_held(claimed: Quantity, known: Sequence[_Found], evidence: Evidence) -> str:
    same = [found for found in known if found.quantity.same_value(claimed)]
    if claimed.is_loose:
        return "" if same else _misordered(claimed, evidence)
    if claimed.is_order and any(when.day == claimed.value for sentence in evidence.nearest for when in sentence.dates):
        return ""  # "and the 30th"
    fitting = [found for found in same if _same_unit(claimed, found)]
    if not fitting:
        if _told_otherwise(claimed, known, evidence):
            return ""
        there = (
            f"; the passage cited says {_with_counted(same[0].quantity)}"
            if same
            else ", which the passage cited does not"
        )
        return f"It says {_with_counted(claimed) if same else claimed.said}{there}."
    if not claimed.hedge and any("estim" in token.own for token in evidence.claim.tokens):
        claimed = replace(claimed, hedge="about")  # "an estimate that put Russia at 200"
    before = evidence.claim.tokens[max(0, claimed.at - _NEAR) : claimed.at]
    if not claimed.hedge and any(not token.own.isdisjoint(_LIMITS) for token in before):
        claimed = replace(claimed, hedge="at most")  # "is limited to 1,550"
    hedged = [found for found in fitting if found.quantity.may_be_told_as(claimed)]
    if hedged or follows(claimed, evidence):
        return _of_something_else(claimed, hedged, known, evidence) if hedged else ""
    return f"It says {_hedged(claimed)}; the passage cited says {_hedged(fitting[0].quantity)}."


_NEAR = 7
_LIMITS = frozenset("limit ceil maximum cap could".split())


def _told_otherwise(claimed: Quantity, known: Sequence[_Found], evidence: Evidence) -> bool:
    """Whether the passages have a number in another way: rounded, as a share, in a word, as a count of them, or
    as what is reckoned from others."""
    return (
        any(_rounds_to(each.quantity, claimed) or _is_share(each.quantity, claimed) for each in known)
        or _in_a_word(claimed, evidence)
        or follows(claimed, evidence)
        or _sums_up(claimed, evidence)
        or _goes_on(claimed, evidence)
    )


def _goes_on(claimed: Quantity, evidence: Evidence) -> bool:
    """Whether an ordinal goes on with what the claim counts up itself: "one in May, another in June and a third"."""
    if not claimed.is_order or claimed.label or evidence.claim.tokens[claimed.at - 1].key not in ("a", "an"):
        return False
    before = frozenset(token.key for token in evidence.claim.tokens[: claimed.at])
    return not before.isdisjoint(("another", "second") if claimed.value == 3 else ("third", "fourth"))


def _in_a_word(claimed: Quantity, evidence: Evidence) -> bool:
    """Whether the near sentences say the number in a word of another sort: "both", "twice", "a decade"."""
    words = _IN_A_WORD.get((int(claimed.value), claimed.unit), frozenset())
    near = frozenset(token.key for sentence in evidence.nearest for token in sentence.tokens)
    return claimed.value.denominator == 1 and not claimed.is_order and not words.isdisjoint(near)


_IN_A_WORD = {
    (2, ""): frozenset("both pair twice double doubled couple twin".split()),
    (3, ""): frozenset("trio triple tripled thrice".split()),
    (10, "year"): frozenset(("decade",)),
    (100, "year"): frozenset(("century",)),
}


def _is_share(known: Quantity, claimed: Quantity) -> bool:
    """Whether a fraction and a percentage say the same: "half" and "50 percent", "just over three-fifths" for 62."""
    if {known.unit, claimed.unit} != {"", "percent"} or (known if claimed.unit else claimed).value >= 1:
        return False
    value = known.value / 100 if known.unit else known.value * 100
    return known.may_be_told_as(claimed) if value == claimed.value else not known.hedge and comes_to(value, claimed)


def _rounds_to(known: Quantity, claimed: Quantity) -> bool:
    """Whether a rounder value is told with the word for how it stands to the exact one: "about", "nearly"."""
    if claimed.unit != known.unit or claimed.is_order or known.is_order or claimed.value not in known.bounding:
        return False
    if claimed.hedge == "about":
        return known.hedge in ("", "about") and claimed.value in known.rounded
    lies = "over" if claimed.value < known.value else "under"
    return not known.hedge and claimed.hedge in (lies, "at least" if lies == "over" else "at most")


def _sums_up(claimed: Quantity, evidence: Evidence) -> bool:
    """Whether a small count only sums up what is told ("two events, A and B"): the sentences that the claim rests on
    have no count that it has lost."""
    if claimed.unit or claimed.is_order or claimed.label or claimed.hedge or claimed.said.lower() not in FEW:
        return False
    told = {mine.value for mine in evidence.claim.quantities}
    if claimed.said.lower() == "two" and not _OTHER.isdisjoint(
        token.key for sentence in evidence.nearest for token in sentence.tokens
    ):
        told.add(Fraction(1))  # "one report gives this, another that"
    return not any(
        other.value not in told
        and not (other.label or other.unit or other.is_order)
        and (not other.counted or not claimed.counted or _shared(claimed.counted, other.counted))
        for sentence in evidence.nearest
        for other in sentence.quantities
    )


_OTHER = frozenset("another other second latter".split())
FEW = ("two", "three", "four")


def _same_unit(claimed: Quantity, found: _Found) -> bool:
    known = found.quantity
    if claimed.unit == known.unit:
        return True
    if not claimed.unit:
        return not claimed.counted
    left_out = not known.counted and any(other.unit == claimed.unit for other in found.sentence.quantities)
    return not known.unit and (left_out or any(claimed.unit in token.ids for token in known.counted))


def _of_something_else(claimed: Quantity, same: Sequence[_Found], known: Sequence[_Found], evidence: Evidence) -> str:
    """Whether the passages count something else by this number, and what is claimed by another."""
    if not claimed.counted or claimed.unit or any(_counts_same(claimed, found) for found in same):
        return ""
    counting = [found.quantity for found in known if _shared(claimed.counted[-1:], found.quantity.counted[-1:])]
    rivals = [
        other
        for other in counting
        if other.value != claimed.value
        and not (other.is_order or other.is_loose)
        and not _is_told_of_same(other, evidence)
    ]
    if not rivals or not any(found.quantity.counted for found in same):
        return ""
    return f"It says {_with_counted(claimed)}; the passage cited says {_with_counted(rivals[0])}."


def _is_told_of_same(known: Quantity, evidence: Evidence) -> bool:
    """Whether the claim counts the same by the same number."""
    return any(mine.value == known.value and _shared(mine.counted, known.counted) for mine in evidence.claim.quantities)


def _counts_same(claimed: Quantity, found: _Found) -> bool:
    if not found.quantity.counted:
        return True
    return _shared(claimed.counted, found.quantity.counted)


def _shared(some: Sequence[Token], others: Sequence[Token]) -> bool:
    return any(not token.ids.isdisjoint(other.ids) for token in some for other in others)


def _misordered(claimed: Quantity, evidence: Evidence) -> str:
    """ "the first test" where it is the sixth; other such words ("one", "a second") may stand."""
    before = evidence.claim.tokens[claimed.at - 1].key if claimed.at else ""
    goes_on = any(each.is_order and each.value != claimed.value for each in evidence.claim.quantities)
    by_itself = not claimed.counted and (
        goes_on or before not in ("the", "its", "their")
    )  # "first to 2020, then to 2022"
    if (
        not claimed.is_order
        or by_itself
        or before in ("a", "one")
        or not evidence.ids.isdisjoint(_ORDER_WORDS.get(int(claimed.value), frozenset()))
    ):
        return ""
    return f"It says “{claimed.said}”, which the passage cited does not."


_ORDER_WORDS = {
    1: frozenset("first initi begin start earliest origin open inaugur maiden debut launch phase top".split()),
    2: frozenset("second anoth also later two next latter both again".split()),
}


def _with_counted(quantity: Quantity) -> str:
    counted = " ".join(token.text for token in quantity.counted[:3])
    return f"{quantity.said} {counted}".strip()


def _hedged(quantity: Quantity) -> str:
    hedge = {"under": "nearly or less than", "over": "more than"}.get(quantity.hedge, quantity.hedge)
    return f"{hedge or 'exactly'} {quantity.said}"


def wrong_date(evidence: Evidence) -> str:
    """The first date that the passages do not give, told to the reader; empty if all are held."""
    for claimed in evidence.claim.dates:
        places = list(_places_of(claimed, evidence))
        if not places:
            return f"It gives the date {claimed.said}, which the passage cited does not."
        mine = _side(evidence.claim, claimed)
        theirs = {_side(sentence, when) for sentence, when in places}
        if mine and theirs and mine not in theirs and theirs & ({"before", "after"} - {mine}):
            return f"It says {mine} {claimed.said}; the passage cited says {theirs.pop()} it."
    return ""


def _places_of(claimed: When, evidence: Evidence) -> Iterator[tuple[Sentence, When]]:
    """Where the passages, or what stands over them, give a date that holds `claimed`."""
    for source in evidence.sources:
        lines = (*source.sentences, *source.over)
        years = {when.year for line in lines for when in line.dates if when.year}
        for line in lines:
            for when in line.dates:
                whole = when
                if not when.year and claimed.year in years:
                    whole = When(
                        claimed.year, when.month, when.day, when.at, when.stop, when.said, when.decade, when.weekday
                    )
                if whole.holds(claimed):
                    yield line, when


def _side(sentence: Sentence, when: When) -> str:
    before = [token.key for token in sentence.tokens[max(0, when.at - 2) : when.at]]
    if _SPAN_BEFORE & set(before[-1:]) or before[-2:] == ["prior", "to"]:
        return "before"
    return "after" if _SPAN_AFTER & set(before[-1:]) else ""
