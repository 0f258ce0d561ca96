"""The chat page in Chromium: asking, sources, copying, feedback, filters and the library."""

import re
from threading import Semaphore
from typing import Any

import pytest
from playwright.sync_api import expect
from visits import Visit

QUESTION = "What does Russia demand before it will cooperate?"
DEMAND = "Russia is demanding legally binding technical guarantees"

pytestmark = pytest.mark.browser


def test_an_answer_streams_in_with_its_steps(visit: Visit, slow_desk: Any) -> None:
    steps = slow_desk.steps = Semaphore(0)
    page = visit.page
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    progress = page.locator("#exchange-1 .progress")
    expect(progress).to_have_text("Searching 4 documents…")
    expect(page.locator("#announcement [role=status]")).to_have_text("Searching 4 documents…")
    steps.release()
    expect(progress).to_have_text(re.compile(r"Reading 10 passages…"))
    steps.release()
    expect(page.locator("#exchange-1 .statement")).to_have_count(1)
    steps.release(100)
    exchange = visit.answered()
    assert exchange.locator(".statement").count() > 1
    expect(exchange.locator("blockquote").first).to_contain_text(DEMAND)
    expect(exchange.locator("figcaption").first).to_contain_text("1 Nov 2011")
    expect(page.locator("#announcement [role=status]")).to_contain_text(DEMAND)
    expect(page.get_by_label("Your question")).to_have_value("")


def test_an_answer_stays_when_the_welcome_comes_after_it(visit: Visit, slow_desk: Any) -> None:
    slow_desk.warmed.clear()
    page = visit.page
    visit.page.goto(visit.address)
    expect(page.locator("#sources")).to_contain_text("appear here")
    exchange = visit.ask(QUESTION)
    box = page.get_by_label("Your question")
    box.fill("And the U.S.?")
    slow_desk.warmed.set()
    expect(page.locator(".example")).to_have_count(len(slow_desk.examples()))
    expect(page.locator(".welcome")).to_be_hidden()
    expect(exchange.locator("blockquote").first).to_contain_text(DEMAND)
    expect(page.locator("#sources-1 .card").first).to_be_visible()
    expect(box).to_have_value("And the U.S.?")
    page.keyboard.press("Enter")
    visit.answered(2)
    assert [turn.content for turn in slow_desk.asked[1][2] if turn.role == "user"] == [QUESTION]


def test_a_marker_previews_its_quote_and_opens_its_card(visit: Visit) -> None:
    exchange = visit.ask(QUESTION)
    marker = exchange.locator(".marker").nth(1)
    marker.hover()
    preview = visit.page.get_by_role("tooltip")
    expect(preview).to_contain_text(DEMAND)
    expect(preview).to_contain_text("Russian Cooperation with the Unites States")
    expect(preview).to_contain_text("1 Nov 2011")
    visit.page.keyboard.press("Escape")
    expect(preview).to_have_count(0)
    marker.click()
    card = visit.page.locator(".card:has(#source-1-2)")
    expect(card).to_be_focused()
    expect(card).to_have_class(re.compile("flash"))
    expect(card).to_be_in_viewport()
    expect(card.locator("mark.quoted", has_text="Russia is").first).to_be_visible()
    card.get_by_role("link", name="Back to the answer").click()
    expect(marker).to_be_focused()


def test_the_panel_follows_the_answer_it_belongs_to(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.ask("When was the Deveselu site in Romania declared operational?", 2)
    page = visit.page
    expect(page.locator("#sources-2")).to_be_visible()
    expect(page.locator("#sources-1")).to_be_hidden()
    expect(page.locator("#sources-2")).to_contain_text("p. 1")
    page.locator("#marker-1-1").click()
    expect(page.locator("#sources-1")).to_be_visible()
    expect(page.locator("#sources-2")).to_be_hidden()


def test_a_card_leads_to_the_passage_page(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.get_by_role("link", name="Open the passage").first.click()
    expect(visit.page.locator("blockquote.passage")).to_contain_text(DEMAND)


def test_the_answer_is_copied_with_its_references(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.get_by_role("button", name="Copy with references").click()
    expect(visit.page.locator("#exchange-1 .after-answer > .said")).to_have_text("Copied.")
    plain = visit.page.evaluate("navigator.clipboard.readText()")
    rich = visit.page.evaluate(
        "navigator.clipboard.read().then((items) => items[0].getType('text/html')).then((blob) => blob.text())"
    )
    for form in (plain, rich):
        assert DEMAND in form
        assert f"{visit.address}/passages/paper-2" in form


def test_feedback_with_and_without_words(visit: Visit, slow_desk: Any) -> None:
    exchange = visit.ask(QUESTION)
    exchange.get_by_role("button", name="Not useful").click()
    expect(exchange.locator(".after-answer > .said")).to_have_text("Thank you.")
    expect(exchange.get_by_role("button", name="Not useful")).to_have_attribute("aria-pressed", "true")
    comment = exchange.get_by_label("What should the desk know?")
    expect(comment).to_be_focused()
    comment.fill("Too <b>old</b>.")
    exchange.get_by_role("button", name="Send comment").click()
    expect(comment).to_be_hidden()
    assert [(rating, words) for _, rating, words in slow_desk.given] == [("down", ""), ("down", "Too <b>old</b>.")]
    expect(exchange.get_by_role("button", name="Not useful")).to_be_focused()


def test_the_search_can_be_narrowed(visit: Visit, slow_desk: Any) -> None:
    page = visit.page
    fold = page.get_by_role("button", name="Narrow the search")
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")
    page.get_by_label("White papers").check()
    documents = page.get_by_role("combobox", name="Documents")
    documents.focus()
    page.keyboard.type("Russian Coop")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    visit.ask(QUESTION)
    assert slow_desk.asked[0][1].kinds == ("white-paper",)
    assert slow_desk.asked[0][1].documents == ("paper",)
    page.get_by_role("button", name=re.compile("^Remove Russian Cooperation")).click()
    page.get_by_label("White papers").uncheck()
    visit.ask(QUESTION, 2)
    assert (slow_desk.asked[1][1].kinds, slow_desk.asked[1][1].documents) == ((), ())
    assert [turn.role for turn in slow_desk.asked[1][2]] == ["user", "assistant"]


def test_the_library_is_asked_about_one_document(visit: Visit, slow_desk: Any) -> None:
    page = visit.page
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("button", name=re.compile("^Ask this document.*Russian")).click()
    expect(page.get_by_role("button", name="Narrow the search")).to_have_attribute("aria-expanded", "true")
    visit.ask(QUESTION)
    assert slow_desk.asked[0][1].documents == ("paper",)


def test_a_link_may_bring_a_question_and_a_document(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}/?q=Which%20countries%3F&document=brief")
    expect(visit.page.get_by_label("Your question")).to_have_value("Which countries?")
    visit.page.get_by_role("button", name="Narrow the search").click()
    expect(visit.page.get_by_role("button", name=re.compile("^Remove Aegis Ashore"))).to_be_visible()


def test_what_is_not_in_the_library_is_said_quietly(visit: Visit) -> None:
    exchange = visit.ask("Who won the cup?")
    expect(exchange.locator(".notice-absent")).to_contain_text("No document in the library answers this.")
    expect(exchange.locator("blockquote")).to_have_count(0)
    expect(visit.page.get_by_role("heading", name="Nearest passages, not an answer")).to_be_visible()


def test_errors_are_sentences(visit: Visit, slow_desk: Any) -> None:
    exchange = visit.ask("boom about Russia")
    expect(exchange.locator(".notice-error")).to_contain_text("logged under reference")
    expect(visit.page.locator("body")).not_to_contain_text("hunter2")
    slow_desk.ready = False
    expect(visit.ask(QUESTION, 2).locator(".notice-error")).to_contain_text("There is no index yet")


def test_what_is_asked_while_an_answer_is_made_is_asked_after_it(visit: Visit, slow_desk: Any) -> None:
    steps = slow_desk.steps = Semaphore(0)
    page, box, waits = visit.page, visit.page.get_by_label("Your question"), visit.page.locator("#next")
    page.locator(".example").first.click()
    expect(page.locator("#exchange-1")).to_have_attribute("aria-busy", "true")
    box.fill("And the U.S.?")
    page.keyboard.press("Enter")
    expect(waits).to_have_text("Asked next, as soon as this answer is complete.")
    expect(box).to_have_value("And the U.S.?")
    assert len(slow_desk.asked) == 1
    steps.release(100)
    visit.answered(2)
    expect(waits).to_be_empty()
    expect(box).to_have_value("")
    expect(page.locator("#exchange-1 .statement").first).to_be_visible()
    first, second = slow_desk.asked
    assert (second[0], [turn.content for turn in second[2] if turn.role == "user"]) == ("And the U.S.?", [first[0]])


def test_a_new_conversation_ends_the_answer_that_is_being_made(visit: Visit, slow_desk: Any) -> None:
    steps = slow_desk.steps = Semaphore(2)
    visit.page.get_by_label("Your question").fill(QUESTION)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#exchange-1 .statement").first).to_be_visible()
    visit.page.get_by_role("button", name="New conversation").click()
    expect(visit.page.locator(".welcome")).to_be_visible()
    while not slow_desk.left:
        assert steps.acquire(blocking=False) is False, "the answer was made to its end"
        steps.release()
        visit.page.wait_for_timeout(500)
    steps.release(100)
    visit.ask(QUESTION)
    expect(visit.page.locator(".exchange")).to_have_count(1)
    assert [len(history) for _, _, history, _ in slow_desk.asked] == [0, 0]


def test_a_new_conversation_forgets_the_old_one(visit: Visit, slow_desk: Any) -> None:
    visit.ask(QUESTION)
    visit.page.get_by_role("button", name="New conversation").click()
    expect(visit.page.locator(".welcome")).to_be_visible()
    expect(visit.page.locator(".card")).to_have_count(0)
    visit.ask(QUESTION)
    assert slow_desk.asked[1][2] == ()
