"""Tables as tables: where in a text their cells and rows part. What parts them stays among the words, out of sight, so
that a selection, a link or a search still counts the text's own characters."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeVar

from qa.rows import BAR, is_row

P = TypeVar("P")
Span = tuple[int, int]
_LINE = re.compile(r"[^\n]+")
_BAR = re.compile(re.escape(BAR))


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a text, from `start` to `end`, with the line ends around it. The cells of its `rows` are spans, each
    with the gap after it; `gaps` are the bars and line ends."""

    start: int
    end: int
    rows: tuple[tuple[Span, ...], ...]
    gaps: tuple[Span, ...]

    def edges(self) -> Iterator[int]:
        """Where words and gaps meet."""
        for gap in self.gaps:
            yield from gap

    def parts(self, offset: int) -> bool:
        """Whether the character at `offset` stands in a gap."""
        behind = bisect_right(self.gaps, offset, key=lambda gap: gap[0]) - 1
        return behind >= 0 and offset < self.gaps[behind][1]

    def filled(self, pieces: Iterable[tuple[int, P]]) -> tuple[tuple[tuple[P, ...], ...], ...]:
        """The pieces of its text, each told with its offset and cut at the edges, in their rows and cells."""
        rest = list(reversed(list(pieces)))

        def until(end: int) -> Iterator[P]:
            while rest and rest[-1][0] < end:
                yield rest.pop()[1]

        return tuple(tuple(tuple(until(end)) for _, end in row) for row in self.rows)


def tables(text: str, *, regular: bool = True) -> Iterator[Table]:
    """The tables of `text` in order: two or more lines, one right after the other, with bars in them and of as many
    cells each. With `regular` off, the whole text is known to be one table, whatever its lines.

    >>> [(table.start, table.end, len(table.rows)) for table in tables("Compared:\\n\\nSite | Ready\\nDeveselu | 2016")]
    [(9, 39, 2)]
    """
    reached = 0
    for lines in _stretches(text) if regular else [[found.span() for found in _LINE.finditer(text)]]:
        if len(lines) > 1:
            table = _table(text, lines, reached)
            reached = table.end
            yield table


def _stretches(text: str) -> Iterator[list[Span]]:
    """Lines that are rows, as long as each comes right after the one before and has as many bars."""
    lines: list[Span] = []
    for found in _LINE.finditer(text):
        if lines and not (found.start() == lines[-1][1] + 1 and _bars(text, found.span()) == _bars(text, lines[-1])):
            yield lines
            lines = []
        if is_row(found[0]):
            lines.append(found.span())
    yield lines


def _bars(text: str, line: Span) -> int:
    return len(_BAR.findall(text, *line))


def _table(text: str, lines: Sequence[Span], reached: int) -> Table:
    start, end = max(len(text[: lines[0][0]].rstrip("\n")), reached), lines[-1][1]
    end += len(list(takewhile(lambda character: character == "\n", text[end:])))
    gaps = [(start, lines[0][0])]
    rows = []
    for line, until in zip(lines, [*(after[0] for after in lines[1:]), end], strict=True):
        bars = [found.span() for found in _BAR.finditer(text, *line)]
        ends = [bar[1] for bar in bars] + [until]
        rows.append(tuple(zip([line[0], *ends], ends, strict=False)))
        gaps += [*bars, (line[1], until)]
    rows[0] = ((start, rows[0][0][1]), *rows[0][1:])
    return Table(start, end, tuple(rows), tuple(gap for gap in gaps if gap[0] < gap[1]))
