"""Two things compared: which of them is said to be more, in a claim and in a passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from qa.verify.source import Sentence
from qa.verify.tokens import Token

_REACH = 9
_STOPS = frozenset(", ; : ( and but while which who".split())
_EMPTY = frozenset("the a an it its their that those of in by for to than is are as".split())


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparative at a place, and the keys of the words on either side of it that the other side has not."""

    at: int
    ids: frozenset[str]
    one: frozenset[str]
    other: frozenset[str]

    def turns(self, theirs: "Comparison") -> bool:
        """Whether the sides of this one are those of the other exchanged."""
        crossed = [self.one & theirs.other, self.other & theirs.one]
        return all(crossed) or (any(crossed) and not (self.one & theirs.one or self.other & theirs.other))


def comparisons(sentence: Sentence) -> list[Comparison]:
    """What a sentence compares with a "than": "is larger than the old one"."""
    tokens, found = sentence.tokens, []
    for at, token in enumerate(tokens):
        than = next((n for n in range(at + 1, min(len(tokens), at + _REACH)) if tokens[n].key == "than"), None)
        if than is None or not (token.key.endswith("er") or token.key in ("more", "less")):
            continue
        sides = [_keys(tokens[:at][::-1]), _keys(tokens[than + 1 :])]
        found.append(Comparison(at, token.own, sides[0] - sides[1], sides[1] - sides[0]))
    return found


def _keys(tokens: Sequence[Token]) -> frozenset[str]:
    near = takewhile(lambda token: token.key not in _STOPS, tokens[:_REACH])
    return frozenset(token.key for token in near if token.is_word and token.key not in _EMPTY)


def turned(claim: Sentence, sentence: Sentence) -> str:
    """The comparative with which the claim makes more what a sentence makes less, both sides told alike; else empty."""
    for mine in comparisons(claim):
        for theirs in comparisons(sentence):
            if not mine.ids.isdisjoint(theirs.ids) and mine.turns(theirs):
                return claim.tokens[mine.at].text
    return ""


def says_the_same(claim: Sentence, at: int, sentence: Sentence, place: int) -> bool:
    """Whether two opposite comparatives say the same of sides exchanged: "the old is smaller than the new" for "the new
    is larger than the old"."""
    mine = [each for each in comparisons(claim) if each.at == at]
    theirs = [each for each in comparisons(sentence) if each.at == place]
    return any(one.turns(other) for one in mine for other in theirs)
