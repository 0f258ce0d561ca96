"""The reader that the settings name: the carried one, another of its kind, or a model of a well-known form.

A name is a folder or a hub name. What lies there tells what it is: `reader.json`, a reader as `qa/reader/` makes them;
`config.json` with an architecture for sequence classification, a cross-encoder as sentence-transformers runs it, or for
question answering, a model with start and end scores as transformers runs it. Weights are safetensors, and code that
comes with a model is never run. torch is loaded only for the latter two.
"""

from collections.abc import Sequence
from threading import Lock
from typing import Any

from corpus.errors import ModelError
from qa.cross_encoder import NamedCrossEncoder, log_odds
from qa.model_files import ModelFiles, model_files, token_limit
from qa.read import AnswerReader, PassageReader, Reading, Span, reading_of

MOST_TOKENS = 384
SENTENCES_SCORED = 48
"""A cross-encoder scores the sentences of the passages it ranks first, up to this many; each is a pass of its own."""

WIDEST_LOGIT = 10.0
_POSITIVE = frozenset({"entailment", "supports", "relevant", "positive", "equivalent", "answer", "yes", "true", "1"})
_KINDS = (
    "an architecture for sequence classification (a cross-encoder) or for question answering (start and end scores)"
)


def open_reader(name: str = "") -> PassageReader:
    """The reader called `name`; the carried one where it is empty.

    Raises ModelError if there is nothing of that name, or nothing that can be used as a reader.
    """
    if not name:
        return AnswerReader()
    files = model_files(name, "REFDESK_READER", "reader")
    if (files.folder / "reader.json").exists():
        return AnswerReader(files.folder)
    architectures = files.architectures(
        f"it has neither a reader.json nor a config.json that can be read, and a reader needs {_KINDS}"
    )
    if any(each.endswith("ForSequenceClassification") for each in architectures):
        return CrossEncoderReader(files)
    if any(each.endswith("ForQuestionAnswering") for each in architectures):
        return SpanReader(files)
    raise ModelError(
        f"REFDESK_READER is '{name}', whose config.json names {', '.join(architectures) or 'no architecture'}. "
        f"A reader needs {_KINDS}."
    )


class CrossEncoderReader:
    """A cross-encoder. It has no spans: passages and single sentences are scored, and nothing in a sentence is marked.

    Its scores are logits, squashed to ±10; "none" is 0, a probability of one half.
    """

    def __init__(self, files: ModelFiles) -> None:
        self._model = NamedCrossEncoder(files, MOST_TOKENS)
        self.identity = self._model.identity
        self._positive = _positive_label(self._model.labels, files.name)

    def read(self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Reading]:
        """One Reading per text, in order. Sentences beyond the budget score lowest, all alike."""
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
        table = self._model.logits([(question, text) for text in texts])
        return [_squashed(float(logit)) for logit in log_odds(table, self._positive)]


class SpanReader:
    """A question-answering model: start and end scores for each token, the first token standing for "no answer".

    The margin of the best span over "no answer", squashed to ±10, is its relevance.
    """

    def __init__(self, files: ModelFiles) -> None:
        self.identity = files.identity()
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(
                files.folder, local_files_only=True, trust_remote_code=False
            )
            self._model = AutoModelForQuestionAnswering.from_pretrained(
                files.folder, local_files_only=True, trust_remote_code=False, use_safetensors=True
            ).eval()
        except Exception as error:  # of transformers, safetensors and tokenizers, which have no common kind
            raise files.unusable(error) from error
        if not self._tokenizer.is_fast:
            raise ModelError(f"The reader '{files.name}' has no fast tokenizer (tokenizer.json), which Refdesk needs.")
        self._most_tokens = token_limit(self._tokenizer, self._model.config, MOST_TOKENS)
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


def _positive_label(labels: Sequence[str], name: str) -> int:
    """The number of the label that means "answers": the one so called, or the second of two."""
    named = [number for number, label in enumerate(labels) if label.removeprefix("label_") in _POSITIVE]
    if len(labels) <= 2 and not named:
        return len(labels) - 1
    if len(named) != 1:
        raise ModelError(
            f"The reader '{name}' sorts into {', '.join(labels)}, and it is not clear which of them means "
            f"that a text answers. One label, and only one, must be called {', '.join(sorted(_POSITIVE))}."
        )
    return named[0]


def _squashed(logit: float) -> float:
    """`logit` kept within ±10 without a change of order: other models' scores may be on any scale."""
    return WIDEST_LOGIT * logit / (WIDEST_LOGIT + abs(logit))
