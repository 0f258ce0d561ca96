"""How well the desk finds, chooses and declines, without the reader and with it.

    python -m bench.quality                       the carried reader against choice by embedding similarity
    python -m bench.quality --reader A --reader B  two readers against each other
    python -m bench.quality --only scifact

The public sets lie in `shared/data` beside the checkout. Their libraries are built in `--work` the first time
(some ten minutes on two cores), and opened afterwards.
"""

import argparse
import json
import time
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.measuring import ROOT, machine
from bench.quality.cases import ReadBy
from bench.quality.own import gold
from bench.quality.sets import SETS
from bench.quality.tables import lines, record, show

OWN = {f"library_{split}": partial(gold, split) for split in ("tune", "hold")}


def main() -> None:
    """Runs the sets, prints a table for each, writes the record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--reader", action="append", metavar="FOLDER", help="a reader; twice to compare two (default: the carried one)"
    )
    parser.add_argument("--only", action="append", choices=[*SETS, *OWN], metavar="NAME", help=", ".join([*SETS, *OWN]))
    parser.add_argument("--limit", type=int, default=0, help="questions of each set, drawn by a seed (default: all)")
    parser.add_argument("--work", type=Path, default=ROOT / ".bench", metavar="FOLDER", help="for the libraries")
    parser.add_argument("--json", type=Path, default=ROOT / "bench" / "results" / "quality.json", metavar="FILE")
    options = parser.parse_args()
    readers = [ReadBy.named(name) for name in options.reader or [""]]
    console = Console(width=150)
    found: dict[str, Any] = {"machine": machine(), "readers": [by.reader.identity for by in readers], "sets": {}}
    for name in options.only or [*SETS, *OWN]:
        began = time.perf_counter()
        print(f"Asking {name} …", flush=True)
        ask = OWN[name] if name in OWN else partial(SETS[name], options.work)
        runs = [ask(by, options.limit) for by in readers]
        own = lines(name, runs)
        show(f"{name}: {len(runs[0])} questions", [by.name for by in readers], own, console)
        print(f"{time.perf_counter() - began:.0f} s", flush=True)
        found["sets"][name] = {"questions": len(runs[0]), "figures": record(own)}
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"Written to {options.json}")


if __name__ == "__main__":
    main()
