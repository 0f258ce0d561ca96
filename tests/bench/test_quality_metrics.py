"""The measures of `bench/quality` against scikit-learn, and against what was worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bench.quality.metrics import (
    RESAMPLES,
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
    normalised,
)

metrics = pytest.importorskip("sklearn.metrics")

outcomes = st.lists(
    st.tuples(st.booleans(), st.sampled_from([-2.5, -1.0, 0.0, 0.25, 0.5, 3.0])), min_size=2, max_size=40
)


def columns(rows: list[tuple[bool, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Whether each question is answerable, and its score; of both kinds."""
    answerable = np.array([float(kind) for kind, _ in rows])
    assume(0 < answerable.sum() < len(rows))
    return answerable, np.array([score for _, score in rows])


@settings(max_examples=50, deadline=None)
@given(outcomes)
def test_auroc_is_that_of_scikit_learn(rows: list[tuple[bool, float]]) -> None:
    answerable, scores = columns(rows)
    assert auroc(answerable, scores) == pytest.approx(metrics.roc_auc_score(answerable, scores))


@settings(max_examples=50, deadline=None)
@given(outcomes)
def test_balanced_accuracy_is_that_of_scikit_learn(rows: list[tuple[bool, float]]) -> None:
    answerable, scores = columns(rows)
    answered = (scores >= 0.25).astype(float)
    expected = metrics.balanced_accuracy_score(answerable, answered)
    assert balanced_accuracy(answerable, answered) == pytest.approx(expected)


@settings(max_examples=50, deadline=None)
@given(outcomes)
def test_no_threshold_is_better_than_the_best(rows: list[tuple[bool, float]]) -> None:
    answerable, scores = columns(rows)
    best = balanced_accuracy(answerable, (scores >= best_threshold(answerable, scores)).astype(float))
    for cut in [*scores, math.inf]:
        assert best >= balanced_accuracy(answerable, (scores >= cut).astype(float)) - 1e-9


def test_without_both_kinds_there_is_nothing_to_tell_apart() -> None:
    ones = np.ones(3)
    assert math.isnan(auroc(ones, ones))
    assert math.isnan(balanced_accuracy(ones, ones))


def test_a_threshold_is_chosen_on_the_other_half() -> None:
    # even questions part at 5, odd ones at 50: each half is judged by the other's threshold
    answerable = np.array([0, 0, 1, 1, 0, 0, 1, 1], dtype=float)
    scores = np.array([4, 40, 5, 50, 3, 30, 6, 60], dtype=float)
    assert answered_in_halves(answerable, scores).tolist() == [0, 1, 0, 1, 0, 1, 0, 1]


def test_ndcg_by_hand() -> None:
    # relevant at the places 1 and 3 of three relevant ones: (1 + 1/log2(4)) / (1 + 1/log2(3) + 1/log2(4))
    gain, best = 1 + 1 / 2, 1 + 1 / math.log2(3) + 1 / 2
    assert ndcg(["a", "x", "b"], {"a", "b", "c"}) == pytest.approx(gain / best)
    assert ndcg(["a", "b"], {"a", "b"}) == 1
    assert ndcg(["x", "y"], {"a"}) == 0
    assert ndcg(["x"] * 10 + ["a"], {"a"}) == 0
    assert ndcg([str(n) for n in range(10)], {str(n) for n in range(20)}) == 1


def test_ndcg_is_that_of_scikit_learn() -> None:
    draw = np.random.default_rng(2)
    for _ in range(20):
        gains = (draw.random(30) < 0.2).astype(float)
        gains[draw.integers(30)] = 1.0
        ranked = [str(n) for n in range(30)]
        relevant = {str(n) for n in np.flatnonzero(gains)}
        expected = metrics.ndcg_score([gains], [np.arange(30, 0, -1)], k=10)
        assert ndcg(ranked, relevant) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("answer", "golds", "exact", "overlap"),
    [
        ("The Amazon.", ["amazon"], 1, 1),
        ("an Amazon jungle", ["Amazon"], 0, 2 / 3),
        ("U.S.", ["US"], 1, 1),
        ("the", ["a"], 1, 1),
        ("rain", ["sun", "heavy rain"], 0, 2 / 3),
        ("rain rain", ["rain"], 0, 2 / 3),
        ("", ["rain"], 0, 0),
        ("rain", [], 0, 0),
    ],
)
def test_answers_are_compared_as_squad_does(answer: str, golds: list[str], exact: float, overlap: float) -> None:
    assert exact_match(answer, golds) == exact
    assert f1(answer, golds) == pytest.approx(overlap)


def test_normalising_drops_articles_punctuation_and_capitals() -> None:
    assert normalised("  The “Jungle”: an A-team,  theatre! ") == ["“jungle”", "ateam", "theatre"]


def test_intervals_hold_the_figure_and_are_the_same_every_time() -> None:
    values = np.random.default_rng(1).random(200)
    found = measured(mean, values)
    assert found.low < found.value < found.high
    assert found.high - found.low == pytest.approx(2 * 1.96 * values.std() / math.sqrt(200), rel=0.15)
    assert found == measured(mean, values)
    assert found.count == 200
    assert RESAMPLES >= 1000


def test_a_difference_is_resampled_by_question() -> None:
    before = np.random.default_rng(1).random(200)
    risen = difference(mean, [before], [before + 0.1])
    assert (risen.low, risen.value, risen.high) == pytest.approx((0.1, 0.1, 0.1))
