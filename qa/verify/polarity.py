"""Does a claim deny what the passages affirm, or affirm what they deny?

A claim's words are compared with the same words in the sentences that it rests on, as each of them takes them.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qa.verify.denials import NOUN_DENYING, Denial, Said, denials, leaves_open, stances, times_before
from qa.verify.evidence import Evidence, is_light
from qa.verify.negating import is_told_otherwise, is_told_without
from qa.verify.source import Sentence
from qa.verify.tokens import Token


def flipped(evidence: Evidence) -> str:
    """What the claim denies though the passages affirm it, or the other way round, told to the reader; else empty."""
    basis = evidence.nearest
    if not basis:
        return ""
    theirs = [stances(sentence) for sentence in basis]
    for denial in denials(evidence.claim):
        if (
            evidence.claim.tokens[denial.at].key in _TURNING
            and _is_denied_alone(evidence, denial, basis, theirs)
            and not is_told_without(evidence, denial)
        ):
            return f"It says “{_told(evidence.claim, denial)}”, which the passage cited does not deny."
    twice = _denied_twice(evidence.claim)
    if twice and not any(_denied_twice(sentence) for sentence in evidence.sentences):
        return f"It says “{twice}”, which the passage cited does not."
    mine, before = stances(evidence.claim), times_before(evidence.claim)
    for sentence in evidence.resting:
        if before and times_before(sentence) == {not bounded for bounded in before}:
            return "It tells the other way round what is said of the time before."
        for denial in denials(sentence):
            affirmed = _is_affirmed(evidence, mine, sentence, denial, basis)
            if affirmed and not is_told_otherwise(evidence, sentence, denial):
                return f"The passage cited says “{_told(sentence, denial)}”; it leaves the negation out."
    return ""


def _denied_twice(sentence: Sentence) -> str:
    """Two negations of a clause of which one is in the scope of the other ("no member would not"), told; else empty."""
    told = [denial for denial in denials(sentence) if sentence.tokens[denial.at].key in _PLAIN]
    for one, other in pairwise(told):
        between = sentence.tokens[one.at + 1 : other.at]
        if sentence.tokens[other.at].key == "not" and not any(each.key in _PARTING for each in between):
            return " ".join(token.text for token in sentence.tokens[one.at : other.at + 1])
    return ""


_TURNING = frozenset("not never no cannot".split())
_PLAIN = frozenset("no not never neither nor none nobody nothing".split())
_PARTING = frozenset(", ; : ( ) and but that which who because while if whether".split())


def _is_denied_alone(
    evidence: Evidence, denial: Denial, basis: Sequence[Sentence], theirs: Sequence[dict[int, Said]]
) -> bool:
    """Whether the words that a claim denies stand in the passages, but none of them denied."""
    named = [token.key for token in evidence.claim.tokens[denial.at + 1 : denial.at + 2]] in (
        ["the"],
        ["a"],
        ["an"],
        ["what"],
        ["whom"],
    )
    heads = [evidence.claim.tokens[place] for place in denial.places[: 3 if named else 1]]  # "not the system's target"
    if any(_denies(sentence, head) for head in heads for sentence in evidence.sentences):
        return False
    agreeing = disagreeing = 0.0
    for rank, place in enumerate(denial.places):
        found = _taken_as(evidence.claim.tokens[place], basis, theirs)
        share = 1.0 if rank or evidence.claim.tokens[denial.at].key in NOUN_DENYING else 3.0
        if Said.DENIED in found:
            agreeing += share
        elif Said.OPEN in found:
            agreeing += share / 2
        elif found:
            disagreeing += share
    if disagreeing > agreeing and denial.places:
        taken = _taken_as(replace(heads[0], ids=heads[0].own), basis, theirs)
        return Said.AFFIRMED in taken or not any(map(_is_negative, evidence.resting[:1]))
    return False


def _is_negative(sentence: Sentence) -> bool:
    """Whether a sentence denies anything, in whatever way."""
    few = any(token.key in ("only", "little", "few", "hardly") for token in sentence.tokens)
    return few or bool(denials(sentence)) or any(map(leaves_open, sentence.tokens))


def _denies(sentence: Sentence, word: Token) -> bool:
    """Whether a sentence denies the very word, near to the negation."""
    return any(
        not sentence.tokens[place].own.isdisjoint(word.own)
        for denial in denials(sentence)
        for place in denial.places[:4]
    )


def _taken_as(token: Token, basis: Sequence[Sentence], theirs: Sequence[dict[int, Said]]) -> set[Said]:
    """How the sentences take a word; if they have it, not how they take those that may stand for it."""
    same, alike = set[Said](), set[Said]()
    for sentence, taken in zip(basis, theirs, strict=True):
        for at, said in taken.items():
            if not sentence.tokens[at].ids.isdisjoint(token.own):
                same.add(said)
            elif not sentence.tokens[at].ids.isdisjoint(token.ids):
                alike.add(said)
    return same or alike


def _is_affirmed(
    evidence: Evidence, mine: dict[int, Said], sentence: Sentence, denial: Denial, basis: Sequence[Sentence]
) -> bool:
    """Whether the claim has the words that a sentence denies, and takes them as affirmed."""
    elsewhere = [
        each.tokens[at].ids
        for each in (*basis[: basis.index(sentence)], sentence)
        for at, said in stances(each).items()
        if said is not Said.DENIED
    ]
    affirmed = open_or_denied = 0.0
    for rank, place in enumerate(denial.places):
        token = sentence.tokens[place]
        if any(not token.own.isdisjoint(other) for other in elsewhere):
            continue
        found = [said for at, said in mine.items() if not evidence.claim.tokens[at].ids.isdisjoint(token.ids)]
        same = {said for at, said in mine.items() if not evidence.claim.tokens[at].own.isdisjoint(token.own)}
        if rank == 0 and _only_affirmed(same or set(found), set(found)):
            affirmed += 2.0
        elif any(said is not Said.AFFIRMED for said in found):
            open_or_denied += 1.0
        elif found:
            affirmed += 1.0
    if affirmed and denial.places:  # "had not tested an ICBM": what else was tested does not bear out that one was
        head = sentence.tokens[denial.places[0]]
        near = {said for at, said in mine.items() if not evidence.claim.tokens[at].own.isdisjoint(head.own)}
        affirmed += 1.0 if near == {Said.AFFIRMED} and not is_light(head) else 0.0
    return affirmed >= 2.0 and not open_or_denied


def _only_affirmed(same: set[Said], found: set[Said]) -> bool:
    """Whether a word is affirmed, and nothing that may stand for it is left open."""
    return Said.AFFIRMED in same and Said.OPEN not in found and (same != found or Said.DENIED not in found)


def _told(sentence: Sentence, denial: Denial) -> str:
    last = denial.places[min(2, len(denial.places) - 1)] if denial.places else denial.at
    return " ".join(token.text for token in sentence.tokens[denial.at : last + 1])
