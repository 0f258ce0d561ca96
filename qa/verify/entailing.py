"""A model that the settings name, which says whether a text bears out a claim: `REFDESK_ENTAILMENT_MODEL`.

It is a model of sequence classification, in a folder or under a hub name: one that sorts a premise and a hypothesis
into entailment, neutral and contradiction (in whatever order its `id2label` gives), or a cross-encoder with a single
score for a query and a passage, whose logistic function is taken for the probability.
"""

from collections.abc import Sequence

import numpy as np

from corpus.errors import ModelError
from qa.cross_encoder import NamedCrossEncoder, log_odds
from qa.model_files import ModelFiles, model_files
from qa.verify.agreement import coverage
from qa.verify.windows import pairs, stretches

MOST_TOKENS = 320
PAIRS_READ = 4
"""Of the pairs of neighbouring sentences in a stretch, as many are read by themselves: those that share most words."""

_SETTING = "REFDESK_ENTAILMENT_MODEL"
_ENTAILS = frozenset({"entailment", "entail", "entails", "entailed", "supports", "support", "supported", "yes", "true"})
_NEEDS = (
    "a model that checks prose sorts sequences (an architecture for sequence classification) into entailment and "
    "others, or gives a single score"
)


def open_entailment(name: str) -> "EntailmentSupport":
    """The model called `name`. Raises ModelError if there is none, or none that can check prose."""
    files = model_files(name, _SETTING, "entailment model")
    architectures = files.architectures(f"it has no config.json that can be read, and {_NEEDS}")
    if not any(each.endswith("ForSequenceClassification") for each in architectures):
        raise ModelError(
            f"{_SETTING} is '{name}', whose config.json names {', '.join(architectures) or 'no architecture'}; "
            f"{_NEEDS}."
        )
    return EntailmentSupport(files)


class EntailmentSupport:
    """The model in `files`, with nothing fitted to it. Safe to use from several threads."""

    def __init__(self, files: ModelFiles) -> None:
        self._model = NamedCrossEncoder(files, MOST_TOKENS)
        self.identity = self._model.identity
        self._label = _entailing(self._model.labels, files.name)

    def of(self, claim: str, texts: Sequence[str]) -> list[float]:
        """For each text, the highest probability of entailment of its stretches and of the pairs of neighbouring
        sentences in them that share most words with `claim`; 0 where one of them is empty."""
        cuts = [_cuts(claim, text) if claim.strip() else [] for text in texts]
        asked = [self._pair(claim, cut) for own in cuts for cut in own]
        scores = iter(np.exp(-np.logaddexp(0.0, -log_odds(self._model.logits(asked), self._label))))
        return [max((float(next(scores)) for _ in own), default=0.0) for own in cuts]

    def _pair(self, claim: str, text: str) -> tuple[str, str]:
        """Premise and hypothesis; of a model with a single score, query and passage."""
        return (text, claim) if len(self._model.labels) > 1 else (claim, text)


def _cuts(claim: str, text: str) -> list[str]:
    """The parts of `text` that are read, each once."""
    found: list[str] = []
    for own in stretches(text):
        found.append(text[own[0][0] : own[-1][1]])
        neighbours = [text[start:end] for start, end in pairs(own)]
        found += sorted(neighbours, key=lambda each: -coverage(claim, each))[:PAIRS_READ]
    return list(dict.fromkeys(found))


def _entailing(labels: Sequence[str], name: str) -> int:
    """The number of the label that means that the premise entails the hypothesis; 0 of a single score."""
    if len(labels) == 1:
        return 0
    named = [number for number, label in enumerate(labels) if label.removeprefix("label_") in _ENTAILS]
    if len(named) != 1:
        raise ModelError(
            f"The entailment model '{name}' sorts into {', '.join(labels)}, and it is not clear which of them means "
            f"that a text bears a claim out. One label, and only one, must be called {', '.join(sorted(_ENTAILS))}."
        )
    return named[0]
