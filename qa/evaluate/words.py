"""Whether a text holds a phrase: word for word, whatever the case, accents, punctuation and spacing."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")


def holds(text: str, phrase: str) -> bool:
    """Whether the words of `phrase` stand in `text` as one unbroken run."""
    wanted = _line(phrase)
    return bool(wanted.strip()) and wanted in _line(text)


def spans(text: str, phrase: str) -> list[tuple[int, int]]:
    """Where the words of `phrase` stand in `text`, as (start, end) offsets in order; a phrase without words is nowhere.

    >>> spans("Russia’s demand: “legally binding” guarantees", "legally-binding GUARANTEES")
    [(18, 45)]
    """
    wanted = tuple(word for word, _, _ in _words(phrase))
    words = _words(text)
    size = len(wanted)
    if not size:
        return []
    return [
        (words[at][1], words[at + size - 1][2])
        for at in range(len(words) - size + 1)
        if words[at][0] == wanted[0] and tuple(word for word, _, _ in words[at : at + size]) == wanted
    ]


@lru_cache(maxsize=16384)
def _line(text: str) -> str:
    """The folded words of `text`, with a space on either side of each."""
    return f" {' '.join(word for word, _, _ in _words(text))} "


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[tuple[str, int, int], ...]:
    """The folded words of `text` with their offsets."""
    return tuple((_folded(match.group()), *match.span()) for match in _WORD.finditer(text))


def _folded(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word)
    return "".join(
        character for character in apart if not (unicodedata.combining(character) or character.isspace())
    ).casefold()
