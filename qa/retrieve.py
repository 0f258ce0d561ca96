"""A question becomes the passages most likely to answer it.

Two legs, fused: dense (cosine of the embedded question) and lexical (BM25 of its words and exact concepts). Each leg
ranks;
reciprocal rank fusion (Cormack, Clarke & Büttcher 2009) adds the ranks up, so neither leg's scores need calibrating.
Every hit is checked against the catalogue before it is used, so what was removed or tightened since is never seen.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue, StoredPassage
from corpus.live import OpenIndex
from corpus.types import LibraryEntry, Metadata, Tier
from qa.types import Filters, Retrieved


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """`depth` hits are taken from each leg; `most_per_document` of them may come from one document."""

    depth: int = 60
    fusion_offset: int = 60
    lexical_weight: float = 1.0
    most_per_document: int = 6


@dataclass(frozen=True, slots=True)
class Hits:
    """What retrieval found: the passages, best first, and for each what the catalogue has stored with it."""

    passages: tuple[Retrieved, ...]
    stored: dict[str, StoredPassage]


def retrieve(  # noqa: PLR0913 - a question, and what it is put to
    text: str,
    vector: NDArray[np.float32],
    index: OpenIndex,
    catalogue: Catalogue,
    *,
    tier: Tier,
    documents: Collection[str] | None = None,
    count: int = 16,
    settings: RetrievalSettings = RetrievalSettings(),
) -> Hits:
    """The `count` best passages for the question `text`, whose vector is `vector`, that a reader of `tier` may see.

    `documents` narrows the search to those document ids; with exactly one, its passages are not capped.
    """
    tiers = tier.visible()
    concepts = index.glossaries[tier].concepts(text)
    depth = settings.depth if documents is None else settings.depth * 8
    dense = index.vectors.nearest(vector, depth, tiers)
    lexical = index.lexicon.best(
        text, concepts, settings.depth, tiers, None if documents is None else sorted(documents)
    )
    known = catalogue.current_passages(list({id for id, _ in dense + lexical}), tier)
    if documents is not None:
        known = {id: item for id, item in known.items() if item[0].passage.document_id in documents}
    fused = _fuse([id for id, _ in dense if id in known], [id for id, _ in lexical if id in known], settings)
    cap = count if documents is not None and len(documents) == 1 else settings.most_per_document
    return _capped(fused, known, count, cap)


def _fuse(
    dense: Sequence[str], lexical: Sequence[str], settings: RetrievalSettings
) -> list[tuple[str, float, int | None, int | None]]:
    """(id, score, dense rank, lexical rank), best first; ties by id."""
    dense_rank = {id: rank for rank, id in enumerate(dense, start=1)}
    lexical_rank = {id: rank for rank, id in enumerate(lexical, start=1)}
    fused = []
    for id in dense_rank.keys() | lexical_rank.keys():
        score = 0.0
        if id in dense_rank:
            score += 1.0 / (settings.fusion_offset + dense_rank[id])
        if id in lexical_rank:
            score += settings.lexical_weight / (settings.fusion_offset + lexical_rank[id])
        fused.append((id, score, dense_rank.get(id), lexical_rank.get(id)))
    return sorted(fused, key=lambda item: (-item[1], item[0]))


def _capped(
    fused: Sequence[tuple[str, float, int | None, int | None]],
    known: dict[str, tuple[StoredPassage, Metadata]],
    count: int,
    cap: int,
) -> Hits:
    taken: Counter[str] = Counter()
    passages: list[Retrieved] = []
    stored: dict[str, StoredPassage] = {}
    for id, score, dense_rank, lexical_rank in fused:
        item, meta = known[id]
        if taken[item.passage.document_id] >= cap:
            continue
        taken[item.passage.document_id] += 1
        passages.append(Retrieved(item.passage, meta, score, dense_rank, lexical_rank))
        stored[id] = item
        if len(passages) == count:
            break
    return Hits(tuple(passages), stored)


def allowed_documents(
    entries: Sequence[LibraryEntry], filters: Filters, kinds: Collection[str] = ()
) -> set[str] | None:
    """The ids that `filters`, and a question's own scope `kinds`, let through; None when they narrow nothing."""
    if not kinds and filters == Filters():
        return None
    return {entry.id for entry in entries if _passes(entry, filters) and (not kinds or entry.meta.kind in kinds)}


def _passes(entry: LibraryEntry, filters: Filters) -> bool:
    published = entry.meta.published
    if filters.kinds and entry.meta.kind not in filters.kinds:
        return False
    if filters.documents and entry.id not in filters.documents:
        return False
    if filters.published_from and (published is None or published < filters.published_from):
        return False
    return not (filters.published_to and (published is None or published > filters.published_to))
