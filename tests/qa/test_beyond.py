"""How many documents above a reader's tier would be cited for the same question: their number, and nothing else."""

from dataclasses import fields
from typing import Any

import pytest
from handmade import CODES, SECRETS, answered

from corpus.types import Tier
from qa.desk import Desk
from qa.errors import QuestionError
from qa.render import also_json, answer_json
from qa.types import Also, Filters, Turn

QUESTION = "Which canary sings of interceptors, radars and treaties in Poland at dawn?"


def by_hand(desk: Desk, tier: Tier, question: str = QUESTION, **how: Any) -> int:
    """How many documents of `tier` itself a reader of that tier is cited."""
    citations = desk.ask(question, tier=tier, kept=False, **how).citations
    return len({citation.document_id for citation in citations if citation.meta.access is tier})


def test_it_counts_what_a_reader_of_each_tier_above_would_be_cited(small_desk: Desk) -> None:
    member, staff = by_hand(small_desk, Tier.MEMBER), by_hand(small_desk, Tier.STAFF)
    assert member and staff
    assert small_desk.beyond(QUESTION, tier=Tier.PUBLIC) == (Also(Tier.MEMBER, member), Also(Tier.STAFF, staff))
    assert small_desk.beyond(QUESTION, tier=Tier.MEMBER) == (Also(Tier.STAFF, staff),)
    assert small_desk.beyond(QUESTION, tier=Tier.STAFF) == ()


def test_where_nothing_would_be_cited_nothing_is_told(small_desk: Desk) -> None:
    assert small_desk.beyond("Who sold zebras to the giraffes of Guam?", tier=Tier.PUBLIC) == ()
    nowhere = Filters(documents=("none",))
    assert small_desk.beyond(QUESTION, filters=nowhere, tier=Tier.PUBLIC) == ()


def test_filters_and_the_conversation_count_too(small_desk: Desk) -> None:
    history = [Turn("user", QUESTION)]
    told = small_desk.beyond("Quote it.", history=history, tier=Tier.PUBLIC)
    assert [also.documents for also in told] == [
        count for tier in (Tier.MEMBER, Tier.STAFF)
        if (count := by_hand(small_desk, tier, "Quote it.", history=history))
    ]  # fmt: skip


def test_no_word_of_a_document_is_in_it(small_desk: Desk) -> None:
    assert {field.name for field in fields(Also)} == {"access", "documents"}
    answer = answered()
    told = str([also.told() for also in small_desk.beyond(QUESTION, tier=Tier.PUBLIC)]) + str(also_json(answer))
    assert not [word for word in (*CODES.values(), *SECRETS.values()) if word in told]


def test_that_it_was_counted_is_not_kept(small_desk: Desk) -> None:
    small_desk.beyond(QUESTION, tier=Tier.PUBLIC)
    assert small_desk.catalogue.database.rows("SELECT id FROM answers") == []


def test_a_question_that_cannot_be_taken(small_desk: Desk) -> None:
    with pytest.raises(QuestionError):
        small_desk.beyond(" ", tier=Tier.PUBLIC)


@pytest.mark.parametrize(
    ("also", "after", "instead"),
    [
        (Also(Tier.MEMBER, 1), "One member document also covers this.", "One member document covers this."),
        (Also(Tier.MEMBER, 2), "Two member documents also cover this.", "Two member documents cover this."),
        (
            Also(Tier.STAFF, "several"),
            "Several staff documents also cover this.",
            "Several staff documents cover this.",
        ),
    ],
)
def test_it_is_told_in_a_sentence(also: Also, after: str, instead: str) -> None:
    assert (also.told(), also.told(also=False)) == (after, instead)


def test_an_answer_without_it_is_as_ever() -> None:
    assert "also" not in answer_json(answered())
