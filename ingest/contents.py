"""What is embedded for a passage, by its hash, and the vectors of what has none yet."""

import hashlib
import json
from collections.abc import Collection, Iterable

import numpy as np

from corpus.catalogue import Vectors
from corpus.encoder import Encoder
from corpus.types import Document, Passage
from ingest.split import heading_of


def content_of(document: Document, passage: Passage) -> str:
    """The hash of all that a passage's vectors depend on."""
    heading = heading_of(document, passage.section, passage.speaker)
    spans = [(start - passage.start, end - passage.start) for start, end in passage.sentences]
    words = json.dumps([heading, passage.text, spans], ensure_ascii=False)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def embedded(
    encoder: Encoder, passages: Iterable[tuple[Document, Passage, str]], missing: Collection[str]
) -> dict[str, Vectors]:
    """The vectors of those of the `passages`, each with its document and content hash, whose hash is `missing`."""
    texts: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    for document, passage, content in passages:
        if content in missing and content not in texts:
            heading = heading_of(document, passage.section, passage.speaker) + "\n"
            shift = len(heading) - passage.start
            spans = [(start + shift, end + shift) for start, end in passage.sentences]
            texts[content] = heading + passage.text, spans
    if not texts:
        return {}
    whole, parts = encoder.passages([t for t, _ in texts.values()], [s for _, s in texts.values()])
    return {content: (whole[i], parts[i].astype(np.float16)) for i, content in enumerate(texts)}
