"""The library edited from the staff's pages: real files, a real ingest in its own process, and the promises kept."""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document as Docx
from staff_desk import READERS, app_around, client_as, desk_over, plain_app
from starlette.testclient import TestClient

from corpus.database import Database
from corpus.edits import EditLog, Label
from corpus.encoder import CARRIED, Encoder, model_folder
from corpus.errors import EditRefused
from corpus.settings import ROOT, Settings
from corpus.types import Tier
from ingest.edit import work_off
from ingest.editor import Editor
from ingest.uploads import Uploads

OURS = {"origin": "http://localhost"}
QUOLLS = "# Of quolls\n\nThe spotted quoll sleeps in hollow logs near the river. It wakes at dusk.\n"


class Rig(SimpleNamespace):
    """A served library with an editor whose line is worked off by hand, in this process."""

    def work_off(self) -> None:
        work_off(self.data, CARRIED)

    def upload(self, name: str, content: bytes, **fields: str) -> Any:
        form = {"tier": "public", "confirmed": "yes", **fields}
        files = {"file": (name, io.BytesIO(content))}
        return self.staff.post("/staff/upload", data=form, files=files, headers=OURS, follow_redirects=False)

    def change(self, document_id: str, task: str, **fields: str) -> Any:
        address = f"/staff/documents/{document_id}/{task}"
        asked = self.staff.post(address, data=fields, headers=OURS)
        assert asked.status_code == 200, asked.text
        meaning = re.search(r'name="meaning" value="([^"]*)"', asked.text)
        assert meaning
        done = {**fields, "meaning": meaning[1], "confirmed": "yes"}
        return self.staff.post(address, data=done, headers=OURS, follow_redirects=False)

    def ids(self, tier: Tier) -> set[str]:
        return {entry.id for entry in self.library.catalogue.entries(tier)}

    def id_of(self, stem: str) -> str:
        return next(id for id in self.ids(Tier.STAFF) if id.startswith(stem))

    def ingest_again(self) -> dict[str, Any]:
        """A plain `python -m ingest` of the papers."""
        done = subprocess.run(
            [sys.executable, "-m", "ingest", str(self.papers), "--prune", "--json"],
            cwd=ROOT, env={**self.environment, "REFDESK_DATA": str(self.data)},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr
        return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, write_papers: Callable[[Path], Path],
    open_library: Callable[..., Any],
) -> Path:  # fmt: skip
    """A data folder with four papers of three tiers, made with a model that loads in no time."""
    folder = tmp_path_factory.mktemp("editing")
    data = folder / "data"
    shutil.copytree(tiny_model, model_folder(data / "models", CARRIED))
    library = open_library(data, Encoder(model_folder(data / "models", CARRIED)))
    assert library.ingest(write_papers(folder / "papers")).went_well
    library.close()
    return folder


@pytest.fixture
def rig(made: Path, tmp_path: Path, open_library: Callable[..., Any]) -> Iterator[Rig]:
    data = shutil.copytree(made / "data", tmp_path / "data")
    library = open_library(data, Encoder(model_folder(data / "models", CARRIED)))
    desk = desk_over(library)
    editor = Editor(Settings(data=data))
    app = plain_app(desk, editor)
    yield Rig(
        data=data, papers=made / "papers", library=library, desk=desk, editor=editor, app=app, staff=client_as(app),
        environment=dict(os.environ),
    )  # fmt: skip
    editor.close()
    library.close()


def passage_of(rig: Rig, document_id: str) -> str:
    return str(rig.library.catalogue.document(document_id, Tier.STAFF)[2][0].id)


def test_for_others_there_is_nothing_to_edit(rig: Rig) -> None:
    brief = rig.id_of("c2bmc")
    before = rig.ids(Tier.STAFF)
    app = app_around(rig.desk, editor=rig.editor)
    for reader in READERS.values():
        client = client_as(app, reader)
        absent = client.post("/staffless/upload", headers=OURS)
        for address in ("/staff/upload", f"/staff/documents/{brief}/retire", "/staff/edits/1/again"):
            got = client.post(address, data={"confirmed": "yes", "tier": "public"}, headers=OURS)
            assert (got.status_code, got.content) == (absent.status_code, absent.content)
        for address in ("/staff/documents", f"/staff/documents/{brief}", "/staff/edits/1"):
            assert client.get(address).content == client.get("/staffless").content
    assert rig.ids(Tier.STAFF) == before
    assert rig.editor.newest(5) == []


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "null"}, {"origin": "https://portal.example"}, {"origin": "https://localhost"},
                {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
)  # fmt: skip
def test_changes_are_taken_from_our_own_pages_alone(rig: Rig, headers: dict[str, str]) -> None:
    brief = rig.id_of("c2bmc")
    for address in ("/staff/upload", f"/staff/documents/{brief}/retire"):
        got = rig.staff.post(address, data={"confirmed": "yes", "meaning": "x"}, headers=headers)
        assert got.status_code == 403
    assert brief in rig.ids(Tier.PUBLIC)


def test_nothing_changes_by_being_opened_or_unconfirmed(rig: Rig) -> None:
    brief = rig.id_of("c2bmc")
    for query in ("retire?confirmed=yes", "retier?tier=staff&confirmed=yes", "restore?confirmed=yes"):
        assert rig.staff.get(f"/staff/documents/{brief}/{query}").status_code == 405
    asked = rig.staff.post(f"/staff/documents/{brief}/retire", headers=OURS)
    assert "From the moment you confirm, no reader finds" in asked.text
    stale = rig.staff.post(
        f"/staff/documents/{brief}/retire", data={"confirmed": "yes", "meaning": "something else"}, headers=OURS
    )
    assert stale.status_code == 409
    assert rig.staff.post(f"/staff/documents/{brief}/paint", headers=OURS).status_code == 404
    assert rig.staff.post(f"/staff/documents/{brief}/retier", data={"tier": "all"}, headers=OURS).status_code == 404
    assert brief in rig.ids(Tier.PUBLIC)
    assert rig.editor.newest(5) == []


def test_retiring_holds_before_the_answer_and_ever_after(rig: Rig) -> None:
    brief = rig.id_of("c2bmc")
    passage = passage_of(rig, brief)
    anybody = client_as(rig.app, READERS["nobody"])
    assert anybody.get(f"/documents/{brief}").status_code == 200
    rig.desk.examples()
    done = rig.change(brief, "retire")
    assert (done.status_code, done.headers["location"]) == (303, "/staff/edits/1")
    assert brief not in rig.ids(Tier.STAFF)
    assert anybody.get(f"/documents/{brief}").status_code == 404
    assert "taken out of the library" in anybody.get(f"/passages/{passage}").text
    assert brief not in {hit.passage.document_id for hit in rig.desk.search("command and control battle management")}
    assert "C2BMC" not in " ".join(rig.desk.examples())
    rig.work_off()
    assert rig.editor.edit(1).state == "done"
    assert rig.editor.edit(1).report["switched"]
    for _ in range(2):
        report = rig.ingest_again()
        assert report["counts"]["retired"] == 1
        assert brief not in rig.ids(Tier.STAFF)

    assert rig.change(brief, "restore").status_code == 303
    assert brief not in rig.ids(Tier.STAFF)
    rig.work_off()
    assert brief in rig.ids(Tier.PUBLIC)
    assert brief in {hit.passage.document_id for hit in rig.desk.search("command and control battle management")}
    assert "retired" not in rig.ingest_again()["counts"]
    assert brief in rig.ids(Tier.PUBLIC)


def test_tightening_holds_before_the_answer_and_loosening_with_the_next_index(rig: Rig) -> None:
    brief, words = rig.id_of("c2bmc"), "command and control battle management"
    passage = passage_of(rig, brief)
    anybody = client_as(rig.app, READERS["nobody"])
    assert rig.change(brief, "retier", tier="staff").status_code == 303
    assert brief not in rig.ids(Tier.MEMBER)
    for address in (
        f"/documents/{brief}",
        f"/passages/{passage}",
        f"/api/documents/{brief}",
        f"/api/passages/{passage}",
    ):
        assert anybody.get(address).status_code == 404
    assert brief not in {hit.passage.document_id for hit in rig.desk.search(words)}
    rig.work_off()
    rig.ingest_again()
    assert brief in rig.ids(Tier.STAFF) - rig.ids(Tier.MEMBER)

    asked = rig.staff.post(f"/staff/documents/{brief}/retier", data={"tier": "member"}, headers=OURS)
    assert "as soon as the indexes are built anew" in asked.text
    rig.change(brief, "retier", tier="member")
    assert brief not in rig.ids(Tier.MEMBER)
    rig.work_off()
    assert brief in rig.ids(Tier.MEMBER) - rig.ids(Tier.PUBLIC)
    assert brief in {hit.passage.document_id for hit in rig.desk.search(words, tier=Tier.MEMBER)}
    rig.ingest_again()
    assert brief in rig.ids(Tier.MEMBER) - rig.ids(Tier.PUBLIC)


def test_an_ingest_that_began_before_does_not_undo_an_edit(rig: Rig) -> None:
    """An ingest from the command line has read the files; then editors retire one document and tighten another."""
    brief, paper = rig.id_of("c2bmc"), rig.id_of("russian")
    changed = shutil.copytree(rig.papers, rig.data.parent / "changed")
    for path in changed.rglob("*.md"):
        path.write_text(path.read_text() + "\n\nOne more sentence is here now.\n")

    def step(name: str, _: str) -> None:
        if name == "before-switch":
            rig.change(brief, "retire")
            rig.change(paper, "retier", tier="staff")

    shutil.rmtree(changed / "talking-points")
    shutil.rmtree(changed / "editorial-note")
    target = rig.papers
    kept = {path: path.read_text() for path in target.rglob("*.md")}
    try:
        for path in target.rglob("*.md"):
            path.write_text(path.read_text() + "\n\nOne more sentence is here now.\n")
        rig.library.ingest(target, step=step)
    finally:
        for path, text in kept.items():
            path.write_text(text)
    assert brief not in rig.ids(Tier.STAFF)
    assert paper in rig.ids(Tier.STAFF) - rig.ids(Tier.MEMBER)
    rig.work_off()
    assert brief not in rig.ids(Tier.STAFF)
    assert paper in rig.ids(Tier.STAFF) - rig.ids(Tier.MEMBER)


def test_an_upload_becomes_a_document_for_those_it_is_for(rig: Rig) -> None:
    done = rig.upload(
        "Of quolls.md",
        QUOLLS.encode(),
        tier="member",
        title="Quolls & <b>logs</b>",
        kind="brief",
        published="2024-05-06",
    )
    assert (done.status_code, done.headers["location"]) == (303, "/staff/edits/1")
    waiting = rig.staff.get("/staff/edits/1").text
    assert "It is in the line, and stored" in waiting
    assert "Quolls &amp; &lt;b&gt;logs&lt;/b&gt;" in waiting
    rig.work_off()
    edit = rig.editor.edit(1)
    assert (edit.state, edit.editor, edit.report["file"], edit.report["switched"]) == (
        "done", "a.person@association.example", "indexed", True,
    )  # fmt: skip
    assert edit.steps[0] == "Looking through the uploaded files"
    assert edit.document_id in rig.ids(Tier.MEMBER) - rig.ids(Tier.PUBLIC)
    entry = next(entry for entry in rig.library.catalogue.entries(Tier.MEMBER) if entry.id == edit.document_id)
    assert (entry.meta.title, entry.meta.kind, str(entry.meta.published)) == (
        "Quolls & <b>logs</b>",
        "brief",
        "2024-05-06",
    )
    page = rig.staff.get("/staff/edits/1").text
    assert f'href="/documents/{edit.document_id}"' in page
    before = rig.ids(Tier.STAFF)
    report = rig.ingest_again()
    assert report["counts"] == {"unchanged": 5}
    assert rig.ids(Tier.STAFF) == before
    again = rig.upload("other name.md", QUOLLS.encode(), tier="public")
    assert again.status_code == 422
    assert "This very file was uploaded before" in again.text
    assert edit.document_id not in rig.ids(Tier.PUBLIC)


def docx() -> bytes:
    document = Docx()
    document.add_heading("Of bandicoots", 1)
    document.add_paragraph("The bandicoot digs for beetles in the sand at night.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


FINE = {
    "plain.txt": b"OF NUMBATS\n\nThe numbat eats termites by day and sleeps by night.\n",
    "page.html": b"<html><head><title>Of potoroos</title></head><body><h1>Of potoroos</h1>"
    b"<p>The potoroo eats truffles in the forest.</p></body></html>",
    "word.docx": docx(),
}
BAD = {
    "empty.txt": (b" \n", "empty"),
    "not-a.pdf": (b"words and no more", "unreadable"),
    "broken.docx": (b"PK\x03\x04 and no more", "unreadable"),
    "front.md": (b"---\ntitle: [\n---\nwords\n", "unreadable"),
}


def test_every_file_ends_in_a_named_state(rig: Rig) -> None:
    numbers = {}
    for name, content in {**FINE, **{name: content for name, (content, _) in BAD.items()}}.items():
        done = rig.upload(name, content)
        assert done.status_code == 303, done.text
        numbers[name] = int(done.headers["location"].rpartition("/")[2])
    before = rig.ids(Tier.STAFF)
    rig.work_off()
    for name, number in numbers.items():
        edit, page = rig.editor.edit(number), rig.staff.get(f"/staff/edits/{number}").text
        if name in FINE:
            assert (edit.state, edit.report["file"]) == ("done", "indexed" if name == "plain.txt" else "unchanged")
            assert edit.document_id in rig.ids(Tier.PUBLIC)
        else:
            assert (edit.state, edit.report["file"]) == ("refused", BAD[name][1])
            assert "The file was not taken" in page
            assert str(rig.data) not in page
    assert len(rig.ids(Tier.STAFF)) == len(before) + len(FINE)


@pytest.mark.parametrize(
    ("fields", "name", "sentence"),
    [
        ({"tier": "everybody"}, "a.md", "for whom the document is"),
        ({"tier": ""}, "a.md", "for whom the document is"),
        ({"published": "today"}, "a.md", "write its date as 2026-11-01"),
        ({"confirmed": ""}, "a.md", "Please confirm"),
        ({"kind": "white paper"}, "a.md", "A kind is a word"),
        ({"title": "x" * 301}, "a.md", "at most 300 characters"),
        ({}, "a.exe", "Files of this kind are not read here"),
        ({}, "a", "Files of this kind are not read here"),
    ],
)
def test_what_cannot_be_taken_is_said(rig: Rig, fields: dict[str, str], name: str, sentence: str) -> None:
    got = rig.upload(name, b"words", **fields)
    assert got.status_code == 422
    assert sentence in got.text
    assert rig.editor.newest(5) == []
    assert not (rig.data / "uploads").exists()


def test_a_file_that_is_too_large_is_refused(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.staff.uploading.MAX_UPLOAD_BYTES", 100_000)
    got = rig.upload("large.txt", b"word " * 40_000)
    assert got.status_code == 422
    assert "The file is too large" in got.text
    assert rig.upload("fine.txt", b"word " * 15_000).status_code == 303


def test_the_name_of_a_file_is_nothing_but_a_label(rig: Rig) -> None:
    for number, name in enumerate(
        ("../../evil.md", "C:\\temp\\evil.md", "\u202egpj.md", "=HYPERLINK(1).md", "a" * 500 + ".md")
    ):
        assert rig.upload(name, QUOLLS.encode() + b"%d" % number).status_code == 303
    files = sorted(path.name for path in (rig.data / "uploads").iterdir() if path.is_file())
    assert len(files) == 5
    assert all(re.fullmatch(r"[0-9a-f]{64}\.md", name) for name in files)
    labels = [edit.label for edit in rig.editor.newest(5)]
    assert labels[3:] == ["evil.md", "evil.md"]
    assert labels[2] == "gpj.md"
    assert len(labels[0]) <= 132


def test_a_file_without_its_label_is_not_taken(rig: Rig) -> None:
    checksum, _ = Uploads(rig.data).keep(io.BytesIO(QUOLLS.encode()), Label("quolls.md", Tier.STAFF))
    (rig.data / "uploads" / ".labels" / f"{checksum}.json").unlink()
    report = rig.ingest_again()
    assert report["counts"] == {"unchanged": 4, "unreadable": 1}
    assert len(rig.ids(Tier.STAFF)) == 4


def test_the_file_s_own_tier_may_be_tighter_and_then_counts(rig: Rig) -> None:
    rig.upload("quolls.md", b"---\ntitle: Quolls\naccess: staff\n---\n" + QUOLLS.encode(), tier="public")
    rig.work_off()
    assert rig.id_of("quolls") in rig.ids(Tier.STAFF) - rig.ids(Tier.MEMBER)


def test_erasing_an_upload_leaves_nothing_of_it(rig: Rig) -> None:
    rig.upload("quolls-of-the-river.md", QUOLLS.encode())
    rig.work_off()
    id = str(rig.editor.edit(1).document_id)
    rig.change(id, "retire")
    rig.work_off()
    rig.editor.close()
    rig.library.close()
    done = subprocess.run(
        [sys.executable, "-m", "ingest", "--erase", id, "--yes"],
        cwd=ROOT, env={**rig.environment, "REFDESK_DATA": str(rig.data)}, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    files = [path for path in rig.data.rglob("*") if path.is_file() and "models" not in path.parts]
    assert [path for path in files if b"quoll" in path.read_bytes().lower()] == []


def waited(editor: Editor, number: int, timeout_s: float = 90) -> str:
    deadline = time.monotonic() + timeout_s
    while not editor.edit(number).is_over and time.monotonic() < deadline:
        time.sleep(0.1)
    return editor.edit(number).state


SERVES = """
import sys, time
from pathlib import Path
from corpus.edits import Label
from corpus.settings import Settings
from corpus.types import Tier
from ingest.editor import Editor
import io
editor = Editor(Settings(data=Path(sys.argv[1])))
editor.start()
print(editor.upload(io.BytesIO(sys.argv[2].encode()), Label("quolls.md", Tier.MEMBER), "somebody"), flush=True)
time.sleep(600)
"""


@pytest.mark.slow
@pytest.mark.parametrize("after_s", [0.0, 0.8])
def test_killed_in_the_middle_nothing_acknowledged_is_lost(rig: Rig, after_s: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVES, str(rig.data), QUOLLS], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "1\n"
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert next((rig.data / "uploads").glob("*.md")).read_text() == QUOLLS
    rig.editor.start()
    assert waited(rig.editor, 1) == "done"
    assert rig.id_of("of-quolls") in rig.ids(Tier.MEMBER) - rig.ids(Tier.PUBLIC)


def test_an_edit_that_always_breaks_fails_and_may_be_tried_again(rig: Rig) -> None:
    number = rig.editor.upload(io.BytesIO(QUOLLS.encode()), Label("quolls.md", Tier.PUBLIC), "somebody")
    log = EditLog(Database(rig.data / "catalogue.sqlite3"))
    for _ in range(3):
        assert log.take() is not None  # and its process ends
        log.recover()
    edit = rig.editor.edit(number)
    assert (edit.state, edit.reason) == ("failed", "The process that worked on it ended 3 times before it was done.")
    assert log.take() is None
    assert rig.staff.post(f"/staff/edits/{number}/again", headers=OURS, follow_redirects=False).status_code == 303
    assert rig.editor.edit(number).state == "waiting"
    assert rig.staff.post(f"/staff/edits/{number}/again", headers=OURS).status_code == 404
    assert rig.staff.get("/staff/edits/99").status_code == 404
    assert rig.staff.get("/staff/edits/x").status_code == 404


def test_a_kind_that_is_not_read_is_refused_before_it_is_kept(rig: Rig) -> None:
    with pytest.raises(EditRefused, match=r"Give one of \.md"):
        rig.editor.upload(io.BytesIO(b"x"), Label("x.exe", Tier.PUBLIC), "somebody")
    assert isinstance(rig.staff, TestClient)
