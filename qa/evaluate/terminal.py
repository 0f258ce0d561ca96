"""The results as they look in a terminal."""

from collections.abc import Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from qa.evaluate.baseline import TOLERANCE, Change
from qa.evaluate.figures import ALL_TYPES, BOTH, MEASURES, Figures, Measure, Table, measure_named
from qa.evaluate.intervals import Figure
from qa.evaluate.results import Results

_BY_TYPE = ("recall_1", "recall_5", "recall_10", "mrr", "quoted", "sentence_precision", "answered", "declined")


def show(results: Results, console: Console) -> None:
    """Prints the figures by split, then by type."""
    right = sum(item.is_right for item in results.judged)
    console.print(
        f"{len(results.judged)} gold questions asked of {results.library.documents} documents "
        f"({results.library.passages:,} passages): {right} right, {len(results.judged) - right} failures."
    )
    console.print(_by_split(results.figures))
    for split, types in results.figures.items():
        if split != BOTH or len(results.figures) == 1:
            console.print(_by_type(split, types))


def show_changes(changes: Sequence[Change], *, same_questions: bool, console: Console) -> None:
    """Prints how the headline figures of the held-out questions moved."""
    table = _grid("Held-out questions against the baseline")
    for heading in ("", "before", "now", "change"):
        table.add_column(heading, justify="left" if not heading else "right", no_wrap=True)
    for change in changes:
        points = change.points
        style = "bold red" if change.dropped else "green" if points > 0 else ""
        moved = Text(f"{points:+.1f} points{', too low' if change.dropped else ''}", style=style)
        measure = measure_named(change.key)
        table.add_row(measure.label, shown(measure, change.before), shown(measure, change.now), moved)
    console.print(table)
    if not same_questions:
        console.print("[yellow]The baseline was made from other gold questions; write a new one when this is meant.")
    if any(change.dropped for change in changes):
        console.print(f"[red]A headline figure dropped by more than {100 * TOLERANCE:.0f} points.")


def shown(measure: Measure, figure: Figure) -> str:
    """A figure as its measure is written: `84.2 %` or `31 ms`."""
    return f"{figure.value:.0f} ms" if measure.unit == "ms" else f"{100 * figure.value:.1f} %"


def shown_interval(measure: Measure, figure: Figure) -> str:
    """A figure's 95 % interval: `79.0–88.3`."""
    scale, digits = (1, 0) if measure.unit == "ms" else (100, 1)
    return f"{scale * figure.low:.{digits}f}–{scale * figure.high:.{digits}f}"


def _by_split(figures: Table) -> Grid:
    table = _grid("By split, with 95 % intervals")
    table.add_column("", no_wrap=True)
    for split in figures:
        table.add_column(split, justify="right", no_wrap=True)
    for measure in MEASURES:
        cells = [_cell(measure, figures[split][ALL_TYPES].get(measure.key)) for split in figures]
        table.add_row(measure.label, *cells)
    return table


def _cell(measure: Measure, figure: Figure | None) -> Text:
    if figure is None:
        return Text("–", style="dim")
    scale = 1 if measure.unit == "ms" else 100
    return Text(shown(measure, figure)).append(
        f" {f'{scale * figure.low:.0f}–{scale * figure.high:.0f}':>7}", style="dim"
    )


def _by_type(split: str, types: Mapping[str, Figures]) -> Grid:
    table = _grid(f"By type: {split} (%)")
    table.add_column("", no_wrap=True)
    table.add_column("n", justify="right")
    for key in _BY_TYPE:
        table.add_column(measure_named(key).short, justify="right")
    for type_, figures in types.items():
        values = [f"{100 * figures[key].value:.0f}" if key in figures else Text("–", style="dim") for key in _BY_TYPE]
        style = "bold" if type_ == ALL_TYPES else ""
        table.add_row(type_, str(figures["latency_p50_ms"].count), *values, style=style)
    return table


def _grid(title: str) -> Grid:
    return Grid(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
