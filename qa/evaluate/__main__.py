"""`python -m qa.evaluate`: asks the gold questions of the library and says how well the desk did."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import CorpusError
from corpus.settings import ROOT, load_settings
from qa.errors import DeskError
from qa.evaluate.gold import GOLD, SPLITS, Gold, load_gold

if TYPE_CHECKING:
    from qa.desk import Desk
    from qa.evaluate.results import Results

BASELINE = ROOT / "corpus" / "baseline.json"
_EXIT_CODES = """\
exit codes:
  0  evaluated; with --baseline, no headline figure dropped
  1  on the held-out questions, recall@5, answers with the phrase or balanced accuracy is more than two points
     below the baseline
  2  could not evaluate: no library, gold questions or baseline that cannot be read, a file that cannot be written
"""


def main(arguments: Sequence[str] | None = None, desk: "Desk | None" = None) -> None:
    """Evaluates `desk`, by default one over the library that the settings name; the exit codes are in the help text."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.split == "tune" and options.baseline:
        parser.error("--baseline compares the held-out questions, which --split tune leaves out")
    if options.split != "all" and options.save_baseline:
        parser.error("--save-baseline keeps the figures of all questions; leave --split out")
    try:
        dropped = _evaluate(options, desk)
    except (CorpusError, DeskError, OSError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(1 if dropped else 0)


def _evaluate(options: argparse.Namespace, desk: "Desk | None") -> bool:
    """Evaluates and writes what is asked for; whether a headline figure dropped."""
    from rich.console import Console

    from qa.evaluate.baseline import baseline_json, compared, read_baseline
    from qa.evaluate.results import results_json, write_json
    from qa.evaluate.terminal import show, show_changes

    console = Console(highlight=False)
    baseline = read_baseline(options.baseline) if options.baseline else None
    questions = [gold for gold in load_gold(options.gold) if options.split in ("all", gold.split)]
    results = _results(desk, questions) if desk else _results_of_library(questions)
    changes = compared(results, baseline) if baseline else ()
    show(results, console)
    if baseline:
        show_changes(changes, same_questions=baseline.checksum == results.checksum, console=console)
    if options.json:
        write_json(options.json, results_json(results))
    if options.html:
        from qa.evaluate.report import report

        options.html.write_text(report(results, changes), encoding="utf-8")
    if options.save_baseline:
        write_json(options.save_baseline, baseline_json(results))
    return any(change.dropped for change in changes)


def _results_of_library(questions: Sequence[Gold]) -> "Results":
    from qa.open import open_desk

    desk = open_desk(load_settings())
    try:
        return _results(desk, questions)
    finally:
        desk.close()


def _results(desk: "Desk", questions: Sequence[Gold]) -> "Results":
    """Asks `questions`, with a progress bar where somebody looks."""
    from rich.console import Console
    from rich.progress import Progress

    from qa.evaluate.results import evaluate

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Asking", total=len(questions))
        return evaluate(desk, questions, lambda: progress.advance(task))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m qa.evaluate",
        description="Asks the gold questions of the library and says how well the desk did.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--split", choices=[*SPLITS, "all"], default="all", help="which questions (default: all)")
    parser.add_argument("--gold", type=Path, default=GOLD, metavar="FILE", help="the gold questions, if others")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures and every answer as JSON")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with charts and every failure")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="compare with the figures in FILE")
    parser.add_argument(
        "--save-baseline",
        type=Path,
        nargs="?",
        const=BASELINE,
        metavar="FILE",
        help="keep the figures for later comparison (default: corpus/baseline.json)",
    )
    return parser


if __name__ == "__main__":
    main()
