"""Generations: a new one is verified before anybody reads from it, and a broken one never serves."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus import generations
from corpus.errors import IndexMismatch, IndexUnavailable
from corpus.live import LiveIndex, OpenIndex
from corpus.recipe import Recipe
from corpus.settings import ROOT
from corpus.types import Tier
from corpus.verify import problems

Build = Callable[..., Any]

DAMAGES: dict[str, Callable[[Path], None]] = {
    "the vectors' database cut short": lambda folder: _cut(next(folder.rglob("chroma.sqlite3")), 0.5),
    "the vectors' database emptied": lambda folder: _cut(next(folder.rglob("chroma.sqlite3")), 0),
    "the vectors' graph gone": lambda folder: _graph(folder, "data_level0.bin").unlink(),
    "the vectors' graph cut short": lambda folder: _cut(_graph(folder, "data_level0.bin"), 0.01),
    "the vectors' ids cut short": lambda folder: _cut(_graph(folder, "index_metadata.pickle"), 0.5),
    "the vectors' ids gone": lambda folder: _graph(folder, "index_metadata.pickle").unlink(),
    "the vectors' header gone": lambda folder: _graph(folder, "header.bin").unlink(),
    "the vectors gone": lambda folder: shutil.rmtree(folder / "chroma"),
    "a lexicon gone": lambda folder: shutil.rmtree(folder / "lexicon" / "public"),
    "a lexicon's words cut short": lambda folder: _cut(next(folder.rglob("*.term")), 0.5),
    "a lexicon's list gone": lambda folder: (folder / "lexicon" / "public" / "meta.json").unlink(),
    "a concordance gone": lambda folder: shutil.rmtree(folder / "concordance" / "public"),
    "a concordance's places cut short": lambda folder: _cut(folder / "concordance" / "public" / "places.npy", 0.7),
    "a concordance's list cut short": lambda folder: _cut(folder / "concordance" / "public" / "documents.json", 0.5),
    "the manifest cut short": lambda folder: _cut(folder / "manifest.json", 0.5),
    "the manifest of something else": lambda folder: (folder / "manifest.json").write_text("{}") and None,
    "a glossary gone": lambda folder: (folder / "glossary-staff.json").unlink(),
    "a glossary cut short": lambda folder: _cut(folder / "glossary-public.json", 0.5),
}


def _graph(folder: Path, name: str) -> Path:
    """A file of the graph of a collection that is large enough to have one."""
    return next(folder.rglob("index_metadata.pickle")).with_name(name)


def _cut(file: Path, share: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, open_library: Build, stage: Build, switch: Build) -> Any:
    """A library of two documents in one generation; only read from."""
    library = open_library(tmp_path_factory.mktemp("built"))
    stage(library, "paper", *(f"Number {n} of the paper's words, about radars." for n in range(30)))
    stage(library, "note", "A word for the staff.", access=Tier.STAFF)
    assert switch(library) == 1
    return library


@pytest.fixture
def copied(built: Any, tmp_path: Path, open_library: Build) -> Any:
    """A copy of that library, to change."""
    shutil.copytree(built.data, tmp_path / "data")
    return open_library(tmp_path / "data")


def test_a_generation_that_was_built_is_sound_and_current(built: Any) -> None:
    folder = generations.folder_of(built.data, 1)
    assert problems(folder, 1) == []
    assert generations.active(built.catalogue) == 1
    assert generations.is_current(built.catalogue, built.data, built.recipe)
    assert not generations.is_current(built.catalogue, built.data, Recipe("another model", 64))
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["passages"] == {"public": 30, "member": 0, "staff": 1}
    assert manifest["documents"] == 2


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
@pytest.mark.slow
def test_damage_is_found_by_the_check(built: Any, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    shutil.copytree(generations.folder_of(built.data, 1), tmp_path / "000001")
    damage(tmp_path / "000001")
    done = subprocess.run(
        [sys.executable, "-m", "corpus.verify", str(tmp_path / "000001"), "1", ""],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert done.stderr.strip()


@pytest.mark.parametrize(
    "what",
    [
        "the vectors' graph gone",
        pytest.param("a lexicon gone", marks=pytest.mark.slow),
        pytest.param("a concordance gone", marks=pytest.mark.slow),
        pytest.param("a glossary gone", marks=pytest.mark.slow),
    ],
)
def test_a_broken_generation_never_becomes_active(copied: Any, stage: Build, switch: Build, what: str) -> None:
    before = copied.search("radars")
    stage(copied, "paper", *(f"Other words, number {n}." for n in range(10)))

    def damage(step: str) -> None:
        if step == "before-verify":
            DAMAGES[what](copied.data / "index" / "000002.building")

    with pytest.raises(IndexUnavailable, match=r"did not pass its check .*; the one in use is unchanged"):
        switch(copied, damage)
    assert generations.active(copied.catalogue) == 1
    assert [folder.name for folder in (copied.data / "index").iterdir()] == ["000001"]
    assert copied.search("radars") == before


@pytest.mark.slow
def test_the_next_build_after_a_broken_one_serves(copied: Any, stage: Build, switch: Build) -> None:
    [passage] = stage(copied, "paper", "Only these words are left of it.")

    class InterruptedBuildError(Exception):
        pass

    def interrupt(step: str) -> None:
        if step == "lexicon-public":
            raise InterruptedBuildError

    with pytest.raises(InterruptedBuildError):
        switch(copied, interrupt)
    assert [folder.name for folder in (copied.data / "index").iterdir()] == ["000001"]
    assert switch(copied) == 2
    assert copied.search("words left", Tier.PUBLIC) == [passage.id]


@pytest.mark.slow
def test_the_generation_before_is_kept_and_older_ones_go(copied: Any, stage: Build, switch: Build) -> None:
    (copied.data / "index" / "000009.building").mkdir()
    (copied.data / "index" / "000008").mkdir()
    numbers = []
    for words in ("Second.", "Third."):
        stage(copied, "paper", words)
        numbers.append(switch(copied))
    assert numbers == [10, 11], "numbers are never used again, not even those of killed builds"
    assert sorted(folder.name for folder in (copied.data / "index").iterdir()) == ["000010", "000011"]
    rows = copied.database.rows("SELECT number, active FROM generations ORDER BY number")
    assert [tuple(row) for row in rows] == [(10, 0), (11, 1)]


def test_a_reader_keeps_its_generation_and_the_next_reader_gets_the_new(
    copied: Any, stage: Build, switch: Build
) -> None:
    vector = copied.encoder.questions(["radars"])[0]
    with copied.live.reading() as first:
        before = first.vectors.nearest(vector, 5, [Tier.PUBLIC])
        stage(copied, "paper", "New words about radars.")
        switch(copied)
        with copied.live.reading() as second:
            assert (first.number, second.number) == (1, 2)
            assert [id for id, _ in second.vectors.nearest(vector, 5, [Tier.PUBLIC])] == [
                "paper:New words about radars."
            ]
        assert first.vectors.nearest(vector, 5, [Tier.PUBLIC]) == before
        assert first.lexicon.size(Tier.PUBLIC) == 30
    with copied.live.reading() as third:
        assert third is second


def test_a_search_that_a_switch_overtakes_is_done_again(copied: Any, stage: Build, switch: Build) -> None:
    seen: list[int] = []

    def overtaken(index: OpenIndex) -> list[str]:
        if not seen:
            stage(copied, "paper", "New words about radars.")
            switch(copied)
        seen.append(index.number)
        return copied.hits(index, "radars", Tier.PUBLIC)

    assert copied.live.read(overtaken) == ["paper:New words about radars."]
    assert seen == [1, 2]


@pytest.mark.parametrize(
    "what",
    [
        "the manifest cut short",
        "the manifest of something else",
        "a glossary gone",
        "a lexicon gone",
        "a lexicon's words cut short",
        "a concordance gone",
        "a concordance's places cut short",
        "the vectors gone",
        "the vectors' database cut short",
    ],
)
def test_a_served_generation_that_is_damaged_later_is_refused(copied: Any, what: str) -> None:
    DAMAGES[what](generations.folder_of(copied.data, 1))
    with pytest.raises(IndexUnavailable, match=r"python -m ingest --rebuild"), copied.live.reading():
        pytest.fail("a damaged index was opened")


def test_nothing_built_yet_is_said(tmp_path: Path, open_library: Build) -> None:
    library = open_library(tmp_path / "data")
    with pytest.raises(IndexUnavailable, match="nothing has been ingested yet"), library.live.reading():
        pytest.fail("an index was opened where there is none")


def test_another_model_is_refused_with_the_remedy(built: Any, another_encoder: Build) -> None:
    live = LiveIndex(built.catalogue, built.data, Recipe.of(another_encoder("hash@2").card))
    with (
        pytest.raises(IndexMismatch, match=r"built with model 'hash@1'.*'hash@2'.*Run `python -m ingest`"),
        live.reading(),
    ):
        pytest.fail("an index of another model was opened")


def test_passages_without_vectors_are_not_left_out_in_silence(copied: Any) -> None:
    with copied.database.writing() as write:
        write.execute("DELETE FROM vectors")
    with pytest.raises(IndexUnavailable, match="31 passages have no stored vector"):
        generations.build(copied.catalogue, copied.data, copied.recipe)
    assert generations.active(copied.catalogue) == 1
