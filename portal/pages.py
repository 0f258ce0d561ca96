"""The pages that can be read, linked and printed without the chat: passages, documents, the list of them."""

from dataclasses import replace
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from corpus.errors import CorpusError
from portal.glosses import readable_glosses
from portal.identity import reader_tier
from portal.marked import marked
from portal.markup import document_page, failed_page, library_page, missing_page, passage_page
from portal.permalink import quote_today
from portal.problems import described
from portal.reading import laid_out
from portal.sheets import Pictures, sheet_address
from qa.desk import Desk
from qa.references.works import whole_document

READ = ["GET", "HEAD"]


def site(request: Request, public_url: str) -> str:
    """The desk's own address without a final slash, for links that leave it: the configured one, or as it was asked."""
    return (public_url or str(request.base_url)).rstrip("/")


def pages(desk: Desk, *, title: str, public_url: str, pictures: Pictures | None = None) -> APIRouter:
    """The routes; a reader without access gets the page of an address that does not exist."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    def absent(error: CorpusError) -> HTMLResponse:
        status, sentence = described(error)
        if status is HTTPStatus.NOT_FOUND:
            return HTMLResponse(missing_page(title), status)
        return HTMLResponse(failed_page(sentence, title=title), status)

    @router.api_route("/passages/{passage_id}", methods=READ)
    def passage(request: Request, passage_id: str, quote: str = "") -> HTMLResponse:
        tier = reader_tier(request)
        try:
            view = desk.passage(passage_id, quote=quote, tier=tier)
        except CorpusError as error:
            return absent(error)
        own = site(request, public_url)
        today = quote_today(view)
        sheet = sheet_address(desk, pictures, view.passage.document_id, today, tier) if today else ""
        glosses = readable_glosses(desk, tier)
        return HTMLResponse(passage_page(view, title=title, site=own, glosses=glosses, sheet=sheet))

    @router.api_route("/documents/{document_id}", methods=READ)
    def document(request: Request, document_id: str, quote: str = "", find: str = "") -> HTMLResponse:
        tier = reader_tier(request)
        try:
            view = desk.document(document_id, tier=tier)
        except CorpusError as error:
            return absent(error)
        address = f"{site(request, public_url)}/documents/{view.document.id}"
        marks = marked(view.document.text, quote, find)
        drawn = bool(view.document.pages and pictures and pictures.holds(view.document.checksum))
        reading = replace(laid_out(view, readable_glosses(desk, tier), marks), drawn=drawn)
        return HTMLResponse(
            document_page(reading, work=whole_document(view.document, view.entry.meta), title=title, canonical=address)
        )

    @router.api_route("/documents", methods=READ)
    def documents(request: Request) -> HTMLResponse:
        try:
            entries = desk.documents(tier=reader_tier(request))
        except CorpusError as error:
            return absent(error)
        return HTMLResponse(library_page(entries, title=title))

    return router
