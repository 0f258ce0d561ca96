"""The whole of an evaluation: questions asked of a desk, judged and counted, and the same as JSON."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import IndexUnavailable
from qa.desk import Desk
from qa.evaluate.ask import ask_all
from qa.evaluate.figures import Table, tabulated
from qa.evaluate.gold import Gold
from qa.evaluate.intervals import Figure
from qa.evaluate.judge import Judged, judge
from qa.render import answer_json, retrieved_json
from qa.types import Status


@dataclass(frozen=True, slots=True)
class Results:
    """What was asked of which library, and how it went."""

    library: Status
    judged: tuple[Judged, ...]
    figures: Table

    @property
    def checksum(self) -> str:
        """Names the held-out questions with what is expected of each, so that a baseline knows its own."""
        held_out = [item.gold for item in self.judged if item.gold.split == "hold"]
        lines = sorted(repr(asdict(gold)) for gold in held_out)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    @property
    def failures(self) -> tuple[Judged, ...]:
        """The questions that went wrong, in order."""
        return tuple(item for item in self.judged if not item.is_right)


def evaluate(desk: Desk, questions: Sequence[Gold], asked: Callable[[], None] = lambda: None) -> Results:
    """Asks `questions` of `desk` and judges its answers; `asked` is told after each.

    Raises IndexUnavailable if the desk has no library to answer from, and what the desk raises.
    """
    library = desk.status()
    if not library.ready:
        raise IndexUnavailable(library.reason)
    judged = tuple(judge(item) for item in ask_all(desk, questions, asked))
    return Results(library, judged, tabulated(judged))


def results_json(results: Results) -> dict[str, Any]:
    """Everything: figures, and each question with its outcome, its answer and what was found for it."""
    return {
        **head_json(results),
        "figures": figures_json(results.figures),
        "questions": [*map(_judged, results.judged)],
    }


def head_json(results: Results) -> dict[str, Any]:
    """What was evaluated."""
    library = results.library
    return {
        "library": {"documents": library.documents, "passages": library.passages, "model": library.model},
        "gold": {"questions": len(results.judged), "checksum": results.checksum},
    }


def figures_json(figures: Table) -> dict[str, Any]:
    """split → type → measure → value, low, high, count."""
    return {
        split: {type_: {key: _rounded(figure) for key, figure in cell.items()} for type_, cell in types.items()}
        for split, types in figures.items()
    }


def write_json(path: Path, record: Mapping[str, Any]) -> None:
    """Writes `record` to `path`. Raises OSError."""
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _rounded(figure: Figure) -> dict[str, Any]:
    return {key: round(value, 5) for key, value in asdict(figure).items()}


def _judged(item: Judged) -> dict[str, Any]:
    gold = item.gold
    return {
        "id": gold.id,
        "type": gold.type,
        "split": gold.split,
        "tier": gold.tier.label,
        "turns": list(gold.turns),
        "expected": gold.expected,
        "phrases": [list(group) for group in gold.phrases],
        "refutation": list(gold.refutation),
        "choices": list(gold.choices),
        "documents": list(gold.documents),
        "outcome": item.outcome,
        "right": item.is_right,
        "ranks": list(item.ranks),
        "cited": item.cited,
        "supporting": item.supporting,
        "elapsed_ms": round(item.asked.elapsed_ms, 2),
        "answer": answer_json(item.asked.answer),
        "found": [retrieved_json(hit) for hit in item.asked.found],
    }
