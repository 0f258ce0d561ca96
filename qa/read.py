"""The reader at work: a question and passages → where in each an answer stands, and how likely it is one.

Runs the ONNX file in `qa/reader/` (int8, about 23 MB) or in a folder that the settings name; no torch. How it was
trained is told in `qa/reader/README.md`.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

CARRIED_READER = Path(__file__).parent / "reader"
LONGEST_ANSWER_TOKENS = 40

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one passage. Scores are logits.

    `relevance`: whether the passage answers the question; `none`: how well "no answer here" fits; for each sentence,
    the score of the best answer within it and where that stands (offsets into the text that was read).
    """

    relevance: float
    none: float
    sentence_scores: tuple[float, ...]
    sentence_spans: tuple[Span, ...]


class PassageReader(Protocol):
    """Whatever reads passages: the carried model, or one that the settings name. Safe to use from several threads."""

    @property
    def identity(self) -> str:
        """Which model it is."""

    def read(self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Reading]:
        """One Reading per text, in order. `sentences` are each text's sentence spans."""


class AnswerReader:
    """The model in `folder`. Safe to use from several threads.

    Each text is run by itself, on one core, as many at a time as there are cores: in a batch, the int8 model's scores
    of a text would move with its batch-mates, and padding would cost more than batching gains.

    Raises ModelError if the folder is incomplete or the file is not the one its card names.
    """

    def __init__(self, folder: Path = CARRIED_READER) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            card = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
            model = (folder / card["file"]).read_bytes()
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # unreadable, not JSON, without a field; tokenizers raises bare exceptions
            raise ModelError(f"{folder} holds no usable reader ({error}). Install Refdesk again.") from error
        found = hashlib.sha256(model).hexdigest()
        if found != card["sha256"]:
            raise ModelError(
                f"The reader in {folder} is not the one its card names (SHA-256 {found}). Install it again."
            )
        self.identity = f"reader@{found[:12]}"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._cores = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="reader")
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(card["max_tokens"], strategy="longest_first")

    def read(self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Reading]:
        """One Reading per text, in order. `sentences` are each text's sentence spans; one beyond the reader's token
        limit scores as "none" does. A question that would leave a text no room is cut short."""
        encodings = self._tokenizer.encode_batch([(question, text) for text in texts])
        longest_first = sorted(range(len(texts)), key=lambda i: -len(encodings[i].ids))
        outputs = self._cores.map(self._run, [encodings[i] for i in longest_first])
        readings: dict[int, Reading] = {}
        for number, (start, end, relevance) in zip(longest_first, outputs, strict=True):
            offsets = encodings[number].offsets  # each access copies the list
            own = [i for i, kind in enumerate(encodings[number].type_ids) if kind and offsets[i][1] > offsets[i][0]]
            readings[number] = reading_of(start[0], end[0], float(relevance[0]), sentences[number], offsets, own)
        return [readings[number] for number in range(len(texts))]

    def _run(self, encoding: Any) -> list[NDArray[np.float32]]:
        feeds = {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
            "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
        }
        outputs: list[NDArray[np.float32]] = self._session.run(None, feeds)
        return outputs


class ReadOnce:
    """`reader` for one question: a text that it has read is not read again."""

    def __init__(self, reader: PassageReader) -> None:
        self._reader = reader
        self._known: dict[tuple[str, str, tuple[Span, ...]], Reading] = {}

    @property
    def identity(self) -> str:
        """The reader's."""
        return self._reader.identity

    def read(self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Reading]:
        """As the reader does."""
        wanted = [(question, text, tuple(spans)) for text, spans in zip(texts, sentences, strict=True)]
        fresh = [key for key in dict.fromkeys(wanted) if key not in self._known]
        if fresh:
            readings = self._reader.read(question, [text for _, text, _ in fresh], [spans for _, _, spans in fresh])
            self._known |= zip(fresh, readings, strict=True)
        return [self._known[key] for key in wanted]


def reading_of(
    start: NDArray[np.float32],
    end: NDArray[np.float32],
    relevance: float,
    sentences: Sequence[Span],
    offsets: Sequence[Span],
    own: Sequence[int],
) -> Reading:
    """The Reading of a text from its tokens' scores. The first token stands for "no answer"; `own` are the positions of
    the tokens that lie in the text, at `offsets`."""
    none = float(start[0] + end[0])
    scores, spans = [], []
    for first, last in sentences:
        inside = [i for i in own if first <= offsets[i][0] and offsets[i][1] <= last]
        score, span = _best(start, end, inside)
        scores.append(none if span is None else score)
        spans.append((first, last) if span is None else (offsets[span[0]][0], offsets[span[1]][1]))
    return Reading(relevance, none, tuple(scores), tuple(spans))


def _best(start: NDArray[np.float32], end: NDArray[np.float32], inside: Sequence[int]) -> tuple[float, Span | None]:
    """The best-scoring span of tokens within `inside` (consecutive positions), and its score."""
    if not inside:
        return 0.0, None
    first = inside[0]
    sums = start[first : inside[-1] + 1, None] + end[None, first : inside[-1] + 1]
    size = len(sums)
    fair = (np.tri(size, k=LONGEST_ANSWER_TOKENS - 1) * np.tri(size).T) > 0
    sums = np.where(fair, sums, -np.inf)
    at = int(np.argmax(sums))
    row, column = divmod(at, sums.shape[1])
    return float(sums[row, column]), (first + row, first + column)
