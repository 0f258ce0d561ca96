"""Figures and intervals, against values worked out by hand or by another library."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluate.ask import ask
from qa.evaluate.figures import HEADLINES, MEASURES, measured, tabulated
from qa.evaluate.intervals import average, balanced, ratio, resampled, share
from qa.evaluate.judge import Judged, judge
from qa.evaluate.tallies import confidences, endings, losses, rank_counts, rank_labels

Make = Callable[..., Any]

RIGHT = "It has a range of 2,000 km."
WRONG = "It is grey."


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilson_intervals_are_those_of_the_textbooks(successes: int, count: int, low: float, high: float) -> None:
    figure = share(successes, count)
    assert figure.value == successes / count
    assert (figure.low, figure.high) == (pytest.approx(low, abs=2e-4), pytest.approx(high, abs=2e-4))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_average_lies_in_its_interval(values: list[float]) -> None:
    figure = average(np.array(values))
    assert figure.value == pytest.approx(float(np.mean(values)))
    assert figure.low - 1e-9 <= figure.value <= figure.high + 1e-9
    assert figure == average(np.array(values))


def test_bootstrap_intervals_are_about_two_standard_errors_wide() -> None:
    values = np.random.default_rng(1).normal(10, 2, 400)
    figure = resampled(values, lambda table: table.mean(axis=1))
    assert figure.high - figure.low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.1)


def test_a_ratio_counts_parts_not_questions() -> None:
    figure = ratio(np.array([1.0, 3.0]), np.array([4.0, 4.0]))
    assert (figure.value, figure.count) == (0.5, 2)
    assert (figure.low, figure.high) == (0.25, 0.75)


def test_a_balanced_mean_is_not_swayed_by_the_larger_group() -> None:
    figure = balanced(np.ones(90), np.zeros(10))
    assert (figure.value, figure.low, figure.high, figure.count) == (0.5, 0.5, 0.5, 100)


@pytest.fixture
def outcomes(gold_of: Make, scripted_desk: Make) -> list[Judged]:
    """Four answerable questions (quoted at rank 1, in part at rank 2, other words, declined) and three that are not
    (declined, refuted, answered)."""
    two = {"phrases": ["a range of 2,000 km", ["built in 2011"]]}
    no: dict[str, Any] = {"answerable": False, "phrases": [], "documents": ["library/brief/thaad.md"]}
    questions = [
        gold_of("a1", "Quoted?"),
        gold_of("a2", "Partly?", **two),
        gold_of("a3", "Other??", type="numeric"),
        gold_of("a4", "Declined?"),
        gold_of("a5", "Nothing?", type="unanswerable", **no),
        gold_of("a6", "Refuted?", type="false premise", refutation=["never built"], **no),
        gold_of("a7", "Fooled?", type="unanswerable", **no),
    ]
    desk = scripted_desk(
        {
            "Quoted?": ([RIGHT, RIGHT], [RIGHT]),
            "Partly?": ([WRONG, RIGHT], [RIGHT, WRONG, WRONG]),
            "Other??": ([WRONG] * 6 + [RIGHT], [WRONG]),
            "Refuted?": ([], ["It was never built."]),
            "Fooled?": ([], [RIGHT]),
        }
    )
    return [judge(ask(desk, gold)) for gold in questions]


def test_figures_are_those_worked_out_by_hand(outcomes: list[Judged]) -> None:
    figures = measured(outcomes)
    values = {key: figure.value for key, figure in figures.items() if not key.startswith("latency")}
    assert values == pytest.approx(
        {
            "recall_1": 1 / 4,
            "recall_5": (1 + 1 / 2) / 4,
            "recall_10": (1 + 1 / 2 + 1) / 4,
            "mrr": (1 + 1 / 2 + 1 / 7) / 4,
            "quoted": 1 / 4,
            "quoted_some": 2 / 4,
            "sentence_precision": 2 / 5,
            "answered": 3 / 4,
            "answered_sure": 2 / 4,
            "declined": 2 / 3,
            "balanced_accuracy": (3 / 4 + 2 / 3) / 2,
            "balanced_accuracy_strict": (3 / 4 + 1 / 3) / 2,
            "false_answers": 1 / 3,
            "false_sure": 1 / 3,
        }
    )
    assert {key: figures[key].count for key in ("quoted", "sentence_precision", "declined", "balanced_accuracy")} == {
        "quoted": 4,
        "sentence_precision": 3,
        "declined": 3,
        "balanced_accuracy": 7,
    }
    assert 0 < figures["latency_p50_ms"].value <= figures["latency_p95_ms"].value


def test_figures_that_no_question_bears_on_are_left_out(outcomes: list[Judged]) -> None:
    assert measured(outcomes[:4]).keys() == {measure.key for measure in MEASURES} - {
        "declined",
        "false_answers",
        "false_sure",
        "balanced_accuracy",
        "balanced_accuracy_strict",
    }
    assert "sentence_precision" not in measured(outcomes[3:4])
    assert set(HEADLINES) <= {measure.key for measure in MEASURES}


def test_the_table_has_each_split_and_type_that_was_asked(
    outcomes: list[Judged], gold_of: Make, scripted_desk: Make
) -> None:
    held_out = judge(ask(scripted_desk({}), gold_of("b1", "Held?", documents=["library/brief/kurecik-radar.md"])))
    table = tabulated([*outcomes, held_out])
    assert list(table) == ["tune", "hold", "all"]
    assert list(table["tune"]) == ["all types", "factual", "numeric", "false premise", "unanswerable"]
    assert list(table["hold"]) == ["all types", "factual"]
    assert table["all"]["factual"]["quoted"].value == 1 / 4
    assert table["tune"]["factual"]["quoted"].value == 1 / 3
    assert list(tabulated([held_out])) == ["hold", "all"]


def counts(segments: Sequence[Any]) -> dict[str, int]:
    return {segment.look: segment.count for segment in segments if segment.count}


def test_bars_count_every_question_once(outcomes: list[Judged]) -> None:
    (lost,) = losses(outcomes)
    assert (lost.label, counts(lost.segments)) == ("tune", {"good": 1, "fair": 1, "poor": 1, "lost": 1})
    ended = {bar.label: counts(bar.segments) for bar in endings(outcomes)}
    assert ended == {
        "factual": {"good": 1, "fair": 1, "silent": 1},
        "numeric": {"poor": 1},
        "false premise": {"good": 1},
        "unanswerable": {"good": 1, "bad": 1},
    }


def test_ranks_are_counted_in_each_leg(outcomes: list[Judged]) -> None:
    counted = rank_counts(outcomes)
    assert dict(zip(rank_labels(), counted["fused"], strict=True)) == {
        "1": 1, "2": 1, "3": 0, "4–5": 0, "6–10": 1, "11+": 0, "not found": 1,
    }  # fmt: skip
    assert counted["dense leg"] == counted["fused"]
    assert counted["lexical leg"] == [0, 0, 0, 0, 0, 0, 4]


def test_confidences_are_told_apart_by_whether_there_is_an_answer(outcomes: list[Judged]) -> None:
    answerable, unanswerable = confidences(outcomes)
    assert (answerable[10], sum(answerable)) == (4, 4)
    assert (unanswerable[10], sum(unanswerable)) == (3, 3)
