"""The library's linter. A file in `lint/` is a small document with one fault, or none; `lint/expected.txt` says what is
to be said of it."""

from collections import defaultdict
from pathlib import Path

import pytest

from corpus.settings import ROOT
from ingest.lint import lint
from ingest.lint.__main__ import embedder_tokens, main

SAMPLES = Path(__file__).parent / "lint"
EXPECTED = (SAMPLES / "expected.txt").read_text(encoding="utf-8").splitlines()


def count_words(text: str) -> int:
    return len(text.split())


@pytest.fixture(scope="module")
def said() -> dict[str, list[str]]:
    """What is said of each sample, by file name, without the folder."""
    by_file = defaultdict(list)
    for problem in lint([SAMPLES], SAMPLES, count_words):
        name = Path(problem.file).name
        by_file[name].append(str(problem).replace(problem.file.removesuffix(name), ""))
    return by_file


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.md")), ids=lambda path: path.stem)
def test_each_fault_is_named_once_with_its_line_and_what_to_do(sample: Path, said: dict[str, list[str]]) -> None:
    assert said.get(sample.name, []) == [line for line in EXPECTED if line.startswith(f"{sample.name}:")]


def test_every_expectation_has_its_sample() -> None:
    assert {line.split(":")[0] for line in EXPECTED} <= {path.name for path in SAMPLES.glob("*.md")}


def test_without_a_glossary_of_its_own_a_folder_is_held_to_that_of_the_library(tmp_path: Path) -> None:
    text = (SAMPLES / "orphan-acronym.md").read_text(encoding="utf-8").replace("XQZ", "DWQ")
    (tmp_path / "port.md").write_text(text, encoding="utf-8")
    home = tmp_path / "home" / "glossary"
    home.mkdir(parents=True)
    (home / "glossary.md").write_bytes((SAMPLES / "glossary.md").read_bytes())
    assert lint([tmp_path / "port.md"], tmp_path / "home", count_words) == []
    assert "'DWQ'" in str(lint([tmp_path / "port.md"], tmp_path / "elsewhere", count_words))


def test_the_library_is_clean() -> None:
    documents = ROOT / "corpus" / "documents"
    assert [str(problem) for problem in lint([documents], documents, embedder_tokens())] == []


def test_the_command_exits_with_one_and_prints_file_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([str(SAMPLES / "broken-link.md")])
    assert stopped.value.code == 1
    assert "broken-link.md:23: the link to 'customs-house.md' leads nowhere" in capsys.readouterr().out


def test_the_command_exits_with_zero_for_a_sound_document() -> None:
    with pytest.raises(SystemExit) as stopped:
        main([str(SAMPLES / "sound.md"), str(SAMPLES / "glossary.md")])
    assert stopped.value.code == 0


def test_the_command_exits_with_two_for_a_path_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["no-such-folder"])
    assert stopped.value.code == 2
    assert "no-such-folder" in capsys.readouterr().err
