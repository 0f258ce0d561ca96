"""The routes of "Check a quotation": the page, its answer with or without script, and the report to keep."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.responses import HTMLResponse, Response

from corpus.errors import CorpusError
from corpus.types import Tier
from portal.api import sse
from portal.check_markup import LONGEST_LINK_CHARS, CheckForm, check_page, check_result
from portal.check_report import report
from portal.checked import Checked, TextOf, checked
from portal.identity import reader_tier
from portal.pages import READ, site
from portal.perimeter import MAX_DRAFT_BYTES, MAX_FORM_BYTES
from portal.problems import described, problem_json
from portal.progress import Step, followed
from portal.sample import sample_draft
from portal.streamed import EventStream
from qa.desk import Desk
from qa.errors import QuestionError
from qa.lookup.types import Draft, Progress, ReadDraft

TOO_LONG_FOR_A_LINK = (
    f"A link may bring a text of up to {LONGEST_LINK_CHARS:,} characters; please paste a longer one into the form."
)
NO_FILES = "This desk takes no files; please paste the words."
NOTHING = "Please paste some text, or choose a file."


@dataclass(frozen=True, slots=True)
class Sent:
    """What a reader sends to be checked: text, or a file with its name."""

    text: str = ""
    name: str = ""
    file: bytes = b""


class Checks:
    """Looks drafts up in `desk`. Keeps nothing of them."""

    def __init__(self, desk: Desk, read_draft: ReadDraft | None) -> None:
        self.desk = desk
        self.read_draft = read_draft

    def draft(self, sent: Sent) -> Draft:
        """What to look up. Raises QuestionError for what cannot be taken."""
        if len(sent.file) > MAX_DRAFT_BYTES:
            raise QuestionError(
                f"The file has {len(sent.file) / 1048576:.1f} MB; the desk takes files of up to "
                f"{MAX_DRAFT_BYTES // 1048576} MB."
            )
        if sent.name:
            if self.read_draft is None:
                raise QuestionError(NO_FILES)
            return Draft.of(self.read_draft(sent.file, sent.name))
        if not sent.text.strip():
            raise QuestionError(NOTHING)
        return Draft(sent.text.replace("\r\n", "\n"))

    def checked(self, sent: Sent, tier: Tier, progress: Progress = lambda *_: None) -> Checked:
        """The draft looked up, and laid out for reading. Raises QuestionError and the corpus's errors."""
        draft = self.draft(sent)
        lookup = self.desk.lookup(draft, tier=tier, progress=progress)
        return checked(draft.text, sent.name, lookup, self._text_of(tier))

    def streamed(self, sent: Sent, tier: Tier) -> Generator[str, None, None]:
        """Server-Sent Events: `progress` with how many of how many are looked up, then `result` with the HTML, or
        `error` with a problem."""
        try:
            for heard in followed(lambda progress: self.checked(sent, tier, progress)):
                if isinstance(heard, Step):
                    yield sse("progress", {"done": heard.done, "total": heard.total})
                else:
                    yield sse("result", {"html": check_result(heard.value)})
        except Exception as error:  # noqa: BLE001 - logged by `described`; the reader gets a sentence in any case
            yield sse("error", problem_json(*described(error)))

    def _text_of(self, tier: Tier) -> TextOf:
        def text_of(document_id: str) -> str:
            try:
                return self.desk.document(document_id, tier=tier).document.text
            except CorpusError as error:
                described(error)
                return ""

        return text_of

    def form(self, sent: Sent, tier: Tier) -> tuple[HTTPStatus, CheckForm]:
        """The page's form with what `sent` brought."""
        sample = sample_draft(self.desk, tier)
        try:
            result = self.checked(sent, tier)
        except Exception as error:  # noqa: BLE001 - logged by `described`; the reader gets a sentence in any case
            status, sentence = described(error)
            return status, CheckForm(sent.text, sample, failed=sentence)
        return HTTPStatus.OK, CheckForm(sent.text, sample, result)


def check(desk: Desk, read_draft: ReadDraft | None, *, title: str, public_url: str) -> APIRouter:
    """The routes; without `read_draft` they take no files. What a reader sends is read whole before it is looked up."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    checks = Checks(desk, read_draft)

    def page(form: CheckForm, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
        return HTMLResponse(check_page(form, title=title, takes_files=read_draft is not None), status)

    @router.api_route("/check", methods=READ)
    def opened(request: Request, text: str = "") -> HTMLResponse:
        tier = reader_tier(request)
        if not text.strip():
            return page(CheckForm(sample=sample_draft(desk, tier)))
        if len(text) > LONGEST_LINK_CHARS:
            form = CheckForm(sample=sample_draft(desk, tier), failed=TOO_LONG_FOR_A_LINK)
            return page(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        status, form = checks.form(Sent(text), tier)
        return page(form, status)

    @router.post("/check")
    async def posted(request: Request) -> Response:
        sent, tier = await _sent(request), reader_tier(request)
        if "text/event-stream" in request.headers.get("accept", ""):
            return EventStream(checks.streamed(sent, tier))
        status, form = await run_in_threadpool(checks.form, sent, tier)
        return page(form, status)

    @router.post("/check/report")
    async def reported(request: Request) -> Response:
        sent, tier = await _sent(request), reader_tier(request)
        result = await run_in_threadpool(checks.checked, sent, tier)
        words = report(result, datetime.now(UTC), site(request, public_url))
        named = {"Content-Disposition": 'attachment; filename="quotations-checked.md"'}
        return Response(words, media_type="text/markdown; charset=utf-8", headers=named)

    return router


async def _sent(request: Request) -> Sent:
    """What the form of `request` holds, nothing of it written to a disk; a chosen file goes before the text."""
    parser = MultiPartParser(request.headers, request.stream(), max_files=1, max_fields=2, max_part_size=MAX_FORM_BYTES)
    parser.spool_max_size = MAX_FORM_BYTES
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError):
        return Sent()
    try:
        file, text = form.get("file"), form.get("text")
        words = text if isinstance(text, str) else ""
        if isinstance(file, UploadFile) and file.filename:
            return Sent(words, file.filename, await file.read())
        return Sent(words)
    finally:
        await form.close()
