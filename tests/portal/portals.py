"""A members' portal and the desk in it, on two sites of this machine, and a visit to the portal in Chromium."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from members import OTHER_SECRET, SECRET, desk_named
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect
from running import running
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from visits import Console

from corpus.settings import ROOT
from portal.conversations.file import ConversationsFile
from portal.signon.desks import Desks
from portal.signon.sessions import Sessions
from portal.signon.sign_on import SignOn

for folder in ("portal-demo", "python"):
    sys.path.insert(0, str(ROOT / "examples" / folder))

from members_portal import StrictHeaders, portal_app  # noqa: E402
from refdesk_token import Portal  # noqa: E402

BRIEFING = "When is the members’ briefing on the European sites?"
BRIEFING_DAY = "14 January 2027"
DEMANDS = "What does Russia demand before it will cooperate?"
DEMAND = "Russia is demanding legally binding technical guarantees"
WORDS = f"“{DEMAND} of limits on U.S. missile defenses as a condition for cooperation.”"


class Host:
    """The portal's server: the demonstration portal, and under `/pages/…` the pages that a test puts there."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.demo: ASGIApp | None = None
        self.strict: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path.startswith("/pages/") and self.strict:
            await self.strict(scope, receive, send)
        elif path.startswith("/free/"):
            await self.page(scope, receive, send)
        elif self.demo:
            await self.demo(scope, receive, send)

    async def page(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = self.pages.get(scope["path"].rpartition("/")[2], "")
        html = f'<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,"></head>{page}'
        await HTMLResponse(html, 200 if page else 404)(scope, receive, send)


@dataclass
class Portals:
    """The portal's and the desk's addresses; `later_s` puts the clock of the desk's sessions forward."""

    address: str
    host: Host
    desk: str = ""
    sign_on: SignOn | None = None
    conversations: ConversationsFile | None = None
    later_s: float = 0.0

    def tag(self, desk: str = "members", **data: str) -> str:
        """The script tag that a webmaster pastes."""
        given = "".join(f' data-{name}="{value}"' for name, value in data.items())
        return f'<script src="{self.desk}/widget.js" data-desk="{desk}"{given} async></script>'

    @property
    def elsewhere(self) -> str:
        """The same server under another name, which to a browser is another origin and another site."""
        return self.address.replace("localhost", "127.0.0.1")


@contextmanager
def portals_around(built: Callable[..., ASGIApp], desk: Any, data: Path) -> Iterator[Portals]:
    """Serves the portal, and `desk` to it, for as long as the block lasts."""
    host = Host()
    with running(host) as served:
        made = Portals(served.replace("127.0.0.1", "localhost"), host)
        desks = [
            desk_named("members", portal=made.address, greeting="What may we look up for you?", accent="#ffd400"),
            desk_named("another", OTHER_SECRET, made.address, title="Another desk"),
        ]
        sessions = Sessions(data, clock=lambda: time.time() + made.later_s)
        made.sign_on = SignOn(Desks(desks), sessions)
        made.conversations = ConversationsFile(data)
        with running(built(desk, sign_on=made.sign_on, conversations=made.conversations)) as made.desk:
            portal = Portal(made.address, "refdesk:members", SECRET, "pseudonyms-of-the-test-portal")
            host.demo = portal_app(portal, made.desk, "members")
            host.strict = StrictHeaders(host.page, made.desk)
            yield made
        made.conversations.close()
        sessions.close()


@dataclass
class Guest:
    """Somebody's visit to the portal, and everything in it that should not have happened."""

    page: Page
    portals: Portals
    faults: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> None:
        self.page.goto(self.portals.address + path)

    def opens(self, body: str) -> None:
        """A page of the portal with this body, under its strict policy."""
        self.portals.host.pages["page"] = f"<body><main><h1>A page</h1>{body}</main></body>"
        self.goes_to("/pages/page")

    def signs_on(self, tier: str) -> None:
        self.goes_to("/")
        self.page.locator(f"button[value={tier}]").click()
        self.hears("ready")

    def hears(self, name: str, count: int = 1) -> Locator:
        """Waits until the demonstration page has heard of an event; its lines there."""
        lines = self.page.locator("[data-heard] li", has_text=name)
        expect(lines).to_have_count(count)
        return lines

    def waits_for(self, expression: str) -> None:
        """Waits until `expression` is true in the page, whose policy lets no test's polling script in."""
        deadline = time.monotonic() + 30
        while not self.page.evaluate(expression):
            assert time.monotonic() < deadline, f"{expression} did not come true within 30 seconds"
            self.page.wait_for_timeout(50)

    @property
    def inline(self) -> FrameLocator:
        return self.page.frame_locator("[data-refdesk=inline] iframe")

    @property
    def panel(self) -> FrameLocator:
        return self.page.frame_locator(".panel iframe")

    @property
    def launcher(self) -> Locator:
        return self.page.locator(".launcher")

    def asks(self, frame: FrameLocator | Locator, question: str, number: int = 1) -> Locator:
        frame.get_by_label("Your question").fill(question)
        frame.get_by_label("Your question").press("Enter")
        return answered(frame, number)


def answered(frame: FrameLocator | Locator, number: int = 1) -> Locator:
    """The exchange `number`, once it is done."""
    exchange = frame.locator(f"#exchange-{number}")
    expect(exchange).to_have_attribute("aria-busy", "false")
    return exchange


def guest_in(context: BrowserContext, portals: Portals) -> Guest:
    """A visit that notes script errors, policy violations and requests to anybody but the portal and the desk."""
    guest = Guest(context.new_page(), portals)
    known = (portals.address, portals.desk, "data:", "blob:", "about:")

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: guest.faults.append(f"script error: {error}"))
        Console(page, guest.faults)

    context.on("page", watch)
    watch(guest.page)
    context.on("request", lambda r: None if r.url.startswith(known) else guest.faults.append(f"a request: {r.url}"))
    return guest
