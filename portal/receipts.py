"""Answer receipts over the web.

Nothing is kept for them: the reader's page hands in the answer that it shows, and the desk asks itself the question
again. Only an answer that comes out the very same gets a receipt, so nobody can have one for words that the library
does not have, nor for a question that the desk does not answer so.
"""

from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from portal.api import EarlierTurn, Narrowing, Strict
from portal.identity import reader_tier
from portal.pages import site
from portal.shapes import told
from qa.desk import Desk
from qa.receipt.files import receipt_bytes
from qa.receipt.issue import Terms, asked_again, receipt_of

MEDIA_TYPES = {"json": "application/json", "pdf": "application/pdf"}


class Shown(Strict):
    """An answer as the desk gave it, and what it was asked with. `utc_offset_minutes` is the reader's own time zone."""

    answer: dict[str, Any]
    history: list[EarlierTurn] = Field(default=[], max_length=40)
    filters: Narrowing = Narrowing()
    format: Literal["json", "pdf"] = "json"
    utc_offset_minutes: Annotated[int, Field(ge=-840, le=840)] | None = None


def receipt_routes(desk: Desk, *, public_url: str, key: str) -> APIRouter:
    """The route; `key` signs the receipts, if there is one."""
    router = APIRouter()

    @router.post(
        "/api/receipt",
        summary="Save an answer so that it can be checked later",
        response_model=None,
        responses=told.RECEIPT,
    )
    def receipt(request: Request, shown: Shown) -> Response:
        """The receipt as a file; 409 if the desk does not give this answer now."""
        tier = reader_tier(request)
        history = tuple(turn.turn() for turn in shown.history)
        answer = asked_again(desk, shown.answer, history, shown.filters.filters(), tier)
        at = datetime.now(UTC)
        terms = Terms(site(request, public_url), at, _local(at, shown.utc_offset_minutes), key)
        made = receipt_of(desk, answer, tier, terms)
        name = f"refdesk-receipt-{at:%Y%m%d-%H%M%S}.{shown.format}"
        return Response(
            receipt_bytes(made, shown.format),
            media_type=MEDIA_TYPES[shown.format],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return router


def _local(at: datetime, offset_minutes: int | None) -> datetime | None:
    """`at` in the reader's own time, if it is known."""
    return None if offset_minutes is None else at.astimezone(timezone(timedelta(minutes=offset_minutes)))
