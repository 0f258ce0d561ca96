"""The reader that the settings name: the carried one, another of its kind, or a model of a well-known form.

A name is a folder or a hub name. What lies there tells what it is: `reader.json`, a reader as `qa/reader/` makes them;
`config.json` with an architecture for sequence classification, a cross-encoder as sentence-transformers runs it, or for
question answering, a model with start and end scores as transformers runs it. Weights are safetensors, and code that
comes with a model is never run. torch is loaded only for the latter two.
"""

import hashlib
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from qa.read import AnswerReader, PassageReader, Reading, Span, reading_of

MOST_TOKENS = 384
SENTENCES_SCORED = 48
"""A cross-encoder scores the sentences of the passages it ranks first, up to this many; each is a pass of its own."""

WIDEST_LOGIT = 10.0
_HUB_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)?")
_FILES = ["*.json", "*.safetensors", "*.txt", "*.model"]
_POSITIVE = frozenset({"entailment", "supports", "relevant", "positive", "equivalent", "answer", "yes", "true", "1"})
_KINDS = (
    "an architecture for sequence classification (a cross-encoder) or for question answering (start and end scores)"
)

Logits = NDArray[np.float32]


def open_reader(name: str = "") -> PassageReader:
    """The reader called `name`; the carried one where it is empty.

    Raises ModelError if there is nothing of that name, or nothing that can be used as a reader.
    """
    if not name:
        return AnswerReader()
    folder = _folder(name)
    if (folder / "reader.json").exists():
        return AnswerReader(folder)
    architectures = _architectures(folder)
    if any(each.endswith("ForSequenceClassification") for each in architectures):
        return CrossEncoderReader(folder, name)
    if any(each.endswith("ForQuestionAnswering") for each in architectures):
        return SpanReader(folder, name)
    raise ModelError(
        f"REFDESK_READER is '{name}', whose config.json names {', '.join(architectures) or 'no architecture'}. "
        f"A reader needs {_KINDS}."
    )


class CrossEncoderReader:
    """A cross-encoder. It has no spans: passages and single sentences are scored, and nothing in a sentence is marked.

    Its scores are logits, squashed to ±10; "none" is 0, a probability of one half.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.identity = _identity(folder, name)
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(
                str(folder), device="cpu", local_files_only=True, trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )  # fmt: skip
        except Exception as error:  # of transformers, safetensors and tokenizers, which have no common kind
            raise _unusable(name, error) from error
        config = self._model.config
        self._positive = _positive_label(config, name)
        self._model.max_seq_length = _limit(self._model.tokenizer, config)
        self._one_at_a_time = Lock()  # transformers' tokenizers cannot be shared

    def read(self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Reading]:
        """One Reading per text, in order. Sentences beyond the budget score lowest, all alike."""
        with self._one_at_a_time:
            return self._read(question, texts, sentences)

    def _read(self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Reading]:
        relevance = self._logits(question, texts)
        best_first = sorted(range(len(texts)), key=lambda i: (-relevance[i], i))
        places = [(i, number) for i in best_first for number in range(len(sentences[i]))][:SENTENCES_SCORED]
        cuts = [texts[i][slice(*sentences[i][number])] for i, number in places]
        scored = dict(zip(places, self._logits(question, cuts), strict=True))
        least = min([*relevance, *scored.values()], default=0.0)
        return [
            Reading(
                relevance[i],
                0.0,
                tuple(scored.get((i, number), least) for number in range(len(spans))),
                tuple(spans),
            )
            for i, spans in enumerate(sentences)
        ]

    def _logits(self, question: str, texts: Sequence[str]) -> list[float]:
        if not texts:
            return []
        from torch import nn

        raw = self._model.predict(
            [(question, text) for text in texts], activation_fn=nn.Identity(), show_progress_bar=False
        )
        table = np.asarray(raw, dtype=np.float64).reshape(len(texts), -1)
        if table.shape[1] == 1:
            logits = table[:, 0]
        else:
            others = np.delete(table, self._positive, axis=1)
            logits = table[:, self._positive] - np.logaddexp.reduce(others, axis=1)  # of the softmax's probability
        return [_squashed(float(logit)) for logit in logits]


class SpanReader:
    """A question-answering model: start and end scores for each token, the first token standing for "no answer".

    The margin of the best span over "no answer", squashed to ±10, is its relevance.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.identity = _identity(folder, name)
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
            self._model = AutoModelForQuestionAnswering.from_pretrained(
                folder, local_files_only=True, trust_remote_code=False, use_safetensors=True
            ).eval()
        except Exception as error:  # of transformers, safetensors and tokenizers, which have no common kind
            raise _unusable(name, error) from error
        if not self._tokenizer.is_fast:
            raise ModelError(f"The reader '{name}' has no fast tokenizer (tokenizer.json), which Refdesk needs.")
        self._most_tokens = _limit(self._tokenizer, self._model.config)
        self._one_at_a_time = Lock()

    def read(self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Reading]:
        """One Reading per text, in order; a sentence beyond the model's token limit scores as "none" does."""
        with self._one_at_a_time:
            return [self._read(question, text, spans) for text, spans in zip(texts, sentences, strict=True)]

    def _read(self, question: str, text: str, sentences: Sequence[Span]) -> Reading:
        import torch

        encoding = self._tokenizer(
            question, text, truncation="longest_first", max_length=self._most_tokens,
            return_offsets_mapping=True, return_tensors="pt",
        )  # fmt: skip
        offsets = [(int(start), int(end)) for start, end in encoding.pop("offset_mapping")[0]]
        parts = encoding.sequence_ids(0)
        own = [i for i, part in enumerate(parts) if part == 1 and offsets[i][1] > offsets[i][0]]
        with torch.inference_mode():
            output = self._model(**encoding)
        start, end = output.start_logits[0].float().numpy(), output.end_logits[0].float().numpy()
        reading = reading_of(start, end, 0.0, sentences, offsets, own)
        margins = tuple(_squashed(score - reading.none) for score in reading.sentence_scores)
        return Reading(max(margins, default=0.0), 0.0, margins, reading.sentence_spans)


def _folder(name: str) -> Path:
    """The folder that `name` stands for; a hub name's files are fetched, or found among those fetched before."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if not _HUB_NAME.fullmatch(name) or name.startswith("."):
        raise ModelError(f"REFDESK_READER is '{name}': there is no such folder.")
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, allow_patterns=_FILES))
    except (OSError, ValueError) as error:
        offline = os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE")
        reached = "HF_HUB_OFFLINE forbids to fetch it" if offline else "it cannot be fetched from the hub"
        raise ModelError(
            f"REFDESK_READER is '{name}': there is no such folder, no model of that name has been fetched to this "
            f"machine, and {reached}. Give a folder that holds a model."
        ) from error


def _architectures(folder: Path) -> list[str]:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return [str(each) for each in config.get("architectures") or ()]
    except (OSError, ValueError, AttributeError) as error:
        raise ModelError(
            f"{folder} holds no reader: it has neither a reader.json nor a config.json that can be read ({error}). "
            f"A reader needs {_KINDS}."
        ) from error


def _identity(folder: Path, name: str) -> str:
    """The model's name and the hash of its weights. Raises ModelError if there are none in safetensors."""
    digest = hashlib.sha256()
    weights = sorted(folder.glob("*.safetensors"))
    if not weights:
        raise ModelError(f"The reader '{name}' has no weights in safetensors, the only form that is loaded.")
    for path in weights:
        digest.update(path.read_bytes())
    return f"{Path(name).name}@{digest.hexdigest()[:12]}"


def _positive_label(config: Any, name: str) -> int:
    """The number of the label that means "answers": the one so called, or the second of two."""
    labels = {int(number): str(label).casefold() for number, label in config.id2label.items()}
    named = [number for number, label in labels.items() if label.removeprefix("label_") in _POSITIVE]
    if len(labels) <= 2 and not named:
        return len(labels) - 1
    if len(named) != 1:
        raise ModelError(
            f"The reader '{name}' sorts into {', '.join(labels.values())}, and it is not clear which of them means "
            f"that a text answers. One label, and only one, must be called {', '.join(sorted(_POSITIVE))}."
        )
    return named[0]


def _limit(tokenizer: Any, config: Any) -> int:
    """How many tokens the model reads: what it allows, and no more than MOST_TOKENS."""
    positions = getattr(config, "max_position_embeddings", None) or MOST_TOKENS + 2
    return int(min(MOST_TOKENS, tokenizer.model_max_length, positions - 2))  # RoBERTa keeps two for itself


def _squashed(logit: float) -> float:
    """`logit` kept within ±10 without a change of order: other models' scores may be on any scale."""
    return WIDEST_LOGIT * logit / (WIDEST_LOGIT + abs(logit))


def _unusable(name: str, error: Exception) -> ModelError:
    return ModelError(f"The reader '{name}' cannot be loaded ({error}).")
