"""A model of sequence classification that a setting names, run by sentence-transformers: pairs of texts → logits."""

from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from qa.model_files import ModelFiles, token_limit

Table = NDArray[np.float64]


class NamedCrossEncoder:
    """The model in `files`, with its `labels` in the order of its logits, in lower case. Safe to use from several
    threads; one works at a time.

    Raises ModelError if it cannot be loaded.
    """

    def __init__(self, files: ModelFiles, most_tokens: int) -> None:
        self.identity = files.identity()
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(
                str(files.folder), device="cpu", local_files_only=True, trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )  # fmt: skip
        except Exception as error:  # of transformers, safetensors and tokenizers, which have no common kind
            raise files.unusable(error) from error
        config = self._model.config
        names = {int(number): str(label).casefold() for number, label in config.id2label.items()}
        self.labels = tuple(names[number] for number in sorted(names))
        self._model.max_seq_length = token_limit(self._model.tokenizer, config, most_tokens)
        self._one_at_a_time = Lock()  # transformers' tokenizers cannot be shared

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Table:
        """`(pairs, labels)` float64."""
        if not pairs:
            return np.zeros((0, len(self.labels)))
        from torch import nn

        with self._one_at_a_time:
            raw = self._model.predict(list(pairs), activation_fn=nn.Identity(), show_progress_bar=False)
        return np.asarray(raw, dtype=np.float64).reshape(len(pairs), -1)


def log_odds(table: Table, label: int) -> NDArray[np.float64]:
    """The logit of the softmax's probability of `label`, for each row; of a single column, that itself."""
    if table.shape[1] == 1:
        return table[:, 0]
    rest: NDArray[np.float64] = np.logaddexp.reduce(np.delete(table, label, axis=1), axis=1)
    return table[:, label] - rest
