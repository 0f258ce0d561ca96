"""The app as it is started, with a language model that fails: it serves all the same, and tells nobody its key."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from corpus.encoder import CARRIED, Encoder, model_folder
from corpus.settings import ROOT
from tests.model import faults
from tests.model.scripted import ScriptedServer

pytestmark = pytest.mark.slow

KEY = "sk-PANGOLIN-key"
QUESTION = "What does Russia demand before it will cooperate?"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def data(
    tmp_path_factory: pytest.TempPathFactory,
    tiny_model: Path,
    write_papers: Callable[[Path], Path],
    open_library: Callable[..., Any],
) -> Path:
    """A data folder with four papers."""
    folder = tmp_path_factory.mktemp("app")
    data = folder / "data"
    library = open_library(data, Encoder(shutil.copytree(tiny_model, model_folder(data / "models", CARRIED))))
    assert library.ingest(write_papers(folder / "papers")).went_well
    library.close()
    return data


def environment(data: Path, **settings: str) -> dict[str, str]:
    return {"REFDESK_DATA": str(data), "REFDESK_PORT": "0", "HF_HUB_OFFLINE": "1", "PATH": os.defpath, **settings}


class Started:
    """The app: its first line, its address, and where its log goes."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        assert process.stdout is not None
        self.line = process.stdout.readline()
        found = re.search(r"ready at (http://\S+?)/ ", self.line)
        assert found, log.read_text()
        self.address = found.group(1)
        self.log = log
        with socket.create_connection(("127.0.0.1", int(self.address.rpartition(":")[2]))):
            pass  # what it says is so: it takes visitors from now on


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A provider that repeats the key and the question in its errors."""
    with ScriptedServer(faults.broken()) as server:
        yield server


def test_a_model_that_fails_is_told_of_and_its_key_is_not(data: Path, tmp_path: Path, server: ScriptedServer) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'OPENAI_API_KEY = "{KEY}"\n', encoding="utf-8")
    secrets.chmod(0o600)
    metrics = free_port()
    settings = environment(
        data, REFDESK_CHAT_MODEL="openai:scripted", REFDESK_CHAT_BASE_URL=server.url, REFDESK_SECRETS=str(secrets),
        REFDESK_METRICS_PORT=str(metrics), OPENAI_LOG="debug",
    )  # fmt: skip
    log = tmp_path / "log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        with process:
            try:
                app = Started(process, log)
                assert "; language model: openai:scripted)" in app.line
                answer = httpx.post(f"{app.address}/api/ask", json={"question": QUESTION}, timeout=30)
                seen = server.seen[:]
                server.close()
                down = httpx.post(f"{app.address}/api/ask", json={"question": QUESTION}, timeout=30)
                ready = httpx.get(f"{app.address}/readyz")
                counted = httpx.get(f"http://127.0.0.1:{metrics}/metrics").text
                pages = [httpx.get(f"{app.address}{path}", timeout=30).text for path in ("/", "/openapi.json")]
            finally:
                process.terminate()
                rest = process.stdout.read() if process.stdout else ""
    assert len(seen) == 2
    assert seen[0].headers["authorization"] == f"Bearer {KEY}"
    assert ready.status_code == 200
    assert ready.json()["chat_model"] == "openai:scripted"
    for each in (answer, down):
        assert each.status_code == 200
        assert each.json()["mode"] == "extractive"
        assert each.json()["statements"]
        assert each.json()["prose"]["fallback"].startswith("The language model cannot be reached at the moment")
    assert 'refdesk_model_calls_total{outcome="unavailable"} 2.0' in counted
    told = log.read_text()
    assert '"kind": "unavailable"' in told
    everything = told + app.line + rest + counted + ready.text + answer.text + down.text + "".join(pages)
    assert "PANGOLIN" not in everything
    assert QUESTION not in told + counted


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"REFDESK_CHAT_MODEL": "gpt-5"}, "names no provider that Refdesk knows"),
        ({"REFDESK_CHAT_MODEL": "openai:gpt-5"}, "there is no OPENAI_API_KEY"),
    ],
)
def test_a_wrong_setting_is_told_when_the_app_starts(data: Path, settings: dict[str, str], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=environment(data, **settings), capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
