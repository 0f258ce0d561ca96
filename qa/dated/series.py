"""Sentences of one series: the same is said of another date with another figure ("had 36 GBIs", "had 44 GBIs")."""

import re
from functools import lru_cache

from qa.dated.mentions import date_mentions

_NUMBER = re.compile(
    r"(?<![\w.,-])[$€£]?\d[\d,.]*\d|(?<![\w.,-])\d(?![\w.,]*\d)|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][\w’'-]*\.?[A-Z]?\.?")
_LITTLE = frozenset(
    "the a an of in on at to and or by for with from as that it its was were is are be been had has have about around "
    "nearly almost some more than over roughly only just then also projected early late mid end beginning plan "
    "u.s later newer revised updated figure figures estimate".split()
)
AFTER, ALIKE = 4, 0.65
"""How many words after its figure belong to what a sentence counts, and the share of words that two of a series have
in common."""


@lru_cache(maxsize=4096)
def figure(text: str) -> tuple[int, int] | None:
    """Where the first figure of `text` stands that is no date and no part of a name, as offsets; None without one."""
    dates = [(mention.start, mention.end) for mention in date_mentions(text)]
    for match in _NUMBER.finditer(text):
        if any(start <= match.start() < end for start, end in dates):
            continue
        if re.search(
            r"(?:Phase|Block|Phases|Point|article|Article|section|Section|the|Fiscal|fiscal)\s$", text[: match.start()]
        ):
            continue
        return match.span()
    return None


def same_series(one: str, other: str) -> bool:
    """Whether two sentences give a figure of the same thing, in nearly the same words.

    >>> same_series("In May 2017 the Army had 36 GBIs.", "As of 2024 the Army had 44 GBIs, most of them in Alaska.")
    True
    """
    mine, theirs = _counted(one), _counted(other)
    if mine is None or theirs is None:
        return False
    before, after = mine[0] | mine[1], theirs[0] | theirs[1]
    return bool(mine[1] & theirs[1]) and len(before & after) >= ALIKE * len(before | after)


@lru_cache(maxsize=4096)
def _counted(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """The words of the clause before a sentence's figure, and the first few after it; None without a figure."""
    place = figure(text)
    if place is None:
        return None
    start = max((m.end() for m in re.finditer(r"[;:]\s|, (?:while|and|but) ", text[: place[0]])), default=0)
    before = _words(_without_dates(text[start : place[0]]))
    after = re.split(r"[,;:.](?:\s|$)| (?:in|at|by|as|on|and|while|of|for) ", text[place[1] :], maxsplit=1)[0]
    return frozenset(before), frozenset(_words(after)[:AFTER])


def _without_dates(text: str) -> str:
    for mention in reversed(date_mentions(text)):
        text = text[: mention.start] + text[mention.end :]
    return text


def _words(text: str) -> list[str]:
    folded = (re.sub(r"['’]s$", "", word.casefold()).strip(".") for word in _WORD.findall(text))
    return [word[:6] for word in folded if word not in _LITTLE and len(word) > 1]
