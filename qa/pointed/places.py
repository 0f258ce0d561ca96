"""Where: whether a sentence names a place, other than those that the question names itself, of what it asks the place
of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.glossary import DESIGNATOR
from qa.doers.asked import is_place_of_it, words_of
from qa.doers.wording import THINGS
from qa.doers.words import Run, Sentence, read
from qa.names import Name, all_names, mentions
from qa.pointed.event import Event, event_asked

_ASKS = re.compile(
    r"^(?:and |so |but |then |exactly )?(?:where|(?:in|at|on|near) (?:which|what) "
    r"(?:place|city|town|village|port|base|state|country|county|province|region|site|island|part)s?)\b",
    re.IGNORECASE,
)
_NOWHERE = re.compile(
    r"^\W*where (?:do|does|did|can|is|are) (?:i|we|you|the (?:words?|phrase|quote|line))\b", re.IGNORECASE
)
_IN = frozenset("in at near outside aboard around over above inside".split())
_TOWARDS = frozenset("to from for into toward towards".split())
_TO = frozenset("move send transfer relocate go arrive come fly ship reach travel deploy launch".split())
_COMES_TO = frozenset("reach leave enter visit".split())
_SIDES = frozenset(
    "northern southern eastern western central northeastern northwestern southeastern southwestern downtown the north "
    "south east west nearby".split()
)
_MATTERS = frozenset(
    "brief report paper study article hearing agreement talk attack view note book page statement contract".split()
)
"""What is written or done on something, rather than stands on it."""
_NO_PLACES = THINGS | frozenset(
    """today times post journal news magazine week review daily monitor tribune wire twitter congress senate house
    administration agency command army navy force forces department ministry organization alliance institute section
    article phase block year war summit board office group program defense council committee president general
    secretary minister mdaa nato""".split()
)
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Somewhere:
    """What is asked the place of: an event, the names given of it, the words of its matter; `several` places. `known`
    are the words of all names in the question, which answer nothing."""

    event: Event
    given: tuple[Name, ...]
    known: frozenset[str]
    matter: frozenset[str]
    several: bool


def somewhere_asked(text: str, names: Sequence[Name], matter: str) -> Somewhere | None:
    """What the question `text`, which gives `names`, asks the place of; None where it asks of none."""
    asks = _ASKS.match(text.strip())
    if asks is None or _NOWHERE.match(text):
        return None
    rest = text.strip()[asks.end() :]
    event = event_asked(rest)
    if event is None:
        return None
    given = tuple(name for name in names if not name.is_year and not is_place_of_it(text, name))
    words = frozenset().union(*(word.forms for word in read(matter).words))
    return Somewhere(
        event, given, words_of(names), words, several=re.match(r"\s*(?:are|were|have)\b", rest) is not None
    )


def places_told(wanted: Somewhere, text: str) -> int:
    """How many places the sentence `text` tells of what is `wanted`; 0 where it tells none."""
    if not wanted.event.told(text) or not _is_of(wanted, text):
        return 0
    sentence = read(text)
    places = [run for run in sentence.names if _is_place(wanted, sentence, run)]
    return sum(any(word.low not in wanted.known for word in run.words) for run in places)


def _is_of(wanted: Somewhere, text: str) -> bool:
    """Whether the sentence is of what is asked: it gives every name that the question gives, or has a word of its
    matter where that gives none."""
    if wanted.given:
        return all(mentions(text, name.forms) for name in wanted.given)
    return any(word.forms & wanted.matter for word in read(text).words)


def _is_place(wanted: Somewhere, sentence: Sentence, run: Run) -> bool:
    """Whether the name `run` stands where a place does, and is none of a thing, a paper or an office."""
    if DESIGNATOR.search(run.text) or any(character.isdigit() for character in run.text):
        return False
    if run.words[-1].owns or any(word.low in _NO_PLACES for word in run.words) or _is_acronym(run):
        return False
    before = run.begin - 1
    while sentence.word(before) in _SIDES:
        before -= 1
    if sentence.word(before) in (",", "and"):
        return any(other.end == before and _is_place(wanted, sentence, other) for other in sentence.names)
    return before >= 0 and _leads_there(wanted, sentence, before)


def _leads_there(wanted: Somewhere, sentence: Sentence, place: int) -> bool:
    """Whether a place follows the word at `place`."""
    word, earlier = sentence.words[place], sentence.words[max(0, place - 1)]
    if word.low == "on":
        return not earlier.forms & _MATTERS
    if word.low == "of":
        return earlier.low in _SIDES
    return word.low in _IN or bool(word.forms & _COMES_TO) or (word.low in _TOWARDS and bool(wanted.event.forms & _TO))


def _is_acronym(run: Run) -> bool:
    whole = run.text.casefold().rstrip(".")
    return len(run.words) == 1 and run.text.isupper() and len(run.text) <= _SHORT and whole not in _KNOWN


_KNOWN = frozenset(all_names())
