"""Passages and documents of the catalogue → works to cite, as far as a reader may see them."""

from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.types import Tier
from qa.references.works import Work, passage_of, whole_document


def gathered(
    catalogue: Catalogue, tier: Tier, passages: Sequence[str] = (), documents: Sequence[str] = ()
) -> tuple[Work, ...]:
    """The passages and then the documents of these ids, in order.

    A passage that is no longer current is cited as it stood. Raises NotFound for one that a reader of `tier` may not
    see, or that is not there.
    """
    return (
        *(_passage(catalogue, tier, passage_id) for passage_id in passages),
        *(_document(catalogue, tier, document_id) for document_id in documents),
    )


def _passage(catalogue: Catalogue, tier: Tier, passage_id: str) -> Work:
    stored, meta, _, _ = catalogue.latest_passage(passage_id, tier)
    return passage_of(catalogue.version_document(stored.version), stored.passage, meta)


def _document(catalogue: Catalogue, tier: Tier, document_id: str) -> Work:
    entry, document, _ = catalogue.document(document_id, tier)
    return whole_document(document, entry.meta)
