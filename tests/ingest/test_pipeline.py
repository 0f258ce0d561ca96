"""What an ingest makes of new, changed, moved, repeated, vanished and bad files."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from corpus import generations
from corpus.errors import IndexMismatch
from corpus.history import past_of
from corpus.types import Document, Tier
from ingest.read import read
from ingest.report import Report

Open = Callable[..., Any]

FILES = Path(__file__).parent.parent / "read" / "files"
BAD = {
    "empty-page.html": "empty",
    "scanned.pdf": "needs-ocr",
    "locked.pdf": "needs-password",
    "picture.png": "unsupported",
    "damaged.pdf": "unreadable",
    "broken-front-matter.md": "unreadable",
}


def paper(folder: Path, name: str, words: str, **front: str) -> Path:
    """A small Markdown file."""
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: {path.stem}\n{lines}---\n\n# {path.stem}\n\n{words}\n", encoding="utf-8")
    return path


def states(report: Report, folder: Path) -> dict[str, str]:
    return {os.path.relpath(file.path, folder): file.state for file in report.files}


def reason(report: Report, name: str) -> str:
    [found] = [file.reason for file in report.files if Path(file.path).name == name]
    return found


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, open_library: Open, another_encoder: Open) -> Any:
    """A library through four ingests: new, again, after many changes, and with --prune. Each leaves its report."""
    folder = tmp_path_factory.mktemp("story")
    library = open_library(tmp_path_factory.mktemp("story-data"), another_encoder())
    read_files: list[str] = []

    def counted(path: Path, name: str) -> Document:
        read_files.append(name)
        return read(path, name)

    def ingest(**options: bool) -> Any:
        read_files.clear()
        seen = library.encoder.seen
        report = library.ingest(folder, read_file=counted, **options)
        return SimpleNamespace(
            report=report, states=states(report, folder), read=read_files[:], texts=library.texts(),
            embedded=library.encoder.seen - seen, found=set(library.search("radar words", count=50)),
            ids={entry.id: [p.id for p in library.catalogue.document(entry.id, Tier.STAFF)[2]]
                 for entry in library.catalogue.entries(Tier.STAFF)},
        )  # fmt: skip

    paper(folder, "stays.md", "These words on radars stay.")
    paper(folder, "changes.md", "The first words on radars.")
    paper(folder, "goes.md", "These words go.")
    paper(folder, "sub/moves.md", "These words move.")
    paper(folder, "twin-a.md", "Twins have these words.")
    shutil.copy(folder / "twin-a.md", folder / "twin-b.md")
    paper(folder, "breaks.md", "These words were read once.")
    paper(folder, "source.md", "Words with an address.", source_url="https://example.org/one")
    paper(folder, "claims-a.md", "The one that came first.", source_url="https://example.org/same")
    paper(folder, "claims-b.md", "The one that came second.", source_url="http://www.example.org/same/")
    paper(folder, "tightens.md", "Words for all, then for the staff.")
    paper(folder, "renamed.md", "Words with an address that are renamed.", source_url="https://example.org/renamed")
    for name in BAD:
        shutil.copy(FILES / name, folder)
    first = ingest()
    again = ingest()

    paper(folder, "changes.md", "Entirely other words on radars.")
    (folder / "goes.md").unlink()
    (folder / "sub" / "moves.md").rename(folder / "moved.md")
    (folder / "twin-a.md").unlink()
    (folder / "breaks.md").write_text("---\nnonsense\n", encoding="utf-8")
    paper(folder, "source.md", "Words with an address.", source_url="https://example.org/two")
    paper(folder, "tightens.md", "Words for all, then for the staff.", access="staff")
    os.utime(folder / "stays.md", (1, 1))
    (folder / "renamed.md").unlink()
    paper(folder, "other.md", "Words that were renamed and changed.", source_url="https://example.org/renamed/")
    changed = ingest()
    pruned = ingest(prune=True)
    settled = ingest()
    return SimpleNamespace(
        folder=folder, library=library, first=first, again=again, changed=changed, pruned=pruned, settled=settled
    )


def test_a_first_ingest_takes_what_is_sound_and_names_what_is_not(story: Any) -> None:
    expected = dict.fromkeys(
        ["stays.md", "changes.md", "goes.md", "sub/moves.md", "twin-a.md", "breaks.md", "source.md", "claims-a.md",
         "tightens.md", "renamed.md"], "indexed",
    )  # fmt: skip
    assert story.first.states == {**expected, **BAD, "twin-b.md": "duplicate", "claims-b.md": "unreadable"}
    assert all(reason(story.first.report, name) for name in BAD)
    assert not story.first.report.went_well
    assert len(story.first.texts) == 10
    assert (story.first.report.switched, story.first.report.generation) == (True, 1)
    assert story.first.report.embedded == story.first.embedded == 10


def test_a_duplicate_names_its_twin_and_a_clash_the_other_file(story: Any) -> None:
    assert reason(story.first.report, "twin-b.md") == f"of {story.folder / 'twin-a.md'}"
    assert "claims the same id or source address as" in reason(story.first.report, "claims-b.md")
    assert str(story.folder / "claims-a.md") in reason(story.first.report, "claims-b.md")


def test_a_second_ingest_touches_nothing(story: Any) -> None:
    unwell = {*BAD, "claims-b.md"}
    assert {name for name, state in story.again.states.items() if state not in ("unchanged", "duplicate")} == unwell
    assert set(story.again.read) == unwell, "only what was not well is read again"
    assert (story.again.embedded, story.again.report.embedded) == (0, 0)
    assert (story.again.report.switched, story.again.report.generation) == (False, 1)
    assert (story.again.texts, story.again.ids) == (story.first.texts, story.first.ids)


def test_a_changed_file_is_updated_and_its_old_passages_are_not_found(story: Any) -> None:
    [id] = [id for id in story.first.ids if id.startswith("changes-")]
    assert story.changed.states["changes.md"] == "updated"
    assert "Entirely other words" in story.changed.texts[id]
    [old], [new] = story.first.ids[id], story.changed.ids[id]
    assert old in story.first.found
    assert old not in story.changed.found
    assert new in story.changed.found
    past = past_of(story.library.catalogue, old, Tier.PUBLIC)
    assert past.current not in [standing.version for standing in past.standings]


def test_only_what_is_new_is_embedded(story: Any) -> None:
    assert story.changed.embedded == 2, "the tightened and the readdressed file have the words that they had"
    assert (story.pruned.embedded, story.settled.embedded) == (0, 0)


def test_a_touched_file_is_unchanged(story: Any) -> None:
    assert story.changed.states["stays.md"] == "unchanged"
    assert "stays.md" in story.changed.read


def test_a_moved_file_keeps_its_document(story: Any) -> None:
    [id] = [id for id in story.first.ids if id.startswith("moves-")]
    assert story.changed.states["moved.md"] == "unchanged"
    assert reason(story.changed.report, "moved.md") == f"moved here from {story.folder / 'sub' / 'moves.md'}"
    assert story.changed.ids[id] == story.first.ids[id]
    assert "sub/moves.md" not in story.changed.states
    assert id in story.settled.ids


def test_a_vanished_file_is_missing_until_prune(story: Any) -> None:
    [id] = [id for id in story.first.ids if id.startswith("goes-")]
    assert story.changed.states["goes.md"] == "missing"
    assert id in story.changed.ids
    assert story.pruned.states["goes.md"] == "removed"
    assert id not in story.pruned.ids
    assert not set(story.first.ids[id]) & story.pruned.found
    assert "goes.md" not in story.settled.states


def test_a_document_stays_while_one_of_two_files_with_its_bytes_does(story: Any) -> None:
    [id] = [id for id in story.first.ids if id.startswith("twin-a-")]
    for later in (story.changed, story.pruned, story.settled):
        assert [text for text in later.texts.values() if "Twins" in text] == [later.texts[id]]
        assert later.ids[id] == story.first.ids[id]
    assert "twin-a.md" not in story.settled.states
    assert story.settled.states["twin-b.md"] == "unchanged"


def test_a_file_that_breaks_keeps_the_version_that_was_read(story: Any) -> None:
    [id] = [id for id in story.first.ids if id.startswith("breaks-")]
    for later in (story.changed, story.settled):
        assert later.states["breaks.md"] == "unreadable"
        assert "the version read before stays in the library" in reason(later.report, "breaks.md")
        assert later.texts[id] == story.first.texts[id]


def test_a_file_with_a_new_address_leaves_no_second_document(story: Any) -> None:
    [before] = [id for id in story.first.ids if id.startswith("source-")]
    [after] = [id for id in story.changed.ids if id.startswith("source-")]
    assert before != after
    assert [id for id in story.settled.ids if id.startswith("source-")] == [after]
    assert not set(story.first.ids[before]) & story.changed.found


def test_a_file_renamed_and_changed_keeps_the_document_of_its_address(story: Any) -> None:
    [id] = [id for id in story.first.ids if id.startswith("renamed-")]
    assert story.changed.states["other.md"] == "updated"
    assert "renamed.md" not in story.changed.states
    assert "renamed and changed" in story.settled.texts[id]
    assert not [id for id in story.settled.ids if id.startswith("other-")]


def test_a_tightened_file_is_for_the_staff(story: Any) -> None:
    [id] = [id for id in story.first.ids if id.startswith("tightens-")]
    assert story.changed.states["tightens.md"] == "updated"
    assert id in story.library.texts(Tier.STAFF)
    assert id not in story.library.texts(Tier.MEMBER)
    [passage] = story.changed.ids[id]
    assert passage in story.library.search("words staff", Tier.STAFF, 50)
    assert passage not in story.library.search("words staff", Tier.MEMBER, 50)


def test_all_is_settled_in_the_end(story: Any) -> None:
    assert story.pruned.report.switched
    assert not story.settled.report.switched
    assert story.settled.texts == story.pruned.texts
    assert sorted(set(story.settled.states.values())) == sorted({"unchanged", *BAD.values()})
    assert story.library.dump()


@pytest.mark.slow
def test_a_twin_that_comes_first_later_changes_nothing(tmp_path: Path, open_library: Open) -> None:
    folder = tmp_path / "papers"
    paper(folder, "b.md", "The same words.")
    library = open_library(tmp_path / "data")
    library.ingest(folder)
    shutil.copy(folder / "b.md", folder / "a.md")
    report = library.ingest(folder)
    assert states(report, folder) == {"a.md": "duplicate", "b.md": "unchanged"}
    assert not report.switched
    (folder / "b.md").unlink()
    assert states(library.ingest(folder, prune=True), folder)["b.md"] == "removed"
    assert states(library.ingest(folder, prune=True), folder) == {"a.md": "unchanged"}
    assert len(library.texts()) == 1
    (folder / "a.md").unlink()
    report = library.ingest(folder, prune=True)
    assert (states(report, folder), report.switched, library.texts()) == ({"a.md": "removed"}, True, {})


def test_a_removal_that_was_cut_short_is_finished_by_the_next_ingest(tmp_path: Path, open_library: Open) -> None:
    folder = tmp_path / "papers"
    paper(folder, "a.md", "These words stay.")
    paper(folder, "b.md", "These words go.")
    library = open_library(tmp_path / "data")
    library.ingest(folder)
    (folder / "b.md").unlink()

    def stop(step: str, _about: str) -> None:
        if step == "forgotten":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.ingest(folder, prune=True, step=stop)
    library.ingest(folder)
    assert [text for text in library.texts().values() if "go" in text] == []
    assert len(library.texts()) == 1


def test_another_model_is_mended_by_an_ingest_without_reading_twice(
    tmp_path: Path, open_library: Open, another_encoder: Open
) -> None:
    folder = tmp_path / "papers"
    paper(folder, "a.md", "Some words on radars.")
    gone = paper(folder, "b.md", "Words whose file is gone.")
    library = open_library(tmp_path / "data")
    library.ingest(folder)
    gone.unlink()
    other = open_library(tmp_path / "data", another_encoder("hash@2", dimension=32))
    with pytest.raises(IndexMismatch, match="Run `python -m ingest` to build it again"):
        other.search("radars")
    report = other.ingest(folder)
    assert states(report, folder) == {"a.md": "updated", "b.md": "missing"}
    assert len(other.search("words")) == 2, "what has no file any more is embedded anew from its stored words"
    assert other.encoder.seen == 2
    assert not other.ingest(folder).switched
    assert {p.id for _, p in _stored(other)} == {p.id for _, p in _stored(library)}


def _stored(library: Any) -> list[Any]:
    return [(id, p) for id in library.texts() for p in library.catalogue.document(id, Tier.STAFF)[2]]


@pytest.mark.slow
def test_documents_of_an_older_splitter_are_split_again_from_their_stored_words(
    tmp_path: Path, open_library: Open
) -> None:
    """The mark of the rules that made a version is set back to an older one, as a release before would have left it."""
    folder = tmp_path / "papers"
    file = paper(folder, "a.md", "Some words on radars.")
    library = open_library(tmp_path / "data")
    library.ingest(folder)
    before = library.dump()
    with library.database.writing() as write:
        write.execute("UPDATE versions SET recipe = replace(recipe, 'structure', 'older')")
    shutil.move(file, tmp_path / "elsewhere.md")
    report = library.ingest(folder)
    assert (states(report, folder), report.switched, report.embedded) == ({"a.md": "missing"}, True, 0)
    assert library.dump() == before
    shutil.move(tmp_path / "elsewhere.md", file)
    assert states(library.ingest(folder), folder) == {"a.md": "unchanged"}


@pytest.mark.slow
def test_a_rebuild_makes_the_same_indexes_anew(tmp_path: Path, open_library: Open) -> None:
    folder = tmp_path / "papers"
    paper(folder, "a.md", "Some words on radars.")
    library = open_library(tmp_path / "data")
    library.ingest(folder)
    before = library.dump()
    shutil.rmtree(generations.folder_of(library.data, 1) / "lexicon")
    report = library.ingest(folder, rebuild=True)
    assert (report.switched, report.generation, report.embedded) == (True, 2, 0)
    assert library.dump() == before


def test_a_file_with_nothing_under_its_headings_is_empty(tmp_path: Path, open_library: Open) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.md").write_text("# One\n\n## Two\n")
    library = open_library(tmp_path / "data")
    report = library.ingest(tmp_path / "papers")
    assert states(report, tmp_path / "papers") == {"a.md": "empty"}
    assert "no words under them" in report.files[0].reason


@pytest.mark.slow
def test_a_file_that_vanishes_meanwhile_is_named(tmp_path: Path, open_library: Open) -> None:
    folder = tmp_path / "papers"
    paper(folder, "a.md", "Some words.")
    gone = paper(folder, "b.md", "Other words.")

    def vanishing(step: str, about: str) -> None:
        if step == "read" and about.endswith("a.md"):
            gone.unlink()

    report = open_library(tmp_path / "data").ingest(folder, step=vanishing)
    assert states(report, folder) == {"a.md": "indexed", "b.md": "unreadable"}
    assert "gone while the ingest ran" in reason(report, "b.md")


def test_many_documents_are_embedded_in_several_parts(tmp_path: Path, open_library: Open) -> None:
    folder = tmp_path / "papers"
    for number in range(70):
        sections = "\n\n".join(f"## Section {n}\n\nWords {number} {n}." for n in range(10))
        paper(folder, f"paper-{number:02}.md", sections)
    library = open_library(tmp_path / "data")
    parts: list[str] = []
    report = library.ingest(folder, step=lambda step, about: parts.append(about) if step == "embedded" else None)
    assert [int(part) for part in parts] == [520, 180]
    assert (report.counts(), report.embedded) == ({"indexed": 70}, 700)
    assert len(library.texts()) == 70
