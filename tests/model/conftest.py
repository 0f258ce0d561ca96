"""Language models for the tests: opened as an entry point opens them, at a scripted server."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from word_reader import WordReader

from corpus.settings import Settings
from qa.chat.open import open_chat
from qa.chat.types import Call, ChatModel
from qa.desk import Desk
from qa.generate import Writer, Writing
from qa.inquiry import Models
from qa.verify.check import Verifier
from qa.verify.forms import forms_in
from tests.model.scripted import Script, ScriptedServer


class Asked:
    """A scripted server, the model that is opened at it, and how its calls went."""

    def __init__(
        self, script: Script, settings: dict[str, Any], environment: dict[str, str], clock: Callable[[], float]
    ) -> None:
        self.server = ScriptedServer(script)
        self.calls: list[Call] = []
        given = {"chat_model": "openai:scripted", "chat_base_url": self.server.url, **settings}
        if given.pop("at_root", False):
            given["chat_base_url"] = self.server.url.removesuffix("/v1")
        model = open_chat(Settings(**given), environment=environment, called=self.calls.append, clock=clock)
        assert model is not None
        self.model = model


class Clock:
    """A clock that stands still until it is told to go on: `clock(seconds)`."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self, seconds: float = 0.0) -> float:
        self.now += seconds
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def model_library(
    tmp_path_factory: pytest.TempPathFactory,
    write_papers: Callable[[Path], Path],
    open_library: Callable[..., Any],
) -> Any:
    """Four real papers, ingested without a model. Tests only read from it."""
    folder = tmp_path_factory.mktemp("model-library")
    library = open_library(folder / "data")
    assert library.ingest(write_papers(folder / "papers")).went_well
    return library


@pytest.fixture(scope="session")
def desk_with(model_library: Any) -> Callable[..., Desk]:
    """Makes a desk over that library whose prose is written by a model within `timeout_s`, and really checked."""

    def desk(chat: ChatModel, timeout_s: float = 10.0, tokens: int = 200) -> Desk:
        models = Models(model_library.encoder, WordReader(), None, chat)
        writer = Writer(chat, lambda glossary: Verifier(None, forms_in(glossary)), Writing(timeout_s, tokens))
        return Desk(model_library.catalogue, model_library.live, models, writer)

    return desk


@pytest.fixture
def ask_at() -> Iterator[Callable[..., Asked]]:
    """Opens a model at a server of its own that follows a script: `ask_at(script, environment={…}, chat_model=…)`."""
    with ExitStack() as opened:

        def asked(
            script: Script,
            environment: dict[str, str] | None = None,
            clock: Callable[[], float] = time.monotonic,
            **settings: Any,
        ) -> Asked:
            made = Asked(script, settings, environment or {}, clock)
            opened.callback(made.server.close)
            return made

        yield asked
