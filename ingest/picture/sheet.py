"""A page of a PDF → its picture, and where on it certain words stand. Runs in the drawing process."""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import pypdfium2

from ingest.read.pdf.lines import Indexes

MOST_PIXELS = 6_000_000

Word = tuple[int, int, str]
"""Where a word stands in the page's own text, and the word, as the document has it."""

Box = tuple[float, float, float, float]
"""Left, top, width and height, as shares of the page's width and height."""


def drawn(path: str, number: int, width_px: int) -> bytes:
    """The page as a PNG picture, `width_px` wide or as wide as `MOST_PIXELS` allows."""
    page = _page(_opened(path), number)
    try:
        width, height = page.get_size()
        scale = min(width_px / width, (MOST_PIXELS / (width * height)) ** 0.5)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil()
        out = io.BytesIO()
        picture.save(out, "PNG")
        return out.getvalue()
    finally:
        page.close()


def placed(path: str, number: int, words: Sequence[Word]) -> dict[str, object]:
    """The page's `width` and `height` in points, the number of `pages`, and the `boxes` of the words that stand there
    as they should, line by line; `missed` counts the others, which are not marked."""
    document = _opened(path)
    page = _page(document, number)
    try:
        width, height = page.get_size()
        found, missed = _boxes(page, words)
        return {
            "width": width,
            "height": height,
            "pages": len(document),
            "boxes": list(_joined(found)),
            "missed": missed,
        }
    finally:
        page.close()


@lru_cache(maxsize=1)
def _opened(path: str) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(path)


def _page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """Raises IndexError for a page that is not there, PdfiumError for one that is damaged."""
    if not 1 <= number <= len(document):
        raise IndexError(number)
    return document[number - 1]


def _boxes(page: pypdfium2.PdfPage, words: Sequence[Word]) -> tuple[list[Box], int]:
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    indexes = Indexes(text, text_page)
    # Whole numbers are all that PDFium gives, so the page is taken to be ten thousand wide and high.
    place = pypdfium2.PdfPosConv(page, (0, 0, 10_000, 10_000, 0))
    boxes, missed = list[Box](), 0
    for start, end, word in words:
        first, last = (indexes(start), indexes(end - 1)) if _letters(text[start:end]) == _letters(word) else (-1, -1)
        if first < 0 or last < first:
            missed += 1
            continue
        for at in range(text_page.count_rects(first, last - first + 1)):
            boxes.append(_box(place, text_page.get_rect(at)))
    text_page.close()
    return boxes, missed


def _box(place: pypdfium2.PdfPosConv, rect: tuple[float, float, float, float]) -> Box:
    left, bottom, right, top = rect
    corners = [place.to_bitmap(left, bottom), place.to_bitmap(right, top)]
    across, down = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return across[0] / 1e4, down[0] / 1e4, (across[1] - across[0]) / 1e4, (down[1] - down[0]) / 1e4


def _joined(boxes: Iterable[Box]) -> Iterator[Box]:
    """Boxes of one line that stand next to each other as one, as high as the highest."""
    line: Box | None = None
    for box in boxes:
        if line and _follows(line, box):
            top, bottom = min(line[1], box[1]), max(line[1] + line[3], box[1] + box[3])
            line = line[0], top, box[0] + box[2] - line[0], bottom - top
            continue
        if line:
            yield line
        line = box
    if line:
        yield line


def _follows(line: Box, box: Box) -> bool:
    overlap = min(line[1] + line[3], box[1] + box[3]) - max(line[1], box[1])
    gap = box[0] - (line[0] + line[2])
    return overlap > 0.5 * min(line[3], box[3]) and -0.01 < gap < 0.03


def _letters(text: str) -> str:
    """What must be the same in the page's text and in the document's: letters and digits."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())
