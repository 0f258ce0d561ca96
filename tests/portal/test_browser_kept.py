"""Kept conversations in Chromium: in the frame of a portal, and on the chat page; with the keyboard, on a phone too."""

import pytest
from playwright.sync_api import FrameLocator, expect
from portals import DEMAND, DEMANDS, Guest, answered
from test_browser_axe import faults

from corpus.types import Tier

pytestmark = [pytest.mark.browser]
HOSTING = "Which countries will host missile defense systems?"
KEEP = "Keep this conversation"
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def kept_list(frame: FrameLocator, count: int = 1) -> None:
    frame.get_by_role("link", name="Kept conversations").press("Enter")  # it moves while the frame grows
    expect(frame.locator(".kept-item")).to_have_count(count)


@pytest.mark.parametrize("guest", [{}, PHONE], indirect=True, ids=["desktop", "phone"])
def test_a_member_keeps_names_shares_goes_on_with_and_deletes(guest: Guest) -> None:
    guest.goes_to("/library")
    expect(guest.inline.get_by_label("Your question")).to_be_visible()
    expect(guest.inline.get_by_role("switch", name=KEEP)).to_be_hidden()
    guest.signs_on("member")
    frame = guest.inline
    guest.asks(frame, DEMANDS)
    switch = frame.get_by_role("switch", name=KEEP)
    expect(switch).not_to_be_checked()
    switch.focus()
    guest.page.keyboard.press("Space")
    expect(frame.get_by_text("It is kept, and so is what you ask from here on.")).to_be_visible()
    guest.asks(frame, HOSTING, 2)

    kept_list(frame)
    expect(frame.locator(".kept-facts")).to_contain_text("2 questions")
    frame.get_by_role("button", name="Rename").first.click()
    frame.get_by_label("Name").fill("For the hearing")
    guest.page.keyboard.press("Enter")
    expect(frame.get_by_role("heading", name="For the hearing")).to_be_visible()

    frame.get_by_role("button", name="Share").click()
    frame.get_by_label("Members who are signed on here").check()
    frame.get_by_role("button", name="Show what they would see").click()
    expect(frame.get_by_text("Your name is not on it")).to_be_visible()
    expect(frame.locator(".shared-exchange").first).to_contain_text(DEMAND)
    frame.get_by_role("button", name="Make the link").click()
    expect(frame.get_by_text("The link works now.")).to_be_visible()
    link = frame.locator("#made-link").input_value()
    frame.get_by_role("button", name="← Back").click()
    frame.get_by_label("Open a conversation that somebody shared with you").fill(link)
    guest.page.keyboard.press("Enter")
    expect(frame.locator(".shared-head")).to_contain_text("For the hearing")
    expect(frame.locator(".shared-preview")).to_have_count(0)
    assert guest.page.request.get(link).status == 404

    frame.get_by_role("button", name="← Back").click()
    frame.get_by_role("link", name="Continue").click()
    expect(frame.locator("#exchange-2")).to_be_visible()
    expect(switch).to_be_checked()
    guest.asks(frame, "And which of them is in Romania?", 3)
    kept_list(frame)
    expect(frame.locator(".kept-facts")).to_contain_text("3 questions")
    frame.get_by_role("button", name="Delete", exact=True).click()
    frame.get_by_role("button", name="Delete", exact=True).last.click()
    expect(frame.get_by_text("You keep no conversation.")).to_be_visible()
    assert not guest.page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_chat_page_shows_a_kept_conversation_again_and_lets_go_of_it(guest: Guest) -> None:
    assert guest.portals.sign_on
    sessions = guest.portals.sign_on.sessions
    opened = sessions.open("", sessions.subject("", "an editor"), Tier.STAFF)
    page = guest.page
    page.context.add_cookies([{"name": "refdesk_session", "value": opened.secret, "url": guest.portals.desk}])
    page.goto(guest.portals.desk)
    switch = page.get_by_role("switch", name=KEEP)
    switch.check()
    expect(page.get_by_text("The next answer will be kept, and all after it.")).to_be_visible()
    page.get_by_label("Your question").fill(DEMANDS)
    page.keyboard.press("Enter")
    answered(page)  # type: ignore[arg-type]
    expect(page.get_by_text("It is kept, and so is what you ask from here on.")).to_be_visible()

    assert faults(page) == []
    address, page = page.url, page.context.new_page()
    page.goto(f"{guest.portals.desk}/conversations")
    page.get_by_role("button", name="Share").click()
    assert faults(page) == []
    page.get_by_role("button", name="Show what they would see").click()
    expect(page.get_by_text("Your name is not on it")).to_be_visible()
    assert faults(page) == []
    page.goto(address)
    expect(page.locator("#exchange-1 .kept-when")).to_contain_text("Answered on")
    switch = page.get_by_role("switch", name=KEEP)
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).to_be_checked()
    page.get_by_role("button", name="Go on keeping it").click()
    expect(switch).to_be_focused()
    switch.click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("Nothing of this conversation is kept.")).to_be_visible()
    expect(switch).not_to_be_checked()
    assert "conversation=" not in page.url
