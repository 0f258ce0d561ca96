"""The documents that a lookup reads from, as the catalogue has them now: their words, and what stands where."""

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.concordance import Shelf
from corpus.errors import IndexUnavailable
from corpus.types import Document, LibraryEntry
from corpus.words import Words, form_of, key_of
from qa.lookup.compare import Comparison
from qa.lookup.types import Occurrence

CONTEXT_CHARS = 220
_KEPT = 96


@dataclass(frozen=True, slots=True)
class Source:
    """One version of a document, and where its passages begin and end, in order."""

    document: Document
    passages: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


class Sources:
    """Versions of documents, the last ones used kept at hand: a version never changes. Safe for several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._kept: OrderedDict[int, Source] = OrderedDict()
        self._generation = 0
        self._lock = threading.Lock()

    def begin(self, generation: int) -> None:
        """Forgets what was read of an earlier generation: words that are gone from the library are not kept at hand."""
        with self._lock:
            if generation != self._generation:
                self._generation = generation
                self._kept.clear()

    def of(self, version: int) -> Source:
        """The version; whoever asks has checked that the reader may see it."""
        with self._lock:
            if version in self._kept:
                self._kept.move_to_end(version)
                return self._kept[version]
        source = self._read(version)
        with self._lock:
            self._kept[version] = source
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return source

    def _read(self, version: int) -> Source:
        rows = self._catalogue.database.rows(
            'SELECT id, start, "end" FROM passages WHERE version = ? ORDER BY position', (version,)
        )
        columns = [tuple(row[name] for row in rows) for name in ("id", "start", "end")]
        return Source(self._catalogue.version_document(version), *columns)


@dataclass(frozen=True, slots=True)
class Room:
    """What one reader may see of one shelf: for each of its documents the library's entry, None where they may not."""

    shelf: Shelf
    entries: tuple[LibraryEntry | None, ...]
    allowed: NDArray[np.bool_]

    @classmethod
    def of(cls, shelf: Shelf, entries: Sequence[LibraryEntry]) -> "Room":
        """`shelf` with those of its documents that are among `entries`, and of the same version."""
        known = {(entry.id, entry.version): entry for entry in entries}
        listed = tuple(known.get(document) for document in shelf.documents)
        return cls(shelf, listed, np.array([entry is not None for entry in listed], dtype=bool))

    def entry(self, document: int) -> LibraryEntry:
        """The library's entry for the document with this index, which is allowed."""
        entry = self.entries[document]
        assert entry is not None  # noqa: S101 - places lie in allowed documents
        return entry


def words_at(shelf: Shelf, source: Source, start: int, end: int) -> Words:
    """The words from position `start` to before `end` of a shelf, read from their document.

    Raises IndexUnavailable if the document has no words there: the index is then of other documents.
    """
    text = source.document.text
    spans = tuple((int(a), int(b)) for a, b in zip(shelf.begins[start:end], shelf.ends[start:end], strict=True))
    forms = tuple(form_of(text[a:b]) for a, b in spans)
    numbers = shelf.numbers([key_of(form) for form in forms])
    if not np.array_equal(numbers, shelf.stream[start:end]):
        raise IndexUnavailable(
            f"The concordance does not fit the document {source.document.id}. Run `python -m ingest --rebuild`."
        )
    return Words(text, spans, forms)


def occurrence(
    source: Source, entry: LibraryEntry, comparison: Comparison, covers: tuple[int, int], named: bool | None
) -> Occurrence:
    """The place of a comparison as a reader sees it."""
    document, start, end = source.document, comparison.start, comparison.end
    section = next((s for s in document.sections if s.start <= start < s.end), None)
    page = next((p.number for p in document.pages if p.start <= start < p.end), None)
    return Occurrence(
        passage_id=_passage(source, start),
        document_id=entry.id,
        meta=entry.meta,
        section=section.path if section else (),
        page=page,
        speaker=section.speaker if section else None,
        quote=document.text[start:end],
        start=start,
        end=end,
        before=_before(document.text, start),
        after=_after(document.text, end),
        changes=comparison.changes,
        covers=covers,
        similarity=round(comparison.similarity, 4),
        is_where_named=named,
    )


def _passage(source: Source, start: int) -> str:
    """The passage in which `start` lies, else the next, else the last."""
    at = bisect_right(source.starts, start) - 1
    if at < 0 or (start >= source.ends[at] and at + 1 < len(source.starts)):
        at += 1
    return source.passages[at]


def _before(text: str, start: int) -> str:
    before = text[max(0, start - CONTEXT_CHARS) : start]
    return before if start <= CONTEXT_CHARS else before[before.find(" ") + 1 :]


def _after(text: str, end: int) -> str:
    after = text[end : end + CONTEXT_CHARS]
    return after if end + CONTEXT_CHARS >= len(text) else after[: after.rfind(" ") + 1] or after
