"""Questions for a place in a document are answered by reading it off."""

import pytest
from handmade import passage

from qa.locate import Place, place_asked, sentence_at
from qa.types import Turn

FIRST = "What is the sentence after the heading Russian Position?"
OPENING = passage("Alpha is first.", "Beta is next.", start=0, section=("Paper", "Russian Position"))
CLOSING = passage("Gamma is third.", start=40, position=1, section=("Paper", "Russian Position"))
OTHER = passage("Delta is elsewhere.", start=60, position=2, section=("Paper", "[Closing analysis]"))
PASSAGES = [OPENING, CLOSING, OTHER]


def after(*questions: str) -> list[Turn]:
    """A conversation in which `questions` were asked."""
    return [Turn("user", question) for question in questions]


@pytest.mark.parametrize(
    ("question", "place"),
    [
        (FIRST, Place("Russian Position", 0)),
        ("Give me the first sentence of the section “U.S. Position”.", Place("U.S. Position", 0)),
        ('What is the second sentence under "Opening"?', Place("Opening", 1)),
        ("Quote the last sentence of the closing analysis section", Place("closing analysis", -1)),
        ("What does Russia want?", None),
        ("And the next one?", None),
    ],
)
def test_the_place_that_a_question_asks_for(question: str, place: Place | None) -> None:
    assert place_asked(question, ()) == place


@pytest.mark.parametrize(
    ("history", "question", "number"),
    [
        ([FIRST], "And the next one?", 1),
        ([FIRST, "next"], "And the sentence after that?", 2),
        ([FIRST, "next"], "the previous one", 0),
        ([FIRST], "The sentence before it?", -1),
    ],
)
def test_next_and_previous_move_on_from_the_place_before(history: list[str], question: str, number: int) -> None:
    assert place_asked(question, after(*history)) == Place("Russian Position", number)


def test_another_question_ends_the_reading_off() -> None:
    assert place_asked("And the next one?", after(FIRST, "What does Russia want?")) is None
    assert place_asked("What does Russia want?", after(FIRST)) is None


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place("Russian Position", 0), "Alpha is first."),
        (Place("russian position", 1), "Beta is next."),
        (Place("Russian Position", 2), "Gamma is third."),
        (Place("Russian Position", -1), "Gamma is third."),
        (Place("Closing analysis", 0), "Delta is elsewhere."),
        (Place("Russian Position", 3), None),
        (Place("Russian Position", -4), None),
        (Place("Paper", 0), None),
    ],
)
def test_the_sentence_at_a_place(place: Place, words: str | None) -> None:
    found = sentence_at(place, PASSAGES)
    if found is None:
        assert words is None
        return
    own, number = found
    start, end = own.sentences[number]
    assert own.text[start - own.start : end - own.start] == words
