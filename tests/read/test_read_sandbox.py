"""The reading process: the same documents, limits, and what is left after a crash, a timeout or an interruption."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import lines, pdf, word_file

from corpus.types import Document, Metadata, Note, Page, Section, Source, Speaker
from ingest.errors import IngestError, SourceError
from ingest.read import read
from ingest.read.sandbox import Sandbox
from ingest.read.transport import packed, unpacked

CHECKOUT = Path(__file__).resolve().parents[2]
SLOW_HTML = "<html><body>" + "<div><p>words <a href=x>link</a></p>" * 150 + "</div>" * 150


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A page that takes many seconds to read."""
    path = tmp_path / "slow.html"
    path.write_text(SLOW_HTML + "<p>word" * 1_000_000, encoding="utf-8")
    return path


def files(folder: Path) -> list[Path]:
    (folder / "a.md").write_text("---\ntitle: A\npublished: 2011-11-01\n---\nWords.[^x]\n\n[^x]: Y\n", encoding="utf-8")
    (folder / "b.pdf").write_bytes(pdf([lines("Some words on a page of paper.")]))
    (folder / "c.html").write_text("<p>Words “é”.</p>", encoding="utf-8")
    return [*folder.glob("[abc].*"), word_file(folder / "d.docx")]


def test_documents_come_back_as_they_were_read(sandbox: Sandbox, tmp_path: Path) -> None:
    for path in files(tmp_path):
        assert sandbox.read(path, path.name) == read(path, path.name)


def test_one_process_serves_many_files_and_refusals(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_bytes(b"")
    first = sandbox.pid
    with pytest.raises(SourceError, match="empty: there is nothing in this file"):
        sandbox.read(tmp_path / "empty.md", "empty.md")
    for path in files(tmp_path):
        sandbox.read(path, path.name)
    assert first is None or sandbox.pid == first


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs /proc")
def test_the_process_holds_no_heavy_library_and_no_key(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_API_KEY", "a-secret")
    with Sandbox() as fresh:
        fresh.read(files(tmp_path)[0], "a.md")
        proc = Path(f"/proc/{fresh.pid}")
        maps = (proc / "maps").read_text()
        assert not any(name in maps for name in ("libtorch", "chromadb", "tokenizers", "onnxruntime"))
        assert b"a-secret" not in (proc / "environ").read_bytes()
        limits = (proc / "limits").read_text()
    assert f"Max address space         {2 * 1024**3}" in limits
    assert "Max core file size        0" in limits


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_read(slow: Path, tmp_path: Path) -> None:
    with Sandbox(file_timeout_s=0.3) as impatient:
        started = time.monotonic()
        with pytest.raises(SourceError, match=r"unreadable: not read after 0\.3 seconds"):
            impatient.read(slow, "slow.html")
        assert time.monotonic() - started < 30
        assert impatient.pid is None
        with_words = tmp_path / "x.txt"
        with_words.write_text("Words.", encoding="utf-8")
        assert impatient.read(with_words, "x.txt").text == "Words."


def test_a_crash_is_a_refusal_and_the_next_file_is_read(slow: Path, tmp_path: Path) -> None:
    with Sandbox() as running:
        running.read(files(tmp_path)[0], "a.md")
        victim = running.pid
        assert victim is not None
        timer = threading.Timer(0.5, os.kill, (victim, signal.SIGKILL))
        timer.start()
        with pytest.raises(SourceError, match=r"unreadable: the reader broke on this file \(signal 9\)"):
            running.read(slow, "slow.html")
        timer.join()
        assert running.read(tmp_path / "a.md", "a.md").text == "Words."
        assert running.pid not in (None, victim)


@pytest.mark.skipif(sys.platform == "win32", reason="no memory limit there")
def test_memory_is_limited(slow: Path) -> None:
    with Sandbox(memory_bytes=450_000_000) as small, pytest.raises(SourceError) as caught:
        small.read(slow, "slow.html")
    assert caught.value.state == "unreadable"


def test_a_process_that_cannot_start_is_no_refusal_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-such-python"))
    with Sandbox() as lame, pytest.raises(IngestError, match="did not start") as caught:
        lame.read(files(tmp_path)[0], "a.md")
    assert not isinstance(caught.value, SourceError)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_the_process_ends_with_its_parent(tmp_path: Path, ending: signal.Signals) -> None:
    (tmp_path / "a.md").write_text("Words.", encoding="utf-8")
    program = (
        "import pathlib, time\nfrom ingest.read.sandbox import Sandbox\n"
        f"with Sandbox() as box:\n    box.read(pathlib.Path({str(tmp_path / 'a.md')!r}), 'a.md')\n"
        "    print(box.pid, flush=True)\n    time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(ending)
        parent.wait(30)
    assert _is_gone(child)


def _is_gone(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
            if "Z" in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]:
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.1)
    return False


@given(
    st.builds(
        Document,
        id=st.text(),
        meta=st.builds(
            Metadata,
            title=st.text(),
            authors=st.lists(st.text()).map(tuple),
            topics=st.lists(st.text()).map(tuple),
            questions=st.just(()),
            sources=st.lists(st.builds(Source)).map(tuple),
            speakers=st.lists(st.builds(Speaker, aliases=st.lists(st.text()).map(tuple))).map(tuple),
        ),
        checksum=st.text(),
        text=st.text(),
        sections=st.lists(st.builds(Section, path=st.lists(st.text()).map(tuple))).map(tuple),
        pages=st.lists(st.builds(Page, anchors=st.lists(st.tuples(st.integers(), st.integers())).map(tuple))).map(
            tuple
        ),
        notes=st.lists(st.builds(Note)).map(tuple),
    )
)
def test_a_document_survives_the_way_between_processes(document: Document) -> None:
    assert unpacked(packed(document)) == document


@pytest.mark.parametrize(
    "message", [b"", b"[]", b"{}", b'{"state": "odd", "reason": ""}', b'{"document": {}}', b"\xff"]
)
def test_a_message_that_is_none_is_an_error(message: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        unpacked(message)
