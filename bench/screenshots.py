"""The README's screenshots, from a running desk: `python -m bench.screenshots [http://127.0.0.1:7860]`."""

import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
IMAGES = Path(__file__).parent.parent / "docs" / "images"
QUESTION = "Will the United States accept limits on its missile defenses?"
BEYOND = "Who won the 1998 World Cup?"

DRAFT = """\
The paper of 2011 put it plainly: “Russia is demanding legally binding technical guarantees of limits on U.S. missile \
defenses as a condition for cooperation.” Washington is “willing to cooperate with Russia on missile defense, but will \
accept any limitations or restrictions on the development or deployment of U.S. missile defenses.”

As the United States has said, “the NATO missile defense shield is a unilateral project that does not add stability \
and security in Europe.” And a friend told us, “No shield was ever built without a moat around it.”
"""


@dataclass(frozen=True)
class View:
    """One way to look at the desk."""

    name: str
    width: int
    height: int
    colors: str


DESKTOP = View("desktop", 1280, 900, "light")
DARK = View("dark", 1280, 900, "dark")
PHONE = View("phone", 390, 844, "light")


def main(address: str) -> None:
    """Writes every image, printing its name."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for view in (DESKTOP, DARK, PHONE):
            page = opened(browser, view, address)
            if view is DESKTOP:
                kept(page, "welcome")
            answered(page, QUESTION, 1)
            kept(page, view.name)
            if view is DESKTOP:
                rooms(page, address)
            if view is not DARK:
                checked(page, address, "check" if view is DESKTOP else "check-phone")
        browser.close()


def rooms(page: Page, address: str) -> None:
    """A marker's preview, a term's meaning, what the library does not say, the library, a passage and a document."""
    page.locator("#exchange-1 .marker").first.hover()
    kept(page, "preview")
    page.mouse.move(5, 5)
    page.locator(".card .term").nth(1).hover()
    kept(page, "term")
    page.mouse.move(5, 5)
    answered(page, BEYOND, 2)
    kept(page, "not-in-the-library")
    page.get_by_role("tab", name="Library").click()
    expect(page.locator(".document").first).to_be_visible()
    kept(page, "library")
    page.get_by_role("tab", name="Ask").click()
    passage = page.locator("#sources-1 .card-title a").first.get_attribute("href")
    page.goto(f"{address}{passage}")
    kept(page, "passage")
    page.get_by_role("link", name="In the whole document").click()
    kept(page, "document")


def checked(page: Page, address: str, name: str) -> None:
    """A draft with its quotations looked up."""
    page.goto(f"{address}/check")
    page.get_by_label("Paste a phrase").fill(DRAFT)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".check-summary")).to_be_focused(timeout=60_000)
    kept(page, name)


def opened(browser: Browser, view: View, address: str) -> Page:
    """The chat page, ready for a question."""
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        color_scheme="dark" if view.colors == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".example").first).to_be_visible(timeout=30_000)
    return page


def answered(page: Page, question: str, number: int) -> None:
    """Asks `question` and waits for its answer, the `number`th on the page."""
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(f"#exchange-{number}")).to_have_attribute("aria-busy", "false", timeout=60_000)


def kept(page: Page, name: str) -> None:
    """Writes what the page shows now."""
    page.wait_for_timeout(600)
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    shrink(path)
    print(path.relative_to(IMAGES.parent.parent))


def shrink(path: Path) -> None:
    """Writes the image again with its 256 most frequent colors, which keep the grounds of page and cards apart."""
    with Image.open(path) as taken:
        image = taken.convert("RGB")
    counted = sorted(image.getcolors(image.width * image.height) or [], reverse=True)[:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for _, color in counted for channel in color])
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main((sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860").rstrip("/"))
