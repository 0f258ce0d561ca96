"""Questions that may come next, all of which the library answers: those that the documents cited say they answer, and
those of the documents nearest to them, later ones first."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from corpus.catalogue import Catalogue
from corpus.errors import IndexUnavailable
from corpus.types import LibraryEntry, Tier
from qa.answer import Drafted
from qa.converse.types import Meant
from qa.question import FRAMING
from qa.retrieve import allowed_documents
from qa.types import Answer, Filters, Turn

MOST = 3
MOST_TRIED = 6
MOST_OF_DOCUMENT = 2
ALIKE = 0.6
"""The share of common words from which two questions ask the same, if there are three, or as many of the longer one."""

COMMON_WORDS = 3
OF_EVERYTHING = ("glossary", "timeline", "guide")
"""Kinds of document that are about no one thing; of their questions, those that share a word with what was asked."""
TABLES = 16
"""For so many combinations of tier and filters it is remembered which questions are answered."""
_NEVER = date.min

Key = tuple[Tier, Filters, tuple[tuple[str, int], ...]]


class Suggestions:
    """Finds questions that follow an answer. What the library answers is found out once for each tier and filters, and
    anew when the documents that may be read have changed since. `answer` puts a question to the library."""

    def __init__(self, catalogue: Catalogue, answer: Callable[[Meant, Tier], Drafted]) -> None:
        self._catalogue = catalogue
        self._answer = answer
        self._tables: dict[Key, dict[str, bool]] = {}

    def of(
        self, answer: Answer, *, history: Sequence[Turn] = (), filters: Filters = Filters(), tier: Tier
    ) -> tuple[str, ...]:
        """Up to three questions to follow `answer`, which was given to a reader of `tier` after `history`; none that
        was asked already, and none where there is a choice of readings or nothing was found."""
        sources = [citation.document_id for citation in (*answer.citations, *answer.related)]
        if answer.readings or not sources:
            return ()
        asked = [answer.question, answer.standalone_question, *(t.content for t in history if t.role == "user")]
        entries = self._catalogue.entries(tier)
        allowed = allowed_documents(entries, filters)
        open_to = [entry for entry in entries if allowed is None or entry.id in allowed]
        known = self._known(filters, tier, entries)
        found: list[str] = []
        for question in _candidates(list(dict.fromkeys(sources)), open_to, asked):
            if question not in known:
                try:
                    known[question] = bool(self._answer(Meant.alone(question, filters), tier).statements)
                except IndexUnavailable:  # the answer stands; what may come next cannot be told for now
                    return ()
            if known[question]:
                found.append(question)
            if len(found) == MOST:
                break
        return tuple(found)

    def _known(self, filters: Filters, tier: Tier, entries: Sequence[LibraryEntry]) -> dict[str, bool]:
        """What is known of which questions are answered, in the library as it is now."""
        key = tier, filters, tuple((entry.id, entry.version) for entry in entries)
        if key not in self._tables:
            kept = list(self._tables.items())[-TABLES + 1 :]
            self._tables = {**dict(kept), key: {}}
        return self._tables[key]


def _candidates(sources: Sequence[str], entries: Sequence[LibraryEntry], asked: Sequence[str]) -> Iterator[str]:
    """Questions of the documents `sources` and of their neighbours, at most six, none like one that was `asked`."""
    by_id = {entry.id: entry for entry in entries}
    cited = [by_id[id] for id in sources if id in by_id]
    offered: list[str] = [*asked]
    given = 0
    for entry in [*cited[:3], *_neighbours(cited, entries)]:
        of_this = 0
        for question in sorted(entry.meta.questions, key=lambda each: -_likeness(each, asked[1])):
            if of_this == MOST_OF_DOCUMENT or given == MOST_TRIED:
                break
            off_topic = entry.meta.kind in OF_EVERYTHING and not _words(question) & _words(asked[1])
            if not off_topic and not any(_is_like(question, other) for other in offered):
                offered.append(question)
                of_this, given = of_this + 1, given + 1
                yield question


def _neighbours(cited: Sequence[LibraryEntry], entries: Sequence[LibraryEntry]) -> list[LibraryEntry]:
    """The documents that share most topics with those cited, the later first among equals."""
    topics = {topic for entry in cited for topic in entry.meta.topics}
    others = [entry for entry in entries if entry not in cited and topics & set(entry.meta.topics)]

    def nearness(entry: LibraryEntry) -> tuple[int, int, str]:
        newest = entry.meta.as_of or entry.meta.published or _NEVER
        return -len(topics & set(entry.meta.topics)), -newest.toordinal(), entry.id

    return sorted(others, key=nearness)[:2]


def _is_like(one: str, other: str) -> bool:
    """Whether two questions ask the same, or one asks what the other does among more."""
    common = len(_words(one) & _words(other))
    longer = max(1, len(_words(one)), len(_words(other)))
    return _likeness(one, other) >= ALIKE and (common >= COMMON_WORDS or common / longer >= ALIKE)


def _likeness(one: str, other: str) -> float:
    """The share of the words of the shorter question that the other has as well, 0 to 1."""
    first, second = _words(one), _words(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _words(text: str) -> set[str]:
    return {word[:6].removesuffix("s") for word in re.findall(r"[\w-]{2,}", text.casefold()) if word not in FRAMING}
