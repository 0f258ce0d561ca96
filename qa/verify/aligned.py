"""A claim laid beside the sentence that it is nearest to: is a number, date or name exchanged in its place?

Where a claim keeps the words around and has another value or name between them, which the sentence has not in that
place, it has been exchanged, though the passages may have it elsewhere.
"""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel, MatchingBlock

from qa.verify.attach import Anchor, anchored, anchors, is_topical, rival_of
from qa.verify.denials import denials, opens
from qa.verify.evidence import Evidence, weight
from qa.verify.negating import is_exception
from qa.verify.source import Sentence
from qa.verify.tokens import Token

_LONGEST, _LONGEST_OF_NAME, _LEAST = 6, 4, 0.55
_DENYING = frozenset("not no never neither nor none nobody nothing without".split())


def exchanged(evidence: Evidence) -> str:
    """The first value or name that stands where the nearest sentence has another, or the negation that stands in one of
    the two only, told; empty if none."""
    mine = anchors(evidence.claim)
    for sentence in _near(evidence):
        theirs = anchors(sentence)
        for here, there in _replacements(evidence.claim, sentence):
            is_short = max(len(here), len(there)) <= _LONGEST_OF_NAME
            told = _turned(evidence.claim, here, sentence, there) or _other(
                [anchor for anchor in mine if _within(anchor, here)],
                [anchor for anchor in theirs if _within(anchor, there) and (is_short or anchor.kind != "name")],
                evidence,
                sentence,
            )
            if told:
                return told
    return ""


def _near(evidence: Evidence) -> Iterator[Sentence]:
    """The two nearest sentences, as far as they have a good part of the claim."""
    places = range(len(evidence.claim.tokens))
    whole = sum(weight(token) for token in evidence.claim.tokens)
    for sentence in evidence.nearest[:2]:
        if evidence.overlap(sentence, places) >= _LEAST * whole:
            yield sentence


def _replacements(claim: Sentence, sentence: Sentence) -> Iterator[tuple[range, range]]:
    """The short stretches in which the two differ, with the same words on both sides."""
    mine, theirs = claim.tokens, sentence.tokens
    here = there = 0
    kept_before = 0
    for block in _blocks(mine, theirs):
        gap, other = range(here, block.a), range(there, block.b)
        kept_after = sum(1 for token in mine[block.a : min(block.a + block.size, block.a + 5)] if token.is_word)
        at_end = block.size == 0
        if (gap or other) and max(len(gap), len(other)) <= _LONGEST:
            enough = (2 if not here or at_end else 3) + (0 if here or not at_end else 9)
            if kept_before + kept_after >= enough:
                yield gap, other
        here, there = block.a + block.size, block.b + block.size
        kept_before = sum(1 for token in mine[max(block.a, here - 5) : here] if token.is_word)


def _blocks(mine: Sequence[Token], theirs: Sequence[Token]) -> list[MatchingBlock]:
    keys = [[token.key for token in tokens] for tokens in (mine, theirs)]
    return Indel.opcodes(*keys).as_matching_blocks()


def _turned(claim: Sentence, here: range, sentence: Sentence, there: range) -> str:
    """A negation that only one of two stretches has, which else have the same words or none."""
    mine, theirs = ([each.tokens[at] for at in places] for each, places in ((claim, here), (sentence, there)))
    denied = [_denies(each, places) for each, places in ((claim, here), (sentence, there))]
    more = len(denials(claim)) - len(denials(sentence))
    if (
        denied[0] is denied[1]
        or (more <= 0 if denied[0] else more >= 0)
        or _denied_elsewhere(claim, here if denied[0] else None, sentence, there)
    ):
        return ""
    if any(is_exception(claim, sentence, each) for each in denials(sentence) if each.at in there):
        return ""
    if _leaves_open(claim, here, sentence) if denied[1] else _leaves_open(sentence, there, claim):
        return ""
    left = [[token for token in tokens if token.is_content] for tokens in (mine, theirs)]
    alike = all(any(not one.ids.isdisjoint(other.ids) for other in left[1]) for one in left[0])
    if not alike or len(left[0]) != len(left[1]):
        return ""
    if denied[0]:
        return f"It says “{_told(mine)}”, which the passage cited does not deny."
    return f"The passage cited says “{_told(theirs)}”; it leaves the negation out."


def _denied_elsewhere(claim: Sentence, here: range | None, sentence: Sentence, there: range) -> bool:
    """Whether the negation of the stretch has its like at another word of the other sentence: "tested no missile" for
    "had not tested a missile". `here` is the claim's stretch with the negation; none if the other has it."""
    mine = [each for each in denials(claim) if here is None or each.at in here]
    theirs = [each for each in denials(sentence) if here is not None or each.at in there]
    return any(
        not claim.tokens[one].own.isdisjoint(sentence.tokens[other].own)
        for denial in mine
        for like in theirs
        for one in denial.places
        for other in like.places
    )


def _denies(sentence: Sentence, places: range) -> bool:
    """Whether a negation stands in the stretch, other than of "rather than", and none close before it."""
    if any(token.key in _DENYING for token in sentence.tokens[max(0, places.start - 4) : places.start]):
        return False
    return any(denial.at in places and sentence.tokens[denial.at].key in _DENYING for denial in denials(sentence))


def _leaves_open(one: Sentence, places: range, other: Sentence) -> bool:
    """Whether something in or near the stretch denies in another way, which the other sentence has not: "unknown",
    "rather than", "lacks"."""
    near = range(max(0, places.start - 8), min(len(one.tokens), places.stop + 8))
    own = [at for at in near if one.tokens[at].ids.isdisjoint(other.ids)]
    return any(one.tokens[at].key in ("rather", "instead") or opens(one.tokens, at, other.tokens) for at in own)


def _told(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _within(anchor: Anchor, stretch: range) -> bool:
    return any(place in stretch for place in anchor.places)


def _other(mine: Sequence[Anchor], theirs: Sequence[Anchor], evidence: Evidence, sentence: Sentence) -> str:
    """A value or name of one stretch in whose place the other has one of the same sort, which the claim has lost, or
    which the sentence has not."""
    for anchor in mine:
        rivals = [each for each in theirs if anchor.may_be_told_for(each)]
        if not rivals or any(anchor.is_in(each.ids) for each in rivals):
            continue
        if anchor.is_number and evidence.claim.tokens[anchor.places[0] - 1].key == "by":
            continue  # "fell by five": it is reckoned
        if _is_from_another(anchor, evidence, sentence) or (anchor.kind == "date" and is_topical(anchor, evidence)):
            continue
        lost = rival_of(anchor, rivals, evidence.claim)
        if lost is None and not anchor.is_in(anchored(sentence)):
            lost = rivals[0]
        if lost:
            return f"It says {anchor.said} where the passage cited says {lost.said}."
    return ""


def _is_from_another(anchor: Anchor, evidence: Evidence, sentence: Sentence) -> bool:
    """Whether another sentence has the value, and the words around it in the claim, as much as this one has them."""
    begin, stop = anchor.places[0], anchor.places[-1] + 1
    around = [*range(max(0, begin - 6), begin), *range(stop, min(len(evidence.claim.tokens), stop + 6))]
    here = evidence.overlap(sentence, around)
    return any(
        other is not sentence
        and anchor.is_in(anchored(other))
        and evidence.overlap(other, around) >= max(1.5, here / 2)
        for other in evidence.sentences
    )
