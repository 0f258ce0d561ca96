"""Does a claim deny what the passages affirm, or affirm what they deny?

Each word of a sentence is affirmed, denied, or left open: a negation denies the words that follow in its clause, and
words such as "refuse", "lack" or "fail" leave open those near them. A claim's words are compared with the same words
in the sentences that it rests on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from qa.verify.evidence import Evidence
from qa.verify.source import Sentence
from qa.verify.tokens import Token
from qa.verify.wording import LIGHT

_DENYING = frozenset("not never no none nobody nothing neither nor without nowhere non".split())
_NOUN_DENYING = frozenset("no none without neither non".split())
_OPEN = frozenset(
    """refus reject deni declin lack fail oppos unabl unwil absenc absent cancel scrap abandon prevent stop block bar
    prohibit forbid ban rule drop withdraw withdrew end ceas halt avoid exclud hard rare scarc unlik free short miss
    instead rather unless except doubt dismiss resist veto terminat suspend impossibl""".split()
)
_ENDS = frozenset(', ; : ( ) [ ] " ! ? . ... - --'.split())
_TURNS = frozenset(
    "rather instead but although though while because which who whereas however since unless except when if".split()
)
_BE = frozenset("is are was were be been".split())
_TELLING = frozenset("say state announce claim argue report write tell declare think believe".split())
_REACH, _REACH_OF_NO, _BACK = 16, 5, 4


class Said(Enum):
    """How a sentence takes a word."""

    AFFIRMED = 1
    DENIED = 2
    OPEN = 3


@dataclass(frozen=True, slots=True)
class Denial:
    """A negation at `at`, and the places of the content words that it denies, the nearest first."""

    at: int
    places: tuple[int, ...]


def denials(sentence: Sentence) -> list[Denial]:
    """The negations of a sentence; none for those that only bound a number or a time ("no more than", "not only")."""
    tokens = sentence.tokens
    return [
        Denial(at, _scope(tokens, at))
        for at, token in enumerate(tokens)
        if (token.key in _DENYING and token.group == "word" and not _only_bounds(tokens, at)) or _prefers(tokens, at)
    ]


def _prefers(tokens: Sequence[Token], at: int) -> bool:
    """Whether "rather than" or "instead of" ends at `at`: what follows is denied."""
    return at > 0 and (tokens[at - 1].key, tokens[at].key) in (("rather", "than"), ("instead", "of"))


def _only_bounds(tokens: Sequence[Token], at: int) -> bool:
    after = [token.key for token in tokens[at + 1 : at + 3]]
    if not after:
        return tokens[at].key == "no"
    if tokens[at].key == "no" and (tokens[at + 1].group == "number" or after[0] == "."):
        return True  # "No. 3"
    if tokens[at].key == "not" and at and tokens[at - 1].key == "or" and at > 1 and tokens[at - 2].key == "whether":
        return True
    if tokens[at].key == "not" and any(token.key == "until" for token in tokens[at + 1 : at + 7]):
        return True  # "did not come until 2024": it came
    return after[0] in ("only", "just", "merely") or (after[:2] in _BOUNDS) or after[0] == "doubt"


_BOUNDS = (["later", "than"], ["more", "than"], ["fewer", "than"], ["less", "than"], ["earlier", "than"])


def _scope(tokens: Sequence[Token], at: int) -> tuple[int, ...]:
    reach = {"no": _REACH_OF_NO, "non": 1, "without": 6, "than": 6, "of": 6}.get(tokens[at].key, _REACH)
    places = []
    for place in range(at + 1, min(len(tokens), at + 1 + reach)):
        token = tokens[place]
        if token.key in ("(", ")"):
            continue
        if token.key in _ENDS or token.key in _TURNS or (token.key == "that" and tokens[place - 1].key in _TELLING):
            break
        if token.is_content:
            places.append(place)
    return tuple(places)


def _reach(tokens: Sequence[Token], at: int) -> int:
    """Up to where a word that leaves others open does so."""
    stop = at + 1
    while stop < min(len(tokens), at + 10) and tokens[stop].key not in _ENDS and tokens[stop].key not in _TURNS:
        stop += 1
    return stop


def stances(sentence: Sentence) -> dict[int, Said]:
    """How each content word of a sentence is taken, by its place."""
    tokens = sentence.tokens
    taken = {at: Said.AFFIRMED for at, token in enumerate(tokens) if token.is_content}
    for at, token in enumerate(tokens):
        if leaves_open(token):
            taken |= {place: Said.OPEN for place in range(at - _back(tokens, at), _reach(tokens, at)) if place in taken}
    for denial in denials(sentence):
        before = range(denial.at - _BACK, denial.at) if tokens[denial.at].key in _NOUN_DENYING else range(0)
        if denial.at and tokens[denial.at - 1].key in _BE:  # "the text is not on file" denies the text as well
            before = _subject(tokens, denial.at - 1)
        taken |= {place: Said.OPEN for place in before if taken.get(place) is Said.AFFIRMED}
        taken |= dict.fromkeys(denial.places, Said.DENIED)
    return taken


def leaves_open(token: Token) -> bool:
    """Whether a word denies what stands near it, or may: "refuse", "lack", "unknown"."""
    return not token.ids.isdisjoint(_OPEN) or _is_reversed(token)


def _subject(tokens: Sequence[Token], at: int) -> range:
    begin = at
    while begin and at - begin < 14 and tokens[begin - 1].key not in _ENDS and tokens[begin - 1].key not in _TURNS:
        begin -= 1
    return range(begin, at)


def _back(tokens: Sequence[Token], at: int) -> int:
    """How far back a word such as "refused" leaves words open: where they are its object ("limits were refused")."""
    return 6 if at and tokens[at - 1].key in _BE else 0


def _is_reversed(token: Token) -> bool:
    """Whether a word begins with an "un" that denies: "unconfirmed", not "under" or "United"."""
    if token.key in _IN:
        return True
    return token.key.startswith("un") and token.text.islower() and len(token.key) > 6 and not _NO_UN.match(token.key)


_IN = frozenset(
    """insufficient inadequate incomplete inconsistent ineffective invalid inaccurate incapable impossible improbable
    illegal unlawful irrelevant nonbinding""".split()
)
_NO_UN = re.compile(r"un(?:der|it|i[ofvlq]|til|cle)")


def flipped(evidence: Evidence) -> str:
    """What the claim denies though the passages affirm it, or the other way round, told to the reader; else empty."""
    basis = evidence.nearest
    if not basis:
        return ""
    theirs = [stances(sentence) for sentence in basis]
    for denial in denials(evidence.claim):
        if _is_denied_alone(evidence, denial, basis, theirs):
            return f"It says “{_told(evidence.claim, denial)}”, which the passage cited does not deny."
    mine = stances(evidence.claim)
    for sentence in evidence.resting:
        for denial in denials(sentence):
            if _is_affirmed(evidence, mine, sentence, denial, basis):
                return f"The passage cited says “{_told(sentence, denial)}”; it leaves the negation out."
    return _turned_by_prefix(evidence)


def _turned_by_prefix(evidence: Evidence) -> str:
    """A word of the claim that the passages have only with a prefix that denies it, or the other way round."""
    theirs = {token.key: token for sentence in evidence.nearest for token in sentence.tokens if len(token.key) > 3}
    mine = {token.key: token for token in evidence.claim.tokens if len(token.key) > 3}
    for some, others in ((mine, theirs), (theirs, mine)):
        for key, token in some.items():
            for prefix in ("non", "un"):
                turned = others.get(prefix + key)
                if turned and key not in others and turned.key not in some and not _denied(token, evidence):
                    said, known = (token, turned) if some is mine else (turned, token)
                    return f"It says “{said.text}” where the passage cited says “{known.text}”."
    return ""


def _denied(token: Token, evidence: Evidence) -> bool:
    """Whether a word of the claim or of the nearest sentences is denied where it stands."""
    for sentence in (evidence.claim, *evidence.nearest):
        taken = stances(sentence)
        if any(each is token and taken.get(at) is not Said.AFFIRMED for at, each in enumerate(sentence.tokens)):
            return True
    return False


def _is_denied_alone(
    evidence: Evidence, denial: Denial, basis: Sequence[Sentence], theirs: Sequence[dict[int, Said]]
) -> bool:
    """Whether the words that a claim denies stand in the passages, but none of them denied."""
    agreeing = disagreeing = 0.0
    for rank, place in enumerate(denial.places):
        found = _taken_as(evidence.claim.tokens[place], basis, theirs)
        share = 1.0 if rank or evidence.claim.tokens[denial.at].key in _NOUN_DENYING else 3.0
        if Said.DENIED in found:
            agreeing += share
        elif Said.OPEN in found:
            agreeing += share / 2
        elif found:
            disagreeing += share
    if disagreeing > agreeing and denial.places:
        head = evidence.claim.tokens[denial.places[0]]
        if any(_denies(sentence, head) for sentence in evidence.sentences):
            return False
        taken = _taken_as(replace(head, ids=head.own), basis, theirs)
        return Said.AFFIRMED in taken or not any(map(_is_negative, evidence.resting[:1]))
    if agreeing or disagreeing or evidence.claim.tokens[denial.at].key in ("than", "of"):
        return False
    return not denials(basis[0]) and Said.OPEN not in theirs[0].values()


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
        affirmed += 1.0 if near == {Said.AFFIRMED} and head.key not in LIGHT else 0.0
    return affirmed >= 2.0 and not open_or_denied


def _only_affirmed(same: set[Said], found: set[Said]) -> bool:
    """Whether a word is affirmed, and nothing that may stand for it is left open."""
    return Said.AFFIRMED in same and Said.OPEN not in found and (same != found or Said.DENIED not in found)


def _told(sentence: Sentence, denial: Denial) -> str:
    last = denial.places[min(2, len(denial.places) - 1)] if denial.places else denial.at
    return " ".join(token.text for token in sentence.tokens[denial.at : last + 1])
