"""What still stands: documents can be taken back while an answer from them is on its way.

Whatever an answer brings is looked at once more as it goes out, so that an open stream ends like one that
was asked for afterwards.
"""

from collections.abc import Sequence
from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.glossary import Glossary
from corpus.types import Tier
from qa.answer import Drafted
from qa.retrieve import Hits
from qa.types import Citation, Statement


class Standing:
    """What a reader of `tier` may read in `catalogue`, asked anew each time."""

    def __init__(self, catalogue: Catalogue, tier: Tier) -> None:
        self._catalogue = catalogue
        self._tier = tier

    def documents(self) -> set[str]:
        """The ids of all documents that are open to the reader now."""
        return {entry.id for entry in self._catalogue.entries(self._tier)}

    def hits(self, hits: Hits) -> Hits:
        """`hits` without the passages of documents that have been taken back."""
        documents = self.documents()
        return replace(hits, passages=tuple(hit for hit in hits.passages if hit.passage.document_id in documents))

    def holds(self, citations: Sequence[Citation], statements: Sequence[Statement] = ()) -> bool:
        """Whether all that is cited may be read now, and all that `statements` claim to rest on."""
        claims = (claimed.document_id for statement in statements for claimed in statement.claims)
        return {*claims, *(citation.document_id for citation in citations)} <= self.documents()

    def answers(self, drafted: Drafted) -> bool:
        """The same for all that an answer cites or shows as near."""
        return self.holds((*drafted.citations, *drafted.related), drafted.statements)

    def glossary(self, glossary: Glossary) -> Glossary:
        """`glossary` without the terms of documents that have been taken back."""
        documents = self.documents()
        if all(term.document_id in documents for term in glossary.terms):
            return glossary
        return Glossary(term for term in glossary.terms if term.document_id in documents)
