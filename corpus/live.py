"""The index that readers use now: opened once, and opened anew when another generation has been switched on.

A reader that is in the middle of a question keeps the generation it began with; it is closed when the last such
reader is done. The catalogue is asked about every hit, so what has been removed or tightened since is never used.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from corpus.catalogue import Catalogue
from corpus.concordance import Concordance
from corpus.errors import IndexUnavailable
from corpus.generations import active, folder_of
from corpus.glossary import Glossary
from corpus.lexicon import Lexicon
from corpus.recipe import Recipe
from corpus.types import Tier
from corpus.vectors import VectorIndex

Found = TypeVar("Found")


class OpenIndex:
    """One generation, open for reading. Raises IndexUnavailable if its files are not there or of another recipe."""

    def __init__(self, data: Path, number: int, recipe: Recipe, chroma_url: str) -> None:
        folder = folder_of(data, number)
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            found = dict(manifest["recipe"])
            self.passages = {tier.label: int(manifest["passages"][tier.label]) for tier in Tier}
            documents = int(manifest["documents"])
            glossaries = {
                tier: json.loads((folder / f"glossary-{tier.label}.json").read_text(encoding="utf-8")) for tier in Tier
            }
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _incomplete(folder, str(error)) from error
        recipe.check(found)
        self.number = number
        self.glossaries = {tier: Glossary.from_records(records) for tier, records in glossaries.items()}
        self.lexicon = Lexicon(folder / "lexicon")
        self.concordance = Concordance(folder / "concordance")
        if self.concordance.documents() != documents:
            raise _incomplete(folder, "documents are missing from the concordance")
        self.vectors = VectorIndex(folder / "chroma", number, chroma_url)
        self.readers = 0
        held = self.vectors.tiers()
        for tier in Tier:
            if self.passages[tier.label] != self.lexicon.size(tier) or (self.passages[tier.label] and tier not in held):
                self.close()
                raise _incomplete(folder, f"passages of {tier.label} are missing")

    def close(self) -> None:
        """Closes its files."""
        self.vectors.close()


def _incomplete(folder: Path, why: str) -> IndexUnavailable:
    return IndexUnavailable(f"The index in {folder} is incomplete ({why}). Run `python -m ingest --rebuild`.")


class LiveIndex:
    """Hands out the active generation. Safe to use from several threads."""

    def __init__(self, catalogue: Catalogue, data: Path, recipe: Recipe, *, chroma_url: str = "") -> None:
        self._catalogue = catalogue
        self._data = data
        self._recipe = recipe
        self._chroma_url = chroma_url
        self._open: OpenIndex | None = None
        self._lock = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[OpenIndex]:
        """The active generation, kept open for the length of the block. Raises IndexUnavailable."""
        with self._lock:
            index = self._current()
            index.readers += 1
        try:
            yield index
        finally:
            with self._lock:
                index.readers -= 1
                if index.readers == 0 and index is not self._open:
                    index.close()

    def read(self, work: Callable[[OpenIndex], Found]) -> Found:
        """What `work` finds in the active generation; done once more if another was switched on meanwhile, because the
        catalogue then no longer counts the passages of the first as current. Raises IndexUnavailable."""
        while True:
            with self.reading() as index:
                found = work(index)
                if active(self._catalogue) == index.number:
                    return found

    def _current(self) -> OpenIndex:
        number = active(self._catalogue)
        if number is None:
            raise IndexUnavailable("The library is empty: nothing has been ingested yet. Run `python -m ingest`.")
        if self._open is None or self._open.number != number:
            replaced, self._open = self._open, OpenIndex(self._data, number, self._recipe, self._chroma_url)
            if replaced is not None and replaced.readers == 0:
                replaced.close()
        return self._open

    def close(self) -> None:
        """Closes the generation that is open, if any."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None
