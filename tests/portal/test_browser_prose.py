"""Prose on the chat page in Chromium: sentences with their verdicts, what takes their place, and "Quotes only"."""

import re
from collections.abc import Callable, Iterator
from threading import Semaphore
from typing import Any

import pytest
from fake_desk import FakeDesk
from fake_prose import FALLBACK, WHY
from playwright.sync_api import Browser, expect
from running import running
from test_browser_axe import faults
from visits import Visit, visiting

QUESTION = "What does Russia demand before it will cooperate?"

pytestmark = pytest.mark.browser


class WritingDesk(FakeDesk):
    """A desk with a language model."""

    def reset(self) -> None:
        super().reset()
        self.writes = True


@pytest.fixture(scope="module")
def writing(build_app: Callable[..., Any]) -> Iterator[tuple[WritingDesk, str]]:
    """Such a desk behind a real server."""
    desk = WritingDesk()
    with running(build_app(desk)) as address:
        yield desk, address


@pytest.fixture
def reader(
    browser: Browser, writing: tuple[WritingDesk, str], request: pytest.FixtureRequest
) -> Iterator[tuple[Visit, WritingDesk]]:
    """A visit there, and the desk as new. Fails the test for anything that should not happen in the browser."""
    desk, address = writing
    desk.reset()
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **getattr(request, "param", {})})
    visit = visiting(context, address)
    yield visit, desk
    faults = visit.faults
    context.close()
    assert faults == []


def test_sentences_come_with_their_verdicts_and_the_key_opens_by_keyboard(reader: tuple[Visit, WritingDesk]) -> None:
    visit, desk = reader
    desk.written.strikes = True
    exchange = visit.ask(QUESTION)
    expect(exchange.locator(".sentence-supported").first).to_contain_text("(supported)")
    expect(exchange.locator(".sentence-quoted").first).to_have_text(re.compile(r"^“.*”\d+ \(quoted\)$", re.DOTALL))
    expect(exchange.locator("s")).to_be_visible()
    expect(exchange.locator(".sentence-why")).to_have_text(f"Not supported. {WHY} See what it cites.")
    expect(exchange.get_by_role("link", name="See what it cites")).to_have_attribute("href", "/passages/paper-2")
    assert faults(visit.page) == []
    assert exchange.locator("blockquote").count() == 0
    summary = exchange.locator(".author summary")
    expect(summary).to_contain_text("sentences verified, 1 struck out.")
    summary.focus()
    visit.page.keyboard.press("Enter")
    expect(exchange.locator(".verdict-key")).to_be_visible()
    expect(visit.page.locator("#announcement [role=status]")).to_contain_text("Written by a language model")
    exchange.locator(".marker").first.click()
    expect(visit.page.locator(".card:has(#source-1-1)")).to_be_focused()


def test_the_quotations_take_the_place_of_prose_that_broke_off(reader: tuple[Visit, WritingDesk]) -> None:
    visit, desk = reader
    desk.written.fails = True
    steps = desk.steps = Semaphore(2)
    visit.page.get_by_label("Your question").fill(QUESTION)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#exchange-1 .written .sentence")).to_have_count(1)
    steps.release(100)
    exchange = visit.answered()
    expect(exchange.locator(".fallback")).to_have_text(FALLBACK)
    expect(exchange.locator("blockquote").first).to_be_visible()
    assert exchange.locator(".written").count() == 0


def test_quotes_only_is_remembered_for_the_session(reader: tuple[Visit, WritingDesk]) -> None:
    visit, desk = reader
    box = visit.page.get_by_role("checkbox", name="Quotes only")
    expect(box).not_to_be_checked()
    box.check()
    expect(visit.ask(QUESTION).locator("blockquote").first).to_be_visible()
    desk.warmed.clear()
    visit.page.reload()
    expect(box).to_be_checked()
    visit.ask(QUESTION)
    desk.warmed.set()
    visit.page.locator("#clear").click()
    visit.page.locator(".example").first.click()
    visit.answered()
    box.uncheck()
    expect(visit.ask(QUESTION, 2).locator(".written")).to_be_visible()
    assert desk.modes == ["extractive"] * 3 + ["auto"]


@pytest.mark.parametrize("reader", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_prose_fits_a_phone(reader: tuple[Visit, WritingDesk]) -> None:
    visit, desk = reader
    desk.written.strikes = True
    visit.ask(QUESTION).locator(".author summary").click()
    assert not visit.scrolls_sideways()
    expect(visit.page.get_by_role("checkbox", name="Quotes only")).to_be_in_viewport()
