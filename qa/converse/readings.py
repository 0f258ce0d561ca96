"""The readings of a question that may mean several things in this library ("When was the treaty signed?").

A noun phrase of the question that names nothing by itself is looked for in the passages found, the titles and headings of
documents and the glossary, as they qualify it ("the ABM Treaty", "the INF Treaty"). Each becomes a whole question, and is a
reading if the library answers it, and answers it otherwise than the others.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from corpus.glossary import Glossary
from corpus.types import LibraryEntry
from qa.answer import Drafted
from qa.converse.clauses import raised
from qa.converse.phrases import VERBS, names_in
from qa.converse.rewrite import NO_TERMS
from qa.names import YEAR, forms_of
from qa.question import FRAMING
from qa.retrieve import Hits
from qa.types import Citation

CHOOSE = "This may mean several things in this library. Choose the question that you mean."
CLEAR = 0.75
"""From this confidence on, an answer is taken to be of what was meant."""
MOST_READINGS = 4
MOST_TRIED = 6
ENOUGH = 0.3
"""The confidence that the answer to a reading needs."""
NEAREST = 3
LONGEST_QUESTION_WORDS = 14
_OPEN = re.compile(
    r"\b(?:the|that|this)\s+(?P<noun>(?:(?!(?:of|for|in|on|at|to|with|between|about|from|by|that|which|who|is|are|was|were|did|does|do|"
    r"has|have|had|will|would|can|could|get|gets|got|become|became|becomes|begin|began|start|started|cost|costs|say|says|said|come|came)\b)[a-z][\w-]*\s?){1,3})"
    r"(?![\w-]|\s*(?:of|for|in|on|at|with|between|about|from)\b)"
)
_ABOUT_ONLY = re.compile(r"^(?:and\s+|so\s+)?(?:what|how) about\b|^tell me about\b", re.IGNORECASE)
_COMMON = frozenset(
    "library paper white memo document question answer same other first last next one ones part reason way time year date "
    "number total end start rest world public country countries government system technology difference main two three latest".split()
)
_QUALIFIED = (
    r"(?:(?:[A-Z][\w’'/-]*|(?:19|20)\d\d)[ ]+(?:of[ ]+)?){1,4}"
    r"(?:(?!(?:and|or|of|the|a|an|in|on|at|to|for|with|by|from|as|is|was|are|were|has|had|its|their|that|this)\b)[a-z-]+[ ]+)?"
)
_EVERYWHERE = frozenset(sorted(forms_of(name))[0] for name in ("U.S.", "Europe", "EU"))
_OPENING = frozenset(
    "the a an this that its their in on at by for from after before when since under with and but as if no each any both".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose readings are looked for, with what was found for it, among what a reader may see."""

    text: str
    hits: Hits
    entries: Sequence[LibraryEntry]
    glossary: Glossary


def with_readings(drafted: Drafted, asked: Asked, answer: Callable[[str], Drafted]) -> Drafted:
    """`drafted`, or the readings of the question instead where it is open and there are several that `answer` has
    answers to."""
    if not _is_unsure(drafted):
        return drafted
    found = readings(asked, answer)
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
    """What a reading is about: the section that answers it, the year that it names, the places that either
    names, and the words that answer."""

    section: tuple[str, ...]
    year: str
    places: frozenset[str]
    answer: str

    @classmethod
    def of(cls, full: str, citation: Citation) -> "_Rests":
        """What the question `full`, answered by `citation`, is about."""
        year = YEAR.search(full)
        places = frozenset(place for text in (full, citation.meta.title) for place in _places(text))
        words = "; ".join(citation.quote[a - citation.start : b - citation.start] for a, b in citation.highlights)
        return cls(
            (citation.document_id, *citation.section),
            year.group() if year else "",
            places - _EVERYWHERE,
            words.casefold(),
        )

    def is_as(self, other: "_Rests") -> bool:
        """Whether the two are about the same."""
        if self.year and other.year:
            return self.year == other.year
        same_answer = bool(self.answer) and self.answer == other.answer
        return same_answer or self.section == other.section or bool(self.places & other.places)


def _places(text: str) -> Iterator[str]:
    for one in names_in(text, NO_TERMS):
        if one.sort == "place":
            yield sorted(forms_of(one.text))[0]


def open_noun(text: str, glossary: Glossary) -> str:
    """The noun phrase of the question `text` that leaves open which one is meant; empty where there is none."""
    if len(text.split()) > LONGEST_QUESTION_WORDS or _names(text, glossary):
        return ""
    for match in _OPEN.finditer(text):
        words = match["noun"].split()
        while words and (words[-1].endswith("ed") or words[-1] in VERBS):
            words = words[:-1]
        noun = " ".join(words)
        if words and words[-1] not in _COMMON and not (len(words) > 1 and glossary.occurrences(noun)):
            return noun
    return ""


def _is_unsure(drafted: Drafted) -> bool:
    return not drafted.settled and drafted.confidence < CLEAR


def _candidates(asked: Asked) -> Iterator[str]:
    """Whole questions that the question may stand for, likeliest first."""
    text, glossary = asked.text, asked.glossary
    noun = open_noun(text, glossary)
    if not noun:
        return
    own = [question for entry in asked.entries for question in entry.meta.questions if _speaks_of(question, noun)]
    if _ABOUT_ONLY.match(text):
        yield from _spread(asked, own)
        yield from (f"What is the {name}?" for name in _qualified(noun, asked))
        return
    matter = set(re.findall(r"\b[a-z][\w-]{2,}\b", text)) - set(noun.split()) - FRAMING
    yield from (each for each in _spread(asked, own) if matter & set(re.findall(r"[a-z]+", each.casefold())))
    for name in _qualified(noun, asked):
        yield raised(re.sub(rf"\b(?:the|that|this)\s+{re.escape(noun)}\b", f"the {name}", text, count=1))


def _qualified(noun: str, asked: Asked) -> list[str]:
    """The names by which the library tells things of this noun apart, most often named first."""
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for name in _named_so(noun, asked):
        key = _key(name, noun)
        if key:
            counts[key] += 1
            if len(name) > len(shown.get(key, "")):
                shown[key] = name
    years = [key for key in counts if YEAR.fullmatch(key)]
    names = [shown[key] for key, _ in counts.most_common() if key in years or len(years) < 2]
    return [name for name in names if not any(set(name.split()) < set(other.split()) for other in names)]


def _named_so(noun: str, asked: Asked) -> Iterator[str]:
    plural = "s?" if noun.endswith("s") else ""
    words = "[ ]+".join(re.escape(word) for word in noun.removesuffix("s").split()) + plural
    before = re.compile(rf"(?<![\w-]){_QUALIFIED}(?i:{words})(?![\w-])")
    of_year = re.compile(rf"(?<![\w-])(?i:{words})[ ]+of[ ]+(?:19|20)\d\d\b")
    for text in _texts(asked):
        yield from (
            name for match in before.finditer(text) if _tells_apart(name := _trimmed(match.group()), match, asked)
        )
    for entry in asked.entries:
        yield from (match.group() for match in of_year.finditer(entry.meta.title))
    for term in asked.glossary.terms:
        yield from (form for form in term.forms if before.fullmatch(form))


def _tells_apart(name: str, match: re.Match[str], asked: Asked) -> bool:
    """Whether `name` is more than a word with a capital because a sentence begins with it."""
    opens = match.string[: match.start()].rstrip(" ")[-1:] in ("", ".", "\n", "?", "!", "“", '"')
    words = name.split()
    known = any(one.sort in ("place", "year", "designator") for one in names_in(name, asked.glossary))
    if len(words) < 2 or words[0].endswith("ed"):
        return False
    return known or bool(re.match(r"[A-Z]{2}", name)) or not opens or sum(word[:1].isupper() for word in words) > 2


def _texts(asked: Asked) -> Iterable[str]:
    """Where names are looked for: the passages found with their headings, and the titles and questions of documents."""
    for hit in asked.hits.passages:
        yield "\n".join((hit.meta.title, *hit.passage.section, hit.passage.text))
    for entry in asked.entries:
        yield "\n".join((entry.meta.title, *entry.meta.questions))


def _trimmed(name: str) -> str:
    words = name.split()
    while words and words[0].casefold() in _OPENING:
        words = words[1:]
    return " ".join(words)


def _key(name: str, noun: str) -> str:
    """What tells `name` apart: its year, else its qualifying words, places in the form that they are sorted by; empty
    where nothing does."""
    own = {word.casefold().removesuffix("s") for word in noun.split()} | {"of"}
    rest = [word for word in name.split() if word.casefold().removesuffix("s") not in own]
    year = YEAR.search(name)
    if year or not any(word[:1].isupper() for word in rest):
        return year.group() if year else ""
    return sorted(forms_of(rest[0]))[0] if len(rest) == 1 else " ".join(rest).casefold()


def _speaks_of(question: str, noun: str) -> bool:
    head = noun.rsplit(maxsplit=1)[-1].removesuffix("s")
    return bool(re.search(rf"\b{re.escape(head)}s?\b", question, re.IGNORECASE))


def _spread(asked: Asked, questions: Sequence[str]) -> Iterator[str]:
    """`questions` of documents, those of the documents found first."""
    order = {hit.passage.document_id: place for place, hit in reversed(list(enumerate(asked.hits.passages)))}
    owner = {question: entry.id for entry in asked.entries for question in entry.meta.questions}
    yield from sorted(dict.fromkeys(questions), key=lambda each: order.get(owner[each], len(order)))


def _names(text: str, glossary: Glossary) -> bool:
    """Whether `text` names anything: a name, a designator, a year, or a glossary term as it is written there."""
    return any(not text[one.start].islower() or one.sort in ("place", "year") for one in names_in(text, glossary))
