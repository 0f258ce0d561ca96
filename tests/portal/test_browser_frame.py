"""The frame's page by itself, in Chromium: a fragment's token, narrow windows, the accent, files, and axe."""

import re

import pytest
from members import token
from playwright.sync_api import Locator, Page, Route, expect
from portals import BRIEFING, BRIEFING_DAY, DEMAND, DEMANDS, WORDS, Guest, answered
from test_browser_axe import faults
from test_look import contrast

pytestmark = pytest.mark.browser
STILL = {"reduced_motion": "reduce"}  # what fades in has less contrast meanwhile
SCHEMES = pytest.mark.parametrize(
    "guest", [STILL, {**STILL, "color_scheme": "dark"}], indirect=True, ids=["light", "dark"]
)


def frame_of(guest: Guest, tier: str = "") -> Locator:
    """The frame's page in a tab of its own, signed on with a token in the fragment if a tier is given."""
    made = token(tier, iss=guest.portals.address) if tier else ""
    guest.page.goto(f"{guest.portals.desk}/embed?desk=members{f'#token={made}' if made else ''}")
    return guest.page.locator("html")


def test_a_token_in_the_fragment_signs_on_and_is_gone_from_the_address(guest: Guest) -> None:
    frame = frame_of(guest, "member")
    expect(frame.locator("#who")).to_have_text("Member")
    assert guest.page.url == f"{guest.portals.desk}/embed?desk=members"
    assert guest.page.evaluate("history.length") <= 2
    expect(guest.asks(frame, BRIEFING).locator("blockquote")).to_contain_text(BRIEFING_DAY)
    assert guest.page.context.cookies() == []


def test_what_was_typed_while_the_sign_on_was_under_way_stays(guest: Guest) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    guest.page.route("**/api/session", hold)
    frame = frame_of(guest, "member")
    frame.get_by_label("Your question").fill(BRIEFING)
    while not held:
        guest.page.wait_for_timeout(20)
    held[0].continue_()
    expect(frame.locator("#who")).to_have_text("Member")
    expect(frame.get_by_label("Your question")).to_have_value(BRIEFING)
    frame.get_by_label("Your question").press("Enter")
    expect(answered(frame).locator("blockquote")).to_contain_text(BRIEFING_DAY)


def test_a_follow_up_goes_on_and_a_new_conversation_begins_anew(guest: Guest) -> None:
    held: list[Route] = []
    guest.page.route("**/embed/ask?**", lambda route: held.append(route), times=1)  # noqa: PLW0108 - Playwright marks it
    frame = frame_of(guest)
    box, waits = frame.get_by_label("Your question"), frame.locator("#next")
    for question in (DEMANDS, "Why does it demand that?"):
        box.fill(question)
        box.press("Enter")
        expect(waits).to_have_text("" if question == DEMANDS else "Asked next, as soon as this answer is complete.")
    expect(box).to_have_value("Why does it demand that?")
    held[0].continue_()
    expect(answered(frame, 2).locator(".read-as, .quotation, .notice").first).to_be_visible()
    expect(answered(frame).locator("blockquote").first).to_contain_text(DEMAND)
    expect(box).to_have_value("")
    expect(waits).to_be_empty()
    expect(frame.locator(".source-set:visible")).to_have_count(1)
    frame.get_by_role("button", name="New conversation").click()
    expect(frame.locator(".welcome-title")).to_have_text("What may we look up for you?")
    expect(frame.locator(".exchange")).to_have_count(0)
    expect(frame.get_by_label("Your question")).to_be_focused()


def test_thumbs_and_previews_work_as_on_the_chat_page(guest: Guest) -> None:
    frame = frame_of(guest)
    exchange = guest.asks(frame, DEMANDS)
    exchange.locator(".marker").first.hover()
    expect(guest.page.get_by_role("tooltip")).to_contain_text(DEMAND)
    exchange.get_by_role("button", name="Useful", exact=True).click()
    expect(exchange.locator(".after-answer > .said")).to_have_text("Thank you.")


def test_a_member_s_references_and_report_are_files(guest: Guest) -> None:
    frame = frame_of(guest, "member")
    exchange = guest.asks(frame, BRIEFING)
    exchange.locator(".card [data-cite-open]").first.click()
    expect(exchange.locator(".card .reference").first).to_contain_text("briefings of the spring")
    with guest.page.expect_download() as reference:
        exchange.locator(".card .cite-tools a", has_text="BibTeX").first.click()
    assert "briefings of the spring" in reference.value.path().read_text("utf-8")
    frame.get_by_role("tab", name="Check a quotation").click()
    frame.locator("#check-text").fill(f"“{BRIEFING_DAY} at 18:00, in the reading room of the demonstration portal”")
    frame.get_by_role("button", name="Check", exact=True).click()
    expect(frame.locator(".check-summary")).to_be_focused()
    with guest.page.expect_download() as report:
        frame.get_by_role("button", name="Download the report").click()
    assert "the members' briefings of the spring" in report.value.path().read_text("utf-8")


@pytest.mark.parametrize("guest", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
def test_nothing_is_cut_off_at_320_pixels(guest: Guest) -> None:
    frame = frame_of(guest, "member")
    expect(frame.locator("#who")).to_be_visible()
    parts = "'.frame-room, .frame-reading, body, #transcript'"
    wider = f"[...document.querySelectorAll({parts})].some((one) => one.scrollWidth > one.clientWidth + 1)"
    assert not guest.page.evaluate(wider)
    exchange = guest.asks(frame, BRIEFING)
    assert not guest.page.evaluate(wider)
    exchange.get_by_role("link", name="Open the passage").first.click()
    expect(frame.locator("#reading blockquote.passage")).to_be_visible()
    assert not guest.page.evaluate(wider)
    frame.get_by_role("tab", name="Check a quotation").click()
    frame.locator("#check-text").fill(WORDS)
    frame.get_by_role("button", name="Check", exact=True).click()
    expect(frame.locator(".check-summary")).to_be_focused()
    assert not guest.page.evaluate(wider)


def hexadecimal(color: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", color)[:3])


@SCHEMES
def test_a_bright_accent_is_made_readable(guest: Guest) -> None:
    """The desk's accent is a yellow that white words could not be read on."""
    page: Page = guest.page
    frame = frame_of(guest)
    button = frame.locator("#question-form .button")
    back, fore = (
        hexadecimal(button.evaluate(f"(one) => getComputedStyle(one).{part}")) for part in ("backgroundColor", "color")
    )
    assert contrast(back, fore) >= 4.5
    exchange = guest.asks(frame, DEMANDS)
    marker = exchange.locator(".marker").first
    page.mouse.move(2, 2)
    fore, back = (
        hexadecimal(marker.evaluate(f"(one) => getComputedStyle(one).{part}")) for part in ("color", "backgroundColor")
    )
    assert contrast(fore, back) >= 4.5


@SCHEMES
def test_axe_knows_no_fault_of_the_frame(guest: Guest) -> None:
    frame = frame_of(guest, "member")
    expect(frame.locator("#who")).to_be_visible()
    found = faults(guest.page)
    exchange = guest.asks(frame, BRIEFING)
    found += faults(guest.page)
    exchange.get_by_role("link", name="Open the passage").first.click()
    expect(frame.locator("#reading blockquote.passage")).to_be_visible()
    found += faults(guest.page)
    frame.get_by_role("tab", name="Check a quotation").click()
    frame.locator("#check-text").fill(WORDS)
    frame.get_by_role("button", name="Check", exact=True).click()
    expect(frame.locator(".check-summary")).to_be_focused()
    assert [*found, *faults(guest.page)] == []


def test_axe_knows_no_fault_of_the_widget_on_a_page(guest: Guest) -> None:
    guest.opens(f'<div id="here"></div>{guest.portals.tag(target="#here")}{guest.portals.tag()}')
    guest.page.evaluate("document.title = 'A page'")
    guest.launcher.click()
    expect(guest.panel.get_by_label("Your question")).to_be_focused()
    assert faults(guest.page) == []


def test_a_sign_on_that_ended_is_told_before_anything_is_answered_as_for_anybody(guest: Guest) -> None:
    """Here no page around can bring another token."""
    frame = frame_of(guest, "member")
    expect(guest.asks(frame, BRIEFING).locator("blockquote")).to_contain_text(BRIEFING_DAY)
    guest.portals.later_s += 700
    exchange = frame.locator("#exchange-2")
    frame.get_by_label("Your question").fill(BRIEFING)
    frame.get_by_label("Your question").press("Enter")
    expect(exchange.locator(".notice-error")).to_contain_text("Your sign-on has ended")
    expect(frame.locator("#who")).to_be_hidden()
    expect(guest.asks(frame, BRIEFING, 3)).not_to_contain_text(BRIEFING_DAY)
    guest.faults[:] = [fault for fault in guest.faults if "401" not in fault]  # Chromium notes every 401
