"""The reader at work: a question and passages → where in each an answer stands, and how likely it is one.

Runs the ONNX file in `qa/reader/` (int8, about 23 MB) or in a folder that the settings name; no torch. How it was
trained is told in `qa/reader/README.md`.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


class AnswerReader:
    """The model in `folder`. Safe to use from several threads.

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
        self._session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(card["max_tokens"], strategy="longest_first")

    def read(self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Reading]:
        """One Reading per text, in order. `sentences` are each text's sentence spans; one beyond the reader's token
        limit scores as "none" does. A question that would leave a text no room is cut short."""
        encodings = self._tokenizer.encode_batch([(question, text) for text in texts])
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        readings: list[Reading | None] = [None] * len(texts)
        for part in (order[i : i + 4] for i in range(0, len(order), 4)):
            start, end, relevance = self._run([encodings[i] for i in part])
            for row, number in enumerate(part):
                readings[number] = _reading(
                    encodings[number], start[row], end[row], float(relevance[row]), sentences[number]
                )
        return [reading for reading in readings if reading is not None]

    def _run(self, encodings: Sequence[Any]) -> list[NDArray[np.float32]]:
        width = max(len(encoding.ids) for encoding in encodings)
        feeds = {
            name: np.zeros((len(encodings), width), dtype=np.int64)
            for name in ("input_ids", "attention_mask", "token_type_ids")
        }
        for row, encoding in enumerate(encodings):
            length = len(encoding.ids)
            feeds["input_ids"][row, :length] = encoding.ids
            feeds["attention_mask"][row, :length] = 1
            feeds["token_type_ids"][row, :length] = encoding.type_ids
        outputs: list[NDArray[np.float32]] = self._session.run(None, feeds)
        return outputs


def _reading(
    encoding: Any, start: NDArray[np.float32], end: NDArray[np.float32], relevance: float, sentences: Sequence[Span]
) -> Reading:
    none = float(start[0] + end[0])
    offsets = encoding.offsets  # each access copies the list
    positions = [i for i, kind in enumerate(encoding.type_ids) if kind and offsets[i][1] > offsets[i][0]]
    scores, spans = [], []
    for first, last in sentences:
        inside = [i for i in positions if first <= offsets[i][0] and offsets[i][1] <= last]
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
