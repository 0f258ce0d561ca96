"""Evidence, answers and indexes made by hand, for the steps that need no library."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import StoredPassage
from corpus.glossary import Glossary, Term
from corpus.types import LibraryEntry, Metadata, Passage, Speaker, Tier
from qa.evidence import Evidence
from qa.question import Question, read_question
from qa.types import Answer, Citation, Retrieved, Statement

RUSSIA = Speaker("Russian position", ("Russia", "Russian", "Moscow"))
AMERICA = Speaker("U.S. position", ("United States", "U.S.", "Washington"))
ALLIANCE = Speaker("The Alliance", ("MDAA", "Alliance", "authors"))
SPEAKERS = (RUSSIA, AMERICA, ALLIANCE)
KINDS = ("white-paper", "brief", "glossary")

PAA = Term(
    "Phased Adaptive Approach", ("Phased Adaptive Approach", "EPAA", "PAA"), "A plan in four phases.", "g", 0, 22
)
SM3 = Term("SM-3 Block IIA", ("SM-3 Block IIA", "SM-3 IIA"), "An interceptor.", "g", 30, 45)
START = Term("New START", ("New START", "START"), "A treaty.", "g", 50, 59)
GLOSSARY = Glossary([PAA, SM3, START])


def question(text: str, glossary: Glossary = GLOSSARY) -> Question:
    """`text` read against the small glossary, kinds and speakers above."""
    return read_question(text, glossary, KINDS, SPEAKERS)


def metadata(title: str = "A Brief", **others: object) -> Metadata:
    """What is known of a hand-made document."""
    return replace(Metadata(title, ("A. Author",), "A Publisher", date(2011, 11, 1), kind="brief"), **others)  # type: ignore[arg-type]


def passage(
    *sentences: str,
    document_id: str = "d",
    start: int = 100,
    position: int = 0,
    speaker: str | None = None,
    section: tuple[str, ...] = ("Heading",),
) -> Passage:
    """A passage of `sentences`, one space apart, from offset `start` of its document."""
    spans, offset = [], start
    for sentence in sentences:
        spans.append((offset, offset + len(sentence)))
        offset += len(sentence) + 1
    text = " ".join(sentences)
    return Passage(
        f"{document_id}-{start}", document_id, text, start, start + len(text), section, None, position, speaker,
        tuple(spans),
    )  # fmt: skip


def direction(number: int, dimension: int = 64) -> NDArray[np.float32]:
    """A unit vector unlike those of other numbers."""
    vector = np.zeros(dimension, dtype=np.float32)
    vector[number % dimension] = 1.0
    return vector


def evidence(
    hit: Passage,
    number: int,
    probability: float,
    vector: NDArray[np.float32] | None = None,
    meta: Metadata | None = None,
    *,
    holds_kind: bool = True,
) -> Evidence:
    """Sentence `number` of `hit` as evidence; by default unlike every other sentence."""
    start, end = hit.sentences[number]
    own = direction(start + 7 * number) if vector is None else vector
    return Evidence(
        Retrieved(hit, meta or metadata(), 1.0), start, end, probability, own, ((start, start + 3),), holds_kind
    )


def all_of(hit: Passage, *probabilities: float, meta: Metadata | None = None) -> list[Evidence]:
    """Every sentence of `hit` as evidence, in the order of the sentences."""
    return [evidence(hit, number, p, direction(hit.start + number), meta) for number, p in enumerate(probabilities)]


def ranked(*evidence: Evidence) -> list[Evidence]:
    """Best first, as `qa.evidence.weigh` gives it."""
    return sorted(evidence, key=lambda item: (-item.probability, item.hit.passage.id, item.start))


def citation(marker: int = 1, quote: str = "Nothing was signed.", **others: object) -> Citation:
    """A citation of a hand-made passage."""
    made = Citation(
        marker=marker, passage_id="p1", document_id="d", meta=metadata(), quote=quote, start=10, end=10 + len(quote),
        section=("Heading",), page=None, speaker=None, before="Talks went on. ", after=" So it was.", score=0.9,
        highlights=((10, 17),),
    )  # fmt: skip
    return replace(made, **others)  # type: ignore[arg-type]


def answered(*citations: Citation) -> Answer:
    """An answer of the quotes of `citations`."""
    statements = tuple(Statement(c.quote, (c.marker,)) for c in citations)
    return Answer(
        "a1",
        "Was it signed?",
        "Was it signed?",
        True,
        0.9,
        "extractive",
        statements,
        citations,
        timings_ms={"total": 1.0},
    )


def unanswered(*related: Citation, reason: str = "No passage in the library answers this.") -> Answer:
    """No answer, with the nearest passages `related`."""
    return Answer("a2", "Who was it?", "Who was it?", False, 0.1, "extractive", (), (), related, reason)


@dataclass
class RankedLists:
    """Both legs of a retrieval as fixed lists of passage ids, and the catalogue that knows the passages `known`.

    The first of the dense leg has a cosine of 0.5, each after it 0.1 less; the first of the lexical leg scores 20, each
    after it 2 less.
    `asked` notes the tiers that the legs were asked for.
    """

    dense: Sequence[str] = ()
    lexical: Sequence[str] = ()
    known: Mapping[str, Passage] = field(default_factory=dict)
    asked: list[tuple[Tier, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.vectors = self
        self.lexicon = self
        self.glossaries = dict.fromkeys(Tier, GLOSSARY)

    def nearest(self, vector: NDArray[np.float32], count: int, tiers: Sequence[Tier]) -> list[tuple[str, float]]:
        """The dense leg."""
        self.asked.append(tuple(tiers))
        return [(id, 0.5 - 0.1 * rank) for rank, id in enumerate(self.dense[:count])]

    def best(
        self,
        text: str,
        concepts: Sequence[str],
        count: int,
        tiers: Sequence[Tier],
        documents: Collection[str] | None = None,
    ) -> list[tuple[str, float]]:
        """The lexical leg."""
        self.asked.append(tuple(tiers))
        return [(id, 20.0 - 2.0 * rank) for rank, id in enumerate(self.lexical[:count])]

    def current_passages(self, ids: Sequence[str], tier: Tier) -> dict[str, tuple[StoredPassage, Metadata]]:
        """What the catalogue has of the passages `ids`."""
        return {id: (StoredPassage(self.known[id], 1, id), metadata()) for id in ids if id in self.known}


class PlainWords:
    """A lexicon of words without stemming; `rare` ones stand in one passage of a hundred, others in half."""

    def __init__(self, *rare: str) -> None:
        self._rare = rare

    def terms(self, text: str) -> list[str]:
        """The words of `text`, each once."""
        return list(dict.fromkeys(re.findall(r"\w+", text.casefold())))

    def frequency(self, term: str, tiers: Sequence[Tier]) -> tuple[int, int]:
        """How many passages hold `term`, of a hundred."""
        return (1 if term in self._rare else 50), 100


def entry(id: str, **meta: object) -> LibraryEntry:
    """One line of a library's list."""
    return LibraryEntry(id, metadata(id, **meta), 1, 10, 1, datetime(2026, 1, 1, tzinfo=UTC))


CANARY = """---
title: "Song of {code}"
kind: brief
access: {tier}
---

# Song of {code}

The {tier} canary {code} sings of interceptors, radars and treaties in Poland at dawn, as {secret} does.

The second {tier} verse of {code} tells when the agreement with {secret} was signed and who refused it.
"""
CODES = {"public": "QX-11", "member": "QX-22", "staff": "QX-33"}
"""The canary of each tier; questions may name it."""
SECRETS = {"public": "Amsel", "member": "Drossel", "staff": "Zeisig"}
"""A word in each tier's canary that no question names."""


def canary(tier: str, code: str, secret: str) -> str:
    """A paper of two sentences for readers of `tier`."""
    return CANARY.format(tier=tier, code=code, secret=secret)


def with_canaries(folder: Path) -> Path:
    """`folder`, with a canary for each tier in it."""
    for tier, code in CODES.items():
        (folder / f"{tier}.md").write_text(canary(tier, code, SECRETS[tier]), encoding="utf-8")
    return folder
