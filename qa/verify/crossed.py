"""Are two numbers, countries or designators of a claim exchanged with each other?"""

from collections.abc import Callable, Sequence
from itertools import combinations, takewhile

from qa.verify.attach import Anchor, anchors
from qa.verify.evidence import Evidence, weight
from qa.verify.source import Sentence
from qa.verify.tokens import Token


def crossed(evidence: Evidence) -> str:
    """The first two that are told of each other's things; empty if none: "the Dutch batteries near Adana, the German
    near Maras" for "the German near Adana, the Dutch near Maras". Each of two is followed, or each is preceded, by what
    in the sentence only the other is."""
    mine = anchors(evidence.claim)
    for sentence in evidence.nearest[:2]:
        theirs = anchors(sentence)
        for one, other in combinations(mine, 2):
            if one.kind != other.kind or one.kind in ("name", "date") or not one.sought.isdisjoint(other.sought):
                continue
            there = [_same(each, theirs) for each in (one, other)]
            if None in there:
                continue
            pairs = [
                (_apart(evidence.claim, one, other, mine, beside), _apart(sentence, *there, theirs, beside))
                for beside in (_after, _before)
            ]
            straight = any(_meet(ours[n], known[n]) for ours, known in pairs for n in (0, 1))
            if not straight and any(_meet(ours[0], known[1]) and _meet(ours[1], known[0]) for ours, known in pairs):
                return f"It tells of {one.said} what the passage cited tells of {other.said}."
    return ""


def _same(anchor: Anchor, others: Sequence[Anchor]) -> Anchor | None:
    """The only one of `others` that says the same; None where there is none or several."""
    found = [other for other in others if other.kind == anchor.kind and anchor.is_in(other.ids)]
    return found[0] if len(found) == 1 else None


Beside = Callable[[Sequence[Token], Anchor, Sequence[Anchor]], Sequence[Token]]


def _apart(
    sentence: Sentence, one: Anchor, other: Anchor, every: Sequence[Anchor], beside: Beside
) -> tuple[list[Token], list[Token]]:
    """What stands beside each of two anchors, without what stands beside both."""
    near = [_telling(beside(sentence.tokens, anchor, every)) for anchor in (one, other)]
    ids = [frozenset[str]().union(*(token.ids for token in tokens)) for tokens in near]
    first, second = ([token for token in near[n] if token.ids.isdisjoint(ids[1 - n])] for n in (0, 1))
    return first, second


def _after(tokens: Sequence[Token], anchor: Anchor, every: Sequence[Anchor]) -> Sequence[Token]:
    """What follows an anchor, up to the next of its kind."""
    begin = anchor.places[-1] + 1
    starts = [each.places[0] for each in every if each.kind == anchor.kind and each.places[0] >= begin]
    return tokens[begin : min(starts, default=len(tokens))]


def _before(tokens: Sequence[Token], anchor: Anchor, every: Sequence[Anchor]) -> Sequence[Token]:
    """What precedes an anchor, the nearest first, back to the one of its kind before."""
    stops = [each.places[-1] for each in every if each.kind == anchor.kind and each.places[-1] < anchor.places[0]]
    return tokens[max(stops, default=-1) + 1 : anchor.places[0]][::-1]


def _telling(tokens: Sequence[Token]) -> list[Token]:
    """The words with meaning up to a semicolon."""
    return [token for token in takewhile(lambda each: each.key != ";", tokens) if weight(token) >= 1]


def _meet(some: Sequence[Token], others: Sequence[Token]) -> bool:
    return any(not one.own.isdisjoint(other.own) for one in some for other in others)
