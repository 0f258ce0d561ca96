"""Charts as inline SVG. Colors come from the page's style sheet, by class, so that they follow light and dark."""

import math
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from qa.evaluate.figures import MEASURES, Figures
from qa.evaluate.tallies import Bar
from qa.evaluate.terminal import shown, shown_interval

WIDTH = 500
"""Units of every chart; the page shows them about one pixel each, so that type keeps its size."""

_LABELS = 170
_RIGHT = 46


def interval_chart(series: Mapping[str, Figures], keys: Sequence[str]) -> Markup:
    """The measures `keys` as dots with their 95 % intervals, one row each and one dot for each of `series`."""
    row, top = 18 * len(series) + 14, 26
    measures = [measure for measure in MEASURES if measure.key in keys]
    height = top + row * len(measures) + 6
    parts = [_percent_axis(top, height)]
    for number, measure in enumerate(measures):
        y = top + row * number + row / 2
        parts.append(_text(_LABELS - 12, y + 4, measure.label, "label", "end"))
        for at, (name, figures) in enumerate(series.items()):
            if measure.key not in figures:
                continue
            figure = figures[measure.key]
            line = y + 18 * (at - (len(series) - 1) / 2)
            title = f"{measure.label}, {name}: {shown(measure, figure)} ({shown_interval(measure, figure)})"
            parts.append(
                Markup('<g class="series-{}"><title>{}</title>{}{}{}</g>').format(
                    at,
                    title,
                    _line(_across(figure.low), line, _across(figure.high), line, "whisker"),
                    Markup('<circle cx="{}" cy="{}" r="5"/>').format(_n(_across(figure.value)), _n(line)),
                    _text(WIDTH - 2, line + 4, f"{100 * figure.value:.0f} %", "value", "end"),
                )
            )
        if number:
            parts.append(_line(0, top + row * number, WIDTH, top + row * number, "divider"))
    return _svg(height, "Measures with their 95 % confidence intervals", parts)


def stacked_chart(bars: Sequence[Bar], about: str) -> Markup:
    """Bars of equal length, each divided by shares; counts are written where they fit."""
    row, top = 32, 26
    height = top + row * len(bars) + 6
    parts = [_percent_axis(top, height)]
    for number, bar in enumerate(bars):
        y = top + row * number + 5
        parts.append(_text(_LABELS - 12, y + 16, bar.label, "label", "end"))
        parts.append(_text(WIDTH - 2, y + 16, f"n={bar.total}", "value", "end"))
        done = 0
        for segment in bar.segments:
            if not segment.count:
                continue
            left, right = _across(done / bar.total), _across((done + segment.count) / bar.total)
            share = f"{segment.count} of {bar.total} ({100 * segment.count / bar.total:.0f} %)"
            title = f"{bar.label}, {segment.meaning}: {share}"
            number_written = (
                _text((left + right) / 2, y + 16, str(segment.count), f"on-{segment.look}", "middle")
                if right - left > 9 + 7 * len(str(segment.count))
                else ""
            )
            rect = _rect(left, y, max(right - left - 1.5, 1), 23, f"fill-{segment.look}")
            parts.append(Markup("<g><title>{}</title>{}{}</g>").format(title, rect, number_written))
            done += segment.count
    return _svg(height, about, parts)


def columns_chart(labels: Sequence[str], series: Mapping[str, Sequence[int]], about: str) -> Markup:
    """Groups of columns, one group for each label and one column for each of `series`."""
    top, floor = 18, 170
    most = max((count for counts in series.values() for count in counts), default=0) or 1
    slot = WIDTH / len(labels)
    width = min(26.0, (slot - 10) / len(series))
    parts = [_line(0, floor, WIDTH, floor, "axis")]
    for group, label in enumerate(labels):
        middle = slot * (group + 0.5)
        parts.append(_text(middle, floor + 20, label, "label", "middle"))
        for at, (name, counts) in enumerate(series.items()):
            tall = (floor - top) * counts[group] / most
            left = middle + width * (at - len(series) / 2)
            parts.append(
                Markup('<g class="series-{}"><title>{}</title>{}{}</g>').format(
                    at,
                    f"{name}, rank {label}: {counts[group]}",
                    _rect(left, floor - tall, width - 2, tall, "column"),
                    _text(left + width / 2 - 1, floor - tall - 5, str(counts[group]), "count", "middle"),
                )
            )
    return _svg(floor + 32, about, parts)


def mirrored_chart(upper: Sequence[int], lower: Sequence[int], about: str) -> Markup:
    """Two histograms over 0 to 1 on one base line, the second hanging from it; each shows shares of its own total."""
    tall, top, gap = 70, 8, 24
    shares = [[count / (sum(counts) or 1) for count in counts] for counts in (upper, lower)]
    scale = tall / (max(map(max, shares)) or 1)
    slot = WIDTH / len(upper)
    base = top + tall
    parts = []
    for at, (up, down) in enumerate(zip(upper, lower, strict=True)):
        span = f"{at / len(upper):.2f} to {(at + 1) / len(upper):.2f}"
        left = slot * at + 1.5
        for series, (count, name) in enumerate(((up, "answerable"), (down, "not answerable"))):
            high = scale * shares[series][at]
            rect = _rect(left, base + gap if series else base - high, slot - 3, high, "column")
            title = f"confidence {span}, {name}: {count}"
            parts.append(Markup('<g class="series-{}"><title>{}</title>{}</g>').format(series, title, rect))
    for tick in range(0, 11, 2):
        anchor = {0: "start", 10: "end"}.get(tick, "middle")
        parts.append(_text(WIDTH * tick / 10, base + gap / 2 + 4, f"{tick / 10:.1f}", "tick", anchor))
    parts += [_line(0, base, WIDTH, base, "axis"), _line(0, base + gap, WIDTH, base + gap, "axis")]
    return _svg(base + gap + tall + 8, about, parts)


def latency_chart(elapsed_ms: Sequence[float], marks: Mapping[str, float], about: str) -> Markup:
    """A histogram of milliseconds, with a line at each of `marks`; the last bin also holds all that is slower."""
    top, floor, bins = 40, 170, 32
    end = _round_up(max([*marks.values(), 1.0]) * 1.5)
    counts = [0] * bins
    for value in elapsed_ms:
        counts[min(int(value / end * bins), bins - 1)] += 1
    most, slot = max(counts) or 1, WIDTH / bins
    parts = []
    for at, count in enumerate(counts):
        low, high = end * at / bins, end * (at + 1) / bins
        title = f"{low:.0f} to {high:.0f} ms: {count}" if at < bins - 1 else f"{low:.0f} ms and more: {count}"
        tall = (floor - top) * count / most
        rect = _rect(slot * at + 1, floor - tall, slot - 2, tall, "column")
        parts.append(Markup('<g class="series-0"><title>{}</title>{}</g>').format(title, rect))
    for tick in range(5):
        anchor = {0: "start", 4: "end"}.get(tick, "middle")
        label = f"{end * tick / 4:.0f} ms" + (" +" if tick == 4 else "")
        parts.append(_text(WIDTH * tick / 4, floor + 19, label, "tick", anchor))
    for number, (name, value) in enumerate(marks.items()):
        x = WIDTH * value / end
        parts.append(_line(x, 24 - 8 * (number % 2), x, floor, "mark-line"))
        parts.append(_text(x + 5, 30 - 8 * (number % 2), f"{name} {value:.0f} ms", "mark-label", "start"))
    parts.append(_line(0, floor, WIDTH, floor, "axis"))
    return _svg(floor + 28, about, parts)


def _round_up(value: float) -> float:
    """The next number with one digit before its zeros, times 1, 2 or 4, so that quarters of it are round."""
    magnitude = 10.0 ** math.floor(math.log10(value))
    return next(step * magnitude for step in (1, 2, 4, 6, 8, 10) if step * magnitude >= value)


def _percent_axis(top: float, height: float) -> Markup:
    parts = []
    for percent in range(0, 101, 25):
        x = _across(percent / 100)
        parts.append(_text(x, top - 11, f"{percent} %", "tick", "middle"))
        parts.append(_line(x, top - 4, x, height, "grid"))
    return Markup("").join(parts)


def _across(share: float) -> float:
    return _LABELS + (WIDTH - _LABELS - _RIGHT) * share


def _svg(height: float, about: str, parts: Iterable[Markup]) -> Markup:
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, _n(height), about, Markup("").join(parts)
    )


def _rect(x: float, y: float, width: float, height: float, look: str) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(
        look, _n(x), _n(y), _n(width), _n(height)
    )


def _line(x1: float, y1: float, x2: float, y2: float, look: str) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(look, _n(x1), _n(y1), _n(x2), _n(y2))


def _text(x: float, y: float, words: str, look: str, anchor: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(look, _n(x), _n(y), anchor, words)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
