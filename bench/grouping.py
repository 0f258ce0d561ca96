"""Do questions of one meaning come together, and others not? A labelled list, pair by pair: `python -m bench.grouping`.

The list is in `grouping.jsonl`: each line one matter and the questions that ask for it. Half of the matters (the odd
lines) is what the limit was chosen on; the figures to go by are those of the other half.
"""

import argparse
import json
from itertools import combinations
from pathlib import Path

from corpus.encoder import CARRIED, Encoder
from corpus.settings import load_settings
from ingest.embed import ensure_model
from qa.asked.groups import FARTHEST, clusters

LIST = Path(__file__).with_name("grouping.jsonl")
LIMITS = (0.36, 0.38, 0.4, 0.42, 0.44, 0.46, 0.5, 0.55, 0.6)


def labelled() -> list[tuple[int, str]]:
    """(the line of its matter, the question) of every question."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [(n, question) for n, line in enumerate(lines, 1) for question in json.loads(line)["questions"]]


def pairwise(matters: list[int], found: list[int]) -> tuple[float, float, int]:
    """(precision, recall, pairs that belong together) over all pairs of questions."""
    pairs = [(a == b, c == d) for (a, c), (b, d) in combinations(zip(matters, found, strict=True), 2)]
    right = sum(same and together for same, together in pairs)
    together, same = sum(t for _, t in pairs), sum(s for s, _ in pairs)
    return (right / together if together else 1.0), (right / same if same else 1.0), same


def scores(encoder: Encoder, questions: list[tuple[int, str]], farthest: float) -> tuple[float, float, int]:
    """As `pairwise`, of `questions` grouped up to the distance `farthest`."""
    found = clusters(encoder.questions([question for _, question in questions]), farthest)
    return pairwise([matter for matter, _ in questions], found)


def main() -> None:
    """Prints precision and recall on both halves for several limits, the one in use marked."""
    argparse.ArgumentParser(prog="python -m bench.grouping", description=__doc__).parse_args()
    encoder = ensure_model(load_settings().models, CARRIED)
    everything = labelled()
    halves = {
        "chosen on": [(m, q) for m, q in everything if m % 2],
        "kept out": [(m, q) for m, q in everything if not m % 2],
        "all": everything,
    }
    for name, questions in halves.items():
        print(f"{name}: {len(questions)} questions about {len({m for m, _ in questions})} matters")
        for limit in LIMITS:
            precision, recall, pairs = scores(encoder, questions, limit)
            mark = " <- in use" if limit == FARTHEST else ""
            print(f"  up to {limit:.2f}: precision {precision:.0%}, recall {recall:.0%} of {pairs} pairs{mark}")


if __name__ == "__main__":
    main()
