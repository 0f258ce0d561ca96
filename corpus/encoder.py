"""The serving side of the embedding model: ONNX Runtime and a tokenizer, without torch.

`ingest.embed` makes the model's folder (`model.onnx`, `tokenizer.json`, `encoder.json`) once, from the weights that
the settings name; questions and passages are then encoded here.

One pass over a passage gives its vector and those of its sentences: the tokens' output vectors are averaged over the
passage and over each sentence (late chunking, Günther et al. 2024), so a sentence's vector knows its passage.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

CARRIED = "all-MiniLM-L6-v2"
"""The embedding model that comes with the installation."""

CONVERSION = "int8-per-channel-1"
"""How weights are turned into the ONNX form; part of a model's identity."""

Span = tuple[int, int]
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EncoderCard:
    """What a model folder holds. `identity` names weights and recipe; vectors of different identities never mix."""

    identity: str
    dimension: int
    max_tokens: int
    pooling: str = "mean"
    question_prefix: str = ""
    passage_prefix: str = ""
    inputs: tuple[str, ...] = ("input_ids", "attention_mask")


class Encoder:
    """Texts → unit vectors, from the model in `folder`. Safe to use from several threads.

    Raises ModelError if the folder is incomplete or its files cannot be run.
    """

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            record = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
            self.card = EncoderCard(**{**record, "inputs": tuple(record["inputs"])})
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ModelError(
                f"{folder} holds no usable model ({error}). Run `python -m ingest` to build it."
            ) from error
        except Exception as error:  # tokenizers and ONNX Runtime raise bare Exception subclasses of their own
            raise ModelError(f"The model in {folder} cannot be loaded ({error}). Delete it, then ingest.") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._counter = Tokenizer.from_str(self._tokenizer.to_str())
        self._tokenizer.enable_truncation(self.card.max_tokens)

    @staticmethod
    def write_card(folder: Path, card: EncoderCard) -> None:
        """Writes `encoder.json`, last of the folder's files, so that an unfinished folder has none."""
        (folder / "encoder.json").write_text(json.dumps(asdict(card), indent=1), encoding="utf-8")

    def count_tokens(self, text: str) -> int:
        """How many tokens `text` has, without special ones and without a limit."""
        return len(self._counter.encode(text, add_special_tokens=False).ids)

    def questions(self, texts: Sequence[str]) -> Matrix:
        """(n, dimension) float32, unit length: the vectors of `texts` as questions."""
        prefixed = [self.card.question_prefix + text for text in texts]
        vectors, _ = self._encode(prefixed, [()] * len(texts))
        return vectors

    def passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> tuple[Matrix, list[Matrix]]:
        """((n, dimension), for each text (sentences, dimension)): vectors of passages and of the `sentences` in them.

        Spans are offsets into their text. A sentence beyond the model's token limit gets the passage's vector.
        """
        shift = len(self.card.passage_prefix)
        shifted = [[(start + shift, end + shift) for start, end in spans] for spans in sentences]
        return self._encode([self.card.passage_prefix + text for text in texts], shifted)

    def _encode(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]], batch_tokens: int = 4096
    ) -> tuple[Matrix, list[Matrix]]:
        """Length-sorted batches, so that little is spent on padding."""
        encodings = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        vectors = np.zeros((len(texts), self.card.dimension), dtype=np.float32)
        parts: list[Matrix] = [np.zeros((0, self.card.dimension), dtype=np.float32)] * len(texts)
        start = 0
        while start < len(order):
            stop = start + 1
            while stop < len(order) and (stop + 1 - start) * len(encodings[order[stop]].ids) <= batch_tokens:
                stop += 1
            batch = order[start:stop]
            states = self._run([encodings[i] for i in batch])
            for row, index in enumerate(batch):
                tokens = states[row, : len(encodings[index].ids)]
                vectors[index] = unit(tokens[0] if self.card.pooling == "cls" else tokens.mean(axis=0))
                if spans[index]:
                    parts[index] = _pool(tokens, encodings[index].offsets, spans[index], vectors[index])
            start = stop
        return vectors, parts

    def _run(self, encodings: Sequence[Any]) -> Matrix:
        width = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states: Matrix = self._session.run(None, {name: feeds[name] for name in self.card.inputs})[0]
        return states


def model_folder(models: Path, name: str) -> Path:
    """The folder, under `models`, that holds or will hold the ONNX form of the model called `name`."""
    slug = "".join(character if character.isalnum() or character in "-." else "-" for character in name).strip("-.")
    digest = hashlib.sha256(f"{name}\n{CONVERSION}".encode()).hexdigest()[:8]
    return models / f"{slug[-48:]}-{digest}"


def unit(vector: Matrix) -> Matrix:
    """`vector` scaled to unit length; a zero vector stays zero."""
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm else vector


def _pool(tokens: Matrix, offsets: Sequence[Span], spans: Sequence[Span], whole: Matrix) -> Matrix:
    """The mean token vector of each span; `whole` where a span has no token."""
    starts = np.array([start for start, _ in offsets])
    ends = np.array([end for _, end in offsets])
    pooled = np.empty((len(spans), tokens.shape[1]), dtype=np.float32)
    for row, (start, end) in enumerate(spans):
        inside = (starts >= start) & (ends <= end) & (ends > starts)
        pooled[row] = unit(tokens[inside].mean(axis=0)) if inside.any() else whole
    return pooled
