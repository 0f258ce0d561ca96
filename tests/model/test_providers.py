"""Each provider's own protocol over real HTTP: what differs from OpenAI's comes out alike."""

import time
from typing import Any

import pytest

from qa.chat.types import Message
from qa.errors import ChatError
from tests.model import scripted
from tests.model.scripted import says

SAID = (Message("system", "Answer from the passages."), Message("user", "What was declared ready?"))
KEYS = {"OPENAI_API_KEY": "sk-PANGOLIN", "ANTHROPIC_API_KEY": "sk-PANGOLIN", "OLLAMA_API_KEY": "sk-PANGOLIN"}

pytestmark = pytest.mark.parametrize("provider", ["openai", "anthropic", "ollama"])


@pytest.fixture
def at(provider: str, ask_at: Any) -> Any:
    """A model of `provider`, asked at an address of its own."""
    at = ask_at(says(), environment=KEYS, chat_model=f"{provider}:scripted", at_root=provider != "openai")
    assert at.model.name == f"{provider}:scripted"
    return at


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
    assert "sk-PANGOLIN" in seen.headers.get("authorization", "") + seen.headers.get("x-api-key", "")
    assert 30 in (seen.body.get("max_completion_tokens"), seen.body.get("max_tokens"), tokens_of(seen.body))


def tokens_of(body: dict[str, Any]) -> Any:
    return body.get("options", {}).get("num_predict")


def test_fails(at: Any) -> None:
    assert failure(at, scripted.unauthorized()) == ("", "unauthorized")
    assert len(at.server.seen) == 1
    assert failure(at, scripted.broken()) == ("", "unavailable")
    assert len(at.server.seen) == 3, "one more try, and none of the package's own"
    at.model.breaker.succeeded()
    assert failure(at, scripted.too_long("The radar ", "was")) == ("The radar was", "too_long")
    assert failure(at, scripted.cut_off("The radar ", "oper")) == ("The radar oper", "cut_off")
    assert failure(at, scripted.silent(), within_s=0.6) == ("", "timeout")
    at.server.close()
    assert failure(at, says()) == ("", "unavailable")


def test_is_left(at: Any) -> None:
    at.server.script = scripted.stalls("The radar ")
    pieces = at.model.stream(SAID, within_s=30, tokens=30)
    assert next(piece for piece in pieces if piece) == "The radar "
    pieces.close()
    until = time.monotonic() + 3
    while not at.server.left:
        assert time.monotonic() < until, "the connection stayed open"
        time.sleep(0.01)
