"""Citing in Chromium: the style is chosen once, references are copied alone and under an answer, files come down."""

import pytest
from playwright.sync_api import expect
from visits import Visit

QUESTION = "What does Russia demand before it will cooperate?"
TITLE = "Russian Cooperation with the Unites States on Missile Defense"

pytestmark = pytest.mark.browser

HTML = "navigator.clipboard.read().then((items) => items[0].getType('text/html')).then((blob) => blob.text())"


def test_a_chosen_style_is_kept_from_the_answer_to_the_page_and_copied(visit: Visit) -> None:
    page = visit.page
    exchange = visit.ask(QUESTION)
    cite = exchange.get_by_role("button", name="Cite", exact=True)
    expect(cite).to_have_attribute("aria-expanded", "false")
    cite.click()
    expect(cite).to_have_attribute("aria-expanded", "true")
    lines = exchange.locator(".reference")
    expect(lines.first).to_contain_text(f"Missile Defense Advocacy Alliance, {TITLE} (2011)")
    exchange.get_by_label("Style").select_option(label="APA")
    expect(lines.first).to_contain_text(f"Missile Defense Advocacy Alliance. (2011). {TITLE}.")
    expect(exchange.locator(".cite-in-text")).to_contain_text("(Missile Defense Advocacy Alliance, 2011, ")

    exchange.get_by_role("button", name="Copy with references").click()
    expect(exchange.locator(".after-answer > .said")).to_have_text("Copied.")
    plain = page.evaluate("navigator.clipboard.readText()")
    assert f"\n[1] Missile Defense Advocacy Alliance. (2011). *{TITLE}*. <https://" in plain
    assert f'<li value="1">Missile Defense Advocacy Alliance. (2011). <i>{TITLE}</i>.' in page.evaluate(HTML)
    with page.expect_download() as download:
        exchange.get_by_role("link", name="BibTeX").click()
    assert download.value.suggested_filename == "refdesk-references.bib"

    card = page.locator(".card").first
    card.get_by_role("button", name="Cite").click()
    expect(card.locator(".reference i")).to_have_text(TITLE)
    card.get_by_role("link", name="Open the passage").click()
    expect(page.get_by_label("Style")).to_have_value("apa:bibliography")
    expect(page.locator(".reference")).to_contain_text("(2011)")
    page.get_by_role("button", name="Copy the reference").click()
    expect(page.locator(".cite-panel .said")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".reference").inner_text()


def test_references_that_cannot_be_made_are_no_secret(visit: Visit) -> None:
    page = visit.page
    page.route("**/api/**/cite?**", lambda route: route.abort())
    visit.ask(QUESTION)
    card = page.locator(".card").first
    card.get_by_role("button", name="Cite").click()
    expect(card.locator(".cite-lines")).to_contain_text("could not be made just now")
    expect(card.get_by_role("button", name="Copy the reference")).to_be_disabled()
    visit.faults[:] = [fault for fault in visit.faults if "ERR_FAILED" not in fault]


@pytest.mark.parametrize(
    "visit", [{"viewport": {"width": 390, "height": 844}, "java_script_enabled": True}], indirect=True
)
def test_a_phone_shows_references_without_scrolling_sideways(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}/documents/nasty")
    expect(visit.page.locator(".reference")).to_contain_text("onerror")
    assert not visit.scrolls_sideways()
    assert visit.page.title().startswith("Unicorns")
