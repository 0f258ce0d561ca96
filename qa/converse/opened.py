"""Which noun phrase of a question leaves open what it is of: "the summit", where nothing says which."""

import re
from dataclasses import dataclass

from corpus.glossary import Glossary
from qa.converse.phrases import JOINTS, VERBS, names_in, phrases_in

LONGEST_QUESTION_WORDS = 14
MOST_NOUN_WORDS = 3
_PHRASE = re.compile(r"\b(?:[Tt]he|[Tt]hat|[Tt]his)\s+(?=(?P<words>[a-z][\w-]*(?:\s+[a-z][\w-]*){0,3}))")
_COUNTED = re.compile(
    r"\bhow many\s+(?=(?P<words>[a-z][\w-]*(?:\s+[a-z][\w-]*)?)\s+(?:are|were) there\b)", re.IGNORECASE
)
_ASKED_FOR = re.compile(r"^(?:how many|which|what)\s+(?=\w)", re.IGNORECASE)
_PINNED = re.compile(
    r"\s*(?:(?:of|for|in|on|at|with|between|about|from|against|that|which|who|whose|where|near|by)\b|to\s+(?!be\b)|['’]s\b)",
    re.IGNORECASE,
)
_COMMON = frozenset(
    "library paper white memo document question answer same other first last next one ones part reason way time year date "
    "number total end start rest world public difference main two three latest "
    "most best least thing things people money idea point matter moment".split()
)


@dataclass(frozen=True, slots=True)
class Open:
    """A noun phrase `start:end` of a question, with its article if it has one; `words` are those after that. `is_term`:
    the glossary has it; `is_counted`: it is asked how many of it there are."""

    start: int
    end: int
    words: tuple[str, ...]
    is_term: bool = False
    is_counted: bool = False

    def put(self, text: str, length: int, name: str) -> str:
        """The question `text` with `name` for the phrase, of whose words the first `length` are the noun."""
        if not re.match(r"(?:the|that|this)\s", text[self.start :], re.IGNORECASE):
            name = name.removeprefix("the ")
        rest = self.words[length:]
        return " ".join([text[: self.start] + name, *rest]) + text[self.end :]


def open_phrase(text: str, glossary: Glossary) -> Open | None:
    """The phrase of the question `text` that leaves open which one is meant; None where there is none, and where the
    question names anything."""
    if len(text.split()) > LONGEST_QUESTION_WORDS or _names_what_is_asked(text, glossary):
        return None
    for match in _PHRASE.finditer(text):
        words = _noun_words(match["words"].split())
        end = match.start("words") + len(" ".join(words))
        if words and words[-1].casefold() not in _COMMON and not _PINNED.match(text[end:]):
            noun = " ".join(words)
            is_term = len(words) > 1 and any(place[1] == len(noun) for place in glossary.occurrences(noun))
            return Open(match.start(), end, tuple(words), is_term)
    counted = _COUNTED.search(text)
    if counted is None:
        return None
    return Open(*counted.span("words"), tuple(counted["words"].split()), is_counted=True)


def _names_what_is_asked(text: str, glossary: Glossary) -> bool:
    """Whether `text` names which things it asks for ("how many THAAD batteries does the army own?"): by a name, or as the
    glossary does, in several words."""
    asked = _ASKED_FOR.match(text)
    if asked is None:
        return False
    thing = next((one for one in phrases_in(text, glossary) if one.start == asked.end()), None)
    inside = [one for one in names_in(text, glossary) if thing and thing.start <= one.start < thing.end]
    return any(one.sort not in ("place", "year") and (not one.is_of_kind or " " in one.text) for one in inside)


def _noun_words(words: list[str]) -> list[str]:
    """The beginning of `words` that may be a noun with what is said of it."""
    kept: list[str] = []
    for word in words[:MOST_NOUN_WORDS]:
        folded = word.casefold()
        if (
            folded in JOINTS
            or folded in ("the", "a", "an")
            or (kept and (folded in VERBS or folded.endswith(("ed", "ly"))))
        ):
            break
        kept.append(word)
    return kept


def names_anything(text: str, glossary: Glossary) -> bool:
    """Whether `text` names anything: a name, a designator, a year, or a glossary term as it is written there."""
    return any(not text[one.start].islower() or one.sort in ("place", "year") for one in names_in(text, glossary))
