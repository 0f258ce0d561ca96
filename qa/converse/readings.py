"""The readings of a question that may mean several things in this library ("When was the treaty signed?").

A noun phrase of the question that does not say which one is meant (`opened.py`) is looked for in passages, titles and
headings, as the library tells such things apart ("the ABM Treaty", "the INF Treaty": `told_apart.py`). Each becomes a
whole question, and is a reading if the library answers it, and answers it otherwise than the others.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from corpus.glossary import Glossary
from corpus.types import LibraryEntry
from qa.answer import Drafted
from qa.converse.clauses import raised
from qa.converse.opened import Open, open_phrase
from qa.converse.phrases import names_in
from qa.converse.rewrite import NO_TERMS
from qa.converse.told_apart import Referent, Text, told_apart
from qa.evidence import sentence_texts
from qa.names import YEAR, forms_of
from qa.question import FRAMING
from qa.types import Citation, Retrieved

CHOOSE = "This may mean several things in this library. Choose the question that you mean."
CLEAR = 0.75
"""From this confidence on, an answer is taken to be of what was meant."""
MOST_READINGS = 4
MOST_TRIED = 6
ENOUGH = 0.2
"""The confidence that the answer to a reading needs."""
NEAREST = 3
MATTER_CHARS = 6
FIRST = 5
OF_DOCUMENT = 0.02
"""What a name in a document's title or own questions counts; in the passage at place n from 0, 1 / (FIRST + n)."""
_ABOUT_ONLY = re.compile(r"^(?:and\s+|so\s+)?(?:what|how) about\b|^tell me about\b", re.IGNORECASE)
_EVERYWHERE = frozenset(sorted(forms_of(name))[0] for name in ("U.S.", "Europe", "EU"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose readings are looked for, in what a reader may see; `near` finds passages that may name them."""

    text: str
    near: Callable[[], Sequence[Retrieved]]
    entries: Sequence[LibraryEntry]
    glossary: Glossary


def with_readings(drafted: Drafted, readings_of_it: Callable[[], tuple[str, ...]]) -> Drafted:
    """`drafted`, or a choice of the readings of its question instead where it is not sure and there are several."""
    if drafted.settled or drafted.confidence >= CLEAR:
        return drafted
    found = readings_of_it()
    if len(found) < 2:
        return drafted
    nearest = tuple(
        replace(one, marker=number)
        for number, one in enumerate((drafted.citations or drafted.related)[:NEAREST], start=1)
    )
    return Drafted((), (), nearest, drafted.confidence, CHOOSE, settled=True, readings=found)


def readings(asked: Asked, answer: Callable[[str], Drafted]) -> tuple[str, ...]:
    """The readings, likeliest first, at most four; empty where the question names what it is about."""
    found: list[tuple[str, _Rests]] = []
    for full in islice(dict.fromkeys(_candidates(asked)), MOST_TRIED):
        drafted = answer(full)
        if drafted.statements and drafted.confidence >= ENOUGH:
            rests = _Rests.of(full, drafted.citations[0])
            if not any(rests.is_as(other) for _, other in found):
                found.append((full, rests))
        if len(found) == MOST_READINGS:
            break
    return tuple(full for full, _ in found)


@dataclass(frozen=True, slots=True)
class _Rests:
    """What a reading is about: the section that answers it and its sentence, the year that the question names, the
    places that it or else the document's title names, and the words that answer."""

    section: tuple[str, ...]
    year: str
    places: frozenset[str]
    answer: str

    @classmethod
    def of(cls, full: str, citation: Citation) -> "_Rests":
        """What the question `full`, answered first by `citation`, is about."""
        year = YEAR.search(full)
        words = "; ".join(citation.quote[a - citation.start : b - citation.start] for a, b in citation.highlights)
        return cls(
            (citation.document_id, *citation.section),
            year.group() if year else "",
            _places(full) or _places(citation.meta.title),
            words.casefold(),
        )

    def is_as(self, other: "_Rests") -> bool:
        """Whether the two are about the same."""
        if self.year and other.year:
            return self.year == other.year
        same_answer = bool(self.answer) and self.answer == other.answer
        return same_answer or self.section == other.section or bool(self.places & other.places)


def _places(text: str) -> frozenset[str]:
    found = {sorted(forms_of(one.text))[0] for one in names_in(text, NO_TERMS) if one.sort == "place"}
    return frozenset(found) - _EVERYWHERE


def _candidates(asked: Asked) -> Iterator[str]:
    """Whole questions that the question may stand for, likeliest first."""
    phrase = open_phrase(asked.text, asked.glossary)
    if phrase is None:
        return
    length, referents = referents_of(phrase, asked)
    referents = [one for one in referents if not (phrase.is_counted and one.is_dated)]
    about = _ABOUT_ONLY.match(asked.text)
    for one in referents:
        if about:
            yield _own_question(one, referents, asked) or f"What is {one.told}?"
        else:
            yield raised(phrase.put(asked.text, length, one.told))


def referents_of(phrase: Open, asked: Asked) -> tuple[int, list[Referent]]:
    """The things that `phrase` may stand for, and how many of its words are their noun: all of them, or the last with
    the others beside it, or, where the last is none, those before it."""
    words = [word for word in re.findall(r"[a-z][\w-]{3,}", asked.text.casefold()) if word not in FRAMING]
    matter = [word[:MATTER_CHARS] for word in words if word not in phrase.words]
    texts = texts_of(asked)
    kind = partial(told_apart, texts=texts, glossary=asked.glossary, matter=matter)
    for length in range(len(phrase.words), 0, -1):
        noun = phrase.words[:length]
        whole = kind(" ".join(noun))
        if len(whole) > 1 or length == 1 or phrase.is_term:
            return length, whole
        beside = kind(noun[-1], beside=noun[:-1])
        if len(beside) > 1:
            return length, beside
        if length > 2 or whole or beside or kind(noun[-1]):
            break
    return length, []


def texts_of(asked: Asked) -> list[Text]:
    """Where names are looked for: the passages found with their headings, and the titles and questions of documents."""
    found = [
        Text((hit.meta.title, *hit.passage.section, *sentence_texts(hit)), 1.0 / (FIRST + place))
        for place, hit in enumerate(asked.near())
    ]
    return found + [Text((entry.meta.title, *entry.meta.questions), OF_DOCUMENT) for entry in asked.entries]


def _own_question(one: Referent, others: Sequence[Referent], asked: Asked) -> str:
    """A question that a document says it answers, of `one` and of none of the `others`; empty where there is none."""

    def speaks_of(question: str, referent: Referent) -> bool:
        return all(re.search(rf"\b{re.escape(key)}", question, re.IGNORECASE) for key in referent.keys)

    own = [question for entry in asked.entries for question in entry.meta.questions if speaks_of(question, one)]
    alone = [each for each in own if not any(speaks_of(each, other) for other in others if other is not one)]
    return min(alone, key=len, default="")
