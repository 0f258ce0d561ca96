"""A question becomes the passages most likely to answer it.

Two legs, fused: dense (cosine of the embedded question) and lexical (BM25 of its words and exact concepts, as a share
of the best hit's). Their scores are added up, weighted (Bruch, Gai & Ingber 2023): adding ranks instead loses how far
apart hits are, and finds less on every set that the weights were chosen on (`python -m bench.fit_blend`). Every hit is
checked against the catalogue before it is used, so what was removed or tightened since is never seen.
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
    """`depth` hits are taken from each leg; what the lexical leg found has its cosine looked up among `cosines` dense
    hits. `dense_share` is the dense leg's part of the score; `most_per_document` hits may come from one document."""

    depth: int = 60
    cosines: int = 240
    dense_share: float = 0.75
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
    wider = 1 if documents is None else 8
    dense = index.vectors.nearest(vector, settings.cosines * wider, tiers)
    lexical = index.lexicon.best(
        text, concepts, settings.depth, tiers, None if documents is None else sorted(documents)
    )
    wanted = dict.fromkeys(id for id, _ in dense[: settings.depth * wider] + lexical)
    known = catalogue.current_passages(list(wanted), tier)
    if documents is not None:
        known = {id: item for id, item in known.items() if item[0].passage.document_id in documents}
    fused = _fuse(dense, lexical, known, settings)
    cap = count if documents is not None and len(documents) == 1 else settings.most_per_document
    return _capped(fused, known, count, cap)


def _fuse(
    dense: Sequence[tuple[str, float]],
    lexical: Sequence[tuple[str, float]],
    known: Collection[str],
    settings: RetrievalSettings,
) -> list[tuple[str, float, int | None, int | None]]:
    """(id, score, dense rank, lexical rank) of the `known` hits, best first; ties by id.

    A hit that the dense leg missed has the least cosine that it gave; one that the lexical leg missed has no words.
    """
    cosines, words = dict(dense), dict(lexical)
    least, most = min(cosines.values(), default=0.0), max(words.values(), default=0.0) or 1.0
    dense_rank = {id: rank for rank, id in enumerate((id for id in cosines if id in known), start=1)}
    lexical_rank = {id: rank for rank, id in enumerate((id for id in words if id in known), start=1)}
    fused = []
    for id in known:
        meaning, share = cosines.get(id, least), words.get(id, 0.0) / most
        score = settings.dense_share * meaning + (1 - settings.dense_share) * share
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
        passages.append(Retrieved(item.passage, meta, score, dense_rank, lexical_rank, rank=len(passages) + 1))
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
