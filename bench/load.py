"""The desk under load: a hundred open widgets, then three times as many readers as it can answer.

    python -m bench.load

The real app on the library that comes along, in a process of its own. Each widget is a reader at an address of its own
behind a trusted proxy; it asks, asks a follow-up, opens a passage or checks a quotation, then thinks for about fifteen
seconds. For the overload, readers do not think; how many keep the desk busy three times over is measured first. All
the while somebody watches `/healthz`. Other programs on the machine make all of this slower.
"""

import argparse
import asyncio
import json
import random
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
import psutil

from bench.measuring import MEBIBYTE, percentile, report, resident
from bench.serving import LIBRARY, ingest_library, serving
from qa.evaluate.gold import load_gold

WIDGETS, THINK_S, SECONDS = 100, 15.0, 120.0
OVERLOAD, OVERLOAD_S = 3, 30.0
WATCH_EVERY_S = 0.5
SEED = 6
FOLLOW_UPS = ("Why?", "And when was that?", "Who said so?", "What about Poland?")
HONEST = (429, 503)


@dataclass
class Seen:
    """What one step showed: milliseconds by kind of what was answered and of what was refused, and every status."""

    answered: dict[str, list[float]] = field(default_factory=dict)
    refused: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    unwaited: int = 0
    watched: list[float] = field(default_factory=list)
    unwatched: int = 0

    def note(self, kind: str, response: httpx.Response, ms: float) -> None:
        """Adds one response."""
        self.statuses[response.status_code] += 1
        if response.is_success:
            self.answered.setdefault(kind, []).append(ms)
        else:
            self.refused.append(ms)
            self.unwaited += response.status_code in HONEST and "retry-after" not in response.headers


class Reader:
    """One open widget."""

    def __init__(self, number: int, client: httpx.AsyncClient, questions: Sequence[str], seen: Seen) -> None:
        self._client, self._questions, self._seen = client, questions, seen
        self._headers = {"X-Forwarded-For": f"198.18.{number // 250}.{number % 250 + 1}"}
        self._chance = random.Random(SEED * 1000 + number)
        self._answer: dict[str, Any] = {}

    async def live(self, until: float, think_s: float) -> None:
        """Does one thing after the other until that moment, thinking in between."""
        await asyncio.sleep(self._chance.uniform(0, think_s))
        while perf_counter() < until:
            await self._act()
            await asyncio.sleep(self._chance.expovariate(1 / think_s) if think_s else 0)

    async def _act(self) -> None:
        kind = self._chance.choices(("ask", "follow-up", "passage", "lookup"), (50, 20, 20, 10))[0]
        cited = self._answer.get("citations") or []
        if kind in ("passage", "lookup") and not cited:
            kind = "ask"
        if kind == "passage":
            await self._send(kind, "GET", f"/passages/{cited[0]['passage_id']}")
        elif kind == "lookup":
            await self._send(kind, "POST", "/api/lookup", {"text": f"“{cited[0]['quote']}”"})
        elif kind == "follow-up" and self._answer:
            history = [
                {"role": "user", "content": self._answer["question"]},
                {"role": "assistant", "content": self._answer["text"][:2000]},
            ]
            await self.ask(kind, self._chance.choice(FOLLOW_UPS), history)
        else:
            await self.ask("ask", self._chance.choice(self._questions), [])

    async def ask(self, kind: str, question: str, history: list[dict[str, str]]) -> None:
        """One question, as the widget sends it: the answer comes as a stream."""
        body = {"question": question, "history": history, "stream": True}
        response = await self._send(kind, "POST", "/api/ask", body)
        if response is not None and response.is_success:
            last = response.text.strip().rpartition("data: ")[2]
            self._answer = json.loads(last)

    async def _send(self, kind: str, method: str, path: str, body: object = None) -> httpx.Response | None:
        began = perf_counter()
        try:
            response = await self._client.request(method, path, json=body, headers=self._headers)
        except httpx.TransportError:
            self._seen.statuses[0] += 1
            return None
        self._seen.note(kind, response, (perf_counter() - began) * 1000)
        return response


async def watch(client: httpx.AsyncClient, seen: Seen, until: float) -> None:
    """Asks again and again whether the desk lives."""
    while perf_counter() < until:
        began = perf_counter()
        try:
            response = await client.get("/healthz", timeout=5)
            seen.unwatched += response.status_code != 200
        except httpx.TransportError:
            seen.unwatched += 1
        seen.watched.append((perf_counter() - began) * 1000)
        await asyncio.sleep(WATCH_EVERY_S)


async def step(address: str, readers: int, think_s: float, seconds: float, questions: Sequence[str]) -> Seen:
    """So many readers for so long."""
    seen = Seen()
    limits = httpx.Limits(max_connections=readers + 10)
    async with (
        httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client,
        httpx.AsyncClient(base_url=address) as watcher,
    ):
        until = perf_counter() + seconds
        living = [Reader(number, client, questions, seen).live(until, think_s) for number in range(readers)]
        await asyncio.gather(watch(watcher, seen, until), *living)
    return seen


def most_at_once(address: str, questions: Sequence[str]) -> float:
    """Questions a second that the desk answers while there is always another one."""
    seen = asyncio.run(step(address, 4, 0.0, 10.0, questions))
    return sum(len(times) for times in seen.answered.values()) / 10.0


def overload_think_s(readers: int, rate: float) -> float:
    """How long each of them may think for all to come to `OVERLOAD` times `rate` requests a second."""
    return readers / (OVERLOAD * rate)


def row(name: str, times: Sequence[float]) -> tuple[str, ...]:
    """Count and percentiles."""
    if not times:
        return (name, "0", "", "", "", "")
    spread = [statistics.median(times), percentile(times, 95), percentile(times, 99), max(times)]
    return (name, str(len(times)), *(f"{value:,.0f}" for value in spread))


def rows_of(title: str, seen: Seen) -> list[tuple[str, ...]]:
    """The table of one step."""
    every = [ms for times in seen.answered.values() for ms in times]
    return [
        row(f"{title}: answered", every),
        *(row(f"  {kind}", times) for kind, times in sorted(seen.answered.items())),
        row("  refused", seen.refused),
        row("  /healthz", seen.watched),
    ]


def record_of(seen: Seen) -> dict[str, Any]:
    """The same for the results' file."""
    every = sorted(ms for times in seen.answered.values() for ms in times)
    return {
        "answered": len(every),
        "ms": {name: round(percentile(every, percent)) for name, percent in (("p50", 50), ("p95", 95), ("p99", 99))},
        "statuses": dict(seen.statuses),
        "refused": len(seen.refused),
        "refused_p95_ms": round(percentile(seen.refused, 95)) if seen.refused else None,
        "refused_most_ms": round(max(seen.refused)) if seen.refused else None,
        "refusals_without_retry_after": seen.unwaited,
        "healthz_failures": seen.unwatched,
        "healthz_asked": len(seen.watched),
    }


def dishonest(seen: Seen) -> dict[int, int]:
    """Statuses that a reader should never get under load."""
    return {status: n for status, n in seen.statuses.items() if not 200 <= status < 300 and status not in HONEST}


def main() -> None:
    """Measures, prints the table, writes the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"of the widgets' step (default: {SECONDS:.0f})")
    parser.add_argument("--widgets", type=int, default=WIDGETS, help=f"how many are open (default: {WIDGETS})")
    parser.add_argument("--data", type=Path, default=LIBRARY, help="folder of a library that is ready to use")
    options = parser.parse_args()
    if options.data == LIBRARY:
        ingest_library()
    questions = list(dict.fromkeys(gold.turns[0] for gold in load_gold()))
    with serving(options.data, settings={"REFDESK_PROXY": "127.0.0.1"}) as served:
        process = psutil.Process(served.process.pid)
        rate = most_at_once(served.address, questions)
        before = resident(process) / MEBIBYTE
        widgets = asyncio.run(step(served.address, options.widgets, THINK_S, options.seconds, questions))
        between = resident(process) / MEBIBYTE
        think_s = overload_think_s(options.widgets, rate)
        overload = asyncio.run(step(served.address, options.widgets, think_s, OVERLOAD_S, questions))
        after = resident(process) / MEBIBYTE
    report(
        "load",
        f"{options.widgets} widgets, {THINK_S:.0f} s think time; the desk can answer {rate:.1f} requests a second",
        [*rows_of("widgets", widgets), *rows_of(f"{OVERLOAD}x overload", overload)],
        ["", "count", "p50 ms", "p95", "p99", "most"],
        {
            "widgets": record_of(widgets),
            "overload": record_of(overload),
            "requests_a_second": round(rate, 1),
            "memory_mib": {"before": round(before), "after_widgets": round(between), "after_overload": round(after)},
            "dishonest": {"widgets": dishonest(widgets), "overload": dishonest(overload)},
        },
    )
    print(f"statuses: widgets {dict(widgets.statuses)}, overload {dict(overload.statuses)}")
    print(f"/healthz failures: {widgets.unwatched + overload.unwatched}")
    print(f"memory: {before:.0f} MiB before, {between:.0f} after the widgets, {after:.0f} after the overload")


if __name__ == "__main__":
    main()
