"""A sentence as words and the names in it, as far as it matters who does something in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.doers.verbs import dictionary_forms, is_past
from qa.verify.wording import SMALL

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[-.&/][^\W_]+)*(?:[’']s?(?![^\W_]))?|[^\w\s]")
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
_JOINS = ("of", "the", "de", "von", "van", "bin", "al")
PREPOSITIONS = frozenset(
    "in at on of from for against with near under to over around about into through during since until between among "
    "like by as than before after toward towards across within without via off".split()
)
BE = frozenset("is are was were be been being am".split())
AUXILIARY = frozenset(
    "has have had will would can could may might must shall should do does did to not also then later first already "
    "still now never then jointly formally".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark; `low` is without case and without a possessive ending, `forms` what it may be in a dictionary."""

    text: str
    low: str
    forms: frozenset[str]
    owns: bool

    @property
    def is_capital(self) -> bool:
        """Whether it is written like a name."""
        return self.text[:1].isupper()

    @property
    def is_word(self) -> bool:
        """Whether it is no mark."""
        return self.text[:1].isalnum()


@dataclass(frozen=True, slots=True)
class Run:
    """Words `begin` to `end` of a sentence, written like one name."""

    begin: int
    end: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The name."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence, and the names in it in order."""

    words: tuple[Word, ...]
    names: tuple[Run, ...]

    def word(self, place: int) -> str:
        """The word at `place` without case; empty where there is none."""
        return self.words[place].low if 0 <= place < len(self.words) else ""


@lru_cache(maxsize=8_000)
def read(text: str) -> Sentence:
    """`text` read."""
    words = tuple(_word(found) for found in _WORD.findall(text))
    return Sentence(words, tuple(_names(words)))


def _word(text: str) -> Word:
    bare = re.sub(r"[’']s?$", "", text)
    return Word(text, bare.casefold(), dictionary_forms(bare), bare != text)


def _names(words: Sequence[Word]) -> list[Run]:
    found, begin = [], 0
    while begin < len(words):
        end = begin
        while end < len(words) and _goes_on(words, begin, end):
            end += 1
        if end > begin:
            found.append(Run(begin, end, tuple(words[begin:end])))
        begin = max(end, begin + 1)
    return found


def _goes_on(words: Sequence[Word], begin: int, at: int) -> bool:
    """Whether the name that begins at `begin` has the word at `at` too."""
    word = words[at]
    if at > begin and words[at - 1].owns:
        return False
    if word.is_capital:
        return not (word.low in _CALENDAR or (at == begin and word.low in SMALL and word.text != word.text.upper()))
    if at == begin or word.low not in _JOINS:
        return False
    following = next((each for each in words[at + 1 : at + 3] if each.low not in _JOINS), None)
    return following is not None and following.is_capital and following.low not in _CALENDAR


def follows_as_a_verb(sentence: Sentence, place: int) -> bool:
    """Whether what stands at `place`, after a name, leaves the name a subject or an object: no noun that the name only
    tells more of ("the Polish site")."""
    if place >= len(sentence.words):
        return True
    word = sentence.words[place]
    if not word.is_word or word.is_capital or word.text[:1].isdigit():
        return True
    if word.low in SMALL or word.low in PREPOSITIONS or word.low in AUXILIARY or word.low in BE:
        return True
    return is_past(word.low) or word.low.endswith("ly")
