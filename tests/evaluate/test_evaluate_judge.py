"""The rules of the judge: when a text holds a phrase, and what becomes of a question."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Tier
from qa.evaluate.ask import ask, ask_all
from qa.evaluate.gold import Gold
from qa.evaluate.judge import Judged, judge
from qa.evaluate.words import holds, spans

Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Russia’s “legally binding” demand", "russia's legally-binding DEMAND"),
        ("at Deveselu, Romania", "Deveselu  Romania"),
        ("the U.S. Navy’s ship", "U.S. Navy's ship"),
        ("in Kürecik, Türkiye", "Kurecik Turkiye"),
        ("in Ku\u0308recik", "Kürecik"),
        ("the SM‑3 Block IIA", "SM-3 Block IIA"),
        ("over the straße", "STRASSE"),
        ("the eﬃcient way", "efficient"),
        ("costs $2,400", "2,400"),
    ],
)
def test_typography_makes_no_difference(text: str, phrase: str) -> None:
    assert holds(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("a range of 12,000 km", "2,000 km"),
        ("unacceptable", "acceptable"),
        ("not accept limits", "accept any limits"),
        ("binding legally", "legally binding"),
        ("SM-3 Block IIA", "SM-3 Block II"),
        ("anything", "…"),
        ("", "word"),
    ],
)
def test_only_whole_words_in_their_order_count(text: str, phrase: str) -> None:
    assert not holds(text, phrase)


def test_spans_point_at_the_words_as_they_are_written() -> None:
    text = "A range of 2,000 km; not “a range, of 2,000 km”."
    assert [text[start:end] for start, end in spans(text, "a range of 2 000 km")] == [
        "A range of 2,000 km",
        "a range, of 2,000 km",
    ]


@given(st.text("aAÄbß12.’ -_ﷺ½", max_size=30), st.text("aAÄbß12.’ -_ﷺ½", max_size=4))
def test_a_phrase_is_held_where_it_has_a_span(text: str, phrase: str) -> None:
    assert holds(text, phrase) is bool(spans(text, phrase))
    for start, end in spans(text, phrase):
        assert holds(text[start:end], phrase)


FAR = "The radar has a range of 2,000 km."
OLD = "It was built in 2011."


def judged(desk: Any, gold: Gold) -> Judged:
    return judge(ask(desk, gold))


@pytest.mark.parametrize(
    ("quotes", "outcome"),
    [
        ([FAR, "It was finished in 2011."], "quoted"),
        ([OLD, "Other words.", FAR], "quoted"),
        ([FAR], "partly quoted"),
        ([OLD, "It was finished in 2011."], "partly quoted"),
        (["Other words."], "other words"),
        ([], "wrongly declined"),
    ],
)
def test_every_group_of_phrases_must_be_quoted_by_any_of_its_alternatives(
    quotes: list[str], outcome: str, gold_of: Make, scripted_desk: Make
) -> None:
    gold = gold_of("a1", "How far?", phrases=["a range of 2,000 km", ["built in 2011", "finished in 2011"]])
    result = judged(scripted_desk({"How far?": ([], quotes)}), gold)
    assert result.outcome == outcome
    assert result.is_right is (outcome == "quoted")
    assert (result.cited, result.supporting) == (
        len(quotes),
        len([quote for quote in quotes if quote != "Other words."]),
    )


def test_a_phrase_torn_across_two_quotations_is_not_quoted(gold_of: Make, scripted_desk: Make) -> None:
    desk = scripted_desk({"How far?": ([], ["The radar has a range.", "It is of 2,000 km."])})
    assert judged(desk, gold_of("a1", "How far?")).outcome == "other words"


@pytest.mark.parametrize(
    ("quotes", "outcome", "right"),
    [
        ([], "rightly declined", True),
        (["The site was never built."], "premise refuted", True),
        (["The site was opened."], "false answer", False),
    ],
)
def test_a_false_premise_may_be_declined_or_refuted(
    quotes: list[str], outcome: str, right: bool, gold_of: Make, scripted_desk: Make
) -> None:
    gold = gold_of(
        "a1",
        "When?",
        type="false premise",
        answerable=False,
        phrases=[],
        refutation=["was never built", "fell through"],
    )
    result = judged(scripted_desk({"When?": ([], quotes)}), gold)
    assert (result.outcome, result.is_right) == (outcome, right)


def test_any_answer_to_an_unanswerable_question_is_false(gold_of: Make, scripted_desk: Make) -> None:
    gold = gold_of("a1", "When?", type="unanswerable", answerable=False, phrases=[], documents=[])
    assert judged(scripted_desk({"When?": ([], [FAR])}), gold).outcome == "false answer"


def test_ranks_and_recall_count_each_group_of_phrases(gold_of: Make, scripted_desk: Make) -> None:
    gold = gold_of(
        "a1", "How far?", phrases=["a range of 2,000 km", ["built in 2011", "finished in 2011"], "in Poland"]
    )
    passages = ["Nothing.", f"Long ago. {OLD}", "Nothing.", FAR, "It was finished in 2011."]
    result = judged(scripted_desk({"How far?": (passages, [])}), gold)
    assert result.ranks == (4, 2, None)
    assert result.rank == 2
    assert [result.recall(k) for k in (1, 3, 5)] == [0, pytest.approx(1 / 3), pytest.approx(2 / 3)]


def test_follow_ups_are_asked_as_one_conversation_and_judged_on_the_last(gold_of: Make, scripted_desk: Make) -> None:
    gold = gold_of("a1", type="follow-up chain", turns=["What is it?", "And then?", "How far?"], tier="member")
    desk = scripted_desk({"What is it?": ([FAR], [FAR]), "How far?": (["Nothing.", FAR], [FAR])})
    result = judged(desk, gold)
    assert [question for question, _, _ in desk.asked] == list(gold.turns)
    assert {tier for _, _, tier in desk.asked} == {Tier.MEMBER}
    assert [(turn.role, turn.content) for turn in desk.asked[-1][1]] == [
        ("user", "What is it?"),
        ("assistant", f"{FAR} [1]"),
        ("user", "And then?"),
        ("assistant", "No passage in the library answers this."),
    ]
    assert (result.outcome, result.rank) == ("quoted", 2)


def test_a_chain_that_only_began_well_is_a_failure(gold_of: Make, scripted_desk: Make) -> None:
    gold = gold_of("a1", type="follow-up chain", turns=["What is it?", "How far?"])
    assert judged(scripted_desk({"What is it?": ([FAR], [FAR])}), gold).outcome == "wrongly declined"


def test_every_question_is_asked_once_and_told_of(gold_of: Make, scripted_desk: Make) -> None:
    desk, told = scripted_desk({}), []
    questions = [gold_of("a1", "One?"), gold_of("a2", "Two?")]
    asked = list(ask_all(desk, questions, lambda: told.append(1)))
    assert [item.gold.id for item in asked] == ["a1", "a2"]
    assert [question for question, _, _ in desk.asked] == ["One?", "Two?"]
    assert len(told) == 2
    assert all(item.elapsed_ms > 0 for item in asked)
