"""Examples for the reader, from public question sets: a question, a passage, and where the answer stands in it, if
it does.

    squad_train_partial, squad2_fit, squad1_only   questions with marked answers, some marked unanswerable
    bioasq_sentence_pairs, fever_evidence          a question or claim and the sentence that answers it (no span)

For most questions a *hard negative* is added: the passage most like the question, by TF-IDF, that does not hold the
answer, mostly from the same article. Titles stand before passages as they do when the desk asks, for half of them.
"""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

SPAN_SETS = ("squad_train_partial", "squad2_fit", "squad1_only")
PAIR_SETS = {"bioasq_sentence_pairs": 6000, "fever_evidence": 5000}
NEGATIVES_PER_QUESTION = 0.7
SAME_ARTICLE = 0.75


@dataclass(frozen=True, slots=True)
class Example:
    """`start:end` is the answer in `passage`; both 0 where it has none. `has_span` is False where nobody marked one."""

    question: str
    passage: str
    start: int
    end: int
    relevant: bool
    has_span: bool = True


def examples(folder: Path, seed: int = 13) -> list[Example]:
    """All training examples in `folder`, in an order fixed by `seed`."""
    shuffle = random.Random(seed)
    found: list[Example] = []
    passages: dict[str, dict[str, Any]] = {}
    questions: list[dict[str, Any]] = []
    for name in SPAN_SETS:
        passages |= {row["id"]: row for row in rows(folder / f"{name}.passages.jsonl.gz")}
        questions += rows(folder / f"{name}.questions.jsonl.gz")
    found += [_spanned(question, passages, shuffle) for question in questions]
    found += _hard_negatives(questions, passages, shuffle)
    for name, most in PAIR_SETS.items():
        found += _pairs(list(rows(folder / f"{name}.jsonl.gz")), most, shuffle)
    shuffle.shuffle(found)
    return found


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _headed(passage: dict[str, Any], shuffle: random.Random) -> tuple[str, int]:
    """The passage's text, half the time with its title before it, and how far that shifts offsets."""
    if shuffle.random() < 0.5:
        return str(passage["text"]), 0
    heading = f"{passage['title'].replace('_', ' ')}\n"
    return heading + str(passage["text"]), len(heading)


def _spanned(question: dict[str, Any], passages: dict[str, dict[str, Any]], shuffle: random.Random) -> Example:
    text, shift = _headed(passages[question["passage_ids"][0]], shuffle)
    if not question["answerable"]:
        return Example(question["question"], text, 0, 0, relevant=False)
    start = question["answer_starts"][0] + shift
    return Example(question["question"], text, start, start + len(question["answers"][0]), relevant=True)


def _hard_negatives(
    questions: Sequence[dict[str, Any]], passages: dict[str, dict[str, Any]], shuffle: random.Random
) -> list[Example]:
    chosen = [q for q in questions if q["answerable"] and shuffle.random() < NEGATIVES_PER_QUESTION]
    ids = list(passages)
    by_title: dict[str, list[int]] = defaultdict(list)
    for number, id in enumerate(ids):
        by_title[passages[id]["title"]].append(number)
    near = _nearest([q["question"] for q in chosen], [passages[id]["text"] for id in ids])
    found = []
    for question, order in zip(chosen, near, strict=True):
        title = passages[question["passage_ids"][0]]["title"]
        same = set(by_title[title])
        pool = [n for n in order if n in same] if shuffle.random() < SAME_ARTICLE else list(order)
        answer = question["answers"][0].casefold()
        own = question["passage_ids"][0]
        fair = [n for n in pool[:12] if ids[n] != own and answer not in passages[ids[n]]["text"].casefold()]
        if fair:
            text, _ = _headed(passages[ids[shuffle.choice(fair[:3])]], shuffle)
            found.append(Example(question["question"], text, 0, 0, relevant=False))
    return found


def _nearest(questions: Sequence[str], texts: Sequence[str], most: int = 60) -> Iterator[Sequence[int]]:
    """For each question the numbers of the `texts` most like it by TF-IDF, best first."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    matrix = vectorizer.fit_transform(texts).T.tocsr()
    for start in range(0, len(questions), 500):
        scores = (vectorizer.transform(questions[start : start + 500]) @ matrix).toarray()
        best = np.argpartition(-scores, most, axis=1)[:, :most]
        for row, columns in zip(scores, best, strict=True):
            yield [int(n) for n in columns[np.argsort(-row[columns])]]


def _pairs(records: list[dict[str, Any]], most: int, shuffle: random.Random) -> list[Example]:
    """Questions or claims with a sentence that answers them, and the same with a near sentence that does not."""
    sample = shuffle.sample(records, min(most, len(records)))
    pairs = [_pair(record) for record in sample]
    pairs = [pair for pair in pairs if pair[0] and pair[1]]
    texts = [text for _, text in pairs]
    found = []
    for (question, text), order in zip(pairs, _nearest([q for q, _ in pairs], texts), strict=True):
        found.append(Example(question, text, 0, 0, relevant=True, has_span=False))
        other = next((texts[n] for n in order[1:8] if texts[n] != text), None)
        if other:
            found.append(Example(question, other, 0, 0, relevant=False))
    return found


def _pair(record: dict[str, Any]) -> tuple[str, str]:
    question = record.get("question") or record.get("claim") or ""
    sentence = record.get("sentence") or record.get("answer") or record.get("evidence") or ""
    if isinstance(sentence, list):
        sentence = " ".join(str(part) for part in sentence)
    return str(question), str(sentence)
