"""Terms of the glossary in Chromium: by pointer, keyboard and touch, over words that stay what they were."""

import re

import pytest
from playwright.sync_api import Locator, expect
from visits import Visit

QUESTION = "When was the site in Romania declared operational?"
MEANING = "An Aegis Ashore battery near Caracal, by the Olt & <b>Danube</b>."
SENTENCE = "The Deveselu site in Romania was declared operational on 12 May 2016."
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

pytestmark = pytest.mark.browser


def told(visit: Visit) -> Locator:
    return visit.page.get_by_role("tooltip")


def test_a_term_in_an_answer_tells_its_meaning_on_hover(visit: Visit) -> None:
    term = visit.ask(QUESTION).locator(".term")
    expect(term).to_have_text("Deveselu site")
    expect(told(visit)).to_have_count(0)
    term.hover()
    expect(told(visit)).to_contain_text("Deveselu site")
    expect(told(visit).locator(".preview-meaning")).to_have_text(MEANING)
    told(visit).get_by_role("link", name="From the library’s glossary").hover()
    visit.page.wait_for_timeout(300)
    expect(told(visit)).to_be_visible()
    visit.page.mouse.move(3, 3)
    expect(told(visit)).to_have_count(0)


def test_the_words_and_the_copy_are_unchanged(visit: Visit) -> None:
    exchange = visit.ask(QUESTION)
    statement = exchange.locator(".statement").first
    assert statement.evaluate("element => element.textContent") == f"{SENTENCE}1"  # and its marker
    visit.page.evaluate(
        """() => { const text = document.querySelector('#exchange-1 .statement'), range = document.createRange();
            range.setStart(text, 0); range.setEndBefore(text.querySelector('.marker'));
            getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    visit.page.keyboard.press("Control+C")
    assert visit.page.evaluate("navigator.clipboard.readText()") == SENTENCE
    exchange.get_by_role("button", name="Copy with references").click()
    expect(exchange.locator(".after-answer > .said")).to_have_text("Copied.")
    assert SENTENCE in visit.page.evaluate("navigator.clipboard.readText()")


def test_a_term_in_a_card_lies_under_the_quote_and_the_answer(visit: Visit) -> None:
    visit.ask(QUESTION)
    card = visit.page.locator(".card", has=visit.page.locator("#source-1-1"))
    expect(card.locator("mark.quoted .term").first).to_have_text("Deveselu ")
    expect(card.locator("mark.quoted b.answering .term").first).to_have_text("site")
    assert re.sub(r"\d(?=The)", "", card.locator(".card-words").inner_text()).startswith(SENTENCE)
    expect(card.locator(".card-title .term, .card-kind .term")).to_have_count(0)
    card.locator("b.answering .term").first.hover()
    expect(told(visit)).to_contain_text(MEANING)


def test_a_marker_s_preview_holds_no_term(visit: Visit) -> None:
    visit.ask(QUESTION).locator(".marker").first.hover()
    expect(told(visit)).to_contain_text(SENTENCE)
    expect(told(visit).locator(".term")).to_have_count(0)
    expect(told(visit).locator("b.answering").first).to_be_visible()


def test_the_keyboard_reaches_a_term_its_entry_and_back(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/passages/paper-4")
    term = page.locator("blockquote .term")
    expect(term).to_have_text("ICBM")
    assert term.get_attribute("aria-describedby") is None
    page.locator(".leaf-title a").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        if term.evaluate("element => element === document.activeElement"):
            break
    expect(term).to_be_focused()
    expect(told(visit)).to_contain_text("A rocket weapon that crosses from one continent to another.")
    expect(told(visit)).not_to_contain_text("More is said")
    expect(term).to_have_attribute("aria-describedby", "preview")
    page.keyboard.press("Escape")
    expect(told(visit)).to_have_count(0)
    expect(term).to_be_focused()
    assert term.get_attribute("aria-describedby") is None
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(told(visit).get_by_role("link").first).to_be_focused()
    page.keyboard.press("Tab")
    every = told(visit).get_by_role("link", name="Every mention")
    expect(every).to_be_focused()
    expect(every).to_have_attribute("href", "/mentions?term=ICBM")
    page.keyboard.press("Shift+Tab")
    expect(told(visit).get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(term).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Previous passage")).to_be_focused()
    expect(told(visit)).to_have_count(0)


def test_enter_twice_opens_the_entry_with_its_heading_in_view(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/passages/paper-4")
    page.keyboard.press("Tab")  # from here on the focus shows
    page.locator("blockquote .term").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visit.address}/documents/terms#entry-6")
    expect(page.get_by_role("heading", name="ICBM")).to_be_in_viewport()


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
def test_a_touch_opens_and_another_closes(visit: Visit) -> None:
    page = visit.page
    visit.ask(QUESTION)
    page.locator("#exchange-1 .term").tap()
    expect(told(visit)).to_contain_text(MEANING)
    assert not visit.scrolls_sideways()
    page.locator("#exchange-1 .question").tap()
    expect(told(visit)).to_have_count(0)
    page.locator("#exchange-1 .term").tap()
    told(visit).get_by_role("link").first.tap()
    expect(page).to_have_url(re.compile("/documents/terms#entry-"))


def test_a_hostile_meaning_is_only_words(visit: Visit, hostile: str) -> None:
    visit.ask("unicorns hostile sentence").locator(".term").first.hover()
    expect(told(visit).locator(".preview-meaning")).to_contain_text("onerror=")
    assert visit.page.title() == "Refdesk"
    visit.page.goto(f"{visit.address}/passages/nasty-1")
    visit.page.locator(".term").first.hover()
    expect(told(visit).locator(".preview-meaning")).to_contain_text("${document.title")
    assert visit.page.locator("img").count() == 0
    assert visit.page.title() != "owned"
