"""What is marked in a whole document: the words that a link means, and the places of words that a reader looks for."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.folding import fold
from qa.permalink.quote import quote_from

LONGEST_FIND_CHARS = 200
MOST_HITS = 2000

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """Stretches of a document's text. `missed` says that a link means words which this version does not have there;
    `find` is what was looked for, `hits` where it stands, in order and never overlapping."""

    meant: Span | None = None
    missed: bool = False
    find: str = ""
    hits: tuple[Span, ...] = ()

    def edges(self, start: int, end: int) -> Iterator[int]:
        """Where marked stretches begin or end between `start` and `end`."""
        first = bisect_right(self.hits, start, key=lambda span: span[1])
        last = bisect_left(self.hits, end, key=lambda span: span[0])
        for span in (*([self.meant] if self.meant else ()), *self.hits[first:last]):
            yield from (edge for edge in span if start < edge < end)

    def at(self, offset: int, *, first: bool) -> tuple[str, str]:
        """(`meant`, `hit` or nothing; the anchor if the stretch begins here). A stretch that goes on from the block
        before is marked again where a block begins (`first`), without an anchor."""
        if self.meant and self.meant[0] <= offset < self.meant[1]:
            return "meant", "quote" if offset == self.meant[0] or (first and offset - self.meant[0] <= 2) else ""
        at = bisect_right(self.hits, offset, key=lambda span: span[0]) - 1
        if at >= 0 and offset < self.hits[at][1]:
            return "hit", f"hit-{at + 1}" if offset == self.hits[at][0] else ""
        return "", ""


NOTHING_MARKED = Marked()


def marked(text: str, quote: str = "", find: str = "") -> Marked:
    """What `quote` (as in permalinks) and `find` mark in the document's text `text`."""
    named = quote_from(quote)
    meant = (named.start, named.end) if named and named.fits(text) else None
    wanted = " ".join(find[:LONGEST_FIND_CHARS].split())
    return Marked(meant, bool(quote) and meant is None, wanted, tuple(_hits(text, wanted)))


def _hits(text: str, wanted: str) -> Iterator[Span]:
    """Where `wanted` stands, whatever its capitals and typography; the first `MOST_HITS` of them."""
    looked_for = fold(wanted, case=True).text.strip()
    if not looked_for:
        return
    folded = fold(text, case=True)
    for count, found in enumerate(re.finditer(re.escape(looked_for), folded.text)):
        if count == MOST_HITS:
            return
        yield folded.span(found.start(), found.end())
