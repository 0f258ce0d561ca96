"""The part of a link that names a quotation: `120-245-9f3a2c1b`, offsets into the document's text and a check of it.

The offsets count characters of one version of the document. The check is the CRC-32 of the words themselves, so that a
link tells by itself which version it was made on, and one that was tampered with or cut short names nothing.
"""

import re
import zlib
from dataclasses import dataclass

LONGEST_QUOTE_CHARS = 8000
CONTEXT_CHARS = 64

_FORM = re.compile(r"(\d{1,9})-(\d{1,9})-([0-9a-f]{8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words at `start:end` of some version of a document's text, if `check` fits them."""

    start: int
    end: int
    check: str

    def fits(self, text: str) -> bool:
        """Whether the document's text `text` has the words that were meant at this place."""
        return self.end <= len(text) and self.means(text[self.start : self.end])

    def means(self, words: str) -> bool:
        """Whether `words` are those that were meant."""
        return check_of(words) == self.check

    def __str__(self) -> str:
        return f"{self.start}-{self.end}-{self.check}"


@dataclass(frozen=True, slots=True)
class Selector:
    """Where words stand, as in the W3C Web Annotation Data Model: a TextQuoteSelector and a TextPositionSelector.

    `exact` is `text[start:end]`; `prefix` and `suffix` are the text right before and after it, up to 64 characters.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


def quote_of(words: str, start: int) -> Quote:
    """The link part for `words` that stand at `start` of a document's text."""
    return Quote(start, start + len(words), check_of(words))


def quote_from(written: str) -> Quote | None:
    """The quotation that a link names; None for anything that is not of the form above, empty or beyond all measure."""
    found = _FORM.fullmatch(written)
    if found is None:
        return None
    start, end = int(found[1]), int(found[2])
    return Quote(start, end, found[3]) if 0 < end - start <= LONGEST_QUOTE_CHARS else None


def selector_of(text: str, start: int, end: int) -> Selector:
    """The selector of `text[start:end]`."""
    return Selector(
        text[start:end], text[max(0, start - CONTEXT_CHARS) : start], text[end : end + CONTEXT_CHARS], start, end
    )


def link(passage_id: str, words: str, start: int) -> str:
    """The permalink, relative to the desk's root, of `words` at `start`, which begin in the passage `passage_id`."""
    address = f"/passages/{passage_id}"
    return f"{address}?quote={quote_of(words, start)}" if 0 < len(words) <= LONGEST_QUOTE_CHARS else address


def check_of(words: str) -> str:
    """The check of `words`, 8 hexadecimal digits."""
    return f"{zlib.crc32(words.encode('utf-8', 'surrogatepass')):08x}"
