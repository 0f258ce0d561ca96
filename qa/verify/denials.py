"""What a sentence denies, word by word, and what it leaves open.

Each word is affirmed, denied, or left open: a negation denies the words that follow in its clause, and words such as
"refuse", "lack" or "fail" leave open those near them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
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
    refrain silent secret escap differ disagre conflict contradict forgo shun omit neglect reluct hesit withhold
    withheld wrong mistak mislead omiss gap await
    unsaid""".split()
)
_UNDONE = frozenset("yet fail refus declin unabl neglect".split())
_ENDS = frozenset(', ; : ( ) [ ] " ! ? . ... - --'.split())
_TURNS = frozenset(
    "rather instead but although though while because which who whereas however since unless except when if".split()
)
_BE = frozenset("is are was were be been".split())
_TELLING = frozenset("say state announce claim argue report write tell declare think believe".split())
_REACH, _BACK = 16, 4


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


@lru_cache(maxsize=4096)
def denials(sentence: Sentence) -> tuple[Denial, ...]:
    """The negations of a sentence; none for those that only bound a number or a time ("no more than", "not only")."""
    tokens = sentence.tokens
    return tuple(
        Denial(at, _scope(tokens, at))
        for at, token in enumerate(tokens)
        if (token.key in _DENYING and token.group == "word" and not _only_bounds(tokens, at)) or _implied(tokens, at)
    )


def _implied(tokens: Sequence[Token], at: int) -> bool:
    """Whether "rather than", "yet to", "failed to", "too slow for" or "argued against" ends at `at`: what follows is
    denied."""
    if not at:
        return False
    key, before = tokens[at].key, tokens[at - 1]
    if key == "against":
        gerund = any(token.key.endswith("ing") for token in tokens[at + 1 : at + 2])
        return any(not each.own.isdisjoint(_ARGUING) for each in tokens[max(0, at - (9 if gerund else 1)) : at])
    undone = key == "to" and not before.own.isdisjoint(_UNDONE)
    too = key in ("to", "for") and at > 1 and tokens[at - 2].key == "too"
    return undone or too or (before.key, key) in _INSTEAD


_INSTEAD = (("rather", "than"), ("instead", "of"), ("before", "any"))
_ARGUING = frozenset(
    "argu recommend testifi vote speak spoke out decid decis rule campaign lobbi advis counsel case warn".split()
)


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
        or (key == "without" and before == ["with", "or"])
        or (key == "not" and any(_is_a_time(tokens, place) for place in range(at + 1, at + 7)))  # "did not come until"
        or any([one.key, other.key] in _BOUNDS for one, other in pairwise(near))  # "may not have more than 1,550"
    )


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and (tokens[at].group == "number" or tokens[at].key in NUMBER_WORDS)


def _is_a_time(tokens: Sequence[Token], at: int) -> bool:
    """Whether "until", or "before" with a year or a day, stands at `at`."""
    return [token.key for token in tokens[at : at + 1]] == ["until"] or _is_before(tokens, at)


def _is_before(tokens: Sequence[Token], at: int) -> bool:
    keys = [token.key for token in tokens[at : at + 3]]
    return keys[:1] == ["before"] and any(key[:1].isdigit() for key in keys)


def times_before(sentence: Sentence) -> frozenset[bool]:
    """Of each "before 2018" in a sentence, whether it is bounded by a "not" ("not ready before 2018")."""
    tokens = sentence.tokens
    return frozenset(
        any(token.key in _DENYING for token in tokens[max(0, at - 6) : at])
        for at in range(len(tokens))
        if _is_before(tokens, at)
    )


_BOUNDS = (["later", "than"], ["more", "than"], ["fewer", "than"], ["less", "than"], ["earlier", "than"])


_REACHES = {"no": 5, "non": 1} | {"without": 8} | dict.fromkeys("than of to for against any".split(), 6)


def _scope(tokens: Sequence[Token], at: int) -> tuple[int, ...]:
    reach = _REACHES.get(tokens[at].key, _REACH)
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


def times_denied(word: Token, sentence: Sentence) -> int:
    """How many negations of a sentence have a word at their head, or close to it, before any "and"."""
    tokens = sentence.tokens
    heads = [
        [tokens[place] for place in each.places[:4] if all(token.key != "and" for token in tokens[each.at : place])]
        for each in denials(sentence)
    ]
    return sum(any(not word.ids.isdisjoint(head.ids) for head in near) for near in heads)


def leaves_open(token: Token) -> bool:
    """Whether a word denies what stands near it, or may: "refuse", "lack", "unknown"."""
    return not token.ids.isdisjoint(_OPEN) or is_reversed(token)


def opens(tokens: Sequence[Token], at: int, denied: Sequence[Token]) -> bool:
    """Whether a word tells that something is not so, or not yet, as what is `denied` elsewhere says by a negation:
    "fails", "few", "far from", "either"; "still under way" where an end is denied."""
    key, before = tokens[at].key, tokens[at - 1].key if at else ""
    if key in _GOING_ON and not any(not token.ids.isdisjoint(_ENDING) for token in denied[: _REACHES["than"]]):
        return False
    return (
        leaves_open(tokens[at])
        or key in _HINTING
        or (
            key in ("few", "little")
            and denied[:1]
            and denied[0].key == "not"
            and before not in ("a", "the", "past", "last", "next")
        )
        or (before, key) in _HINTING_PAIRS
        or (key == "leave" and any(token.key == "out" for token in tokens[at + 1 : at + 5]))
        or (key == "against" and _implied(tokens, at))
    )


_GOING_ON = frozenset("still pending ongoing underway way".split())
_ENDING = frozenset("finish complet end over settl decid resolv yet readi close stop conclud done".split())
_HINTING = _GOING_ON - {"way"} | frozenset("either hardly barely before".split())
_HINTING_PAIRS = (
    ("far", "from"),
    ("under", "way"),
    ("or", "without"),
    ("distinct", "from"),
    ("opposed", "to"),
    ("everything", "but"),
    ("all", "but"),
)


def _subject(tokens: Sequence[Token], at: int) -> range:
    begin = at
    while begin and at - begin < 20 and (tokens[begin - 1].key in _LISTING or not _stops(tokens[begin - 1])):
        begin -= 1
    return range(begin, at)


_LISTING = frozenset(", ( )".split())


def is_reversed(token: Token) -> bool:
    """Whether a word begins with an "un" that denies, or ends with such a "less": "unconfirmed", "useless"."""
    if token.key in _IN or (token.key.endswith("less") and token.key not in _NO_LESS and len(token.key) > 6):
        return True
    return token.key.startswith("un") and token.text.islower() and len(token.key) > 6 and not _NO_UN.match(token.key)


_IN = frozenset(
    """insufficient inadequate incomplete inconsistent ineffective invalid inaccurate incapable impossible improbable
    illegal unlawful irrelevant nonbinding""".split()
)
_NO_LESS = frozenset("regardless nonetheless nevertheless doubtless wireless".split())
_NO_UN = re.compile(r"un(?:der|it|i[ofvlq]|til|cle)")
