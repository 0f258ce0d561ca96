"""Does a claim deny what the passages affirm, or affirm what they deny?

A claim's words are compared with the same words in the sentences that it rests on, as each of them takes them.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qa.verify.coverage import parts
from qa.verify.denials import NOUN_DENYING, Denial, Said, denials, is_reversed, leaves_open, opens, stances
from qa.verify.evidence import Evidence, is_light
from qa.verify.source import Sentence
from qa.verify.speech import tells_whose
from qa.verify.stems import stem
from qa.verify.strength import is_highest
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
            and not _is_opened_there(evidence, denial)
            and not _is_utmost(evidence, denial)
        ):
            return f"It says “{_told(evidence.claim, denial)}”, which the passage cited does not deny."
    twice = _denied_twice(evidence.claim)
    if twice and not any(_denied_twice(sentence) for sentence in evidence.sentences):
        return f"It says “{twice}”, which the passage cited does not."
    mine = stances(evidence.claim)
    for sentence in evidence.resting:
        for denial in denials(sentence):
            if (
                _is_affirmed(evidence, mine, sentence, denial, basis)
                and not _is_reworded(evidence, sentence, denial)
                and not is_exception(evidence.claim, sentence, denial)
            ):
                return f"The passage cited says “{_told(sentence, denial)}”; it leaves the negation out."
    return ""


def _is_reworded(evidence: Evidence, sentence: Sentence, denial: Denial) -> bool:
    """Whether the claim denies what a sentence does in another word, which the sentence has not ("did not come about"
    for "did not happen"), or by a prefix ("unsettled" for "did not settle")."""
    if not denial.places:
        return False
    head, tokens = sentence.tokens[denial.places[0]], evidence.claim.tokens
    if any(not head.own.isdisjoint(_without_prefix(token)) for token in tokens):
        return True
    if not head.own.isdisjoint(_SETTLING) and any(token.key in ("open", "question") for token in tokens):
        return True
    heads = [tokens[each.places[0]] for each in denials(evidence.claim) if each.places]
    if len(heads) >= sum(len(denials(each)) for each in evidence.resting):
        return True
    place = next((at for at, token in enumerate(tokens) if not token.ids.isdisjoint(head.ids)), None)
    near = tokens if place is None else tokens[max(0, place - _NEAR) : place + _NEAR]
    return any(mine.own.isdisjoint(sentence.ids) for mine in (*heads, *filter(leaves_open, near)))


_NEAR = 8
_SETTLING = frozenset("settl say know resolv decid determin clear answer".split())


def _denied_twice(sentence: Sentence) -> str:
    """Two negations of a clause of which one is in the scope of the other ("no member would not"), told; else empty."""
    told = [denial for denial in denials(sentence) if sentence.tokens[denial.at].key in _PLAIN]
    for one, other in pairwise(told):
        between = sentence.tokens[one.at + 1 : other.at]
        if sentence.tokens[other.at].key == "not" and not any(each.key in _PARTING for each in between):
            return " ".join(token.text for token in sentence.tokens[one.at : other.at + 1])
    return ""


def is_exception(claim: Sentence, sentence: Sentence, denial: Denial) -> bool:
    """Whether the claim says by an "only", "all" or "needs" what a sentence does by two denials or an exception: "only
    Japan" for "no country except Japan", "all have" for "none is without"."""
    if sentence.tokens[denial.at - 1].key in ("is", "are", "was", "were") and any(
        token.key in _CONTRASTING for token in claim.tokens
    ):
        return True  # "whereas NATO has its own" for "is not that of NATO"
    if all(token.key not in _ONLY and token.own.isdisjoint(_NEEDING) for token in claim.tokens):
        return False
    after = sentence.tokens[denial.at + 1 : denial.at + 1 + 2 * _NEAR]
    return len(denials(sentence)) > len(denials(claim)) + 1 or any(token.key in _EXCEPT for token in after)


_CONTRASTING = frozenset("whereas while unlike contrast separate distinct different own".split())
_NEEDING = frozenset("all everi each both alway need depend requir must necessari essenti reli condit".split())
_EXCEPT = frozenset("other except unless until than else".split())


def _is_utmost(evidence: Evidence, denial: Denial) -> bool:
    """Whether a "no other" or the like says what the nearest sentence says by "the first", "only" or "the largest"."""
    told = [token for sentence in evidence.nearest[:1] for token in sentence.tokens]
    words = [token.key for token in evidence.claim.tokens[denial.at : denial.at + 2]]
    if words == ["not", "yet"]:
        return any(token.key == "only" for token in told)  # "only in July 2024"
    if words == ["no", "longer"] and any("chang" in token.own for token in told):
        return True
    beyond = any(token.key in _BEYOND for token in evidence.claim.tokens[denial.at + 1 : denial.at + _NEAR])
    if beyond and any(token.key in _ONLY for token in told):
        return True
    return words[0] in ("no", "never") and any(is_highest(token) or token.key in ("first", "only") for token in told)


_ONLY = frozenset("only alone sole solely exclusively just".split())
_BEYOND = frozenset("other else beyond but except besides apart outside longer shorter".split())
_TURNING = frozenset("not never no cannot".split())
_PLAIN = frozenset("no not never neither nor none nobody nothing".split())
_PARTING = frozenset(", ; : ( ) and but that which who because while if whether".split())


def _is_opened_there(evidence: Evidence, denial: Denial) -> bool:
    """Whether a clause that the claim rests on denies what the claim does in a word that the claim has not: "differ in
    scope" for "not have the same scope". Of a word that the sentences have, it is the clause with that word."""
    claim = evidence.claim
    instead = any(token.key == "but" for token in claim.tokens[denial.at :])  # "did not treat it as a program, but as"
    if instead and any(_takes_up(one, each, claim) for each in evidence.resting for one in denials(each)):
        return True
    head = claim.tokens[denial.places[0]] if denial.places else None
    is_told = head is not None and any(not head.own.isdisjoint(sentence.ids) for sentence in evidence.nearest)
    own = next(part for part in parts(claim.tokens) if any(token is claim.tokens[denial.at] for token in part))
    beside = head.own if head and is_told else frozenset().union(*(token.own for token in own if token.is_content))
    other = len(denials(claim)) - 1
    for sentence in evidence.resting:
        told = denials(sentence)
        is_light = not is_told or (head is not None and tells_whose(head))
        if is_light and len(told) > other and any(_takes_up(one, sentence, claim) for one in told):
            return True
        asks = any(
            claim.tokens[place].key in _ASKING for place in range(denial.at, min(denial.at + 4, len(claim.tokens)))
        )
        if asks and any(_is_of_telling(sentence.tokens[one.at - 1]) for one in told if one.at):
            return True  # "did not say when" for "gave no date"
        for part in parts(sentence.tokens):
            is_open = any(
                opens(part, at, claim.tokens[denial.at :]) and token.own.isdisjoint(claim.ids)
                for at, token in enumerate(part)
            )
            if is_open and any(not token.ids.isdisjoint(beside) for token in part):
                return True
    return False


_ASKING = frozenset("when whether how what which who why where since".split())


def _is_of_telling(token: Token) -> bool:
    return is_light(token) or tells_whose(token)


def _without_prefix(token: Token) -> frozenset[str]:
    """The stem of a word that a prefix denies, without it: "settl" of "unsettled"; none of another word."""
    prefix = "non" if token.key.startswith("non") else token.key[:2]
    if len(token.key) > 6 and (prefix == "non" or is_reversed(token)):
        return frozenset({stem(token.key[len(prefix) :])})
    return frozenset()


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


def _takes_up(denial: Denial, sentence: Sentence, claim: Sentence) -> bool:
    """Whether the claim speaks of most of what a sentence denies."""
    words = [sentence.tokens[place] for place in denial.places[:5]]
    return len(words) > 1 and sum(not word.ids.isdisjoint(claim.ids) for word in words) >= len(words) / 2


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
