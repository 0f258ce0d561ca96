"""PDF → Draft: paragraphs in reading order with their pages, from the words that the file itself carries.

Nothing is recognised from pictures: a scan, or a scan with a text layer too faulty to be quoted, is `needs-ocr`.
"""

from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from corpus.types import Metadata
from ingest.errors import SourceError
from ingest.read.assemble import Draft
from ingest.read.clean import one_line
from ingest.read.pdf.furniture import without_furniture
from ingest.read.pdf.legible import check_legible
from ingest.read.pdf.lines import Line, page_lines
from ingest.read.pdf.paragraphs import pieces_of
from ingest.read.properties import own_authors, own_title
from ingest.read.words import with_memos

MOST_PAGES = 2000
MOST_TEXT_CHARS = 20_000_000

_TAIL_BYTES = 4096


def read_pdf(data: bytes, stem: str) -> Draft:
    """What the PDF in `data` says. Its title is its own when it looks like one, else the first heading's, else `stem`.

    Raises SourceError: `needs-password`, `needs-ocr`, `unreadable` for damaged or cut-off files, `unsupported` for
    more pages or text than is read.
    """
    with _opened(data) as document:
        pages = list(_pages(document))
        check_legible(document, pages)
        info = document.get_metadata_dict()
    pieces = with_memos(pieces_of(without_furniture(pages)))
    heading = next((piece.text for piece in pieces[:5] if piece.kind == "heading"), stem)
    title = own_title(info.get("Title", "")) or heading
    return Draft(Metadata(title=one_line(title), authors=own_authors(info.get("Author", ""))), tuple(pieces))


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    if b"%%EOF" not in data.rstrip(b"\x00\r\n\t ")[-_TAIL_BYTES:]:
        raise SourceError("unreadable", "the end of this PDF is missing; get a complete copy")
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise SourceError("needs-password", "this PDF is encrypted; save a copy without a password") from error
        raise SourceError("unreadable", "this PDF is damaged and cannot be opened; get a fresh copy") from error
    if count > MOST_PAGES:
        document.close()
        raise SourceError("unsupported", f"{count:,} pages are more than the {MOST_PAGES:,} that are read; split it")
    return document


def _pages(document: pypdfium2.PdfDocument) -> Iterator[list[Line]]:
    length = 0
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            lines = page_lines(page, number)
            page.close()
        except pypdfium2.PdfiumError as error:
            raise SourceError("unreadable", f"page {number} of this PDF is damaged; get a fresh copy") from error
        length += sum(len(line.text) for line in lines)
        if length > MOST_TEXT_CHARS:
            raise SourceError("unsupported", f"holds more than {MOST_TEXT_CHARS:,} characters of text; split it")
        yield lines
