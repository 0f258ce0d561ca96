"""The web app around a fake desk, in this process and behind a real server with a browser before it."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fake_desk import FakeDesk
from fake_library import HOSTILE
from fastapi import FastAPI
from members import sign_on_in, signed_on
from playwright.sync_api import Browser, sync_playwright
from portals import Guest, Portals, guest_in, portals_around
from starlette.testclient import TestClient
from visits import Visit, visiting

from corpus.errors import DraftUnreadable
from corpus.settings import ROOT
from corpus.types import Document, Metadata
from portal.signon.sign_on import SignOn

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def read_draft(content: bytes, name: str) -> Document:
    """A text file; every other file is refused."""
    if not name.endswith(".txt"):
        raise DraftUnreadable(f"{name} is no text file.")
    return Document("draft", Metadata(name), "", content.decode())


def built(desk: FakeDesk, **settings: Any) -> FastAPI:
    """The web app around `desk`, built as a running program does; outside a loop Gradio would leave one open."""
    from portal.files import Files
    from portal.parts import Parts
    from portal.web import build

    async def now() -> FastAPI:
        return build(desk, Parts(**{"files": Files(read_draft=read_draft), **settings}))  # type: ignore[arg-type]

    with ThreadPoolExecutor(max_workers=1) as thread:  # this one may be in a loop already
        return thread.submit(asyncio.run, now()).result()


STILL: dict[str, Any] = {"reduced_motion": "reduce"}
"""What glides is somewhere else by the time it is clicked."""


@pytest.fixture(scope="session")
def sign_on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignOn]:
    """Sign-on for the members of two portals, `members` and `another`; the shared app has it."""
    opened = sign_on_in(tmp_path_factory.mktemp("sign-on"))
    yield opened
    opened.sessions.close()


@pytest.fixture(scope="session", name="signed_on")
def signing_on() -> Callable[..., dict[str, str]]:
    """`signed_on(client, "member")`: the headers of a request by a member; see members.py."""
    return signed_on


@pytest.fixture(scope="session")
def shared(sign_on: SignOn) -> Iterator[tuple[FakeDesk, TestClient]]:
    """One desk and one running app for all tests that need no other."""
    desk = FakeDesk()
    with TestClient(built(desk, sign_on=sign_on), base_url="http://localhost", raise_server_exceptions=False) as client:
        yield desk, client


@pytest.fixture
def desk(shared: tuple[FakeDesk, TestClient]) -> FakeDesk:
    """The shared desk, as new."""
    shared[0].reset()
    return shared[0]


@pytest.fixture
def client(shared: tuple[FakeDesk, TestClient], desk: FakeDesk) -> TestClient:
    """A browser or program that has not been here before."""
    shared[1].cookies.clear()
    return shared[1]


@pytest.fixture(scope="session")
def build_app() -> Callable[..., FastAPI]:
    """Builds further apps."""
    return built


@pytest.fixture(scope="session")
def hostile() -> str:
    """Words that would act if they were ever taken for markup."""
    return HOSTILE


@pytest.fixture(scope="session")
def served(sign_on: SignOn) -> Iterator[tuple[FakeDesk, str]]:
    """A slow desk behind a real server on a free port."""
    desk = FakeDesk(pause_s=0.2)
    server = uvicorn.Server(
        uvicorn.Config(built(desk, sign_on=sign_on), host="127.0.0.1", port=0, ws="none", log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started, "the server did not start within 30 seconds"
    yield desk, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    server.force_exit = True
    thread.join(timeout=15)


@pytest.fixture(scope="module")  # while it is open, this thread is in a loop, which other tests may not expect
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    assert CHROMIUM.exists(), f"these tests drive Chromium at {CHROMIUM}; install the package `chromium`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def slow_desk(served: tuple[FakeDesk, str]) -> FakeDesk:
    """The desk behind the served page, as new."""
    served[0].reset()
    return served[0]


@pytest.fixture
def visit(
    browser: Browser, served: tuple[FakeDesk, str], slow_desk: FakeDesk, request: pytest.FixtureRequest
) -> Iterator[Visit]:
    """A desktop visit, or what a test asks for by parametrising this fixture with the context's settings.

    Fails the test for any script error, console message, policy violation, dialog or request to another origin.
    """
    settings = {**STILL, "viewport": {"width": 1280, "height": 900}, **getattr(request, "param", {})}
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], **settings)
    visit = visiting(context, served[1])
    yield visit
    faults = visit.faults
    context.close()
    assert faults == []


@pytest.fixture(scope="module")
def portals(tmp_path_factory: pytest.TempPathFactory, open_library: Callable[..., Any]) -> Iterator[Portals]:
    """A portal and a real desk, with the white paper and the demonstration's documents of three tiers."""
    from qa.desk import Desk
    from qa.inquiry import Models
    from qa.read import CARRIED_READER, AnswerReader

    library = open_library(tmp_path_factory.mktemp("portal-library"))
    paper = ROOT / "corpus" / "documents" / "white-paper"
    assert library.ingest(ROOT / "examples" / "portal-demo" / "documents", paper).went_well
    desk = Desk(library.catalogue, library.live, Models(library.encoder, AnswerReader(CARRIED_READER)))
    desk.examples()  # as app.py does, so that the first page need not wait for it
    with portals_around(built, desk, tmp_path_factory.mktemp("portal-sessions")) as made:
        yield made


@pytest.fixture
def guest(browser: Browser, portals: Portals, request: pytest.FixtureRequest) -> Iterator[Guest]:
    """A visit to the portal, on a desktop or with the context's settings that a test asks for.

    Fails the test for any script error, policy violation, or request to anybody but the portal and the desk.
    """
    settings = {**STILL, "viewport": {"width": 1280, "height": 900}, **getattr(request, "param", {})}
    context = browser.new_context(**settings)
    portals.later_s = 0.0
    visit = guest_in(context, portals)
    yield visit
    faults = visit.faults
    context.close()
    assert faults == []


@pytest.fixture
def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
