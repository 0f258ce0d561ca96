"""Fits the weights of `qa.evidence` and writes `qa/evidence.json`.

    python -m bench.fit_evidence --work .bench --gold corpus/questions.jsonl --library .refdesk

Candidate sentences of two kinds: those of half the articles of SQuAD 2.0's development part (the other half reports
what the fit is worth), and those of the library's own gold questions of the split `tune`. The sentence that holds the
answer is the positive; unanswerable questions have none. Questions of the split `hold` are never read.
"""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from bench.libraries import SHARED, BenchLibrary, library, rows
from corpus.settings import Settings
from corpus.types import Tier
from qa.evidence import FEATURES, Words, candidates
from qa.inquiry import PASSAGES_READ
from qa.question import read_question
from qa.read import CARRIED_READER, AnswerReader
from qa.retrieve import retrieve

OUT = Path(__file__).resolve().parent.parent / "qa" / "evidence.json"
Table = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Features `(sentences, features)`, whether each sentence answers, and the number of its question."""


def squad_table(place: BenchLibrary, questions: Sequence[dict[str, Any]], reader: AnswerReader) -> Table:
    """The candidates of public questions, asked of all the set's paragraphs."""
    vectors = place.encoder.questions([question["question"] for question in questions])
    features, labels, groups = [], [], []
    with place.index.reading() as index:
        words = Words(index.lexicon, Tier.PUBLIC)
        for number, (question, vector) in enumerate(zip(questions, vectors, strict=True)):
            read = read_question(question["question"], index.glossaries[Tier.PUBLIC], (), ())
            hits = retrieve(read.core, vector, index, place.catalogue, tier=Tier.PUBLIC, count=PASSAGES_READ)
            stored = place.catalogue.vectors([s.content for s in hits.stored.values()], place.encoder.card.identity)
            by_id = {id: stored[item.content] for id, item in hits.stored.items()}
            found, table = candidates(read, vector, hits.passages, by_id, words, reader)
            gold = _marked(place, question)
            labels += [_holds_mark(candidate.hit.passage.document_id, candidate.span, gold) for candidate in found]
            groups += [number] * len(found)
            features.append(table)
    return np.concatenate(features), np.array(labels), np.array(groups)


def _marked(place: BenchLibrary, question: dict[str, Any]) -> list[tuple[str, int]]:
    if not question["answerable"]:
        return []
    document, start, _ = place.places[question["passage_ids"][0]]
    return [(document, start + at) for at in question["answer_starts"]]


def _holds_mark(document: str, span: tuple[int, int], gold: Sequence[tuple[str, int]]) -> bool:
    return any(document == name and span[0] <= at < span[1] for name, at in gold)


def library_table(data: Path, gold: Path, folder: Path) -> Table:
    """The candidates of the library's own questions of the split `tune`."""
    from qa.evaluate.gold import load_gold
    from qa.evaluate.words import holds
    from qa.inquiry import Inquiry
    from qa.open import open_desk
    from qa.types import Filters

    desk = open_desk(Settings(data=data, reader=folder))
    questions = [each for each in load_gold(gold) if each.split == "tune" and len(each.turns) == 1]
    features, labels, groups = [], [], []
    with desk.index.reading() as index:
        for number, question in enumerate(questions):
            inquiry = Inquiry(
                question.turns[0],
                question.turns[0],
                (),
                index=index,
                catalogue=desk.catalogue,
                models=desk.models,
                filters=Filters(),
                tier=question.tier,
            )
            found, table = inquiry.candidates(inquiry.retrieve())
            for candidate in found:
                start, end = candidate.span
                passage = candidate.hit.passage
                words = passage.text[start - passage.start : end - passage.start]
                accepted = [phrase for group in question.phrases for phrase in group]
                labels.append(any(holds(words, phrase) for phrase in accepted))
            groups += [number] * len(found)
            features.append(table)
    desk.close()
    return np.concatenate(features), np.array(labels), np.array(groups)


def main() -> None:
    """Builds the tables, fits, reports on the articles kept out, writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--library", type=Path, default=Path(".refdesk"))
    parser.add_argument("--gold", type=Path, default=Path("corpus/questions.jsonl"))
    parser.add_argument("--reader", type=Path, default=CARRIED_READER)
    parser.add_argument("--questions", type=int, default=1200)
    options = parser.parse_args()
    reader = AnswerReader(options.reader)
    passages = rows(SHARED / "eval" / "squad2_dev.passages.jsonl.gz")
    questions = rows(SHARED / "eval" / "squad2_dev.questions.jsonl.gz")
    place = library(options.work / "squad2_dev", passages)
    shuffle = random.Random(7)
    titles = sorted({question["title"] for question in questions})
    fitting = set(shuffle.sample(titles, (len(titles) + 1) // 2))
    fit = [q for q in questions if q["title"] in fitting]
    test = [q for q in questions if q["title"] not in fitting]
    fit = shuffle.sample(fit, min(len(fit), options.questions))
    test = shuffle.sample(test, min(len(test), options.questions))
    tables = [squad_table(place, fit, reader)]
    own = library_table(options.library, options.gold, options.reader) if options.gold.exists() else None
    if own is not None:
        tables.append(own)
    weight = np.concatenate([np.full(len(t[1]), len(tables[0][1]) / len(t[1])) for t in tables])
    x, y = np.concatenate([t[0] for t in tables]), np.concatenate([t[1] for t in tables])
    model = LogisticRegression(C=0.3, max_iter=5000).fit(x, y, sample_weight=weight)
    weights = dict(zip(FEATURES, (round(float(w), 4) for w in model.coef_[0]), strict=True))
    figures = {"squad2_dev, articles kept out": judged(model, squad_table(place, test, reader))}
    if own is not None:
        figures["library, split tune"] = judged(model, own)
    record = {
        "weights": weights,
        "bias": round(float(model.intercept_[0]), 4),
        "figures": figures,
    }
    OUT.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(record, indent=1))


def judged(model: LogisticRegression, table: Table) -> dict[str, float]:
    """How often the best sentence is right, and how well its probability tells answerable questions from others."""
    x, y, groups = table
    scores = model.predict_proba(x)[:, 1]
    best, answerable, right, cosine, reader = [], [], [], [], []
    for number in np.unique(groups):
        own = groups == number
        best.append(float(scores[own].max()))
        answerable.append(bool(y[own].any()))
        if answerable[-1]:
            right.append(bool(y[own][scores[own].argmax()]))
            cosine.append(bool(y[own][x[own][:, FEATURES.index("sentence_cosine")].argmax()]))
            reader.append(bool(y[own][x[own][:, FEATURES.index("reader_margin")].argmax()]))
    cuts = np.quantile(best, np.linspace(0.02, 0.98, 97))
    balanced = [float(balanced_accuracy_score(answerable, np.array(best) >= cut)) for cut in cuts]
    return {
        "questions": len(best),
        "answer sentence first": round(float(np.mean(right)), 4),
        "by sentence cosine alone": round(float(np.mean(cosine)), 4),
        "by reader alone": round(float(np.mean(reader)), 4),
        "answerable AUROC": round(float(roc_auc_score(answerable, best)), 4),
        "balanced accuracy": round(max(balanced), 4),
        "best threshold": round(float(cuts[int(np.argmax(balanced))]), 4),
    }


if __name__ == "__main__":
    main()
