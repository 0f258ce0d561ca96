"""axe-core over every kind of page: no fault that it knows of (WCAG 2.2 A and AA, and its best practices)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from test_checked import EVERY_VERDICT
from visits import Visit

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = (
    "/check",
    "/mentions?term=Russia",
    "/documents",
    "/documents/paper",
    "/passages/paper-2",
    "/passages/brief-1",
    "/passages/none",
)
SCHEMES = pytest.mark.parametrize("visit", [{}, {"color_scheme": "dark"}], indirect=True, ids=["light", "dark"])

pytestmark = pytest.mark.browser


def faults(page: Page) -> list[str]:
    """Each fault as its rule and the element, once everything that moves has come to rest: it is paler till then."""
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    found = Axe().run(page, options={**RULES, "resultTypes": ["violations"]}).response["violations"]
    return [f"{page.url} {fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]


@SCHEMES
def test_pages_have_no_known_fault(visit: Visit) -> None:
    found = []
    for address in PAGES:
        visit.page.goto(visit.address + address)
        found += faults(visit.page)
    visit.faults[:] = [fault for fault in visit.faults if "404" not in fault]
    assert found == []


@SCHEMES
def test_a_check_s_result_has_no_known_fault(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}/check")
    visit.page.locator("#check-text").fill(EVERY_VERDICT)
    visit.page.locator("#check-text").press("Control+Enter")
    expect(visit.page.locator(".check-summary")).to_be_focused()
    assert faults(visit.page) == []


@SCHEMES
def test_the_chat_page_s_rooms_have_no_known_fault(visit: Visit) -> None:
    visit.ask("What does Russia demand before it will cooperate?")
    found = faults(visit.page)
    for room in ("Check a quotation", "Library"):
        visit.page.get_by_role("tab", name=room).click()
        found += faults(visit.page)
    assert found == []
