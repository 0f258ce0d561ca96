"""What was overlooked to call two texts the same, in sentences: typography, white space, what the draft marks."""

import re
from collections.abc import Iterable

from corpus.words import DASHES, INVISIBLE, QUOTE_MARKS, form_of
from qa.lookup.types import Change

QUOTES = "Quotation marks or apostrophes differ."
DASHES_DIFFER = "Dashes or hyphens are typed differently."
SPACE = "White space or line breaks differ."
LINE_END = "A word hyphenated at the end of a line was joined."
LETTERS = "Ligatures or other special forms of letters were read as plain letters."
HIDDEN = "Invisible characters were overlooked."
EMPHASIS = "Marks of emphasis were overlooked."
CLOSING = "The punctuation at the ends of the quotation was overlooked."
NOTE = "A note marker was overlooked."

_ORDER = (QUOTES, DASHES_DIFFER, SPACE, LINE_END, LETTERS, HIDDEN, EMPHASIS, CLOSING, NOTE)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_BLANK = re.compile(r"\n[ \t]*(?:>[ \t]*)+|\s+")


class Folding:
    """Gathers what was overlooked while two texts are compared."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._first = ""

    def first_letter(self, theirs: str) -> None:
        """The first letter differs in case; `theirs` is the library's word."""
        size = "capital" if theirs[:1].isupper() else "small"
        self._first = f"The first letter is a {size} letter in the library: “{theirs}”."

    def word(self, mine: str, theirs: str) -> None:
        """Two equal words, as they are written."""
        if mine == theirs:
            return
        if "\n" in mine + theirs:
            self._seen.add(LINE_END)
        if _INVISIBLE.search(mine + theirs) and "]" not in mine:
            self._seen.add(HIDDEN)
        mine, theirs = (_INVISIBLE.sub("", text) for text in (mine, theirs))
        if mine != theirs and (form_of(mine) != mine or form_of(theirs) != theirs) and "\n" not in mine + theirs:
            self._seen.add(LETTERS)

    def gap(self, mine: str, theirs: str) -> None:
        """What stands between two words, with the same marks."""
        if mine == theirs:
            return
        if _INVISIBLE.search(mine + theirs):
            self._seen.add(HIDDEN)
        if set("*_") & set(mine + theirs):
            self._seen.add(EMPHASIS)
        for marks, sentence in ((QUOTE_MARKS, QUOTES), (DASHES, DASHES_DIFFER)):
            if [c for c in mine if c in marks] != [c for c in theirs if c in marks]:
                self._seen.add(sentence)
        if _BLANK.findall(mine) != _BLANK.findall(theirs):
            self._seen.add(SPACE)

    def edge(self, mine: str, theirs: str) -> None:
        """The marks at an end of the quotation and of its source."""
        if mine.strip() == theirs.strip():
            return
        for marks, sentence in ((QUOTE_MARKS, QUOTES), (DASHES, DASHES_DIFFER)):
            if any(c in marks for c in mine) and any(c in marks for c in theirs):
                self._seen.add(sentence)
                return
        self._seen.add(CLOSING)

    def note(self) -> None:
        """A note marker in the quotation."""
        self._seen.add(NOTE)

    def told(self, changes: Iterable[Change]) -> tuple[str, ...]:
        """All of it in sentences, with what the draft marks itself."""
        marked = []
        for change in changes:
            if change.matter == "omission":
                marked.append(f"Your draft leaves out “{_line(change.source)}” and marks it.")
            elif change.matter == "insertion":
                instead = _line(change.source)
                where = f", where the library has “{instead}”" if instead else ""
                marked.append(f"Your draft puts “{_line(change.yours)}” in brackets as its own words{where}.")
        first = [self._first] if self._first else []
        return tuple(dict.fromkeys([*first, *(each for each in _ORDER if each in self._seen), *marked]))


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 300 else f"{line[:200].rstrip()} … {line[-80:].lstrip()}"
