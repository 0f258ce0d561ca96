"""Outcomes → figures, for each split and type of question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qa.evaluate.gold import ANSWERABLE_TYPES, SPLITS, UNANSWERABLE_TYPES
from qa.evaluate.intervals import Figure, Values, average, balanced, ratio, resampled
from qa.evaluate.judge import Judged

ALL_TYPES = "all types"
BOTH = "all"
"""Both splits together."""

Figures = Mapping[str, Figure]
"""By the key of the measure; a measure that no question bears on is absent."""

Table = Mapping[str, Mapping[str, Figures]]
"""split → type → figures; `all` stands for both splits, `all types` for every type."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure means. `better` says which way is up; `short` heads a narrow column."""

    key: str
    label: str
    short: str
    meaning: str
    better: Literal["higher", "lower"] = "higher"
    unit: Literal["share", "ms"] = "share"


MEASURES = (
    Measure("recall_1", "Recall@1", "R@1", "supporting phrases held by the first passage found"),
    Measure("recall_5", "Recall@5", "R@5", "supporting phrases held by the first five passages"),
    Measure("recall_10", "Recall@10", "R@10", "supporting phrases held by the first ten passages"),
    Measure("mrr", "Mean reciprocal rank", "MRR", "1 / rank of the first passage that holds a supporting phrase"),
    Measure(
        "quoted",
        "Answers with the phrase",
        "Quoted",
        "answerable questions whose citations hold every supporting phrase",
    ),
    Measure(
        "quoted_some",
        "… with at least one",
        "Some",
        "answerable questions whose citations hold at least one supporting phrase",
    ),
    Measure(
        "sentence_precision",
        "Sentence precision",
        "Prec.",
        "cited sentences that hold a supporting phrase, where an answerable question was answered",
    ),
    Measure("answered", "Answerable, answered", "Ans.", "answerable questions that got an answer of any kind"),
    Measure(
        "answered_sure", "… without a word of doubt", "Sure", "answerable questions answered without a word of doubt"
    ),
    Measure(
        "declined",
        "Unanswerable, declined",
        "Decl.",
        "unanswerable questions that were declined, or whose false premise was refuted by a quotation",
    ),
    Measure(
        "balanced_accuracy",
        "Balanced accuracy",
        "Balanced",
        "mean of “answerable, answered” and “unanswerable, declined”: 50\u00a0% is chance",
    ),
    Measure(
        "balanced_accuracy_strict",
        "… refutations not counted",
        "Strict",
        "the same, where a refuted premise counts as answered",
    ),
    Measure(
        "false_answers",
        "False answers",
        "False",
        "unanswerable questions that were answered, with nothing that refutes them",
        better="lower",
    ),
    Measure(
        "false_sure",
        "… without a word of doubt",
        "F. sure",
        "unanswerable questions answered falsely and without a word of doubt",
        better="lower",
    ),
    Measure("latency_p50_ms", "Latency, median", "p50", "time to the whole answer", better="lower", unit="ms"),
    Measure("latency_p95_ms", "Latency, 95th percentile", "p95", "time to the whole answer", better="lower", unit="ms"),
)
HEADLINES = ("recall_5", "quoted", "balanced_accuracy")
"""The measures that must not drop on the held-out questions."""


def measure_named(key: str) -> Measure:
    """The measure with `key`. Raises KeyError."""
    return {measure.key: measure for measure in MEASURES}[key]


def tabulated(judged: Sequence[Judged]) -> Table:
    """The figures of each split and type that has questions."""
    table: dict[str, dict[str, Figures]] = {}
    for split in (*SPLITS, BOTH):
        within = [item for item in judged if split in (BOTH, item.gold.split)]
        if not within:
            continue
        table[split] = {ALL_TYPES: measured(within)}
        for type_ in ANSWERABLE_TYPES + UNANSWERABLE_TYPES:
            members = [item for item in within if item.gold.type == type_]
            if members:
                table[split][type_] = measured(members)
    return table


def measured(judged: Sequence[Judged]) -> Figures:
    """The figures of these questions together."""
    answerable = [item for item in judged if item.gold.answerable]
    unanswerable = [item for item in judged if not item.gold.answerable]
    figures: dict[str, Figure] = {}
    if answerable:
        figures |= _of_answerable(answerable)
    if unanswerable:
        figures["declined"] = average(_values(item.is_right for item in unanswerable))
        figures["false_answers"] = average(_values(item.outcome == "false answer" for item in unanswerable))
        figures["false_sure"] = average(
            _values(item.outcome == "false answer" and not item.asked.answer.reason for item in unanswerable)
        )
    if answerable and unanswerable:
        answered = _values(item.asked.answer.answerable for item in answerable)
        declined = _values(not item.asked.answer.answerable for item in unanswerable)
        figures["balanced_accuracy"] = balanced(answered, _values(item.is_right for item in unanswerable))
        figures["balanced_accuracy_strict"] = balanced(answered, declined)
    elapsed_ms = _values(item.asked.elapsed_ms for item in judged)
    figures["latency_p50_ms"] = resampled(elapsed_ms, lambda table: np.percentile(table, 50, axis=1))
    figures["latency_p95_ms"] = resampled(elapsed_ms, lambda table: np.percentile(table, 95, axis=1))
    return {measure.key: figures[measure.key] for measure in MEASURES if measure.key in figures}


def _of_answerable(judged: Sequence[Judged]) -> dict[str, Figure]:
    figures = {f"recall_{k}": average(_values(item.recall(k) for item in judged)) for k in (1, 5, 10)}
    figures["mrr"] = average(_values(1 / item.rank if item.rank else 0.0 for item in judged))
    figures["quoted"] = average(_values(item.outcome == "quoted" for item in judged))
    figures["quoted_some"] = average(_values(item.outcome in ("quoted", "partly quoted") for item in judged))
    figures["answered"] = average(_values(item.asked.answer.answerable for item in judged))
    sure = [item.asked.answer.answerable and not item.asked.answer.reason for item in judged]
    figures["answered_sure"] = average(_values(sure))
    cited = [item for item in judged if item.cited]
    if cited:
        figures["sentence_precision"] = ratio(
            _values(item.supporting for item in cited), _values(item.cited for item in cited)
        )
    return figures


def _values(values: Iterable[float]) -> Values:
    return np.array([float(value) for value in values], dtype=np.float64)
