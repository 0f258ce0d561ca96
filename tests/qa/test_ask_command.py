"""`python -m qa` as people run it: what it prints, and how it ends."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from handmade import CODES, SECRETS

from corpus.encoder import CARRIED, Encoder, model_folder
from corpus.settings import ROOT
from qa.__main__ import main
from qa.read import CARRIED_READER

Command = Callable[..., subprocess.CompletedProcess[str]]
QUOTED = "Who said “however small”?"
SENTENCE = "military missile defense assets, however small, in Eastern Europe."


@pytest.fixture(scope="module")
def data(
    tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, canary_papers: Path, open_library: Callable[..., Any]
) -> Path:
    """A data folder as an ingest leaves it, with a tiny model in the place of the carried one."""
    folder = tmp_path_factory.mktemp("asked") / "data"
    model = shutil.copytree(tiny_model, model_folder(folder / "models", CARRIED))
    library = open_library(folder, Encoder(model))
    assert library.ingest(canary_papers).went_well
    library.close()
    return folder


@pytest.fixture(scope="module")
def command(data: Path) -> Command:
    """Runs the command on that data folder, in a process of its own."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        own = {"REFDESK_DATA": str(data), "REFDESK_READER": str(CARRIED_READER), "COLUMNS": "200"}
        return subprocess.run(
            [sys.executable, "-W", "error::DeprecationWarning:qa", "-m", "qa", *arguments], cwd=ROOT,
            env={**os.environ, **own, **variables}, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


def test_an_answer_ends_with_0(command: Command) -> None:
    done = command(*QUOTED.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert SENTENCE in done.stdout.splitlines()[0]
    assert "[1] Russian Cooperation with the Unites States on Missile Defense" in done.stdout


def test_an_answer_in_json_can_be_read_by_programs(command: Command) -> None:
    done = command("--json", "--kind", "white-paper", QUOTED)
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert answer["question"] == QUOTED
    assert answer["statements"][0]["text"].endswith(SENTENCE)
    assert answer["citations"][0]["document"]["kind"] == "white-paper"


def test_no_answer_ends_with_1(command: Command) -> None:
    done = command("Who sold the S-400 to Guam?")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("The library does not mention “S-400” or “Guam”.")


def test_a_tier_shows_what_it_may_see(command: Command) -> None:
    question = f"Does it mention {CODES['staff']}?"
    public, staff = command("--json", question), command("--json", "--tier", "staff", question)
    assert (public.returncode, staff.returncode) == (1, 0)
    assert SECRETS["staff"] not in public.stdout
    assert SECRETS["staff"] in staff.stdout


def stopped(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line with which the command stops before it could ask."""
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    printed = capsys.readouterr()
    assert (stop.value.code, printed.out) == (2, "")
    return printed.err.strip()


def test_a_question_without_words_cannot_be_asked(command: Command) -> None:
    done = command("???")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "Please type a question.\n")


def test_a_library_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REFDESK_DATA", str(tmp_path / "none"))
    assert stopped(capsys, QUOTED) == (
        f"There is no library at {tmp_path / 'none'} yet. Run `python -m ingest` to build it."
    )
    assert not (tmp_path / "none").exists()


def test_an_unknown_setting_is_refused_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REFDESK_EMBEDING_MODEL", "other")
    assert stopped(capsys, QUOTED) == (
        "REFDESK_EMBEDING_MODEL is not a setting of Refdesk. Did you mean REFDESK_EMBEDDING_MODEL?"
    )


def test_a_reader_that_is_not_there(command: Command, tmp_path: Path) -> None:
    done = command(QUOTED, REFDESK_READER=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{tmp_path} holds no usable reader")
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["--tier", "king", "What?"], ["--nonsense", "What?"]])
def test_arguments_that_are_none_are_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "usage: python -m qa" in stopped(capsys, *arguments)


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom qa.__main__ import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as stop:\n    assert not stop.code\n"
        "heavy = {'torch', 'gradio', 'chromadb', 'onnxruntime', 'sentence_transformers', 'langchain_core', 'tantivy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "[]"
    assert "--tier {public,member,staff}" in done.stdout


def test_asking_never_loads_torch(data: Path) -> None:
    program = (
        "import sys\nfrom corpus.settings import load_settings\nfrom qa.open import open_desk\n"
        f"answer = open_desk(load_settings()).ask({QUOTED!r})\n"
        "print(answer.answerable, sorted({'torch', 'gradio', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    own = {"REFDESK_DATA": str(data), "REFDESK_READER": str(CARRIED_READER)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("True []\n", "")
