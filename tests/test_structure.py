"""The house: imports point one way, light commands stay light, modules and functions stay small, nothing is vague."""

import ast
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.settings import ROOT

ROOMS = ("corpus", "ingest", "qa", "portal", "app")
MAY_IMPORT = {
    "corpus": {"corpus"},
    "ingest": {"ingest", "corpus"},
    "qa": {"qa", "corpus"},
    "portal": {"portal", "qa", "corpus"},
    "app": {"app", "portal", "qa", "ingest", "corpus"},
}
ENTRY_POINTS = {"qa/__main__.py": {"qa", "ingest", "corpus"}}
"""An entry point hands one room what another makes, which neither could import: here, the reader of uploaded drafts."""

HEAVY = ("torch", "gradio", "chromadb", "sentence_transformers", "transformers", "onnxruntime", "langchain_chroma")
TORCH = {
    "ingest/embed.py",
    "qa/cross_encoder.py",
    "qa/named.py",
    "qa/reader/train.py",
    "qa/reader/model.py",
    "qa/reader/export.py",
}
"""The only modules that know torch: they make models, or run one that the settings name; nothing that serves with the
carried ones imports it."""

JWT = {"portal/signon/keyring.py", "portal/signon/tokens.py", "portal/signon/oidc.py"}
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "core", "misc", "lib"}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 50

SOURCES = sorted([*(path for room in ROOMS[:-1] for path in (ROOT / room).rglob("*.py")), ROOT / "app.py"])
NAMES = [path.relative_to(ROOT).as_posix() for path in SOURCES]


def imported(name: str) -> set[str]:
    """The modules that a source file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the room that they are from"
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_imports_point_one_way(name: str) -> None:
    room = name.partition("/")[0].removesuffix(".py")
    rooms = {module.partition(".")[0] for module in imported(name)} & set(ROOMS)
    assert rooms <= ENTRY_POINTS.get(name, MAY_IMPORT[room])


@pytest.mark.parametrize("name", NAMES)
def test_libraries_are_known_to_the_modules_that_say_so(name: str) -> None:
    libraries = {module.partition(".")[0] for module in imported(name)}
    assert not libraries & {"torch", "sentence_transformers", "transformers"} or name in TORCH
    assert not libraries & {"chromadb", "langchain_chroma"} or name == "corpus/vectors.py"
    assert "tantivy" not in libraries or name == "corpus/lexicon.py"
    assert "sqlite3" not in libraries or name in (
        "corpus/database.py",
        "corpus/catalogue.py",
        "corpus/history.py",
        "corpus/erasure.py",
        "corpus/kept.py",
        "portal/beside.py",
        "portal/conversations/file.py",
        "portal/conversations/shares.py",
        "portal/conversations/store.py",
        "portal/keys.py",
        "portal/signon/sessions.py",
    )
    assert not libraries & {"jwt", "cryptography"} or name in JWT
    assert "authlib" not in libraries or name == "portal/signon/oidc.py"
    assert "gradio" not in libraries or name.startswith("portal/")
    assert "typst" not in libraries or name == "qa/typeset.py"
    assert not libraries & {"pickle", "dill", "joblib", "shelve"}


@pytest.mark.parametrize("name", NAMES)
def test_modules_and_functions_are_small(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, f"{node.name} is too long"


@pytest.mark.parametrize("name", NAMES)
def test_every_module_says_what_it_is_and_has_a_telling_name(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))
    assert not VAGUE & {part.removesuffix(".py") for part in name.split("/")}


LIGHT = {
    "import corpus.types": "import corpus.types",
    "import qa": "import qa, qa.types",
    "import ingest": "import ingest, ingest.pipeline",
    "import portal": "import portal",
    "import app": "import app",
    "qa --help": "import sys; sys.argv = ['qa', '--help']; from qa.__main__ import main; main()",
    "ingest --help": "import sys; sys.argv = ['ingest', '--help']; from ingest.__main__ import main; main()",
    "portal.mcp --help": "import sys; sys.argv = ['mcp', '--help']; from portal.mcp.__main__ import main; main()",
    "portal.keys": "import portal.keys",
}
PROBE = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(set(sys.modules) & set(sys.argv[1].split(",")))), file=sys.stderr))
"""


@pytest.mark.parametrize("program", LIGHT.values(), ids=list(LIGHT))
def test_light_commands_load_nothing_heavy(program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE + program, ",".join(HEAVY)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stderr.splitlines()[-1]) == []


def test_what_serves_loads_no_torch() -> None:
    program = "import app, qa.open, portal.web, chromadb, langchain_chroma"
    done = subprocess.run(
        [sys.executable, "-c", PROBE + program, "torch,sentence_transformers,transformers"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stderr.splitlines()[-1]) == []


@pytest.mark.parametrize("module", ["qa", "ingest"])
def test_commands_explain_themselves(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: python -m {module}")


def test_no_source_names_a_path_of_one_machine() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert not [place for place in ("/home/", "/work/", "/root/", "/Users/") if place in text], path


def test_tests_run_without_a_network() -> None:
    with socket.socket() as anywhere, pytest.raises(RuntimeError, match="tests run without a network"):
        anywhere.connect(("192.0.2.1", 80))
    with pytest.raises(RuntimeError, match="tests run without a network"):
        socket.getaddrinfo("example.org", 443)
    with socket.socket() as listener, socket.socket() as client:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        client.connect(listener.getsockname())


def test_every_room_is_shipped_and_checked() -> None:
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for room in ROOMS:
        assert Path(ROOT / room).exists() or Path(ROOT / f"{room}.py").exists()
        assert f'"{room}"' in settings
