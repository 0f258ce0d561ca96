"""Which sentences of the retrieved passages answer the question, and how sure that is.

Each candidate sentence gets a handful of features (what the reader makes of it, closeness of meaning, shared words
weighted by rarity, names that match, whether it holds the kind of thing asked for) and a logistic model turns them into
a probability. The weights are fitted by `bench/fit_evidence.py` and lie in `evidence.json`, which says on what.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Vectors
from corpus.lexicon import Lexicon
from corpus.types import Tier
from qa.kinds import KINDS, negates, spans_of
from qa.names import mentions
from qa.question import Question
from qa.read import PassageReader, Reading
from qa.types import Retrieved

FEATURES = (
    "reader_margin",
    "reader_margin_over_best",
    "reader_relevance",
    "sentence_cosine",
    "passage_cosine",
    "cosine_over_best",
    "sentence_coverage",
    "neighbour_coverage",
    "passage_coverage",
    "reciprocal_rank",
    "names_in_sentence",
    "names_in_passage",
    "type_present",
    "type_absent",
    "speaker_asked",
    "phrase_in_sentence",
    "negation_differs",
)
_NOT_PROSE = re.compile(
    r"^(?:Also:|See also\b|(?:To|From|Re|Date|Cc|Subject): |Dear |Enclosed is\b|The (?:white )?paper, which\b)",
    re.IGNORECASE,
)
_SHORTEST_WORDS = 4
_NAVIGATION = frozenset({"related documents", "see also", "further reading"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate sentence: offsets into its document's text, its probability, and the words in it that answer.

    `matter` is the share, by rarity, that the sentence itself holds of the words that say what the question is about; 1
    where the question has none.
    """

    hit: Retrieved
    start: int
    end: int
    probability: float
    vector: NDArray[np.float32]
    spans: tuple[tuple[int, int], ...]
    holds_kind: bool = True
    matter: float = 1.0

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.hit.passage.text[self.start - self.hit.passage.start : self.end - self.hit.passage.start]


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model: one weight per feature, and the bias."""

    features: tuple[float, ...]
    bias: float


@cache
def fitted() -> Weights:
    """The weights that come with the program."""
    record = json.loads((Path(__file__).parent / "evidence.json").read_text(encoding="utf-8"))
    return Weights(tuple(record["weights"][name] for name in FEATURES), record["bias"])


class Words:
    """Stems of texts and how rare they are in the library, for the reader's tier."""

    def __init__(self, lexicon: Lexicon, tier: Tier) -> None:
        self._lexicon = lexicon
        self._tiers = tier.visible()
        self._weights: dict[str, float] = {}

    def stems(self, text: str) -> list[str]:
        """The stems of `text`, without stop words, each once."""
        return self._lexicon.terms(text)

    def weight(self, stem: str) -> float:
        """Inverse document frequency of `stem`; highest for a word that the library does not have."""
        if stem not in self._weights:
            holding, total = self._lexicon.frequency(stem, self._tiers)
            self._weights[stem] = math.log(1 + (total - holding + 0.5) / (holding + 0.5))
        return self._weights[stem]

    def coverage(self, wanted: Sequence[str], text: str) -> float:
        """The share, by weight, of the stems `wanted` that occur in `text`; 0 to 1."""
        present = set(self.stems(text))
        total = sum(self.weight(stem) for stem in wanted)
        return sum(self.weight(stem) for stem in wanted if stem in present) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Sentence `number` of a passage, with what the reader thinks of the passage."""

    hit: Retrieved
    number: int
    reading: Reading
    matter: float

    @property
    def span(self) -> tuple[int, int]:
        """Offsets into the document's text."""
        return self.hit.passage.sentences[self.number]


def candidates(
    question: Question,
    vector: NDArray[np.float32],
    hits: Sequence[Retrieved],
    vectors: Mapping[str, Vectors],
    words: Words,
    reader: PassageReader,
) -> tuple[list[Candidate], NDArray[np.float64]]:
    """Every sentence of `hits` that could be quoted, and its features `(sentences, len(FEATURES))`.

    `vectors` gives each passage's vectors by passage id.
    """
    wanted, matter = words.stems(question.core), words.stems(question.matter)
    found: list[Candidate] = []
    rows: list[list[float]] = []
    for place, (hit, reading) in enumerate(zip(hits, readings(question.text, hits, reader), strict=True), start=1):
        passage_vector, sentence_vectors = vectors[hit.passage.id]
        shared = _of_passage(question, hit, reading, float(passage_vector @ vector), words, wanted, hit.rank or place)
        texts = sentence_texts(hit)
        for number, text in enumerate(texts):
            if is_prose(text, hit.passage.section) or _quotes(question, text):
                neighbours = " ".join(texts[max(0, number - 1) : number + 1])
                own = {
                    "reader_margin": (reading.sentence_scores[number] - reading.none) / 10,
                    "sentence_cosine": float(sentence_vectors[number].astype(np.float32) @ vector),
                    "sentence_coverage": words.coverage(wanted, text),
                    "neighbour_coverage": words.coverage(wanted, neighbours),
                    **_matches(question, text),
                }
                found.append(Candidate(hit, number, reading, words.coverage(matter, text) if matter else 1.0))
                rows.append([{**shared, **own}.get(name, 0.0) for name in FEATURES])
    table = np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))
    for relative, absolute in (("reader_margin_over_best", "reader_margin"), ("cosine_over_best", "sentence_cosine")):
        column = table[:, FEATURES.index(absolute)]
        table[:, FEATURES.index(relative)] = column - column.max() if len(column) else column
    return found, table


def _of_passage(
    question: Question, hit: Retrieved, reading: Reading, cosine: float, words: Words, wanted: Sequence[str], rank: int
) -> dict[str, float]:
    """The features that all sentences of a passage share."""
    surroundings = context_of(hit)
    return {
        "reader_relevance": reading.relevance / 10,
        "passage_cosine": cosine,
        "passage_coverage": words.coverage(wanted, surroundings),
        "reciprocal_rank": 1.0 / rank,
        "names_in_passage": _share_named(question, surroundings),
        "speaker_asked": 1.0 if hit.passage.speaker in question.speakers else 0.0,
    }


def readings(question: str, hits: Sequence[Retrieved], reader: PassageReader) -> list[Reading]:
    """What the reader makes of each passage under its headings; spans are offsets into the document's text."""
    texts, spans, shifts = [], [], []
    for hit in hits:
        heading = " | ".join([hit.meta.title, *(label.strip("[]") for label in hit.passage.section)]) + "\n"
        shift = len(heading) - hit.passage.start
        texts.append(heading + hit.passage.text)
        spans.append([(start + shift, end + shift) for start, end in hit.passage.sentences])
        shifts.append(shift)
    return [
        Reading(
            reading.relevance,
            reading.none,
            reading.sentence_scores,
            tuple((start - shift, end - shift) for start, end in reading.sentence_spans),
        )
        for reading, shift in zip(reader.read(question, texts, spans), shifts, strict=True)
    ]


def weigh(
    question: Question,
    vector: NDArray[np.float32],
    hits: Sequence[Retrieved],
    vectors: Mapping[str, Vectors],
    words: Words,
    reader: PassageReader,
    weights: Weights | None = None,
) -> list[Evidence]:
    """The sentences of `hits` with their probabilities of answering `question`, best first. `weights` are those for
    `reader`; by default, for the carried one."""
    found, table = candidates(question, vector, hits, vectors, words, reader)
    return ranked(question, found, table, vectors, weights or fitted())


def ranked(
    question: Question,
    found: Sequence[Candidate],
    table: NDArray[np.float64],
    vectors: Mapping[str, Vectors],
    weights: Weights,
) -> list[Evidence]:
    """The candidates `found`, whose features are `table`, with their probabilities under `weights`, best first."""
    scores = 1.0 / (1.0 + np.exp(-(table @ np.array(weights.features) + weights.bias)))
    evidence = []
    for candidate, score in zip(found, scores, strict=True):
        start, end = candidate.span
        passage = candidate.hit.passage
        kind_spans = spans_of(question, passage.text[start - passage.start : end - passage.start])
        span = candidate.reading.sentence_spans[candidate.number]
        evidence.append(
            Evidence(
                candidate.hit,
                start,
                end,
                float(score),
                vectors[passage.id][1][candidate.number].astype(np.float32),
                (span,) if span != (start, end) else (),
                bool(kind_spans) or question.wants not in KINDS,
                candidate.matter,
            )
        )
    return sorted(evidence, key=lambda item: (-item.probability, item.hit.passage.id, item.start))


def _matches(question: Question, text: str) -> dict[str, float]:
    kind = KINDS.get(question.wants)
    present = bool(kind and spans_of(question, text))
    return {
        "names_in_sentence": _share_named(question, text),
        "type_present": 1.0 if present else 0.0,
        "type_absent": 1.0 if kind and not present else 0.0,
        "phrase_in_sentence": 1.0 if _quotes(question, text) else 0.0,
        "negation_differs": 1.0 if negates(question.text) != negates(text) else 0.0,
    }


def context_of(hit: Retrieved) -> str:
    """A passage with its title, headings and speaker: all that a reader of the citation sees."""
    return "\n".join([hit.meta.title, *hit.passage.section, hit.passage.speaker or "", hit.passage.text])


def sentence_texts(hit: Retrieved) -> list[str]:
    """The sentences of a passage, word for word."""
    passage = hit.passage
    return [passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences]


def _quotes(question: Question, text: str) -> bool:
    """Whether `text` holds words that the question quotes: then it is asked for, prose or not."""
    return any(_holds(text, phrase) for phrase in question.phrases)


def is_prose(text: str, section: Sequence[str]) -> bool:
    """Whether `text` can be quoted as a sentence: not a memo's header line, a list of other forms, links, a
    salutation."""
    if section and section[-1].casefold() in _NAVIGATION:
        return False
    return len(text.split()) >= _SHORTEST_WORDS and not _NOT_PROSE.match(text)


def _share_named(question: Question, text: str) -> float:
    """The share of the question's names that `text` mentions; 1 when it names none."""
    if not question.names:
        return 1.0
    return sum(mentions(text, name.forms) for name in question.names) / len(question.names)


def _holds(text: str, phrase: str) -> bool:
    return " ".join(re.findall(r"\w+", phrase.casefold())) in " ".join(re.findall(r"\w+", text.casefold()))
