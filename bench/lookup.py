"""Is a quotation's verdict right, is every place found, and how long does it take?

    python -m bench.lookup

Quotations are made from the library that comes along and from the U.S. national security strategies, by seeded mutation
(`bench.misquote`); text that is foreign to both comes from SQuAD and WikiQA. Every verdict is compared with the class
of its quotation. Occurrences are compared with a plain scan of all words, which shares no code with the desk. Then
the library grows, by copies of the strategies in which every tenth word is another.
"""

import argparse
import json
import random
import re
import statistics
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import psutil

from bench.libraries import SHARED, documents_of, rows
from bench.measuring import ROOT, percentile, report
from bench.misquote import SEED, Case, cases, draft_of, origins
from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.encoder import CARRIED, Encoder, Matrix
from corpus.live import LiveIndex
from corpus.recipe import Recipe
from corpus.types import Document, Tier
from ingest.embed import ensure_model
from ingest.pipeline import Ingest
from ingest.read import read
from qa.desk import Desk
from qa.inquiry import Models
from qa.read import AnswerReader

STRATEGIES = SHARED / "eval" / "national_security_strategies.passages.jsonl.gz"
FOREIGN = ("squad2_dev.passages.jsonl.gz", "wikiqa_test.passages.jsonl.gz")
DOCUMENTS = ROOT / "corpus" / "documents"
WORK = ROOT / ".bench" / "lookup"
SIZES = (7_300, 29_000, 73_000)
TIMED = 200
DRAFT_QUOTATIONS = 32


class QuickEncoder:
    """The carried model for questions; for passages vectors drawn by a seed, which cost no time to make: how long a
    search takes does not depend on them."""

    def __init__(self, encoder: Encoder) -> None:
        self.card = encoder.card
        self.questions = encoder.questions
        self.count_tokens = encoder.count_tokens
        self._draw = np.random.default_rng(SEED)

    def passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Any]]) -> tuple[Matrix, list[Matrix]]:
        """Unit vectors of the right shapes."""
        return self._vectors(len(texts)), [self._vectors(len(spans)) for spans in sentences]

    def _vectors(self, count: int) -> Matrix:
        vectors = self._draw.normal(size=(count, self.card.dimension)).astype(np.float32)
        unit: Matrix = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def desk_over(folder: Path, documents: Sequence[Document], encoder: Any, *, with_library: bool) -> Desk:
    """A desk over `documents` (and the library that comes along), ingested into `folder` the first time."""
    sources = folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    by_name = {f"{document.id}.txt": document for document in documents}
    for name in by_name:
        (sources / name).touch()
    catalogue = Catalogue(Database(folder / "catalogue.sqlite3"))
    paths = [sources, DOCUMENTS] if with_library else [sources]
    Ingest(catalogue, folder, encoder, lambda path, name: by_name.get(path.name) or read(path, name)).run(paths)
    return Desk(catalogue, LiveIndex(catalogue, folder, Recipe.of(encoder.card)), Models(encoder, AnswerReader()))


class PlainScan:
    """Every place of a run of words, by looking at all words of all documents."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._words: dict[str, list[str]] = {}
        self._starts: dict[str, list[int]] = {}
        self._first: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for id, text in texts.items():
            found = [*re.finditer(r"[^\W_]+", text)]
            self._words[id] = [_plain(each.group()) for each in found]
            self._starts[id] = [each.start() for each in found]
            for at, word in enumerate(self._words[id]):
                self._first[word].append((id, at))

    def places(self, text: str) -> set[tuple[str, int]]:
        """(document id, offset) of every place."""
        wanted = [_plain(word) for word in re.findall(r"[^\W_]+", text)]
        return {
            (id, self._starts[id][at])
            for id, at in self._first.get(wanted[0], [])
            if self._words[id][at : at + len(wanted)] == wanted
        }


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def judged(desk: Desk, made: Sequence[Case], scan: PlainScan) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """By class: how many, how many right, which verdicts, milliseconds; occurrences found of those there; and what went
    wrong."""
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    times: dict[str, list[float]] = defaultdict(list)
    right: Counter[str] = Counter()
    found = there = 0
    wrong: list[dict[str, Any]] = []
    for case in made:
        began = perf_counter()
        looked_up = desk.lookup(case.draft, tier=Tier.STAFF)
        times[case.kind].append((perf_counter() - began) * 1000)
        finding = looked_up.findings[-1]
        verdicts[case.kind][finding.verdict] += 1
        good = finding.verdict in case.right and len(looked_up.findings) == 1
        right[case.kind] += good
        if not good:
            wrong.append({"class": case.kind, "draft": case.draft, "verdict": finding.verdict,
                          "warnings": finding.warnings, "findings": len(looked_up.findings),
                          "nearest": [place.quote for place in finding.occurrences[:2]],
                          "similarity": finding.similarity})  # fmt: skip
        if case.kind in ("untouched", "typography", "document named rightly", "document named wrongly"):
            places = scan.places(case.origins[0].text)
            listed = {(place.document_id, place.start) for place in finding.occurrences}
            there += len(places)
            found += len(places & listed)
    classes = {
        kind: {"count": sum(own.values()), "right": right[kind], "verdicts": dict(own), **spread(times[kind])}
        for kind, own in verdicts.items()
    }
    everything = [time for own in times.values() for time in own]
    return {"classes": classes, "occurrences": {"there": there, "found": found}, "all": spread(everything)}, wrong


def spread(times: Sequence[float]) -> dict[str, float]:
    """Percentiles, in milliseconds."""
    return {"p50": round(statistics.median(times), 1), "p95": round(percentile(times, 95), 1)}


def drafted(desk: Desk, draft: str) -> dict[str, Any]:
    """Seconds for a whole draft (the best of three), and how often its progress was told."""
    seconds, told = [], 0

    def progress(_done: int, _of: int) -> None:
        nonlocal told
        told += 1

    for _ in range(3):
        began = perf_counter()
        found = desk.lookup(draft, tier=Tier.STAFF, progress=progress)
        seconds.append(round(perf_counter() - began, 2))
    return {"words": len(draft.split()), "quotations": len(found.findings), "seconds": seconds, "told": told // 3}


def grown(strategies: Sequence[dict[str, Any]], passages: int) -> list[Document]:
    """The strategies, and as many copies with every tenth word another as make up so many passages."""
    draw = random.Random(SEED)
    vocabulary = sorted({word for row in strategies for word in row["text"].split() if word.isalpha()})
    made = list(strategies)[:passages]
    while len(made) < passages:
        copy = len(made) // len(strategies)
        for row in strategies[: passages - len(made)]:
            words = [draw.choice(vocabulary) if draw.random() < 0.1 else word for word in row["text"].split(" ")]
            made.append({"id": f"{row['id']}-{copy}", "title": f"{row['title']} ({copy})", "text": " ".join(words)})
    return documents_of(made)[0]


def growth(made: Sequence[Case], strategies: Sequence[dict[str, Any]], encoder: Encoder, size: int) -> dict[str, Any]:
    """How long quotations of all classes take in a library of so many paragraphs, and what its index takes."""
    began = perf_counter()
    folder = WORK / f"grown-{size}"
    desk = desk_over(folder, grown(strategies, size), QuickEncoder(encoder), with_library=False)
    built = perf_counter() - began
    draw = random.Random(SEED)
    chosen = draw.sample(made, TIMED)
    for case in chosen[:20]:
        desk.lookup(case.draft, tier=Tier.STAFF)
    before = psutil.Process().memory_info().rss
    by_verdict: dict[str, list[float]] = defaultdict(list)
    for case in chosen:
        start = perf_counter()
        (finding, *_) = desk.lookup(case.draft, tier=Tier.STAFF).findings
        by_verdict[finding.verdict].append((perf_counter() - start) * 1000)
    number = desk.status().generation
    concordance = folder / "index" / f"{number:06d}" / "concordance"
    record = {
        "passages": desk.status().passages,
        "all": spread([time for own in by_verdict.values() for time in own]),
        "by_verdict": {verdict: {"count": len(own), **spread(own)} for verdict, own in sorted(by_verdict.items())},
        "draft": drafted(desk, draft_of(made, _prose(), DRAFT_QUOTATIONS)),
        "concordance_mib": round(sum(f.stat().st_size for f in concordance.rglob("*.*")) / 2**20, 1),
        "memory_grew_mib": round((psutil.Process().memory_info().rss - before) / 2**20, 1),
        "built_s": round(built, 1),
    }
    desk.close()
    return record


def _prose() -> list[str]:
    return [
        row["text"].replace('"', "").replace("“", "").replace("”", "") for row in rows(SHARED / "eval" / FOREIGN[0])
    ]


def foreign_sentences() -> list[str]:
    """Sentences of other fields."""
    texts = [(row["id"], "", row["text"]) for name in FOREIGN for row in rows(SHARED / "eval" / name)]
    return [origin.text for origin in origins(texts)]


def main() -> None:
    """Measures, prints the tables, writes the results and every failure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="*",
        default=SIZES,
        help="paragraphs of the libraries that grow (three make some two passages)",
    )
    parser.add_argument(
        "--failures", type=Path, default=WORK / "failures.json", help="where wrong verdicts are written"
    )
    parser.add_argument("--seed", type=int, default=SEED, help=f"what the quotations are drawn by (default: {SEED})")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    encoder = ensure_model(WORK / "models", CARRIED)
    strategies = rows(STRATEGIES)
    desk = desk_over(WORK / "strategies", documents_of(strategies)[0], encoder, with_library=True)
    texts = {
        e.id: (e.meta.title, desk.document(e.id, tier=Tier.STAFF).document.text)
        for e in desk.documents(tier=Tier.STAFF)
    }
    scan = PlainScan({id: text for id, (_, text) in texts.items()})
    known = origins([(id, title, text) for id, (title, text) in texts.items()])
    made = cases(known, foreign_sentences(), lambda words: {id for id, _ in scan.places(words)}, options.seed)
    record, wrong = judged(desk, made, scan)
    record["draft"] = drafted(desk, draft_of(made, _prose(), DRAFT_QUOTATIONS))
    passages = desk.status().passages
    desk.close()
    record["growth"] = [growth(made, strategies, encoder, size) for size in options.sizes]
    options.failures.write_text(json.dumps(wrong, indent=1, ensure_ascii=False), encoding="utf-8")
    table = [
        (kind, f"{own['count']:,}", f"{own['right'] / own['count']:.1%}",
         ", ".join(f"{v} {n}" for v, n in sorted(own["verdicts"].items(), key=lambda each: -each[1])),
         f"{own['p50']}", f"{own['p95']}")
        for kind, own in record["classes"].items()
    ]  # fmt: skip
    there, hit = record["occurrences"]["there"], record["occurrences"]["found"]
    table.append(("all", f"{len(made):,}", f"places {hit:,} of {there:,}", "", *map(str, record["all"].values())))
    table.append(("draft", str(record["draft"]["quotations"]), "", f"{record['draft']['seconds']} s", "", ""))
    for each in record["growth"]:
        table.append((
            f"{each['passages']:,} passages", str(TIMED), "", f"draft {each['draft']['seconds']} s, "
            f"{each['concordance_mib']} MiB on disk", *map(str, each["all"].values()),
        ))  # fmt: skip
    report("lookup", f"Quotations looked up in {passages:,} passages", table,
           ["", "count", "right", "verdicts", "p50 ms", "p95 ms"], record)  # fmt: skip
    print(f"{len(wrong)} wrong verdicts written to {options.failures}")


if __name__ == "__main__":
    main()
