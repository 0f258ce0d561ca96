"""`python app.py` told to stop: readers are told, nothing that was acknowledged is lost, and it ends in time."""

import json
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import until

from corpus.encoder import CARRIED, Encoder, model_folder
from corpus.settings import ROOT

pytestmark = pytest.mark.slow

VISIT = {"cookie": "refdesk_visit=" + "v" * 32}
CHAT_STREAMS, WAITING = 48, 8
WORDS = (
    "the radar in Poland and the interceptors of the phased approach cooperate with Russia on missile defense".split()
)


def long_draft(number: int) -> str:
    """Quotations that take seconds to look up: many words of the library, in no order that it has."""
    chance = random.Random(number)  # noqa: S311 - words for a draft
    return "\n\n".join(f"“{' '.join(chance.choices(WORDS, k=40))}”" for _ in range(190))


@dataclass
class Stream:
    """What a client hears of one stream, followed in a thread of its own."""

    heard: list[str] = field(default_factory=list)
    status: int = 0
    ended: bool = False
    broken: str = ""

    def follow(self, method: str, address: str, **request: Any) -> None:
        try:
            with httpx.stream(method, address, timeout=60, **request) as response:
                self.status = response.status_code
                self.heard.extend(response.iter_lines())
            self.ended = True
        except httpx.HTTPError as error:
            self.broken = repr(error)


def following(method: str, address: str, **request: Any) -> Stream:
    stream = Stream()
    threading.Thread(target=stream.follow, args=(method, address), kwargs=request, daemon=True).start()
    return stream


@pytest.fixture
def running(
    tmp_path: Path, tiny_model: Path, papers: Path, open_library: Callable[..., Any]
) -> Iterator[tuple["subprocess.Popen[str]", str, Path]]:
    """The real program on a small library: its process, its address, and its data folder."""
    data = tmp_path / "data"
    library = open_library(data, Encoder(shutil.copytree(tiny_model, model_folder(data / "models", CARRIED))))
    assert library.ingest(papers).went_well
    library.close()
    settings = {"REFDESK_DATA": str(data), "REFDESK_PORT": "0", "HF_HUB_OFFLINE": "1", "PATH": "/usr/bin:/bin"}
    with (tmp_path / "log").open("w") as log, ExitStack() as ending:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=log, text=True
        )
        ending.callback(process.wait)
        ending.callback(process.kill)
        assert process.stdout is not None
        ending.callback(process.stdout.close)
        ready = re.search(r"ready at (http://\S+?)/ ", process.stdout.readline())
        assert ready, (tmp_path / "log").read_text()
        until(lambda: answers(f"{ready.group(1)}/readyz"))
        yield process, ready.group(1), data


def answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.TransportError:
        return False


def ended_after(process: "subprocess.Popen[str]", most_s: float) -> float:
    began = time.monotonic()
    process.wait(most_s)
    return time.monotonic() - began


def test_it_ends_in_order_with_fifty_streams_open(
    running: tuple["subprocess.Popen[str]", str, Path], tmp_path: Path
) -> None:
    process, address, data = running
    question = {"question": "What does Russia demand before it will cooperate?"}
    answer = httpx.post(f"{address}/api/ask", json=question, timeout=30).json()
    chats = [
        following("GET", f"{address}/gradio_api/heartbeat/s{number}", headers=VISIT) for number in range(CHAT_STREAMS)
    ]
    until(lambda: all("data: ALIVE" in chat.heard for chat in chats))
    lookups = [
        following("POST", f"{address}/api/lookup", json={"text": long_draft(number), "stream": True})
        for number in range(2 + WAITING)
    ]
    until(lambda: sum(lookup.heard.count("event: progress") > 1 for lookup in lookups) == 2)
    rating = {"answer_id": answer["id"], "rating": "up", "comment": "kept"}
    assert httpx.post(f"{address}/api/feedback", json=rating, timeout=30).status_code == 204

    process.send_signal(signal.SIGTERM)
    until(lambda: httpx.get(f"{address}/readyz").status_code == 503)
    refused = httpx.post(f"{address}/api/ask", json=question)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")
    took_s = ended_after(process, 20)

    assert process.returncode == 0
    assert took_s < 10
    until(lambda: all(stream.ended or stream.broken for stream in (*chats, *lookups)))
    assert [stream.broken for stream in (*chats, *lookups) if stream.broken] == []
    told = [lookup for lookup in lookups if lookup.status == 200]
    assert len(told) == 2
    for lookup in told:
        assert "event: error" in lookup.heard
        problem = json.loads(next(line for line in reversed(lookup.heard) if line).removeprefix("data: "))
        assert (problem["status"], "restarting" in problem["detail"]) == (503, True)
    assert [lookup.status for lookup in lookups if lookup.status != 200] == [503] * WAITING
    with sqlite3.connect(data / "catalogue.sqlite3") as kept:
        assert kept.execute("SELECT answer_id, rating, comment FROM feedback").fetchall() == [
            (answer["id"], "up", "kept")
        ]
    kept.close()
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert [line for line in lines if line["level"] == "error"] == []


def test_a_second_interrupt_ends_it_at_once(running: tuple["subprocess.Popen[str]", str, Path]) -> None:
    process, address, _ = running
    lookup = following("POST", f"{address}/api/lookup", json={"text": long_draft(1), "stream": True})
    until(lambda: bool(lookup.heard))
    process.send_signal(signal.SIGINT)
    until(lambda: httpx.get(f"{address}/readyz").status_code == 503)
    process.send_signal(signal.SIGINT)
    assert ended_after(process, 20) < 4
    assert process.returncode in (0, 130)
