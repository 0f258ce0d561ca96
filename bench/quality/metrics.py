"""Measures of answers, choices and rankings, and their 95 % intervals by bootstrap over questions."""

import math
import re
import string
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 11
RESAMPLES = 1000
Values = NDArray[np.float64]
Statistic = Callable[..., float]

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with its 95 % interval, from `count` questions."""

    value: float
    low: float
    high: float
    count: int


def normalised(text: str) -> list[str]:
    """The words of an answer as SQuAD compares them: lower case, without punctuation and articles."""
    return _ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split()


def exact_match(answer: str, golds: Sequence[str]) -> float:
    """1 if `answer` is one of `golds`, as SQuAD compares them; else 0."""
    return float(any(normalised(answer) == normalised(gold) for gold in golds))


def f1(answer: str, golds: Sequence[str]) -> float:
    """The best harmonic mean of precision and recall of words between `answer` and one of `golds`."""
    return max((_f1(normalised(answer), normalised(gold)) for gold in golds), default=0.0)


def _f1(answer: Sequence[str], gold: Sequence[str]) -> float:
    if not answer or not gold:
        return float(answer == gold)
    shared = sum((Counter(answer) & Counter(gold)).values())
    return 2 * shared / (len(answer) + len(gold))


def auroc(answerable: Values, scores: Values) -> float:
    """The chance that an answerable question scores above one that is not, ties counting half; nan without both."""
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    positive = answerable > 0.5
    n, m = int(positive.sum()), int((~positive).sum())
    if not n or not m:
        return math.nan
    return float((ranks[places][positive].sum() - n * (n + 1) / 2) / (n * m))


def balanced_accuracy(answerable: Values, answered: Values) -> float:
    """The mean of the share of answerable questions that were answered and of others that were not."""
    positive = answerable > 0.5
    if positive.all() or not positive.any():
        return math.nan
    return float((answered[positive].mean() + 1 - answered[~positive].mean()) / 2)


def best_threshold(answerable: Values, scores: Values) -> float:
    """The score from which answering gives the best balanced accuracy; the lowest of several. Needs both kinds."""
    order = np.argsort(scores, kind="stable")
    positive = (answerable > 0.5)[order]
    missed = np.concatenate([[0], np.cumsum(positive)]) / max(1, positive.sum())
    declined = np.concatenate([[0], np.cumsum(~positive)]) / max(1, (~positive).sum())
    cuts = np.concatenate([scores[order], [np.inf]])
    starts = np.concatenate([[True], cuts[1:] > cuts[:-1]])  # no cut between two that score the same
    gain = np.where(starts, declined - missed, -np.inf)
    return float(cuts[int(np.argmax(gain))])


def answered_in_halves(answerable: Values, scores: Values) -> Values:
    """1 for each question that is answered when the threshold for it was chosen on the other half (even or odd)."""
    half = np.arange(len(scores)) % 2
    answered = np.zeros(len(scores))
    for own in (0, 1):
        threshold = best_threshold(answerable[half != own], scores[half != own])
        answered[half == own] = scores[half == own] >= threshold
    return answered


def ndcg(ranked: Sequence[str], relevant: Collection[str], depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first `depth` of `ranked`, each once; relevant ones are even."""
    gain = sum(1 / math.log2(place + 2) for place, id in enumerate(ranked[:depth]) if id in relevant)
    best = sum(1 / math.log2(place + 2) for place in range(min(depth, len(relevant))))
    return gain / best if best else 0.0


def mean(values: Values) -> float:
    """The mean."""
    return float(values.mean())


def measured(statistic: Statistic, *columns: Values, resamples: int = RESAMPLES) -> Measured:
    """`statistic` of `columns` (one row per question), with its percentile bootstrap interval (Efron 1979)."""
    draws = _resampled(statistic, columns, resamples)
    low, high = np.nanpercentile(draws, (2.5, 97.5)) if len(draws) else (math.nan, math.nan)
    return Measured(statistic(*columns), float(low), float(high), len(columns[0]))


def difference(
    statistic: Statistic, before: Sequence[Values], after: Sequence[Values], *, resamples: int = RESAMPLES
) -> Measured:
    """By how much `statistic` rose from `before` to `after`, of the same questions, resampled together."""
    size = len(before)

    def risen(*columns: Values) -> float:
        return statistic(*columns[size:]) - statistic(*columns[:size])

    return measured(risen, *before, *after, resamples=resamples)


def _resampled(statistic: Statistic, columns: Sequence[Values], resamples: int) -> Values:
    count = len(columns[0])
    if not count:
        return np.zeros(0)
    draw = np.random.default_rng(SEED)
    rows = (draw.integers(0, count, count) for _ in range(resamples))
    return np.array([statistic(*(column[own] for column in columns)) for own in rows])
