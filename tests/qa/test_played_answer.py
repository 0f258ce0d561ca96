"""A whole answer as a small model writes it, through the desk and its real check: what its reader sees."""

from collections.abc import Callable, Iterable
from typing import Any

from promises import check_prose
from prose_models import FakeModel, passages

from qa.desk import Desk
from qa.generate import Writer, Writing
from qa.prose.wording import told
from qa.verify.check import Verifier

QUESTION = "What does Russia demand as a condition for cooperation?"


def small_model(found: dict[str, str], _question: str) -> Iterable[str]:
    """A preamble, a list with a key in every format, a slip, an addition, and what the passages lack."""
    key = next(key for key, text in found.items() if "legally binding technical guarantees" in text)
    yield "Based on the passages, here is what Russia demands:\n\n"
    yield f"1. **Russia** demands legally binding technical guarantees of limits on U.S. missile defenses. ({key})\n"
    yield f"2. It is “a condition for cooperation” [{key.upper()}].\n"
    yield f"3. Russia demands three hundred technical guarantees of limits on U.S. missile defenses [{key}].\n"
    yield f"4. Russia demands guarantees of limits from Germany [{key}].\n"
    yield "5. Vladimir Putin repeated this demand in Munich.\n\n"
    yield "The passages do not say when the demand was first made."


def test_what_a_small_model_writes_is_read_only_where_it_is_true(
    small_library: Any, plain_desk: Callable[..., Desk]
) -> None:
    model = FakeModel(small_model)
    desk = plain_desk(small_library, writer=Writer(model, lambda _: Verifier(), Writing()))
    answer = desk.ask(QUESTION)
    check_prose(answer, desk)
    assert [statement.text for statement in answer.statements] == [
        "Russia demands legally binding technical guarantees of limits on U.S. missile defenses.",
        "It is “a condition for cooperation”.",
    ]
    assert all("as a condition for cooperation" in citation.quote for citation in answer.citations)
    assert told(answer).endswith("2 of 5 sentences verified, 3 held back.")
    assert not any(key in answer.text for key in passages(model.prompts[0]))
