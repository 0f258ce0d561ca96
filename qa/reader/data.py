"""Examples for the reader, from public question sets: a question, a passage, and where the answer stands in it, if
it does.

    squad_train_partial, squad2_fit, squad1_only   questions with marked answers, some marked unanswerable
    bioasq_sentence_pairs, fever_evidence          a question or claim and the sentence that answers it (no span)

To each answerable question come, by lot: a *near passage* (the passage most like the question, by TF-IDF, that does not
hold the answer, mostly of the same article), its *own passage without the sentence that answers*, and a *changed
question* that its own passage does not answer (`qa.reader.unanswerable`). Passages are cut to runs of whole sentences
of varied length, as a library's passages are; titles stand before half of them, as they do when the desk asks.
"""

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.sentences import sentences
from qa.reader.unanswerable import changed

SPAN_SETS = ("squad_train_partial", "squad2_fit", "squad1_only")
PAIR_SETS = {"bioasq_sentence_pairs": 6000, "fever_evidence": 6000}
NEAR_PASSAGES = 0.4
WITHOUT_ANSWER = 0.2
CHANGED_QUESTIONS = 0.5
TIMES_UNANSWERABLE, TIMES_BESIDE = 4, 2
"""How often a question marked unanswerable is seen an epoch, and an answerable one of the same paragraph: few are."""
WHOLE_PARAGRAPH = 0.35
SAME_ARTICLE = 0.7
SHORTEST_CHARS, LONGEST_CHARS = 150, 800
"""Of a run of sentences; some 35 to 180 tokens."""


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
    answerable = [question for question in questions if question["answerable"]]
    articles: dict[str, list[str]] = defaultdict(list)
    for passage in passages.values():
        articles[passage["title"]].append(passage["text"])
    contested = {question["passage_ids"][0] for question in questions if not question["answerable"]}
    for question in questions:
        passage = passages[question["passage_ids"][0]]
        if question["answerable"]:
            for _ in range(TIMES_BESIDE if passage["id"] in contested else 1):
                found += _around_answer(question, passage, articles[passage["title"]], shuffle)
        else:
            for _ in range(TIMES_UNANSWERABLE):
                first, last = _run_of(passage["text"], shuffle.randrange(len(passage["text"])), shuffle)
                headed, _shift = _headed(passage, passage["text"][first:last], shuffle)
                found.append(Example(question["question"], headed, 0, 0, relevant=False))
    found += _near_passages(answerable, passages, shuffle)
    for name, most in PAIR_SETS.items():
        found += _pairs(list(rows(folder / f"{name}.jsonl.gz")), most, shuffle)
    shuffle.shuffle(found)
    return found


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _headed(passage: dict[str, Any], text: str, shuffle: random.Random) -> tuple[str, int]:
    """`text` of the passage, half the time with its title before it, and how far that shifts offsets."""
    if shuffle.random() < 0.5:
        return text, 0
    heading = f"{passage['title'].replace('_', ' ')}\n"
    return heading + text, len(heading)


def _run_of(text: str, keep: int, shuffle: random.Random) -> tuple[int, int]:
    """A run of whole sentences of `text`, by lot short or long or all of it, that holds the character at `keep`."""
    if shuffle.random() < WHOLE_PARAGRAPH:
        return 0, len(text)
    spans = list(sentences(text))
    first = last = next((n for n, (start, end) in enumerate(spans) if start <= keep < end), 0)
    wanted = shuffle.randint(SHORTEST_CHARS, LONGEST_CHARS)
    while spans[last][1] - spans[first][0] < wanted and (first > 0 or last < len(spans) - 1):
        if last == len(spans) - 1 or (first > 0 and shuffle.random() < 0.5):
            first -= 1
        else:
            last += 1
    return spans[first][0], spans[last][1]


def _around_answer(
    question: dict[str, Any], passage: dict[str, Any], article: Sequence[str], shuffle: random.Random
) -> list[Example]:
    """The answerable question, and by lot the same without the sentence that answers, and a changed one."""
    words, text, answer = question["question"], str(passage["text"]), str(question["answers"][0])
    at = question["answer_starts"][0]
    first, last = _run_of(text, at, shuffle)
    last = max(last, min(len(text), at + len(answer)))
    headed, shift = _headed(passage, text[first:last], shuffle)
    start = at - first + shift
    found = [Example(words, headed, start, start + len(answer), relevant=True)]
    if shuffle.random() < CHANGED_QUESTIONS:
        others = [each for each in article if each != text]
        other = changed(words, text, answer, others, shuffle)
        if other:
            found.append(Example(other, headed, 0, 0, relevant=False))
    if shuffle.random() < WITHOUT_ANSWER:
        kept = [text[a:b] for a, b in sentences(text) if not a <= at < b]
        rest = " ".join(kept)[:LONGEST_CHARS]
        if len(rest) >= SHORTEST_CHARS and answer.casefold() not in rest.casefold():
            found.append(Example(words, _headed(passage, rest, shuffle)[0], 0, 0, relevant=False))
    return found


def _near_passages(
    questions: Sequence[dict[str, Any]], passages: dict[str, dict[str, Any]], shuffle: random.Random
) -> list[Example]:
    chosen = [question for question in questions if shuffle.random() < NEAR_PASSAGES]
    ids = list(passages)
    by_title: dict[str, set[int]] = defaultdict(set)
    for number, id in enumerate(ids):
        by_title[passages[id]["title"]].add(number)
    near = nearest([q["question"] for q in chosen], [passages[id]["text"] for id in ids])
    found = []
    for question, order in zip(chosen, near, strict=True):
        same = by_title[passages[question["passage_ids"][0]]["title"]]
        pool = [n for n in order if n in same] if shuffle.random() < SAME_ARTICLE else list(order)
        answer = question["answers"][0].casefold()
        own = question["passage_ids"][0]
        fair = [n for n in pool[:12] if ids[n] != own and answer not in passages[ids[n]]["text"].casefold()]
        if fair:
            passage = passages[ids[shuffle.choice(fair[:3])]]
            first, last = _run_of(passage["text"], shuffle.randrange(len(passage["text"])), shuffle)
            text, _ = _headed(passage, passage["text"][first:last], shuffle)
            found.append(Example(question["question"], text, 0, 0, relevant=False))
    return found


def nearest(questions: Sequence[str], texts: Sequence[str], most: int = 60) -> Iterator[Sequence[int]]:
    """For each question the numbers of the `texts` most like it by TF-IDF, best first."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    matrix = vectorizer.fit_transform(texts).T.tocsr()
    most = min(most, len(texts) - 1)
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
    for (question, text), order in zip(pairs, nearest([q for q, _ in pairs], texts), strict=True):
        found.append(Example(question, text, 0, 0, relevant=True, has_span=False))
        other = next((texts[n] for n in order[1:8] if texts[n] != text), None)
        if other:
            found.append(Example(question, other, 0, 0, relevant=False))
    return found


def _pair(record: dict[str, Any]) -> tuple[str, str]:
    question = record.get("question") or record.get("claim") or ""
    sentence = record.get("sentence") or record.get("answer") or record.get("evidence") or ""
    if isinstance(sentence, list):
        sentence = " ".join(str(part) for part in sentence[:2])
    return untreebanked(str(question)), untreebanked(str(sentence))


def untreebanked(text: str) -> str:
    """FEVER's treebank marks as ordinary punctuation."""
    for mark, plain in (("-LRB-", "("), ("-RRB-", ")"), ("-LSB-", "["), ("-RSB-", "]"), ("``", "“"), ("''", "”")):
        text = text.replace(mark, plain)
    return re.sub(r" +([,.;:)\]”?!])", r"\1", re.sub(r"([(\[“]) +", r"\1", text)).strip()
