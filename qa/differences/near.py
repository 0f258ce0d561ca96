"""Sentences near a cited one, as evidence that nobody has weighed: they may say otherwise, but answer nothing."""

import numpy as np
from numpy.typing import NDArray

from qa.evidence import Evidence, is_prose, sentence_texts
from qa.types import Retrieved


def unweighed(hit: Retrieved, vectors: NDArray[np.float16]) -> list[Evidence]:
    """The sentences of `hit` that could be quoted, whose `vectors` are given in order, without a probability."""
    return [
        Evidence(hit, start, end, 0.0, vectors[number].astype(np.float32), ())
        for number, ((start, end), text) in enumerate(zip(hit.passage.sentences, sentence_texts(hit), strict=True))
        if is_prose(text, hit.passage.section)
    ]
