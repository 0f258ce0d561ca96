"""One page of a PDF → its lines, in the file's reading order, with their places on the sheet."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

HYPHEN_MARK = "\ufffe"
"""What PDFium writes for a hyphen at the end of a line that goes on in the next."""

_LINE_ENDS = re.compile(f"(?<={HYPHEN_MARK})|\r\n|\r|\n")
_FONT_NAME_BYTES = 128
_BOLD = re.compile(rb"(?i)bold|black|heavy|semib|demi")
_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class Line:
    """A line as PDFium gives it, not cleaned: `page_text[start:start + len(text)] == text`.

    `left`, `right` and `base` are in points on the upright sheet, from its lower left corner; `size` is the height
    of the font's box, a little more than its nominal size. `edge` says how far up `base` lies, 0 to 1.
    """

    text: str
    page: int
    start: int
    left: float
    right: float
    base: float
    size: float
    bold: bool
    edge: float


def page_lines(page: pypdfium2.PdfPage, number: int) -> list[Line]:
    """The lines of `page` that hold anything but white space."""
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    sheet = _Sheet(page, text_page)
    indexes = Indexes(text, text_page)
    lines = []
    for start, end in _spans(text):
        first, last = indexes(start), indexes(end - 1)
        left, base, size = sheet.place(first, at_end=False)
        right, _, _ = sheet.place(last, at_end=True)
        edge = base / sheet.height if sheet.height else 0.0
        bold = sheet.is_bold(first) and sheet.is_bold(last)
        lines.append(Line(text[start:end], number, start, left, right, base, size, bold, edge))
    text_page.close()
    return lines


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in [*_LINE_ENDS.finditer(text), None]:
        end = match.start() if match else len(text)
        words = text[start:end]
        if words.strip():
            cut = len(words) - len(words.lstrip())
            yield start + cut, start + len(words.rstrip())
        if match:
            start = match.end()


class Indexes:
    """Offsets in a page's text → indexes of its characters. PDFium counts UTF-16 units and leaves some out."""

    def __init__(self, text: str, text_page: pypdfium2.PdfTextPage) -> None:
        self._text_page = text_page
        self._wide = [place for place, character in enumerate(text) if ord(character) > 0xFFFF]

    def __call__(self, offset: int) -> int:
        units = offset + sum(1 for place in self._wide if place < offset)
        return int(raw.FPDFText_GetCharIndexFromTextIndex(self._text_page, units))


class _Sheet:
    """Where characters lie on a page as it is shown, turned pages included."""

    def __init__(self, page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> None:
        self._text_page = text_page
        self._turn = page.get_rotation()
        width, self.height = page.get_size()
        upright = self._turn in (0, 180)
        self._canvas_width, self._canvas_height = (width, self.height) if upright else (self.height, width)

    def place(self, index: int, *, at_end: bool) -> tuple[float, float, float]:
        """The left (or right) edge, base line and height of the box of a character; zeros where it has none."""
        box = raw.FS_RECTF()
        if index < 0 or not raw.FPDFText_GetLooseCharBox(self._text_page, index, box):
            return 0.0, 0.0, 0.0
        left, base, right, top = self._upright(box.left, box.bottom, box.right, box.top)
        return (right if at_end else left), base, round((top - base) * 2) / 2

    def _upright(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        width, height = self._canvas_width, self._canvas_height
        if self._turn == 90:
            return bottom, width - right, top, width - left
        if self._turn == 180:
            return width - right, height - top, width - left, height - bottom
        if self._turn == 270:
            return height - top, left, height - bottom, right
        return left, bottom, right, top

    def is_bold(self, index: int) -> bool:
        """Whether the font of a character is bold, by its weight or by its name."""
        if index < 0:
            return False
        if raw.FPDFText_GetFontWeight(self._text_page, index) >= _BOLD_WEIGHT:
            return True
        name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
        raw.FPDFText_GetFontInfo(self._text_page, index, name, _FONT_NAME_BYTES, None)
        return bool(_BOLD.search(name.value))
