"""Which sentences of the retrieved passages answer the question, and how sure that is.

Each candidate sentence gets a handful of features (closeness of meaning, shared words weighted by rarity, names that match,
whether it holds the kind of thing asked for) and a logistic model turns them into a probability. The weights are fitted by
`bench/fit_evidence.py` on public question data, never on questions about the library, and lie in `evidence.json`.
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
from qa.names import mentions
from qa.question import Question, Wants
from qa.types import Retrieved

FEATURES = (
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
    "dense_words",
    "first_in_passage",
    "phrase_in_sentence",
)

_MONTH = r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?:[–-]\d{{1,2}})? {_MONTH}(?:,? \d{{4}})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:[–-]\d{{1,2}})?(?:,? \d{{4}})?|"
    rf"{_MONTH} \d{{4}}|(?:1[5-9]|20)\d\d(?:s)?|\d{{1,2}}th century|{_MONTH}\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w-])(?:[$€£]\s?)?\d[\d,.]*(?:\s?(?:%|percent|million|billion|trillion|thousand|hundred|km|miles?|feet|ft|meters?|people))?"
    r"|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|dozens|twenty|thirty|forty|fifty|hundreds?|"
    r"thousands?|half|both|several|million|billion)\b",
    re.IGNORECASE,
)
_PROPER = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][a-zA-Z’'-]+(?:\s+(?:of|the|de|van|von|bin|al)?\s*[A-Z][a-zA-Z’'.-]+)*|\b[A-Z][a-z]+(?:\s+[A-Z][a-zA-Z’'-]+)+")
_DEFINES = re.compile(r"\b(?:is|are|was|were|means|refers to|stands for|denotes|known as|called)\b|\([A-Z][A-Za-z/-]+\)")
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|so that|in order to|therefore|thus|thereby|as a result|reason|cause[sd]?|led to|to (?:protect|defend|avoid|prevent|create)|"
    r"perceive[sd]?|concern(?:ed|s)?|fear(?:ful|s|ed)?|oppose[sd]?|argue[sd]?)\b", re.IGNORECASE
)  # fmt: skip
_JUDGES = re.compile(
    r"\b(?:must|should|ought|will not|will|would|need(?:s|ed)?|best|interest|necessary|believe[sd]?|argue[sd]?|maintain[s]?|demand(?:s|ed|ing)?|"
    r"oppose[sd]?|support[s]?|want[s]?|willing|recommend(?:s|ed)?)\b", re.IGNORECASE
)  # fmt: skip
_KINDS: Mapping[Wants, re.Pattern[str]] = {
    "date": _DATE,
    "number": _NUMBER,
    "person": _PROPER,
    "place": _PROPER,
    "definition": _DEFINES,
    "reason": _REASON,
    "view": _JUDGES,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate sentence: offsets into its document's text, its probability, and the words of the kind asked for."""

    hit: Retrieved
    start: int
    end: int
    probability: float
    vector: NDArray[np.float32]
    spans: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.hit.passage.text[self.start - self.hit.passage.start : self.end - self.hit.passage.start]


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model: one weight per feature, and the probability below which nothing is an answer."""

    features: tuple[float, ...]
    bias: float
    threshold: float


@cache
def fitted() -> Weights:
    """The weights that come with the program."""
    record = json.loads((Path(__file__).parent / "evidence.json").read_text(encoding="utf-8"))
    return Weights(tuple(record["weights"][name] for name in FEATURES), record["bias"], record["threshold"])


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


def candidates(
    question: Question,
    vector: NDArray[np.float32],
    hits: Sequence[Retrieved],
    vectors: Mapping[str, Vectors],
    words: Words,
) -> tuple[list[tuple[Retrieved, int]], NDArray[np.float64]]:
    """Every sentence of `hits` as (passage, sentence number), and its features `(sentences, len(FEATURES))`.

    `vectors` gives each passage's vectors by passage id.
    """
    wanted = words.stems(question.text)
    keys: list[tuple[Retrieved, int]] = []
    rows: list[list[float]] = []
    for rank, hit in enumerate(hits, start=1):
        passage_vector, sentence_vectors = vectors[hit.passage.id]
        surroundings = context_of(hit)
        shared = (
            float(passage_vector @ vector),
            words.coverage(wanted, surroundings),
            1.0 / rank,
            _share_named(question, surroundings),
        )
        texts = _sentence_texts(hit)
        for number, text in enumerate(texts):
            cosine = float(sentence_vectors[number].astype(np.float32) @ vector)
            keys.append((hit, number))
            rows.append(_row(question, words, wanted, texts, number, cosine, shared))
    table = np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))
    if len(rows):
        table[:, 2] = table[:, 0] - table[:, 0].max()
    return keys, table


def _row(
    question: Question,
    words: Words,
    wanted: Sequence[str],
    texts: Sequence[str],
    number: int,
    cosine: float,
    shared: tuple[float, float, float, float],
) -> list[float]:
    text = texts[number]
    neighbourhood = " ".join(texts[max(0, number - 1) : number + 1])
    kind = _KINDS.get(question.wants)
    present = bool(kind and spans_of(question, text))
    return [
        cosine,
        shared[0],
        0.0,
        words.coverage(wanted, text),
        words.coverage(wanted, neighbourhood),
        shared[1],
        shared[2],
        _share_named(question, text),
        shared[3],
        1.0 if present else 0.0,
        1.0 if kind and not present else 0.0,
        min(len(text.split()), 40) / 40,
        1.0 if number == 0 else 0.0,
        1.0 if any(_holds(text, phrase) for phrase in question.phrases) else 0.0,
    ]


def weigh(
    question: Question,
    vector: NDArray[np.float32],
    hits: Sequence[Retrieved],
    vectors: Mapping[str, Vectors],
    words: Words,
    weights: Weights,
) -> list[Evidence]:
    """The sentences of `hits` with their probabilities of answering `question`, best first."""
    keys, table = candidates(question, vector, hits, vectors, words)
    scores = 1.0 / (1.0 + np.exp(-(table @ np.array(weights.features) + weights.bias)))
    found = []
    for (hit, number), score in zip(keys, scores, strict=True):
        start, end = hit.passage.sentences[number]
        text = hit.passage.text[start - hit.passage.start : end - hit.passage.start]
        spans = tuple((start + a, start + b) for a, b in spans_of(question, text))
        sentence_vector = vectors[hit.passage.id][1][number].astype(np.float32)
        found.append(Evidence(hit, start, end, float(score), sentence_vector, spans))
    return sorted(found, key=lambda evidence: (-evidence.probability, evidence.hit.passage.id, evidence.start))


def spans_of(question: Question, text: str) -> list[tuple[int, int]]:
    """Where `text` holds the kind of thing asked for (a date, a number, a name) that the question does not hold itself."""
    pattern = _KINDS.get(question.wants)
    if pattern is None:
        return []
    asked = question.text.casefold()
    return [
        match.span() for match in pattern.finditer(text) if match.group().strip() and match.group().casefold() not in asked
    ]


def context_of(hit: Retrieved) -> str:
    """A passage with its title, headings and speaker: all that a reader of the citation sees."""
    return "\n".join([hit.meta.title, *hit.passage.section, hit.passage.speaker or "", hit.passage.text])


def _sentence_texts(hit: Retrieved) -> list[str]:
    passage = hit.passage
    return [passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences]


def _share_named(question: Question, text: str) -> float:
    """The share of the question's names that `text` mentions; 1 when it names none."""
    if not question.names:
        return 1.0
    return sum(mentions(text, name.forms) for name in question.names) / len(question.names)


def _holds(text: str, phrase: str) -> bool:
    return " ".join(re.findall(r"\w+", phrase.casefold())) in " ".join(re.findall(r"\w+", text.casefold()))
