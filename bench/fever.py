"""FEVER's claims with texts that bear them out or do not: what support is fitted to, and what thresholds are set on.

To the claims with the evidence that supports or refutes them come the same with near evidence that says something else;
true ones with one thing changed (`bench.changes`); refuted ones, negated. Evidence stands by itself or among other
sentences, as it does in a passage. There are two parts, to weigh by and to judge by; no evidence is in both.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bench.changes import falsified, negated
from corpus.sentences import sentences
from qa.reader.data import nearest, rows, untreebanked

Part = Literal["rest", "weigh", "judge"]
SHARES: dict[Part, float] = {"weigh": 0.12, "judge": 0.18}
"""The rest is not used; two small parts say as much, sooner."""

LONGEST_EVIDENCE_CHARS = 700


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
        weigh, judge = SHARES["weigh"], SHARES["judge"]
        yield record, "weigh" if lot < weigh else "judge" if lot < weigh + judge else "rest"


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
