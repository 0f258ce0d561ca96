"""A number of another measure is no answer."""

import pytest

from corpus.glossary import Glossary
from qa.kinds import spans_of
from qa.measures import measure_asked, stated
from qa.question import read_question


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("How far can the radar see?", "distance"),
        ("max range in km of the Hwasong-18", "distance"),
        ("detection range of the radar at Kürecik in km", "distance"),
        ("unit price of one GBI?", "money"),
        ("how much did the radar cost", "money"),
        ("what did it cost to build Deveselu?", "money"),
        ("What's MDAA's annual budget?", "money"),
        ("what total price tag does the white paper put on the European plan?", "money"),
        ("what percentage did Israel knock down in the Iranian attack?", "share"),
        ("how much of our THAAD stockpile got burned up", "share"),
        ("how fast was the cancelled IIB supposed to be?", "speed"),
        ("How heavy is the SBX platform?", "weight"),
        ("how long did it take to build Romania's site", "duration"),
        ("How long did the site slip?", "duration"),
        ("By how much was the acceptance late?", "duration"),
        ("How long was the radar at sea?", "duration"),
        ("How long is the missile defense review?", ""),
        ("How many interceptors are loaded at Seongju today?", ""),
        ("What range of threats does the review name?", ""),
        ("Who foots the bill for the base in Romania?", ""),
        ("Which Patriot radar can see furthest?", ""),
    ],
)
def test_the_measure_asked_for(question: str, measure: str) -> None:
    assert measure_asked(question) == measure


@pytest.mark.parametrize(
    ("question", "text", "answers"),
    [
        ("How far can SBX see?", "The platform is given as 50,000 tons by a user-edited source.", []),
        ("How far can SBX see?", "It tracks a baseball from 2,500 miles away.", ["2,500 miles"]),
        ("unit price of one GBI?", "The United States had 44 GBIs as of 2024.", []),
        ("unit price of one GBI?", "One costs about $90 million.", ["$90 million"]),
        ("How much did it cost?", "It was about 200 million pounds in 1988.", ["200 million pounds"]),
        ("what percentage was stopped?", "About 99 percent of 300 drones were stopped.", ["99 percent"]),
        ("what share was used?", "About a quarter of the stock was gone by 2025.", ["a quarter"]),
        ("how fast is it?", "It has a planned velocity of 5.5 km per second.", ["5.5 km per second"]),
        ("How long did it take to build?", "It took about two and a half years from 2013.", ["two and a half years"]),
        ("How long does the contract run?", "It runs to the end of 2029.", ["to the end of 2029"]),
        ("How long has the base been open?", "It has been open since May 2012.", ["since May 2012"]),
        ("How many voted for it?", "Under Section 234 the Senate passed S.257 by 97 votes.", ["97"]),
        ("How long did it take to build?", "It holds 24 interceptors.", []),
    ],
)
def test_only_a_number_of_that_measure_is_of_the_kind_asked_for(question: str, text: str, answers: list[str]) -> None:
    read = read_question(question, Glossary(()), (), ())
    assert read.wants == "number"
    assert [text[a:b] for a, b in spans_of(read, text)] == answers


def test_a_quantity_of_the_question_is_not_its_answer() -> None:
    read = read_question("How far beyond 500 km does it reach?", Glossary(()), (), ())
    assert spans_of(read, "It reaches beyond 500 km.") == []
    assert stated("", "It reaches beyond 500 km.") == []
