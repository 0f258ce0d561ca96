"""Hostile words in drafts, file names and the library, in a real browser: nothing runs, nothing leaves."""

from typing import Any

import pytest
from attacks import ATTACKS
from hostile_lookup import hostile_lookup
from playwright.sync_api import Page, expect
from visits import Visit

pytestmark = pytest.mark.browser


def assert_untouched(page: Page, title: str) -> None:
    """No script of theirs has run, and no element of theirs is there. (Requests and errors fail the visit itself.)"""
    page.wait_for_timeout(300)
    assert page.title() == title
    made = page.locator(
        ".check :is(script, img, iframe, object, embed, base, style, video, marquee, template, [onload])"
    )
    assert made.count() == 0


@pytest.mark.parametrize("address", ["/check", "/?tab=check"])
def test_hostile_drafts_and_libraries_do_nothing(visit: Visit, slow_desk: Any, address: str) -> None:
    page = visit.page
    slow_desk.pause_s = 0
    page.goto(visit.address + address)
    draft, slow_desk.told = hostile_lookup(ATTACKS)
    page.locator("#check-text").fill(draft)
    page.locator("#check-text").press("Control+Enter")
    expect(page.locator(".finding")).to_have_count(len(ATTACKS), timeout=20_000)
    for folded in page.locator(".places-more").all():
        folded.evaluate("details => { details.open = true; }")
    shown = page.locator(".check-answer").inner_text()
    assert shown.count("document.title='owned'") > 5 * len(ATTACKS)
    page.locator(".draft-mark").nth(7).hover()
    page.get_by_role("button", name="Copy exact words").first.click()
    page.get_by_role("button", name="Copy the corrected wording").first.click()
    assert_untouched(page, "Check a quotation · Refdesk" if address == "/check" else "Refdesk")


def test_hostile_file_names_do_nothing(visit: Visit, slow_desk: Any) -> None:
    slow_desk.pause_s = 0
    page = visit.page
    page.goto(f"{visit.address}/check")
    for attack in ATTACKS:
        name = f"{attack}.txt"
        page.locator("#check-file").set_input_files({"name": name, "mimeType": "text/plain", "buffer": b"words"})
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.locator(".check-summary")).to_be_focused()
        assert "owned" not in page.title()
        page.locator(".check-answer").evaluate("place => place.replaceChildren()")
    assert_untouched(page, "Check a quotation · Refdesk")


def test_hostile_links_do_nothing(visit: Visit, slow_desk: Any) -> None:
    slow_desk.pause_s = 0
    page = visit.page
    page.goto(f"{visit.address}/check")
    for attack in ATTACKS[::7]:
        page.evaluate("text => { location.href = '/check?text=' + encodeURIComponent(text); }", attack)
        expect(page.locator(".check-summary")).to_be_visible()
        assert_untouched(page, "Check a quotation · Refdesk")
