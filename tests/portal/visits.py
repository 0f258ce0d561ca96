"""A reader's visit to the chat page in Chromium, and what must not happen during one."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Locator, Page, expect


@dataclass
class Visit:
    """A page in the browser, and everything in it that should not have happened."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    def ask(self, question: str, number: int = 1) -> Locator:
        """Types `question`, sends it, and waits for the answer."""
        self.page.get_by_label("Your question").fill(question)
        self.page.keyboard.press("Enter")
        return self.answered(number)

    def answered(self, number: int = 1) -> Locator:
        """The exchange `number`, once it is done."""
        exchange = self.page.locator(f"#exchange-{number}")
        expect(exchange).to_have_attribute("aria-busy", "false")
        return exchange

    def leaves_for(self, address: str) -> None:
        """Goes to `address`. What Gradio's client says meanwhile of streams that end with their page is no fault."""
        before = len(self.faults)
        self.page.goto(address)
        self.faults[before:] = [fault for fault in self.faults[before:] if not of_an_ended_stream(fault)]

    def scrolls_sideways(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def of_an_ended_stream(message: str) -> bool:
    return message.startswith("AbortError: signal is aborted") or message.endswith("Connection errored out. ")


def visiting(context: BrowserContext, address: str) -> Visit:
    visit = Visit(context.new_page(), address)
    visit.page.on("pageerror", lambda error: visit.faults.append(f"script error: {error}"))
    visit.page.on("console", lambda m: visit.faults.append(m.text) if m.type in ("error", "warning") else None)
    visit.page.on("dialog", lambda dialog: (visit.faults.append("a dialog"), dialog.dismiss()))
    visit.page.on(
        "request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else visit.faults.append(r.url)
    )
    visit.page.goto(address)
    expect(visit.page.locator(".example").first).to_be_visible(timeout=20_000)
    return visit
