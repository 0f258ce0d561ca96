"""Whoever leaves while a language model writes ends its request at once, and no place is held for them."""

import threading

import httpx
import pytest
from playwright.sync_api import expect, sync_playwright
from test_browser_hostile import ARGUMENTS, CHROMIUM
from test_injections import desk_of

from bench.proofs.libraries import ProvenLibrary, built, serving
from portal.door.admission import Admission
from portal.door.door import Door
from portal.parts import Parts
from tests.model.scripted import Exchange, ScriptedServer

QUESTION = "What does Russia demand before it will cooperate?"
AT_MOST_S = 15.0


class Waiting:
    """A model that has begun and says nothing more until whoever asked has gone."""

    def __init__(self) -> None:
        self.began, self.left = threading.Event(), threading.Event()

    def __call__(self, exchange: Exchange) -> None:
        exchange.say("Russia ")
        self.began.set()
        try:
            while True:
                exchange.pause(60)
        finally:  # the client has gone, or the test is over
            self.left.set()


def test_a_program_that_leaves(canary_library: tuple[ProvenLibrary, dict[str, str]]) -> None:
    waiting, door = Waiting(), Door(admission=Admission(2, 2))
    with (
        ScriptedServer(waiting) as server,
        serving(built(desk_of(canary_library[0], server, "hold"), Parts(door=door))) as address,
    ):
        body = {"question": QUESTION, "stream": True}
        with httpx.stream("POST", f"{address}/api/ask", json=body, timeout=60) as response:
            assert response.status_code == 200
            assert waiting.began.wait(AT_MOST_S)
        assert waiting.left.wait(AT_MOST_S)
        assert door.admission is not None
        until_free(door.admission)


@pytest.mark.browser
def test_a_reader_who_closes_the_page(canary_library: tuple[ProvenLibrary, dict[str, str]]) -> None:
    waiting, door = Waiting(), Door(admission=Admission(2, 2))
    with (
        ScriptedServer(waiting) as server,
        serving(built(desk_of(canary_library[0], server, "hold"), Parts(door=door))) as address,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = chromium.new_context().new_page()
        page.goto(address)
        page.get_by_label("Your question").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator("#exchange-1 .progress")).to_have_text("Writing…", timeout=30_000)
        assert waiting.began.wait(AT_MOST_S)
        page.context.close()
        chromium.close()
        assert waiting.left.wait(AT_MOST_S)
        assert door.admission is not None
        until_free(door.admission)


def until_free(admission: Admission) -> None:
    """Fails unless every place is free soon."""
    free = threading.Event()
    for _ in range(100):
        if admission.working == 0:
            return
        free.wait(0.1)
    raise AssertionError(f"{admission.working} places are still held")
