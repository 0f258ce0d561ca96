"""What editors have decided, brought to bear on an ingest: tiers other than the files say, and what is retired."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.rulings import RETIRED, Ruling, last_version, rulings
from corpus.types import Document, Tier
from ingest.sources import Remembered

STANDING = ("indexed", "updated", "unchanged")
"""The states of a source whose document is in the library."""


class Rulings:
    """The rulings as they are when the ingest begins."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._rulings: Mapping[str, Ruling] = rulings(catalogue.database)

    def is_retired(self, document_id: str | None) -> bool:
        """Whether the document is to stay out of the library."""
        return document_id is not None and self._rulings.get(document_id, Ruling()).retired

    def applied(self, document: Document) -> Document:
        """The document as just read, for the tier that was decided on."""
        return _for(document, self._rulings.get(document.id, Ruling()).over_file(document.meta.access))

    def retired(self, known: Iterable[Remembered]) -> Iterator[Remembered]:
        """Those of the sources whose documents have been retired since, as they are to be remembered."""
        for source in known:
            if source.state in STANDING and self.is_retired(source.document_id):
                yield replace(source, state="retired", reason=RETIRED)

    def put_back(self, known: Iterable[Remembered]) -> Iterator[tuple[Document, Remembered]]:
        """The documents that are back in the library, from their stored words, each with its source."""
        standing = dict(self._catalogue.target_versions())
        for source in known:
            id = source.document_id
            if id is None or id in standing or source.state != "retired" or self.is_retired(id):
                continue
            last = last_version(self._catalogue.database, id)
            if last is not None:
                document = self.applied(self._catalogue.version_document(last))
                yield document, replace(source, state="unchanged", reason="")

    def moved(self) -> Iterator[Document]:
        """The documents that are to be staged anew, for other readers than their stored versions are for."""
        standing = dict(self._catalogue.target_versions())
        for id, ruling in self._rulings.items():
            if id in standing and not ruling.retired:
                document = self._catalogue.version_document(standing[id])
                access = ruling.over_version(document.meta.access)
                if access != document.meta.access:
                    yield _for(document, access)


def _for(document: Document, access: Tier) -> Document:
    return replace(document, meta=replace(document.meta, access=access))
