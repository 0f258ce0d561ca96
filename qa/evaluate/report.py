"""The results as one page: charts, figures by type, and every failure beside what was retrieved for it.

The page needs nothing but itself; its own style and script are allowed by their hashes, so that words from the library
or from a question can never act as either.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from qa.evaluate import charts, tallies
from qa.evaluate.baseline import GUARDED_SPLIT, Change
from qa.evaluate.figures import ALL_TYPES, BOTH, MEASURES, measure_named
from qa.evaluate.gold import SPLITS
from qa.evaluate.judge import MEANINGS, Judged, supports
from qa.evaluate.results import Results
from qa.evaluate.terminal import shown, shown_interval
from qa.evaluate.words import spans

TILES = ("recall_5", "quoted", "balanced_accuracy", "false_answers")
CHARTED = (
    "recall_1", "recall_5", "recall_10", "mrr", "quoted", "sentence_precision", "answered", "declined",
    "balanced_accuracy", "false_answers",
)  # fmt: skip
TABLED = ("recall_1", "recall_5", "recall_10", "mrr", "quoted", "sentence_precision", "answered", "declined")
PASSAGES_SHOWN = 10
SEVERITY = ("false answer", "other words", "partly quoted", "wrongly declined")
"""The order in which failures are listed: what misleads a reader before what leaves them without an answer."""


def report(results: Results, changes: Sequence[Change] = ()) -> str:
    """The page, as HTML; `changes` against a baseline are shown with the headline figures."""
    style, script = _asset("report.css"), _asset("report.js")
    return (
        _templates()
        .get_template("report.html")
        .render(
            results=results,
            policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'",
            style=Markup(style),  # noqa: S704 - our own files
            script=Markup(script),  # noqa: S704
            failures=sorted(results.failures, key=lambda item: (SEVERITY.index(item.outcome), item.gold.id)),
            split=_leading_split(results),
            splits=[split for split in (*SPLITS, BOTH) if split in results.figures],
            tiles=[measure_named(key) for key in TILES],
            changes={change.key: change for change in changes},
            measures=[measure_named(key) for key in TABLED],
            charts=_charts(results),
            meanings=MEANINGS,
            passages_shown=PASSAGES_SHOWN,
            held_out=GUARDED_SPLIT,
        )
    )


def marked(text: str, phrases: Iterable[str]) -> Markup:
    """`text`, escaped, with the words of `phrases` marked."""
    parts, at = [], 0
    for start, end in sorted(span for phrase in phrases for span in spans(text, phrase)):
        if start < at:
            continue
        parts += [Markup.escape(text[at:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        at = end
    return Markup("").join([*parts, Markup.escape(text[at:])])


def stage(item: Judged) -> str:
    """Where a failure happened, in a few words."""
    if not item.gold.answerable:
        return ""
    if item.rank is None:
        return f"no supporting passage among the {len(item.asked.found)} found"
    missed = sum(rank is None for rank in item.ranks)
    also = f"; {missed} of {len(item.ranks)} phrases not found" if missed else ""
    return f"supporting passage at rank {item.rank}{also}"


def _leading_split(results: Results) -> str:
    """The split that the headline tiles show: the held-out questions, where they were asked."""
    return GUARDED_SPLIT if GUARDED_SPLIT in results.figures else next(iter(results.figures))


def _charts(results: Results) -> dict[str, Markup]:
    judged = results.judged
    series = {split: results.figures[split][ALL_TYPES] for split in SPLITS if split in results.figures}
    overall = results.figures[BOTH][ALL_TYPES]
    return {
        "measures": charts.interval_chart(series, CHARTED),
        "losses": charts.stacked_chart(tallies.losses(judged), "How far answerable questions came"),
        "endings": charts.stacked_chart(tallies.endings(judged), "How questions of each type ended"),
        "ranks": charts.columns_chart(
            tallies.rank_labels(), tallies.rank_counts(judged), "Rank of the first supporting passage"
        ),
        "confidence": charts.mirrored_chart(*tallies.confidences(judged), "Questions by the confidence of the answer"),
        "latency": charts.latency_chart(
            [item.asked.elapsed_ms for item in judged],
            {"median": overall["latency_p50_ms"].value, "95 %": overall["latency_p95_ms"].value},
            "Questions by the time to the whole answer",
        ),
    }


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"marked": marked, "stage": stage}
    environment.globals |= {
        "shown": shown,
        "shown_interval": shown_interval,
        "supports": supports,
        "stages": tallies.STAGES,
        "ends": tallies.ENDS,
        "all_types": ALL_TYPES,
        "every_measure": MEASURES,
    }
    return environment


def _asset(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
