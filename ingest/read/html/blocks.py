"""A tree of HTML elements → pieces in reading order."""

import re
from collections.abc import Iterator
from typing import Any

from ingest.read.assemble import Piece
from ingest.read.clean import clean
from ingest.read.words import Reference, flat, tidy

_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|s|samp|small|span|strike"
    "|strong|sub|sup|time|tt|u|var|wbr"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPACES = re.compile(r"[ \t\n\r\f]+")
_NOTE_MARK = re.compile(r"[\[(]?(\d{1,3}|[a-z*†‡])[\])]?")


def pieces_of(content: Any) -> list[Piece]:
    """The pieces of the words below `content`."""
    walk = _Walk()
    walk.enter(content)
    walk.flush()
    return walk.pieces


class _Walk:
    """One pass over the tree. Inline words gather until a block starts or ends, and then become a piece."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._runs: list[str | Reference] = []
        self._items = 0
        self._lists = 0
        self._quotes = 0
        self._first_item = True

    def flush(self) -> None:
        """Make a piece of the words gathered so far, if any."""
        text, _ = tidy(self._runs)
        self._runs = []
        if not text:
            return
        if self._items:
            self.pieces.append(Piece("item", text, follows=not self._first_item))
            self._first_item = False
        else:
            self.pieces.append(Piece("quote" if self._quotes else "paragraph", text))

    def enter(self, element: Any) -> None:
        """Take in `element` without its tail."""
        tag = element.tag
        if not isinstance(tag, str) or _is_note_mark(element):
            return
        if tag == "br":
            self._runs.append("\n")
        elif _INLINE.fullmatch(tag):
            self._inside(element)
        elif tag in _HEADINGS or tag in ("pre", "table"):
            self.flush()
            self._whole(element)
        else:
            self._block(element)

    def _inside(self, element: Any) -> None:
        self._say(element.text)
        for child in element:
            self.enter(child)
            self._say(child.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self._runs.append(_SPACES.sub(" ", clean(text)))

    def _block(self, element: Any) -> None:
        is_list = element.tag in ("ul", "ol", "dl")
        is_item = element.tag in ("li", "dt", "dd")
        is_quote = element.tag == "blockquote"
        self.flush()
        if is_list and not self._lists:
            self._first_item = True
        self._lists += is_list
        self._items += is_item
        self._quotes += is_quote
        self._inside(element)
        self.flush()
        self._lists -= is_list
        self._items -= is_item
        self._quotes -= is_quote

    def _whole(self, element: Any) -> None:
        """A heading, a preformatted text or a table."""
        if element.tag == "pre":
            self.pieces.append(Piece("code", clean("".join(element.itertext())).strip("\n")))
        elif element.tag in _HEADINGS:
            self.pieces.append(Piece("heading", _words(element), _HEADINGS[element.tag]))
        elif _is_layout(element):
            self._inside(element)
            self.flush()
        else:
            self.pieces.append(Piece("table", "\n".join(_rows(element))))


def _words(element: Any) -> str:
    """All words of `element` on one line."""
    walk = _Walk()
    walk._inside(element)
    walk.flush()
    return " ".join(flat(piece.text) for piece in walk.pieces)


def _is_layout(table: Any) -> bool:
    """Whether a table only places things: tables or headings in its cells, or never two cells in a row."""
    if any(each.tag in ("table", *_HEADINGS) for each in table.iterdescendants()):
        return True
    return all(len(list(_cells(row))) < 2 for row in table.iter("tr"))


def _rows(table: Any) -> Iterator[str]:
    """A line per row, cells parted by ` | `."""
    for caption in table.iterfind("caption"):
        yield _words(caption)
    for row in table.iter("tr"):
        cells = [_words(cell) for cell in _cells(row)]
        if any(cells):
            yield " | ".join(cells)


def _cells(row: Any) -> Iterator[Any]:
    return (each for each in row if each.tag in ("td", "th"))


def _is_note_mark(element: Any) -> bool:
    """A raised number that only leads to a footnote on the same page: `missiles.<sup><a href="#n1">1</a></sup>`."""
    if element.tag != "sup":
        return False
    links = [each for each in element.iterdescendants("a") if (each.get("href") or "").startswith("#")]
    return bool(links) and bool(_NOTE_MARK.fullmatch("".join(element.itertext()).strip()))
