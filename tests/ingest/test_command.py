"""`python -m ingest` as people run it: what it prints, how it ends, and what it says when it cannot go on."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from corpus.settings import ROOT

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def command(data_folder: Path) -> Command:
    """Runs the command on the data folder, in a process of its own."""

    def run(*arguments: object, most_bytes: int | None = None, **variables: object) -> subprocess.CompletedProcess[str]:
        def limited() -> None:
            if most_bytes is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

        environment = {**os.environ, "REFDESK_DATA": str(data_folder), "COLUMNS": "200"}
        return subprocess.run(
            [sys.executable, "-m", "ingest", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True,
            env={**environment, **{name: str(value) for name, value in variables.items()}}, timeout=120, check=False,
            preexec_fn=limited,
        )  # fmt: skip

    return run


def stopped(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, "one line, no traceback"
    assert done.stdout == ""


def test_an_ingest_reports_each_file_and_ends_with_0_or_1(command: Command, papers: Path) -> None:
    done = command(papers)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert sum("indexed" in line and ".md" in line and "passages" in line for line in lines) == 4
    assert lines[-1].startswith("4 indexed; generation 1 is being served.")

    (papers / "bad.pdf").write_text("no PDF at all")
    done = command(papers, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert (report["ok"], report["counts"]) == (False, {"unchanged": 4, "unreadable": 1})
    assert (report["switched"], report["generation"], report["passages_embedded"]) == (False, 1, 0)
    [bad] = [file for file in report["files"] if file["state"] == "unreadable"]
    assert bad["path"] == str(papers / "bad.pdf")
    assert "holds plain text" in bad["reason"]
    assert set(bad) == {"path", "state", "reason", "document_id", "passages"}


def test_a_path_that_is_not_there(command: Command, tmp_path: Path) -> None:
    stopped(command(tmp_path / "absent"), f"'{tmp_path / 'absent'}' cannot be used: there is no such file or folder")


def test_a_data_folder_that_is_a_file(command: Command, papers: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("words")
    stopped(command(papers, REFDESK_DATA=tmp_path / "file"), f"The data folder {tmp_path / 'file'} cannot be created")
    assert (tmp_path / "file").read_text() == "words"


def test_a_setting_that_is_none(command: Command, papers: Path) -> None:
    stopped(command(papers, REFDESK_DATE="x"), "Did you mean REFDESK_DATA?")


def test_a_catalogue_that_is_damaged(command: Command, papers: Path, data_folder: Path) -> None:
    (data_folder / "catalogue.sqlite3").write_bytes(b"words" * 1000)
    stopped(command(papers), "The file is damaged: restore a backup, or move it aside")


def test_a_second_ingest_at_the_same_time(command: Command, papers: Path, data_folder: Path) -> None:
    with FileLock(data_folder / "ingest.lock"):
        stopped(command(papers), f"Another ingest is at work on {data_folder}. Wait for it to end")


def test_an_unknown_option_shows_the_usage(command: Command) -> None:
    done = command("--nonsense")
    assert done.returncode == 2
    assert done.stderr.startswith("usage: python -m ingest")


def test_a_data_folder_that_may_not_be_written(
    papers: Path, data_folder: Path, run_without_rights: Callable[..., Any], open_library: Callable[..., Any]
) -> None:
    library = open_library(data_folder)
    library.close()
    data_folder.chmod(0o500)
    program = "from ingest.__main__ import main; import sys; main(sys.argv[1:])"
    done = run_without_rights(program, str(papers), REFDESK_DATA=str(data_folder))
    data_folder.chmod(0o700)
    stopped(done, f"The data folder {data_folder} is read-only; make it writable or set REFDESK_DATA")


def test_a_folder_that_may_not_be_listed(
    papers: Path, data_folder: Path, run_without_rights: Callable[..., Any]
) -> None:
    """With --prune, its documents would be removed if it were taken for empty."""
    (papers / "brief").chmod(0)
    program = "from ingest.__main__ import main; import sys; main(sys.argv[1:])"
    done = run_without_rights(program, str(papers), "--prune", REFDESK_DATA=str(data_folder))
    (papers / "brief").chmod(0o700)
    stopped(done, f"'{papers / 'brief'}' cannot be used: Permission denied")


@pytest.mark.slow
def test_no_room_on_the_disk(
    command: Command, papers: Path, data_folder: Path, open_library: Callable[..., Any]
) -> None:
    """A limit on the size of files stands for a disk that is full; its height decides which store meets it first."""
    shutil.copy(papers / "white-paper" / "russian-cooperation-on-missile-defense.md", papers / "first.md")
    assert command(papers / "first.md").returncode == 0
    before = (data_folder / "index" / "000001" / "manifest.json").read_text()
    stopped(command(papers, most_bytes=40_000), f"The catalogue {data_folder / 'catalogue.sqlite3'} cannot be used")
    stopped(command(papers / "first.md", "--rebuild", most_bytes=120_000), "The vector index")
    library = open_library(data_folder)
    assert [entry.id for entry in library.catalogue.entries(2)] == ["first-" + library.catalogue.entries(2)[0].id[-8:]]
    assert library.database.rows("PRAGMA integrity_check")[0][0] == "ok"
    assert (data_folder / "index" / "000001" / "manifest.json").read_text() == before
    library.close()
    assert command(papers).returncode == 0


def test_ctrl_c_leaves_what_was_stored(data_folder: Path, papers: Path) -> None:
    for number in range(400):
        shutil.copy(papers / "brief" / "c2bmc.md", papers / f"{number}.md")
        with (papers / f"{number}.md").open("a") as file:
            file.write(f"\n\nNumber {number}.\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", str(papers)], cwd=ROOT, text=True,
        env={**os.environ, "REFDESK_DATA": str(data_folder)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not (data_folder / "ingest.lock").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert (out, err.strip()) == ("", "Stopped. What was stored is safe; run the same command to go on.")


def test_erasing_asks_first_and_tells_what_it_did(command: Command, papers: Path) -> None:
    report = json.loads(command(papers, "--json").stdout)
    [brief] = [file for file in report["files"] if file["path"].endswith("c2bmc.md")]
    stopped(command("--erase", brief["document_id"], "--yes"), "is still there, and the next ingest would bring")
    Path(brief["path"]).unlink()
    stopped(command("--erase", brief["document_id"]), "Nothing was erased.")
    done = command("--erase", brief["document_id"], "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Erased all {brief['passages']} passages of {brief['document_id']}; generation 2")
    assert command("--erase", "x", papers).returncode == command("--yes").returncode == 2
