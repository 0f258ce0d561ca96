"""What a clause is about, as a set of tokens that can be compared: names in one form, other words by their stems."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from corpus.glossary import DESIGNATOR
from qa.dated.mentions import date_mentions
from qa.names import forms_of

_UNIT = re.compile(
    rf"(?:{DESIGNATOR.pattern}(?: Block [IVX]+[A-Z]?)?)|\bBlock [IVX]+[A-Z]?\b|\bPhases? \d\b|\b(?:[A-Z]\.){{2,}}|[A-Za-z][\w’'-]*",
    re.ASCII,
)
_LITTLE = frozenset(
    "the a an of in on at to and or by for with from as that which who it its was were is are be been had has have will would "
    "this these those then than their his her he she they there also not no only first last next new old later earlier about "
    "around such same said says wrote reported according announced told gave gives put plan plans planned planning target "
    "targets original goal date year years end early late mid fiscal being into up out both all more most".split()
)

Weight = Literal[0, 1, 2]
"""Of a token: 2 for a name, 1 for that of a country or people, which says little of what a text is about, 0 for other
words."""
STEM = 7
SHARED_NAMES, SHARE_OF_NAMES = 4, 0.65
"""How many names, and which share of one's own, two texts have in common that list the same."""


def tokens(text: str) -> dict[str, Weight]:
    """The tokens of `text` with their weights; dates are left out.

    >>> tokens("The Polish site at Redzikowo was ready in July 2024.")
    {'poland': 1, 'site': 0, 'redzikowo': 2, 'ready': 0}
    """
    for mention in reversed(date_mentions(text)):
        text = f"{text[: mention.start]}{' ' * (mention.end - mention.start)}{text[mention.end :]}"
    found: dict[str, Weight] = {}
    for match in _UNIT.finditer(text):
        word = re.sub(r"['’]s?$", "", match.group())
        folded = word.casefold()
        if folded in _LITTLE or len(folded) < 2:
            continue
        group = forms_of(word)
        if len(group) > 1:
            found.setdefault(_country(group), 1)
        elif word[0].isupper() and (
            match.start() > 0 or any(letter.isupper() or letter.isdigit() for letter in word[1:])
        ):
            found[_named(word)] = 2
        else:
            found.setdefault(folded[:STEM], 0)
    return found


def _named(word: str) -> str:
    """One token for a name; that of an acronym is no word that is written alike ("START")."""
    if word.isupper() and word.isalpha():
        return word
    return word.casefold()[:STEM] if word.isalpha() else word.casefold()


def _country(group: Sequence[str]) -> str:
    """One token for a country, whichever of its names is used."""
    return min(group)


def lists_the_same(one: Mapping[str, Weight], other: Mapping[str, Weight]) -> bool:
    """Whether two texts name the same several countries, places or systems."""
    mine = {token for token, weight in one.items() if weight}
    shared = mine & {token for token, weight in other.items() if weight}
    return len(shared) >= max(SHARED_NAMES, SHARE_OF_NAMES * len(mine))


def covers(whole: Mapping[str, Weight], part: Mapping[str, Weight]) -> bool:
    """Whether `whole` is about all that `part` is about: every token of a short part, most of a longer one, and at
    least one name, or two of the other tokens."""
    held = [token for token in part if token in whole]
    needed = len(part) if len(part) <= 3 else 0.75 * len(part)
    named = any(part[token] == 2 for token in held) or len(held) >= 2
    return bool(part) and len(held) >= needed and named and all(t in whole for t, weight in part.items() if weight)
