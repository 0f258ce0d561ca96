"""The page of every mention in a browser: on a phone, and without script."""

import pytest
from playwright.sync_api import Browser, expect
from visits import Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("visit", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_it_fits_a_phone_and_leads_to_the_very_words(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("link", name="Mentions").click()
    page.get_by_label("Word, name or term").fill("Russia")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The library mentions “Russia”")
    expect(page.get_by_role("img", name="Mentions of Russia: 2011")).to_be_visible()
    assert not visit.scrolls_sideways()
    page.get_by_text("The same as a table, by day").first.click()
    expect(page.get_by_role("row", name="2011-11-01")).to_be_visible()
    page.get_by_role("link", name="Open the passage").first.click()
    expect(page.get_by_role("blockquote").first).to_contain_text("Russia")


def test_it_needs_no_script(browser: Browser, served: tuple[object, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served[1]}/mentions")
    page.get_by_label("Word, name or term").fill("the")
    page.get_by_role("button", name="List every mention").click()
    page.get_by_role("columnheader", name="Document").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Document")).to_have_attribute("aria-sort", "ascending")
    titles = page.locator(".mentions-documents tbody th > a:first-child").all_text_contents()
    assert titles == sorted(titles, key=str.casefold)
    assert len(titles) > 1
    context.close()
