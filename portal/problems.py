"""Errors over HTTP as RFC 9457 problem details.

The sentences of our own errors are written for people and are passed on. The text of any other exception is not: the
reader gets a reference, and the log has the rest under it.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from corpus.errors import (
    CorpusError,
    DraftUnreadable,
    EditRefused,
    IndexUnavailable,
    NotFound,
    PictureUnavailable,
    ReadOnlyError,
)
from portal.conversations.errors import ExportUnavailable, KeepingRefused
from portal.door.admission import BusyError
from portal.door.calls import current_id
from portal.door.closing import ClosingError
from qa.errors import AskerLeft, ProseUnavailable, QuestionError, ReceiptRefused, ReferencesUnavailable, StyleError

log = logging.getLogger(__name__)

NOT_HERE = "There is nothing at this address that you can read."
RETRY_AFTER_S = "30"

STATUS_BY_ERROR: Mapping[type[Exception], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    QuestionError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ProseUnavailable: HTTPStatus.UNPROCESSABLE_ENTITY,
    ReceiptRefused: HTTPStatus.CONFLICT,
    KeepingRefused: HTTPStatus.CONFLICT,
    DraftUnreadable: HTTPStatus.UNPROCESSABLE_ENTITY,
    EditRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    StyleError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ReferencesUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    IndexUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    ReadOnlyError: HTTPStatus.SERVICE_UNAVAILABLE,
    ExportUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    PictureUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    ClosingError: HTTPStatus.SERVICE_UNAVAILABLE,
    BusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    AskerLeft: HTTPStatus.REQUEST_TIMEOUT,
}

UNNUMBERED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
"""Problems that are the same for everybody to the last byte: absent and forbidden cannot be told apart."""


def problem_json(status: HTTPStatus, detail: str, **members: Any) -> dict[str, Any]:
    """The members of a problem: `type`, `title`, `status`, `detail`, what the caller adds, and the request's id as
    `reference` (and as a URN, `instance`) while one is being answered."""
    id = "" if status in UNNUMBERED else current_id()
    numbered = {"instance": UUID(id).urn, "reference": id} if id else {}
    return {
        "type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail, **numbered, **members
    }  # fmt: skip


def problem(status: HTTPStatus, detail: str, **members: Any) -> JSONResponse:
    """A whole response of media type `application/problem+json`."""
    headers = {"Retry-After": RETRY_AFTER_S} if status is HTTPStatus.SERVICE_UNAVAILABLE else None
    return JSONResponse(
        problem_json(status, detail, **members), int(status), headers, media_type="application/problem+json"
    )


def described(error: Exception, reference: str = "") -> tuple[HTTPStatus, str]:
    """The status and the sentence for `error`; one that is not ours is logged here under `reference`, or the id of the
    request that is being answered."""
    if isinstance(error, NotFound):
        return HTTPStatus.NOT_FOUND, NOT_HERE
    for kind, status in STATUS_BY_ERROR.items():
        if isinstance(error, kind):
            return status, str(error)
    reference = reference or current_id() or uuid4().hex
    log.error("request failed", exc_info=error, extra={"members": {"id": reference}})
    if isinstance(error, CorpusError):
        return HTTPStatus.SERVICE_UNAVAILABLE, f"The library cannot be read at the moment (reference {reference})."
    return (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        f"Something went wrong on our side; it has been logged under reference {reference}.",
    )


def install(app: FastAPI) -> None:
    """Makes every error of `app` leave it as a problem."""

    async def for_error(_: Request, error: Exception) -> JSONResponse:
        return problem(*described(error))

    async def for_http(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type alone
        status = HTTPStatus(error.status_code)
        return problem(status, NOT_HERE if status is HTTPStatus.NOT_FOUND else f"{status.description}.")

    async def for_validation(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type alone
        return problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "The request has fields that cannot be used.", errors=faults(error)
        )

    for kind in (*STATUS_BY_ERROR, CorpusError, Exception):
        app.add_exception_handler(kind, for_error)
    app.add_exception_handler(HTTPException, for_http)
    app.add_exception_handler(RequestValidationError, for_validation)


def faults(error: RequestValidationError) -> list[dict[str, str]]:
    """Where each fault lies (`body/question`) and what it is, without echoing what was sent."""
    return [{"where": "/".join(str(part) for part in fault["loc"]), "detail": fault["msg"]} for fault in error.errors()]
