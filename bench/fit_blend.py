"""How retrieval's scores are best added up: the dense leg's share of the fused score, and what relevance adds to it.

    python -m bench.fit_blend [--reader FOLDER] [--limit 300]

prints nDCG@10 for a range of both on sets that no figure is reported for as a test of retrieval: the last turns of
doc2dial, the tasks of mtrag (their last question as it stands), and the library's gold questions of the split `tune`.
Adding ranks (reciprocal rank fusion, Cormack, Clarke & Büttcher 2009) stands beside them. SciFact stays the test: see
`python -m bench.quality --only scifact`. The weights themselves are set in `qa/retrieve.py` and `qa/rerank.py`.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.libraries import rows
from bench.measuring import ROOT
from bench.quality.cases import ReadBy
from bench.quality.metrics import ndcg
from bench.quality.own import open_with
from bench.quality.sets import EVAL, last_turn, opened, sample
from bench.serving import ingest_library
from corpus.catalogue import Catalogue
from corpus.encoder import Matrix
from corpus.live import OpenIndex
from corpus.types import Tier
from qa.evaluate.gold import load_gold
from qa.evaluate.judge import supports
from qa.evidence import readings
from qa.question import read_question
from qa.rerank import PASSAGES_READ, blended
from qa.retrieve import RetrievalSettings, retrieve
from qa.types import Retrieved

SHARES = (0.0, 0.25, 0.5, 0.65, 0.7, 0.75, 0.8, 0.85, 1.0)
WEIGHTS = (0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 1.0)
RANK_OFFSET = 60
DEPTH = 120


@dataclass(frozen=True, slots=True)
class Sought:
    """A question: what each share of the dense leg finds, by passage id its relevance, and which ids are right."""

    found: dict[float, tuple[Retrieved, ...]]
    relevance: dict[str, float]
    right: frozenset[str]


def look(
    text: str,
    vector: Matrix,
    index: OpenIndex,
    catalogue: Catalogue,
    by: ReadBy,
    is_right: Callable[[Retrieved], bool],
    tier: Tier = Tier.PUBLIC,
) -> Sought:
    """Puts `text` to a library once for each share, and reads what comes first in any of them."""
    found = {
        share: retrieve(
            text, vector, index, catalogue, tier=tier, count=DEPTH,
            settings=RetrievalSettings(dense_share=share, most_per_document=DEPTH),
        ).passages
        for share in SHARES
    }  # fmt: skip
    firsts = {hit.passage.id: hit for share in (0.7, 0.75, 0.8) for hit in found[share][:PASSAGES_READ]}
    read = zip(firsts, readings(text, list(firsts.values()), by.reader), strict=True)
    everything = {hit.passage.id: hit for hits in found.values() for hit in hits}
    right = frozenset(id for id, hit in everything.items() if is_right(hit))
    return Sought(found, {id: reading.relevance for id, reading in read}, right)


def public(work: Path, name: str, by: ReadBy, limit: int) -> Iterator[Sought]:
    """The questions of a public set; a passage is right when it overlaps one that the set names."""
    questions = [row for row in rows(EVAL / f"{name}.questions.jsonl.gz") if row["passage_ids"]]
    with opened(work, name, rows(EVAL / f"{name}.passages.jsonl.gz"), by) as asking:
        for row in sample(questions, limit):
            text = last_turn(row["question"]) if name == "doc2dial" else row["question"]
            core = asking.question(text).core
            places = [asking.place.places[id] for id in row["passage_ids"]]
            if name == "doc2dial":
                at = places[0][1] + row["answer_starts"][0]
                places = [(places[0][0], at, at + 1)]

            def is_right(hit: Retrieved, places: Sequence[tuple[str, int, int]] = tuple(places)) -> bool:
                own = hit.passage
                return any(own.document_id == d and own.start < end and start < own.end for d, start, end in places)

            vector = asking.place.encoder.questions([core])[0]
            yield look(core, vector, asking.index, asking.place.catalogue, by, is_right)


def tune(by: ReadBy, limit: int) -> Iterator[Sought]:
    """The library's answerable gold questions of the split `tune`; a passage is right when it holds a phrase."""
    ingest_library()
    desk = open_with(by)
    asked = [gold for gold in load_gold() if gold.split == "tune" and len(gold.turns) == 1 and gold.answerable]
    with desk.index.reading() as index:
        for gold in sample(asked, limit):
            core = read_question(gold.turns[0], index.glossaries[gold.tier], (), ()).core

            def is_right(hit: Retrieved, accepted: tuple[str, ...] = gold.accepted) -> bool:
                return supports(hit.passage.text, accepted)

            vector = desk.models.encoder.questions([core])[0]
            yield look(core, vector, index, desk.catalogue, by, is_right, gold.tier)
    desk.close()


def score(sought: Sequence[Sought], order: Callable[[Sought], Sequence[str]]) -> float:
    """The mean nDCG@10 of the questions that something right was found for, in this order."""
    return float(np.mean([ndcg(order(each), each.right) for each in sought if each.right]))


def by_rank(each: Sought) -> list[str]:
    """The same hits by reciprocal rank fusion."""

    def summed(hit: Retrieved) -> float:
        return sum(1 / (RANK_OFFSET + rank) for rank in (hit.dense_rank, hit.lexical_rank) if rank)

    return [hit.passage.id for hit in sorted(each.found[SHARES[-1]], key=lambda hit: (-summed(hit), hit.passage.id))]


def by_score(each: Sought, share: float, weight: float = 0.0) -> list[str]:
    """The hits by fused score, the first of them reranked with `weight`."""
    hits = each.found[share]
    head = [hit for hit in hits[:PASSAGES_READ] if hit.passage.id in each.relevance]
    head.sort(key=lambda hit: -blended(hit.score, each.relevance[hit.passage.id], weight))
    return [hit.passage.id for hit in head] + [hit.passage.id for hit in hits if hit not in head]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", default="", metavar="FOLDER", help="another than the carried one")
    parser.add_argument("--limit", type=int, default=300, help="questions of each set, drawn by a seed (default: 300)")
    parser.add_argument("--work", type=Path, default=ROOT / ".bench", metavar="FOLDER", help="for the libraries")
    options = parser.parse_args()
    by = ReadBy.named(options.reader)
    sets = {name: list(public(options.work, name, by, options.limit)) for name in ("doc2dial", "mtrag")}
    sets["library tune"] = list(tune(by, options.limit))
    share = RetrievalSettings().dense_share
    lines: list[tuple[str, Callable[[Sought], list[str]]]] = [("ranks added up", by_rank)]
    lines += [(f"dense share {s}", lambda each, s=s: by_score(each, s)) for s in SHARES]
    lines += [(f"share {share}, relevance × {w}", lambda each, w=w: by_score(each, share, w)) for w in WEIGHTS]
    table = Table(title="nDCG@10", title_justify="left")
    for column in ("", *(f"{name} ({len(sought)})" for name, sought in sets.items())):
        table.add_column(column, justify="right" if column else "left")
    for label, order in lines:
        table.add_row(label, *(f"{score(sought, order):.4f}" for sought in sets.values()))
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
