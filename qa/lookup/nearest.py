"""Where a quotation's words are nowhere: the passages nearest to it in meaning, which are no quotation.

The desk's ordinary retrieval finds them; how near each is, is the cosine of the quotation and its nearest sentence.
"""

from dataclasses import dataclass

import numpy as np

from corpus.catalogue import Catalogue
from corpus.encoder import Encoder
from corpus.live import OpenIndex
from corpus.types import Tier
from qa.lookup.types import Occurrence
from qa.retrieve import RetrievalSettings, retrieve

PARAPHRASE_AT_LEAST = 0.62
"""Cosine from which a sentence of the library is taken to say something like it in other words: of sentences of
other fields, fewer than one in a hundred comes so near (`bench.lookup`)."""

COUNT = 3
_QUESTION_CHARS = 1200
_SETTINGS = RetrievalSettings(depth=20, cosines=40)


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest passages, best first, each with the sentence that is nearest; and how near the first is."""

    occurrences: tuple[Occurrence, ...]
    cosine: float


def nearest(
    text: str, index: OpenIndex, catalogue: Catalogue, encoder: Encoder, documents: set[str] | None, tier: Tier
) -> Nearest:
    """The nearest that a reader of `tier` may see, of `documents` alone unless that is None."""
    text = " ".join(text.split())[:_QUESTION_CHARS]
    vector = encoder.questions([text])[0]
    hits = retrieve(text, vector, index, catalogue, tier=tier, documents=documents, count=COUNT * 2, settings=_SETTINGS)
    contents = {found.passage.id: hits.stored[found.passage.id].content for found in hits.passages}
    vectors = catalogue.vectors(contents.values(), encoder.card.identity)
    scored: list[tuple[float, Occurrence]] = []
    for found in hits.passages:
        passage, sentences = found.passage, vectors[contents[found.passage.id]][1]
        likeness = np.asarray(sentences, dtype=np.float32) @ vector
        best = int(np.argmax(likeness)) if likeness.size else 0
        start, end = passage.sentences[best]
        quote = passage.text[start - passage.start : end - passage.start]
        scored.append((float(likeness[best]) if likeness.size else 0.0, Occurrence(
            passage.id, passage.document_id, found.meta, passage.section, passage.page, passage.speaker, quote,
            start, end, passage.text[: start - passage.start], passage.text[end - passage.start :],
            similarity=round(max(0.0, float(likeness[best]) if likeness.size else 0.0), 4),
        )))  # fmt: skip
    scored.sort(key=lambda each: -each[0])
    return Nearest(tuple(place for _, place in scored[:COUNT]), scored[0][0] if scored else 0.0)
