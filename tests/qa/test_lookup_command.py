"""`python -m qa --lookup` and what it prints."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from corpus.encoder import CARRIED, Encoder, model_folder
from qa.__main__ import main
from qa.desk import Desk
from qa.lookup.terminal import MOST_SHOWN, VERDICTS, show_lookup
from qa.read import CARRIED_READER

EXACT = "Russia is demanding legally binding technical guarantees of limits on U.S. missile defenses"


@pytest.fixture(scope="module")
def data(
    tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, canary_papers: Path, open_library: Callable[..., Any]
) -> Path:
    """A data folder as an ingest leaves it, with a tiny model in the place of the carried one."""
    import shutil

    folder = tmp_path_factory.mktemp("looked-up") / "data"
    library = open_library(folder, Encoder(shutil.copytree(tiny_model, model_folder(folder / "models", CARRIED))))
    assert library.ingest(canary_papers).went_well
    library.close()
    return folder


@pytest.fixture
def command(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., tuple[int, str, str]]:
    """Runs the command in this process, with `given` on standard input: (exit code, output, errors)."""
    for name, value in {"REFDESK_DATA": str(data), "REFDESK_READER": str(CARRIED_READER), "COLUMNS": "200"}.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, given: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        printed = capsysbinary.readouterr()
        return int(stop.value.code or 0), printed.out.decode(), printed.err.decode()

    return run


def test_words_that_are_there_end_with_0(command: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = command("--lookup", f"It says “{EXACT}”")
    assert (code, err) == (0, "")
    assert out.startswith("1. word for word in the library")
    assert EXACT in out


def test_one_altered_quotation_ends_with_1(command: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = command("--lookup", f"“{EXACT}” and “{EXACT.replace('is demanding', 'is not demanding')}”")
    assert code == 1
    assert "2 quotations, 1 word for word." in out
    assert "! Your draft adds “not”, which the library does not have." in out
    assert "[-not -]" in out


def test_standard_input_and_files_are_read(command: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    draft = f"> {EXACT}\n".encode()
    (tmp_path / "draft.md").write_bytes(draft)
    found = [json.loads(command("--lookup", "--json", "-", given=draft)[1])]
    found.append(json.loads(command("--lookup", "--json", "--file", str(tmp_path / "draft.md"))[1]))
    for each in found:
        (quotation,) = each["quotations"]
        assert (quotation["text"], quotation["verdict"]) == (EXACT, "exact")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--lookup", "?!"], "give the words"),
        (["--lookup", "--file", "none.docx"], "'none.docx' cannot be read: No such file"),
        (["--lookup", "--file", "."], "cannot be read: Is a directory"),
        (["--lookup"], "usage:"),
        (["--file", "draft.md"], "--file goes with --lookup"),
        (["--lookup", "--file", "draft.md", "words"], "not both"),
    ],
)
def test_what_cannot_be_looked_up_ends_with_2(
    command: Callable[..., tuple[int, str, str]], arguments: list[str], says: str
) -> None:
    code, out, err = command(*arguments)
    assert (code, out) == (2, "")
    assert says in err


def test_a_file_that_is_too_large_is_refused(command: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_bytes(b"word " * 1_100_000)
    code, _, err = command("--lookup", "--file", str(tmp_path / "large.txt"))
    assert code == 2
    assert "has more than 5,242,880 bytes" in err


def test_every_verdict_is_shown_in_words_with_a_few_places(desk: Desk) -> None:
    drafts = {
        "exact": EXACT,
        "altered": EXACT.replace("technical", "written"),
        "stitched": f"{EXACT}. The next NATO Summit will be held in Chicago in May",
        "elsewhere": f"The glossary says: “{EXACT}”",
        "paraphrase": "Moscow insists on a binding guarantee limiting American missile defence before it cooperates",
        "not_found": "[bold]The quick brown fox[/bold] jumped over the lazy dog in the evening",
    }
    for verdict, draft in drafts.items():
        out = io.StringIO()
        found = desk.lookup(draft)
        assert found.findings[-1].verdict == verdict
        show_lookup(found, Console(file=out, width=160, highlight=False))
        assert VERDICTS[verdict][0] in out.getvalue()  # type: ignore[index]
        assert ("no quotation" in out.getvalue()) == (verdict in ("paraphrase", "not_found"))
    assert "[bold]The quick" in out.getvalue()


def test_very_many_places_are_summed_up(desk: Desk) -> None:
    out = io.StringIO()
    found = desk.lookup("missile defense")
    assert found.findings[0].total > MOST_SHOWN
    show_lookup(found, Console(file=out, width=160, highlight=False))
    assert f"and {found.findings[0].total - MOST_SHOWN} more" in out.getvalue()
