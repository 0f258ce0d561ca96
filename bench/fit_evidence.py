"""Fits the weights of `qa.evidence` on public question data and writes `qa/evidence.json`.

    python -m bench.fit_evidence --work .bench

Questions of SQuAD's training part (and of the 2.0 articles set aside for fitting, half of them unanswerable) are asked of a
library of their paragraphs; every sentence of the passages retrieved is a candidate, the one that holds the marked answer
is the positive. A fifth of the articles is kept out to report what the fit is worth.
"""

import argparse
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from bench.libraries import SHARED, BenchLibrary, library, rows
from corpus.types import Tier
from qa.evidence import FEATURES, Words, candidates
from qa.question import read_question
from qa.retrieve import retrieve

SETS = ("squad_train_partial", "squad2_fit", "squad1_only")
OUT = Path(__file__).resolve().parent.parent / "qa" / "evidence.json"


def table(place: BenchLibrary, questions: list[dict[str, Any]], kept: int = 8) -> tuple[np.ndarray, ...]:
    """(features, is the answer's sentence, question number) of every candidate sentence."""
    vectors = place.encoder.questions([question["question"] for question in questions])
    features, labels, groups = [], [], []
    with place.index.reading() as index:
        words = Words(index.lexicon, Tier.PUBLIC)
        for number, (question, vector) in enumerate(zip(questions, vectors, strict=True)):
            read = read_question(question["question"], index.glossaries[Tier.PUBLIC], (), ())
            hits = retrieve(question["question"], vector, index, place.catalogue, tier=Tier.PUBLIC, count=kept)
            stored = place.catalogue.vectors([s.content for s in hits.stored.values()], place.encoder.card.identity)
            by_id = {id: stored[item.content] for id, item in hits.stored.items()}
            keys, rows_ = candidates(read, vector, hits.passages, by_id, words)
            gold = _gold(place, question)
            for hit, sentence in keys:
                start, end = hit.passage.sentences[sentence]
                labels.append(any(hit.passage.document_id == d and start <= at < end for d, at in gold))
                groups.append(number)
            features.append(rows_)
    return np.concatenate(features), np.array(labels), np.array(groups)


def _gold(place: BenchLibrary, question: dict[str, Any]) -> list[tuple[str, int]]:
    if not question["answerable"]:
        return []
    document, start, _ = place.places[question["passage_ids"][0]]
    return [(document, start + at) for at in question["answer_starts"]]


def main() -> None:
    """Builds the library, fits, reports on the articles kept out, writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--questions", type=int, default=4000)
    options = parser.parse_args()
    passages = [row for name in SETS for row in rows(SHARED / "train" / f"{name}.passages.jsonl.gz")]
    questions = [row for name in SETS for row in rows(SHARED / "train" / f"{name}.questions.jsonl.gz")]
    place = library(options.work / "squad", passages)
    shuffle = random.Random(7)
    titles = sorted({question["title"] for question in questions})
    held = set(shuffle.sample(titles, len(titles) // 5))
    fit = [q for q in questions if q["title"] not in held]
    test = [q for q in questions if q["title"] in held]
    fit, test = shuffle.sample(fit, options.questions), shuffle.sample(test, min(len(test), 1000))
    x, y, _ = table(place, fit)
    model = LogisticRegression(C=1.0, max_iter=2000).fit(x, y)
    weights = dict(zip(FEATURES, (round(float(w), 4) for w in model.coef_[0]), strict=True))
    for name, weight in weights.items():
        print(f"{name:>20} {weight:8.3f}")
    threshold, figures = _judge(model, *table(place, test), test)
    record = {"weights": weights, "bias": round(float(model.intercept_[0]), 4), "threshold": threshold, "figures": figures}
    OUT.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


def _judge(
    model: LogisticRegression, x: np.ndarray, y: np.ndarray, groups: np.ndarray, test: list[dict[str, Any]]
) -> tuple[float, dict[str, float]]:
    scores = model.predict_proba(x)[:, 1]
    right, reachable, best, answerable = [], [], [], []
    cosine_right = []
    for number, question in enumerate(test):
        own = groups == number
        best.append(scores[own].max())
        answerable.append(question["answerable"])
        if question["answerable"]:
            right.append(bool(y[own][scores[own].argmax()]))
            cosine_right.append(bool(y[own][x[own][:, 0].argmax()]))
            reachable.append(bool(y[own].any()))
    cuts = np.quantile(best, np.linspace(0.05, 0.95, 91))
    balanced = [balanced_accuracy_score(answerable, np.array(best) >= cut) for cut in cuts]
    cut = float(cuts[int(np.argmax(balanced))])
    figures = {
        "questions": len(test),
        "answer sentence first": round(float(np.mean(right)), 4),
        "by sentence cosine alone": round(float(np.mean(cosine_right)), 4),
        "answer sentence among candidates": round(float(np.mean(reachable)), 4),
        "answerable AUROC": round(float(roc_auc_score(answerable, best)), 4),
        "answerable balanced accuracy": round(float(max(balanced)), 4),
    }
    return round(cut, 4), figures


if __name__ == "__main__":
    main()
