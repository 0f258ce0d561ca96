"""Pictures of the desk in a portal, beside `make portal-demo`: `python -m bench.portal_screenshots [ADDRESS]`."""

import sys

from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from bench.screenshots import ARGUMENTS, CHROMIUM, DARK, DESKTOP, IMAGES, PHONE, View, kept

QUESTION = "What does Russia demand before it will cooperate?"
MEMBERS_QUESTION = "When is the members’ briefing on the European sites?"
QUOTATION = (
    "“Russia is demanding legally binding political guarantees of limits on U.S. missile defenses as a condition for "
    "cooperation.”"
)
PHONE_DARK = View("phone-dark", 390, 844, "dark")


def main(address: str) -> None:
    """Writes every image, printing its name."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for view in (DESKTOP, DARK, PHONE, PHONE_DARK):
            page = opened(browser, view, address)
            suffix = "" if view is DESKTOP else f"-{view.name}"
            if view in (DESKTOP, DARK):
                asked(page.frame_locator("[data-refdesk=inline] iframe"), QUESTION)
            page.locator(".launcher").click()
            panel = page.frame_locator(".panel iframe")
            asked(panel, MEMBERS_QUESTION)
            kept(page, f"embed{suffix}")
            if view in (DESKTOP, PHONE):
                checked(panel)
                kept(page, f"embed-check{suffix}")
        browser.close()


def opened(browser: Browser, view: View, address: str) -> Page:
    """The portal's page for a member, with the desk inline in it."""
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        color_scheme="dark" if view.colors == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    page.locator("button[value=member]").click()
    expect(page.frame_locator("[data-refdesk=inline] iframe").locator("#who")).to_be_visible(timeout=30_000)
    return page


def asked(frame: FrameLocator, question: str) -> None:
    """Asks and waits for the answer."""
    expect(frame.locator("#who")).to_be_visible(timeout=30_000)
    frame.get_by_label("Your question").fill(question)
    frame.get_by_label("Your question").press("Enter")
    expect(frame.locator("#exchange-1")).to_have_attribute("aria-busy", "false", timeout=60_000)


def checked(frame: FrameLocator) -> None:
    """Looks a quotation up."""
    frame.get_by_role("tab", name="Check a quotation").click()
    frame.locator("#check-text").fill(QUOTATION)
    frame.get_by_role("button", name="Check", exact=True).click()
    expect(frame.locator(".check-summary")).to_be_focused(timeout=60_000)


if __name__ == "__main__":
    main((sys.argv[1] if len(sys.argv) > 1 else "http://localhost:7871").rstrip("/"))
