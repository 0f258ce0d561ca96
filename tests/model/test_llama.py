"""A real runtime: llama.cpp's server, with a tiny model that is made for it, asked as any other model is."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from corpus.settings import ROOT, Settings
from qa.chat.budgeted import BudgetedModel
from qa.chat.open import open_chat
from qa.chat.types import Call, Message
from qa.desk import Desk
from qa.errors import ChatError
from tests.model.llama import KEY, WORDS

pytest.importorskip("xllamacpp", reason="llama.cpp's server comes as a wheel for Linux on x86-64 alone")
pytestmark = pytest.mark.slow

QUESTION = "What does Russia demand before it will cooperate?"
LONG = 30_000
"""Tokens that take many seconds, however fast the machine is."""
SAID = (Message("system", "Write from the passages."), Message("user", "What was declared ready?"))


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of llama.cpp's server."""
    folder = tmp_path_factory.mktemp("llama")
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.model.llama", str(folder)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        with server:
            assert server.stdout is not None
            address = next((line.strip() for line in server.stdout if line.startswith("http://")), "")
            assert address, (folder / "log").read_text()
            yield address
            server.communicate()


@pytest.fixture
def calls() -> list[Call]:
    return []


@pytest.fixture
def opened(llama: str, calls: list[Call]) -> Callable[..., BudgetedModel]:
    """Opens the model that the server has."""

    def opened(key: str = KEY) -> BudgetedModel:
        settings = Settings(chat_model="tiny", chat_base_url=f"{llama}/v1")
        model = open_chat(settings, environment={"OPENAI_API_KEY": key}, called=calls.append)
        assert model is not None
        return model

    return opened


def at_work(llama: str) -> bool:
    """Whether the server is writing."""
    slots: list[dict[str, Any]] = httpx.get(f"{llama}/slots", headers={"Authorization": f"Bearer {KEY}"}).json()
    return any(slot["is_processing"] for slot in slots)


def test_it_streams_as_many_tokens_as_it_may(opened: Callable[..., BudgetedModel], calls: list[Call]) -> None:
    pieces: list[str] = []
    with pytest.raises(ChatError) as ended:
        pieces.extend(opened().stream(SAID, within_s=30, tokens=60))
    assert ended.value.kind == "too_long", "a model that never ends by itself uses up its tokens"
    words = "".join(pieces).split()
    assert len(words) == 60
    assert set(words) <= set(WORDS)
    assert len([piece for piece in pieces if piece]) > 30, "it came in pieces"
    assert calls[0].first_s is not None
    assert calls[0].first_s < calls[0].seconds


def test_time_is_up_while_it_writes(llama: str, opened: Callable[..., BudgetedModel]) -> None:
    began = time.monotonic()
    with pytest.raises(ChatError) as ended:
        list(opened().stream(SAID, within_s=1, tokens=LONG))
    assert ended.value.kind == "timeout"
    assert time.monotonic() - began < 3
    until(lambda: not at_work(llama))


def test_it_stops_writing_when_its_reader_leaves(llama: str, opened: Callable[..., BudgetedModel]) -> None:
    pieces = opened().stream(SAID, within_s=60, tokens=LONG)
    assert next(piece for piece in pieces if piece)
    assert at_work(llama)
    pieces.close()
    until(lambda: not at_work(llama))


def test_a_key_that_it_does_not_know(opened: Callable[..., BudgetedModel]) -> None:
    with pytest.raises(ChatError) as ended:
        list(opened("sk-another").stream(SAID, within_s=10, tokens=20))
    assert ended.value.kind == "unauthorized"


def test_a_prompt_that_is_longer_than_it_takes(opened: Callable[..., BudgetedModel]) -> None:
    with pytest.raises(ChatError) as ended:
        list(opened().stream([Message("user", "radar " * 6_000)], within_s=60, tokens=20))
    assert ended.value.kind == "rejected"


def test_the_desk_quotes_where_the_model_writes_nonsense(
    opened: Callable[..., BudgetedModel], desk_with: Callable[..., Desk], calls: list[Call]
) -> None:
    plain = desk_with(None).ask(QUESTION, mode="extractive")
    answer = desk_with(opened(), 200.0, 60).ask(QUESTION)
    assert answer.prose is not None
    assert answer.prose.model == "tiny"
    assert answer.prose.verified == 0
    assert answer.prose.fallback.endswith("so this answer is quoted from the library.")
    assert answer.mode == "extractive"
    assert (answer.statements, answer.citations) == (plain.statements, plain.citations)
    assert calls[0].first_s is not None, "it did write"


def until(true: Callable[[], bool]) -> None:
    """Waits until it is true, three seconds at most."""
    end = time.monotonic() + 3
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
