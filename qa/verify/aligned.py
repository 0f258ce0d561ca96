"""A claim laid beside the sentence that it is nearest to: is a number, date or name exchanged in its place?

Where a claim keeps the words around and has another value or name between them, which the sentence has not in that
place, it has been exchanged, though the passages may have it elsewhere.
"""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from qa.verify.attach import Anchor, anchors
from qa.verify.evidence import Evidence, weight
from qa.verify.source import Sentence

_LONGEST, _LEAST = 8, 0.4


def exchanged(evidence: Evidence) -> str:
    """The first value or name that stands where the nearest sentence has another, told; empty if none."""
    mine = list(anchors(evidence.claim, every_name=True))
    if not mine:
        return ""
    claimed = frozenset().union(*(anchor.ids for anchor in mine))
    places = range(len(evidence.claim.tokens))
    whole = sum(weight(token) for token in evidence.claim.tokens)
    for sentence in evidence.nearest[:2]:
        if evidence.overlap(sentence, places) < _LEAST * whole:
            continue
        theirs = list(anchors(sentence, every_name=True))
        for here, there in _replacements(evidence.claim, sentence):
            told = _exchanged([a for a in mine if _within(a, here)], [a for a in theirs if _within(a, there)], claimed)
            if told:
                return told
    return ""


def _replacements(claim: Sentence, sentence: Sentence) -> Iterator[tuple[range, range]]:
    """The short stretches of the claim that stand for others of the sentence, with the same words on both sides."""
    one, other = ([token.key for token in each.tokens] for each in (claim, sentence))
    codes = list(Levenshtein.opcodes(one, other))
    for before, code, after in zip(codes, codes[1:], codes[2:], strict=False):
        here, there = range(code.src_start, code.src_end), range(code.dest_start, code.dest_end)
        if code.tag != "replace" or max(len(here), len(there)) > _LONGEST:
            continue
        if before.tag == after.tag == "equal":
            kept = [*claim.tokens[before.src_start : here.start][-3:], *claim.tokens[here.stop : after.src_end][:3]]
            if sum(1 for token in kept if token.is_word) >= 3:
                yield here, there


def _within(anchor: Anchor, stretch: range) -> bool:
    return any(place in stretch for place in anchor.places)


def _exchanged(mine: Sequence[Anchor], theirs: Sequence[Anchor], claimed: frozenset[str]) -> str:
    for anchor in mine:
        rivals = [each for each in theirs if each.kind == anchor.kind]
        if not rivals or any(not each.ids.isdisjoint(anchor.ids) for each in rivals):
            continue
        gone = next((each for each in rivals if each.ids.isdisjoint(claimed)), None)
        if gone:
            return f"It says {anchor.said} where the passage cited says {gone.said}."
    return ""
