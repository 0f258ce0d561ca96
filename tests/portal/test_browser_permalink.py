"""A passage's own page in Chromium: the words meant are marked, others can be selected and linked."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from visits import Visit

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
DEMAND = "Russia is demanding legally binding technical guarantees"


@pytest.mark.parametrize("visit", [{}, PHONE], indirect=True, ids=["desktop", "phone"])
def test_a_card_leads_to_the_very_words(visit: Visit) -> None:
    visit.ask("What does Russia demand before it will cooperate?")
    visit.page.locator(".marker").nth(1).click()
    visit.page.locator(".card:has(#source-1-2)").get_by_role("link", name="Open the passage").click()
    marked = visit.page.locator("mark.meant")
    expect(marked).to_have_count(1)
    expect(marked).to_be_in_viewport()
    assert not visit.scrolls_sideways()


def test_selected_words_get_a_link_of_their_own(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/passages/paper-2")
    whole = page.locator("#permalink").inner_text()
    assert whole == f"{visit.address}/passages/paper-2"
    select = """(words) => {
        const walker = document.createTreeWalker(document.querySelector('blockquote.passage'), NodeFilter.SHOW_TEXT);
        let node, all = '';
        const nodes = [];
        while ((node = walker.nextNode())) { nodes.push([node, all.length]); all += node.textContent; }
        const at = (offset) => nodes.findLast(([, start]) => start <= offset);
        const [first, last] = [all.indexOf(words), all.indexOf(words) + words.length];
        const range = document.createRange();
        range.setStart(at(first)[0], first - at(first)[1]);
        range.setEnd(at(last - 1)[0], last - at(last - 1)[1]);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }"""
    page.evaluate(select, f"{DEMAND} ")
    expect(page.locator("#permalink")).not_to_have_text(whole)
    address = page.locator("#permalink").inner_text()
    assert urlsplit(address).query.startswith("quote=")
    page.goto(address)
    expect(page.locator("mark.meant")).to_have_text(DEMAND)
    expect(page.locator("[data-quote=missed]")).to_have_count(0)
    page.goto(f"{address[:-1]}x")
    expect(page.locator("[data-quote=missed]")).to_contain_text("has never held")


def test_a_screen_reader_hears_what_was_taken_out_and_added(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/passages/brief-1")
    expect(page.locator("[data-state=reworded]").first).to_contain_text("now says this in other words")
    rewording = page.locator(".rewording").inner_text()
    assert "[taken out:" in rewording
    assert "[added:" in rewording
    assert (
        page.locator(".rewording del").first.evaluate("node => getComputedStyle(node).textDecorationLine")
        == "line-through"
    )
    assert (
        page.locator(".rewording ins").first.evaluate("node => getComputedStyle(node).textDecorationLine")
        == "underline"
    )
