"""Claims with texts that bear them out or do not, from public sets that weights may be trained on.

    fever_evidence      claims with evidence that supports or refutes them. A part is kept out to weigh scores by, and
                        another to judge by (`part_of`); no evidence is in two parts.
    squad_*, bioasq_…   sentences as they stand or said otherwise, and questions with their answers as statements

To the true claims come, by lot: the same with one thing changed (`changes.falsified`), and the same with a text that
is near but says something else. Evidence stands by itself or among other sentences, as it does in a passage.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus.sentences import sentences
from qa.reader.data import nearest, rows, run_of, untreebanked
from qa.verify.entailment.changes import NAME, NUMBER, falsified, negated, said_otherwise
from qa.verify.entailment.stated import stated

Part = Literal["train", "weigh", "judge"]
SPAN_SETS = ("squad_train_partial", "squad2_fit", "squad1_only")
KEPT_OUT = {"weigh": 0.12, "judge": 0.18}
LONGEST_EVIDENCE_CHARS = 700
SENTENCES_OF_SQUAD, STATEMENTS_OF_SQUAD = 14_000, 14_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Whether `text` bears `claim` out; `kind` tells how the pair was made."""

    claim: str
    text: str
    supported: bool
    kind: str


def fever(folder: Path, part: Part, seed: int = 13) -> list[Pair]:
    """The pairs of one part of FEVER: as its people labelled them, with near evidence, and with changed claims."""
    records = [record for record, own in _parted(list(rows(folder / "fever_evidence.jsonl.gz"))) if own == part]
    shuffle = random.Random(seed)
    texts = [untreebanked(" ".join(record["evidence"]))[:LONGEST_EVIDENCE_CHARS] for record in records]
    near = nearest([record["claim"] for record in records], texts)
    found: list[Pair] = []
    for record, text, order in zip(records, texts, near, strict=True):
        own = set(record["evidence"])
        others = [n for n in order[:30] if not own & set(records[n]["evidence"])]
        found += _of_fever(record, text, [texts[n] for n in others], shuffle)
    shuffle.shuffle(found)
    return found


def pairs(folder: Path, seed: int = 13) -> list[Pair]:
    """All that the model is trained on, in an order fixed by `seed`."""
    shuffle = random.Random(seed)
    found = fever(folder, "train", seed)
    found += _of_squad(folder, shuffle)
    answers = list(rows(folder / "bioasq_sentence_pairs.jsonl.gz"))
    for record in shuffle.sample(answers, len(answers)):
        text = str(record["sentence"])
        spans = list(sentences(text))
        if len(spans) > 1 and len(text) < LONGEST_EVIDENCE_CHARS:
            first, last = shuffle.choice(spans)
            found += _of_sentence(text[first:last], text, [str(shuffle.choice(answers)["sentence"])], shuffle)
    shuffle.shuffle(found)
    return found


def _parted(records: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Part]]:
    """Each record with its part: those that share evidence, by whatever chain, are in the same."""
    leader: dict[str, str] = {}

    def first(text: str) -> str:
        while leader.setdefault(text, text) != text:
            leader[text] = text = leader[leader[text]]
        return text

    for record in records:
        for text in record["evidence"][1:]:
            leader[first(text)] = first(record["evidence"][0])
    for record in records:
        lot = random.Random(first(record["evidence"][0])).random()
        weigh, judge = KEPT_OUT["weigh"], KEPT_OUT["judge"]
        yield record, "weigh" if lot < weigh else "judge" if lot < weigh + judge else "train"


def _of_fever(record: dict[str, Any], text: str, others: Sequence[str], shuffle: random.Random) -> list[Pair]:
    claim, true = str(record["claim"]), record["label"] == "SUPPORTS"
    found = [Pair(claim, _among(text, others, shuffle), true, f"fever {record['label'].lower()}")]
    if others:
        near = others[shuffle.randrange(min(4, len(others)))]
        if true or shuffle.random() < 0.3:
            found.append(Pair(claim, _among(near, others, shuffle), False, "fever near"))
    if true and (made := falsified(claim, text, others[:6], shuffle)):
        found.append(Pair(made[1], _among(text, others, shuffle), False, f"fever {made[0]}"))
    if not true and shuffle.random() < 0.6 and (other := negated(claim)):
        found.append(Pair(other, _among(text, others, shuffle), True, "fever refutation"))
    return found


def _among(text: str, others: Sequence[str], shuffle: random.Random) -> str:
    """`text` by itself, or by lot before, after or between sentences of near texts."""
    if not others or shuffle.random() < 0.5:
        return text
    fill = []
    for other in shuffle.sample(list(others[:12]), min(len(others[:12]), shuffle.randint(1, 3))):
        first, last = shuffle.choice(list(sentences(other)) or [(0, len(other))])
        fill.append(other[first:last])
    at = shuffle.randint(0, len(fill))
    return " ".join([*fill[:at], text, *fill[at:]])


def _of_squad(folder: Path, shuffle: random.Random) -> Iterator[Pair]:
    passages: dict[str, dict[str, Any]] = {}
    questions: list[dict[str, Any]] = []
    for name in SPAN_SETS:
        passages |= {row["id"]: row for row in rows(folder / f"{name}.passages.jsonl.gz")}
        questions += [row for row in rows(folder / f"{name}.questions.jsonl.gz") if row["answerable"]]
    articles: dict[str, list[str]] = {}
    for passage in passages.values():
        articles.setdefault(passage["title"], []).append(passage["text"])
    made = 0
    for passage in shuffle.sample(sorted(passages.values(), key=lambda row: str(row["id"])), len(passages)):
        text = str(passage["text"])
        others = _sample([each for each in articles[passage["title"]] if each != text], 5, shuffle)
        spans = [span for span in sentences(text) if 40 < span[1] - span[0] < 260]
        for first, last in _sample(spans, 2, shuffle):
            start, stop = run_of(text, first, shuffle)
            yield from _of_sentence(text[first:last], text[start:stop], others, shuffle)
            rest = text[start:first] + text[last:stop]
            if len(rest) > 100 and shuffle.random() < 0.3:
                yield Pair(text[first:last], rest.strip(), False, "sentence left out")
            made += 1
        if made >= SENTENCES_OF_SQUAD:
            break
    yield from _statements(questions, passages, articles, shuffle)


def _sample(items: list[Any], most: int, shuffle: random.Random) -> list[Any]:
    return shuffle.sample(items, min(most, len(items)))


def _of_sentence(sentence: str, text: str, others: Sequence[str], shuffle: random.Random) -> Iterator[Pair]:
    """The sentence said otherwise, and one that says something else."""
    true = said_otherwise(sentence, shuffle)
    yield Pair(true, text, True, "sentence otherwise")
    if made := falsified(true if shuffle.random() < 0.7 else sentence, text, others, shuffle):
        yield Pair(made[1], text, False, f"sentence {made[0]}")


def _statements(
    questions: list[dict[str, Any]],
    passages: dict[str, dict[str, Any]],
    articles: dict[str, list[str]],
    shuffle: random.Random,
) -> Iterator[Pair]:
    """Answers as statements, the same with another answer or another thing changed, and with another paragraph."""
    made = 0
    for question in shuffle.sample(questions, len(questions)):
        answer, passage = str(question["answers"][0]), passages[question["passage_ids"][0]]
        true = stated(question["question"], answer)
        if not true or made >= STATEMENTS_OF_SQUAD:
            continue
        text = str(passage["text"])
        first, last = run_of(text, question["answer_starts"][0], shuffle)
        cut = text[first : max(last, question["answer_starts"][0] + len(answer))]
        others = [each for each in articles[passage["title"]] if each != text]
        yield Pair(true, cut, True, "statement")
        wrong = _another_answer(answer, text, shuffle)
        if wrong and shuffle.random() < 0.7:
            yield Pair(stated(question["question"], wrong) or true.replace(answer, wrong), cut, False, "other answer")
        elif changed := falsified(true, cut, _sample(others, 4, shuffle), shuffle):
            yield Pair(changed[1], cut, False, f"statement {changed[0]}")
        if others and shuffle.random() < 0.35:
            other = shuffle.choice(others)
            if answer.casefold() not in other.casefold():
                start, stop = run_of(other, shuffle.randrange(len(other)), shuffle)
                yield Pair(true, other[start:stop], False, "other paragraph")
        made += 1


def _another_answer(answer: str, text: str, shuffle: random.Random) -> str | None:
    """Something of the same form as `answer` that stands elsewhere in `text`."""
    form = NUMBER if NUMBER.fullmatch(answer) else NAME if NAME.fullmatch(f"a {answer}", 2) else None
    if form is None:
        return None
    fair = [each for each in form.findall(text) if each not in answer and answer not in each]
    return shuffle.choice(fair) if fair else None
