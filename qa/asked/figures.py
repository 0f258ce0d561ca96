"""The record in figures: how much was asked each day, how it ended, and how long it took. Pure functions."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from qa.asked.types import Asked, LookedUp, Outcome, Period, Rating
from qa.types import Prose

MOST_COLUMNS = 45
"""Beyond so many days, several make one column."""


@dataclass(frozen=True, slots=True)
class ProseFigures:
    """What a language model was asked for: answers that it wrote, answers `quoted` instead; of the sentences in the
    former, how many there were and how many were `verified`."""

    written: int
    quoted: int
    sentences: int
    verified: int

    @property
    def held(self) -> int:
        """The sentences that no source supports: held back, or struck out."""
        return self.sentences - self.verified


@dataclass(frozen=True, slots=True)
class Figures:
    """How some questions ended. `up` and `down` count ratings of them; `median_ms` is None where no time is known.
    `prose` are those that a language model was asked for."""

    total: int
    outcomes: Mapping[Outcome, int]
    up: int
    down: int
    median_ms: float | None
    prose: ProseFigures

    def share(self, outcome: Outcome) -> float:
        """The part of the questions that ended so, between 0 and 1."""
        return self.outcomes.get(outcome, 0) / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """The days from `first` to `last`, and how the questions of them ended."""

    first: date
    last: date
    outcomes: Mapping[Outcome, int]

    @property
    def total(self) -> int:
        """How many questions there were."""
        return sum(self.outcomes.values())


def figures(asked: Sequence[Asked], ratings: Iterable[Rating] = ()) -> Figures:
    """The figures of `asked`, with those of the `ratings` that are about one of them."""
    own = {one.id for one in asked}
    thumbs = Counter(rating.rating for rating in ratings if rating.asked.id in own)
    times = [one.elapsed_ms for one in asked if one.elapsed_ms is not None]
    return Figures(
        total=len(asked),
        outcomes=Counter(one.outcome for one in asked),
        up=thumbs["up"],
        down=thumbs["down"],
        median_ms=median(times) if times else None,
        prose=_of_prose([one.prose for one in asked if one.prose]),
    )


def _of_prose(all: Sequence[Prose]) -> ProseFigures:
    own = [one for one in all if not one.fallback]
    return ProseFigures(
        written=len(own),
        quoted=len(all) - len(own),
        sentences=sum(one.written for one in own),
        verified=sum(one.verified for one in own),
    )


def by(asked: Sequence[Asked], ratings: Sequence[Rating], key: Callable[[Asked], str]) -> dict[str, Figures]:
    """The figures of each group that `key` makes, the largest first."""
    groups: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        groups[key(one)].append(one)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return {name: figures(group, ratings) for name, group in ordered}


def columns(asked: Iterable[Asked], period: Period) -> list[Column]:
    """The period day by day, or in runs of 7 or 30 days where there would be more than MOST_COLUMNS."""
    counted: dict[date, Counter[Outcome]] = defaultdict(Counter)
    for one in asked:
        counted[one.at.date()][one.outcome] += 1
    days = period.days
    width = next(width for width in (1, 7, 30, len(days)) if len(days) <= MOST_COLUMNS * width or width > 30)
    runs = [days[start : start + width] for start in range(0, len(days), width)]
    return [Column(run[0], run[-1], sum((counted[day] for day in run if day in counted), Counter())) for run in runs]


def verdicts(lookups: Iterable[LookedUp]) -> Counter[str]:
    """How many quotations of all `lookups` had which verdict."""
    counted: Counter[str] = Counter()
    for lookup in lookups:
        counted.update(lookup.verdicts)
    return counted
