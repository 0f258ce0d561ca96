"""How well the models that check prose tell what a text bears out from what it does not.

    python -m bench.support [--model FOLDER] [--limit N]

prints AUROC and balanced accuracy, with 95 % intervals, on sets that nothing was fitted to or chosen on:

    expertqa  claims of language models with the evidence that they cite, and an expert's judgement: `Complete` is
              borne out, `Partial` and `Incomplete` are not. Claims whose evidence is a bare address or nothing at all
              (among them all that are `Missing`) are left out: there is nothing to read.
    scifact   claims about science with an abstract each: SUPPORT is borne out; CONTRADICT and NOT_ENOUGH_INFO are not
    library   sentences of the library said in other words, and some with a fault, each held against the sentence alone;
              of the documents of split `hold`

Thresholds were fixed before: on FEVER's pairs of the part `weigh` (`bench.fever`).
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from rich.progress import track

from bench.fever import fever
from bench.libraries import SHARED, rows
from bench.measuring import ROOT, percentile, report
from bench.quality.metrics import Measured, Values, auroc, balanced_accuracy, best_threshold, measured
from corpus.encoder import CARRIED, Encoder
from corpus.sentences import sentences
from corpus.settings import Settings
from ingest.embed import ensure_model
from qa.verify.agreement import coverage
from qa.verify.check import Verifier
from qa.verify.support import fitted, open_support
from qa.verify.types import Cited, Support

_MARKERS = re.compile(r"\s*\[\d+\]")
_SOURCE = re.compile(r"^\[\d+\] \S*\s*")
SHORTEST_EVIDENCE_CHARS = 200
FEVER_PAIRS = 1500
"""For the thresholds of likenesses that come without one."""


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, the texts that it is held against, and whether they bear it out."""

    claim: str
    texts: tuple[str, ...]
    true: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A way to score a claim, and the score from which it counts as borne out."""

    name: str
    score: Callable[[str, Sequence[str]], float]
    threshold: float


def expertqa() -> Iterator[Case]:
    """ExpertQA's claims that have evidence to read."""
    for row in rows(SHARED / "eval" / "expertqa_claims.jsonl.gz"):
        texts = tuple(_SOURCE.sub("", each).strip() for each in row["evidence"] or ())
        texts = tuple(each for each in texts if len(each) >= SHORTEST_EVIDENCE_CHARS)
        if texts and row["support"] in ("Complete", "Partial", "Incomplete"):
            yield Case(_MARKERS.sub("", row["claim_string"]).strip(), texts, row["support"] == "Complete")


def scifact() -> Iterator[Case]:
    """SciFact's claims with whole abstracts."""
    abstracts = {row["id"]: row["text"] for row in rows(SHARED / "eval" / "scifact.passages.jsonl.gz")}
    for row in rows(SHARED / "eval" / "scifact_claims.jsonl.gz"):
        names = [row["doc_id"]] if row["doc_id"] else row["cited_doc_ids"]
        texts = tuple(abstracts[id] for id in names if id in abstracts)
        if texts:
            yield Case(row["claim"], texts, row["label"] == "SUPPORT")


def library(split: str = "hold") -> Iterator[Case]:
    """Sentences of the library in other words, and with faults."""
    for name, true in (("paraphrases", True), ("claims", False)):
        for line in (ROOT / "bench" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["split"] == split:
                yield Case(record["paraphrase"], (record["quote"],), true)


def ways(named: str, encoder: Encoder) -> list[Way]:
    """What is compared."""
    own = open_support(Settings())
    found = [
        _with_threshold("word coverage", lambda claim, texts: max(coverage(claim, text) for text in texts)),
        _with_threshold("cosine of sentences", lambda claim, texts: max(_cosine(encoder, claim, t) for t in texts)),
        Way("carried", lambda claim, texts: max(own.of(claim, texts)), fitted().threshold),
        _verifier("rules alone", None),
        _verifier("rules and carried", own),
    ]
    if named:
        other = open_support(Settings(entailment_model=named))
        found.insert(3, Way(other.identity, lambda claim, texts: max(other.of(claim, texts)), 0.5))
    return found


def _cosine(encoder: Encoder, claim: str, text: str) -> float:
    """Of the sentence nearest in meaning."""
    _, vectors = encoder.passages([text], [list(sentences(text))])
    return float((vectors[0] @ encoder.questions([claim])[0]).max())


def _with_threshold(name: str, score: Callable[[str, Sequence[str]], float]) -> Way:
    pairs = fever(SHARED / "train", "weigh")[:FEVER_PAIRS]
    scores = np.array([score(pair.claim, [pair.text]) for pair in pairs])
    return Way(name, score, best_threshold(np.array([float(pair.supported) for pair in pairs]), scores))


def _verifier(name: str, support: Support | None) -> Way:
    verifier = Verifier(support)

    def score(claim: str, texts: Sequence[str]) -> float:
        return float(verifier.check(claim, [Cited(text) for text in texts]).verdict != "unsupported")

    return Way(name, score, 0.5)


def scores(way: Way, cases: Sequence[Case]) -> tuple[Values, Values]:
    """Whether each claim is borne out (1 or 0), and its score."""
    true = np.array([float(case.true) for case in cases])
    return true, np.array([way.score(case.claim, case.texts) for case in track(cases, way.name, transient=True)])


def latency_ms(
    score: Callable[[str, Sequence[str]], float], passages: Sequence[str], claim: str
) -> tuple[float, float]:
    """Milliseconds for a claim and a passage, p50 and p95."""
    taken = []
    for text in passages:
        began = perf_counter()
        score(claim, [text])
        taken.append((perf_counter() - began) * 1000)
    return percentile(taken, 50), percentile(taken, 95)


def figures(named: str, limit: int, work: Path) -> None:
    """Prints the tables."""
    compared = ways(named, ensure_model(work / "models", CARRIED))
    for title, cases in (("expertqa", list(expertqa())), ("scifact", list(scifact())), ("library", list(library()))):
        drawn = [cases[n] for n in np.random.default_rng(7).permutation(len(cases))[: limit or None]]
        table, record = [], []
        for way in compared:
            true, own = scores(way, drawn)
            passed = (own >= way.threshold).astype(float)
            ranked, sorted_ = measured(auroc, true, own), measured(balanced_accuracy, true, passed)
            share = float(passed[true > 0.5].mean()), float(passed[true < 0.5].mean())
            graded = len(set(own)) > 2
            table.append(
                (way.name, _shown(ranked) if graded else "", _shown(sorted_), f"{share[0]:.1%}", f"{share[1]:.1%}")
            )
            record.append({"way": way.name, "threshold": way.threshold, "passed": share} | _recorded(ranked, sorted_))
        report(
            f"support_{title}",
            f"{title}: {len(drawn)} claims, {sum(case.true for case in drawn)} borne out",
            table,
            ("", "AUROC", "balanced accuracy", "true ones passed", "others passed"),
            {"ways": record},
        )
    passages = [row["text"] for row in rows(SHARED / "eval" / "squad2_dev.passages.jsonl.gz")]
    fitting = [text for text in passages if 110 <= len(text.split()) <= 130][:200]
    claim = "The second site was declared operational in December 2023 after a delay of several years."
    timed = [(way.name, *(f"{ms:.1f}" for ms in latency_ms(way.score, fitting, claim))) for way in compared]
    report("support_speed", f"ms a claim and passage of 110 to 130 words ({len(fitting)})", timed, ("", "p50", "p95"),
           {"ms": timed})  # fmt: skip


def _shown(figure: Measured) -> str:
    return f"{figure.value:.1%} ({figure.low:.1%}–{figure.high:.1%})"


def _recorded(ranked: Measured, sorted_: Measured) -> dict[str, Any]:
    return {"auroc": [ranked.value, ranked.low, ranked.high],
            "balanced_accuracy": [sorted_.value, sorted_.low, sorted_.high]}  # fmt: skip


def main() -> None:
    """Parses the command line, prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="", metavar="FOLDER", help="an entailment model, to compare")
    parser.add_argument("--limit", type=int, default=0, help="claims of each set, drawn by a seed (default: all)")
    parser.add_argument("--work", type=Path, default=ROOT / ".bench", metavar="FOLDER", help="for the embedding model")
    options = parser.parse_args()
    figures(options.model, options.limit, options.work)


if __name__ == "__main__":
    main()
