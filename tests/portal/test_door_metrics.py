"""Metrics for Prometheus: on this machine alone, with a few label values, and nothing of them on the public port."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from doors import WatchedDesk, serving, until
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.errors import SettingsError
from corpus.settings import Settings
from portal.door.door import Door
from portal.door.metrics import Metrics, MetricsServer
from portal.door.opening import measure, open_door
from qa.chat.breaker import FAILURES
from qa.chat.open import open_chat
from qa.chat.types import Call
from qa.types import Answer, Prose

ANSWER = Answer(
    id="a", question="What Anna asked", standalone_question="What Anna asked", answerable=True, confidence=0.9,
    mode="extractive", statements=(), citations=(),
    timings_ms={"retrieval": 12.0, "reading": 30.0, "answer": 3.0, "total": 45.0, "Anna": 1.0},
)  # fmt: skip


def told(text: str) -> dict[tuple[str, ...], float]:
    """Every sample by its name and label values."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def served_metrics() -> Iterator[tuple[Metrics, str]]:
    metrics = Metrics()
    server = MetricsServer(metrics, 0)
    yield metrics, f"http://127.0.0.1:{server.port}/metrics"
    server.close()


def test_answers_are_counted_with_the_time_of_their_stages(served_metrics: tuple[Metrics, str]) -> None:
    metrics, address = served_metrics
    metrics.answered(ANSWER)
    metrics.answered(replace(ANSWER, answerable=False))
    metrics.answered(replace(ANSWER, mode="generative", prose=Prose("a:b", 6, 7)))
    text = httpx.get(address).text
    samples = told(text)
    assert samples["refdesk_answers_total", "yes", "extractive"] == 1
    assert samples["refdesk_answers_total", "no", "extractive"] == 1
    assert samples["refdesk_answers_total", "yes", "generative"] == 1
    assert samples["refdesk_prose_sentences_total", "yes"] == 6
    assert samples["refdesk_prose_sentences_total", "no"] == 1
    assert samples["refdesk_answer_seconds_sum", "reading"] == pytest.approx(0.09)
    assert samples["refdesk_answer_seconds_count", "total"] == 3
    assert samples["process_resident_memory_bytes",] > 1e7
    assert "Anna" not in text


def test_requests_to_the_language_model_are_counted(served_metrics: tuple[Metrics, str]) -> None:
    metrics, address = served_metrics
    metrics.called(Call("answered", 3.0, first_s=0.5, tokens=40))
    metrics.called(Call("timeout", 15.0))
    metrics.called(Call("paused", 0.0))
    samples = told(httpx.get(address).text)
    assert [samples["refdesk_model_calls_total", each] for each in ("answered", "timeout", "paused")] == [1, 1, 1]
    assert samples["refdesk_model_seconds_sum", "first words"] == 0.5
    assert samples["refdesk_model_seconds_sum", "whole"] == 18.0
    assert samples["refdesk_model_seconds_count", "whole"] == 2
    assert samples["refdesk_model_tokens_total",] == 40


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_a_page_whose_name_leads_here_is_told_nothing(host: str, served_metrics: tuple[Metrics, str]) -> None:
    response = httpx.get(served_metrics[1], headers={"host": host})
    assert response.status_code == 403
    assert "refdesk_" not in response.text


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_no_other_machine_reaches_them(host: str) -> None:
    with pytest.raises(SettingsError, match="for this machine alone"):
        MetricsServer(Metrics(), 0, host)


def test_a_port_in_use_is_said_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingsError, match="REFDESK_METRICS_PORT"):
            MetricsServer(Metrics(), taken.getsockname()[1])


def test_streams_requests_and_places_are_counted(build_app: Callable[..., FastAPI]) -> None:
    desk, door = WatchedDesk(), Door()
    with serving(build_app(desk, door=door)) as address:
        assert httpx.get(f"{address}/metrics").status_code == 404
        body = {"question": "Which countries will host missile defense systems?", "stream": True}
        desk.gate.clear()
        with httpx.stream("POST", f"{address}/api/ask", json=body, timeout=10) as response:
            lines = response.iter_lines()
            next(lines)
            assert sample(door, "refdesk_streams_open") == 1
            desk.gate.set()
            assert any(line == "event: answer" for line in lines)
        for name in ("one", "two", "three"):
            httpx.get(f"{address}/passages/{name}")
            httpx.request("GET", f"{address}/{name}")
        until(lambda: sample(door, "refdesk_streams_open") == 0)
        until(lambda: requests(door, "/passages/{passage_id}", "404") == 3)
        until(lambda: requests(door, "(nowhere)", "404") == 4)
        assert requests(door, "/api/ask", "200") == 1


def sample(door: Door, name: str, **labels: str) -> float | None:
    return door.metrics.registry.get_sample_value(name, labels)


def requests(door: Door, route: str, status: str) -> float | None:
    return sample(door, "refdesk_requests_total", route=route, status=status, tier="public")


def test_what_a_desk_is_at_is_looked_up(tmp_path: Path) -> None:
    desk, door = WatchedDesk(), open_door(Settings(data=tmp_path))
    desk.catalogue = Catalogue(Database(tmp_path / "catalogue.sqlite3"))  # type: ignore[attr-defined]
    chat = open_chat(Settings(chat_model="x", chat_base_url="http://127.0.0.1:9/v1"), environment={})
    assert chat is not None
    desk.models = SimpleNamespace(chat=chat)  # type: ignore[attr-defined]
    measure(door, desk)  # type: ignore[arg-type]
    assert sample(door, "refdesk_passages_withheld_total") == 0
    assert sample(door, "refdesk_generation") == 1
    with door.place():
        assert sample(door, "refdesk_places_taken") == 1
    assert sample(door, "refdesk_places_taken") == sample(door, "refdesk_line_waiting") == 0
    assert sample(door, "refdesk_model_paused") == 0
    for _ in range(FAILURES):
        chat.breaker.failed()
    assert sample(door, "refdesk_model_paused") == 1
    desk.catalogue.withheld += 2  # type: ignore[attr-defined]
    assert sample(door, "refdesk_passages_withheld_total") == 2
    desk.catalogue.database.close()  # type: ignore[attr-defined]
