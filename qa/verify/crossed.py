"""Are two numbers, dates or names of a claim exchanged with each other, or two numbers compared the wrong way round?"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from qa.verify.attach import Anchor, anchors
from qa.verify.days import When
from qa.verify.evidence import Evidence, weight
from qa.verify.quantities import Quantity
from qa.verify.source import Sentence
from qa.verify.tokens import Token

_LESS = frozenset("fewer less lower smaller shorter cheaper slower".split())
_MORE = frozenset("more higher larger longer greater bigger faster".split())
_REACH = 14


def crossed(evidence: Evidence) -> str:
    """The first two values that are told of each other's things, or compared the wrong way round; empty if none."""
    return _exchanged(evidence) or _miscompared(evidence)


def _exchanged(evidence: Evidence) -> str:
    """ "the Dutch batteries near Adana, the German near Maras" for "the German near Adana, the Dutch near Maras": each
    of two is followed by what, in the sentence, only the other is followed by."""
    mine = anchors(evidence.claim)
    for sentence in evidence.nearest[:2]:
        theirs = anchors(sentence)
        for one, other in combinations(mine, 2):
            if one.kind != other.kind or one.kind in ("name", "date") or not one.sought.isdisjoint(other.sought):
                continue
            there = [_same(each, theirs) for each in (one, other)]
            if there[0] is None or there[1] is None:
                continue
            ours = _apart(evidence.claim, one, other, mine)
            known = _apart(sentence, there[0], there[1], theirs)
            across = _meet(ours[0], known[1]) and _meet(ours[1], known[0])
            if across and not _meet(ours[0], known[0]) and not _meet(ours[1], known[1]):
                return f"It tells of {one.said} what the passage cited tells of {other.said}."
    return ""


def _same(anchor: Anchor, others: Sequence[Anchor]) -> Anchor | None:
    """The only one of `others` that says the same; None where there is none or several."""
    found = [other for other in others if other.kind == anchor.kind and anchor.is_in(other.ids)]
    return found[0] if len(found) == 1 else None


def _apart(sentence: Sentence, one: Anchor, other: Anchor, every: Sequence[Anchor]) -> tuple[list[Token], list[Token]]:
    """What follows each of two anchors up to the next of their kind, without what follows both."""
    after = [_after(sentence.tokens, anchor, every) for anchor in (one, other)]
    ids = [frozenset[str]().union(*(token.ids for token in tokens)) for tokens in after]
    first, second = ([token for token in after[n] if token.ids.isdisjoint(ids[1 - n])] for n in (0, 1))
    return first, second


def _after(tokens: Sequence[Token], anchor: Anchor, every: Sequence[Anchor]) -> list[Token]:
    begin = anchor.places[-1] + 1
    starts = [each.places[0] for each in every if each.kind == anchor.kind and each.places[0] >= begin]
    found = []
    for token in tokens[begin : min(starts, default=len(tokens))]:
        if token.key == ";":
            break
        if weight(token) >= 1:
            found.append(token)
    return found


def _meet(some: Sequence[Token], others: Sequence[Token]) -> bool:
    return any(not one.own.isdisjoint(other.own) for one in some for other in others)


def _miscompared(evidence: Evidence) -> str:
    """ "fewer in 2017 than in 2013", where the passages have more for 2017."""
    tokens = evidence.claim.tokens
    for at, token in enumerate(tokens):
        than = next((n for n in range(at + 1, min(len(tokens), at + _REACH)) if tokens[n].key == "than"), None)
        if than is None or token.key not in _LESS | _MORE:
            continue
        dates = [when for when in evidence.claim.dates if when.year]
        left, right = [when for when in dates if when.at < than], [when for when in dates if when.at > than]
        if len(left) != 1 or len(right) != 1:
            continue
        known = [list(_values_of(when, evidence)) for when in (left[0], right[0])]
        if len(known[0]) != 1 or len(known[1]) != 1 or known[0][0].unit != known[1][0].unit:
            continue
        one, other = known[0][0], known[1][0]
        if one.value != other.value and (one.value < other.value) != (token.key in _LESS):
            return f"It says “{token.text}”; the passage cited says {one.said} for {left[0].said}, {other.said} before."
    return ""


def _values_of(when: When, evidence: Evidence) -> Iterator[Quantity]:
    """The numbers that the passages give for a date: the next date after them is it."""
    for sentence in evidence.nearest:
        dates = [each for each in sentence.dates if each.year]
        for quantity in sentence.quantities:
            after = next((each for each in dates if each.at >= quantity.stop), None)
            if after and after.holds(when) and not quantity.is_order and not quantity.label:
                yield quantity
