"""One question → what each way of choosing makes of it: by similarity alone, by the reader alone, by all evidence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from bench.libraries import BenchLibrary
from corpus.catalogue import Vectors
from corpus.live import OpenIndex
from corpus.types import Tier
from qa.calibration import uncalibrated
from qa.evidence import FEATURES, Candidate, Weights, Words, candidates, fitted
from qa.named import open_reader
from qa.question import Question, read_question
from qa.read import AnswerReader, PassageReader, ReadOnce
from qa.rerank import PASSAGES_READ, reranked
from qa.retrieve import Hits, retrieve
from qa.types import Retrieved

WAYS = ("similarity", "reader", "evidence")
"""Ways of choosing the sentence: the nearest vector; the reader's margin over "no answer"; the desk's probability."""

NOTHING = -1e9
"""The score of a question to which no sentence can be chosen."""

Place = tuple[str, int, int]
"""(document id, start, end)."""


@dataclass(frozen=True, slots=True)
class ReadBy:
    """A reader that is compared, and the weights of what it says."""

    name: str
    reader: PassageReader
    weights: Weights

    @staticmethod
    def named(name: str) -> "ReadBy":
        """The reader called `name`; the carried one where it is empty."""
        reader = open_reader(name)
        weights = fitted() if isinstance(reader, AnswerReader) else uncalibrated()
        return ReadBy(name or "carried", reader, weights)


@dataclass(slots=True)
class Case:
    """One question. By way of choosing: whether the chosen sentence is right, the words that answer, how surely.

    `ranked`: by kind of retrieval, the ids found, best first, of which `relevant` are right. `ms`: without the reader
    and with it, from the question to the chosen sentence.
    """

    answerable: bool
    golds: tuple[str, ...] = ()
    right: dict[str, bool] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    score: dict[str, float] = field(default_factory=dict)
    ranked: dict[str, list[str]] = field(default_factory=dict)
    relevant: frozenset[str] = frozenset()
    ms: dict[str, float] = field(default_factory=dict)
    outcome: dict[str, bool] = field(default_factory=dict)


class Asking:
    """An open library that questions are put to, with one reader."""

    def __init__(self, place: BenchLibrary, index: OpenIndex, by: ReadBy) -> None:
        self.place = place
        self.index = index
        self.by = by
        self._words = Words(index.lexicon, Tier.PUBLIC)

    def question(self, text: str) -> Question:
        """`text`, understood as the desk does."""
        return read_question(text, self.index.glossaries[Tier.PUBLIC], (), ())

    def asked(self, text: str, case: Case, is_right: Callable[[Candidate], bool]) -> tuple[Hits, Hits]:
        """Puts `text` to the whole library and fills `case` in. Returns what was found: fused, and reranked."""
        began = perf_counter()
        question = self.question(text)
        vector = self.place.encoder.questions([question.core])[0]
        hits = retrieve(question.core, vector, self.index, self.place.catalogue, tier=Tier.PUBLIC, count=PASSAGES_READ)
        stored = self.place.catalogue.vectors(
            [each.content for each in hits.stored.values()], self.place.encoder.card.identity
        )
        vectors = {id: stored[item.content] for id, item in hits.stored.items()}
        before = (perf_counter() - began) * 1000
        once = ReadOnce(self.by.reader)
        began = perf_counter()
        better = reranked(question.text, hits, once)
        reading = (perf_counter() - began) * 1000
        self._choose(case, question, vector, hits.passages, vectors, once, is_right)
        case.ms = {"without": before + case.ms["similarity"], "with": before + reading + case.ms["evidence"]}
        return hits, better

    def given(
        self,
        text: str,
        case: Case,
        passages: Sequence[Retrieved],
        vectors: Mapping[str, Vectors],
        is_right: Callable[[Candidate], bool],
    ) -> None:
        """Puts `text` to these passages alone and fills `case` in."""
        began = perf_counter()
        question = self.question(text)
        vector = self.place.encoder.questions([question.core])[0]
        before = (perf_counter() - began) * 1000
        once = ReadOnce(self.by.reader)
        self._choose(case, question, vector, passages, vectors, once, is_right)
        case.ms = {"without": before + case.ms["similarity"], "with": before + case.ms["evidence"]}

    def _choose(
        self,
        case: Case,
        question: Question,
        vector: NDArray[np.float32],
        hits: Sequence[Retrieved],
        vectors: Mapping[str, Vectors],
        reader: PassageReader,
        is_right: Callable[[Candidate], bool],
    ) -> None:
        began = perf_counter()
        for hit in hits:
            _ = (vectors[hit.passage.id][1].astype(np.float32) @ vector).max(initial=-1.0)
        case.ms["similarity"] = (perf_counter() - began) * 1000
        began = perf_counter()
        found, table = candidates(question, vector, hits, vectors, self._words, reader)
        case.ms["evidence"] = (perf_counter() - began) * 1000
        chosen(case, found, table, self.by.weights, is_right)


def chosen(
    case: Case,
    found: Sequence[Candidate],
    table: NDArray[np.float64],
    weights: Weights,
    is_right: Callable[[Candidate], bool],
) -> None:
    """Fills in which of the sentences `found`, with the features `table`, each way chooses, and how surely."""
    columns = {
        "similarity": table[:, FEATURES.index("sentence_cosine")],
        "reader": table[:, FEATURES.index("reader_margin")],
        "evidence": table @ np.array(weights.features) + weights.bias,
    }
    for way, scores in columns.items():
        case.right[way], case.words[way], case.score[way] = False, "", NOTHING
        if len(scores):
            best = found[int(np.argmax(scores))]
            case.right[way] = case.answerable and is_right(best)
            case.words[way] = _words(best, whole=way == "similarity")
            case.score[way] = float(scores.max())


def overlaps(candidate: Candidate, places: Sequence[Place]) -> bool:
    """Whether the sentence shares words with one of `places`."""
    start, end = candidate.span
    document = candidate.hit.passage.document_id
    return any(document == name and start < last and first < end for name, first, last in places)


def _words(candidate: Candidate, *, whole: bool) -> str:
    """The words that answer: as the reader marks them, or the whole sentence."""
    start, end = candidate.span if whole else candidate.reading.sentence_spans[candidate.number]
    passage = candidate.hit.passage
    return passage.text[start - passage.start : end - passage.start]
