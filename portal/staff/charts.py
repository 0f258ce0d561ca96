"""The numbers of charts as places in a drawing: columns over time, and one bar cut into shares."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.markup import day
from qa.asked.figures import Column
from qa.asked.types import OUTCOMES, Outcome

HEIGHT = 170
LEFT = 7.0
"""Where the columns begin, in percent of the width: left of it stand the numbers of the scale."""

MOST_LABELS = 6
NAMES: Mapping[Outcome, str] = {
    "answered": "Answered",
    "doubted": "Answered with doubt",
    "missing": "Not in the library",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a column or bar: a rectangle, `x` and `width` in percent, `y` and `height` in pixels."""

    look: Outcome
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A column with what it says when pointed at; `label` stands below it if it is not empty, its middle at
    `middle`."""

    told: str
    segments: tuple[Segment, ...]
    label: str
    middle: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns and the lines of their scale, each as (pixels from the top, the number it stands for)."""

    columns: tuple[Drawn, ...]
    lines: tuple[tuple[float, int], ...]


def columns_chart(columns: Sequence[Column]) -> Chart:
    """Stacked columns, the answered at the bottom."""
    top = _ceiling(max((column.total for column in columns), default=0))
    slot = (100 - LEFT) / max(1, len(columns))
    every = max(1, math.ceil(len(columns) / MOST_LABELS))
    drawn = []
    for number, column in enumerate(columns):
        left, floor, segments = LEFT + slot * number, float(HEIGHT), []
        for outcome in OUTCOMES:
            count = column.outcomes.get(outcome, 0)
            tall = HEIGHT * count / top
            floor -= tall
            if count:
                segments.append(Segment(outcome, count, _r(left + slot * 0.12), _r(floor), _r(slot * 0.76), _r(tall)))
        label = _short(column) if number % every == 0 and number + every / 2 <= len(columns) else ""
        drawn.append(Drawn(_told(column), tuple(segments), label, _r(left + slot / 2)))
    return Chart(tuple(drawn), tuple((_r(HEIGHT * (1 - share)), round(top * share)) for share in (1.0, 0.5)))


def share_bar(outcomes: Mapping[Outcome, int]) -> tuple[Segment, ...]:
    """One bar of the whole width, cut by how the questions ended."""
    total, at, segments = sum(outcomes.values()), 0.0, []
    for outcome in OUTCOMES:
        count = outcomes.get(outcome, 0)
        if count:
            width = 100 * count / total
            segments.append(Segment(outcome, count, _r(at), 0, _r(width), 10))
            at += width
    return tuple(segments)


def name_of(column: Column) -> str:
    """The days of a column: `1 Nov 2026`, or `1 Nov 2026 to 7 Nov 2026`."""
    return day(column.first) if column.first == column.last else f"{day(column.first)} to {day(column.last)}"


def _told(column: Column) -> str:
    counts = [f"{column.outcomes[o]} {NAMES[o].lower()}" for o in OUTCOMES if column.outcomes.get(o)]
    return f"{name_of(column)}: {', '.join(counts) or 'nothing asked'}"


def _short(column: Column) -> str:
    return day(column.first).rpartition(" ")[0]


def _ceiling(most: int) -> int:
    """The number at the top of the scale: even, with one digit before its zeros, and not below `most`."""
    if most <= 2:
        return 2
    magnitude = int("1" + "0" * (len(str(most)) - 1))
    return next(n for n in (magnitude * step // 2 for step in range(2, 21)) if n >= most and n % 2 == 0)


def _r(value: float) -> float:
    return round(value, 2)
