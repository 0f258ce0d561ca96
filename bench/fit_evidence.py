"""Fits the weights of `qa.evidence` and `qa.confidence`, and writes `qa/evidence.json`.

    python -m bench.fit_evidence --work .bench --gold corpus/questions.jsonl --library .refdesk

Two kinds of questions are asked as the desk asks them: those of half the articles of SQuAD 2.0's development part (the
other half reports what the fit is worth), and the library's own gold questions of the split `tune`. The sentence that
holds the answer is the positive; unanswerable questions have none. Questions of the split `hold` are never read.
"""

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from bench.libraries import SHARED, BenchLibrary, library, rows
from corpus.catalogue import Vectors
from corpus.settings import Settings
from corpus.types import Tier
from qa.confidence import Scale, confidence, log_odds
from qa.converse.types import Meant
from qa.evaluate.gold import Gold, load_gold
from qa.evaluate.words import holds
from qa.evidence import FEATURES, Candidate, Weights, ranked
from qa.fitting import fitting
from qa.inquiry import Inquiry, Models
from qa.question import Question
from qa.read import CARRIED_READER, AnswerReader

OUT = Path(__file__).resolve().parent.parent / "qa" / "evidence.json"
Right = Callable[[Candidate], bool]


@dataclass(slots=True)
class Asked:
    """A question as the desk read it, the sentences that could be quoted, their features, and which of them answer."""

    question: Question
    found: list[Candidate]
    table: np.ndarray
    right: np.ndarray
    vectors: dict[str, Vectors]


@dataclass(slots=True)
class Best:
    """The best fitting sentence of a question: its probability, whether it answers, and whether anything could."""

    probability: float
    right: bool
    answerable: bool


def asked(inquiry: Inquiry, right: Right) -> Asked:
    """What the desk makes of one question."""
    hits = inquiry.reranked(inquiry.retrieve())
    found, table = inquiry.candidates(hits)
    return Asked(inquiry.question, found, table, np.array([right(each) for each in found], bool), inquiry.vectors(hits))


def of_squad(place: BenchLibrary, questions: Sequence[dict[str, Any]], models: Models) -> Iterator[Asked]:
    """Public questions, asked of all the set's paragraphs."""
    with place.index.reading() as index:
        for question in questions:
            gold = _marked(place, question)
            yield asked(
                Inquiry(
                    Meant.alone(question["question"]),
                    index=index, catalogue=place.catalogue, models=models, tier=Tier.PUBLIC,
                ),
                lambda each, gold=gold: _holds_mark(each.hit.passage.document_id, each.span, gold),
            )  # fmt: skip


def _marked(place: BenchLibrary, question: dict[str, Any]) -> list[tuple[str, int]]:
    if not question["answerable"]:
        return []
    document, start, _ = place.places[question["passage_ids"][0]]
    return [(document, start + at) for at in question["answer_starts"]]


def _holds_mark(document: str, span: tuple[int, int], gold: Sequence[tuple[str, int]]) -> bool:
    return any(document == name and span[0] <= at < span[1] for name, at in gold)


def of_library(data: Path, gold: Sequence[Gold], models: Models) -> Iterator[Asked]:
    """The library's own questions."""
    from qa.open import open_desk

    desk = open_desk(Settings(data=data))
    try:
        with desk.index.reading() as index:
            for each in gold:
                yield asked(
                    Inquiry(
                        Meant.alone(each.turns[0]),
                        index=index, catalogue=desk.catalogue, models=models, tier=each.tier,
                    ),
                    lambda candidate, each=each: _holds_phrase(candidate, each),
                )  # fmt: skip
    finally:
        desk.close()


def _holds_phrase(candidate: Candidate, gold: Gold) -> bool:
    (start, end), passage = candidate.span, candidate.hit.passage
    words = passage.text[start - passage.start : end - passage.start]
    return any(holds(words, phrase) for group in gold.phrases for phrase in group)


def best_of(questions: Sequence[Asked], weights: Weights) -> list[Best]:
    """The best fitting sentence of each question under `weights`; questions that nothing fits are left out."""
    bests = []
    for each in questions:
        evidence = ranked(each.question, each.found, each.table, each.vectors, weights)
        right = {(*c.span, c.hit.passage.id) for c, r in zip(each.found, each.right, strict=True) if r}
        about = fitting(each.question, evidence)
        if about:
            top = about[0]
            answers = (top.start, top.end, top.hit.passage.id) in right
            bests.append(Best(top.probability, answers, bool(each.right.any())))
    return bests


def kept_out(questions: Sequence[dict[str, Any]], seed: int = 7) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The questions of half the articles, to fit on, and those of the others, which no fit has seen; in an order fixed
    by `seed`."""
    shuffle = random.Random(seed)
    titles = sorted({question["title"] for question in questions})
    fitting_titles = set(shuffle.sample(titles, (len(titles) + 1) // 2))
    fit = [q for q in questions if q["title"] in fitting_titles]
    test = [q for q in questions if q["title"] not in fitting_titles]
    shuffle.shuffle(fit)
    shuffle.shuffle(test)
    return fit, test


def main() -> None:
    """Asks, fits, reports on the articles kept out, writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--library", type=Path, default=Path(".refdesk"))
    parser.add_argument("--gold", type=Path, default=Path("corpus/questions.jsonl"))
    parser.add_argument("--reader", type=Path, default=CARRIED_READER)
    parser.add_argument("--questions", type=int, default=1200)
    options = parser.parse_args()
    place = library(options.work / "squad2_dev", rows(SHARED / "eval" / "squad2_dev.passages.jsonl.gz"))
    models = Models(place.encoder, AnswerReader(options.reader))
    fit, test = kept_out(rows(SHARED / "eval" / "squad2_dev.questions.jsonl.gz"))
    gold = [each for each in load_gold(options.gold) if each.split == "tune" and len(each.turns) == 1]
    sets = {
        "squad2_dev": list(of_squad(place, fit[: options.questions], models)),
        "library, split tune": list(of_library(options.library, gold, models)),
    }
    weights, record = fitted_on(sets)
    sets["squad2_dev, articles kept out"] = list(of_squad(place, test[: options.questions], models))
    chosen = record["confidence"]
    record["figures"] = {name: judged(each, weights, chosen) for name, each in sets.items() if name != "squad2_dev"}
    OUT.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(record, indent=1))


def fitted_on(sets: dict[str, list[Asked]]) -> tuple[Weights, dict[str, Any]]:
    """The weights of sentences and of confidence; each set counts as much as the others."""
    x = np.concatenate([each.table for own in sets.values() for each in own])
    y = np.concatenate([each.right for own in sets.values() for each in own])
    sizes = [sum(len(each.right) for each in own) for own in sets.values()]
    share = np.concatenate([np.full(size, sum(sizes) / len(sizes) / size) for size in sizes])
    model = LogisticRegression(C=0.3, max_iter=5000).fit(x, y, sample_weight=share)
    names = dict(zip(FEATURES, (round(float(w), 4) for w in model.coef_[0]), strict=True))
    weights = Weights(tuple(names.values()), round(float(model.intercept_[0]), 4))
    bests = [best_of(own, weights) for own in sets.values()]
    share = np.concatenate([np.full(len(own), max(map(len, bests)) / len(own)) for own in bests])
    flat = [best for own in bests for best in own]
    sure = LogisticRegression(C=1.0, max_iter=5000).fit(
        [[log_odds(best.probability)] for best in flat], [best.right for best in flat], sample_weight=share
    )
    return weights, {
        "weights": names,
        "bias": weights.bias,
        "confidence": {
            "slope": round(float(sure.coef_[0][0]), 4),
            "bias": round(float(sure.intercept_[0]), 4),
        },
    }


def judged(questions: Sequence[Asked], weights: Weights, chosen: dict[str, Any]) -> dict[str, float]:
    """How often the best sentence is right, how well confidence tells answerable questions from others, and how far it
    is from the share that is right (expected calibration error over ten equal parts)."""
    answerable = [each for each in questions if each.right.any()]
    scores = np.array(weights.features)
    by_all = [each.right[(each.table @ scores).argmax()] for each in answerable]
    by = {
        name: float(np.mean([each.right[each.table[:, FEATURES.index(feature)].argmax()] for each in answerable]))
        for name, feature in (("sentence cosine", "sentence_cosine"), ("reader", "reader_margin"))
    }
    bests = best_of(questions, weights)
    sure = np.array([confidence(best.probability, Scale(**chosen)) for best in bests])
    right, could = np.array([b.right for b in bests]), np.array([b.answerable for b in bests])
    cuts = np.quantile(sure, np.linspace(0.02, 0.98, 97))
    balanced = [float(balanced_accuracy_score(could, sure >= cut)) for cut in cuts]
    parts = np.array_split(np.argsort(sure), 10)
    off = sum(abs(float(sure[part].mean() - right[part].mean())) * len(part) for part in parts) / len(sure)
    return {
        "questions": len(questions),
        "answerable": len(answerable),
        "answer sentence first": round(float(np.mean(by_all)), 4),
        "by sentence cosine alone": round(by["sentence cosine"], 4),
        "by reader alone": round(by["reader"], 4),
        "answerable AUROC": round(float(roc_auc_score(could, sure)), 4),
        "balanced accuracy": round(max(balanced), 4),
        "best threshold": round(float(cuts[int(np.argmax(balanced))]), 4),
        "calibration error": round(off, 4),
        "Brier score": round(float(np.mean((sure - right) ** 2)), 4),
    }


if __name__ == "__main__":
    main()
