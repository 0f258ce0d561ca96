"""The chat page for everyone: by keyboard, by name, on a phone, in the dark, and against attacks."""

import re

import pytest
from playwright.sync_api import expect
from visits import Visit

QUESTION = "What does Russia demand before it will cooperate?"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

pytestmark = pytest.mark.browser


def test_the_keyboard_is_enough(visit: Visit) -> None:
    page = visit.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the question")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the question")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    exchange = visit.answered()
    expect(page.get_by_label("Your question")).to_be_focused()
    marker = exchange.locator(".marker").first
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if marker.evaluate("element => element === document.activeElement"):
            break
    expect(marker).to_be_focused()
    expect(page.get_by_role("tooltip")).to_contain_text("Russia continues to block")
    assert marker.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".card:has(#source-1-1)")).to_be_focused()
    for _ in range(4):  # the title, the passage, its reference, and the way back
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Back to the answer").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(marker).to_be_focused()


def test_an_example_asks_and_the_focus_goes_to_it(visit: Visit) -> None:
    example = visit.page.locator(".example").first
    example.focus()
    visit.page.keyboard.press("Enter")
    exchange = visit.answered()
    expect(exchange.locator(".question")).to_contain_text(QUESTION)
    expect(exchange.locator(".question")).to_be_focused()
    visit.page.keyboard.press("Tab")
    expect(exchange.locator(".marker").first).to_be_focused()


def test_every_control_has_a_name(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.get_by_role("button", name="Narrow the search").click()
    nameless = visit.page.evaluate(
        """() => [...document.querySelectorAll('button, a[href], input, textarea, [role=button], fieldset, aside')]
            .filter((e) => e.checkVisibility() && !e.closest('[aria-hidden=true]'))
            .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.[0]?.textContent.trim()
                || document.getElementById(e.getAttribute('aria-labelledby'))))
            .map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert nameless == []
    assert visit.page.evaluate("new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size") > 10
    assert visit.page.evaluate("document.documentElement.lang") == "en"
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Refdesk")
    expect(visit.page.get_by_role("complementary", name="Sources")).to_be_visible()


def test_attacks_in_questions_and_documents_do_nothing(visit: Visit, hostile: str) -> None:
    exchange = visit.ask(f"unicorns hostile sentence {hostile}")
    expect(exchange.locator(".question")).to_contain_text("<script>")
    expect(exchange.locator(".statement").first).to_contain_text("onerror=")
    exchange.locator(".marker").first.hover()
    expect(visit.page.get_by_role("tooltip")).to_contain_text("onerror=")
    visit.page.get_by_role("tab", name="Library").click()
    expect(visit.page.locator(".document", has_text="Unicorns")).to_be_visible()
    visit.page.get_by_role("tab", name="Ask").click()
    visit.page.get_by_role("button", name="Narrow the search").click()
    visit.page.get_by_role("combobox", name="Documents").click()
    expect(visit.page.get_by_role("option", name=re.compile("Unicorns"))).to_be_visible()
    assert visit.page.title() == "Refdesk"
    assert visit.page.locator("img").count() == 0
    for address in ("/documents/nasty", "/passages/nasty-1"):
        visit.page.goto(visit.address + address)
        assert visit.page.title() != "owned"
        assert visit.page.locator("img").count() == 0


@pytest.mark.parametrize("visit", [{"color_scheme": "dark"}], indirect=True)
def test_dark_follows_the_system_until_the_reader_chooses(visit: Visit) -> None:
    def ground() -> str:
        return str(visit.page.evaluate("getComputedStyle(document.body).backgroundColor"))

    dark = ground()
    switch = visit.page.get_by_role("button", name="Dark appearance")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert ground() != dark
    visit.page.goto(f"{visit.address}/documents/paper")
    expect(visit.page.get_by_role("button", name="Dark appearance")).to_have_attribute("aria-pressed", "false")
    assert ground() == "rgb(247, 246, 242)"


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
def test_a_phone_shows_everything_without_scrolling_sideways(visit: Visit) -> None:
    page = visit.page
    assert not visit.scrolls_sideways()
    exchange = visit.ask(f"{QUESTION} {'x' * 300}")
    assert not visit.scrolls_sideways()
    panel, conversation = page.locator("#panel").bounding_box(), page.locator("#conversation").bounding_box()
    assert panel and conversation
    assert panel["y"] >= conversation["y"] + conversation["height"] - 1
    exchange.locator(".marker").first.tap()
    expect(page.locator(".card:has(#source-1-1)")).to_be_in_viewport()
    page.get_by_role("tab", name="Library").tap()
    assert not visit.scrolls_sideways()
    for address in ("/passages/nasty-1", "/documents/paper", "/documents/nasty", "/documents"):
        page.goto(visit.address + address)
        assert not visit.scrolls_sideways(), address


def test_nothing_on_the_page_is_gradio_s_own_look(visit: Visit) -> None:
    body = visit.page.locator("body")
    for words in ("Built with Gradio", "Use via API", "Settings", "Chatbot"):
        expect(body).not_to_contain_text(words)
    assert visit.page.evaluate("getComputedStyle(document.getElementById('ask')).backgroundColor") == "rgb(29, 91, 73)"
