"""Real libraries to try promises on: really ingested, with real indexes, behind the real web app."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.live import LiveIndex
from corpus.recipe import Recipe
from corpus.types import Tier
from ingest.pipeline import Ingest, Options, ReadFile
from ingest.read import read
from portal.door.connection import Connection
from portal.parts import Parts
from qa.desk import Desk
from qa.inquiry import Models

START_S = 60


class ProvenLibrary:
    """A library in the folder `data`, and a desk over it with `models`."""

    def __init__(self, data: Path, models: Models, *, log_questions: bool = False) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.data = data
        self.models = models
        self.catalogue = Catalogue(Database(data / "catalogue.sqlite3"))
        self.live = LiveIndex(self.catalogue, data, Recipe.of(models.encoder.card))
        self.desk = Desk(self.catalogue, self.live, models, log_questions=log_questions)

    def ingest(self, *paths: Path, rebuild: bool = False, read_file: ReadFile = read) -> dict[str, str]:
        """One ingest of `paths`. Gives the id of each file's document by the file's name; raises RuntimeError if a file
        did not end well."""
        report = Ingest(self.catalogue, self.data, self.models.encoder, read_file).run(paths, Options(rebuild=rebuild))
        if not report.went_well:
            raise RuntimeError(f"The library for the proof could not be made: {report.record()}")
        return {Path(file.path).name: file.document_id for file in report.files if file.document_id}

    def passages(self, document_id: str) -> tuple[str, ...]:
        """The ids of the document's passages in order."""
        return tuple(passage.id for passage in self.desk.document(document_id, tier=Tier.STAFF).passages)

    def close(self) -> None:
        """Closes its files."""
        self.desk.close()


def built(desk: Desk, parts: Parts = Parts()) -> FastAPI:
    """The web app around `desk`, built as a running program does; outside a loop Gradio would leave one open."""
    from portal.web import build

    async def now() -> FastAPI:
        return build(desk, parts)

    with ThreadPoolExecutor(max_workers=1) as thread:  # this one may be in a loop already
        return thread.submit(asyncio.run, now()).result()


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of `app`, really served on a port of this machine until the block ends."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, ws="none", http=Connection, log_level="error", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + START_S
    while not server.started:
        if time.monotonic() > deadline:
            raise TimeoutError(f"The server did not start within {START_S} s.")
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=15)


def functions(app: FastAPI) -> dict[str, int]:
    """The numbers by which the chat page calls its functions, by their names in `ChatPage`."""
    mounted: Any = app.routes[-1]
    gradio = mounted.app.app
    return {each.fn.__name__: number for number, each in gradio.get_blocks().fns.items() if each.fn is not None}
