"""From question to answer: how long the desk takes, on the library that comes along.

    python -m bench.answer_speed

A sample of the gold questions of one turn, drawn by a seed, asked several times of an open desk, in a new order each
time; each question counts with its median. Then once over HTTP. For comparison, the LangChain recipe finds its four
pieces for the same questions (there it stops: it gives no answer).
"""

import argparse
import random
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.langchain_recipe import PIECES_SHOWN, ingest, open_store
from bench.measuring import percentile, report
from bench.serving import LIBRARY, ingest_library, post, serving
from corpus.settings import Settings
from corpus.types import Tier
from qa.desk import Desk
from qa.evaluate.gold import load_gold
from qa.open import open_desk

ROUNDS = 3
SAMPLE = 120
SEED = 11


def desk_times(desk: Desk, questions: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """By step, the median milliseconds of each question. `total` is measured around the whole call."""
    laps: dict[str, dict[str, list[float]]] = {step: {} for step in ("retrieval", "answer", "total")}
    shuffle = random.Random(SEED)
    for question in questions[:10]:
        desk.ask(question, tier=Tier.STAFF)
    for _ in range(rounds):
        for question in shuffle.sample(questions, len(questions)):
            began = perf_counter()
            answer = desk.ask(question, tier=Tier.STAFF)
            took = {**answer.timings_ms, "total": (perf_counter() - began) * 1000}
            for step, own in laps.items():
                own.setdefault(question, []).append(took[step])
    return {step: [statistics.median(times) for times in own.values()] for step, own in laps.items()}


def http_times(questions: Sequence[str]) -> list[float]:
    """Milliseconds of each question through the app."""
    times = []
    with serving() as served:
        for question in questions[:10]:
            post(served.address, question)
        for question in questions:
            began = perf_counter()
            post(served.address, question)
            times.append((perf_counter() - began) * 1000)
    return times


def recipe_times(desk: Desk, questions: Sequence[str]) -> list[float]:
    """Milliseconds in which the recipe finds its pieces, in a store of the same documents' text."""
    with tempfile.TemporaryDirectory(prefix="refdesk-bench-", ignore_cleanup_errors=True) as folder:
        files = Path(folder) / "files"
        files.mkdir()
        for entry in desk.documents(tier=Tier.STAFF):
            text = desk.document(entry.id, tier=Tier.STAFF).document.text
            (files / f"{entry.id}.txt").write_text(text, encoding="utf-8")
        ingest(files, Path(folder) / "store")
        store = open_store(Path(folder) / "store")
        store.similarity_search(questions[0], k=PIECES_SHOWN)
        times = []
        for question in questions:
            began = perf_counter()
            store.similarity_search(question, k=PIECES_SHOWN)
            times.append((perf_counter() - began) * 1000)
    return times


def spread(times: Sequence[float]) -> dict[str, float]:
    """Percentiles, in milliseconds."""
    return {
        "p50": round(statistics.median(times), 1),
        "p95": round(percentile(times, 95), 1),
        "most": round(max(times), 1),
    }


def main() -> None:
    """Measures, prints the table, writes the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"times each question is asked (default: {ROUNDS})")
    parser.add_argument("--questions", type=int, default=SAMPLE, help=f"how many are drawn (default: {SAMPLE})")
    options = parser.parse_args()
    ingest_library()
    asked = list(dict.fromkeys(gold.turns[0] for gold in load_gold() if len(gold.turns) == 1))
    draw = random.Random(SEED)
    questions = draw.sample(asked, min(len(asked), options.questions))
    desk = open_desk(Settings(data=LIBRARY))
    status = desk.status()
    steps: dict[str, Any] = {step: spread(times) for step, times in desk_times(desk, questions, options.rounds).items()}
    steps["over HTTP"] = spread(http_times(questions))
    steps["LangChain recipe, pieces only"] = spread(recipe_times(desk, questions))
    desk.close()
    report(
        "answer_speed",
        f"Question to answer, ms: {len(questions)} questions, {status.passages} passages",
        [(step, *(f"{value:,.1f}" for value in times.values())) for step, times in steps.items()],
        ["", "p50", "p95", "most"],
        {"questions": len(questions), "passages": status.passages, "documents": status.documents, "ms": steps},
    )


if __name__ == "__main__":
    main()
