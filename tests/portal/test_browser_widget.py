"""The widget in a portal's page, in Chromium: both forms, calls and events, sign-on, and what strangers cannot do."""

import re

import pytest
from playwright.sync_api import Page, Route, expect
from portals import BRIEFING, BRIEFING_DAY, DEMAND, DEMANDS, WORDS, Guest, answered

pytestmark = pytest.mark.browser
PHONE = pytest.mark.parametrize(
    "guest", [{"viewport": {"width": 390, "height": 844}, "has_touch": True}], indirect=True
)


def test_both_forms_answer_anybody_without_a_cookie(guest: Guest) -> None:
    guest.goes_to("/library")
    guest.hears("ready (inline)")
    assert len(guest.page.frames) == 2  # the button's frame is not there before it is opened
    exchange = guest.asks(guest.inline, DEMANDS)
    expect(exchange.locator("blockquote").first).to_contain_text(DEMAND)
    guest.launcher.click()
    expect(guest.launcher).to_have_attribute("aria-expanded", "true")
    expect(guest.panel.get_by_label("Your question")).to_be_focused()
    expect(guest.asks(guest.panel, DEMANDS).locator("blockquote").first).to_contain_text(DEMAND)
    (line,) = guest.hears("answer (button)").all_inner_texts()
    assert '"answerable":true' in line
    assert DEMAND not in line  # the page learns that there is an answer, and none of its words
    expect(guest.panel.locator("#who")).to_be_hidden()
    assert guest.page.context.cookies() == []


def test_a_citation_opens_its_card_and_its_passage(guest: Guest) -> None:
    guest.goes_to("/library")
    exchange = guest.asks(guest.inline, DEMANDS)
    exchange.locator(".marker").first.click()
    expect(exchange.locator(".card").first).to_be_focused()
    guest.hears("citation (inline)")
    with guest.page.context.expect_page() as opened:
        exchange.get_by_role("link", name="Open the passage").first.click()
    expect(opened.value.locator("blockquote.passage")).to_contain_text(DEMAND)
    lines = guest.hears("citation (inline)", 2).all_inner_texts()
    assert all(f'"url":"{guest.portals.desk}/passages/' in line and '"marker":1' in line for line in lines)


def test_the_page_asks_and_looks_up(guest: Guest) -> None:
    guest.goes_to("/library")
    guest.page.get_by_role("button", name="Check a quotation from this page").click()
    expect(guest.panel.locator(".check-summary")).to_contain_text("word for word")
    box = guest.page.locator(".panel").bounding_box()
    assert box and box["width"] > 700  # a result has room
    guest.page.get_by_role("button", name="Ask from this page").click()
    expect(answered(guest.panel).locator("h2.question")).to_contain_text("members’ briefing")
    expect(guest.panel.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true")


def test_a_page_that_listens_late_still_hears_that_the_desk_is_ready(guest: Guest) -> None:
    slow: list[Route] = []

    def held(route: Route) -> None:
        slow.append(route)

    guest.page.route("**/portal.js", held)
    guest.page.goto(f"{guest.portals.address}/library", wait_until="commit")
    expect(guest.inline.locator(".welcome-title")).to_be_visible()
    guest.waits_for("Refdesk.widget('inline').readied().length === 1")
    slow[0].continue_()
    guest.hears("ready (inline)")


@pytest.mark.parametrize("call", ["ask('')", "lookup(7)", "identify('')", "on('nothing', () => {})"])
def test_a_call_that_cannot_be_is_an_error_at_once(guest: Guest, call: str) -> None:
    guest.opens(guest.portals.tag())
    expect(guest.launcher).to_be_visible()
    assert (
        guest.page.evaluate(f"() => {{ try {{ Refdesk.{call}; }} catch (error) {{ return error.name; }} }}")
        == "TypeError"
    )


def test_a_member_reads_what_members_may_and_logout_forgets_it(guest: Guest) -> None:
    guest.goes_to("/library")
    expect(guest.asks(guest.inline, BRIEFING)).not_to_contain_text(BRIEFING_DAY)
    guest.signs_on("member")
    expect(guest.inline.locator("#who")).to_have_text("Member")
    expect(guest.inline.locator(".welcome-text")).to_contain_text("4 documents")
    with guest.page.expect_request(re.compile("/embed/ask")) as sent:
        exchange = guest.asks(guest.inline, BRIEFING)
    expect(exchange.locator("blockquote")).to_contain_text(BRIEFING_DAY)
    bearer = {"Authorization": sent.value.headers["authorization"]}
    documents = f"{guest.portals.desk}/api/documents"
    assert len(guest.page.request.get(documents, headers=bearer).json()["documents"]) == 4
    assert guest.portals.desk not in {cookie["domain"] for cookie in guest.page.context.cookies()}

    guest.page.evaluate("Refdesk.logout()")
    expect(guest.inline.locator("#who")).to_be_hidden()
    expect(guest.inline.locator(".welcome-text")).to_contain_text("2 documents")
    expect(guest.inline.locator("body")).not_to_contain_text(BRIEFING_DAY)
    expect(guest.asks(guest.inline, BRIEFING)).not_to_contain_text(BRIEFING_DAY)
    assert guest.page.request.get(documents, headers=bearer).status == 401


def test_a_member_s_passage_opens_in_the_frame_and_by_a_ticket_in_a_tab(guest: Guest) -> None:
    guest.signs_on("member")
    link = guest.asks(guest.inline, BRIEFING).get_by_role("link", name="Open the passage").first
    link.click()
    page = guest.inline.locator("#reading")
    expect(page.locator("blockquote.passage")).to_contain_text(BRIEFING_DAY)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    with guest.page.context.expect_page() as opened:
        page.get_by_role("button", name="Open in a new tab").click()
    expect(opened.value.locator("blockquote.passage")).to_contain_text(BRIEFING_DAY)
    assert "ticket" not in opened.value.url
    page.get_by_role("button", name="Back").click()
    expect(link).to_be_focused()
    expect(page).to_be_hidden()


def test_an_ended_sign_on_is_renewed_through_the_page(guest: Guest) -> None:
    guest.signs_on("member")
    expect(guest.asks(guest.inline, BRIEFING).locator("blockquote")).to_contain_text(BRIEFING_DAY)
    guest.portals.later_s += 700
    guest.faults.clear()
    exchange = guest.asks(guest.inline, BRIEFING, 2)
    expect(exchange.locator("blockquote")).to_contain_text(BRIEFING_DAY)
    expect(guest.inline.locator("#exchange-1")).to_contain_text(BRIEFING_DAY)  # the same member's conversation goes on
    assert guest.hears("auth-required (inline)").all_inner_texts()[0].endswith('{"reason":"expired"}')
    guest.faults[:] = [fault for fault in guest.faults if "401" not in fault]  # Chromium notes every 401


def test_the_page_is_asked_for_a_token_before_the_sign_on_ends(guest: Guest) -> None:
    def shortened(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, json={**response.json(), "expires_in_s": 3})

    guest.page.route("**/api/session", shortened, times=1)
    guest.signs_on("staff")
    assert guest.hears("auth-required (inline)").all_inner_texts()[0].endswith('{"reason":"expiring"}')
    expect(guest.inline.locator("#who")).to_have_text("Staff")
    guest.page.wait_for_timeout(1000)
    expect(guest.inline.locator("#who")).to_have_text("Staff")


def test_a_bad_token_and_a_page_that_has_none_are_told(guest: Guest) -> None:
    guest.opens(guest.portals.tag())
    expect(guest.launcher).to_be_visible()
    guest.page.evaluate("window.heard = []; Refdesk.on('error', ({code}) => heard.push(code))")
    guest.page.evaluate("Refdesk.identify('not.a.token')")
    guest.waits_for("heard[0] === 'sign-on'")
    guest.page.evaluate("Refdesk.identify(async () => { throw new Error('the portal is closed'); })")
    guest.waits_for("heard[1] === 'token'")
    guest.faults[:] = [fault for fault in guest.faults if "401" not in fault]


def test_messages_of_strangers_are_not_heard(guest: Guest) -> None:
    page = guest.page
    guest.goes_to("/library")
    guest.hears("ready (inline)")
    # From another frame of the page to the desk's frame, and to the page as if it were the desk's frame.
    page.evaluate("document.body.append(document.createElement('iframe'))")
    stranger = page.frames[-1]
    for name, more in (("ask", "text: 'Strangers?'"), ("hello", ""), ("theme", "dark: true"), ("logout", "")):
        stranger.evaluate(f"parent.frames[0].postMessage({{refdesk: 'members', name: '{name}', {more}}}, '*')")
    stranger.evaluate("parent.postMessage({refdesk: 'members', name: 'answer', detail: {id: 'forged'}}, '*')")
    stranger.evaluate("parent.postMessage({refdesk: 'members', name: 'size', height: 9000}, '*')")
    # From the page itself, but about another desk, or without any form.
    for data in ("{refdesk: 'another', name: 'ask', text: 'Strangers?'}", "'ask'", "null", "{name: 'ask', text: 'x'}"):
        page.evaluate(f"frames[0].postMessage({data}, '*')")
    page.wait_for_timeout(400)
    expect(guest.inline.locator(".exchange")).to_have_count(0)
    expect(page.locator("[data-heard]")).not_to_contain_text("forged")
    box = page.locator("#desk iframe").bounding_box()
    assert box and box["height"] < 2000


def test_a_hostile_page_can_neither_frame_the_desk_nor_open_and_drive_it(guest: Guest) -> None:
    desk, page = guest.portals.desk, guest.page
    frame = f'<iframe src="{desk}/embed?desk=members"></iframe>'
    guest.portals.host.pages["evil"] = f"<body><h1>Evil</h1>{frame}{guest.portals.tag()}</body>"
    page.goto(f"{guest.portals.elsewhere}/free/evil")
    page.wait_for_timeout(300)
    assert [fault for fault in guest.faults if "frame-ancestors" in fault]
    assert page.frames[1].url.startswith("chrome-error:")
    # The widget's frame says where it may not be.
    guest.launcher.click()
    expect(guest.panel.locator("h1")).to_have_text("The desk is not open in this page.")
    with page.context.expect_page() as opened:
        page.evaluate(f"window.target = open('{desk}/embed?desk=members')")
    expect(opened.value.locator(".welcome")).to_be_visible()
    page.evaluate("target.postMessage({refdesk: 'members', name: 'hello'}, '*')")
    page.evaluate("target.postMessage({refdesk: 'members', name: 'ask', text: 'Strangers?'}, '*')")
    opened.value.wait_for_timeout(300)
    expect(opened.value.locator(".exchange")).to_have_count(0)
    guest.faults.clear()  # Chromium has noted what it refused


def test_two_desks_on_one_page_do_not_disturb_each_other(guest: Guest) -> None:
    left = guest.portals.tag("another", position="bottom-left", label="Another")
    guest.opens('<div id="here"></div>' + guest.portals.tag(name="first") + left + guest.portals.tag(target="#here"))
    page = guest.page
    expect(page.locator("[data-refdesk]")).to_have_count(3)
    names = sorted(page.locator("[data-refdesk]").evaluate_all("all => all.map((one) => one.dataset.refdesk)"))
    assert names == ["another", "first", "members"]
    page.evaluate("window.heard = []; Refdesk.on('answer', ({desk, widget}) => heard.push([desk, widget.name]))")
    page.evaluate(f"Refdesk.widget('another').ask('{DEMANDS}')")
    other = page.frame_locator("[data-refdesk=another] iframe")
    expect(answered(other).locator("blockquote").first).to_contain_text(DEMAND)
    expect(other.locator("h1").first).to_have_text("Another desk")
    assert page.evaluate("heard") == [["another", "another"]]
    assert page.locator("[data-refdesk=first] .panel").is_hidden()
    expect(page.frame_locator("[data-refdesk=members] iframe").locator(".exchange")).to_have_count(0)
    page.evaluate("Refdesk.widget('first').open(); Refdesk.widget('another').close()")
    assert page.locator("[data-refdesk=another] .panel").is_hidden()
    assert page.locator("[data-refdesk=first] .panel").is_visible()


@PHONE
def test_on_a_phone_the_open_desk_fills_the_screen_and_keeps_the_focus(guest: Guest) -> None:
    page = guest.page
    guest.opens('<a href="#x" id="before">A link</a>' + guest.portals.tag())
    guest.launcher.click()
    panel = page.locator(".panel")
    expect(panel).to_have_attribute("aria-modal", "true")
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    expect(guest.panel.get_by_label("Your question")).to_be_focused()
    for _ in range(14):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.refdesk") == "members"
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(guest.launcher).to_be_focused()
    assert page.evaluate("document.documentElement.style.overflow") == ""


def test_the_keyboard_is_enough(guest: Guest) -> None:
    page = guest.page
    guest.opens('<button type="button" id="own">The portal’s own</button>' + guest.portals.tag())
    expect(guest.launcher).to_be_visible()
    page.locator("#own").focus()
    page.keyboard.press("Tab")
    expect(guest.launcher).to_be_focused()
    page.keyboard.press("Enter")
    expect(guest.panel.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(DEMANDS)
    page.keyboard.press("Enter")
    exchange = answered(guest.panel)
    exchange.locator(".marker").first.focus()
    page.keyboard.press("Enter")
    expect(exchange.locator(".card").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    expect(guest.launcher).to_be_focused()


@pytest.mark.parametrize("guest", [{"color_scheme": "dark"}], indirect=True)
def test_the_desk_is_as_dark_as_its_page_and_changes_with_it(guest: Guest) -> None:
    guest.goes_to("/library")
    root = guest.inline.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    guest.page.evaluate("document.documentElement.dataset.theme = 'light'")
    expect(root).to_have_attribute("data-theme", "light")
    guest.page.evaluate("delete document.documentElement.dataset.theme")
    expect(root).to_have_attribute("data-theme", "dark")
    guest.page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")


def test_a_desk_that_cannot_be_reached_is_told_and_can_be_left(guest: Guest) -> None:
    page = guest.page
    page.clock.install()
    page.route("**/embed?*", lambda route: route.abort())
    guest.opens(guest.portals.tag())
    expect(guest.launcher).to_be_visible()
    page.evaluate("window.heard = []; Refdesk.on('error', ({code}) => heard.push(code))")
    guest.launcher.click()
    page.clock.fast_forward(16_000)
    expect(page.locator(".state")).to_contain_text("could not be opened in this page")
    expect(page.locator(".state a")).to_have_attribute("href", guest.portals.desk)
    assert page.evaluate("heard") == ["unreachable"]
    page.get_by_role("button", name="Close the desk").click()
    expect(guest.launcher).to_be_focused()
    guest.faults.clear()  # Chromium notes the frame that it did not get


def test_calls_made_before_the_script_has_come_are_kept(guest: Guest) -> None:
    page: Page = guest.page
    page.add_init_script(f"window.Refdesk = [(desk) => desk.lookup('{WORDS}')]")
    guest.opens(guest.portals.tag())
    expect(guest.panel.locator(".check-summary")).to_contain_text("word for word")
