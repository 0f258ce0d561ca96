"""Which of several readings is meant: one that was picked, or the other one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.converse.clauses import bare_question, raised
from qa.converse.forms import follow_up, is_sentence
from qa.converse.opened import names_anything, open_phrase
from qa.converse.phrases import head_of, phrases_in
from qa.converse.rewrite import NO_TERMS
from qa.converse.turns import Exchange
from qa.names import forms_of, mentions

Readings = Callable[[str], Sequence[str]]
LONGEST_PICK_WORDS = 8
_ORDINALS = {
    "first": 0, "1st": 0, "one": 0, "1": 0, "second": 1, "2nd": 1, "two": 1, "2": 1, "third": 2, "3rd": 2, "three": 2, "3": 2,
    "fourth": 3, "4th": 3, "four": 3, "4": 3, "last": -1,
}  # fmt: skip
_WORD = r"(?:[A-Z]\.)+|[\w/-]+"
_PICKING = ("none", "bare", "about", "points", "meant")
_SAYS_NOTHING = frozenset(
    "no yes i mean meant the a an ones that this of course please sorry and what how about well in at on for with number".split()
)


def picked_reading(question: str, told: Sequence[Exchange], readings: Readings) -> str:
    """The reading of the last question that `question` picks, by its number ("the second one") or by words that only it
    has ("the one in Chicago"); empty where the last question has none, or it picks none."""
    said = [word for word in re.findall(r"[\w./-]+", question.casefold()) if word not in _SAYS_NOTHING]
    said = [word for word in said if word not in ("one", "reading", "question")] or said
    form = follow_up(question)
    is_whole = is_sentence(question) and form.kind != "about"
    if not said or is_whole or form.kind not in _PICKING or len(question.split()) > LONGEST_PICK_WORDS:
        return ""
    if open_phrase(told[-1].question, NO_TERMS) is None:
        return ""
    offered = readings(told[-1].question)
    if len(offered) < 2:
        return ""
    if len(said) == 1 and said[0] in _ORDINALS:
        number = _ORDINALS[said[0]]
        return offered[number] if number < len(offered) else ""
    fitting = [one for one in offered if all(mentions(one, forms_of(word)) for word in said)]
    return fitting[0] if len(fitting) == 1 else ""


def reading_of_topic(question: str, told: Sequence[Exchange], readings: Readings) -> str:
    """The reading of `question` that names what was asked about last ("How many batteries are there now?" after THAAD),
    where it names nothing itself; empty where that is none of its readings, or not one alone."""
    if open_phrase(question, NO_TERMS) is None or names_anything(question, NO_TERMS):
        return ""
    offered = readings(question)
    if len(offered) < 2:
        return ""
    own = set(re.findall(_WORD, question.casefold()))
    topic = next((one.question for one in reversed(told) if names_anything(one.question, NO_TERMS)), "")
    fitting = [one for one in offered if _names_beside(one, own, topic)]
    return fitting[0] if len(fitting) == 1 else ""


def _names_beside(reading: str, own: set[str], topic: str) -> bool:
    """Whether `reading` has, besides the words `own`, a name that `topic` has."""
    names = [word for word in re.findall(_WORD, reading)[1:] if not word.islower() and word.casefold() not in own]
    return any(mentions(topic, forms_of(word)) for word in names)


def with_picked(told: Sequence[Exchange], readings: Readings) -> list[Exchange]:
    """`told`, with the readings that were picked in it for the words that picked them."""
    made: list[Exchange] = []
    for exchange in told:
        picked = picked_reading(exchange.question, made, readings) if made else ""
        if not picked and made and follow_up(exchange.question).kind == "other":
            picked = other_reading(made, made[-1].question, follow_up(exchange.question).rest, readings)
        made.append(replace(exchange, question=picked or exchange.question))
    return made


def other_reading(told: Sequence[Exchange], question: str, noun: str, readings: Readings) -> str:
    """What "the other one" means after `told`, or "the other `noun`" after the question `question`, which stands alone:
    another reading of the question that had several; of "the other summit", the question of that, or of any where there
    are more. Empty where no question had several."""
    if noun:
        return _of_another(noun, question, readings)
    asked = [exchange.question for exchange in told]
    number = next((n for n in range(len(asked) - 1, -1, -1) if open_phrase(asked[n], NO_TERMS)), None)
    offered = readings(asked[number]) if number is not None else ()
    if number is None or len(offered) < 2 or not set(asked[number + 1 :]) <= set(offered):
        return ""
    others = [one for one in offered if one not in asked[number + 1 :]] or [one for one in offered if one != asked[-1]]
    return others[0] if len(asked) > number + 1 else others[1]


def _of_another(noun: str, question: str, readings: Readings) -> str:
    """`question` asked of another `noun` than the one that it names; empty where it names none."""
    same = [one for one in phrases_in(question, NO_TERMS) if head_of(one.text).casefold() == noun.casefold()]
    if not same:
        return ""
    start, end = same[-1].start, same[-1].end
    before = re.sub(r"\b(?:the|an?)\s+$", "", question[:start], flags=re.IGNORECASE)
    any_of_them = raised(f"{before}the {noun}{question[end:]}")
    own = {word for word in re.findall(r"\w+", same[-1].text.casefold()) if word not in ("the", noun.casefold())}
    others = [one for one in readings(any_of_them) if not own <= set(re.findall(r"\w+", bare_question(one).casefold()))]
    return others[0] if len(others) == 1 else any_of_them if others else ""
