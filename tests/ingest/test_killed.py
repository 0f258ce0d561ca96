"""An ingest killed at any moment: nothing that was stored is lost, the library serves, the next ingest completes it."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from corpus.types import Tier

pytestmark = pytest.mark.slow

DRIVE = Path(__file__).with_name("drive.py")
STEPS = (
    "found", "read", "read:3", "embedded", "staged:1", "staged:2", "staged:4", "forgotten", "removed",
    "vectors-public", "vectors-staff", "lexicon-public", "lexicon-staff",
    "before-verify", "after-verify", "before-switch", "after-switch",
)  # fmt: skip


def change(folder: Path) -> None:
    """What an editor does between two ingests: words change, a document comes, one goes, one is for the staff only."""
    paper, brief = next(folder.rglob("russian-*.md")), next(folder.rglob("c2bmc.md"))
    paper.write_text(paper.read_text().replace("Russia continues to block", "Russia goes on blocking"))
    brief.write_text(brief.read_text().replace("access: public", "access: staff"))
    next(folder.rglob("phased-*.md")).unlink()
    (folder / "new.md").write_text("# A new document\n\nA new site was declared operational in Poland.\n")
    (folder / "another.md").write_text("# Another document\n\nRussia demands guarantees in yet other words.\n")


@pytest.fixture(scope="module")
def story(
    tmp_path_factory: pytest.TempPathFactory, open_library: Callable[..., Any], write_papers: Callable[[Path], Path]
) -> SimpleNamespace:
    """A library before some changes to its files, and what it is after them when nothing disturbs the ingest."""
    root = tmp_path_factory.mktemp("killed")
    folder = write_papers(root / "papers")
    library = open_library(root / "before")
    assert library.ingest(folder).went_well
    before = library.dump(), library.texts()
    library.close()
    change(folder)
    shutil.copytree(root / "before", root / "after")
    undisturbed = open_library(root / "after")
    assert undisturbed.ingest(folder, prune=True).went_well
    after = undisturbed.dump(), undisturbed.texts()
    assert before != after
    return SimpleNamespace(folder=folder, data=root / "before", before=before, after=after)


def killed_at(step: str, data: Path, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(DRIVE), "ingest", str(data), str(folder), step],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step(step: str, story: Any, tmp_path: Path, open_library: Callable[..., Any]) -> None:
    shutil.copytree(story.data, tmp_path / "data")
    killed_at(step, tmp_path / "data", story.folder)

    library = open_library(tmp_path / "data")
    texts = library.texts()
    if step == "after-switch":
        assert (library.dump(), texts) == story.after
    elif step in ("found", "read", "read:3", "embedded"):
        assert (library.dump(), texts) == story.before
    else:
        gone = story.before[1].keys() - texts.keys()
        assert texts == {id: text for id, text in story.before[1].items() if id not in gone}
        assert gone <= story.before[1].keys() - story.after[1].keys(), "only what was to be removed may be gone"
        assert library.search("Russia demands guarantees", Tier.PUBLIC)
        brief = next(id for id in texts if id.startswith("c2bmc"))
        early = step in ("staged:1", "staged:2")  # the new documents come first
        assert early or brief not in library.texts(Tier.MEMBER), "what was tightened is so at once"

    report = library.ingest(story.folder, prune=True)
    assert report.went_well
    assert (library.dump(), library.texts()) == story.after
    assert not library.ingest(story.folder, prune=True).switched
    assert not list((library.data / "index").glob("*.building"))


def test_killed_time_and_again(story: Any, tmp_path: Path, open_library: Callable[..., Any]) -> None:
    shutil.copytree(story.data, tmp_path / "data")
    for step in ("staged:1", "vectors-public", "before-verify", "before-switch", "before-verify"):
        killed_at(step, tmp_path / "data", story.folder)
    library = open_library(tmp_path / "data")
    library.ingest(story.folder, prune=True)
    assert (library.dump(), library.texts()) == story.after


@pytest.mark.parametrize("seed", range(6))
def test_killed_in_the_middle_of_a_transaction(seed: int, tmp_path: Path, open_library: Callable[..., Any]) -> None:
    process = subprocess.Popen([sys.executable, str(DRIVE), "stage", str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0.05, 1.5))  # noqa: S311 - when to kill is no secret
    process.kill()
    stored = [line.strip() for line in process.stdout if line.endswith("\n")]
    process.stdout.close()
    process.wait()

    library = open_library(tmp_path)
    assert library.database.rows("PRAGMA integrity_check")[0][0] == "ok"
    assert library.database.rows("PRAGMA foreign_key_check") == []
    versions = dict(library.catalogue.target_versions())
    assert versions.keys() >= set(stored)
    assert len(versions) <= len(stored) + 1
    passages = library.catalogue.target_passages()
    assert len(passages) == 20 * len(versions), "a document is stored whole or not at all"
    contents = [item.content for _, item, _ in passages]
    assert len(library.catalogue.vectors(contents, "model")) == len(contents)
