"""How a question was understood, its readings and what may be asked next, in Chromium."""

from typing import Any

import pytest
from playwright.sync_api import expect
from visits import Visit

QUESTION = "What does Russia demand before it will cooperate?"
NEXT = "When was the Deveselu site in Romania declared operational?"

pytestmark = pytest.mark.browser


def test_what_was_looked_up_can_be_changed_and_asked_anew(visit: Visit, slow_desk: Any) -> None:
    slow_desk.understood = {"And now?": "As of now, what does Russia demand?"}
    exchange = visit.ask("And now?")
    expect(exchange.locator(".read-as")).to_contain_text("Looked up as: As of now, what does Russia demand?")
    change = exchange.get_by_role("button", name="Change the question that was looked up")
    change.focus()
    visit.page.keyboard.press("Enter")
    box = visit.page.get_by_label("Your question")
    expect(box).to_be_focused()
    expect(box).to_have_value("As of now, what does Russia demand?")
    visit.page.keyboard.press("Backspace")
    visit.page.keyboard.type(" in 2011?")
    visit.page.keyboard.press("Enter")
    expect(visit.answered(2).locator(".question")).to_contain_text("As of now, what does Russia demand in 2011?")
    expect(box).to_have_value("")


def test_readings_and_questions_to_come_are_asked_by_a_button(visit: Visit, slow_desk: Any) -> None:
    slow_desk.open = {"When was it?": (QUESTION, NEXT)}
    slow_desk.offered = (NEXT,)
    exchange = visit.ask("When was it?")
    choice = exchange.get_by_role("list", name="Which do you mean?")
    expect(choice.get_by_role("button")).to_have_text([QUESTION, NEXT])
    expect(visit.page.locator("#announcement [role=status]")).to_contain_text("There are 2 questions to choose from.")
    choice.get_by_role("button", name=QUESTION).focus()
    visit.page.keyboard.press("Enter")
    answered = visit.answered(2)
    expect(answered.locator(".question")).to_contain_text(QUESTION)
    answered.get_by_role("list", name="To ask next").get_by_role("button", name=NEXT).click()
    expect(visit.answered(3).locator(".question")).to_contain_text(NEXT)
    expect(answered.locator(".follow")).to_be_hidden()
    visit.page.set_viewport_size({"width": 390, "height": 844})
    assert not visit.scrolls_sideways()
