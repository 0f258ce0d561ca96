"""The words that a conversation has cited, found again in the library as its reader may read it now.

A conversation comes from outside, so nothing in it is believed: a permalink counts if its words stand in a document
that is open to the reader, and the words of an answer that came without permalinks if the library has them word for
word. What is gone, changed or not the reader's is silently nothing, as if it had never been said.
"""

import re
from collections.abc import Iterator, Sequence

from corpus.catalogue import Catalogue
from corpus.errors import NotFound
from corpus.live import OpenIndex
from corpus.types import Tier
from qa.converse.turns import Exchange
from qa.converse.types import Spot
from qa.permalink.state import cited, today

MOST_SPOTS = 6
SHORTEST_QUOTE_CHARS = 25
_LINK = re.compile(r"/passages/(?P<id>[\w.-]{1,80})(?:\?quote=(?P<quote>[\w-]{1,60}))?$")
_MARKER = re.compile(r"(?:\s*\[\d+\])+")


def spots_of(exchange: Exchange, catalogue: Catalogue, index: OpenIndex, tier: Tier) -> tuple[Spot, ...]:
    """What `exchange` cited, in the order of its markers, as far as a reader of `tier` may read it; at most six."""
    if exchange.cited:
        found = [_spot(url, catalogue, tier) for url in exchange.cited[:MOST_SPOTS]]
        return tuple(spot for spot in found if spot is not None)
    return tuple(_said(exchange.said, catalogue, index, tier))


def _spot(url: str, catalogue: Catalogue, tier: Tier) -> Spot | None:
    """Where the words of a permalink stand today, if all of them do."""
    link = _LINK.search(url)
    if link is None:
        return None
    try:
        meant = cited(catalogue, link["id"], tier, link["quote"] or "")
        now = today(catalogue, meant) if meant else None
        if meant is None or meant.missed or now is None or now.found is None or not now.is_whole:
            return None
        start, end = now.found.spans[0]
        document_id = now.edition.document.id
        return _at(document_id, start, end, catalogue, tier)
    except NotFound:
        return None


def _said(said: str, catalogue: Catalogue, index: OpenIndex, tier: Tier) -> Iterator[Spot]:
    """The sentences of an answer's text that the library has word for word, found by their words."""
    pieces = [piece.strip() for piece in _MARKER.split(said) if _MARKER.search(said)]
    for piece in [piece for piece in pieces if len(piece) >= SHORTEST_QUOTE_CHARS][:MOST_SPOTS]:
        ids = [id for id, _ in index.lexicon.best(piece, (), 5, tier.visible())]
        known = catalogue.current_passages(ids, tier)
        for id in ids:
            place = known[id][0].passage.text.find(piece) if id in known else -1
            if place >= 0:
                passage = known[id][0].passage
                spot = _at(
                    passage.document_id, passage.start + place, passage.start + place + len(piece), catalogue, tier
                )
                if spot is not None:
                    yield spot
                break


def _at(document_id: str, start: int, end: int, catalogue: Catalogue, tier: Tier) -> Spot | None:
    """The words at `start:end` of the document as it is read now. Raises NotFound."""
    entry, document, passages = catalogue.document(document_id, tier)
    if not any(start < passage.end for passage in passages):
        return None
    return Spot(start, end, document.text[start:end], entry.meta, tuple(passages))


def carried(spots: Sequence[Spot]) -> tuple[str, ...]:
    """The ids of the passages that hold `spots`, each once."""
    return tuple(dict.fromkeys(spot.passage.id for spot in spots))
