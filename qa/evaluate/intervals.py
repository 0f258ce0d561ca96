"""95 % confidence intervals: Wilson's for shares, the percentile bootstrap by question for everything else.

Seeded, so that the same outcomes give the same intervals.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 20111101
_Z = 1.959963984540054

Values = NDArray[np.float64]
Statistic = Callable[[Values], Values]
"""Values `(resamples, questions)` → one figure per resample `(resamples,)`."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95 % interval, from `count` questions."""

    value: float
    low: float
    high: float
    count: int


def share(successes: int, count: int) -> Figure:
    """The share of successes, with the interval of Wilson (1927). `count` must not be 0."""
    value = successes / count
    scale = 1 + _Z**2 / count
    middle = (value + _Z**2 / (2 * count)) / scale
    half = _Z * math.sqrt(value * (1 - value) / count + _Z**2 / (4 * count**2)) / scale
    return Figure(value, max(0.0, middle - half), min(1.0, middle + half), count)


def average(values: Values) -> Figure:
    """The mean of `values`: as a share if each is 0 or 1, else with a bootstrap interval."""
    if np.isin(values, (0.0, 1.0)).all():
        return share(int(values.sum()), len(values))
    return resampled(values, lambda table: table.mean(axis=1))


def resampled(values: Values, statistic: Statistic) -> Figure:
    """`statistic` of `values`, with its bootstrap interval (Efron 1979, percentile method)."""
    value = float(statistic(values[np.newaxis, :])[0])
    low, high = _percentiles(statistic(values[_draws(len(values))]))
    return Figure(value, low, high, len(values))


def ratio(parts: Values, wholes: Values) -> Figure:
    """The sum of `parts` over the sum of `wholes`, resampled together by question. Each whole must be more than 0."""
    draws = _draws(len(parts))
    low, high = _percentiles(parts[draws].sum(axis=1) / wholes[draws].sum(axis=1))
    return Figure(float(parts.sum() / wholes.sum()), low, high, len(parts))


def balanced(first: Values, second: Values) -> Figure:
    """The mean of two groups' means, each group resampled by itself; neither may be empty."""
    means = first[_draws(len(first))].mean(axis=1) + second[_draws(len(second), SEED + 1)].mean(axis=1)
    low, high = _percentiles(means / 2)
    return Figure(float(first.mean() + second.mean()) / 2, low, high, len(first) + len(second))


def _draws(count: int, seed: int = SEED) -> NDArray[np.int64]:
    return np.random.default_rng(seed).integers(0, count, size=(RESAMPLES, count))


def _percentiles(figures: Values) -> tuple[float, float]:
    low, high = np.percentile(figures, (2.5, 97.5))
    return float(low), float(high)
