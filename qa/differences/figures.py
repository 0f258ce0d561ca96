"""Two figures for the same quantity of the same thing at about the same time, where one of them answers the question.

It wants to be sure rather than to find all: what may be a part, a plan, another date, another rounding or another thing
is no conflict.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.dated.recency import date_of
from qa.dated.sentences import document_date
from qa.dated.types import When
from qa.differences.matter import Weight, tokens
from qa.differences.plans import clause_end
from qa.differences.quantities import Quantity, quantities, stem
from qa.differences.sayings import APART, aspects_in, done_in, own_words, partial, season_of, states_in
from qa.differences.types import Differing, Half, place
from qa.evidence import Evidence
from qa.fitting import fitting
from qa.measures import Measure
from qa.question import Question

ALIKE = 0.55
"""The cosine that two sentences need which give figures of the same."""
MUCH_ALIKE = 0.8
OF_THE_MATTER, MATTER_APART = 0.5, 0.34
"""The share that each holds at least of what the question is about, and by how much these shares may differ."""
DAYS_APART = 90
"""From how many days apart two dates are not about the same time."""
DAYS_OF_DOCUMENTS = 150
"""The same of two documents, where their sentences name no date."""
_UNITS: Mapping[Measure, tuple[str, ...]] = {
    "money": ("$", "€", "£", "¥", "money"),
    "distance": ("km",),
    "share": ("%",),
    "speed": ("km/s", "km/h", "Mach"),
    "weight": ("kg",),
    "duration": ("days",),
}
_LASTING = ("km", "kg", "km/s", "km/h", "Mach")
_OF_ASPECTS = ("km", *_UNITS["money"])
_HEAD = re.compile(
    r"\b(?:how many|number of|count of)\s+(?P<of>(?:[\w’'./-]+\s+){0,5}?[\w’'./-]+)"
    r"(?=\s+(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|may|in|at|on|of|from|for|to|by|with|that|which|who|"
    r"within|aboard|inside|around|between|against|during|under|per|the|there|they|it|"
    r"came|went|took|stood|fell|left|met|sat|sent|got|made|flew|hit|ran|won|lost|saw|drew|\w+ed)\b|\s*[?.,;]|\s*$)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:not|never|no|neither|nor|if|unless|denied|denies|cannot|instead of|rather than|without)\b|n['’]t\b",
    re.IGNORECASE,
)
_GENERAL = frozenset("total u.s united states mach missile system new own all overall full-sc full single".split())


@dataclass(frozen=True, slots=True)
class Given:
    """A quantity as a sentence gives it: in which state what is counted is, which aspect of it is measured, the names
    that the sentence has besides those of who says so, and what is done."""

    quantity: Quantity
    states: frozenset[str]
    aspects: frozenset[str]
    names: Mapping[str, Weight]
    done: frozenset[str]


def plain_figures(question: Question, cited: Sequence[Evidence], evidence: Sequence[Evidence]) -> Iterator[Differing]:
    """For the first sentence cited that gives the figure asked for, the first other one that gives another."""
    if question.wants != "number":
        return
    for item in cited:
        for given in figures_asked(question, item):
            others = [other for other in (*cited, *evidence) if place(other) != place(item)]
            found = next((half for other in others if (half := _against(question, item, given, other))), None)
            if found is not None:
                yield Differing("conflict", (_half(item, given), found), of="figure")
                return


def figures_asked(question: Question, item: Evidence) -> list[Given]:
    """The figures in `item` of what the question asks for."""
    return [each for each in givens(item.text) if _is_asked(question, each)]


def conflicting(question: Question, one: Evidence, mine: Given, other: Evidence, theirs: Given) -> bool:
    """Whether two sentences give different figures for the same quantity of the same at about the same time."""
    return (
        not mine.quantity.agrees(theirs.quantity)
        and _same_quantity(mine, theirs, (one, other))
        and same_names(question, (mine.names, theirs.names), (one, other), loosely=bool(mine.quantity.unit))
        and at_one_time(one, other, lasting=mine.quantity.unit in _LASTING)
    )


@lru_cache(maxsize=2048)
def givens(text: str) -> tuple[Given, ...]:
    """The quantities that `text` gives for sure."""
    if _UNSURE.search(text) or partial(text) or "|" in text:  # a row of a table says nothing without its heading
        return ()
    found = quantities(text)
    if not found:
        return ()
    core = own_words(text)
    names = {token: weight for token, weight in tokens(core).items() if weight and token not in _GENERAL}
    return tuple(_given(text, core, each, names) for each in found)


def at_one_time(one: Evidence, other: Evidence, *, lasting: bool) -> bool:
    """Whether two sentences speak of about the same time. What is `lasting` is of any time that no sentence names."""
    mine, theirs = date_of(one), date_of(other)
    own = [dated.when for dated in (mine, theirs) if dated.when is not None and dated.origin in ("sentence", "heading")]
    seasons, others = season_of(own_words(one.text)), season_of(own_words(other.text))
    both = bool(seasons and others) or len(own) == 2
    if not lasting and both and (seasons or others) and not seasons & others:
        return False
    if len(own) == 2:
        return _meet(own[0], own[1], DAYS_APART) and (lasting or bool(own[0].month) == bool(own[1].month))
    if lasting:
        return True
    if own:
        undated, of = (other, theirs) if theirs.origin not in ("sentence", "heading") else (one, mine)
        when = document_date(undated.hit.meta)
        return of.origin == "document" and when is not None and _meet(own[0], when, DAYS_OF_DOCUMENTS // 2)
    dates = [document_date(item.hit.meta) for item in (one, other)]
    known = [when for when in dates if when is not None]
    return mine.origin == theirs.origin and len(known) == 2 and _meet(known[0], known[1], DAYS_OF_DOCUMENTS)


def _meet(one: When, other: When, days: int) -> bool:
    """Whether two dates overlap, or, both precise to a month at least, are less than `days` apart."""
    if one.first <= other.last and other.first <= one.last:
        return True
    near = abs((one.middle - other.middle).days) < days
    return near and bool(one.month and other.month)


def _given(text: str, core: str, quantity: Quantity, names: Mapping[str, Weight]) -> Given:
    clause = text[_clause_start(text, quantity.start) : clause_end(text, quantity.end)]
    aspects = aspects_in(clause) if _kind(quantity) in _OF_ASPECTS else frozenset[str]()
    return Given(quantity, states_in(clause), aspects, names, done_in(own_words(clause)))


def _kind(quantity: Quantity) -> str:
    return quantity.unit.partition(":")[0]


def _clause_start(text: str, end: int) -> int:
    return max(
        (m.end() for m in re.finditer(r"[;:]\s|,\s|\s(?:and|while|but|with|including)\s", text[:end])), default=0
    )


def _is_asked(question: Question, given: Given) -> bool:
    quantity = given.quantity
    if question.measure:
        aspects = aspects_in(question.text.casefold()) if _kind(quantity) in _OF_ASPECTS else frozenset[str]()
        aspects -= {"range"} if aspects & {"height", "away"} else set()
        return _kind(quantity) in _UNITS.get(question.measure, ()) and (not aspects or bool(aspects & given.aspects))
    asked = _HEAD.search(question.text)
    if asked is None or quantity.unit:
        return False
    words = [stem(word) for word in asked.group("of").split()]
    return words[-1] == quantity.head


def _against(question: Question, item: Evidence, given: Given, other: Evidence) -> Half | None:
    """The words of `other` that give another figure for what `item` gives."""
    if float(item.vector @ other.vector) < ALIKE or not on_the_matter(question, item, other):
        return None
    asked = figures_asked(question, other)
    if any(given.quantity.agrees(each.quantity) for each in asked):
        return None
    found = next((each for each in asked if conflicting(question, item, given, other, each)), None)
    return _half(other, found) if found and fitting(question, [other]) else None


def on_the_matter(question: Question, item: Evidence, other: Evidence) -> bool:
    """Whether both sentences hold most of what the question is about, and one about as much of it as the other; where a
    measure is asked for, which has words of its own ("how far"), only the latter."""
    least, apart = (0.0, 0.5) if question.measure else (OF_THE_MATTER, MATTER_APART)
    return min(item.matter, other.matter) >= least and abs(item.matter - other.matter) <= apart


def _half(item: Evidence, given: Given) -> Half:
    """The figure with what qualifies it, up to the end of its clause."""
    text, quantity = item.text, given.quantity
    return Half(item, quantity.start, max(quantity.end, clause_end(text, quantity.end)), date_of(item).when)


def _same_quantity(mine: Given, theirs: Given, items: tuple[Evidence, Evidence]) -> bool:
    one, other = mine.quantity, theirs.quantity
    if mine.done and theirs.done and not mine.done & theirs.done:
        return False
    of_others = one.head != other.head and bool(not one.unit or (one.head and other.head))
    if one.unit != other.unit or of_others or mine.states != theirs.states:
        return False
    if one.unit:
        apart = (mine.aspects ^ theirs.aspects) & APART
        return not apart and (bool(mine.aspects & theirs.aspects) or mine.aspects == theirs.aspects)
    return _extra(one.described - other.described, items[1]) and _extra(other.described - one.described, items[0])


def _extra(words: frozenset[str], item: Evidence) -> bool:
    """Whether `item`, or what stands over it, has these words too, which its figure lacks."""
    return all(word in _GENERAL or word in _stems(item) for word in words)


def _stems(item: Evidence) -> set[str]:
    over = " ".join((item.hit.meta.title, *item.hit.passage.section, item.text))
    return {stem(word) for word in re.findall(r"[A-Za-z][\w’'./-]*", over)}


def same_names(
    question: Question,
    names: tuple[Mapping[str, Weight], Mapping[str, Weight]],
    items: tuple[Evidence, Evidence],
    *,
    loosely: bool = False,
) -> bool:
    """Whether neither sentence is of something that the other, what stands over it, and the question do not name.
    `loosely`: one of two that are much alike may name somebody besides."""
    extra = []
    for mine, theirs, item in ((names[0], names[1], items[1]), (names[1], names[0], items[0])):
        over = tokens(" ".join((item.hit.meta.title, *item.hit.passage.section, question.text)))
        extra.append([name for name in mine if name not in theirs and name not in over])
    if not any(extra):
        return True
    alike = loosely and not all(extra) and float(items[0].vector @ items[1].vector) >= MUCH_ALIKE
    every = {**names[0], **names[1]}
    return alike and all(every[name] == 2 and name.isalpha() for more in extra for name in more)
