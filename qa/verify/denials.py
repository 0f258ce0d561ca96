"""What a sentence denies, word by word, and what it leaves open.

Each word is affirmed, denied, or left open: a negation denies the words that follow in its clause, and words such as
"refuse", "lack" or "fail" leave open those near them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from qa.verify.numerals import NUMBER_WORDS
from qa.verify.source import Sentence
from qa.verify.tokens import Token

_DENYING = frozenset("not never no none nobody nothing neither nor without nowhere non".split())
NOUN_DENYING = frozenset("no none without neither non".split())
_OPEN = frozenset(
    """refus reject deni declin lack fail oppos unabl unwil absenc absent cancel scrap abandon prevent stop block bar
    prohibit forbid ban rule drop withdraw withdrew end ceas halt avoid exclud hard rare scarc unlik free short miss
    instead rather unless except doubt dismiss resist veto terminat suspend impossibl lose lost
    refrain silent secret escap differ disagre conflict contradict forgo shun""".split()
)
_UNDONE = frozenset("yet fail refus declin unabl neglect".split())
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
        if (token.key in _DENYING and token.group == "word" and not _only_bounds(tokens, at)) or _implied(tokens, at)
    ]


def _implied(tokens: Sequence[Token], at: int) -> bool:
    """Whether "rather than", "instead of", "yet to" or "failed to" ends at `at`: what follows is denied."""
    if not at:
        return False
    undone = tokens[at].key == "to" and not tokens[at - 1].own.isdisjoint(_UNDONE)
    return undone or (tokens[at - 1].key, tokens[at].key) in (("rather", "than"), ("instead", "of"))


def _only_bounds(tokens: Sequence[Token], at: int) -> bool:
    after = [token.key for token in tokens[at + 1 : at + 3]]
    if not after:
        return tokens[at].key == "no"
    near = tokens[at + 1 : at + 7]
    key, before = tokens[at].key, [token.key for token in tokens[max(0, at - 2) : at]]
    return (
        after[0] in ("only", "just", "merely", "doubt")
        or (key == "no" and (tokens[at + 1].group == "number" or after[0] == "."))  # "No. 3"
        or (
            key == "no" and after[0] == "other" and any(token.key == "than" for token in near[:5])
        )  # "no other aim than"
        or (key == "not" and before == ["whether", "or"])
        or (key == "not" and after[0] in ("yet", "quite") and _is_number(tokens, at + 2))  # "not yet two months old"
        or (key == "not" and any(_is_a_time(tokens, place) for place in range(at + 1, at + 7)))  # "did not come until"
        or any([one.key, other.key] in _BOUNDS for one, other in pairwise(near))  # "may not have more than 1,550"
    )


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and (tokens[at].group == "number" or tokens[at].key in NUMBER_WORDS)


def _is_a_time(tokens: Sequence[Token], at: int) -> bool:
    """Whether "until", or "before" with a year or a day, stands at `at`."""
    keys = [token.key for token in tokens[at : at + 3]]
    return keys[:1] == ["until"] or (keys[:1] == ["before"] and any(key[:1].isdigit() for key in keys))


_BOUNDS = (["later", "than"], ["more", "than"], ["fewer", "than"], ["less", "than"], ["earlier", "than"])


def _scope(tokens: Sequence[Token], at: int) -> tuple[int, ...]:
    reach = {"no": _REACH_OF_NO, "non": 1, "without": 8, "than": 6, "of": 6, "to": 6}.get(tokens[at].key, _REACH)
    places = []
    for place in range(at + 1, min(len(tokens), at + 1 + reach)):
        token = tokens[place]
        if token.key in ("(", ")"):
            continue
        if _stops(token) or (token.key == "that" and tokens[place - 1].key in _TELLING):
            break
        if token.is_content:
            places.append(place)
    return tuple(places)


def _reach(tokens: Sequence[Token], at: int) -> int:
    """Up to where a word that leaves others open does so."""
    stop = at + 1
    while stop < min(len(tokens), at + 10) and not _stops(tokens[stop]):
        stop += 1
    return stop


def _stops(token: Token) -> bool:
    return (token.key in _ENDS and token.group != "dash") or token.key in _TURNS


def stances(sentence: Sentence) -> dict[int, Said]:
    """How each content word of a sentence is taken, by its place."""
    tokens = sentence.tokens
    taken = {at: Said.AFFIRMED for at, token in enumerate(tokens) if token.is_content}
    for at, token in enumerate(tokens):
        if leaves_open(token):
            taken |= {place: Said.OPEN for place in range(at, _reach(tokens, at)) if place in taken}
    for denial in denials(sentence):
        before = range(denial.at - _BACK, denial.at) if tokens[denial.at].key in NOUN_DENYING else range(0)
        if denial.at and tokens[denial.at - 1].key in _BE:  # "the text is not on file" denies the text as well
            before = _subject(tokens, denial.at - 1)
        taken |= {place: Said.OPEN for place in before if taken.get(place) is Said.AFFIRMED}
        taken |= dict.fromkeys(denial.places, Said.DENIED)
    return taken


def leaves_open(token: Token) -> bool:
    """Whether a word denies what stands near it, or may: "refuse", "lack", "unknown"."""
    return not token.ids.isdisjoint(_OPEN) or is_reversed(token)


def _subject(tokens: Sequence[Token], at: int) -> range:
    begin = at
    while begin and at - begin < 14 and not _stops(tokens[begin - 1]):
        begin -= 1
    return range(begin, at)


def is_reversed(token: Token) -> bool:
    """Whether a word begins with an "un" that denies: "unconfirmed", not "under" or "United"."""
    if token.key in _IN:
        return True
    return token.key.startswith("un") and token.text.islower() and len(token.key) > 6 and not _NO_UN.match(token.key)


_IN = frozenset(
    """insufficient inadequate incomplete inconsistent ineffective invalid inaccurate incapable impossible improbable
    illegal unlawful irrelevant nonbinding""".split()
)
_NO_UN = re.compile(r"un(?:der|it|i[ofvlq]|til|cle)")
