"""Pieces of a source, in reading order → the text of a document and its structure.

A reader of one format gives pieces; this module alone decides how they become one text: pieces are joined by a blank
line, the items of a list by a line break. What holds for the result, whatever the pieces:

- every block is `text[start:end]` and has no white space at its ends;
- the sections tile the text from its start to its end, and so do the pages of a paginated source;
- every note lies at the end of a word or punctuation mark.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.types import Block, Metadata, Note, Page, Section, Speaker
from ingest.errors import SourceError

MARK = "mark"
EVERYONE_ELSE = "*"


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph-like unit of a source, before its place in the text is known.

    `kind` is a Block's kind, or `mark`: a section without a printed heading, whose label is `text`. `level` is set for
    headings and marks. `notes` are (offset in text, source id). `follows` joins the piece to the one before by a line
    break (the next item of the same list). `anchors` are (offset in text, page number, offset in the page's text).
    """

    kind: str
    text: str
    level: int = 0
    notes: tuple[tuple[int, str], ...] = ()
    follows: bool = False
    anchors: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What the reader of one format found: metadata, pieces, and who speaks in which section (by heading)."""

    meta: Metadata
    pieces: tuple[Piece, ...]
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a document and its structure, as in `corpus.types.Document`."""

    text: str
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...]
    notes: tuple[Note, ...]


def assemble(pieces: Iterable[Piece], speakers: Mapping[str, Speaker] | None = None) -> Body:
    """The text and structure that `pieces` make.

    Raises SourceError: `empty` when there is no word in them, `unreadable` when a speaker's section does not exist.
    """
    growing = _Growing()
    for piece in pieces:
        growing.add(_stripped(piece))
    text = "".join(growing.parts)
    if not any(character.isalnum() for character in text):
        raise SourceError("empty", "there are no words in this file; leave it out or replace it")
    sections = _voiced(_sections(growing.starts, len(text)), speakers or {})
    notes = tuple(sorted(growing.notes, key=lambda note: note.offset))
    return Body(text, sections, tuple(growing.blocks), _pages(growing.anchors, len(text)), notes)


class _Growing:
    """The text so far, with what is known of it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.starts: list[tuple[int, Piece]] = []
        self.notes: list[Note] = []
        self.anchors: dict[int, list[tuple[int, int]]] = {}
        self._length = 0
        self._marks: list[Piece] = []

    def add(self, piece: Piece) -> None:
        """Put `piece` after what is there. A mark waits for the next piece that has words."""
        if piece.kind == MARK:
            self._marks.append(piece)
            return
        if not piece.text:
            self.notes += [Note(self._length, source) for _, source in piece.notes if self._length]
            return
        if self.parts:
            self._put("\n" if piece.follows and self.blocks[-1].kind == piece.kind else "\n\n")
        start = self._length
        self.starts += [(start, mark) for mark in self._marks]
        self._marks.clear()
        if piece.kind == "heading":
            self.starts.append((start, piece))
        self.notes += [Note(start + offset, source) for offset, source in piece.notes]
        for offset, page, place in piece.anchors:
            self.anchors.setdefault(page, []).append((start + offset, place))
        self._put(piece.text)
        self.blocks.append(Block(piece.kind, start, self._length))

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)


def _stripped(piece: Piece) -> Piece:
    """The piece without white space at its ends, its notes moved onto the end of a word or punctuation mark."""
    text = piece.text.strip()
    if piece.kind in ("heading", MARK):
        text = " ".join(re.split(r"[\n\t ]+", text))
    cut = len(piece.text) - len(piece.text.lstrip())
    notes = tuple((_settled(text, offset - cut), source) for offset, source in piece.notes)
    anchors = _shifted(piece.anchors, cut, len(text)) if piece.anchors else ()
    return Piece(piece.kind, text, piece.level, notes, piece.follows, anchors)


def _settled(text: str, offset: int) -> int:
    """The end of the word in or before which `offset` lies; the end of the text when no word comes before."""
    offset = min(max(offset, 0), len(text))
    while offset and text[offset - 1].isspace():
        offset -= 1
    while 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum():
        offset += 1
    return offset or len(text)


def _shifted(anchors: Iterable[tuple[int, int, int]], cut: int, length: int) -> tuple[tuple[int, int, int], ...]:
    """The anchors of a text that lost `cut` characters at its start and ends after `length`."""
    moved: list[tuple[int, int, int]] = []
    for offset, page, place in anchors:
        if offset - cut >= length:
            break
        if offset < cut:
            moved = [(0, page, place + cut - offset)]
        else:
            moved.append((offset - cut, page, place))
    return tuple(moved)


def _sections(starts: Sequence[tuple[int, Piece]], length: int) -> list[Section]:
    sections: list[Section] = []
    if not starts or starts[0][0] > 0:
        sections.append(Section(0, starts[0][0] if starts else length, (), 0))
    open_headings: list[tuple[int, str]] = []
    for number, (start, piece) in enumerate(starts):
        level = max(piece.level, 1)
        while open_headings and open_headings[-1][0] >= level:
            open_headings.pop()
        open_headings.append((level, f"[{piece.text}]" if piece.kind == MARK else piece.text))
        end = starts[number + 1][0] if number + 1 < len(starts) else length
        if end > start:
            sections.append(Section(start, end, tuple(title for _, title in open_headings), level))
    return sections


def _voiced(sections: Iterable[Section], speakers: Mapping[str, Speaker]) -> tuple[Section, ...]:
    """The sections with their speakers: of their own heading, else of one above, else of everyone else."""
    known = {_key(heading): speaker for heading, speaker in speakers.items()}
    used = {EVERYONE_ELSE}
    voiced = []
    for section in sections:
        own = next((key for key in map(_key, reversed(section.path)) if key in known), EVERYONE_ELSE)
        used.add(own)
        speaker = known.get(own)
        voiced.append(
            Section(section.start, section.end, section.path, section.level, speaker.name if speaker else None)
        )
    for heading in speakers:
        if _key(heading) not in used:
            raise SourceError("unreadable", f"speakers names a section '{heading}' that the text does not have")
    return tuple(voiced)


def _key(heading: str) -> str:
    return " ".join(heading.casefold().strip("[] ").split())


def _pages(anchors: Mapping[int, Sequence[tuple[int, int]]], length: int) -> tuple[Page, ...]:
    order = sorted(anchors)
    starts = [0 if place == 0 else anchors[number][0][0] for place, number in enumerate(order)]
    ends = [*starts[1:], length] if starts else []
    return tuple(
        Page(number, start, end, tuple(anchors[number])) for number, start, end in zip(order, starts, ends, strict=True)
    )
