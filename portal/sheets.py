"""Pages of PDF documents as they were printed, with the words marked that a link means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from corpus.errors import CorpusError, NotFound
from corpus.types import Document, Metadata, Tier
from portal.identity import reader_tier
from portal.markup import failed_page, missing_page, rendered
from portal.problems import described
from qa.desk import Desk
from qa.permalink.quote import Quote, quote_from

Box = tuple[float, float, float, float]
WIDTH = 1000
"""How wide a page is taken to be; its boxes are in these units."""

_ADDRESS = re.compile(r"([1-9]\d{0,4})(\.png)?", re.ASCII)


class Pictures(Protocol):
    """Draws pages; `ingest.picture.Pictures`, which `app.py` hands in."""

    def holds(self, checksum: str) -> bool:
        """Whether the file is there that was read with this checksum."""

    def picture(self, checksum: str, number: int) -> bytes:
        """Page `number` as PNG. Raises PictureUnavailable, or NotFound for no such page."""

    def places(
        self, checksum: str, number: int, words: Sequence[tuple[int, int, str]]
    ) -> tuple[int, float, tuple[Box, ...]]:
        """(how many pages there are, the page's height as a multiple of its width, the boxes of the words). Raises as
        `picture`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is shown: `boxes` in units of which it is `WIDTH` wide and `height` high. `words` is the quotation
    that some of its words belong to; `query` goes along to its other pages."""

    document_id: str
    meta: Metadata
    number: int
    pages: int
    height: int
    boxes: tuple[tuple[int, int, int, int], ...]
    words: str
    query: str


def sheets(desk: Desk, pictures: Pictures, *, title: str) -> APIRouter:
    """`/documents/{id}/pages/{number}` and the picture under it. A reader without access gets the page of an address
    that does not exist."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/documents/{document_id}/pages/{page}", methods=["GET", "HEAD"])
    def page(request: Request, document_id: str, page: str, quote: str = "") -> Response:
        address = _ADDRESS.fullmatch(page)
        try:
            if address is None:
                raise NotFound("A page has a number.")
            document, meta = _paginated(desk, pictures, document_id, reader_tier(request))
            if address[2]:
                return Response(pictures.picture(document.checksum, int(address[1])), media_type="image/png")
            sheet = laid_sheet(document, meta, int(address[1]), quote, pictures)
        except CorpusError as error:
            status, sentence = described(error)
            absent = missing_page(title) if isinstance(error, NotFound) else failed_page(sentence, title=title)
            return HTMLResponse(absent, status)
        return HTMLResponse(rendered("sheet.html", sheet=sheet, meta=meta, width=WIDTH, title=title))

    return router


def laid_sheet(document: Document, meta: Metadata, number: int, quote: str, pictures: Pictures) -> Sheet:
    """Page `number` of `document`, with those of its words marked that `quote` means. Raises as `Pictures`."""
    named = quote_from(quote)
    named = named if named and named.fits(document.text) else None
    words = words_on(document, number, named) if named else []
    pages, ratio, boxes = pictures.places(document.checksum, number, words)
    height = round(WIDTH * ratio)
    return Sheet(
        document.id,
        meta,
        number,
        pages,
        height,
        tuple(_scaled(box, height) for box in boxes),
        document.text[named.start : named.end] if named and words else "",
        f"?quote={named}" if named else "",
    )


def words_on(document: Document, number: int, quote: Quote) -> list[tuple[int, int, str]]:
    """The words of the quotation that stand on page `number`, by their offsets in the page's own text."""
    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        return []
    start, end = max(quote.start, page.start), min(quote.end, page.end)
    found = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", document.text[start:end])]
    return [(page.locate(a), page.locate(b - 1) + 1, document.text[a:b]) for a, b in found]


def sheet_address(desk: Desk, pictures: Pictures | None, document_id: str, quote: Quote, tier: Tier) -> str:
    """Where the page is shown on which the quotation begins; nothing where it cannot be."""
    if pictures is None:
        return ""
    try:
        document, _ = _paginated(desk, pictures, document_id, tier)
    except NotFound:
        return ""
    number = next((page.number for page in reversed(document.pages) if page.start <= quote.start), None)
    return f"/documents/{document_id}/pages/{number}?quote={quote}" if number else ""


def _paginated(desk: Desk, pictures: Pictures, document_id: str, tier: Tier) -> tuple[Document, Metadata]:
    view = desk.document(document_id, tier=tier)
    if not view.document.pages or not pictures.holds(view.document.checksum):
        raise NotFound("This document has no pages to show.")
    return view.document, view.entry.meta


def _scaled(box: Box, height: int) -> tuple[int, int, int, int]:
    left, top, wide, high = box
    return round(left * WIDTH), round(top * height), max(round(wide * WIDTH), 1), max(round(high * height), 1)
