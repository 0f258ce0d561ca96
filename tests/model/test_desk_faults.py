"""A whole desk whose language model is asked over real HTTP: written, checked, failed, left."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from corpus.types import Tier
from qa.chat.failures import SENTENCES
from qa.desk import Desk
from qa.types import Answer, Filters, Writing
from tests.model.faults import FAULTS, silent
from tests.model.scripted import Exchange, writes
from tests.model.writers import another, drifting, fenced, honest, miscited, unknown

QUESTION = "What does Russia demand before it will cooperate?"
DEADLINE_S = 3.0

DeskWith = Callable[..., Desk]


@pytest.fixture(scope="module")
def plain(desk_with: DeskWith) -> Answer:
    """The answer without a model."""
    answer = desk_with(None).ask(QUESTION, mode="extractive")
    assert answer.answerable
    return answer


def test_prose_is_written_from_the_passages_and_checked(ask_at: Any, desk_with: DeskWith) -> None:
    at = ask_at(writes(honest(fenced)))
    answer = desk_with(at.model).ask(QUESTION)
    assert answer.mode == "generative"
    assert answer.prose is not None
    assert (answer.prose.model, answer.prose.fallback) == ("openai:scripted", "")
    assert answer.prose.verified == len(answer.statements) > 0
    assert {statement.verdict for statement in answer.statements} == {"quoted"}
    assert [call.outcome for call in at.calls] == ["answered"]


@pytest.mark.parametrize("keys", [another, unknown])
def test_sentences_with_false_keys_are_not_shown_as_cited(ask_at: Any, desk_with: DeskWith, keys: Any) -> None:
    """The words stand in another passage than the one that is cited, or in none that there is."""
    at = ask_at(writes(miscited(fenced, keys)))
    answer = desk_with(at.model).ask(QUESTION, tier=Tier.STAFF)
    assert at.server.seen
    cited = {citation.marker: citation for citation in answer.citations}
    for statement in answer.statements:
        words = statement.text.strip("“”. ")
        assert any(words in cited[marker].quote for marker in statement.citations)


def test_numbers_that_drift_are_never_shown(ask_at: Any, desk_with: DeskWith, plain: Answer) -> None:
    """Of sentences with a number in them, each is false now: what is shown has its numbers from what it cites."""
    at = ask_at(writes(drifting(honest(fenced, most=8))))
    answer = desk_with(at.model).ask("When was the European Phased Adaptive Approach announced?", tier=Tier.STAFF)
    assert any(character.isdigit() for _, text in fenced(at.server.seen[0].body) for character in text)
    cited = {citation.marker: citation for citation in answer.citations}
    for statement in answer.statements:
        quotes = " ".join(cited[marker].quote for marker in statement.citations)
        assert {word for word in statement.text.split() if word.isdigit()} <= set(quotes.replace(",", " ").split())


@pytest.mark.parametrize("fault", [*FAULTS, "nobody listens"])
def test_whatever_fails_the_quotations_come_in_time(
    fault: str, ask_at: Any, desk_with: DeskWith, plain: Answer
) -> None:
    at = ask_at(FAULTS.get(fault, silent)())
    if fault not in FAULTS:
        at.server.close()
    began = time.monotonic()
    answer = desk_with(at.model, DEADLINE_S).ask(QUESTION)
    assert time.monotonic() - began < DEADLINE_S
    assert (answer.statements, answer.citations) == (plain.statements, plain.citations)
    assert answer.mode == "extractive"
    assert answer.prose is not None
    assert answer.prose.verified == 0
    cause = answer.prose.fallback.partition(", so this answer is quoted")[0]
    assert cause
    assert cause != answer.prose.fallback
    if at.calls[0].outcome != "left":
        assert cause == SENTENCES[at.calls[0].outcome].rstrip(".")


def test_a_reader_who_leaves_ends_the_request(ask_at: Any, desk_with: DeskWith) -> None:
    at = ask_at(silent())
    events = desk_with(at.model, 60.0).stream(QUESTION)
    next(event for event in events if isinstance(event, Writing) and at.server.seen)
    began = time.monotonic()
    events.close()  # type: ignore[attr-defined]
    while not at.server.left:
        assert time.monotonic() - began < 30
        time.sleep(0.01)
    assert [call.outcome for call in at.calls] == ["left"]


def test_a_reader_can_leave_a_silent_model(ask_at: Any, desk_with: DeskWith) -> None:
    """There is a sign of life at least every two seconds, at which whoever passes it on may notice."""
    at = ask_at(silent())
    events = desk_with(at.model, 60.0).stream(QUESTION)
    lives = 0
    last = time.monotonic()
    for event in events:
        if isinstance(event, Writing):
            lives += 1
            assert time.monotonic() - last < 15
        last = time.monotonic()
        if lives == 3:
            break
    events.close()  # type: ignore[attr-defined]


def test_the_model_is_not_asked_where_nothing_is_found(ask_at: Any, desk_with: DeskWith) -> None:
    def never(_: Exchange) -> None:
        raise AssertionError("the model was asked")

    at = ask_at(never)
    answer = desk_with(at.model).ask(QUESTION, filters=Filters(documents=("none-such",)))
    assert not answer.answerable
    assert at.server.seen == []
