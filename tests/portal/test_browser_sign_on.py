"""A signed-on reader in the browser: the masthead says so, answers are at their tier, and signing out ends it all."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.types import Tier
from portal.signon.cookies import PLAIN
from portal.signon.sign_on import SignOn

pytestmark = pytest.mark.browser


@pytest.fixture(params=[1280, 390])
def page(
    browser: Browser, served: tuple[Any, str], slow_desk: Any, sign_on: SignOn, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """The chat page, opened by an editor who is signed on."""
    sessions = sign_on.sessions
    secret = sessions.open("", sessions.subject("", "editor"), Tier.STAFF).secret
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    context.add_cookies([{"name": PLAIN, "value": secret, "url": served[1], "httpOnly": True}])
    page = context.new_page()
    page.goto(served[1])
    expect(page.locator(".example").first).to_be_visible(timeout=20_000)
    yield page
    context.close()


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def test_an_editor_asks_and_signs_out(page: Page, served: tuple[Any, str], slow_desk: Any) -> None:
    masthead = page.locator("#masthead")
    expect(masthead.get_by_text("You read as Staff")).to_be_visible()
    expect(masthead.get_by_role("link", name="Staff")).to_have_attribute("href", "/staff")
    expect(masthead.get_by_role("button", name="Sign out")).to_be_in_viewport(ratio=1)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    ask(page, "What does Russia demand?")
    expect(page.locator("#exchange-1")).to_have_attribute("aria-busy", "false")
    assert slow_desk.asked[-1][3] is Tier.STAFF

    other = page.context.new_page()
    other.goto(f"{served[1]}/documents")
    other.get_by_role("button", name="Sign out").press("Enter")
    other.wait_for_url(f"{served[1]}/")
    expect(other.locator(".example").first).to_be_visible(timeout=20_000)
    expect(other.get_by_role("button", name="Sign out")).to_have_count(0)

    ask(page, "What does NATO demand?")
    expect(page.get_by_text("Load it again")).to_be_visible()
    assert len(slow_desk.asked) == 1
    page.reload()
    expect(page.locator(".example").first).to_be_visible(timeout=20_000)
    expect(page.locator(".exchange")).to_have_count(0)
    ask(page, "What does NATO demand?")
    expect(page.locator("#exchange-1")).to_have_attribute("aria-busy", "false")
    assert slow_desk.asked[-1][3] is Tier.PUBLIC
