"""Which sentences of the cited passages a claim rests on, and how much of it each bears out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.verify.source import Sentence, Source
from qa.verify.stems import stem
from qa.verify.tokens import Token
from qa.verify.wording import LIGHT

_MOST = 4
Forms = Callable[[str], Sequence[str]]
_LIGHT = frozenset(map(stem, LIGHT))


def weight(token: Token) -> float:
    """How much a word says: names and numbers most."""
    if token.group in ("number", "ordinal", "iso", "designator", "decade", "initials", "bill"):
        return 1.5
    if is_light(token):
        return 0.3
    if not token.is_content:
        return 0.0
    if token.key.removesuffix("s") in ("year", "month", "week", "day"):
        return 0.3
    return 1.5 if token.is_capital else 1.0


def is_light(token: Token) -> bool:
    """Whether it is a word that carries little meaning, in any of its forms."""
    return token.key in LIGHT or (token.text.islower() and not token.own.isdisjoint(_LIGHT))


def closeness(token: Token, ids: frozenset[str]) -> float:
    """1 where `ids` have the word itself, less where they have one that may stand for it, else 0."""
    if not token.own.isdisjoint(ids):
        return 1.0
    return 0.0 if token.ids.isdisjoint(ids) else 0.7


@dataclass(frozen=True)
class Evidence:
    """A sentence of a claim and the passages it cites."""

    claim: Sentence
    sources: tuple[Source, ...]

    @cached_property
    def ids(self) -> frozenset[str]:
        """What the passages' own words may be matched by."""
        return frozenset().union(*(source.ids for source in self.sources))

    @cached_property
    def over_ids(self) -> frozenset[str]:
        """What the words over the passages may be matched by."""
        return frozenset().union(*(source.over_ids for source in self.sources))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of the passages, in order."""
        return tuple(sentence for source in self.sources for sentence in source.sentences)

    @cached_property
    def lines(self) -> tuple[Sentence, ...]:
        """What stands over the passages, line by line."""
        return tuple(dict.fromkeys(line for source in self.sources for line in source.over))

    @cached_property
    def nearest(self) -> tuple[Sentence, ...]:
        """The sentences that together bear out most of the claim, the best first; four at the most."""
        left = {at: weight(token) for at, token in enumerate(self.claim.tokens) if weight(token)}
        chosen, pool = list[Sentence](), list(self.sentences)
        while left and pool and len(chosen) < _MOST:
            scored = [(self._gain(sentence, left), -n) for n, sentence in enumerate(pool)]
            gain, place = max(scored)
            if gain < (1.5 if chosen else 0.5):
                break
            best = pool.pop(-place)
            chosen.append(best)
            left = {at: w for at, w in left.items() if self.claim.tokens[at].ids.isdisjoint(best.ids)}
        return tuple(chosen)

    @cached_property
    def near_ids(self) -> frozenset[str]:
        """What the words of the nearest sentences may be matched by."""
        return frozenset().union(*(sentence.ids for sentence in self.nearest))

    @cached_property
    def around(self) -> tuple[Sentence, ...]:
        """The nearest sentences, and those right before and after them."""
        near = {id(sentence) for sentence in self.nearest}
        return tuple(
            sentence
            for source in self.sources
            for at, sentence in enumerate(source.sentences)
            if any(id(each) in near for each in source.sentences[max(0, at - 1) : at + 2])
        )

    @cached_property
    def resting(self) -> tuple[Sentence, ...]:
        """Those of the nearest sentences on which a good part of the claim rests; always the first."""
        whole = sum(weight(token) for token in self.claim.tokens)
        places = range(len(self.claim.tokens))
        return tuple(
            sentence
            for rank, sentence in enumerate(self.nearest)
            if not rank or self.overlap(sentence, places) >= 0.3 * whole
        )

    def _gain(self, sentence: Sentence, left: dict[int, float]) -> float:
        return sum(w * closeness(self.claim.tokens[at], sentence.ids) for at, w in left.items())

    def overlap(self, sentence: Sentence, places: Sequence[int]) -> float:
        """How much of the claim's words at `places` stands in `sentence`."""
        tokens = self.claim.tokens
        return sum(weight(tokens[at]) * closeness(tokens[at], sentence.ids) for at in places)
