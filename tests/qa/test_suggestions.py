"""Questions that may come next: from the documents cited and their neighbours, each answered by the library."""

from typing import Any

import pytest
from word_reader import WordReader

from corpus.types import Tier
from qa.desk import Desk
from qa.inquiry import Models
from qa.types import Answer, Filters, Turn

DEMAND = "What does Russia demand before it will cooperate?"


def suggested(desk: Desk, answer: Answer, **others: Any) -> tuple[str, ...]:
    """What may come after `answer`."""
    return desk.suggestions(answer, **{"tier": Tier.PUBLIC, **others})


def questions(desk: Desk, tier: Tier) -> set[str]:
    """What the documents of `tier` say they answer."""
    return {question for entry in desk.documents(tier=tier) for question in entry.meta.questions}


def test_suggestions_are_the_librarys_own_and_answered(desk: Desk) -> None:
    found = suggested(desk, desk.ask(DEMAND))
    assert 0 < len(found) <= 3
    assert set(found) <= questions(desk, Tier.PUBLIC) - {DEMAND}
    for question in found:
        assert desk.ask(question).answerable
    assert suggested(desk, desk.ask(DEMAND)) == found


def test_what_was_asked_is_not_suggested_again(desk: Desk) -> None:
    answer = desk.ask(DEMAND)
    first = suggested(desk, answer)
    told = [turn for question in first for turn in (Turn("user", question), Turn("assistant", "Yes."))]
    assert not set(first) & set(suggested(desk, answer, history=told))


@pytest.mark.parametrize("tier", list(Tier))
def test_no_suggestion_comes_from_above_the_reader(tier: Tier, desk: Desk) -> None:
    for question in (DEMAND, "What can I say about whether the European missile defense plan was delivered?"):
        assert set(suggested(desk, desk.ask(question, tier=tier), tier=tier)) <= questions(desk, tier)


def test_an_answer_of_a_higher_tier_suggests_nothing_of_it_to_a_lower(desk: Desk) -> None:
    above = desk.ask("What is the strongest criticism of the European plan?", tier=Tier.STAFF)
    assert set(suggested(desk, above)) <= questions(desk, Tier.PUBLIC)


def test_suggestions_keep_to_the_filters(desk: Desk) -> None:
    filters = Filters(kinds=("white-paper",))
    own = {q for entry in desk.documents() if entry.meta.kind == "white-paper" for q in entry.meta.questions}
    assert set(suggested(desk, desk.ask(DEMAND, filters=filters), filters=filters)) <= own


def test_a_choice_of_readings_comes_without_suggestions(desk: Desk) -> None:
    answer = desk.ask("When was the treaty signed?")
    assert answer.readings and suggested(desk, answer) == ()


class CountingReader(WordReader):
    """Counts how often it reads."""

    count = 0

    def read(self, question: str, *others: Any, **more: Any) -> Any:
        CountingReader.count += 1
        return super().read(question, *others, **more)


def test_what_is_answered_is_found_out_once(desk_library: Any) -> None:
    desk = Desk(desk_library.catalogue, desk_library.live, Models(desk_library.encoder, CountingReader()))
    answer = desk.ask(DEMAND)
    suggested(desk, answer)
    before = CountingReader.count
    suggested(desk, answer)
    assert CountingReader.count == before
