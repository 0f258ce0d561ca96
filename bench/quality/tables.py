"""Cases → figures, before and after side by side → a table and a record."""

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.quality.cases import Case
from bench.quality.metrics import (
    RESAMPLES,
    Measured,
    Statistic,
    Values,
    answered_in_halves,
    auroc,
    balanced_accuracy,
    best_threshold,
    difference,
    exact_match,
    f1,
    mean,
    measured,
    ndcg,
)
from qa.answer import THRESHOLD
from qa.confidence import fitted_scale, log_odds

Columns = Callable[[Sequence[Case]], tuple[Values, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: its columns without the reader (None where there are none) and with it."""

    label: str
    statistic: Statistic
    before: Columns | None
    after: Columns
    unit: str = "%"


@dataclass(frozen=True, slots=True)
class Line:
    """A row's figures: without the reader, with each reader, and the change from the first to the last of them."""

    label: str
    unit: str
    figures: tuple[Measured | None, ...]
    change: Measured | None


def rows_of(name: str) -> list[Row]:
    """The rows for the set `name`."""
    whole = "the whole question" if name.startswith("library") else "a question"
    cost = [
        Row(f"{whole}, {label}", statistic, partial(_ms, side="without"), partial(_ms, side="with"), "ms")
        for label, statistic in (("p50", _p50), ("p95", _p95))
    ]
    if name == "scifact":
        return [
            Row("nDCG@10, fused", mean, partial(_ndcg, kind="fused"), partial(_ndcg, kind="with")),
            Row("nDCG@10 of the dense leg", mean, partial(_ndcg, kind="dense"), partial(_ndcg, kind="dense")),
            Row("nDCG@10 of the lexical leg", mean, partial(_ndcg, kind="lexical"), partial(_ndcg, kind="lexical")),
            *cost,
        ]
    rows = []
    if name not in ("squad2_gold", "wikiqa"):
        rows += [
            Row(
                f"passage with the answer in the first {k}", mean,
                partial(_recall, kind="fused", k=k), partial(_recall, kind="with", k=k),
            )
            for k in (1, 5, 10)
        ]  # fmt: skip
    rows += _ways("sentence with the answer first", mean, _right)
    if name.startswith("squad2"):
        rows += _ways("exact match of the words that answer", mean, partial(_agreement, measure=exact_match))
        rows += _ways("F1 of the words that answer", mean, partial(_agreement, measure=f1))
    if name != "doc2dial":
        rows += _ways("answerable or not: AUROC", auroc, _scores)
        rows += _ways("… balanced accuracy, threshold of the other half", balanced_accuracy, _answered)
        rows += _ways("… balanced accuracy, best threshold", _best_balanced, _scores)
        rows.append(Row("… balanced accuracy at the desk's threshold", balanced_accuracy, None, _at_threshold))
    if name.startswith("library"):
        rows.append(Row("whole desk: answers with every phrase", mean, None, partial(_outcome, key="quoted")))
        rows.append(Row("whole desk: answers or declines rightly", balanced_accuracy, None, _desk_answered))
    return [*rows, *cost]


def lines(name: str, runs: Sequence[Sequence[Case]], *, resamples: int = RESAMPLES) -> list[Line]:
    """The figures of the set `name`, from the same questions' cases with each reader."""
    found = []
    for row in rows_of(name):
        columns = [row.before(runs[0]) if row.before else None, *(row.after(run) for run in runs)]
        figures = tuple(None if own is None else measured(row.statistic, *own, resamples=resamples) for own in columns)
        compared = [own for own in (columns[1:] if len(runs) > 1 else columns) if own is not None]
        change = None
        if len(compared) > 1:
            change = difference(row.statistic, compared[0], compared[-1], resamples=resamples)
        found.append(Line(row.label, row.unit, figures, change))
    return found


def show(name: str, readers: Sequence[str], found: Sequence[Line], console: Console) -> None:
    """Prints the table of the set `name`."""
    table = Table(title=name, title_justify="left", title_style="bold")
    table.add_column("")
    for heading in ("n", "without the reader", *(f"with {reader}" for reader in readers), "change"):
        table.add_column(heading, justify="right", no_wrap=True)
    for line in found:
        count = next(figure.count for figure in line.figures if figure is not None)
        cells = [written(figure, line.unit) for figure in line.figures]
        table.add_row(line.label, f"{count:,}", *cells, written(line.change, line.unit, sign=True))
    console.print(table)


def written(figure: Measured | None, unit: str, *, sign: bool = False) -> str:
    """A figure with its interval: `84.2 (82.1–86.0)`."""
    if figure is None or math.isnan(figure.value):
        return "–"
    scale = 1 if unit == "ms" else 100
    value, low, high = (scale * number for number in (figure.value, figure.low, figure.high))
    form = "+.1f" if sign else ".1f"
    return f"{value:{form}} ({low:{form}} to {high:{form}})" if sign else f"{value:.1f} ({low:.1f}–{high:.1f})"


def record(found: Sequence[Line]) -> list[dict[str, Any]]:
    """The figures for JSON."""
    return [asdict(line) for line in found]


def _ways(label: str, statistic: Statistic, columns: Callable[..., tuple[Values, ...]]) -> list[Row]:
    """Similarity against all evidence, and the reader alone beside it."""
    return [
        Row(label, statistic, partial(columns, way="similarity"), partial(columns, way="evidence")),
        Row("   by the reader alone", statistic, None, partial(columns, way="reader")),
    ]


def _right(cases: Sequence[Case], way: str) -> tuple[Values]:
    return (np.array([float(case.right[way]) for case in cases if case.answerable]),)


def _agreement(cases: Sequence[Case], way: str, measure: Callable[[str, Sequence[str]], float]) -> tuple[Values]:
    return (np.array([measure(case.words[way], case.golds) for case in cases if case.answerable]),)


def _scores(cases: Sequence[Case], way: str) -> tuple[Values, Values]:
    return _answerable(cases), np.array([case.score[way] for case in cases])


def _answered(cases: Sequence[Case], way: str) -> tuple[Values, Values]:
    return _answerable(cases), answered_in_halves(*_scores(cases, way))


def _at_threshold(cases: Sequence[Case]) -> tuple[Values, Values]:
    scale = fitted_scale()
    least = (log_odds(THRESHOLD) - scale.bias) / scale.slope
    return _answerable(cases), np.array([float(case.score["evidence"] >= least) for case in cases])


def _best_balanced(answerable: Values, scores: Values) -> float:
    if not 0 < answerable.sum() < len(answerable):
        return math.nan
    return balanced_accuracy(answerable, (scores >= best_threshold(answerable, scores)).astype(float))


def _desk_answered(cases: Sequence[Case]) -> tuple[Values, Values]:
    """A false premise answered with what refutes it counts as declined, as in `python -m qa.evaluate`."""
    answered = [case.outcome["answered"] and not (not case.answerable and case.outcome["fair"]) for case in cases]
    return _answerable(cases), np.array(answered, dtype=float)


def _outcome(cases: Sequence[Case], key: str) -> tuple[Values]:
    return (np.array([float(case.outcome[key]) for case in cases if case.answerable]),)


def _recall(cases: Sequence[Case], kind: str, k: int) -> tuple[Values]:
    return (np.array([float(bool(case.relevant & {*case.ranked[kind][:k]})) for case in cases if case.answerable]),)


def _ndcg(cases: Sequence[Case], kind: str) -> tuple[Values]:
    return (np.array([ndcg(case.ranked[kind], case.relevant) for case in cases]),)


def _ms(cases: Sequence[Case], side: str) -> tuple[Values]:
    return (np.array([case.ms[side] for case in cases]),)


def _answerable(cases: Sequence[Case]) -> Values:
    return np.array([float(case.answerable) for case in cases])


def _p50(values: Values) -> float:
    return float(np.median(values))


def _p95(values: Values) -> float:
    return float(np.percentile(values, 95))
