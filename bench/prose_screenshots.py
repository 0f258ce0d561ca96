"""Pictures of answers in prose: `python -m bench.prose_screenshots`, after `python -m ingest`.

No language model writes here: what looks like one is a server that speaks the protocol and says the sentences below,
some of them wrong on purpose. Checking them, and all else, is the desk's.
"""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Literal

import uvicorn
from playwright.sync_api import Browser, expect, sync_playwright

from bench.screenshots import ARGUMENTS, CHROMIUM, DESKTOP, IMAGES, View, answered, kept, opened
from corpus.settings import Settings, load_settings
from tests.model.faults import excuses
from tests.model.scripted import Request, ScriptedServer, writes
from tests.model.writers import fenced

QUESTION = "What does Russia demand before it will cooperate?"
SENTENCES = (
    ("legally binding technical guarantees", "Russia demands legally binding technical guarantees of limits on U.S. "
     "missile defenses as a condition for cooperation"),
    ("legally binding technical guarantees", "Russia continues to block any cooperation efforts and meaningful "
     "dialogue on missile defense with the United States and NATO"),
    ("Lavrov repeated", "On 8 December 2011, Foreign Minister Lavrov repeated in Brussels the demand for guarantees "
     "that the system did not target Russia"),
    ("Lavrov repeated", "He set a deadline of 30 days for them"),
    ("suspended all practical cooperation", "NATO foreign ministers suspended all practical cooperation with Russia on "
     "1 April 2014"),
)  # fmt: skip
"""Words of the passage that a sentence cites, and the sentence."""


def prose(request: Request) -> Iterable[str]:
    """The sentences above that cite something in the prompt, each with its key."""
    found = fenced(request)
    for words, sentence in SENTENCES:
        key = next((key for key, text in found if words in " ".join(text.split())), None)
        if key:
            yield f"{sentence} [{key}]. "


def main() -> None:
    """Writes every image, printing its name."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with ScriptedServer(writes(prose)) as model, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with desk(model, "hold") as address:
            shown(browser, DESKTOP, address, "prose")
            model.script = excuses()
            shown(browser, DESKTOP, address, "prose-fallback")
        model.script = writes(prose)
        with desk(model, "strike") as address:
            shown(browser, DESKTOP, address, "prose-struck")
        browser.close()


def shown(browser: Browser, view: View, address: str, name: str) -> None:
    """Asks, and keeps the page with the answer, the meaning of its verdicts folded out."""
    page = opened(browser, view, address)
    answered(page, QUESTION, 1)
    if page.locator(".author").count():
        page.locator(".author summary").click()
        expect(page.locator(".verdict-key")).to_be_visible()
    kept(page, name)
    page.context.close()


@contextmanager
def desk(model: ScriptedServer, unsupported: Literal["hold", "strike"], **others: object) -> Iterator[str]:
    """The address of a desk that writes with `model`."""
    from portal.web import build
    from qa.open import open_desk

    settings = Settings(**{
        **load_settings().model_dump(), "chat_model": "openai:scripted", "chat_base_url": model.url,
        "unsupported": unsupported, **others,
    })  # fmt: skip
    with closing(open_desk(settings)) as made, socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(build(made), ws="none", log_level="critical"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = server.force_exit = True
        thread.join(timeout=15)


if __name__ == "__main__":
    main()
