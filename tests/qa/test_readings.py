"""A question that may mean several things gets a choice of readings, each of which the library answers."""

import pytest
from handmade import GLOSSARY
from promises import check

from corpus.types import Tier
from qa.converse.opened import open_phrase
from qa.converse.readings import CHOOSE
from qa.converse.told_apart import Text, told_apart
from qa.desk import Desk
from qa.types import Filters


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When was the treaty signed?", "treaty"),
        ("how long is the defense review?", "defense review"),
        ("What about the summit?", "summit"),
        ("What did the review say?", "review"),
        ("When will the site be ready?", "site"),
        ("What is the range of the interceptor?", "interceptor"),
        ("how many ships are there now?", "ships"),
        ("When was New START signed?", ""),
        ("When was the treaty of 1972 signed?", ""),
        ("What did the review of missile defense say?", ""),
        ("What does the library say?", ""),
        ("Who pays for the radar in Turkey?", ""),
        ("What is a kill vehicle?", ""),
        ("How fast is the SM-3 Block IIA?", ""),
        ("how many sm-3 launchers does the army own", ""),
        ("How many launchers does the army own?", "army"),
    ],
)
def test_what_a_question_leaves_open(question: str, words: str) -> None:
    found = open_phrase(question, GLOSSARY)
    assert (" ".join(found.words) if found else "") == words


def test_what_tells_things_of_a_kind_apart() -> None:
    lines = (
        "In the Lisbon summit of 2010 and the summit in Chicago, allies met.",
        "At that summit nothing was said; the Chicago summit came later; Three Chicago summits did not.",
        "General Makarov spoke; Lt. Gen. Patrick O'Reilly answered the General Staff.",
        "The Polish interceptor site is late, a Romanian news site wrote; the Polish site was after an SM-3 site.",
        "The site in Spain is small.",
        "Phase 2 and Phase 3 follow the 2010 Defense Review and the Defense Review of 2019.",
    )
    names = {noun: {one.told for one in told_apart(noun, [Text(lines, 1.0)], GLOSSARY)} for noun in NOUNS}
    assert names == NOUNS


NOUNS = {
    "summit": {"the Lisbon summit", "the summit in Chicago"},
    "general": {"General Makarov", "Lt. Gen. Patrick O'Reilly"},
    "phase": {"Phase 2", "Phase 3"},
    "defense review": {"the 2010 Defense Review", "the Defense Review of 2019"},
    "site": {"the Polish site", "the site in Spain"},
    "treaty": set(),
}


OPEN = [
    "When was the summit?",
    "When was the treaty signed?",
    "What about the summit?",
    "When will the site be ready?",
    "What did the general say?",
]


@pytest.mark.parametrize("question", OPEN)
def test_an_open_question_gets_readings_that_are_answered(question: str, desk: Desk) -> None:
    answer = desk.ask(question)
    check(answer, desk)
    assert not answer.answerable and answer.reason == CHOOSE
    assert 2 <= len(answer.readings) <= 4
    assert len(set(answer.readings)) == len(answer.readings)
    for reading in answer.readings:
        chosen = desk.ask(reading)
        assert chosen.answerable and not chosen.readings


def test_a_question_that_says_which_is_answered(desk: Desk) -> None:
    for question in ("Which countries will host missile defense systems?", "What is the Kurecik radar?"):
        answer = desk.ask(question)
        assert answer.answerable and answer.readings == ()


def test_readings_keep_to_what_is_searched(desk: Desk) -> None:
    for filters in (Filters(kinds=("white-paper",)), Filters(documents=("none",))):
        for question in ("What about the radar?", "When was the summit?"):
            for reading in desk.ask(question, filters=filters).readings:
                assert desk.ask(reading, filters=filters).answerable


def test_readings_come_from_what_the_reader_may_read(desk: Desk) -> None:
    above = {
        question
        for entry in desk.documents(tier=Tier.STAFF)
        if entry.meta.access > Tier.PUBLIC
        for question in entry.meta.questions
    }
    assert above
    for question in (
        "What about the claim?",
        "What about the record?",
        "What about the white paper?",
        "What about the radar?",
    ):
        assert not above & set(desk.ask(question).readings)
