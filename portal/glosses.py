"""The glossary's terms in the words that a reader sees: where they stand, and what is said about each of them."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.errors import CorpusError
from corpus.glossary import Glossary, Term
from corpus.sentences import sentences
from corpus.types import Tier
from portal.problems import described
from qa.desk import Desk

KEPT_TEXTS = 2048


@dataclass(frozen=True, slots=True)
class Gloss:
    """What a reader is told about a term: its name, the first sentence of its meaning, and where its entry stands."""

    name: str
    meaning: str
    url: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A term at `start:end` of a text."""

    start: int
    end: int
    gloss: Gloss


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words, and their gloss where they are a term. `opening` is False for the rest of a term that was cut."""

    text: str
    gloss: Gloss | None = None
    opening: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document: where a text is from."""

    document_id: str
    start: int
    end: int

    def holds(self, term: Term) -> bool:
        """Whether some of the term's own entry lies here."""
        return self.document_id == term.document_id and self.start < term.end and term.start < self.end


class Glosses:
    """Finds what can be explained in a text. Tells nothing from a glossary that is not among `documents`."""

    def __init__(self, glossary: Glossary, documents: Container[str]) -> None:
        self._glossary = glossary
        self._documents = documents

    def marks(self, text: str, told: set[str], place: Place | None = None) -> tuple[Mark, ...]:
        """The first occurrence of each term in `text`, in order, except those in `told`, which learns the new ones.

        A term whose own entry lies at `place`, where the text is from, is left out: the text explains it already.
        """
        found = []
        for start, end, term in _occurrences(self._glossary, text):
            if term.name in told or term.document_id not in self._documents or (place and place.holds(term)):
                continue
            told.add(term.name)
            found.append(Mark(start, end, gloss(term)))
        return tuple(found)

    def words(self, text: str, told: set[str], place: Place | None = None) -> tuple[Words, ...]:
        """All of `text`, cut at the marks in it."""
        return cut(text, self.marks(text, told, place))

    def entries(self, document_id: str) -> dict[int, str]:
        """The anchors of the entries in a document, by the offset at which their meaning starts."""
        return {term.start: entry_anchor(term) for term in self._glossary.terms if term.document_id == document_id}


NO_GLOSSES = Glosses(Glossary(()), ())


def readable_glosses(desk: Desk, tier: Tier) -> Glosses:
    """What a reader of `tier` may be told now; nothing while the library cannot be read, which is logged if it is odd.

    The glossary is as old as the index, so its documents are looked up in the library as it is today.
    """
    try:
        return Glosses(desk.glossary(tier=tier), {entry.id for entry in desk.documents(tier=tier)})
    except CorpusError as error:
        described(error)
        return NO_GLOSSES


def gloss(term: Term) -> Gloss:
    """The term as a reader meets it beside a text."""
    start, end = next(sentences(term.meaning), (0, len(term.meaning)))
    meaning = " ".join(term.meaning[start:end].split())
    return Gloss(term.name, meaning, f"/documents/{term.document_id}#{entry_anchor(term)}")


def entry_anchor(term: Term) -> str:
    """The anchor of the term's entry in its document's page."""
    return f"entry-{term.start}"


def cut(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> tuple[Words, ...]:
    """The words of `text[start:end]`, cut where one of `marks` begins or ends; all of them, once and in order."""
    end = len(text) if end is None else min(end, len(text))
    found, reached = [], start
    for mark in marks:
        first, last = max(mark.start, start), min(mark.end, end)
        if first >= last:
            continue
        if reached < first:
            found.append(Words(text[reached:first]))
        found.append(Words(text[first:last], mark.gloss, opening=mark.start >= start))
        reached = last
    if reached < end:
        found.append(Words(text[reached:end]))
    return tuple(found)


@lru_cache(maxsize=KEPT_TEXTS)
def _occurrences(glossary: Glossary, text: str) -> tuple[tuple[int, int, Term], ...]:
    """Kept, for a page is written anew at every step of an answer. A glossary is of one tier, as is what is kept."""
    return tuple(glossary.occurrences(text))
