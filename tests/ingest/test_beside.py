"""Searching in one process while another ingests: each search sees the old library or the new, never a mixture."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.types import Tier

DRIVE = Path(__file__).with_name("drive.py")
SUBJECTS = ("radars", "sites", "treaties", "interceptors", "budgets", "ships")


def write(folder: Path, state: str) -> None:
    """Six papers, each with three passages; all their words but the subject depend on `state`."""
    folder.mkdir(exist_ok=True)
    for subject in SUBJECTS:
        parts = (f"## Part {n}\n\nThe {state} words on {subject}, part {n} of {state}." for n in range(3))
        (folder / f"{subject}.md").write_text("\n\n".join([f"# On {subject}", *parts]) + "\n")


def passages(library: Any) -> set[str]:
    return {p.id for id in library.texts() for p in library.catalogue.document(id, Tier.STAFF)[2]}


def test_every_search_is_of_the_old_library_or_of_the_new(tmp_path: Path, open_library: Callable[..., Any]) -> None:
    write(tmp_path / "papers", "first")
    library = open_library(tmp_path / "data")
    library.ingest(tmp_path / "papers")
    before = passages(library)
    write(tmp_path / "papers", "second")

    process = subprocess.Popen([sys.executable, str(DRIVE), "ingest", str(library.data), str(tmp_path / "papers")])
    seen: list[set[str]] = []
    while process.poll() is None:
        seen += [set(library.search(f"words on {subject}", Tier.PUBLIC, 6)) for subject in SUBJECTS]
    assert process.returncode == 0
    seen += [set(library.search(f"words on {subject}", Tier.PUBLIC, 6)) for subject in SUBJECTS]

    after = passages(library)
    assert len(before) == len(after) == 18
    assert not before & after
    assert all(len(found) >= 6 and (found <= before or found <= after) for found in seen)
    assert seen[0] <= before
    assert seen[-1] <= after
    old = [found <= before for found in seen]
    assert old == sorted(old, reverse=True), "once the new library is seen, the old one is not seen again"
    assert old.count(True) > 20


@pytest.mark.slow
def test_several_switches_and_readers_leave_nothing_open(tmp_path: Path, open_library: Callable[..., Any]) -> None:
    library = open_library(tmp_path / "data")
    for state in ("first", "second", "third"):
        write(tmp_path / "papers", state)
        library.ingest(tmp_path / "papers")
        assert library.search("words on radars")
    assert sorted(folder.name for folder in (library.data / "index").iterdir()) == ["000002", "000003"]
    opened = Path("/proc/self/fd")
    if opened.exists():
        held = [str(file.readlink()) for file in opened.iterdir() if file.is_symlink()]
        assert not [path for path in held if str(tmp_path) in path and "/000001/" in path]
    shutil.rmtree(tmp_path / "papers")
