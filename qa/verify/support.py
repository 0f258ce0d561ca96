"""How probable it is that a text bears out a claim: the carried way, without a language model or a network.

What the reader makes of the claim and the text, and how far their words, numbers and names agree, are weighed by a
logistic model. `python -m bench.fit_support` fits its weights; they lie in `support.json`, which says on what.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from corpus.settings import Settings
from qa.read import AnswerReader, PassageReader
from qa.verify.agreement import Agreement, agreement
from qa.verify.entailing import open_entailment
from qa.verify.types import Support
from qa.verify.windows import Span, pairs, stretches

FEATURES = (
    "relevance",
    "margin",
    "coverage",
    "numbers",
    "names",
    "coverage_together",
    "order_together",
    "negation_differs",
)
WEIGHTS_FILE = Path(__file__).parent / "support.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model: one weight per feature, and the bias. `reader` names the one it was fitted to.

    At 0.5 the odds are even, where as many claims are true as false. `threshold` sorted what the weights were fitted to
    best; `lenient` lets 95 % of the true claims there pass.
    """

    features: tuple[float, ...]
    bias: float
    reader: str
    threshold: float
    lenient: float


@cache
def fitted(file: Path = WEIGHTS_FILE) -> Weights:
    """The weights that come with the program. Raises ModelError if their file cannot be read."""
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        features = tuple(float(record["weights"][name]) for name in FEATURES)
        return Weights(features, record["bias"], record["reader"], record["threshold"], record["lenient"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{file} cannot be read ({error}). Install Refdesk again.") from error


def open_support(settings: Settings, reader: PassageReader | None = None) -> Support:
    """The model that checks prose: the one that `settings` name, else the carried one, for which `reader` is used if it
    is the carried reader.

    Raises ModelError if a model is missing or cannot be used.
    """
    if settings.entailment_model:
        return open_entailment(settings.entailment_model)
    return CarriedSupport(reader if isinstance(reader, AnswerReader) else AnswerReader(), fitted())


class CarriedSupport:
    """Reader, words and `weights`. Safe to use from several threads."""

    def __init__(self, reader: PassageReader, weights: Weights) -> None:
        self._reader = reader
        self._weights = weights
        self.identity = f"support of {reader.identity}"

    def of(self, claim: str, texts: Sequence[str]) -> list[float]:
        """For each text, the probability of its stretch that bears `claim` out best; 0 where one of them is empty."""
        runs = [stretches(text) if claim.strip() else [] for text in texts]
        rows = features(claim, [(text, spans) for text, own in zip(texts, runs, strict=True) for spans in own],
                        self._reader)  # fmt: skip
        logits = (rows * np.array(self._weights.features)).sum(axis=1) + self._weights.bias  # each row by itself
        scores = iter(np.exp(-np.logaddexp(0.0, -logits)))
        return [max((float(next(scores)) for _ in own), default=0.0) for own in runs]


def features(claim: str, pieces: Sequence[tuple[str, Sequence[Span]]], reader: PassageReader) -> NDArray[np.float64]:
    """`(pieces, len(FEATURES))`: how each run of sentences, given by its text and spans, stands to `claim`."""
    cuts, spans = [], []
    for text, own in pieces:
        start = own[0][0]
        cuts.append(text[start : own[-1][1]])
        spans.append([(a - start, b - start) for a, b in own])
    rows = []
    for cut, own, reading in zip(cuts, spans, reader.read(claim, cuts, spans), strict=True):
        whole = agreement(claim, cut)
        together = max((agreement(claim, cut[a:b]) for a, b in pairs(own)), key=_closeness)
        margin = max(score - reading.none for score in reading.sentence_scores)
        rows.append([
            reading.relevance / 10, margin / 10, whole.coverage, whole.numbers, whole.names,
            together.coverage, together.order, together.negation_differs,
        ])  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(-1, len(FEATURES))


def _closeness(own: Agreement) -> tuple[float, float]:
    return own.coverage, own.order
