"""Every file in `files/` ends as `expected.txt` says, read here and in the sandbox; and what no folder can hold."""

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.types import Document
from ingest.errors import SourceError
from ingest.read import MOST_BYTES, SUFFIXES, read
from ingest.read.sandbox import Sandbox

HERE = Path(__file__).parent
FILES = HERE / "files"
EXPECTED = {
    fields[0]: (fields[1], fields[2])
    for fields in (
        [field.strip() for field in line.split(" | ", 2)]
        for line in (HERE / "expected.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def refusal(path: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(path, path.name)
    return caught.value


def test_every_file_has_an_expected_end() -> None:
    assert {path.name for path in FILES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
def test_a_file_ends_as_expected(name: str, sandbox: Sandbox) -> None:
    state, words = EXPECTED[name]
    outcomes: list[Document | SourceError] = []
    for reader in (read, sandbox.read):
        try:
            outcomes.append(reader(FILES / name, name))
        except SourceError as error:
            outcomes.append(error)
    for outcome in outcomes:
        if isinstance(outcome, SourceError):
            assert (outcome.state, words in outcome.reason) == (state, True), str(outcome)
        else:
            assert (state, words in outcome.text) == ("read", True), outcome.text
            assert outcome.checksum == hashlib.sha256((FILES / name).read_bytes()).hexdigest()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files there")
def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "words.md").write_text("Words.", encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "words.md")
    (tmp_path / "device.md").symlink_to("/dev/zero")
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    started = time.monotonic()
    assert "symbolic link" in refusal(tmp_path / "link.md").reason
    assert "symbolic link" in refusal(tmp_path / "device.md").reason
    assert "folder" in refusal(tmp_path / "folder.md").reason
    assert "device, pipe or socket" in refusal(tmp_path / "pipe.md").reason
    assert {refusal(path).state for path in tmp_path.iterdir() if path.name != "words.md"} == {"unsupported"}
    assert time.monotonic() - started < 5


@pytest.mark.skipif(not hasattr(os, "mknod") or os.geteuid() != 0, reason="needs root to make a device")
def test_a_device_is_refused(tmp_path: Path) -> None:
    import stat

    try:
        os.mknod(tmp_path / "zero.txt", 0o600 | stat.S_IFCHR, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("devices cannot be made here")
    assert "device" in refusal(tmp_path / "zero.txt").reason


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "closed.md"
    path.write_text("Words.", encoding="utf-8")
    path.chmod(0)
    assert (refusal(path).state, "Permission denied" in refusal(path).reason) == ("unreadable", True)


def test_a_file_that_is_gone_is_unreadable(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.md").state == "unreadable"


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_one_endless_line_ends_in_seconds(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"line{suffix}"
    path.write_text("<p>" + "word " * 10_000_000, encoding="utf-8")
    started = time.monotonic()
    error = refusal(path)
    assert (error.state, "50 MB is more than" in error.reason) == ("unsupported", True)
    assert time.monotonic() - started < 5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "unit"),
    [("line.txt", "word "), ("stars.md", "*a **b "), ("open.md", "["), ("tags.html", "<b><i>w")],
)
def test_the_largest_file_is_read_or_given_up_in_time(tmp_path: Path, name: str, unit: str) -> None:
    path = tmp_path / name
    most_bytes = MOST_BYTES[SUFFIXES[path.suffix]]
    path.write_text("<p>" * (path.suffix == ".html") + unit * (most_bytes // len(unit) - 1), encoding="utf-8")
    with Sandbox(file_timeout_s=4) as impatient:
        started = time.monotonic()
        try:
            assert impatient.read(path, name).text
        except SourceError as error:
            assert error.state in ("unreadable", "empty")
        assert time.monotonic() - started < 20


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_a_name_that_is_not_unicode_is_refused(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/na\xffme.md"))
    path.write_text("Words.", encoding="utf-8")
    assert refusal(path).state == "unsupported"
