"""Where a question is put to: documents that its words name, as readers do ("in the Kurecik brief") or by their titles.

What a correction narrowed to is told by titles at the end of the question ("…, in “The AN/TPY-2 Radar at Kurecik
(Turkey)”?"), and a question that ends so is put to these documents, however it came about: so it can be changed as it is
shown.
"""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.types import LibraryEntry
from qa.converse.clauses import raised
from qa.names import forms_of

KINDS = (
    r"(?:white paper|paper|memo|memorandum|briefs?|timeline|glossary|library|talking points|comparison|guide|profile|"
    r"hearing questions|editorial note|note|then[- ]and[- ]now|document|report|article|text|file)"
)
"""What readers call documents."""
_NAMED = rf"(?:the|that|this)\s+(?P<name>(?:[\w.’'/()-]+\s+){{1,6}}?{KINDS}|{KINDS}\s+(?:on|about)\s+(?:the\s+)?[^,?;]{{3,60}}?)"
_PLACED = re.compile(rf",?\s+(?:in|from|by|according to|per|under)\s+{_NAMED}(?=\s*(?:[,?.!]|$))", re.IGNORECASE)
_SAYING = re.compile(rf"\b(?P<do>does|did|do|can|will)\s+{_NAMED}\s+(?P<verb>[a-z]+)\b", re.IGNORECASE)
_TITLED = re.compile(r",\s+(?P<no>not\s+)?in (?P<titles>“[^“”]+”(?: or “[^“”]+”)*)")
_TITLE = re.compile(r"“([^“”]+)”")
_NO_NAME = frozenset("the a an on about of for in and or with mdaa mdaa's this that its".split())
ENOUGH = 0.6
"""The share, by rarity, of the words of a name that a title must have."""
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """A `question` without what it said of where to look; the documents that it named, or all others (`is_without`);
    and how that is told at its end."""

    question: str
    documents: tuple[str, ...]
    told: str
    is_without: bool = False

    def of(self, open_to: Collection[str]) -> tuple[str, ...]:
        """The documents to look in, of those that it is `open_to`, in their order."""
        return tuple(id for id in open_to if (id in self.documents) is not self.is_without)


def scoped(question: str, entries: Sequence[LibraryEntry]) -> Scope | None:
    """Which of the documents `entries` the `question` names as those to look in; None where it names none of them."""
    return _by_title(question, entries) or _by_words(question, entries)


def titled(question: str, entries: Sequence[LibraryEntry]) -> Scope | None:
    """The same, of questions that name titles only, as they are told."""
    return _by_title(question, entries)


def put_to(question: str, named: Sequence[LibraryEntry], *, is_without: bool = False) -> Scope:
    """`question`, put to the documents `named`, or to all others."""
    titles = " or ".join(f"“{_plain(entry.meta.title)}”" for entry in named)
    return Scope(question, tuple(entry.id for entry in named), f"{'not ' if is_without else ''}in {titles}", is_without)


def place_apart(question: str) -> tuple[str, str]:
    """`question` without what it says of which documents to look in, and that; empty where it says nothing of it."""
    found = _TITLED.search(question) or _PLACED.search(question)
    if found is None:
        return question, ""
    return _without(question, found), found.group().lstrip(", ")


def named_document(words: str) -> bool:
    """Whether `words` are what readers call a document and no more ("the Kurecik brief")."""
    return re.fullmatch(_NAMED, words, re.IGNORECASE) is not None


def _by_title(question: str, entries: Sequence[LibraryEntry]) -> Scope | None:
    found = _TITLED.search(question)
    if found is None:
        return None
    titles = {title.casefold() for title in _TITLE.findall(found["titles"])}
    named = [entry for entry in entries if _plain(entry.meta.title).casefold() in titles]
    if len(named) < len(titles):
        return None
    return put_to(_without(question, found), named, is_without=bool(found["no"]))


def _by_words(question: str, entries: Sequence[LibraryEntry]) -> Scope | None:
    placed, saying = _PLACED.search(question), _SAYING.search(question)
    found = placed or saying
    named = documents_named(found["name"], entries) if found else []
    if found is None or not named:
        return None
    if placed:
        return put_to(_without(question, placed), named)
    said = question[: found.start()] + f"{found['do']} the document {found['verb']}" + question[found.end() :]
    return put_to(said, named)


def _without(question: str, found: re.Match[str]) -> str:
    return raised(question[: found.start()] + question[found.end() :])


def documents_named(name: str, entries: Sequence[LibraryEntry]) -> list[LibraryEntry]:
    """The documents that `name` ("Kurecik brief") fits, at most three: by words of titles, places in their other forms,
    years; among those of the kind that it says, where any fits. Empty where it says no more than a kind."""
    kind = re.search(KINDS, name, re.IGNORECASE)
    rest = name.replace(kind.group(), " ") if kind else name
    wanted = [word for word in re.findall(r"[\w.-]{2,}", rest.casefold()) if word not in _NO_NAME]
    if not wanted:
        return []
    called = {entry.id: _called(entry) for entry in entries}
    rarity = {word: _rarity(word, called.values()) for word in wanted}

    def fit(entry: LibraryEntry) -> float:
        return sum(rarity[word] for word in wanted if _has(called[entry.id], word))

    needed = ENOUGH * sum(rarity.values())
    fitting = [entry for entry in entries if fit(entry) >= needed > 0]
    of_kind = [entry for entry in fitting if kind and _is_kind(entry, kind.group())]
    best = max((fit(entry) for entry in of_kind or fitting), default=0.0)
    found = [entry for entry in of_kind or fitting if fit(entry) == best]
    return found if len(found) <= MOST_NAMED else []


def _is_kind(entry: LibraryEntry, word: str) -> bool:
    return word.casefold().replace("-", " ").removesuffix("s") in entry.meta.kind.replace("-", " ")


def _called(entry: LibraryEntry) -> frozenset[str]:
    """The words by which a document may be called, folded."""
    dates = [entry.meta.published, entry.meta.as_of]
    years = {str(date.year) for date in dates if date}
    return frozenset(re.findall(r"[\w.-]{2,}", entry.meta.title.casefold())) | years


def _has(called: Collection[str], word: str) -> bool:
    forms = {*forms_of(word), *forms_of(word.removesuffix("s"))}
    return any(one in forms or (len(word) > 4 and one[:5] == word[:5]) for one in called)


def _rarity(word: str, called: Collection[frozenset[str]]) -> float:
    return math.log(1 + len(called) / (1 + sum(_has(words, word) for words in called)))


def _plain(title: str) -> str:
    """`title` as it can stand between quotation marks."""
    return re.sub(r"[“”\"]", "’", title)
