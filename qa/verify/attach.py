"""Do the numbers, dates and names of a claim stand in the passages for the same thing?

What stands in the passages, but in a sentence about something else, while the sentence that the claim is about has
another number, date or name in its place, has been moved there.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.verify.evidence import Evidence, weight
from qa.verify.naming import names
from qa.verify.source import Sentence
from qa.verify.tokens import Token

_MARGIN, _LEAST, _SHARE = 1.0, 1.5, 0.4


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date, number or name at `places` of a sentence; `kind` tells what it could be exchanged for."""

    kind: str
    said: str
    ids: frozenset[str]
    places: tuple[int, ...]


def anchors(sentence: Sentence, *, every_name: bool = False) -> Iterator[Anchor]:
    """The dates, numbers and designators of a sentence; with `every_name`, all other names too."""
    for when in sentence.dates:
        grain = "day" if when.day else "month" if when.month else "year"
        key = f"{when.year}-{when.month}-{when.day}"
        if when.year or when.day:
            yield Anchor(f"date by {grain}", when.said, frozenset({key}), tuple(range(when.at, when.stop)))
    for quantity in sentence.quantities:
        if not quantity.is_loose:
            kind = quantity.label or quantity.unit or ("order" if quantity.is_order else "count")
            place = tuple(range(quantity.at, quantity.stop))
            yield Anchor(kind, quantity.said, frozenset({f"{kind} {quantity.value}"}), place)
    place_of = {id(token): at for at, token in enumerate(sentence.tokens)}
    for run in names(sentence):
        for token in run:
            kind = _kind_of(token) or ("name" if every_name else "")
            if kind:
                yield Anchor(kind, token.text, _name_ids(token), (place_of[id(token)],))


def _kind_of(token: Token) -> str:
    if any(each.startswith("@") for each in token.ids):
        return "country"
    if token.group == "designator" or any(c.isdigit() for c in token.text):
        return "designator"
    return "version" if token.text.isupper() and set(token.text) <= set("IVXABC") else ""


def _name_ids(token: Token) -> frozenset[str]:
    return frozenset(each for each in token.ids if not each.startswith("~"))


def out_of_place(evidence: Evidence) -> str:
    """The first number, date or designator that the passages have for something else, told; empty if none."""
    mine = list(anchors(evidence.claim, every_name=True))
    if not mine:
        return ""
    theirs = [(sentence, list(anchors(sentence, every_name=True))) for sentence in evidence.sentences]
    claimed = frozenset().union(*(anchor.ids for anchor in mine))
    for anchor in mine:
        told = _moved(evidence, anchor, theirs, claimed)
        if told:
            return told
    return ""


def _moved(
    evidence: Evidence,
    anchor: Anchor,
    theirs: Sequence[tuple[Sentence, list[Anchor]]],
    claimed: frozenset[str],
) -> str:
    scores = _scores(evidence, anchor, [sentence for sentence, _ in theirs])
    having = [n for n, (_, found) in enumerate(theirs) if any(not each.ids.isdisjoint(anchor.ids) for each in found)]
    if not having or not scores:
        return ""
    held = max(scores[n] for n in having)
    for n in sorted(range(len(scores)), key=lambda n: -scores[n]):
        if scores[n] < _LEAST or scores[n] - held < max(_MARGIN, _SHARE * scores[n]):
            return ""
        rival = next((each for each in theirs[n][1] if each.kind == anchor.kind and each.ids.isdisjoint(claimed)), None)
        if rival and n - 1 not in having:
            return f"It says {anchor.said} where the passage cited says {rival.said}."
    return ""


def _scores(evidence: Evidence, anchor: Anchor, sentences: Sequence[Sentence]) -> list[float]:
    """How much each sentence has of the words of the anchor's clause; a word that few of them have says more."""
    scores = [0.0] * len(sentences)
    for at in _around(evidence.claim.tokens, anchor):
        token = evidence.claim.tokens[at]
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
    if sum(weight(tokens[at]) for at in near) < 3:
        near = [at for at in range(len(tokens)) if at not in anchor.places]
    return near
