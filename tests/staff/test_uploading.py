"""Files uploaded from the staff's pages: real files, a real ingest in its own process, nothing acknowledged lost."""

import io
import re
import signal
import subprocess
import sys
import time

import pytest
from docx import Document as Docx
from rig import QUOLLS, Rig
from starlette.testclient import TestClient

from corpus.edits import Label
from corpus.errors import EditRefused
from corpus.settings import ROOT
from corpus.types import Tier
from ingest.editor import Editor
from ingest.uploads import Uploads


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


def test_a_kind_that_is_not_read_is_refused_before_it_is_kept(rig: Rig) -> None:
    with pytest.raises(EditRefused, match=r"Give one of \.md"):
        rig.editor.upload(io.BytesIO(b"x"), Label("x.exe", Tier.PUBLIC), "somebody")
    assert isinstance(rig.staff, TestClient)
