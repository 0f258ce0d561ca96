"""Each provider's own protocol over real HTTP: what differs from OpenAI's comes out alike."""

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest

from qa.chat.types import Message
from qa.errors import ChatError
from tests.model import faults
from tests.model.scripted import in_turn, says

SAID = (Message("system", "Answer from the passages."), Message("user", "What was declared ready?"))
KEYS = {f"{provider}_API_KEY": "sk-PANGOLIN" for provider in ("OPENAI", "ANTHROPIC", "GOOGLE", "OLLAMA")}

pytestmark = pytest.mark.parametrize("provider", ["openai", "anthropic", "google_genai", "ollama"])


@pytest.fixture
def at(provider: str, ask_at: Any, caplog: pytest.LogCaptureFixture) -> Iterator[Any]:
    """A model of `provider`, asked at an address of its own. Whatever a test does with it, nobody logs the key or what
    was asked."""
    caplog.set_level(logging.DEBUG)
    at = ask_at(says(), environment=KEYS, chat_model=f"{provider}:scripted", at_root=provider != "openai")
    assert at.model.name == f"{provider}:scripted"
    yield at
    assert at.server.seen
    told = caplog.text + str([record.__dict__ for record in caplog.records])
    assert "PANGOLIN" not in told
    assert "declared ready" not in told


def failure(at: Any, script: Any, within_s: float = 10) -> tuple[str, str]:
    """What came, and the kind of the failure that ended it."""
    at.server.script = script
    came: list[str] = []
    with pytest.raises(ChatError) as ended:
        came.extend(at.model.stream(SAID, within_s=within_s, tokens=30))
    assert "PANGOLIN" not in str(ended.value) + repr(ended.value.__context__)
    return "".join(came), ended.value.kind


def test_writes(at: Any) -> None:
    at.server.script = says("The radar ", "was declared ", "ready.")
    pieces = [piece for piece in at.model.stream(SAID, within_s=5, tokens=30) if piece]
    assert pieces == ["The radar ", "was declared ", "ready."]
    seen = at.server.seen[0]
    assert seen.prompt == "Answer from the passages.\nWhat was declared ready?"
    assert any("sk-PANGOLIN" in seen.headers.get(name, "") for name in faults.KEY_HEADERS)
    assert 30 in tokens_of(seen.body)


def tokens_of(body: dict[str, Any]) -> tuple[Any, ...]:
    """Where each provider is told how many tokens an answer may take."""
    return (
        body.get("max_completion_tokens"),
        body.get("max_tokens"),
        body.get("options", {}).get("num_predict"),
        body.get("generationConfig", {}).get("maxOutputTokens"),
    )


def test_fails(at: Any) -> None:
    assert failure(at, faults.unauthorized()) == ("", "unauthorized")
    assert len(at.server.seen) == 1
    assert failure(at, faults.broken()) == ("", "unavailable")
    assert len(at.server.seen) == 3, "one more try, and none of the package's own"
    at.model.breaker.succeeded()
    assert failure(at, faults.busy("120")) == ("", "busy")
    assert len(at.server.seen) == 4, "none more, where there is no time for what the provider wants"
    assert failure(at, faults.html()) == ("", "malformed")
    assert failure(at, faults.too_long("The radar ", "was")) == ("The radar was", "too_long")
    assert failure(at, faults.cut_off("The radar ", "oper")) == ("The radar oper", "cut_off")
    assert failure(at, faults.silent(), within_s=0.6) == ("", "timeout")
    at.server.close()
    assert failure(at, says()) == ("", "unavailable")


def test_is_asked_once_more_before_the_first_word(at: Any) -> None:
    at.server.script = in_turn(faults.busy("0"), says("The radar."))
    assert "".join(at.model.stream(SAID, within_s=10, tokens=30)) == "The radar."
    assert len(at.server.seen) == 2


def test_is_left(at: Any) -> None:
    at.server.script = faults.stalls("The radar ")
    pieces = at.model.stream(SAID, within_s=30, tokens=30)
    assert next(piece for piece in pieces if piece) == "The radar "
    pieces.close()
    until = time.monotonic() + 30
    while not at.server.left:
        assert time.monotonic() < until, "the connection stayed open"
        time.sleep(0.01)
