"""A reader's visit to the chat page in Chromium, and what must not happen during one."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect


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

    def scrolls_sideways(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


class Console:
    """Notes in `faults` what the console of `page` says that it should not. What Gradio's client says of streams that
    end with their page is no fault where the page is left for another: it may come before or long after."""

    def __init__(self, page: Page, faults: list[str]) -> None:
        self.faults = faults
        self.documents = 0
        page.on("console", self._said)
        page.on("request", self._requested)

    def _said(self, message: ConsoleMessage) -> None:
        ended_with_its_page = self.documents > 1 and of_an_ended_stream(message.text)
        if message.type in ("error", "warning") and not ended_with_its_page:
            self.faults.append(message.text)

    def _requested(self, request: Request) -> None:
        if request.is_navigation_request() and request.frame.parent_frame is None:
            self.documents += 1
            self.faults[:] = [fault for fault in self.faults if not of_an_ended_stream(fault)]


def of_an_ended_stream(message: str) -> bool:
    return message.startswith("AbortError: signal is aborted") or message.endswith("Connection errored out. ")


def visiting(context: BrowserContext, address: str) -> Visit:
    visit = Visit(context.new_page(), address)
    Console(visit.page, visit.faults)
    visit.page.on("pageerror", lambda error: visit.faults.append(f"script error: {error}"))
    visit.page.on("dialog", lambda dialog: (visit.faults.append("a dialog"), dialog.dismiss()))
    visit.page.on(
        "request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else visit.faults.append(r.url)
    )
    visit.page.goto(address)
    expect(visit.page.locator(".example").first).to_be_visible(timeout=20_000)
    return visit
