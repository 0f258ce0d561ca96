"""What the desk counts of itself, for Prometheus, on a port that only this machine reaches.

Every label has a small fixed set of values: route templates, statuses, tiers, reasons, stages. None holds a word of a
reader's.
"""

import ipaddress
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    make_wsgi_app,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from corpus.errors import SettingsError
from qa.chat.types import Call
from qa.types import Answer

LOOPBACK = "127.0.0.1"
LOCAL_NAMES = ("127.0.0.1", "localhost")
STAGES = ("retrieval", "reading", "shown", "answer", "writing", "total")
PARTS = ("first words", "whole")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
MODEL_SECONDS = (0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0)


disable_created_metrics()  # type: ignore[no-untyped-call]  # the time that each series began is of no use here


class Metrics:
    """The counts of one desk, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        own: dict[str, Any] = {"registry": self.registry}
        self.requests = Counter(
            "refdesk_requests", "Requests answered, by template of the route", ["route", "status", "tier"], **own
        )
        self.refusals = Counter("refdesk_refusals", "Requests turned away at the door", ["reason"], **own)
        self.stages = Histogram(
            "refdesk_answer_seconds", "How long the stages of an answer took", ["stage"], buckets=SECONDS, **own
        )
        self.answers = Counter("refdesk_answers", "Answers given", ["answerable", "mode"], **own)
        self.calls = Counter(
            "refdesk_model_calls", "Requests to the language model, by how they went", ["outcome"], **own
        )
        self.call_seconds = Histogram(
            "refdesk_model_seconds", "How long the language model took", ["part"], buckets=MODEL_SECONDS, **own
        )
        self.call_tokens = Counter("refdesk_model_tokens", "Tokens that it wrote, where its provider counts", **own)
        self.sentences = Counter(
            "refdesk_prose_sentences", "Sentences of prose, by what came of their check", ["verified"], **own
        )
        self.streams = Gauge("refdesk_streams_open", "Streams of events that are open", **own)

    def answered(self, answer: Answer) -> None:
        """Counts an answer and the time that each of its stages took."""
        self.answers.labels("yes" if answer.answerable else "no", answer.mode).inc()
        if (prose := answer.prose) is not None:
            self.sentences.labels("yes").inc(prose.verified)
            self.sentences.labels("no").inc(prose.written - prose.verified)
        for stage, ms in answer.timings_ms.items():
            if stage in STAGES:
                self.stages.labels(stage).observe(ms / 1000)

    def called(self, call: Call) -> None:
        """Counts a request to the language model."""
        self.calls.labels(call.outcome).inc()
        self.call_tokens.inc(call.tokens)
        for part, seconds in zip(PARTS, (call.first_s, call.seconds), strict=True):
            if seconds is not None and call.outcome != "paused":
                self.call_seconds.labels(part).observe(seconds)

    def refused(self, reason: str) -> None:
        """Counts a request that was turned away for `reason`, one of a few."""
        self.refusals.labels(reason).inc()

    def watch(self, gauges: Iterable[tuple[str, str, Callable[[], float]]]) -> None:
        """Adds values that are looked up whenever somebody asks: (name, what it is, how to find it). A name that ends
        in `_total` only ever grows."""
        self.registry.register(_Watched(tuple(gauges)))


class _Watched(Collector):
    def __init__(self, gauges: tuple[tuple[str, str, Callable[[], float]], ...]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[Metric]:
        for name, what, value in self._gauges:
            if name.endswith("_total"):
                yield CounterMetricFamily(name.removesuffix("_total"), what, value=value())
            else:
                yield GaugeMetricFamily(name, what, value=value())


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Who asks for the metrics is not logged."""


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class MetricsServer:
    """Serves `metrics` on `port` of this machine alone until it is closed. Port 0 takes one that is free.

    Raises SettingsError for an address that others reach and for a port in use.
    """

    def __init__(self, metrics: Metrics, port: int, host: str = LOOPBACK) -> None:
        if not ipaddress.ip_address(host).is_loopback:
            raise SettingsError(f"The metrics are for this machine alone; they are not served at {host}.")
        shown = make_wsgi_app(metrics.registry)

        def guarded(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            """A page elsewhere whose name was made to lead here is told nothing."""
            if environ.get("HTTP_HOST", "").rpartition(":")[0].strip("[]") in (*LOCAL_NAMES, host):
                found: Iterable[bytes] = shown(environ, start)
                return found
            start(f"{HTTPStatus.FORBIDDEN.value} {HTTPStatus.FORBIDDEN.phrase}", [("Content-Type", "text/plain")])
            return [b"The metrics are served to this machine alone.\n"]

        try:
            self._server = make_server(host, port, guarded, _Threaded, _Quiet)
        except OSError as error:
            raise SettingsError(
                f"Cannot serve metrics on {host} port {port}: {error.strerror}. "
                "Set REFDESK_METRICS_PORT to another port, or to nothing to leave them out."
            ) from error
        self.port: int = self._server.server_port
        Thread(target=self._server.serve_forever, name="metrics", daemon=True).start()

    def close(self) -> None:
        """Stops serving."""
        self._server.shutdown()
        self._server.server_close()
