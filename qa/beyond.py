"""How many documents that a reader may not see would be cited for the same question. Only their number is ever told."""

from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.live import LiveIndex, OpenIndex
from corpus.types import Tier
from qa.converse.meaning import Conversing
from qa.converse.types import Meant
from qa.inquiry import Inquiry, Models
from qa.intake import checked, remembered
from qa.retrieve import Hits
from qa.types import Also, Filters, Turn

MOST_COUNTED = 3
"""More documents than these are `several`."""


class Beyond:
    """Asks the library in `catalogue` and `index` once more, for each tier above a reader's own."""

    def __init__(self, catalogue: Catalogue, index: LiveIndex, models: Models) -> None:
        self._catalogue = catalogue
        self._index = index
        self._models = models

    def count(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters = Filters(), tier: Tier
    ) -> tuple[Also, ...]:
        """For each tier above `tier` whose documents a reader of that tier would be cited: how many. Raises as
        `Desk.ask`."""
        asked, said = checked(question), remembered(history)
        meant = Conversing(self._catalogue, self._index).meant(asked, history=said, filters=filters, tier=tier)
        found = ((above, self._cited(meant, above)) for above in Tier if above > tier)
        return tuple(Also(above, "several" if count > MOST_COUNTED else count) for above, count in found if count)

    def _cited(self, meant: Meant, tier: Tier) -> int:
        """How many documents of `tier` itself the answer to a reader of that tier cites."""

        def put(index: OpenIndex) -> tuple[Inquiry, Hits]:
            inquiry = Inquiry(meant, index=index, catalogue=self._catalogue, models=self._models, tier=tier)
            return inquiry, inquiry.retrieve()

        inquiry, hits = self._index.read(put)
        citations = inquiry.answer(inquiry.reranked(hits)).citations
        return len({citation.document_id for citation in citations if citation.meta.access is tier})
