"""Lines of PDF pages → headings, paragraphs, list items and rows of figures.

A heading is called one only where its font says so clearly: larger than the body's, or bold in a body that is not,
on a short line of its own with prose below. Otherwise the text simply has no headings.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.read.assemble import Piece
from ingest.read.pdf.lines import HYPHEN_MARK, Line
from ingest.read.pdf.stitch import Stitched, Vocabulary
from ingest.read.words import is_memo_line

LARGER = 1.12
"""A line this many times as high as the body is set in a larger font."""

MOST_HEADING_CHARS = 120
MOST_HEADING_LINES = 3
MOST_HEADING_LEVEL = 6

_WIDE_GAP = 1.35
_RAGGED = 0.82
_BULLET = re.compile(r"[•●▪■◦‣⁃·*–-]\s+(?=\S)|[\uf0b7\uf0a7]\s*(?=\S)")
_NUMBERED = re.compile(r"\(?(\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+\S|\d{1,2}(\.\d{1,2})+\.?\s+[A-Z]")
_FIGURE = re.compile(r"[($€£+-]*\d([\d,.]*\d)?%?\)?%?|[—–-]|\$|n/?[am]")
_ENDS_SENTENCE = re.compile(r"[.!?:;][”\"’')\]]*\s*$")
_STARTS_LOWER = re.compile(r"[(“\"]?[a-z]")


def pieces_of(pages: Sequence[Sequence[Line]]) -> list[Piece]:
    """The pieces that the lines make; a paragraph that runs over the end of a page is one piece."""
    lines = [line for page in pages for line in page]
    vocabulary = Vocabulary(lines)
    body = _Body(lines)
    pieces: list[Piece] = []
    groups = list(_groups(lines, body))
    for number, group in enumerate(groups):
        following = groups[number + 1] if number + 1 < len(groups) else []
        piece = _piece(group, following, body, vocabulary)
        if piece.kind == "item" and pieces and pieces[-1].kind == "item":
            piece = Piece("item", piece.text, follows=True, anchors=piece.anchors)
        pieces.append(piece)
    return pieces


class _Body:
    """What most of the text looks like: its size, weight, distance of lines; and how the larger sizes rank."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        weights: Counter[bool] = Counter()
        gaps: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
            weights[line.bold] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        self.is_bold = weights[True] > weights[False]
        for above, below in pairwise(lines):
            if above.page == below.page and above.size == below.size == self.size and above.base > below.base:
                gaps[round(above.base - below.base, 1)] += 1
        self.gap = gaps.most_common(1)[0][0] if gaps else self.size * 1.2
        self.right = _usual_right(lines)
        larger = sorted({line.size for line in lines if self.is_larger(line) and _could_head(line.text)}, reverse=True)
        self._levels = {size: min(rank + 1, MOST_HEADING_LEVEL - 1) for rank, size in enumerate(larger)}

    def is_larger(self, line: Line) -> bool:
        return self.size > 0 and line.size >= LARGER * self.size

    def stands_out(self, line: Line) -> bool:
        return self.is_larger(line) or (line.bold and not self.is_bold and line.size >= 0.95 * self.size)

    def level(self, line: Line) -> int:
        """The rank of a heading by its size; bold ones in the body's size come after all larger ones."""
        last = max(self._levels.values(), default=0) + 1
        return self._levels.get(line.size, last) if self.is_larger(line) else min(last, MOST_HEADING_LEVEL)


def _usual_right(lines: Sequence[Line]) -> float:
    rights = sorted(line.right for line in lines)
    return rights[int(len(rights) * 0.95)] if rights else 0.0


def _groups(lines: Sequence[Line], body: _Body) -> Iterator[list[Line]]:
    """Runs of lines that belong to one paragraph."""
    group: list[Line] = []
    for line in lines:
        if group and _parts(group, line, body):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _parts(group: Sequence[Line], line: Line, body: _Body) -> bool:
    """Whether `line` starts something new after `group`."""
    last = group[-1]
    if last.text.endswith(HYPHEN_MARK):
        return False
    if _is_row(line.text) or _is_row(last.text):
        return _is_row(line.text) != _is_row(last.text) or last.page != line.page
    if _differs(last, line) or _opens(group, line):
        return True
    if last.page != line.page or line.base > last.base + last.size:
        return not _runs_on(last, line)
    return _is_apart(group, line, body)


def _differs(last: Line, line: Line) -> bool:
    """Whether two lines are set in different fonts, and not one sentence that is bold where it starts."""
    if abs(last.size - line.size) > 0.08 * max(last.size, line.size):
        return True
    return last.bold != line.bold and not _runs_on(last, line)


def _opens(group: Sequence[Line], line: Line) -> bool:
    """Whether the first characters of `line` say that it starts a list item or a line of a memo's header."""
    if _BULLET.match(line.text) or is_memo_line(line.text.strip()):
        return True
    if len(group) == 1 and is_memo_line(group[0].text.strip()):
        return True
    return bool(_NUMBERED.match(line.text) and _ENDS_SENTENCE.search(group[-1].text))


def _is_apart(group: Sequence[Line], line: Line, body: _Body) -> bool:
    """Whether the places on the sheet part `line` from the lines of `group` above it."""
    last = group[-1]
    usual = max(body.gap, line.size * 1.05) if line.size <= body.size * LARGER else line.size * 1.4
    if last.base - line.base > _WIDE_GAP * usual:
        return True
    ended = bool(_ENDS_SENTENCE.search(last.text))
    if ended and last.right < _RAGGED * body.right and not _STARTS_LOWER.match(line.text):
        return True
    indent = line.left - last.left
    return ended and indent > 0.8 * line.size and len(group) > 1


def _runs_on(last: Line, line: Line) -> bool:
    """Whether a paragraph goes on in the next line, column or page."""
    return not _ENDS_SENTENCE.search(last.text) and bool(_STARTS_LOWER.match(line.text))


def _is_row(text: str) -> bool:
    """Whether a line is a row of figures: words, if any, and then two figures or more."""
    words = text.split()
    figures = 0
    while figures < len(words) and _FIGURE.fullmatch(words[-1 - figures]):
        figures += 1
    digits = sum(any(character.isdigit() for character in word) for word in words[len(words) - figures :])
    return digits >= 2 and figures * 2 >= len(words) - 8


def _could_head(text: str) -> bool:
    return len(text) <= MOST_HEADING_CHARS and bool(re.search(r"[^\W\d_]{2}", text))


def _is_heading(group: Sequence[Line], following: Sequence[Line], body: _Body) -> bool:
    text = " ".join(line.text.strip() for line in group)
    return (
        len(group) <= MOST_HEADING_LINES
        and all(body.stands_out(line) for line in group)
        and _could_head(text)
        and (not re.search(r"[.,;:]$", text) or body.is_larger(group[0]))
        and (text[0].isupper() or text[0].isdigit() or text[0] in '“"(')
        and bool(following)
        and not _is_row(following[0].text)
    )


def _piece(group: Sequence[Line], following: Sequence[Line], body: _Body, vocabulary: Vocabulary) -> Piece:
    is_table = len(group) > 1 and all(_is_row(line.text) for line in group)
    stitched = Stitched(vocabulary)
    for line in group:
        stitched.add(line, "\n" if is_table else " ")
    text, anchors = stitched.text, tuple(stitched.anchors)
    if is_table:
        return Piece("table", text, anchors=anchors)
    if _is_heading(group, following, body):
        return Piece("heading", text, body.level(group[0]), anchors=anchors)
    bullet = _BULLET.match(text)
    if bullet:
        cut = bullet.end()
        return Piece("item", " " * cut + text[cut:], anchors=anchors)
    return Piece("item" if _NUMBERED.match(text) else "paragraph", text, anchors=anchors)
