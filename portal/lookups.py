"""Quotations put to the desk over HTTP: words as JSON, or a draft as a file; in one answer or with progress."""

from collections.abc import Callable, Generator
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.responses import JSONResponse, Response

from portal.api import Narrowing, Strict, sse
from portal.identity import reader_of
from portal.perimeter import MAX_DRAFT_BYTES
from portal.problems import described, problem, problem_json
from portal.progress import Step, followed
from portal.shapes import told
from portal.streamed import EventStream
from qa.desk import Desk
from qa.lookup.render import lookup_json
from qa.lookup.types import Draft, Lookup, Progress, ReadDraft

NO_FILES = 'This desk takes no files. Send the words as JSON: {"text": "…"}.'
ONE_FILE = "Send one file in the field `file`, and `stream` with true for progress."
_LONGEST_FIELD = 1024


class LookUp(Strict):
    """Words to look up: one quotation, or a draft with quotations in it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "The paper calls it “a unilateral project” that adds no stability."}]}
    )

    text: str = Field(min_length=1)
    filters: Narrowing = Narrowing()
    stream: bool = False


_FILE = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}, "stream": {"type": "boolean"}},
}


def lookups(desk: Desk, read_draft: ReadDraft | None = None) -> APIRouter:
    """The route; without `read_draft` it takes no files."""
    router = APIRouter()
    shape = {**LookUp.model_json_schema(ref_template="#/components/schemas/{model}")}
    shape.pop("$defs", None)
    content = {"application/json": {"schema": shape}, "multipart/form-data": {"schema": _FILE}}

    @router.post(
        "/api/lookup",
        summary="Check quotations",
        response_model=None,
        responses=told.LOOKUP,
        openapi_extra={"requestBody": {"required": True, "content": content}},
    )
    async def lookup(request: Request) -> Response:
        """For each quotation of the text or file a verdict, and every place where the library has its words. With
        `stream`, Server-Sent Events `progress`…, `lookup`."""
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            asked = _asked(await request.body())
            return await _answered(request, desk, lambda: Draft(asked.text), asked)
        if read_draft is None:
            return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, NO_FILES)
        sent = await _sent(request)
        if sent is None:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, ONE_FILE)
        data, name, stream = sent
        return await _answered(
            request, desk, lambda: Draft.of(read_draft(data, name)), LookUp(text=name or "file", stream=stream)
        )

    return router


def _asked(body: bytes) -> LookUp:
    """The members of a JSON body. Raises RequestValidationError for a body that is not as the route takes it."""
    try:
        return LookUp.model_validate_json(body)
    except ValidationError as error:
        faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors(include_input=False)]
        raise RequestValidationError(faults) from error


async def _sent(request: Request) -> tuple[bytes, str, bool] | None:
    """(bytes, name, whether to stream) of a form with one file, kept in memory; None for another form."""
    parser = MultiPartParser(request.headers, request.stream(), max_files=1, max_fields=2, max_part_size=_LONGEST_FIELD)
    parser.spool_max_size = MAX_DRAFT_BYTES * 2  # more than a body may have: nothing is spooled to a disk
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError):
        return None
    file, stream = form.get("file"), form.get("stream", "false")
    known = set(form) <= {"file", "stream"} and stream in ("true", "false")
    if not isinstance(file, UploadFile) or not known:
        await form.close()
        return None
    data = await file.read()
    await form.close()
    return data, file.filename or "", stream == "true"


async def _answered(request: Request, desk: Desk, draft: Callable[[], Draft], asked: LookUp) -> Response:
    reader, filters = reader_of(request), asked.filters.filters()

    def looked_up(progress: Progress = lambda _done, _all: None) -> Lookup:
        return desk.lookup(draft(), tier=reader.tier, filters=filters, progress=progress, via=reader.desk)

    if not asked.stream:
        return JSONResponse(lookup_json(await run_in_threadpool(looked_up)))
    return EventStream(_told(looked_up))


def _told(looked_up: Callable[[Progress], Lookup]) -> Generator[str]:
    """The lookup as Server-Sent Events; it stops when nobody listens any more."""
    try:
        for heard in followed(looked_up):
            if isinstance(heard, Step):
                yield sse("progress", {"done": heard.done, "of": heard.total})
            else:
                yield sse("lookup", lookup_json(heard.value))
    except Exception as error:  # noqa: BLE001 - logged by `described`; the client gets a problem in any case
        yield sse("error", problem_json(*described(error)))
