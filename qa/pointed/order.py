"""Sentences that tell what the question points at, before those that do not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.doers.order import beside_the_doer, doers_first
from qa.evidence import Evidence
from qa.odds import by_probability, times
from qa.pointed.counts import counted, is_counted
from qa.pointed.places import places_told, somewhere_asked
from qa.pointed.purposes import purpose_told
from qa.pointed.times import sometime_asked, times_told
from qa.question import Question
from qa.rows import is_row

LOOKED_AT = 32
"""So many sentences, the most probable first, are looked at."""
WITHOUT_A_PLACE = 0.15
WITHOUT_THE_TIME = 0.4
WITHOUT_THE_COUNT = 0.3
WITHOUT_A_PURPOSE = 0.25
"""The odds that are left to a sentence that does not tell what is pointed at, where another does."""
MOST_COUNTED = 4


@dataclass(frozen=True, slots=True)
class _Pointed:
    """What counts how often a sentence tells what is pointed at, and what is left to the odds of one that does not."""

    told: Callable[[str], int]
    left: float


def pointed_first(question: Question, about: Sequence[Evidence]) -> tuple[Sequence[Evidence], bool]:
    """`about` (best first) with what does not tell whom, where, when or what for behind, where that is asked and any
    sentence tells it; and whether it is asked and none tells."""
    pointed = _pointed(question)
    if pointed is None:
        return doers_first(question, about)
    counts = [pointed.told(item.text) if number < LOOKED_AT else 0 for number, item in enumerate(about)]
    if not any(counts):
        return about, True
    return by_probability(
        times(item, min(count, MOST_COUNTED) if count else pointed.left)
        for item, count in zip(about, counts, strict=True)
    ), False


def beside_the_point(question: Question) -> Callable[[str], int]:
    """What tells of a sentence how far it is beside what the question points at: 0 where it tells it. Of numbers only
    who does what is counted matters: what counts something else has lost its odds already."""
    pointed = _pointed(question)
    if pointed is None or question.wants == "number":
        return beside_the_doer(question)
    return lambda text: int(not pointed.told(text))


def _pointed(question: Question) -> _Pointed | None:
    """What the question points at; None where that is nothing that is looked for here."""
    if question.phrases:
        return None
    if question.purpose:
        return _Pointed(lambda text: int(purpose_told(text)), WITHOUT_A_PURPOSE)
    place = somewhere_asked(question.text, question.names, question.matter)
    if place is not None:
        most = MOST_COUNTED if place.several else 1
        return _Pointed(lambda text: 0 if is_row(text) else min(most, places_told(place, text)), WITHOUT_A_PLACE)
    return _of_an_event(question) if question.wants == "date" else _of_a_number(question)


def _of_an_event(question: Question) -> _Pointed | None:
    """The time of an event, but for how it is now."""
    time = sometime_asked(question.text) if not question.now else None
    return _Pointed(lambda text: times_told(time, text), WITHOUT_THE_TIME) if time else None


def _of_a_number(question: Question) -> _Pointed | None:
    """The number of some things."""
    things = counted(question.text) if question.wants == "number" and not question.measure else None
    if things is None:
        return None
    return _Pointed(lambda text: int(is_row(text) or is_counted(things, text)), WITHOUT_THE_COUNT)
