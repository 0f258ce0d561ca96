"""Keeps the PDF files of what is ingested, and lets go of those that no version needs."""

from collections.abc import Callable
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.originals import Originals, wanted
from corpus.types import Document
from ingest.errors import SourceError
from ingest.sources import Memory

ReadFile = Callable[[Path, str], Document]


def keeping(read_file: ReadFile, originals: Originals) -> ReadFile:
    """Reads as `read_file`, and keeps each file that has pages. Raises SourceError if it changes meanwhile."""

    def read(path: Path, name: str) -> Document:
        document = read_file(path, name)
        if document.pages and not originals.keep(document.checksum, path):
            raise SourceError("unreadable", "changed while it was read; run the ingest again")
        return document

    return read


def settle(catalogue: Catalogue, originals: Originals) -> None:
    """After an ingest: keeps the files of documents that were read before files were kept, where they are still as they
    were, and deletes those of versions that are gone."""
    needed = wanted(catalogue)
    for source in Memory(catalogue.database).all().values():
        path = Path(source.path)
        if source.checksum in needed and path.suffix.lower() == ".pdf" and path.is_file():
            originals.keep(source.checksum, path)
    originals.keep_only(needed)
