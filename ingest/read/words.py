"""Runs of inline text, with footnote references among them → one tidy text and the places of the notes.

A run of spaces, tabs and soft line ends becomes one space; a hard line end stays; no-break spaces are left alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.read.assemble import Piece

BREAK = "\n"

_BLANKS = re.compile("[ \t\n]+")
_MEMO_LABELS = ("to", "from", "date", "re", "subject", "cc", "through", "thru", "via", "attn", "attention")
_MEMO_LINE = re.compile(rf"(?i)({'|'.join(_MEMO_LABELS)})\s?:\s+\S")
_MOST_MEMO_LINE_CHARS = 300


@dataclass(frozen=True, slots=True)
class Reference:
    """A footnote reference that stands where it was found; `source` is the footnote's label."""

    source: str


def tidy(runs: Iterable[str | Reference]) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The text of `runs` and its notes, each at the end of the words that it follows.

    A space that only parted words from a reference goes with the reference. `\\n` in a run is a hard line end.
    """
    parts: list[str] = []
    notes: list[tuple[int, str]] = []
    length = 0
    gap = ""
    after_reference = False
    for run in runs:
        if isinstance(run, Reference):
            notes.append((length, run.source))
            after_reference = True
            continue
        for number, word in enumerate(re.split("([ \t\n]+)", run)):
            if not word:
                continue
            if number % 2:
                gap = BREAK if BREAK in word or gap == BREAK else " "
            else:
                closes = after_reference and word[0] in ".,;:!?)]}»”’"
                piece = ("" if closes or not parts else gap) + word
                parts.append(piece)
                length += len(piece)
                gap = ""
            after_reference = False
    return "".join(parts), tuple(notes)


def flat(text: str) -> str:
    """`text` with each run of spaces, tabs and line ends as one space."""
    return _BLANKS.sub(" ", text).strip(" ")


def is_memo_header(text: str) -> bool:
    """Whether every line of `text` is a line of a memo's header, To and From among them."""
    labels = []
    for line in text.split(BREAK):
        match = _MEMO_LINE.match(line)
        if not match or len(line) > _MOST_MEMO_LINE_CHARS:
            return False
        labels.append(match[1].lower())
    return {"to", "from"} <= set(labels) and len(set(labels)) == len(labels)


def is_memo_line(text: str) -> bool:
    """Whether `text` is one line that could stand in a memo's header."""
    return bool(_MEMO_LINE.match(text)) and BREAK not in text and len(text) <= _MOST_MEMO_LINE_CHARS


def with_memos(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with each run of paragraphs that together are a memo's header put into one `memo` piece."""
    out: list[Piece] = []
    lines: list[Piece] = []
    for piece in pieces:
        if piece.kind == "paragraph" and is_memo_header(piece.text):
            out += [*_memo(lines), Piece("memo", piece.text, notes=piece.notes, anchors=piece.anchors)]
            lines = []
        elif piece.kind == "paragraph" and is_memo_line(piece.text):
            lines.append(piece)
        else:
            out += [*_memo(lines), piece]
            lines = []
    return out + _memo(lines)


def _memo(lines: list[Piece]) -> list[Piece]:
    """The lines as one memo header if they are one, else as they were."""
    text = BREAK.join(line.text for line in lines)
    if not lines or not is_memo_header(text):
        return lines
    notes: list[tuple[int, str]] = []
    anchors: list[tuple[int, int, int]] = []
    start = 0
    for line in lines:
        notes += [(start + offset, source) for offset, source in line.notes]
        anchors += [(start + offset, page, place) for offset, page, place in line.anchors]
        start += len(line.text) + len(BREAK)
    return [Piece("memo", text, notes=tuple(notes), anchors=tuple(anchors))]
