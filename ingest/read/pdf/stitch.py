"""Lines of PDF pages → one text that knows, for every character, where it stood on its page."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from ingest.read.clean import clean
from ingest.read.pdf.lines import HYPHEN_MARK, Line

SOFT_HYPHEN = "\u00ad"

_WORD = re.compile(r"[^\s\x00-\x1f]+")
_HYPHENS = ("-", "\u2010", SOFT_HYPHEN, HYPHEN_MARK)
_PARTS = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_LEAST_WORD_CHARS = 3


class Vocabulary:
    """The words of a document, to tell a hyphen that parts a word from one that belongs to it."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: set[str] = set()
        broken = False
        for line in lines:
            words = _PARTS.findall(line.text.casefold())
            first = 1 if broken else 0
            broken = line.text.endswith(_HYPHENS)
            self._words.update(words[first : -1 if broken else None])

    def keeps_hyphen(self, left: str, right: str) -> bool:
        """Whether `left-` at the end of a line and `right` in the next are `left-right`, and not one word."""
        left, right = left.casefold(), right.casefold()
        if f"{left}-{right}" in self._words:
            return True
        if left + right in self._words:
            return False
        both = left in self._words and right in self._words
        return both and min(len(left), len(right)) >= _LEAST_WORD_CHARS


class Stitched:
    """A text growing by lines. `anchors` are as a Piece has them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.anchors: list[tuple[int, int, int]] = []
        self._vocabulary = vocabulary
        self._parts: list[str] = []
        self._length = 0
        self._ends_in_hyphen = False

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    def add(self, line: Line, joint: str = " ") -> None:
        """Put `line` after what is there, parted by `joint` or sewn together at a hyphen."""
        words = list(_words(line))
        if not words:
            return
        if self._parts:
            self._join(words[0][0][0], joint)
        for number, stretches in enumerate(words):
            if number:
                self._put(" ")
            for text, start in stretches:
                self._put(text, line.page, start)
        self._ends_in_hyphen = line.text.endswith(_HYPHENS) and joint != "\n"

    def _join(self, word: str, joint: str) -> None:
        left = re.search(r"([^\W\d_]+)[-\u2010]$", self._parts[-1]) if self._ends_in_hyphen else None
        right = re.match(r"[^\W\d_]+", word)
        if self._ends_in_hyphen and not (left and right):
            joint = "" if re.search(r"\w[-\u2010]$", self._parts[-1]) and word[0].isalnum() else joint
        elif left and right:
            joint = ""
            is_lower = left[1][-1].islower() and right[0][0].islower()
            if is_lower and not self._vocabulary.keeps_hyphen(left[1], right[0]):
                self._parts[-1] = self._parts[-1][:-1]
                self._length -= 1
        self._put(joint)

    def _put(self, text: str, page: int = 0, start: int = 0) -> None:
        if page and text:
            offset, last_page, last_start = self.anchors[-1] if self.anchors else (0, 0, 0)
            if last_page != page or start - last_start != self._length - offset:
                self.anchors.append((self._length, page, start))
        if text:
            self._parts.append(text)
            self._length += len(text)


def _words(line: Line) -> Iterator[list[tuple[str, int]]]:
    """The words of a line, clean; each as the stretches in which text and page go together, with their places."""
    for match in _WORD.finditer(line.text):
        word = match[0].replace(HYPHEN_MARK, "-")
        if match.end() == len(line.text) and word.endswith(SOFT_HYPHEN):
            word = word[:-1] + "-"
        start = line.start + match.start()
        cleaned = clean(word)
        if len(cleaned) == len(word):
            yield [(cleaned, start)]
        elif cleaned:
            yield [(part, start + place) for part, place in _clusters(word) if part]


def _clusters(word: str) -> Iterator[tuple[str, int]]:
    """The letters of `word`, each with the marks combined with it, clean, and their places in it."""
    start = 0
    for place in range(1, len(word) + 1):
        if place == len(word) or not unicodedata.combining(word[place]):
            yield clean(word[start:place]), start
            start = place
