"""An answer in a terminal: the quotes are there as they stand."""

import io
from dataclasses import replace
from typing import Literal

import pytest
from handmade import answered, citation, unanswered
from rich.console import Console

from qa.terminal import show
from qa.types import Answer

MARKUP = "See [bold]this[/bold] and [1] “that” :rocket: <b>."


def shown(answer: Answer, width: int = 240, color: bool = False) -> str:
    """What a terminal of `width` columns shows."""
    out = io.StringIO()
    system: Literal["standard"] | None = "standard" if color else None
    show(answer, Console(file=out, width=width, force_terminal=color, highlight=False, color_system=system))
    return out.getvalue()


def test_quotes_stand_word_for_word_with_their_markers() -> None:
    text = shown(answered(citation(1), citation(2, MARKUP)))
    assert "“Nothing was signed.” [1]" in text
    assert f"“{MARKUP}” [2]" in text
    assert "Talks went on. Nothing was signed. So it was." in text
    assert "[1] A Brief" in text
    assert "A. Author, A Publisher, November 1, 2011, section “Heading”" in text


def test_references_stand_under_the_cards_by_their_markers() -> None:
    out = io.StringIO()
    show(answered(citation(1)), Console(file=out, width=240, highlight=False), {1: f"A. Author. {MARKUP}"})
    assert out.getvalue().splitlines()[-1] == f"[1] A. Author. {MARKUP}"


def test_no_answer_is_said_before_what_is_nearest() -> None:
    text = shown(unanswered(citation(1)))
    assert text.startswith("No passage in the library answers this.")
    assert text.index("Nearest passages, not an answer:") < text.index("Nothing was signed.")
    assert "Nearest" not in shown(unanswered())


def test_a_completed_question_is_shown() -> None:
    assert "Understood as" not in shown(answered(citation(1)))
    assert "Understood as: Was what signed?" in shown(
        replace(answered(citation(1)), standalone_question="Was what signed?")
    )


def test_the_answering_words_are_marked_and_no_others() -> None:
    text = shown(answered(citation(1)), color=True)
    assert "\x1b[1m“Nothing was signed.”\x1b[0m" in text
    assert "\x1b[7mNothing\x1b[0m was signed." in text
    whole = shown(answered(citation(1, highlights=())), color=True)
    assert "\x1b[7mNothing was signed.\x1b[0m" in whole


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_narrow_terminal_loses_no_words(width: int) -> None:
    words = {"Nothing", "was", "signed.", "Talks", "went", "on.", "So", "it"}
    assert words <= set(shown(answered(citation(1)), width).split())
