"""A real desk over a small library for the staff's pages, and readers of every kind in front of one app."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright
from rig import Rig
from staff_desk import ASKED, HOSTILE, NOWHERE, app_around, client_as, desk_over, plain_app
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from corpus.encoder import CARRIED, Encoder, model_folder
from corpus.settings import Settings
from corpus.types import Tier
from ingest.editor import Editor
from qa.desk import Desk

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def library(
    tmp_path_factory: pytest.TempPathFactory, write_papers: Callable[[Path], Path], open_library: Callable[..., Any]
) -> Any:
    """Four papers of three tiers, ingested without a model."""
    folder = tmp_path_factory.mktemp("staff")
    library = open_library(folder / "data")
    assert library.ingest(write_papers(folder / "papers")).went_well
    return library


@pytest.fixture(scope="module")
def desk(library: Any) -> Desk:
    """A desk that keeps the words of questions, and has been asked some."""
    desk = desk_over(library)
    for tier, via in ((Tier.PUBLIC, ""), (Tier.PUBLIC, "partners"), (Tier.MEMBER, "partners")):
        assert desk.ask(ASKED, tier=tier, via=via).answerable
    for question in ("Zebras in Quito?", "zebras in quito", "Zebras of Quito?", "Who won the 1998 world cup?", HOSTILE):
        assert not desk.ask(question, filters=NOWHERE).answerable
    first, *_ = [one for one in desk.catalogue.database.rows("SELECT id FROM answers WHERE answerable = 1")]
    desk.feedback(first["id"], "up", "Just what I needed")
    desk.feedback(first["id"], "down", HOSTILE)
    desk.lookup("“Nobody ever said these very words in any paper”", via="partners")
    return desk


@pytest.fixture(scope="module")
def app(desk: Desk) -> FastAPI:
    """The web app around it."""
    return app_around(desk)


@pytest.fixture(scope="module")
def staff(app: FastAPI) -> TestClient:
    """A person of the staff."""
    return client_as(app)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    assert CHROMIUM.exists(), f"these tests drive Chromium at {CHROMIUM}; install the package `chromium`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[ASGIApp], str]]:
    """Serves an app on a free port for as long as the module's tests run; gives its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def started(app: ASGIApp) -> str:
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, ws="none", log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        running.append((server, thread))
        deadline = time.monotonic() + 30
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        assert server.started, "the server did not start within 30 seconds"
        return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"

    yield started
    for server, thread in running:
        server.should_exit = server.force_exit = True
        thread.join(timeout=15)


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, write_papers: Callable[[Path], Path],
    open_library: Callable[..., Any],
) -> Path:  # fmt: skip
    """A data folder with four papers of three tiers, made with a model that loads in no time."""
    folder = tmp_path_factory.mktemp("editing")
    data = folder / "data"
    shutil.copytree(tiny_model, model_folder(data / "models", CARRIED))
    library = open_library(data, Encoder(model_folder(data / "models", CARRIED)))
    assert library.ingest(write_papers(folder / "papers")).went_well
    library.close()
    return folder


@pytest.fixture
def rig(made: Path, tmp_path: Path, open_library: Callable[..., Any]) -> Iterator[Rig]:
    data = shutil.copytree(made / "data", tmp_path / "data")
    library = open_library(data, Encoder(model_folder(data / "models", CARRIED)))
    desk = desk_over(library)
    editor = Editor(Settings(data=data))
    app = plain_app(desk, editor)
    yield Rig(
        data=data, papers=made / "papers", library=library, desk=desk, editor=editor, app=app, staff=client_as(app),
        environment=dict(os.environ),
    )  # fmt: skip
    editor.close()
    library.close()
