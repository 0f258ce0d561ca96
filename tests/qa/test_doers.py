"""Who does it: what a question asks the doer of, which sentences tell one, and which are read first."""

import pytest
from handmade import all_of, passage, question, ranked
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import DOUBT, Drafted, compose
from qa.doers.asked import of_somebody, sought
from qa.doers.order import beside_the_doer, doers_first
from qa.doers.told import tells
from qa.doers.verbs import dictionary_forms, is_past
from qa.evidence import Evidence

COMMAND = (
    "The Northern Command (NORTHCOM) is the military command responsible for the defense of the U.S. homeland.",
    "General Gregory Guillot took command of NORTHCOM in 2024.",
)
ROTA = (
    "Navy Secretary Ray Mabus said that four ships based at Rota give the presence of 16.",
    "USS Ross and USS Porter were destroyers based at Rota in 2015.",
)


def told(asked: str, sentence: str) -> bool:
    """Whether `sentence` tells whom the question `asked` seeks, which must seek somebody."""
    read = question(asked)
    wanted = sought(read.text, read.names)
    assert wanted is not None
    return tells(wanted, sentence)


def composed(asked: str, evidence: list[Evidence]) -> Drafted:
    """What the question gets from `evidence`."""
    return compose(question(asked), evidence, "the library", lambda _: True, 0.1, lambda probability: probability)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("Who signed the treaty?", "Presidents Obama and Medvedev signed the treaty in Prague."),
        ("Who signed the treaty?", "In December 1987 the United States and the Soviet Union signed the treaty."),
        ("Who signed the treaty?", "The treaty was signed in Moscow by Richard Nixon."),
        ("Who founded it?", "Riki Ellison, a former linebacker with three Super Bowl wins, founded it."),
        ("Who commands NORTHCOM?", "General Guillot took command of NORTHCOM."),
        ("Who commands NORTHCOM?", "NORTHCOM's commander, General Guillot, spoke in March."),
        ("Who is the director of the MDA?", "Lieutenant General Collins took over as the twelfth MDA director."),
        ("Who's in charge of defending the homeland?", "Northern Command is responsible for defending the homeland."),
        ("Who leads MDAA?", "MDAA chairman Riki Ellison recommended it."),
        ("Who pays for the base?", "The Embassy said that the United States pays for building the base."),
        ("Who won the contract?", "The MDA chose Lockheed Martin for the interceptor."),
        ("Who won the contract?", "The contract was awarded to Raytheon."),
        ("Who runs the radar?", "The radar was staffed by Turkish and U.S. personnel."),
        ("Who owns the lines?", "An engineer says that the lines are owned by the government."),
        ("Which countries will host the ships?", "Spain agreed in 2011 to host four ships."),
        ("Which countries host it?", "It will be deployed in Poland, Romania, Spain and Turkey."),
        ("Which countries sent batteries?", "Allies agreed to send six batteries, two each from Spain and Italy."),
        ("Which NATO members host radars?", "Turkey hosts a radar."),
        ("Which companies make the missile?", "It is built by Raytheon and Mitsubishi."),
        ("Which senators voted for it?", "Senators Inouye and Cochran voted for it."),
        ("Which ships are based at Rota?", ROTA[1]),
    ],
)
def test_a_doer_is_told(asked: str, sentence: str) -> None:
    assert told(asked, sentence)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("Who commands NORTHCOM?", COMMAND[0]),
        ("Who commands NORTHCOM?", "The commander of Russia's Space Forces said so in May."),
        ("Who leads MDAA?", "Trey Obering led the MDA from 2004 to 2008."),
        ("Who leads MDAA?", "Lieutenant General Collins took over as the twelfth MDA director."),
        ("Who leads MDAA?", "MDA Director Hill told Congress so."),
        ("Who signed the INF treaty?", "The INF Treaty, signed in December 1987, banned missiles."),
        ("Who pays for the site in Poland?", "Stoltenberg said that Poland would break ground on its site."),
        ("Who runs the MDA?", "The MDA and the Navy run the Aegis program together."),
        ("Who operates the radar?", "Turkish press reports said that the radar was operational."),
        ("Which countries operate it?", "Spain took over from the Netherlands at Adana."),
        ("Who leads MDAA?", "MDAA opened Polish web pages with a director for Poland."),
        ("Who hosts the radar?", "The paper named four host countries."),
        ("Which countries bought THAAD?", "China and Russia objected to THAAD at once."),
        ("Which countries host it?", "Stoltenberg attended the ceremony."),
        ("Which countries signed it?", "President Clinton signed it."),
        ("Which companies make it?", "The United States makes it."),
        ("Which senators voted for it?", "The Navy voted for it."),
        ("Which U.S. states host it?", "The United States hosts it in Poland."),
        ("Which ships are based at Rota?", ROTA[0]),
    ],
)
def test_none_is_told(asked: str, sentence: str) -> None:
    assert not told(asked, sentence)


@pytest.mark.parametrize(
    "asked",
    [
        "Whom did they choose?",
        "Which countries did Iran attack?",
        "Who did Russia warn?",
        "Which radar is the oldest?",
        "Who is Riki Ellison?",
        "Who was named?",
        "Who or what is it?",
        "Which country?",
        "Who?",
        "When was it signed?",
    ],
)
def test_other_questions_seek_no_doer(asked: str) -> None:
    assert sought(asked, question(asked).names) is None


def test_a_deed_of_somebody_by_name_is_read() -> None:
    def of_iran(asked: str, sentence: str) -> bool:
        read = question(asked)
        wanted = of_somebody(read.text, read.names)
        return wanted is not None and tells(wanted, sentence)

    assert of_iran("How many missiles did Iran fire?", "Iran attacked with 180 missiles.")
    assert not of_iran("How many missiles did Iran fire?", "USS Cole fired a dozen interceptors at Iran.")
    assert not of_iran("How many missiles were fired?", "Iran fired 180.")
    assert not of_iran("How many missiles did they fire?", "Iran fired 180.")


def test_words_are_found_in_their_other_forms() -> None:
    for word, form in [("signed", "sign"), ("hosts", "host"), ("tries", "try"), ("bought", "buy"), ("running", "run")]:
        assert form in dictionary_forms(word)
    assert [is_past(word) for word in ("signed", "bought", "signs", "buying", "put")] == [
        True,
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("asked", ["Who commands NORTHCOM?", "Which countries command NORTHCOM?"])
def test_an_answer_that_tells_no_doer_comes_with_doubt(asked: str) -> None:
    """Before, a sure sentence on NORTHCOM went without a word of doubt."""
    drafted = composed(asked, ranked(*all_of(passage(COMMAND[0]), 0.9)))
    assert (len(drafted.statements), drafted.reason) == (1, DOUBT)


def test_a_sure_sentence_that_tells_the_doer_comes_without() -> None:
    drafted = composed("Who commands NORTHCOM?", ranked(*all_of(passage(COMMAND[1]), 0.9)))
    assert (drafted.statements[0].text, drafted.reason) == (COMMAND[1], "")


@pytest.mark.parametrize(
    ("asked", "sentences"), [("Who commands NORTHCOM?", COMMAND), ("Which ships are based at Rota?", ROTA)]
)
def test_what_tells_the_doer_is_read_first(asked: str, sentences: tuple[str, str]) -> None:
    """Before, the first was read first: by its probability, and where both are of one passage, by its place."""
    together = ranked(*all_of(passage(*sentences), 0.8, 0.5))
    apart = ranked(*all_of(passage(sentences[0]), 0.8), *all_of(passage(sentences[1], document_id="e"), 0.5))
    for evidence in (together, apart):
        drafted = composed(asked, evidence)
        assert (drafted.statements[0].text, drafted.reason) == (sentences[1], "")


def test_one_that_tells_the_doer_but_hardly_answers_comes_with_doubt() -> None:
    drafted = composed("Who commands NORTHCOM?", ranked(*all_of(passage(*COMMAND), 0.8, 0.2)))
    assert (drafted.statements[0].text, drafted.reason) == (COMMAND[1], DOUBT)


def test_who_does_it_elsewhere_comes_last() -> None:
    sentences = ("General Collins took over as the twelfth MDA director.", "MDAA backed the site and visited Prague.")
    drafted = composed("Who leads MDAA?", ranked(*all_of(passage(*sentences), 0.8, 0.7)))
    assert ([statement.text for statement in drafted.statements], drafted.reason) == ([*reversed(sentences)], DOUBT)


def test_a_row_of_a_table_tells_no_doer() -> None:
    row = "Radar | Host, who commands NORTHCOM: General Guillot commands NORTHCOM."
    assert composed("Who commands NORTHCOM?", ranked(*all_of(passage(COMMAND[0], row), 0.8, 0.7))).reason == DOUBT


def test_what_was_chosen_beside_stays_behind() -> None:
    drafted = composed("Who commands NORTHCOM?", ranked(*all_of(passage(*COMMAND), 0.95, 0.6)))
    assert [statement.text for statement in drafted.statements] == [COMMAND[1], COMMAND[0]]


def test_of_several_that_are_asked_for_more_come_first() -> None:
    evidence = ranked(
        *all_of(passage("Turkey hosts a radar."), 0.5),
        *all_of(passage("Poland, Romania and Spain host it.", document_id="e"), 0.4),
    )
    assert [
        item.hit.passage.document_id for item in doers_first(question("Which countries host it?"), evidence)[0]
    ] == ["e", "d"]
    assert doers_first(question("Who hosts it?"), evidence)[0][0].hit.passage.document_id == "d"


def test_quoted_words_are_read_off() -> None:
    evidence = ranked(*all_of(passage("It was called a big step."), 0.8))
    assert composed('Who said "a big step"?', evidence).reason == ""


def test_the_month_and_the_doer_of_the_question_come_first_among_what_answers() -> None:
    """Before, the April attack was read first, as the more probable."""
    sentences = (
        "On 13 April 2024, Iran attacked Israel with more than 300 drones and missiles.",
        "USS Cole fired a dozen interceptors at Iran and for Israel on 1 October 2024.",
        "On 1 October 2024, Iran attacked Israel with 180 missiles.",
    )
    asked = "How many missiles did Iran fire at Israel in October 2024?"
    drafted = composed(asked, ranked(*all_of(passage(*sentences), 0.5, 0.45, 0.4)))
    assert [statement.text for statement in drafted.statements] == [sentences[2], sentences[1], sentences[0]]
    assert (
        composed("How many missiles?", ranked(*all_of(passage(*sentences), 0.5, 0.45, 0.4))).statements[0].text
        == sentences[0]
    )


def test_only_of_deeds_of_somebody_another_doer_matters() -> None:
    assert beside_the_doer(question("How many missiles did Iran fire?"))("Syria fired five.") == 1
    assert beside_the_doer(question("How many missiles were fired?"))("Syria fired five.") == 0


@given(st.text(max_size=80), st.sampled_from(["Who signed it?", "Which countries host it?", "Who is in charge of it?"]))
def test_any_sentence_can_be_read(sentence: str, asked: str) -> None:
    assert told(asked, sentence) in (True, False)


@given(
    st.lists(st.sampled_from([*COMMAND, *ROTA, "Russia opposes it."]), min_size=1, max_size=5, unique=True), st.data()
)
def test_nothing_is_added_and_the_best_stay_best(sentences: list[str], data: st.DataObject) -> None:
    sure = data.draw(st.lists(st.floats(0.01, 0.99), min_size=len(sentences), max_size=len(sentences)))
    evidence = ranked(*all_of(passage(*sentences), *sure))
    ordered, untold = doers_first(question("Who commands NORTHCOM?"), evidence)
    assert {item.text for item in ordered} <= {item.text for item in evidence}
    assert [item.probability for item in ordered] == sorted((item.probability for item in ordered), reverse=True)
    assert untold == (COMMAND[1] not in sentences)
    assert COMMAND[1] not in sentences or COMMAND[1] in {item.text for item in ordered}
