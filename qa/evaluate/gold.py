"""The gold questions: what is asked, and the words of the library that an answer must rest on.

`corpus/questions.jsonl` has one question a line, sorted by id. A share of the library's documents is held out:
questions that rest on one of them are the `hold` split, on which nothing may be tuned; the rest are the `tune` split.
So no held-out document supports a question that was tuned on. (A question of the hold split may name further documents,
not held out, that say the same.)
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.settings import ROOT
from corpus.types import Tier
from qa.evaluate.errors import GoldError

GOLD = ROOT / "corpus" / "questions.jsonl"
ANSWERABLE_TYPES = (
    "factual",
    "numeric",
    "timeline",
    "definition",
    "comparison",
    "multi-document",
    "quotation",
    "follow-up chain",
)
UNANSWERABLE_TYPES = ("false premise", "unanswerable", "out of scope", "ambiguous")
SPLITS = ("tune", "hold")
HELD_OUT_PERCENT = 30

Alternatives = tuple[str, ...]
"""Phrases of which any one will do."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold question.

    `turns` are asked in order as one conversation; all else belongs to the last. An answer must rest on every group of
    `phrases`, by any of the group's alternatives. `refutation` holds phrases that show a false premise wrong.
    `documents` are paths below the library's folder of documents.
    """

    id: str
    type: str
    turns: tuple[str, ...]
    expected: str
    phrases: tuple[Alternatives, ...]
    documents: tuple[str, ...]
    answerable: bool
    tier: Tier
    split: str
    asker: str = ""
    refutation: Alternatives = ()
    choices: tuple[str, ...] = ()
    note: str = ""

    @property
    def accepted(self) -> Alternatives:
        """Every phrase that supports a good reply, in whichever group."""
        return tuple(phrase for group in self.phrases for phrase in group) + self.refutation


def is_held_out(name: str) -> bool:
    """Whether the document path (or, for a question without documents, the id) `name` belongs to the held-out share."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % 100 < HELD_OUT_PERCENT


def split_of(question_id: str, documents: Sequence[str]) -> str:
    """`hold` if any of `documents` is held out, else `tune`; a question without documents goes by its id."""
    return "hold" if any(is_held_out(name) for name in documents or (question_id,)) else "tune"


def load_gold(path: Path = GOLD) -> tuple[Gold, ...]:
    """The questions in `path`, in the file's order. Raises GoldError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"The gold questions in {path} cannot be read: {error}.") from error
    questions: dict[str, Gold] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            gold = gold_from_record(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GoldError(f"{path}, line {number}: not a gold question ({error!r}).") from error
        except GoldError as error:
            raise GoldError(f"{path}, line {number}: {error}") from error
        if gold.id in questions:
            raise GoldError(f"{path}, line {number}: the id {gold.id} is taken by an earlier line; give it another.")
        questions[gold.id] = gold
    if not questions:
        raise GoldError(f"{path} holds no questions.")
    return tuple(questions.values())


def gold_from_record(record: Mapping[str, Any]) -> Gold:
    """A question from its JSON object. Raises GoldError if it contradicts itself, KeyError for a missing field."""
    gold = Gold(
        id=record["id"],
        type=record["type"],
        turns=tuple(record["turns"]),
        expected=record["expected"],
        phrases=tuple(_alternatives(group) for group in record["phrases"]),
        documents=tuple(record["documents"]),
        answerable=record["answerable"],
        tier=Tier.named(record["tier"]),
        split=record["split"],
        asker=record.get("asker", ""),
        refutation=tuple(phrase for group in record.get("refutation", ()) for phrase in _alternatives(group)),
        choices=tuple(record.get("choices", ())),
        note=record.get("note", ""),
    )
    _check(gold)
    return gold


def _alternatives(group: str | Sequence[str]) -> Alternatives:
    return (group,) if isinstance(group, str) else tuple(group)


def _check(gold: Gold) -> None:
    """Raises GoldError for what a typing slip would make of a question."""
    if gold.type not in ANSWERABLE_TYPES + UNANSWERABLE_TYPES:
        raise GoldError(f"{gold.id} has the type '{gold.type}'; the types are listed in qa/evaluate/gold.py.")
    if gold.answerable != (gold.type in ANSWERABLE_TYPES):
        raise GoldError(f"{gold.id} is {gold.type} and yet marked {'' if gold.answerable else 'un'}answerable.")
    if not gold.turns or not all(turn.strip() for turn in gold.turns):
        raise GoldError(f"{gold.id} asks nothing.")
    if gold.answerable != bool(gold.phrases) or not all(gold.phrases):
        raise GoldError(f"{gold.id} must name supporting phrases if it is answerable, and none if it is not.")
    if gold.accepted and not gold.documents:
        raise GoldError(f"{gold.id} has phrases but names no document that holds them.")
    if gold.split != split_of(gold.id, gold.documents):
        raise GoldError(f"{gold.id} is stored as '{gold.split}'; by its documents it is '{_other(gold.split)}'.")


def _other(split: str) -> str:
    return "tune" if split == "hold" else "hold"
