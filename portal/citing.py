"""References over HTTP: of a passage, of a document, of all that an answer cites; and unAPI for reference managers."""

import re
from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any
from xml.sax.saxutils import quoteattr

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from portal.identity import reader_tier
from portal.pages import site
from portal.problems import NOT_HERE, problem
from portal.shapes import told
from qa.desk import Desk
from qa.references.cite import Reference, exported, references
from qa.references.styles import DEFAULT, STYLES, Style, style_named
from qa.references.works import Work

MOST_WORKS = 60
Quote = Annotated[str, Query(max_length=40)]
Id = Annotated[str, Field(min_length=1, max_length=200)]
Ids = Annotated[list[Id] | None, Query(max_length=MOST_WORKS)]
StyleName = Annotated[str, Query(max_length=40, description=f"one of {', '.join(STYLES)}")]
FormName = Annotated[str | None, Query(max_length=40, description="note, bibliography or in-text")]
FORMATS = {"bibtex": "application/x-bibtex", "ris": "application/x-research-info-systems"}
"""What unAPI offers, by the names that reference managers know."""


def citing(desk: Desk, *, public_url: str) -> APIRouter:
    """The routes. What is not there and what this reader may not see give the same 404."""
    router = APIRouter()

    def answered(request: Request, works: Sequence[Work], style: str, form: str | None) -> Response:
        return sent(works, style_named(style), form, base_url=site(request, public_url), request=request)

    @router.get(
        "/api/passages/{passage_id}/cite", summary="Cite a passage", response_model=None, responses=told.REFERENCES
    )
    def passage(
        request: Request, passage_id: str, quote: Quote = "", style: StyleName = DEFAULT, form: FormName = None
    ) -> Response:
        """A reference with its pinpoint: plain text, or HTML or JSON if `Accept` asks for it; BibTeX, RIS and CSL-JSON
        as files. `quote` names words in the passage, as permalinks do."""
        named = f"{passage_id},{quote}" if quote else passage_id
        return answered(request, desk.works(passages=[named], tier=reader_tier(request)), style, form)

    @router.get(
        "/api/documents/{document_id}/cite", summary="Cite a document", response_model=None, responses=told.REFERENCES
    )
    def document(request: Request, document_id: str, style: StyleName = DEFAULT, form: FormName = None) -> Response:
        """A reference of the document as a whole, in the same ways."""
        return answered(request, desk.works(documents=[document_id], tier=reader_tier(request)), style, form)

    @router.get(
        "/api/cite", summary="Cite several passages and documents", response_model=None, responses=told.REFERENCES
    )
    def several(
        request: Request,
        passage: Ids = None,
        document: Ids = None,
        style: StyleName = DEFAULT,
        form: FormName = None,
    ) -> Response:
        """The references of all of them, passages first, in the order given; in a file each document comes once.

        `passage` may be `id,quote`.
        """
        works = desk.works(passages=passage or (), documents=document or (), tier=reader_tier(request))
        if not works:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Name what to cite: passage=… or document=…, repeatable.")
        return answered(request, works, style, form)

    _unapi(router, desk, public_url)
    return router


def _unapi(router: APIRouter, desk: Desk, public_url: str) -> None:
    @router.get("/unapi", include_in_schema=False)
    def unapi(request: Request, id: Id = "", format: Id = "") -> Response:
        """The formats that there are, those of `id`, or `id` (`passage:…` or `document:…`) in `format`."""
        if not id:
            return formats("")
        kind, _, name = id.partition(":")
        tier = reader_tier(request)
        if kind not in ("passage", "document"):
            return problem(HTTPStatus.NOT_FOUND, NOT_HERE)
        works = desk.works(passages=[name], tier=tier) if kind == "passage" else desk.works(documents=[name], tier=tier)
        if not format:
            return formats(id)
        if format not in FORMATS:
            return problem(HTTPStatus.NOT_ACCEPTABLE, f"There are the formats {' and '.join(FORMATS)}.")
        return sent(works, style_named(format), None, base_url=site(request, public_url), request=request)


def sent(works: Sequence[Work], style: Style, form: str | None, *, base_url: str, request: Request) -> Response:
    """The works in `style`, as its file or in the media type that the request would rather have."""
    today = date.today()
    name = re.sub(r"[^\w-]", "", works[0].id, flags=re.ASCII) if len(works) == 1 else "references"
    if style.is_file:
        form = style.form(form)
        return Response(
            exported(works, style, base_url=base_url, accessed=today),
            media_type=f"{style.media_type}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="refdesk-{name}.{style.ending}"'},
        )
    made = references(works, style, form=form, base_url=base_url, accessed=today)
    headers = {"Vary": "Accept"}
    wanted = request.headers.get("accept", "")
    if "application/json" in wanted:
        return JSONResponse(references_json(made, today), headers=headers)
    if "text/html" in wanted:
        return HTMLResponse("".join(f"<p>{each.html}</p>\n" for each in made), headers=headers)
    headers["Content-Disposition"] = f'inline; filename="refdesk-{name}-{style.name}.txt"'
    return PlainTextResponse("".join(f"{each.text}\n" for each in made), headers=headers)


def references_json(made: Sequence[Reference], accessed: date) -> dict[str, Any]:
    """The references with all that a page needs to show and to copy them; `runs` are their words with their looks."""
    style = made[0].style
    return {
        "style": style.name,
        "title": style.title,
        "form": made[0].form,
        "accessed": accessed.isoformat(),
        "references": [reference_json(each) for each in made],
    }


def reference_json(reference: Reference) -> dict[str, Any]:
    """One reference."""
    work = reference.work
    return {
        "passage_id": None if work.whole else work.id,
        "document_id": work.document_id,
        "text": reference.text,
        "html": reference.html,
        "markdown": reference.markdown,
        "runs": [{"text": run.text, "look": run.look} for run in reference.runs],
        "in_text": "".join(run.text for run in reference.in_text),
        "pinpoint": work.pinpoint and {"label": work.pinpoint.label, "value": work.pinpoint.value},
        "speaker": work.speaker,
        "permalink": reference.permalink,
    }


def formats(id: str) -> Response:
    """unAPI's list of formats, of the object `id` or in general."""
    listed = "".join(f'<format name="{name}" type="{media_type}"/>' for name, media_type in FORMATS.items())
    opening = f"<formats id={quoteattr(id)}>" if id else "<formats>"
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}{listed}</formats>\n'
    status = HTTPStatus.MULTIPLE_CHOICES if id else HTTPStatus.OK
    return Response(content, status, media_type="application/xml")
