"""Editing the library from the staff's pages: documents uploaded, retired, put back, and given to other readers.

Everything is a form: sent by one of our own pages, and confirmed. Nothing that is merely opened changes anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import BinaryIO, Protocol

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from corpus.edits import Edit, Label
from corpus.errors import CorpusError, EditRefused, NotFound
from corpus.types import LibraryEntry, Tier
from portal.identity import reader_of
from portal.markup import failed_page, missing_page, rendered
from portal.pages import READ
from portal.problems import described
from portal.staff.gate import FOREIGN, StaffRoute, comes_from_our_page
from portal.staff.uploading import MAX_UPLOAD_BYTES, Sent, received
from qa.desk import Desk

AT_ONCE = 50
EDITS_SHOWN = 15
MOST_FORM_FIELDS = 10
TASKS = {"upload": "Upload", "retire": "Retire", "restore": "Put back", "retier": "Change readers"}
STATES = {
    "waiting": "waiting",
    "running": "at work",
    "done": "done",
    "refused": "not taken",
    "failed": "failed",
}


class Editing(Protocol):
    """What edits the library: handed in, for it works in a process of its own."""

    suffixes: tuple[str, ...]

    def upload(self, content: BinaryIO, label: Label, editor: str) -> int:
        """Keeps a file for good and puts its ingest into the line; the number of the edit. Raises EditRefused."""

    def retire(self, document_id: str, title: str, editor: str) -> int:
        """Takes a document out of the library before it returns. Raises NotFound."""

    def restore(self, document_id: str, title: str, editor: str) -> int:
        """Puts a retired document back. Raises NotFound."""

    def retier(self, document_id: str, title: str, tier: Tier, editor: str) -> int:
        """Decides for whom a document is; if for fewer, before it returns. Raises NotFound."""

    def again(self, number: int) -> None:
        """Puts a failed edit into the line again. Raises NotFound."""

    def edit(self, number: int) -> Edit:
        """One edit. Raises NotFound."""

    def newest(self, count: int, start: int = 0) -> list[Edit]:
        """The last edits, newest first."""

    def retired(self) -> list[tuple[str, str]]:
        """(id, title) of every retired document."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A change that waits to be confirmed: of which document, and in a sentence what it does."""

    task: str
    document_id: str
    title: str
    meaning: str
    fields: Mapping[str, str]


def editing_routes(desk: Desk, editor: Editing, *, title: str) -> APIRouter:
    """All of them; none is in the public description of the routes."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=StaffRoute)
    room = EditingRoom(desk, editor, title)

    @router.api_route("/staff/documents", methods=READ)
    def documents(request: Request) -> Response:
        return room.documents(request)

    @router.api_route("/staff/documents/{document_id}", methods=READ)
    def document(document_id: str) -> Response:
        return room.answered(lambda: room.document(document_id))

    @router.api_route("/staff/edits/{number}", methods=READ)
    def edit(number: str) -> Response:
        return room.answered(lambda: room.edit(number))

    @router.post("/staff/upload")
    async def upload(request: Request) -> Response:
        if not comes_from_our_page(request):
            return room.foreign()
        sent = await received(request, editor.suffixes)
        return await run_in_threadpool(room.answered, lambda: room.upload(request, sent))

    @router.post("/staff/documents/{document_id}/{task}")
    async def change(request: Request, document_id: str, task: str) -> Response:
        if not comes_from_our_page(request):
            return room.foreign()
        fields = await _fields(request)
        return await run_in_threadpool(room.answered, lambda: room.change(request, document_id, task, fields))

    @router.post("/staff/edits/{number}/again")
    async def again(request: Request, number: str) -> Response:
        if not comes_from_our_page(request):
            return room.foreign()
        return await run_in_threadpool(room.answered, lambda: room.again(number))

    return router


class EditingRoom:
    """The pages, and what their forms do."""

    def __init__(self, desk: Desk, editor: Editing, title: str) -> None:
        self._desk = desk
        self._editor = editor
        self._title = title

    def _page(self, template: str, status: HTTPStatus = HTTPStatus.OK, **values: object) -> HTMLResponse:
        page = rendered(
            f"staff/{template}.html",
            title=self._title,
            here="Documents",
            chosen=None,
            tasks=TASKS,
            states=STATES,
            tiers=tuple(Tier),
            **values,
        )
        return HTMLResponse(page, status)

    def answered(self, answer: Callable[[], Response]) -> Response:
        """What `answer` gives; a page with a sentence for an error of ours."""
        try:
            return answer()
        except NotFound:
            return HTMLResponse(missing_page(self._title), HTTPStatus.NOT_FOUND)
        except CorpusError as error:
            status, sentence = described(error)
            return HTMLResponse(failed_page(sentence, title=self._title), status)

    def foreign(self) -> Response:
        """To a request that is not from one of our own pages."""
        status, sentence = FOREIGN
        return HTMLResponse(failed_page(sentence, title=self._title), status)

    def documents(
        self, request: Request, fault: str = "", sent: Label | None = None, status: HTTPStatus = HTTPStatus.OK
    ) -> Response:
        """The library, the form for uploads, what is retired, and the last edits. `sent` is what a form brought that
        could not be taken."""
        entries = sorted(self._desk.documents(tier=Tier.STAFF), key=lambda entry: entry.meta.title.casefold())
        wanted = request.query_params.get("q", "").strip()
        found = [e for e in entries if wanted.casefold() in e.meta.title.casefold() or wanted == e.id]
        asked = request.query_params.get("page", "")
        parts = max(1, -(-len(found) // AT_ONCE))
        number = min(max(int(asked), 1), parts) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
        return self._page(
            "documents", status,
            entries=found[(number - 1) * AT_ONCE : number * AT_ONCE], total=len(found), wanted=wanted,
            number=number, parts=parts, kinds=sorted({entry.meta.kind for entry in entries}),
            retired=self._editor.retired(), edits=self._editor.newest(EDITS_SHOWN), fault=fault, sent=sent,
            suffixes=self._editor.suffixes, most_mb=MAX_UPLOAD_BYTES // (1024 * 1024),
        )  # fmt: skip

    def document(self, document_id: str) -> Response:
        """One document and what may be done with it. Raises NotFound."""
        return self._page("document", entry=self._entry(document_id), fault="")

    def edit(self, number: str) -> Response:
        """One edit and its report, as it stands. Raises NotFound."""
        edit = self._editor.edit(_number(number))
        known = {entry.id for entry in self._desk.documents(tier=Tier.STAFF)}
        return self._page("edit", edit=edit, in_library=edit.document_id in known)

    def upload(self, request: Request, sent: Sent) -> Response:
        """Keeps what was sent. Raises nothing for what cannot be taken: the form says it."""
        try:
            if sent.fault or sent.label is None or sent.file is None:
                raise EditRefused(sent.fault)
            number = self._editor.upload(sent.file, sent.label, _who(request))
        except EditRefused as error:
            return self.documents(request, str(error), sent.label, HTTPStatus.UNPROCESSABLE_ENTITY)
        finally:
            if sent.file is not None:
                sent.file.close()
        return _to_edit(number)

    def change(self, request: Request, document_id: str, task: str, fields: Mapping[str, str]) -> Response:
        """Asks whether a change is meant, or makes it if that has been said. Raises NotFound."""
        intent = self._intent(document_id, task, fields)
        if fields.get("confirmed") != "yes":
            return self._page("confirm", intent=intent)
        if fields.get("meaning") != intent.meaning:  # it would do something else by now than what was confirmed
            return self._page("confirm", HTTPStatus.CONFLICT, intent=intent)
        who = _who(request)
        if task == "retire":
            return _to_edit(self._editor.retire(document_id, intent.title, who))
        if task == "restore":
            return _to_edit(self._editor.restore(document_id, intent.title, who))
        return _to_edit(self._editor.retier(document_id, intent.title, Tier.named(fields["tier"]), who))

    def _intent(self, document_id: str, task: str, fields: Mapping[str, str]) -> Intent:
        if task == "restore":
            title = dict(self._editor.retired()).get(document_id)
            if title is None:
                raise NotFound("No such document is retired.")
            return Intent(task, document_id, title, RESTORE, {})
        entry = self._entry(document_id)
        if task == "retire":
            return Intent(task, document_id, entry.meta.title, RETIRE, {})
        if task == "retier" and fields.get("tier") in {tier.label for tier in Tier}:
            tier = Tier.named(fields["tier"])
            return Intent(task, document_id, entry.meta.title, _readers(entry, tier), {"tier": tier.label})
        raise NotFound("There is no such change.")

    def again(self, number: str) -> Response:
        """Tries a failed edit again. Raises NotFound."""
        self._editor.again(_number(number))
        return _to_edit(_number(number))

    def _entry(self, document_id: str) -> LibraryEntry:
        for entry in self._desk.documents(tier=Tier.STAFF):
            if entry.id == document_id:
                return entry
        raise NotFound("The library has no such document.")


RETIRE = (
    "From the moment you confirm, no reader finds, reads or gets answers from it any more. Links to its passages say "
    "that it was taken out. It stays out, whatever becomes of its file, until you put it back."
)
RESTORE = "It comes back for the readers it was for, as soon as the indexes are built anew."
NAMES = {Tier.PUBLIC: "everybody", Tier.MEMBER: "members and staff", Tier.STAFF: "the staff alone"}


def _readers(entry: LibraryEntry, tier: Tier) -> str:
    """What a change of tier does, in a sentence."""
    before, after = NAMES[entry.meta.access], NAMES[tier]
    if tier == entry.meta.access:
        return f"It is for {after} already, and will stay so whatever its file says."
    if tier > entry.meta.access:
        return f"It is for {before}. From the moment you confirm, it is for {after}, everywhere."
    return f"It is for {before}, and will be for {after} as soon as the indexes are built anew."


def _who(request: Request) -> str:
    """The reader's pseudonym."""
    return reader_of(request).subject[:64] or "unnamed"


def _number(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < 12):
        raise NotFound("There is no such edit.")
    return int(written)


def _to_edit(number: int) -> RedirectResponse:
    return RedirectResponse(f"/staff/edits/{number}", HTTPStatus.SEE_OTHER)


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a short form."""
    async with request.form(max_files=0, max_fields=MOST_FORM_FIELDS) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}
