"""Erasure by the staff: the words are in no file of the data folder afterwards, whatever happened on the way."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.erasure import BLOT, stored
from corpus.errors import CatalogueError, NotFound
from corpus.history import past_of
from corpus.settings import ROOT
from corpus.types import Tier
from ingest.erase import Erased, erase, to_erase
from ingest.errors import IngestError

CANARIES = ("xylocanary", "zephyrcanary", "quokkacanary")
SECRET = "The xylocanary sings in the attic of the ministry at night, as three people have sworn."
OTHER = "A zephyrcanary was heard of in another paragraph, which nobody has asked to be forgotten."
KEPT = "Nobody has ever published what all of this cost, nor who paid for the greater part of it."


def files_with(folder: Path, word: str) -> list[str]:
    """The files below `folder` whose bytes or names hold `word`, in any of the usual encodings."""
    forms = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if word in path.name or (path.is_file() and any(form in path.read_bytes() for form in forms))
    ]


def erased(library: Any, document_id: str, *passages: str) -> Erased:
    what = to_erase(library.catalogue, document_id, passages)
    return erase(library.catalogue, library.data, library.recipe, what, passages)


def write(folder: Path, name: str, *paragraphs: str) -> Path:
    path = folder / f"{name}.md"
    path.write_text(f"# The {name}\n\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def shelf(tmp_path: Path, open_library: Callable[..., Any]) -> Any:
    """A library of two papers, one of which has a name and words that are to be forgotten."""
    folder = tmp_path / "papers"
    folder.mkdir()
    write(folder, "kept", KEPT)
    write(folder, "quokkacanary", SECRET, OTHER)
    library = open_library(tmp_path / "data")
    assert library.ingest(folder).went_well
    return library, folder


def id_of(library: Any, words: str) -> tuple[str, str]:
    """(document id, passage id) of the passage that holds `words`."""
    ((document, passage),) = {
        (item.passage.document_id, item.passage.id)
        for _, item, _ in library.catalogue.target_passages()
        if words in item.passage.text
    }
    return document, passage


def test_a_document_is_erased_from_every_file(shelf: Any) -> None:
    library, folder = shelf
    document, passage = id_of(library, SECRET)
    for word in CANARIES:
        assert files_with(library.data, word), "the test needs words to erase"
    with pytest.raises(IngestError, match="is still there"):
        erased(library, document)
    (folder / "quokkacanary.md").unlink()
    report = erased(library, document)
    assert report.what.passages > 0
    for word in CANARIES:
        assert files_with(library.data, word) == []
    standing = past_of(library.catalogue, passage, Tier.PUBLIC).standings[-1]
    assert (standing.passage.text, standing.passage.sentences) == ("", ())
    assert passage not in library.search("ministry attic")
    assert [entry.meta.title for entry in library.catalogue.entries(Tier.STAFF)] == ["The kept"]
    assert sorted(path.name for path in (library.data / "index").iterdir()) == [f"{report.generation:06d}"]
    assert erased(library, document).what.passages == 0, "again: the same result"
    assert library.ingest(folder).went_well
    assert all(files_with(library.data, word) == [] for word in CANARIES)


def test_a_passage_is_erased_from_the_versions_that_are_no_longer_read(shelf: Any) -> None:
    library, folder = shelf
    document, passage = id_of(library, SECRET)
    with pytest.raises(CatalogueError, match="is read today"):
        erased(library, document, passage)
    write(folder, "quokkacanary", OTHER)
    assert library.ingest(folder).went_well
    assert files_with(library.data, CANARIES[0])
    report = erased(library, document, passage)
    assert report.kept == 1, "the other sentence of the passage is read today"
    assert files_with(library.data, CANARIES[0]) == []
    past = past_of(library.catalogue, passage, Tier.PUBLIC)
    assert {standing.passage.text for standing in past.standings} == {""}
    assert library.texts()[document].endswith(OTHER)


def test_other_words_of_an_old_version_stay(tmp_path: Path, open_library: Callable[..., Any]) -> None:
    """A sentence moves through passages with other neighbours: it alone is covered in them, also typed differently."""
    folder, library = tmp_path / "papers", open_library(tmp_path / "data")
    folder.mkdir()
    path = write(folder, "paper", SECRET)
    library.ingest(folder)
    document, passage = id_of(library, SECRET)
    write(folder, "paper", KEPT, SECRET.replace(" in the ", "  in\nthe "))
    library.ingest(folder)
    _, both = id_of(library, KEPT)
    write(folder, "paper", OTHER)
    library.ingest(folder)
    erased(library, document, passage)
    assert files_with(library.data, CANARIES[0]) == []
    text = past_of(library.catalogue, both, Tier.PUBLIC).standings[-1].passage.text
    assert text.startswith(KEPT)
    assert set(text[len(KEPT) :]) == {BLOT, "\n", " "}
    path.unlink()
    erased(library, document)
    assert library.catalogue.entries(Tier.STAFF) == []
    assert [files_with(library.data, word) for word in ("Nobody has ever", *CANARIES)] == [[], [], [], []]


def test_what_was_never_there_cannot_be_erased(shelf: Any) -> None:
    library, _ = shelf
    document, _ = id_of(library, KEPT)
    with pytest.raises(NotFound, match="never had one"):
        erased(library, "nothing-00000000")
    (library.data.parent / "papers" / "kept.md").unlink()
    with pytest.raises(NotFound, match="never had a passage"):
        erased(library, document, "0123456789abcdef")
    assert stored(library.database, document).passages == 1


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from conftest import HashEncoder, Library
from ingest.erase import erase, to_erase
library = Library(Path(sys.argv[2]), HashEncoder())
def reached(step):
    if step == sys.argv[4]:
        os.kill(os.getpid(), signal.SIGKILL)
what = to_erase(library.catalogue, sys.argv[3], ())
erase(library.catalogue, library.data, library.recipe, what, step=reached)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL")
@pytest.mark.parametrize("step", ["forgotten", "after-switch"])
def test_killed_and_run_again(step: str, shelf: Any) -> None:
    library, folder = shelf
    document, passage = id_of(library, SECRET)
    (folder / "quokkacanary.md").unlink()
    library.close()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(ROOT), str(library.data), document, step],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert past_of(library.catalogue, passage, Tier.PUBLIC).standings[-1].passage.text == ""
    erased(library, document)
    assert [files_with(library.data, word) for word in CANARIES] == [[], [], []]
    assert [entry.meta.title for entry in library.catalogue.entries(Tier.STAFF)] == ["The kept"]
    assert library.search("what all of this cost")
