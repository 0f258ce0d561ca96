"""The desk over a really ingested library, with the carried models: its promises hold for whatever is asked."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promises import check, check_citation, same

from corpus.errors import NotFound
from corpus.types import Tier
from qa.desk import Desk
from qa.types import Filters, Finished, Found, Retrieving, Stated, Turn

HOSTS = "Which countries will host U.S. missile defense systems?"
QUESTIONS = (
    HOSTS,
    "What does Russia demand before it will cooperate?",
    "Compare the Russian and U.S. positions.",
    "What is the EPAA?",
    "Who said “a unilateral project”?",
    "When did the radar at Kürecik start work?",
    "What is the sentence after the heading U.S. Position?",
    "Does the white paper mention Turkey?",
    "Who sold the S-400 to Guam?",
    "Write a press release.",
    "radar",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_keeps_the_promises(question: str, ask: Any, desk: Desk) -> None:
    answer = ask(question)
    check(answer, desk)
    assert answer.question == answer.standalone_question == question


OPENINGS = ("When did", "Why does", "What is", "How many", "Compare", "Who said", "Does it mention", "Where is", "")
SUBJECTS = ("Russia", "the radar in Turkey", "Phase 4", "the SM-3 Block IIB", "NATO", "limits", "the Alliance", "S-400")
ENDINGS = ("?", " in Europe?", " and the United States?", " in 2013?", " in the white paper?", " according to MDAA?")


@settings(max_examples=10, deadline=None, derandomize=True)
@given(
    opening=st.sampled_from(OPENINGS),
    subject=st.sampled_from(SUBJECTS),
    ending=st.sampled_from(ENDINGS),
    tier=st.sampled_from(list(Tier)),
    before=st.lists(st.sampled_from(QUESTIONS), max_size=1),
)
def test_questions_of_every_shape_keep_the_promises(
    opening: str, subject: str, ending: str, tier: Tier, before: list[str], desk: Desk
) -> None:
    answer = desk.ask(f"{opening} {subject}{ending}", history=[Turn("user", text) for text in before], tier=tier)
    check(answer, desk, tier)


@pytest.mark.parametrize("question", [HOSTS, "Who sold the S-400 to Guam?", "What is the EPAA?"])
def test_the_same_question_gets_the_same_answer(question: str, ask: Any, desk: Desk) -> None:
    again = desk.ask(question)
    assert same(again) == same(ask(question))
    assert again.id != ask(question).id
    assert re.fullmatch(r"[0-9a-f]{32}", again.id)


def test_many_may_ask_at_once(desk: Desk, ask: Any) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(desk.ask, QUESTIONS[:4]))
    assert [same(answer) for answer in answers] == [same(ask(question)) for question in QUESTIONS[:4]]


@pytest.mark.parametrize("question", [HOSTS, "Who sold the S-400 to Guam?"])
def test_a_stream_tells_the_answer_step_by_step(question: str, desk: Desk, ask: Any) -> None:
    events = list(desk.stream(question))
    answer = ask(question)
    assert [type(event) for event in events] == [
        Retrieving, Found, *[Stated] * len(answer.statements), Finished,
    ]  # fmt: skip
    assert events[0] == Retrieving(question)
    assert isinstance(events[1], Found) and isinstance(events[-1], Finished)
    assert same(events[-1].answer) == same(answer)
    told = [event for event in events if isinstance(event, Stated)]
    assert [event.statement for event in told] == list(answer.statements)
    assert [citation for event in told for citation in event.citations] == list(answer.citations)
    read = {found.passage.id for found in events[1].passages}
    assert {citation.passage_id for citation in (*answer.citations, *answer.related)} <= read


def test_a_stream_may_be_left_early(desk: Desk) -> None:
    for event in desk.stream(HOSTS):
        if isinstance(event, Found):
            break
    with desk.index.reading() as index:
        assert index.readers == 1


def test_a_follow_up_shows_what_it_was_understood_as(desk: Desk) -> None:
    answer = desk.ask("And when will they be deployed?", history=[Turn("user", HOSTS), Turn("assistant", "In four.")])
    assert answer.question == "And when will they be deployed?"
    assert answer.standalone_question == "When will U.S. missile defense systems be deployed?"
    check(answer, desk)


def test_the_next_sentence_is_read_off(desk: Desk, ask: Any) -> None:
    asked = "What is the sentence after the heading Russian Position?"
    first = ask(asked)
    second = ask("And the next one?", history=(Turn("user", asked), Turn("assistant", first.text)))
    ((one,), (two,)) = first.citations, second.citations
    assert one.section[-1] == two.section[-1] == "Russian Position"
    assert one.end < two.start
    document = desk.document(one.document_id).document
    assert document.text[one.end : two.start].strip() == ""
    nowhere = desk.ask("What is the sentence after the heading Purple Prose?")
    assert nowhere.reason == "No document has such a sentence under a heading “Purple Prose”."


@pytest.mark.parametrize(
    ("filters", "kinds"),
    [
        (Filters(kinds=("white-paper",)), {"white-paper"}),
        (Filters(published_to=date(2011, 12, 31)), {"white-paper"}),
        (Filters(kinds=("glossary", "brief")), {"glossary", "brief"}),
        (Filters(kinds=("poem",)), set()),
    ],
)
def test_answers_keep_to_the_filters(filters: Filters, kinds: set[str], desk: Desk) -> None:
    answer = desk.ask(HOSTS, filters=filters)
    check(answer, desk)
    assert {citation.meta.kind for citation in (*answer.citations, *answer.related)} <= kinds
    assert answer.answerable or "the part of the library that was searched" in answer.reason.casefold()
    assert {found.meta.kind for found in desk.search(HOSTS, k=30, filters=filters)} == kinds


def test_a_question_about_the_white_paper_is_answered_from_it(ask: Any) -> None:
    answer = ask("What is the SM-3 burnout speed according to the white paper?")
    assert not answer.answerable
    assert answer.reason.startswith("The white paper does not mention")
    assert {citation.meta.kind for citation in answer.related} == {"white-paper"}


def test_a_search_gives_the_best_passages_first(desk: Desk) -> None:
    found = desk.search("radar in Turkey", k=7)
    assert len(found) == 7
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all("Turkey" in each.passage.text or "Kurecik" in each.passage.text for each in found[:3])
    assert found[:3] == desk.search("radar in Turkey", k=3)


@pytest.mark.parametrize("tier", list(Tier))
def test_the_examples_are_questions_that_the_desk_answers(tier: Tier, desk: Desk, ask: Any) -> None:
    examples = desk.examples(tier=tier)
    assert examples == desk.examples(tier=tier)
    assert 4 <= len(examples) == len(set(examples)) <= 6
    assert [example for example in examples if not ask(example, tier=tier).answerable] == []


def test_the_library_is_listed_as_each_reader_may_see_it(desk: Desk) -> None:
    counts = [len(desk.documents(tier=tier)) for tier in Tier]
    assert counts == [5, 6, 7]
    for tier in Tier:
        for entry in desk.documents(tier=tier):
            view = desk.document(entry.id, tier=tier)
            assert view.entry == entry
            assert [passage.position for passage in view.passages] == list(range(entry.passages))
    dated = [entry.meta.published for entry in desk.documents(tier=Tier.STAFF) if entry.meta.published]
    assert dated == sorted(dated, reverse=True)


@pytest.mark.parametrize("id", ["", "nothing", "%", "' OR 1=1 --", "\x00"])
def test_what_is_not_there_is_not_found(id: str, desk: Desk) -> None:
    with pytest.raises(NotFound, match="no such document"):
        desk.document(id, tier=Tier.STAFF)
    with pytest.raises(NotFound, match="no such passage"):
        desk.passage(id, tier=Tier.STAFF)


def test_absent_and_forbidden_documents_sound_the_same(desk: Desk) -> None:
    public = {entry.id for entry in desk.documents()}
    hidden = [entry.id for entry in desk.documents(tier=Tier.STAFF) if entry.id not in public]
    assert len(hidden) == 2
    for id in hidden:
        with pytest.raises(NotFound) as forbidden:
            desk.document(id)
        with pytest.raises(NotFound) as absent:
            desk.document("nothing")
        assert str(forbidden.value) == str(absent.value)
        with pytest.raises(NotFound, match="no such passage"):
            desk.passage(desk.document(id, tier=Tier.STAFF).passages[0].id)


def test_the_status_names_what_is_served(desk: Desk) -> None:
    status = desk.status()
    assert (status.ready, status.reason, status.generation, status.documents) == (True, "", 1, 7)
    assert status.passages == sum(entry.passages for entry in desk.documents(tier=Tier.STAFF))
    assert status.model == desk.models.encoder.card.identity


def test_citations_of_nearest_passages_are_as_exact_as_others(ask: Any, desk: Desk) -> None:
    answer = ask("Who sold the S-400 to Guam?")
    assert answer.related
    assert [citation.marker for citation in answer.related] == list(range(1, len(answer.related) + 1))
    for citation in answer.related:
        check_citation(citation, desk, Tier.PUBLIC)
