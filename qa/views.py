"""Documents as their own pages show them. Passages: `qa.permalink`."""

from corpus.catalogue import Catalogue
from corpus.types import Tier
from qa.types import DocumentView


def document_view(catalogue: Catalogue, document_id: str, tier: Tier) -> DocumentView:
    """A document with its passages. Raises NotFound."""
    entry, document, passages = catalogue.document(document_id, tier)
    return DocumentView(entry, document, tuple(passages))
