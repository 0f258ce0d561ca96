"""Two dates for the same event, which happened once, where one of them answers the question of when."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.dated.mentions import date_mentions
from qa.dated.sentences import document_date
from qa.dated.types import When
from qa.differences.figures import on_the_matter, same_names
from qa.differences.matter import Weight, tokens
from qa.differences.sayings import own_words, states_in
from qa.differences.types import Differing, Half
from qa.evidence import Evidence
from qa.fitting import fitting
from qa.question import Question

ALIKE = 0.65
"""The cosine that two sentences need which date the same event."""
DAYS_APART = 2
"""From how many days apart it is another date, and not the same in another time zone."""
OF_THE_MATTER = 0.6
LONGEST = 120
_ONCE = re.compile(
    r"\b(?:founded|signed|ratified|adopted|entered into force|took effect|opened|inaugurated|established|created|"
    r"renamed|completed|commissioned|activated|became|begun|began|started|ended|expired|awarded|declared|accepted|withdrew|"
    r"left|joined|arrived|cancell?ed|halted|dropped|dissolved|published|released|delivered|"
    r"handed over|first|last|final|born|died)\b",
    re.IGNORECASE,
)
_NOT_ONCE = re.compile(
    r"\b(?:again|second|third|another|also|not|never|would|will|planned|expected|scheduled|due|to be|since|until|"
    r"before|after|by)\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened once, by the words that say so, and the one date that a sentence gives for it."""

    happened: frozenset[str]
    when: When
    start: int
    end: int
    states: frozenset[str]
    names: Mapping[str, Weight]


def plain_dates(question: Question, cited: Sequence[Evidence], evidence: Sequence[Evidence]) -> Iterator[Differing]:
    """For the first sentence cited that dates what is asked for, the first other one that dates it otherwise."""
    if question.wants != "date":
        return
    for item in cited:
        mine = event_in(item.text)
        if mine is None or item.matter < OF_THE_MATTER:
            continue
        for other in (*cited, *evidence):
            theirs = event_in(other.text) if on_the_matter(question, item, other) else None
            if theirs and _otherwise(question, (item, mine), (other, theirs)) and fitting(question, [other]):
                yield Differing("conflict", (_half(item, mine), _half(other, theirs)), of="date")
                return


@lru_cache(maxsize=2048)
def event_in(text: str) -> Event | None:
    """The event that `text` gives one date for; None where it gives several, a plan, or what happens time and again."""
    core = own_words(text)
    happened = frozenset(match.group().casefold() for match in _ONCE.finditer(core))
    said = date_mentions(core)
    if not happened or len(said) != 1 or said[0].target or _NOT_ONCE.search(core):
        return None
    own = next(mention for mention in date_mentions(text) if mention.when == said[0].when)
    names = {token: weight for token, weight in tokens(core).items() if weight}
    verb = [m.start() for m in _ONCE.finditer(text) if m.start() < own.start and own.end - m.start() <= LONGEST]
    start = verb[0] if verb else own.start
    return Event(happened, own.when, start, own.end, states_in(core), names)


def _otherwise(question: Question, one: tuple[Evidence, Event], other: tuple[Evidence, Event]) -> bool:
    """Whether two sentences date the same event differently."""
    mine, theirs = one[1], other[1]
    return (
        mine.happened == theirs.happened
        and mine.states == theirs.states
        and not _same_day(mine.when, theirs.when)
        and float(one[0].vector @ other[0].vector) >= ALIKE
        and same_names(question, (mine.names, theirs.names), (one[0], other[0]))
    )


def _same_day(one: When, other: When) -> bool:
    if one.first <= other.last and other.first <= one.last:
        return True
    return bool(one.day and other.day) and abs((one.first - other.first).days) < DAYS_APART


def _half(item: Evidence, event: Event) -> Half:
    """The words that date it; they are of when their document is."""
    return Half(item, event.start, event.end, document_date(item.hit.meta))
