"""A whole draft put to the library, for one reader: what `Desk.lookup` does."""

import time
from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.encoder import Encoder
from corpus.live import LiveIndex, OpenIndex
from corpus.types import Tier
from qa.chat.leaving import whoever_asks
from qa.lookup.attribution import Names
from qa.lookup.nearest import Nearest, nearest
from qa.lookup.quotations import Span, plain, quotations
from qa.lookup.sources import Room, Sources
from qa.lookup.types import Draft, Finding, Lookup, Progress, Quotation
from qa.lookup.verdict import Inquest
from qa.retrieve import allowed_documents
from qa.types import Filters

_LONGEST_WHOLE_CHARS, _MOSTLY = 4_000, 0.5


class QuotationDesk:
    """Looks quotations up in the library of `catalogue` and `index`. Safe to use from several threads."""

    def __init__(self, catalogue: Catalogue, index: LiveIndex, encoder: Encoder) -> None:
        self._catalogue = catalogue
        self._index = index
        self._encoder = encoder
        self._sources = Sources(catalogue)

    def lookup(
        self,
        draft: str | Draft,
        *,
        tier: Tier = Tier.PUBLIC,
        filters: Filters = Filters(),
        progress: Progress = lambda _done, _all: None,
    ) -> Lookup:
        """What the library says of each quotation in `draft`.

        Raises QuestionError for a draft that cannot be taken, IndexUnavailable while there is nothing to search, and
        AskerLeft between two quotations once whoever asks (`qa.chat.leaving`) has gone.
        """
        began = time.perf_counter()
        read = plain(draft if isinstance(draft, Draft) else Draft(draft))
        spans = quotations(read)

        def looked_up(index: OpenIndex) -> Lookup:
            self._sources.begin(index.number)
            everything = self._catalogue.entries(tier)
            chosen = allowed_documents(everything, filters)
            entries = [entry for entry in everything if chosen is None or entry.id in chosen]
            rooms = [Room.of(shelf, entries) for shelf in index.concordance.shelves(tier.visible())]

            def near(words: str) -> Nearest:
                return nearest(words, index, self._catalogue, self._encoder, chosen, tier)

            inquest = Inquest(rooms, self._sources, near)
            asked = _whole(inquest, read.text, spans) or spans
            findings = _findings(inquest, Names(everything), read.text, asked, progress)
            passages = sum(entry.passages for entry in entries)
            return Lookup(findings, len(entries), passages, round((time.perf_counter() - began) * 1000, 2))

        return self._index.read(looked_up)


def _whole(inquest: Inquest, text: str, spans: Sequence[Span]) -> list[Span]:
    """The whole draft, if it is one paragraph, most of it unmarked, and from the library as a whole: its marks are then
    the library's own."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    marked = sum(b - a for a, b in spans)
    if "\n\n" in text[start:end] or end - start > _LONGEST_WHOLE_CHARS or marked > _MOSTLY * (end - start):
        return []
    return [(start, end)] if inquest.has(text[start:end]) else []


def _findings(
    inquest: Inquest, names: Names, text: str, spans: Sequence[Span], progress: Progress
) -> tuple[Finding, ...]:
    findings: list[Finding] = []
    asker = whoever_asks()
    progress(0, len(spans))
    for start, end in spans:
        asker.check()
        named = names.named(text, start, end)
        findings.append(inquest.find(Quotation(text[start:end], start, end, named.label), named))
        progress(len(findings), len(spans))
    return tuple(findings)
