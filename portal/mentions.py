"""Every mention over the web: `/mentions`, a page that needs no script, and `/api/mentions`, the same for programs."""

from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from corpus.errors import CorpusError
from portal.api import Name
from portal.identity import reader_tier
from portal.mentions_page import Asked, empty_page, mentions_page
from portal.pages import READ, site
from portal.problems import described
from portal.shapes import told
from qa.desk import Desk
from qa.errors import QuestionError
from qa.mentions.export import mentions_csv, mentions_json
from qa.mentions.find import LONGEST_TERM
from qa.mentions.types import Mentions
from qa.types import Filters

Term = Annotated[str, Query(min_length=1, max_length=LONGEST_TERM)]
Names = Annotated[list[Name] | None, Query(max_length=200)]


def mention_routes(desk: Desk, *, title: str, public_url: str) -> APIRouter:
    """Both routes."""
    router = APIRouter()

    @router.get("/api/mentions", summary="Every mention of a term", response_model=None, responses=told.MENTIONS)
    def listed(  # noqa: PLR0913 - the parameters of the query
        request: Request,
        term: Term,
        *,
        kind: Names = None,
        document: Names = None,
        published_from: date | None = None,
        published_to: date | None = None,
        format: Literal["json", "csv"] = "json",
        bom: bool = False,
    ) -> Response:
        """The complete list with counts and timelines; `bom` begins a CSV file with a byte order mark, for Excel."""
        filters = Filters(tuple(kind or ()), tuple(document or ()), published_from, published_to)
        found = desk.mentions(term, filters=filters, tier=reader_tier(request))
        base = site(request, public_url)
        if format == "json":
            return JSONResponse(mentions_json(found, base))
        words = mentions_csv(found, base, byte_order_mark=bom)
        return Response(words, media_type="text/csv; charset=utf-8", headers=_as_file(found))

    @router.api_route("/mentions", methods=READ, include_in_schema=False, response_class=HTMLResponse)
    def page(request: Request) -> HTMLResponse:
        tier = reader_tier(request)
        asked = _asked(request)
        try:
            asked = replace(asked, choices=tuple(sorted({e.meta.kind for e in desk.documents(tier=tier)})))
            if not asked.term.strip():
                return HTMLResponse(empty_page(asked, title=title))
            found = desk.mentions(asked.term, filters=asked.filters(), tier=tier)
        except (QuestionError, CorpusError, ValueError) as error:
            status, sentence = _explained(error)
            return HTMLResponse(empty_page(asked, title=title, fault=sentence), status)
        return HTMLResponse(mentions_page(found, asked, title=title))

    return router


def _asked(request: Request) -> Asked:
    """What the page was asked for, as its form sends it."""
    query = request.query_params
    return Asked(
        term=query.get("term", ""),
        kinds=tuple(kind for kind in query.getlist("kind") if kind),
        documents=tuple(document for document in query.getlist("document") if document),
        published_from=query.get("published_from", ""),
        published_to=query.get("published_to", ""),
        sort=query.get("sort", ""),
        page=int(number) if (number := query.get("page", "")).isdecimal() and len(number) < 7 else 1,
    )


def _explained(error: Exception) -> tuple[HTTPStatus, str]:
    if isinstance(error, ValueError):  # of a date
        return HTTPStatus.UNPROCESSABLE_ENTITY, "Please write dates as 2011-11-01."
    return described(error)


def _as_file(found: Mentions) -> dict[str, str]:
    """The headers that make a browser save the list; the name is made of letters and digits alone."""
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in found.term).strip("-")[:60] or "term"
    return {"Content-Disposition": f'attachment; filename="mentions-{name}-generation-{found.searched.generation}.csv"'}
