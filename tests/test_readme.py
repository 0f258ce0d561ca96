"""What README.md and docs/ say is so: commands, answers, code, settings, files and links."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.settings import PREFIX, ROOT, Settings

README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))
ROOMS = ("corpus", "ingest", "qa", "portal")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Python = Callable[..., str]


def blocks(language: str, page: Path = README) -> list[str]:
    """The code blocks of `page` in `language`."""
    return [code for name, code in _BLOCK.findall(page.read_text(encoding="utf-8")) if name == language]


def commands(page: Path) -> Iterator[tuple[list[str], str]]:
    """Every command of the page's consoles as (words, the output shown under it)."""
    for block in blocks("console", page):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, output = part.replace("\\\n", " ").partition("\n")
            yield shlex.split(line, comments=True), output.rstrip()


def python(*arguments: str, data: Path, expect: int = 0) -> str:
    """What this Python prints, run with `arguments` on the library in `data`, as in a terminal of 80 columns."""
    environment = {**os.environ, "REFDESK_DATA": str(data), "COLUMNS": "80", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=data.parent, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == expect, done.stdout + done.stderr
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines())


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the whole library, as `make run` makes it."""
    folder = tmp_path_factory.mktemp("library") / ".refdesk"
    python("-m", "ingest", data=folder)
    return folder


def test_every_make_command_is_a_target_of_the_makefile() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {words[1] for page in PAGES for words, _ in commands(page) if words[0] == "make"}
    named |= {name for page in PAGES for name in re.findall(r"`make ([\w-]+)", page.read_text(encoding="utf-8"))}
    assert {"run", "test"} <= named
    assert named <= targets


def test_the_first_two_commands_are_run_and_test() -> None:
    assert [words[:2] for words, _ in commands(README)][:2] == [["make", "run"], ["make", "test"]]


HELP = [
    pytest.param(words, output, id=" ".join(words))
    for page in PAGES
    for words, output in commands(page)
    if words[-1] == "--help" and output
]


@pytest.mark.parametrize(("words", "output"), HELP)
def test_help_is_as_shown(words: list[str], output: str, tmp_path: Path) -> None:
    assert python(*words[1:], data=tmp_path / "none") == output


def test_the_help_of_ingest_and_of_asking_is_shown() -> None:
    assert {"python -m ingest --help", "python -m qa --help"} <= {case.id for case in HELP}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_python_command_can_be_run(page: Path, tmp_path: Path) -> None:
    for words in {tuple(words[:3]) for words, _ in commands(page) if words[:2] == ["python", "-m"]}:
        known = set(re.findall(r"--[\w-]+", python(*words[1:], "--help", data=tmp_path / "none")))
        used = {word for all_words, _ in commands(page) if tuple(all_words[:3]) == words for word in all_words[3:]}
        assert {word for word in used if word.startswith("--")} <= known


def test_the_settings_table_is_complete_and_right() -> None:
    table = re.findall(rf"^\| `{PREFIX}(\w+)` \| (.+?) \| (.+?) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name.lower() for name, _, _ in table] == list(Settings.model_fields)
    for name, what, default in table:
        field = Settings.model_fields[name.lower()]
        assert what == field.description
        if name != "DATA":
            assert default == (f"`{field.default}`" if field.default not in ("", None) else "none")


def test_the_tree_names_every_module_and_nothing_that_is_not_there() -> None:
    tree = next(block for block in blocks("text") if "app.py" in block)
    named, parents = set(), [""]
    for line in tree.splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        parents[depth + 1 :] = [f"{parents[depth]}{name}"]
        named.add(parents[depth] + name)
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    modules = {
        f"{room}/{path.name}" for room in ROOMS for path in (ROOT / room).glob("*.py") if path.stem != "__init__"
    }
    folders = {f"{room}/{path.parent.name}/" for room in ROOMS for path in (ROOT / room).glob("*/__init__.py")}
    assert modules | folders <= named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = _BLOCK.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        assert target.startswith("https://") or (page.parent / target).exists(), target


@pytest.mark.slow
def test_the_answer_shown_is_what_the_desk_says(data: Path) -> None:
    shown = [(words, output) for words, output in commands(README) if words[:3] == ["python", "-m", "qa"] and output]
    assert shown
    for words, output in shown:
        assert python(*words[1:], data=data) == output


@pytest.mark.slow
def test_the_code_for_langchain_runs(data: Path) -> None:
    (code,) = blocks("python")
    printed = python("-c", code, data=data).splitlines()
    assert len(printed) == 5
    assert "/passages/" in printed[0]
    assert "legally binding technical guarantees" in printed[-1]


@pytest.mark.slow
def test_backup_restore_and_going_back(data: Path, tmp_path: Path) -> None:
    backup, back = blocks("python", ROOT / "docs" / "operations.md")
    question = "-m", "qa", "Which countries will host missile defense systems?"
    before = python(*question, data=data)
    python("-c", backup, data=data)
    restored = tmp_path / ".refdesk"
    restored.mkdir()
    (data.parent / "refdesk-backup.sqlite3").rename(restored / "catalogue.sqlite3")
    made = python("-m", "ingest", "--rebuild", "--json", data=restored)
    assert '"passages_embedded": 0' in made
    assert python(*question, data=restored) == before

    python("-m", "ingest", "--rebuild", data=restored)
    python("-c", back, data=restored)
    assert python(*question, data=restored) == before
