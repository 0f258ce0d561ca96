"""The words of the current documents, folded for searching and kept in memory: what a scan of the whole library reads.

Folding changes no offset: each character becomes exactly one. Capitals become small, accented Latin letters plain, and
the many dashes, quotation marks and spaces one of each.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.types import LibraryEntry, Tier

KEPT_CHARACTERS = 100_000_000
"""Folded words kept in memory, at one to two bytes a character; what is beyond is read and folded on each scan."""
_AT_ONCE = 200
_PLAINER = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe58\ufe63\uff0d",
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\uff07",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
}


def folded(text: str) -> str:
    """`text` folded, of the same length.

    >>> folded("Kürecik’s SM‑3")
    "kurecik's sm-3"
    """
    if text.isascii():
        return text.lower()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    table = _table()
    plain = np.where(codes < table.size, table[np.minimum(codes, table.size - 1)], codes)
    return plain.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _table() -> NDArray[np.uint32]:
    """What each of the first 65,536 characters becomes."""
    table = np.arange(0x10000, dtype=np.uint32)
    for code in range(0x80, 0x10000):
        plain, *marks = list(unicodedata.normalize("NFKD", chr(code)))
        bare = plain.isascii() and plain.isalpha() and all(map(unicodedata.combining, marks))
        small = (plain if bare else chr(code)).lower()
        if len(small) == 1:
            table[code] = ord(small)
    for code in range(0x80):
        table[code] = ord(chr(code).lower())
    for plain, others in _PLAINER.items():
        for other in others:
            table[ord(other)] = ord(plain)
    return table


class Texts:
    """The folded words of current documents, each read once for each version. Safe to use from several threads."""

    def __init__(self, catalogue: Catalogue, kept_characters: int = KEPT_CHARACTERS) -> None:
        self._catalogue = catalogue
        self._kept_characters = kept_characters
        self._kept: dict[int, str] = {}
        self._lock = Lock()

    def of(self, entries: Iterable[LibraryEntry]) -> Iterator[tuple[LibraryEntry, str]]:
        """Each of `entries` with its folded words, in order. One that was taken away meanwhile is left out."""
        self._forget()
        wanted = list(entries)
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            words = self._words([entry.version for entry in part])
            yield from ((entry, words[entry.version]) for entry in part if entry.version in words)

    def _words(self, versions: list[int]) -> dict[int, str]:
        """The folded words of `versions`, from memory where they are."""
        with self._lock:
            found = {number: self._kept[number] for number in versions if number in self._kept}
        missing = [number for number in versions if number not in found]
        if not missing:
            return found
        read = {number: folded(text) for number, text in self._catalogue.texts(missing).items()}
        with self._lock:
            room = self._kept_characters - sum(map(len, self._kept.values()))
            for number, words in read.items():
                room -= len(words)
                if room >= 0:
                    self._kept[number] = words
        return found | read

    def _forget(self) -> None:
        """Drops the words of versions that are no longer current."""
        current = {entry.version for entry in self._catalogue.entries(Tier.STAFF)}
        with self._lock:
            self._kept = {number: words for number, words in self._kept.items() if number in current}
