"""Passages and documents of the catalogue → works to cite, as far as a reader may see them."""

from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.errors import NotFound
from corpus.types import Tier
from qa.permalink.view import passage_view
from qa.references.works import Work, passage_of, whole_document


def gathered(
    catalogue: Catalogue, tier: Tier, passages: Sequence[str] = (), documents: Sequence[str] = ()
) -> tuple[Work, ...]:
    """The passages and then the documents of these ids, in order; `id,quote` names a quotation in a passage.

    Words that are no longer in their document are cited as they stood. Raises NotFound for what a reader of `tier` may
    not see, is not there, or has been erased.
    """
    return (
        *(_passage(catalogue, tier, named) for named in passages),
        *(_document(catalogue, tier, document_id) for document_id in documents),
    )


def _passage(catalogue: Catalogue, tier: Tier, named: str) -> Work:
    passage_id, _, quote = named.partition(",")
    view = passage_view(catalogue, passage_id, tier, quote)
    if view.state == "erased":
        raise NotFound("The words of this passage have been erased.")
    return passage_of(catalogue.version_document(view.version), view.passage, view.meta, view.url)


def _document(catalogue: Catalogue, tier: Tier, document_id: str) -> Work:
    entry, document, _ = catalogue.document(document_id, tier)
    return whole_document(document, entry.meta)
