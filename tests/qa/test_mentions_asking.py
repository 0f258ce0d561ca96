"""Questions for every mention are recognised, and their answers say the complete count."""

import pytest
from handmade import CODES, SECRETS
from promises import check

from corpus.types import Tier
from qa.desk import Desk
from qa.errors import QuestionError
from qa.mentions import find
from qa.mentions.asking import term_asked
from qa.render import answer_json, answer_markdown
from qa.types import Filters


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("list every mention of NGI", "NGI"),
        ("List all mentions of the NGI in the library.", "NGI"),
        ("every place where the library mentions NGI", "NGI"),
        ("Show me every passage that mentions missile defense", "missile defense"),
        ("Find all places where SM-3 Block IIA is mentioned", "SM-3 Block IIA"),
        ("Where does the library mention GBI?", "GBI"),
        ("where does the white paper mention Turkey", "Turkey"),
        ("Where is the Kurecik radar mentioned?", "Kurecik radar"),
        ("How often is Iran mentioned?", "Iran"),
        ("How many times does the library mention “legally binding”?", "legally binding"),
        ("How many mentions of THAAD are there?", "THAAD"),
        ("Which documents mention the ABM Treaty?", "ABM Treaty"),
        ("In which documents is Poland mentioned?", "Poland"),
        ("Please count the mentions of Iran in these documents", "Iran"),
        ("Could you list every occurrence of the term 'boost phase'?", "boost phase"),
        ("Give me all references to the U.S.", "U.S"),
    ],
)
def test_requests_for_every_mention(question: str, term: str) -> None:
    assert term_asked(question) == term


@pytest.mark.parametrize(
    "question",
    [
        "Where is the radar?",
        "How often were tests flown?",
        "Does the white paper mention Turkey?",
        "List the countries that host missile defense systems.",
        "What does the library say about NGI?",
        "Which documents did Russia and the United States sign?",
        "How many times has GMD been tested?",
        "Name every interceptor.",
        "Where does Russia say that it was mentioned and that this or that or the other thing is really so?",
        "",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert term_asked(question) == ""


@pytest.mark.parametrize("question", ["How often is Russia mentioned?", "List every mention of radars"])
@pytest.mark.parametrize("tier", Tier)
def test_the_answer_has_the_complete_count_and_quotes_mentions(canary_desk: Desk, question: str, tier: Tier) -> None:
    answer = canary_desk.ask(question, tier=tier)
    check(answer, canary_desk, tier)
    found = canary_desk.mentions(term_asked(question), tier=tier)
    assert answer.tally is not None
    assert (answer.tally.mentions, answer.tally.inside) == (len(found.mentions), len(found.inside))
    assert answer.tally.told in answer.text
    places = {(m.document_id, m.start, m.end) for m in found.mentions}
    for citation in answer.citations:
        assert {(citation.document_id, *span) for span in citation.highlights} <= places
    assert answer_json(answer)["tally"]["url"] == answer.tally.url
    assert f"https://desk.example{answer.tally.url}" in answer_markdown(answer, "https://desk.example")


def test_what_is_not_mentioned_is_no_answer(canary_desk: Desk) -> None:
    answer = canary_desk.ask("Where does the library mention Zumwalt?")
    check(answer, canary_desk)
    assert answer.reason == "The library does not mention “Zumwalt”."
    assert answer.tally is not None
    assert answer.tally.mentions == 0


@pytest.mark.parametrize("tier", Tier)
def test_no_count_tells_of_a_document_above_the_reader(canary_desk: Desk, tier: Tier) -> None:
    answer = canary_desk.ask(f"How often is {SECRETS['staff']} mentioned?", tier=tier)
    assert answer.answerable is (tier is Tier.STAFF)
    assert answer.tally is not None
    assert answer.tally.mentions == (2 if tier is Tier.STAFF else 0)
    assert (CODES["staff"] in str(answer_json(answer))) is (tier is Tier.STAFF)


def test_whether_something_is_mentioned_comes_with_its_count(canary_desk: Desk) -> None:
    answer = canary_desk.ask("Does the white paper mention Spain?")
    check(answer, canary_desk)
    assert answer.tally is not None
    assert answer.tally.url == "/mentions?term=Spain&kind=white-paper"
    assert answer.tally.told.startswith("The part of the library that was searched mentions “Spain” once")
    assert canary_desk.ask("What does Russia demand?").tally is None


def test_the_count_keeps_to_the_filters(canary_desk: Desk) -> None:
    answer = canary_desk.ask("How often is Russia mentioned?", filters=Filters(kinds=("brief",)))
    found = canary_desk.mentions("Russia", filters=Filters(kinds=("brief",)))
    assert answer.tally is not None
    assert answer.tally.mentions == len(found.mentions)
    assert "kind=brief" in answer.tally.url


def test_a_term_that_is_everywhere_ends_only_the_question_for_all_of_it(
    canary_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "MOST_MENTIONS", 1)
    with pytest.raises(QuestionError, match="more than 1 times"):
        canary_desk.ask("How often is Russia mentioned?")
    answer = canary_desk.ask("Does the white paper mention Russia?")
    assert answer.answerable
    assert answer.tally is None
