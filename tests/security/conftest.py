"""Libraries with canaries in them, really ingested without a model, and the web app as readers of each tier meet it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from word_reader import WordReader

from bench.proofs.canaries import Canary, canaries, write
from bench.proofs.hunt import Hidden, known
from bench.proofs.libraries import ProvenLibrary, built
from bench.proofs.read_as import ReadAs
from corpus.settings import ROOT
from corpus.types import Tier
from portal.door.door import Door
from portal.identity import Reader
from portal.parts import Parts
from qa.inquiry import Models

CANARIES = 80
DOCUMENTS = ROOT / "corpus" / "documents"
WHITE_PAPER = DOCUMENTS / "white-paper" / "russian-cooperation-on-missile-defense.md"
BRIEF = DOCUMENTS / "library" / "brief" / "c2bmc.md"


@pytest.fixture(scope="session")
def models(another_encoder: Callable[..., Any]) -> Models:
    """Models that need no file."""
    return Models(another_encoder(), WordReader())  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def open_proven(models: Models) -> Iterator[Callable[[Path], ProvenLibrary]]:
    """Opens libraries, and closes them after the tests."""
    with ExitStack() as opened:

        def library(data: Path) -> ProvenLibrary:
            made = ProvenLibrary(data, models)
            opened.callback(made.close)
            return made

        yield library


@pytest.fixture(scope="session")
def made() -> list[Canary]:
    """The canaries of the session's library."""
    return canaries(CANARIES)


@pytest.fixture(scope="session")
def visiting() -> Iterator[Callable[[Any, Reader], TestClient]]:
    """Opens clients of apps, each of one reader, and closes them after the tests. Those of one app share its loop."""
    with ExitStack() as opened:
        running: dict[int, TestClient] = {}

        def client(app: Any, reader: Reader) -> TestClient:
            if id(app) not in running:
                running[id(app)] = opened.enter_context(TestClient(app))
            made = TestClient(ReadAs(app, reader), base_url="http://localhost", raise_server_exceptions=False)
            made.portal = running[id(app)].portal
            return made

        yield client


@pytest.fixture(scope="session")
def known_papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two real papers for all readers, to be ingested beside the canaries."""
    folder = tmp_path_factory.mktemp("known") / "papers"
    folder.mkdir()
    for path in (WHITE_PAPER, BRIEF):
        shutil.copy(path, folder / path.name)
    return folder


@pytest.fixture(scope="session")
def canary_library(
    tmp_path_factory: pytest.TempPathFactory,
    open_proven: Callable[[Path], ProvenLibrary],
    known_papers: Path,
    made: list[Canary],
) -> tuple[ProvenLibrary, dict[str, str]]:
    """The papers and the canaries, which are ingested first; and the ids of the documents by their files' names."""
    folder = tmp_path_factory.mktemp("above")
    write(folder, made)
    library = open_proven(tmp_path_factory.mktemp("holding"))
    return library, library.ingest(folder, known_papers)


@pytest.fixture(scope="session")
def canary_door() -> Door:
    """The door of the app below, which counts what comes through it."""
    return Door()


@pytest.fixture(scope="session")
def canary_app(canary_library: tuple[ProvenLibrary, dict[str, str]], canary_door: Door) -> FastAPI:
    """The web app over that library."""
    return built(canary_library[0].desk, Parts(door=canary_door))


@pytest.fixture(scope="session")
def hidden(
    canary_library: tuple[ProvenLibrary, dict[str, str]],
    canary_app: FastAPI,
    visiting: Callable[[Any, Reader], TestClient],
    made: list[Canary],
) -> list[Hidden]:
    """Where the canaries are, and what the staff is told about them."""
    library, found = canary_library
    passages = {name: library.passages(id) for name, id in found.items()}
    return known(visiting(canary_app, Reader(Tier.STAFF)), found, passages, made)
