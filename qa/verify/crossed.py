"""Are two numbers, countries or designators of a claim exchanged with each other, or two numbers compared the wrong way
round?"""

from collections.abc import Callable, Sequence
from itertools import combinations, takewhile

from qa.verify.attach import Anchor, anchors
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
    of two is followed, or each is preceded, by what in the sentence only the other is."""
    for one, other in combinations(anchors(evidence.claim), 2):
        if one.kind != other.kind or one.kind in ("name", "date") or not one.sought.isdisjoint(other.sought):
            continue
        ways = [_way(evidence.claim, (one, other), sentence) for sentence in evidence.nearest[:2]]
        if "crosswise" in ways and "straight" not in ways:
            return f"It tells of {one.said} what the passage cited tells of {other.said}."
    return ""


def _way(claim: Sentence, two: tuple[Anchor, Anchor], sentence: Sentence) -> str:
    """Whether two anchors of a claim stand in a sentence "straight", beside the same, or "crosswise"; else empty."""
    mine, theirs = anchors(claim), anchors(sentence)
    one, other = (_same(each, theirs) for each in two)
    if one is None or other is None:
        return ""
    pairs = [
        (_apart(claim, two[0], two[1], mine, beside), _apart(sentence, one, other, theirs, beside))
        for beside in (_after, _before)
    ]
    if any(_meet(ours[n], known[n]) for ours, known in pairs for n in (0, 1)) or _lead_alike(
        claim, two, sentence, one, other
    ):
        return "straight"
    return "crosswise" if any(_meet(ours[0], known[1]) and _meet(ours[1], known[0]) for ours, known in pairs) else ""


def _lead_alike(claim: Sentence, two: tuple[Anchor, Anchor], sentence: Sentence, one: Anchor, other: Anchor) -> bool:
    """Whether what leads to two anchors is the same in both sentences, and another for each ("in", "against"), or what
    stands outside of both is the same."""
    mine = [_leading(claim.tokens, each) for each in two]
    theirs = [_leading(sentence.tokens, each) for each in (one, other)]
    if mine[0] != mine[1] and theirs[0] != theirs[1] and any(a and a == b for a, b in zip(mine, theirs, strict=True)):
        return True
    ours, known = _outside(claim.tokens, two), _outside(sentence.tokens, (one, other))
    return any(_meet(a, b) for a, b in zip(ours, known, strict=True)) and not any(
        _meet(a, b) for a, b in zip(ours, known[::-1], strict=True)
    )


def _leading(tokens: Sequence[Token], anchor: Anchor) -> str:
    """The preposition before an anchor, if there is one."""
    at = anchor.places[0] - 1
    at -= at >= 0 and tokens[at].key in ("the", "a", "an")
    return tokens[at].key if at >= 0 and tokens[at].key in _PREPOSITIONS else ""


_PREPOSITIONS = frozenset("in at from by against for of to near over on into".split())


def _outside(tokens: Sequence[Token], two: tuple[Anchor, Anchor]) -> list[list[Token]]:
    """The plain words before the first of two anchors and after the last, each for its anchor."""
    first = two[0].places[0] < two[1].places[0]
    parts = [_telling(tokens[: min(each.places[0] for each in two)][::-1])]
    parts.append(_telling(tokens[max(each.places[-1] for each in two) + 1 :]))
    plain = [[token for token in part if token.is_content and not token.is_capital] for part in parts]
    return plain if first else plain[::-1]


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


def _miscompared(evidence: Evidence) -> str:
    """ "fewer in 2017 than in 2013", "fewer than Russia", where the passages have more."""
    tokens = evidence.claim.tokens
    for at, token in enumerate(tokens):
        than = next((n for n in range(at + 1, min(len(tokens), at + _REACH)) if tokens[n].key == "than"), None)
        if than is None or token.key not in _LESS | _MORE:
            continue
        for kind in ("date", "country"):
            mine = [each for each in anchors(evidence.claim) if each.kind == kind]
            left, right = [x for x in mine if x.places[0] < than], [x for x in mine if x.places[0] > than]
            known = [_values_of(each, evidence) for each in (*left[-1:], *right[:1])]
            if len(right) != 1 or (kind == "date" and len(left) != 1) or [len(each) for each in known] != [1, 1]:
                continue
            (one,), (other,) = known
            if one.value != other.value and (one.value < other.value) != (token.key in _LESS):
                there = f"{one.said} for {left[-1].said}, {other.said} for {right[0].said}"
                return f"It says “{token.text}”; the passage cited says {there}."
    return ""


def _values_of(anchor: Anchor, evidence: Evidence) -> list[Quantity]:
    """The exact numbers, of what the claim counts, that the near sentences give for a date or a country: the nearest
    before the date, all of a sentence with that country only."""
    found = []
    for sentence in evidence.nearest:
        alike = [each for each in anchors(sentence) if each.kind == anchor.kind]
        for quantity in sentence.quantities:
            counts = any(not token.ids.isdisjoint(evidence.claim.ids) for token in quantity.counted[-1:])
            if quantity.is_order or quantity.label or quantity.hedge or not (counts or anchor.kind == "date"):
                continue
            after = [each for each in alike if each.places[0] >= quantity.stop][:1]
            if all(anchor.is_in(each.ids) for each in (after if anchor.kind == "date" else alike)) and (after or alike):
                found.append(quantity)
    return found
