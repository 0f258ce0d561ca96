"""Lines at the edges of pages that come back page after page: headers, footers, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.read.pdf.lines import Line

LINES_LOOKED_AT = 4
"""How many lines from the top and from the bottom of a page may be a header or footer."""

LEAST_PAGES = 3
LEAST_SHARE = 0.15
"""A line is furniture when it stands at one height on so many pages, and on such a share of all pages."""

_BANDS = 200
_PAGE_NUMBER = re.compile(r"(?i)\W*(page\s*)?(\d{1,4}|[ivxl]{1,7})(\s*(of|/)\s*\d{1,4})?\W*")

_Key = tuple[str, int]


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without the lines that repeat at their edges, digits not compared; taken from the edge inwards.

    Pages of which nothing would be left (the same form many times over) stay as they are.
    """
    seen: Counter[_Key] = Counter()
    for lines in pages:
        seen.update({_key(line) for line in (*_top(lines), *_bottom(lines))})
    filled = sum(1 for lines in pages if lines)
    inner = [_inner(lines, seen, filled) for lines in pages]
    return inner if any(inner) else [list(lines) for lines in pages]


def _top(lines: Sequence[Line]) -> Sequence[Line]:
    return sorted(lines, key=lambda line: -line.base)[:LINES_LOOKED_AT]


def _bottom(lines: Sequence[Line]) -> Sequence[Line]:
    return sorted(lines, key=lambda line: line.base)[:LINES_LOOKED_AT]


def _key(line: Line) -> _Key:
    return re.sub(r"\d+", "#", " ".join(line.text.casefold().split())), round(line.edge * _BANDS)


def _inner(lines: Sequence[Line], seen: Counter[_Key], pages: int) -> list[Line]:
    dropped: set[Line] = set()
    for edge in (_top(lines), _bottom(lines)):
        for line in edge:
            if not _repeats(line, seen, pages):
                break
            dropped.add(line)
    return [line for line in lines if line not in dropped]


def _repeats(line: Line, seen: Counter[_Key], pages: int) -> bool:
    words, band = _key(line)
    times = sum(seen[words, near] for near in (band - 1, band, band + 1))
    if _PAGE_NUMBER.fullmatch(line.text.strip()) and times == pages >= 2:
        return True
    return times >= LEAST_PAGES and times >= LEAST_SHARE * pages
