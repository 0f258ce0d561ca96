"""The chat page in Chromium: what a reader sees and does, by mouse, by keyboard, on a phone and in the dark."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
QUESTION = "What does Russia demand before it will cooperate?"
DEMAND = "Russia is demanding legally binding technical guarantees"

pytestmark = pytest.mark.browser


@dataclass
class Visit:
    """A page in the browser, and everything in it that should not have happened."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    def ask(self, question: str, number: int = 1) -> Locator:
        """Types `question`, sends it, and waits for the answer."""
        self.page.get_by_label("Your question").fill(question)
        self.page.keyboard.press("Enter")
        return self.answered(number)

    def answered(self, number: int = 1) -> Locator:
        """The exchange `number`, once it is done."""
        exchange = self.page.locator(f"#exchange-{number}")
        expect(exchange).to_have_attribute("aria-busy", "false", timeout=15_000)
        return exchange

    def scrolls_sideways(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.fixture(scope="module")
def served(build_app: Callable[..., FastAPI], build_desk: Callable[..., Any]) -> Iterator[tuple[Any, str]]:
    """A slow desk behind a real server on a free port."""
    desk = build_desk(pause_s=0.25)
    server = uvicorn.Server(uvicorn.Config(build_app(desk), host="127.0.0.1", port=0, ws="none", log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started, "the server did not start within 30 seconds"
    yield desk, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    server.force_exit = True
    thread.join(timeout=15)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM.exists(), f"these tests drive Chromium at {CHROMIUM}; install the package `chromium`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


def visiting(context: BrowserContext, address: str) -> Visit:
    visit = Visit(context.new_page(), address)
    visit.page.on("pageerror", lambda error: visit.faults.append(f"script error: {error}"))
    visit.page.on("console", lambda m: visit.faults.append(m.text) if m.type in ("error", "warning") else None)
    visit.page.on("dialog", lambda dialog: (visit.faults.append("a dialog"), dialog.dismiss()))
    visit.page.on(
        "request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else visit.faults.append(r.url)
    )
    visit.page.goto(address)
    expect(visit.page.locator(".example").first).to_be_visible(timeout=20_000)
    return visit


@pytest.fixture
def desk(served: tuple[Any, str]) -> Any:
    served[0].reset()
    return served[0]


@pytest.fixture
def visit(browser: Browser, served: tuple[Any, str], desk: Any, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A desktop visit, or what a test asks for by parametrising this fixture with the context's settings.

    Fails the test for any script error, console message, policy violation, dialog or request to another origin.
    """
    settings = {"viewport": {"width": 1280, "height": 900}, **getattr(request, "param", {})}
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], **settings)
    visit = visiting(context, served[1])
    yield visit
    faults = visit.faults
    context.close()
    assert faults == []


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_an_answer_streams_in_with_its_steps(visit: Visit) -> None:
    page = visit.page
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    progress = page.locator("#exchange-1 .progress")
    expect(progress).to_have_text("Searching 3 documents…")
    expect(page.locator("#announcement [role=status]")).to_have_text("Searching 3 documents…")
    expect(progress).to_have_text(re.compile(r"Reading 6 passages…"))
    expect(page.locator("#exchange-1 .statement")).to_have_count(1)
    exchange = visit.answered()
    assert exchange.locator(".statement").count() > 1
    expect(exchange.locator("blockquote").first).to_contain_text(DEMAND)
    expect(exchange.locator("figcaption").first).to_contain_text("1 Nov 2011")
    expect(page.locator("#announcement [role=status]")).to_contain_text(DEMAND)
    expect(page.get_by_label("Your question")).to_have_value("")


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
    visit.page.get_by_role("button", name="Copy the reference").click()
    expect(visit.page.get_by_role("status")).to_have_text("Copied.")
    assert visit.page.evaluate("navigator.clipboard.readText()") == visit.page.locator("#cite-line").inner_text()


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
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
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


def test_the_answer_is_copied_with_its_references(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.get_by_role("button", name="Copy with references").click()
    expect(visit.page.locator("#exchange-1 .said")).to_have_text("Copied.")
    plain = visit.page.evaluate("navigator.clipboard.readText()")
    rich = visit.page.evaluate(
        "navigator.clipboard.read().then((items) => items[0].getType('text/html')).then((blob) => blob.text())"
    )
    for form in (plain, rich):
        assert DEMAND in form
        assert f"{visit.address}/passages/paper-2" in form


def test_feedback_with_and_without_words(visit: Visit, desk: Any) -> None:
    exchange = visit.ask(QUESTION)
    exchange.get_by_role("button", name="Not useful").click()
    expect(exchange.locator(".said")).to_have_text("Thank you.")
    expect(exchange.get_by_role("button", name="Not useful")).to_have_attribute("aria-pressed", "true")
    comment = exchange.get_by_label("What should the desk know?")
    expect(comment).to_be_focused()
    comment.fill("Too <b>old</b>.")
    exchange.get_by_role("button", name="Send comment").click()
    expect(comment).to_be_hidden()
    assert [(rating, words) for _, rating, words in desk.given] == [("down", ""), ("down", "Too <b>old</b>.")]
    expect(exchange.get_by_role("button", name="Not useful")).to_be_focused()


def test_the_search_can_be_narrowed(visit: Visit, desk: Any) -> None:
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
    assert desk.asked[0][1].kinds == ("white-paper",)
    assert desk.asked[0][1].documents == ("paper",)
    page.get_by_role("button", name=re.compile("^Remove Russian Cooperation")).click()
    page.get_by_label("White papers").uncheck()
    visit.ask(QUESTION, 2)
    assert (desk.asked[1][1].kinds, desk.asked[1][1].documents) == ((), ())
    assert [turn.role for turn in desk.asked[1][2]] == ["user", "assistant"]


def test_the_library_is_listed_searched_and_asked(visit: Visit, desk: Any) -> None:
    page = visit.page
    page.get_by_role("tab", name="Library").click()
    expect(page.locator(".document")).to_have_count(3)
    page.get_by_label("Find a document").fill("romania AEGIS")
    expect(page.locator(".document:visible")).to_have_count(1)
    expect(page.locator("[data-library-count]")).to_have_text("1 of 3 documents")
    page.get_by_label("Find a document").fill("")
    page.get_by_role("button", name=re.compile("^White paper")).click()
    expect(page.locator(".document:visible")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Ask this document: Russian")).click()
    expect(page.get_by_role("button", name="Narrow the search")).to_have_attribute("aria-expanded", "true")
    visit.ask(QUESTION)
    assert desk.asked[0][1].documents == ("paper",)


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


def test_errors_are_sentences(visit: Visit, desk: Any) -> None:
    exchange = visit.ask("boom about Russia")
    expect(exchange.locator(".notice-error")).to_contain_text("logged under reference")
    expect(visit.page.locator("body")).not_to_contain_text("hunter2")
    desk.ready = False
    expect(visit.ask(QUESTION, 2).locator(".notice-error")).to_contain_text("There is no index yet")


def test_a_new_conversation_forgets_the_old_one(visit: Visit, desk: Any) -> None:
    visit.ask(QUESTION)
    visit.page.get_by_role("button", name="New conversation").click()
    expect(visit.page.locator(".welcome")).to_be_visible()
    expect(visit.page.locator(".card")).to_have_count(0)
    visit.ask(QUESTION)
    assert desk.asked[1][2] == ()


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
