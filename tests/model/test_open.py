"""Settings → the language model, or a sentence that says what to do."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import SettingsError
from corpus.settings import ROOT, Settings
from qa.chat.named import PROVIDERS, named
from qa.chat.open import open_chat
from qa.chat.types import Message, completed
from tests.model.scripted import says

KEY = "sk-PANGOLIN-key"
OLLAMA = "http://127.0.0.1:9"


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """A file of secrets that nobody else may read."""
    path = tmp_path / "secrets.toml"
    path.write_text(f'OPENAI_API_KEY = "{KEY}"\n', encoding="utf-8")
    path.chmod(0o600)
    return path


def test_none_is_set() -> None:
    assert open_chat(Settings(), environment={}) is None


@pytest.mark.parametrize(
    ("chat_model", "variable"),
    [
        ("openai:gpt-5", "OPENAI_API_KEY"),
        ("anthropic:claude-opus-5", "ANTHROPIC_API_KEY"),
        ("google_genai:gemini-3-pro", "GOOGLE_API_KEY"),
        ("google_genai:gemini-3-pro", "GEMINI_API_KEY"),
        ("ollama:llama3:8b", ""),
        ("openai:ft:gpt-5:acme", "OPENAI_API_KEY"),
    ],
)
def test_every_provider_opens_without_being_asked_anything(chat_model: str, variable: str) -> None:
    model = open_chat(Settings(chat_model=chat_model), environment={variable: KEY} if variable else {})
    assert model is not None
    assert model.name == chat_model
    assert KEY not in repr(model) + str(vars(model)) + repr(vars(vars(model)["_source"]))


@pytest.mark.parametrize("chat_model", ["openai:gpt-5", "anthropic:claude-opus-5", "google_genai:gemini-3-pro"])
def test_a_key_that_is_missing(chat_model: str) -> None:
    with pytest.raises(SettingsError, match=r"there is no \w+_API_KEY, neither in the environment nor in the file"):
        open_chat(Settings(chat_model=chat_model), environment={})


@pytest.mark.parametrize(
    ("chat_model", "base_url", "said"),
    [
        ("gpt-5", "", "names no provider that Refdesk knows: openai:…, anthropic:…"),
        ("mistralai:large", "", "set REFDESK_CHAT_BASE_URL to an address that speaks OpenAI's protocol"),
        ("openai:", "", "names no model"),
        ("openai:two words", "", "names no model"),
        ("openai:x", "127.0.0.1:8080", "no address like http://127.0.0.1:8080/v1"),
        ("openai:x", "ftp://host/v1", "no address like"),
        ("openai:x", "http://host:99999/v1", "no address like"),
        ("openai:x", "http://me:PANGOLIN@host/v1", "Keys belong in REFDESK_SECRETS"),
        ("", "http://127.0.0.1:8080/v1", "but not REFDESK_CHAT_MODEL"),
    ],
)
def test_settings_that_cannot_be_used(chat_model: str, base_url: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        open_chat(Settings(chat_model=chat_model, chat_base_url=base_url), environment={"OPENAI_API_KEY": KEY})
    assert said in str(refused.value)
    assert "PANGOLIN" not in str(refused.value)


def test_any_name_at_an_address_is_asked_by_openais_protocol() -> None:
    model = named("qwen/qwen3:free", "http://127.0.0.1:8080/v1/")
    assert (model.provider.name, model.model, model.base_url) == (
        "openai",
        "qwen/qwen3:free",
        "http://127.0.0.1:8080/v1",
    )
    assert named("ollama:x", OLLAMA).provider.name == "ollama"


def test_a_package_that_is_missing() -> None:
    program = (
        "import sys; sys.modules['langchain_anthropic'] = None\n"
        "from qa.chat.named import named\n"
        "named('anthropic:claude-opus-5')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert "Run `pip install 'refdesk[anthropic]'`." in done.stderr.splitlines()[-1]


def test_a_server_of_ones_own_needs_no_key(ask_at: Any) -> None:
    at = ask_at(says("Yes."))
    assert completed(at.model, [Message("user", "Well?")], within_s=5, tokens=20) == "Yes."
    assert at.server.seen[0].headers["authorization"] == "Bearer none"


def test_the_key_comes_from_the_file_of_secrets(ask_at: Any, secrets: Path) -> None:
    at = ask_at(says("Yes."), secrets=secrets)
    completed(at.model, [Message("user", "Well?")], within_s=5, tokens=20)
    assert at.server.seen[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in os.environ.values()


def test_the_environment_wins_over_the_file(ask_at: Any, secrets: Path) -> None:
    at = ask_at(says("Yes."), {"OPENAI_API_KEY": "sk-mine"}, secrets=secrets)
    completed(at.model, [Message("user", "Well?")], within_s=5, tokens=20)
    assert at.server.seen[0].headers["authorization"] == "Bearer sk-mine"


@pytest.mark.skipif(os.name != "posix", reason="there are no such permissions")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_of_secrets_that_others_may_read_is_refused(secrets: Path, mode: int) -> None:
    secrets.chmod(mode)
    with pytest.raises(SettingsError, match=f"Run `chmod 600 {secrets}`"):
        open_chat(Settings(chat_model="openai:gpt-5", secrets=secrets), environment={})


@pytest.mark.parametrize("text", ["OPENAI_API_KEY = PANGOLIN", "OPENAI_API_KEY = 5", "[keys]\na = 'PANGOLIN'", "\xff"])
def test_a_file_of_secrets_that_holds_something_else(secrets: Path, text: str) -> None:
    secrets.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError, match="must be TOML with lines like OPENAI_API_KEY") as refused:
        open_chat(Settings(chat_model="openai:gpt-5", secrets=secrets), environment={})
    assert "PANGOLIN" not in str(refused.value)
    assert refused.value.__context__ is None


def test_a_file_of_secrets_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        open_chat(Settings(chat_model="openai:gpt-5", secrets=tmp_path / "none"), environment={})


def test_every_extra_is_one_of_the_package() -> None:
    extras = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for provider in PROVIDERS.values():
        assert f"\n{provider.extra} = [\n" in extras
        assert f'"{provider.package.replace("_", "-")}>=' in extras


def test_no_model_set_loads_no_langchain() -> None:
    program = (
        "import sys; from corpus.settings import Settings; from qa.chat.open import open_chat\n"
        "open_chat(Settings()); print(sorted(m for m in sys.modules if m.split('.')[0] in ('langchain', 'openai')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "[]\n")
