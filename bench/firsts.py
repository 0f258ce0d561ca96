"""With what an answer begins: 124 questions of all sorts, written in two sets before any was asked.

    python -m bench.firsts             # the figures of the 62 kept out, over the library in REFDESK_DATA
    python -m bench.firsts --tune      # of the 62 for tuning, each with what its answer begins with

`bench/firsts.jsonl` has what the first sentence of an answer must hold (patterns; none where the library does not
answer the question), read off the documents. The second set asks how long, whether and what for as well. Questions kept
out are shown only with `--show-hold`.
"""

import argparse
import json
import re
from collections import Counter
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.measuring import ROOT, percentile
from corpus.settings import load_settings
from corpus.types import Tier
from qa.open import open_desk
from qa.types import Answer

SETS = ("first", "second")
OUTCOMES = (
    "begins with the answer",
    "begins with the answer, with a word of doubt",
    "begins beside the point, with a word of doubt",
    "begins beside the point without a word of doubt",
    "wrongly declined",
    "not in the library, and declined",
)


def outcome(answers: list[str], answer: Answer) -> str:
    """What became of a question whose answer begins with one of the patterns `answers`; none: the library has none."""
    if not answer.statements:
        return OUTCOMES[4] if answers else OUTCOMES[5]
    first, doubted = answer.statements[0].text, bool(answer.reason)
    if any(re.search(pattern, first, re.IGNORECASE) for pattern in answers):
        return OUTCOMES[1] if doubted else OUTCOMES[0]
    return OUTCOMES[2] if doubted else OUTCOMES[3]


def questions(split: str) -> list[dict[str, Any]]:
    """The questions of `split`."""
    lines = (ROOT / "bench" / "firsts.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["split"] == split]


def main() -> None:
    """Asks them as the staff and prints what became of them."""
    parser = argparse.ArgumentParser(prog="python -m bench.firsts", description=__doc__)
    parser.add_argument("--tune", action="store_true", help="the questions for tuning, each shown")
    parser.add_argument("--show-hold", action="store_true", help="show those kept out as well")
    options = parser.parse_args()
    console, split = Console(), "tune" if options.tune else "hold"
    desk = open_desk(load_settings())
    found: dict[str, Counter[str]] = {name: Counter() for name in SETS}
    took: list[float] = []
    for row in questions(split):
        began = perf_counter()
        answer = desk.ask(row["question"], tier=Tier.STAFF, mode="extractive", kept=False)
        took.append((perf_counter() - began) * 1000)
        what = outcome(row["answers"], answer)
        found[row.get("set", SETS[0])][what] += 1
        if options.tune or options.show_hold:
            first = answer.statements[0].text if answer.statements else answer.reason
            console.print(f"{row['question']} [{what}]\n    {first}", markup=False, highlight=False)
    columns = (f"{name} set" for name in SETS)
    table = Table(f"what became of it ({split})", *columns, title=f"p50 {percentile(took, 50):.0f} ms")
    for what in OUTCOMES:
        table.add_row(what, *(str(found[name][what]) for name in SETS))
    console.print(table)


if __name__ == "__main__":
    main()
