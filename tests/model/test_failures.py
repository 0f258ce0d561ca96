"""A language model that fails, in every way that the scripted server has: what its reader is told, and when."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from qa.chat.breaker import FAILURES, PAUSE_S
from qa.chat.budgeted import CHARACTERS_A_TOKEN, FIRST_SHARE
from qa.chat.failures import SENTENCES
from qa.chat.leaving import Asker, work_for
from qa.chat.types import Call, ChatModel, Message, completed
from qa.errors import AskerLeft, ChatError
from tests.model import faults
from tests.model.scripted import ScriptedServer, in_turn, says

QUESTION = "What does PANGOLIN demand?"
SAID = (Message("system", "Answer from the passages."), Message("user", QUESTION))
WITHIN_S = 10.0
SHORT_S = 1.6


def asked(model: ChatModel, within_s: float = WITHIN_S, tokens: int = 100) -> tuple[str, ChatError | None, float]:
    """The text that came, the error that ended it, and the seconds that it took."""
    came: list[str] = []
    began = time.monotonic()
    try:
        came.extend(model.stream(SAID, within_s=within_s, tokens=tokens))
    except ChatError as error:
        return "".join(came), error, time.monotonic() - began
    return "".join(came), None, time.monotonic() - began


@pytest.mark.parametrize(
    ("script", "kind", "tries"),
    [
        (faults.unauthorized(), "unauthorized", 1),
        (faults.fails(403), "unauthorized", 1),
        (faults.fails(400), "rejected", 1),
        (faults.fails(404), "rejected", 1),
        (faults.busy("120"), "busy", 1),
        (faults.busy("Wed, 21 Oct 2099 07:28:00 GMT"), "busy", 1),
        (faults.busy("soon"), "busy", 2),
        (faults.broken(), "unavailable", 2),
        (faults.hangs_up(), "unavailable", 2),
        (faults.html(), "malformed", 1),
        (faults.malformed_json(), "malformed", 1),
        (faults.other_json(), "malformed", 1),
        (faults.huge_event(), "too_long", 1),
        (faults.refuses(), "refused", 1),
        (faults.filtered(), "refused", 1),
        (faults.empty(), "refused", 1),
    ],
)
def test_failures_before_the_first_word(ask_at: Any, script: Any, kind: str, tries: int) -> None:
    at = ask_at(script)
    text, error, seconds = asked(at.model)
    assert error is not None
    assert (text, error.kind, str(error)) == ("", kind, SENTENCES[kind])
    assert len(at.server.seen) == tries
    assert seconds < WITHIN_S
    assert [(call.outcome, call.first_s) for call in at.calls] == [(kind, None)]


@pytest.mark.parametrize(
    ("script", "kind", "came"),
    [
        (faults.cut_off("The radar was ", "oper"), "cut_off", "The radar was oper"),
        (faults.malformed_chunk("The radar ", "was "), "malformed", "The radar was "),
        (faults.too_long("The radar ", "was"), "too_long", "The radar was"),
        (faults.filtered("The radar "), "refused", "The radar "),
        (faults.huge(), "too_long", ("word " * 2000)[: 100 * CHARACTERS_A_TOKEN]),
    ],
)
def test_failures_after_the_first_word_are_not_tried_again(ask_at: Any, script: Any, kind: str, came: str) -> None:
    at = ask_at(script)
    text, error, _ = asked(at.model)
    assert error is not None
    assert (text, error.kind, str(error)) == (came, kind, SENTENCES[kind])
    assert len(at.server.seen) == 1
    assert at.calls[0].first_s is not None


@pytest.mark.parametrize(
    ("script", "seconds"),
    [
        (faults.silent(), SHORT_S * FIRST_SHARE),
        (faults.dripping(0.2), SHORT_S * FIRST_SHARE),
        (faults.stalls("The radar "), SHORT_S),
        (says(*"The radar was ready", every_s=0.3), SHORT_S),
    ],
)
def test_time_is_up_whatever_the_server_does(ask_at: Any, script: Any, seconds: float) -> None:
    at = ask_at(script)
    _, error, took = asked(at.model, within_s=SHORT_S)
    assert error is not None
    assert error.kind == "timeout"
    assert seconds - 0.1 < took < seconds + 8.0, "it is silent for a minute"
    assert len(at.server.seen) == 1
    until_left(at.server)


@pytest.mark.parametrize("slowly", [0.0, 0.05])
def test_a_server_that_is_faster_than_its_reader_is_left_at_once_too(ask_at: Any, slowly: float) -> None:
    """With an event always at hand, nothing ever waits."""
    at = ask_at(says(*["word "] * 100_000))
    pieces = at.model.stream(SAID, within_s=60, tokens=10_000_000)
    assert next(piece for piece in pieces if piece)
    time.sleep(slowly)
    pieces.close()
    until_left(at.server)


def test_nobody_listens(ask_at: Any) -> None:
    at = ask_at(says("x"))
    at.server.close()
    _, error, took = asked(at.model)
    assert error is not None
    assert error.kind == "unavailable"
    assert took < WITHIN_S


@pytest.mark.parametrize("first", [faults.broken(), faults.hangs_up(), faults.busy("0"), faults.busy("1")])
def test_one_more_try_before_the_first_word(ask_at: Any, first: Any) -> None:
    at = ask_at(in_turn(first, says("The radar ", "was ready.")))
    text, error, _ = asked(at.model)
    assert (text, error, len(at.server.seen)) == ("The radar was ready.", None, 2)
    assert [call.outcome for call in at.calls] == ["answered"]


def test_waits_as_long_as_a_busy_provider_asks(ask_at: Any) -> None:
    at = ask_at(in_turn(faults.busy("1"), says("Now.")))
    text, _, took = asked(at.model)
    assert text == "Now."
    assert 1.0 <= took < WITHIN_S


def until_left(server: ScriptedServer, count: int = 1) -> None:
    """Waits until the server has noticed that `count` clients left it."""
    until = time.monotonic() + 30
    while server.left < count:
        assert time.monotonic() < until, "the connection stayed open"
        time.sleep(0.01)


@pytest.mark.parametrize(("script", "first"), [(faults.silent(), ""), (faults.stalls("The radar "), "The radar ")])
def test_closing_the_iterator_closes_the_connection(ask_at: Any, script: Any, first: str) -> None:
    at = ask_at(script)
    pieces = at.model.stream(SAID, within_s=30, tokens=100)
    began = time.monotonic()
    assert next(pieces) == first
    assert time.monotonic() - began < 10, "whoever takes the pieces is held"
    pieces.close()
    until_left(at.server)
    assert [call.outcome for call in at.calls] == ["left"]


def test_whoever_takes_the_pieces_can_leave_at_any_time(ask_at: Any) -> None:
    at = ask_at(faults.silent())
    pieces = at.model.stream(SAID, within_s=30, tokens=100)
    began = time.monotonic()
    assert [next(pieces) for _ in range(3)] == ["", "", ""]
    assert time.monotonic() - began < 10
    pieces.close()


@pytest.mark.parametrize("script", [faults.silent(), faults.stalls("The radar "), says(*["word "] * 100_000)])
def test_whoever_leaves_ends_the_request_from_outside(ask_at: Any, script: Any) -> None:
    """Also while a thread waits for the model, or has more than it can read."""
    at, asker = ask_at(script), Asker()

    def ask() -> None:
        work_for(asker)
        for _ in at.model.stream(SAID, within_s=60, tokens=10_000_000):
            time.sleep(0.001)

    with ThreadPoolExecutor(1) as thread:
        asking = thread.submit(ask)
        until = time.monotonic() + 30
        while not at.server.seen:
            assert time.monotonic() < until
            time.sleep(0.01)
        asker.leave()
        with pytest.raises(AskerLeft):
            asking.result(30)
        until_left(at.server)
        with pytest.raises(AskerLeft):
            thread.submit(ask).result(30)
    assert [call.outcome for call in at.calls] == ["left"]
    assert len(at.server.seen) == 1, "nobody asks for somebody who has gone"


def test_a_provider_that_fails_again_and_again_is_left_alone(ask_at: Any, clock: Callable[[float], None]) -> None:
    at = ask_at(faults.unauthorized(), clock=clock)
    kinds = [error.kind for _, error, _ in (asked(at.model) for _ in range(FAILURES + 2)) if error]
    assert kinds == ["unauthorized"] * FAILURES + ["paused"] * 2
    assert len(at.server.seen) == FAILURES
    assert at.model.breaker.state == "open"
    at.server.script = says("Again.")
    clock(PAUSE_S)
    assert at.model.breaker.state == "half-open"
    assert completed(at.model, SAID, within_s=10, tokens=20) == "Again."
    assert at.model.breaker.state == "closed"


@pytest.mark.parametrize(("script", "state"), [(says("NONE. ", "More."), "closed"), (faults.silent(), "half-open")])
def test_who_leaves_after_words_has_seen_that_it_answers(
    ask_at: Any, clock: Callable[..., float], script: Any, state: str
) -> None:
    at = ask_at(script, clock=clock)
    for _ in range(FAILURES):
        at.model.breaker.failed()
    clock(PAUSE_S)
    pieces = at.model.stream(SAID, within_s=10, tokens=20)
    while next(pieces) == "" and state == "closed":
        pass
    pieces.close()
    assert [call.outcome for call in at.calls] == ["left"]
    assert at.model.breaker.state == state


def test_refusals_and_long_answers_say_nothing_against_the_provider(ask_at: Any) -> None:
    at = ask_at(faults.refuses())
    for script in [faults.refuses(), faults.too_long("The radar")] * FAILURES:
        at.server.script = script
        asked(at.model)
    assert at.model.breaker.state == "closed"


def test_what_is_logged_tells_nothing_of_the_question_or_the_key(ask_at: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    at = ask_at(faults.broken(), {"OPENAI_API_KEY": "sk-PANGOLIN-key"})
    _, error, _ = asked(at.model)
    assert at.server.seen[0].headers["authorization"] == "Bearer sk-PANGOLIN-key"
    assert QUESTION in at.server.prompts[0]
    assert error is not None
    assert error.__context__ is None
    assert error.__cause__ is None
    told = [record for record in caplog.records if record.name.startswith("qa.")]
    assert [record.__dict__["members"] for record in told] == [
        {"model": "openai:scripted", "kind": "unavailable", "error": "OpenAIAPIError", "status": 500}
    ]
    everything = caplog.text + str([record.__dict__ for record in caplog.records]) + repr(at.model) + repr(at.calls)
    assert "PANGOLIN" not in everything + repr(error) + str(vars(at.model))


def test_a_good_answer(ask_at: Any) -> None:
    at = ask_at(says(" The radar ", "was ready.\n"))
    assert asked(at.model)[:2] == (" The radar was ready.\n", None)
    assert completed(at.model, SAID, within_s=10, tokens=20) == "The radar was ready."
    assert at.model.name == "openai:scripted"
    request = at.server.seen[0].body
    assert [(each["role"], each["content"]) for each in request["messages"]] == [
        ("system", "Answer from the passages."),
        ("user", QUESTION),
    ]
    assert request["max_completion_tokens"] == 100
    calls: list[Call] = at.calls
    assert [call.outcome for call in calls] == ["answered", "answered"]
    assert 0 < (calls[0].first_s or 0) <= calls[0].seconds
