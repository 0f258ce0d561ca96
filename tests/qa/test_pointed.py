"""Where, when and what for: what a question points at, which sentences tell it, and which are read first."""

import pytest
from handmade import all_of, passage, question, ranked

from qa.answer import DOUBT, Drafted, compose
from qa.doers.office import by_office
from qa.names import Name
from qa.pointed.counts import counted, is_counted
from qa.pointed.order import beside_the_point, pointed_first
from qa.pointed.purposes import of_which_purpose, purpose_told

PLACED = (
    "Seoul and Washington announced that a battery would be stationed in South Korea.",
    "The battery in South Korea came to a former golf course at Seongju.",
)
OPENED = (
    "The base at Rota was inaugurated in May 2012.",
    "The base at Rota became operational in July 2014.",
)


def told(asked: str, sentence: str) -> bool:
    """Whether the sentence tells what the question points at."""
    return beside_the_point(question(asked))(sentence) == 0


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("Where was the battery in South Korea placed?", PLACED[1]),
        ("Where is the radar?", "The radar stands at Clear in Alaska."),
        ("Where is the radar?", "The radar is near the town of Malatya, in eastern Turkey."),
        ("Where was the treaty signed?", "In Moscow the two presidents signed the treaty."),
        ("Where will the work be done?", "Most of the work is to be done in Huntsville, Alabama."),
        ("Where was the first battery sent?", "A first battery was sent to Guam in 2013."),
        ("In which city did NATO open the office?", "NATO opened the office in The Hague."),
        ("When did Rota become operational?", OPENED[1]),
        ("When did Spain agree to host the ships?", "Spain agreed in 2011 to host the ships."),
        ("When was the treaty signed?", "The treaty was concluded in Moscow on 26 May 1972."),
        ("In what year was the radar tested?", "The radar was first tested in 2015."),
        ("What is the purpose of the radar?", "The radar is meant to tell warheads from decoys."),
        ("What is the radar for?", "It is a radar for tracking satellites."),
        ("What was the center meant to do?", "The center was to exchange data on launches."),
    ],
)
def test_what_is_pointed_at_is_told(asked: str, sentence: str) -> None:
    assert told(asked, sentence)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("Where was the battery in South Korea placed?", PLACED[0]),
        ("Where is the radar?", "The radar, the paper in Arms Control Today says, is new."),
        ("Where is the radar?", "NATO wrote in a brief on Deveselu that the radar is new."),
        ("Where is the radar of Spain?", "A radar stands on Kauai in Hawaii."),
        ("Where was the treaty signed?", "The treaty was published in Geneva."),
        ("Where was the treaty signed?", "The treaty was signed in May by NATO in Phase 2."),
        ("When did Rota become operational?", OPENED[0]),
        ("When was the treaty signed?", "The treaty ended in 2019."),
        ("When was the radar tested?", "The agency said in May 2012 that the radar would be tested."),
        ("What is the purpose of the radar?", "Nothing in the paper is meant to describe the radar."),
        ("What is the purpose of the radar?", "The radar was moved in 2012."),
    ],
)
def test_what_is_pointed_at_is_not_told(asked: str, sentence: str) -> None:
    assert not told(asked, sentence)


@pytest.mark.parametrize(
    ("asked", "sentences"),
    [
        ("Where was the battery in South Korea placed?", PLACED),
        ("When did Rota become operational?", OPENED),
        (
            "How many interceptors are in Spain?",
            ("In Spain five sites were seen.", "In Spain ten interceptors are seen."),
        ),
        ("What is the purpose of the radar?", ("The radar was built in 2012.", "The radar is meant to see decoys.")),
    ],
)
def test_what_tells_it_is_read_first_and_what_does_not_comes_with_doubt(asked: str, sentences: tuple[str, str]) -> None:
    """Before, the more probable was read first, and without a word of doubt."""
    both = compose_of(asked, *sentences)
    assert (both.statements[0].text, both.reason) == (sentences[1], "")
    assert compose_of(asked, sentences[0]).reason == DOUBT


def compose_of(asked: str, *sentences: str) -> Drafted:
    """What the question gets from `sentences`, the first of them the more probable."""
    parts = [
        item
        for number, sentence in enumerate(sentences)
        for item in all_of(passage(sentence, document_id=f"d{number}"), 0.8 - number / 4)
    ]
    return compose(question(asked), ranked(*parts), "the library", lambda _: True, 0.1, lambda probability: probability)


def test_the_first_is_preferred_where_the_first_is_asked_for() -> None:
    sentences = ("The radar was used again in 2014.", "The radar was used for the first time in 2012.")
    assert compose_of("When was the radar first used?", *sentences).statements[0].text == sentences[1]
    assert compose_of("When was the radar used?", *sentences).statements[0].text == sentences[0]


def test_of_several_places_more_come_first() -> None:
    one, two = "A radar stands in Alaska.", "The radars stand in Alaska and Greenland."
    evidence = ranked(*all_of(passage(one), 0.5), *all_of(passage(two, document_id="e"), 0.4))
    assert pointed_first(question("Where are the radars?"), evidence)[0][0].text == two


def test_the_most_telling_sentence_of_a_passage_is_read_first() -> None:
    """Before, sentences of one passage were read in their order, whichever answers best."""
    sentences = ("In 1999 ten senators brought the bill in.", "The senate passed the bill by 97 votes to 3.")
    drafted = compose(
        question("How many senators voted for the bill?"),
        ranked(*all_of(passage(*sentences), 0.5, 0.6)),
        "the library", lambda _: True, 0.1, lambda probability: probability,
    )  # fmt: skip
    assert [statement.text for statement in drafted.statements] == [*reversed(sentences)]


@pytest.mark.parametrize(
    ("asked", "thing"),
    [
        ("What is the purpose of the radar?", "the radar"),
        ("What's the main task of MDA?", "MDA"),
        ("What was the Joint Data Exchange Center for?", "the Joint Data Exchange Center"),
        ("What is C2BMC good for?", "C2BMC"),
        ("What is the radar supposed to do?", "the radar"),
        ("What was Obama waiting for?", ""),
        ("What is the price of the radar?", ""),
        ("What is the point of view of Russia?", ""),
        ("What was the deadline for?", ""),
    ],
)
def test_questions_of_a_purpose_are_known(asked: str, thing: str) -> None:
    assert of_which_purpose(asked) == thing
    read = question(asked)
    assert (read.purpose, read.text) == (bool(thing), f"What is {thing} for?" if thing else asked)


def test_a_definition_without_a_purpose_tells_none() -> None:
    assert not purpose_told("Redzikowo near Slupsk is the second site in Europe, inaugurated in 2024.")
    assert purpose_told("A radar built to tell warheads from decoys.")


def test_an_office_is_put_by_the_noun_of_the_library() -> None:
    names = [Name("MDA", ("mda", "missile defense agency"))]
    passages = [
        "MDA Director Hill spoke.",
        "The new director of the MDA came.",
        "The chief of the Navy and the MDA met.",
    ]
    assert by_office("Who heads the MDA?", names, passages) == "Who is the director of the MDA?"
    assert by_office("And who runs the MDA now?", names, passages) == "And who is the director of the MDA now?"
    assert by_office("Who heads the MDA?", names, ["Nobody is named."]) == "Who heads the MDA?"
    assert by_office("Who founded the MDA?", names, passages) == "Who founded the MDA?"
    assert by_office("Who heads it?", [], passages) == "Who heads it?"


def test_who_is_chosen_for_something_else_leads_nothing() -> None:
    asked = question("Who leads the MDA?")
    chosen = "The MDA chose Northrop Grumman to go on with the interceptor."
    assert beside_the_point(asked)(chosen)
    assert not beside_the_point(asked)("General Collins was named to lead the MDA.")
    assert not beside_the_point(asked)("The Senate confirmed General Collins as director of the MDA.")


@pytest.mark.parametrize(
    ("asked", "sentence", "counts"),
    [
        ("How many senators voted for the bill?", "The Senate passed S.257 by 97 votes to 3.", True),
        ("How many of the ships are in Spain?", "Spain had four destroyers.", True),
        ("How many people crew the radar?", "A crew of 72 people runs it.", True),
        ("How many tests were passed?", "The number of successful tests was given as ten.", True),
        ("How many senators voted for the bill?", "Two bills were read in Section 234.", False),
        ("How many soldiers serve at the base?", "The number quoted in April 2024 was 44.", False),
        ("How many ships are there?", "Under Phase 3 ships of Block 2 come in 2018.", False),
    ],
)
def test_only_what_counts_the_things_asked_for_counts(asked: str, sentence: str, *, counts: bool) -> None:
    things = counted(asked)
    assert things is not None
    assert is_counted(things, sentence) is counts


def test_no_things_are_counted_where_none_are_asked_for() -> None:
    assert counted("How much did it cost?") is None
    assert counted("How many?") is None
