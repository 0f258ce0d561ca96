"""Do the numbers, dates and names of a claim stand in the passages for the same thing?

What stands in the passages, but in a sentence about something else, while the sentence that the claim is about has
another number, date or name in its place, has been moved there.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase

from qa.verify.evidence import Evidence, weight
from qa.verify.figures import FEW
from qa.verify.naming import names
from qa.verify.source import Sentence
from qa.verify.tokens import Token

_MARGIN, _LEAST, _SHARE = 1.0, 1.5, 0.4
_LEAST_OF_NAME, _SHARE_OF_NAME = 2.5, 0.6


_LEANING = frozenset("it its they their them he his she her this that these those same both there then".split())
"""Words by which a sentence leans on the one before it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date, number or name at `places` of a sentence; `kind` tells what it could be exchanged for. It is another one
    if the `sought` of this are among the `ids` of that: a date is known by each less exact one too."""

    kind: str
    said: str
    ids: frozenset[str]
    places: tuple[int, ...]
    sought: frozenset[str]

    def may_be_told_for(self, other: "Anchor") -> bool:
        """Whether it could stand in the place of `other`: of the same sort, and no year in that of a day, nor a date in
        that of the same told less exactly."""
        only_year = all(each.endswith("-0-0") for each in self.sought)
        same_date = self.kind == "date" and not other.sought.isdisjoint(self.ids)
        return self.kind == other.kind and not (
            same_date or (self.kind == "date" and only_year and "0-0-0" in other.ids)
        )

    @property
    def is_number(self) -> bool:
        """Whether it is neither a date nor a name."""
        return self.kind not in ("date", "name", "country", "designator", "version")

    def is_in(self, ids: frozenset[str]) -> bool:
        """Whether something known by `ids` says the same."""
        return not self.sought.isdisjoint(ids)


@lru_cache(maxsize=4096)
def anchors(sentence: Sentence) -> tuple[Anchor, ...]:
    """The dates, numbers and names of a sentence."""
    return (*_dates(sentence), *_numbers(sentence), *_names(sentence))


@lru_cache(maxsize=4096)
def anchored(sentence: Sentence) -> frozenset[str]:
    """What the anchors of a sentence are known by."""
    return frozenset().union(*(anchor.ids for anchor in anchors(sentence)))


def _dates(sentence: Sentence) -> Iterator[Anchor]:
    for when in sentence.dates:
        grains = [f"{when.year}-0-0", f"{when.year}-{when.month}-0", f"{when.year}-{when.month}-{when.day}"]
        said = grains[2 if when.day else 1 if when.month else 0]
        if when.year or when.day:
            places = tuple(range(when.at, when.stop))
            yield Anchor("date", when.said, frozenset(grains), places, frozenset({said}))


def _numbers(sentence: Sentence) -> Iterator[Anchor]:
    for quantity in sentence.quantities:
        is_ratio = "times" in [token.key for token in sentence.tokens[quantity.stop : quantity.stop + 1]]
        is_reckoned = is_ratio or 0 < quantity.value < 1  # "three times as many", "half of the tests"
        if not quantity.is_loose and not is_reckoned:
            kind = quantity.label or quantity.unit or ("order" if quantity.is_order else "count")
            sought = frozenset({f"{kind} {quantity.value}"})
            ids = sought.union(f"{kind} {value}" for value in quantity.rounded | quantity.bounding)
            yield Anchor(kind, quantity.said, ids, tuple(range(quantity.at, quantity.stop)), sought)


def _names(sentence: Sentence) -> Iterator[Anchor]:
    place_of = {id(token): at for at, token in enumerate(sentence.tokens)}
    for run in names(sentence):
        for token in run:
            kind = _kind_of(token)
            ids = token.own.union(each.rstrip(ascii_lowercase) for each in token.own if kind == "designator")
            yield Anchor(kind, token.text, ids, (place_of[id(token)],), token.own)


def _kind_of(token: Token) -> str:
    if any(each.startswith("@") for each in token.ids):
        return "country"
    if token.group == "designator" or any(c.isdigit() for c in token.text):
        return "designator"
    return "version" if token.text.isupper() and set(token.text) <= set("IVXABC") else "name"


def out_of_place(evidence: Evidence) -> str:
    """The first number, date or name that the passages have for something else, told; empty if none."""
    for anchor in anchors(evidence.claim):
        sums_up = anchor.kind == "count" and anchor.said.lower() in FEW
        told = "" if anchor.kind == "name" or sums_up or is_topical(anchor, evidence) else _moved(evidence, anchor)
        if told:
            return told
    return ""


def is_topical(anchor: Anchor, evidence: Evidence) -> bool:
    """Whether a name stands over the passages, or a year that only tells which is meant ("the 2010 review")."""
    if anchor.kind == "date":
        after = evidence.claim.tokens[anchor.places[-1] + 1 : anchor.places[-1] + 2]
        names_it = len(anchor.places) == 1 and any(token.is_content and not token.is_capital for token in after)
        return names_it and any(anchor.is_in(anchored(line)) for line in evidence.lines)
    return anchor.kind in ("name", "country") and anchor.is_in(evidence.over_ids)


def _moved(evidence: Evidence, anchor: Anchor) -> str:
    sentences = evidence.sentences
    scores = _scores(evidence, anchor, sentences)
    having = {n for n, sentence in enumerate(sentences) if anchor.is_in(anchored(sentence))}
    if not having:
        return ""
    held = max(scores[n] for n in having)
    least, share = (_LEAST, _SHARE) if anchor.kind not in ("name", "country") else (_LEAST_OF_NAME, _SHARE_OF_NAME)
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if scores[n] < least or scores[n] - held < max(_MARGIN, share * scores[n]):
            return ""
        rival = rival_of(anchor, anchors(sentences[n]), evidence.claim)
        leans = n - 1 in having and any(token.key in _LEANING for token in sentences[n].tokens)
        if rival and not leans and not (having & {n - 1, n + 1} and _tells_another(evidence, anchor, sentences[n])):
            return f"It says {anchor.said} where the passage cited says {rival.said}."
    return ""


def _tells_another(evidence: Evidence, anchor: Anchor, sentence: Sentence) -> bool:
    """Whether the claim has another date from a sentence, beside the one in question."""
    others = [each for each in anchors(evidence.claim) if each.kind == anchor.kind and each is not anchor]
    return anchor.kind == "date" and any(each.is_in(anchored(sentence)) for each in others)


def rival_of(anchor: Anchor, others: Sequence[Anchor], claim: Sentence) -> Anchor | None:
    """The first of `others` that is of the same kind, says something else, and holds nothing that is claimed."""
    for other in others:
        if anchor.may_be_told_for(other) and not any(each.is_in(other.ids) for each in anchors(claim)):
            return other
    return None


def _scores(evidence: Evidence, anchor: Anchor, sentences: Sequence[Sentence]) -> list[float]:
    """How much each sentence has of the words of the anchor's clause; a word that few of them have says more."""
    scores = [0.0] * len(sentences)
    named = {id(token) for run in names(evidence.claim) for token in run}
    for at in _around(evidence.claim.tokens, anchor):
        token = evidence.claim.tokens[at]
        if anchor.kind == "date" and id(token) in named and not token.ids.isdisjoint(evidence.over_ids):
            continue  # what all is about does not tell which sentence is meant
        having = [n for n, sentence in enumerate(sentences) if not token.ids.isdisjoint(sentence.ids)]
        for n in having:
            scores[n] += weight(token) / math.sqrt(len(having))
    return scores


def _around(tokens: Sequence[Token], anchor: Anchor) -> list[int]:
    """The places of the words of the anchor's own clause."""
    begin = stop = anchor.places[0]
    while begin > 0 and tokens[begin - 1].key not in (";", ",", "and", "but", "while"):
        begin -= 1
    while stop < len(tokens) and (stop in anchor.places or tokens[stop].key not in (";", ",", "and", "but", "while")):
        stop += 1
    near = [at for at in range(begin, stop) if at not in anchor.places]
    if sum(weight(tokens[at]) for at in near) < _LEAST:
        near = [at for at in range(len(tokens)) if at not in anchor.places]
    return near
