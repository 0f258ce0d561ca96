"""Hostile words in all that a library, a reader and an operator can write, in a real browser: nothing runs, nothing is
fetched from elsewhere, and what was written can be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any
from urllib.parse import quote

import pytest
from hostile import HOSTILE, LEAVING, chunks
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bench.proofs.identities import sign_on_in
from bench.proofs.libraries import ProvenLibrary, built, serving
from corpus.types import Block, Document, Metadata, Section, Source, Speaker, Tier
from portal.parts import Parts
from qa.inquiry import Models

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

WATCH = """
Object.defineProperty(window, 'ran', {set() { console.error('a script of theirs ran'); }});
addEventListener('securitypolicyviolation', event => console.error('policy ' + event.violatedDirective));
"""
MADE = (
    ":is(img[src=x], iframe, object, embed, base:not([href='./']), video, audio, marquee, math, xmp, frameset, "
    "[onload], [onerror])"
)
ABSENT = "Failed to load resource: the server responded with a status of 4"
"""What Chromium says of an address of ours with nothing at it."""

UNFIT = "The specified value "
"""What it says of words in a field for a date."""

ADDRESSES = (
    "/documents/hostile-1?find=", "/documents/hostile-1?quote=", "/passages/", "/check?text=",
    "/mentions?term=agreement&kind=",
)  # fmt: skip


def document(number: int, words: str, kind: str) -> Document:
    """A document in which everything that can be written is `words`."""
    heading = f"Heading {words}"
    paragraph = f"The agreement on interceptors says {words} and nothing else."
    text = f"{heading}\n\n{paragraph}"
    start = len(heading) + 2
    meta = Metadata(
        f"Title {number} {words}", (words,), words, date(2020, 1, 1), kind=kind, audience=words, source_url=words,
        topics=(words,), summary=words, questions=(f"What does the agreement on interceptors say? {words}",),
        sources=(Source("s", words, words, words, words, words),), speakers=(Speaker(words, (words,)),),
    )  # fmt: skip
    section = Section(0, len(text), (heading,), 3, words)
    blocks = (Block("heading", 0, len(heading)), Block("paragraph", start, len(text)))
    return Document(f"hostile-{number}", meta, f"{number:064}", text, (section,), blocks)


@dataclass(frozen=True)
class Site:
    """A desk whose library, title, greeting and feedback are hostile, really served at `address`. `cookie` is that of
    somebody of the staff, and `answers` are the ids of some answers."""

    address: str
    cookie: str
    answers: tuple[str, ...]


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory, models: Models) -> Iterator[Site]:
    """The desk."""
    folder = tmp_path_factory.mktemp("hostile")
    documents = {}
    for number, words in enumerate(chunks(800)):
        kind = "glossary" if number % 4 == 0 else f"kind {HOSTILE[number]}"
        documents[f"{number}.txt"] = document(number, words, kind)
        (folder / f"{number}.txt").write_text(words, encoding="utf-8", errors="replace")
    library = ProvenLibrary(folder / "data", models, log_questions=True)
    library.ingest(*[folder / name for name in documents], read_file=lambda path, _: documents[path.name])
    answers = []
    for words in chunks(900)[::2]:
        for asked in ("What does the agreement on interceptors say?", "Where is the unicorn?"):
            answers.append(library.desk.ask(f"{asked} {words}"[:1500]).id)
            library.desk.feedback(answers[-1], "down", words)
    look = {"title": f"Title {HOSTILE[0]}", "greeting": " ".join(LEAVING), "accent": 'red" onload="window.ran=1'}
    sign_on = sign_on_in(folder, language='en" onload="window.ran=1', **look)
    cookie = sign_on.sessions.open("members", sign_on.sessions.subject("members", "staff"), Tier.STAFF).secret
    app = built(library.desk, Parts(title=f"Desk {HOSTILE[0]} {HOSTILE[100]}", sign_on=sign_on))
    with serving(app) as address:
        yield Site(address, cookie, tuple(answers))
    sign_on.sessions.close()
    library.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Watched:
    """A page, and everything in it that should not have happened."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.faults: list[str] = []
        self.own = [address]
        context.add_init_script(WATCH)
        self.page: Page = context.new_page()
        self.page.on("console", lambda m: self._said(m.type, m.text))
        self.page.on("pageerror", lambda error: self.faults.append(f"script error {error}"))
        self.page.on("dialog", lambda dialog: (self.faults.append("a dialog"), dialog.dismiss()))
        context.on("request", self._requested)

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith((ABSENT, UNFIT)):
            self.faults.append(text)

    def _requested(self, request: Any) -> None:
        if not request.url.startswith((*self.own, "data:", "blob:")):
            self.faults.append(f"asked for {request.url}")

    def open(self, path: str) -> Page:
        """The page at `path`."""
        self.page.goto(self.address + path)
        return self.page

    def assert_untouched(self) -> None:
        """Nothing of theirs has run or is there as an element."""
        self.page.wait_for_timeout(150)
        assert self.page.locator(MADE).evaluate_all("made => made.map(one => one.outerHTML.slice(0, 200))") == []
        assert self.faults == []


@pytest.fixture
def watched(chromium: Browser, hostile_site: Site) -> Iterator[Watched]:
    """A visitor, whose stay must have been quiet."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    watched = Watched(context, hostile_site.address)
    yield watched
    context.close()
    assert watched.faults == []


def squeezed(text: str) -> str:
    """`text` as it is compared: no white space, no character that pages leave out."""
    return re.sub(r"[\s\x00-\x1f\x7f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufffd]|\[.\]", "", text)


def shown(page: Page) -> list[str]:
    """Those of the hostile words that can be read on `page`, which shows all of them."""
    text = squeezed(str(page.evaluate("document.body.textContent")))
    return [words for words in HOSTILE if squeezed(words) in text]


def test_there_are_more_than_two_hundred_and_no_two_alike() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) > 250


def test_the_library_shows_hostile_titles_as_words(watched: Watched) -> None:
    page = watched.open("/documents")
    watched.assert_untouched()
    assert len(shown(page)) == len(HOSTILE)


@pytest.mark.parametrize("start", [0, 1, 2])
def test_documents_and_passages_show_hostile_words(watched: Watched, start: int) -> None:
    for number in range(start, len(chunks(800)), 3):
        page = watched.open(f"/documents/hostile-{number}")
        passage = page.locator('a[href*="/passages/"]').first.get_attribute("href")
        watched.assert_untouched()
        watched.open(str(passage))
        watched.assert_untouched()
        expect(page.locator("h1")).to_contain_text(f"Title {number}")


def quoted(words: str) -> str:
    """`words` as a part of an address."""
    return quote(words.encode("utf-8", "replace"), safe="")


def test_hostile_addresses_do_nothing(watched: Watched) -> None:
    for words in chunks(700)[::3]:
        for path in ADDRESSES:
            watched.open(path + quoted(words))
            watched.assert_untouched()
    for words in HOSTILE[::12]:
        watched.open(f"/mentions?term={quoted(words)}&published_from={quoted(words)}#{quoted(words)}")
        watched.assert_untouched()


def test_hostile_questions_and_answers_do_nothing(watched: Watched) -> None:
    page = watched.open(f"/?q={quoted(HOSTILE[0])}")
    expect(page.locator(".example").first).to_be_visible(timeout=20_000)
    for number, words in enumerate(chunks(900)[::2], start=1):
        page.get_by_label("Your question").fill(f"What does the agreement on interceptors say? {words}"[:1000])
        page.keyboard.press("Enter")
        expect(page.locator(f"#exchange-{number}")).to_have_attribute("aria-busy", "false", timeout=20_000)
    watched.assert_untouched()
    assert "the agreement on interceptors" in page.locator("#transcript").inner_text()


def test_hostile_drafts_and_file_names_do_nothing(watched: Watched) -> None:
    page = watched.open("/check")
    page.locator("#check-text").fill("\n\n".join(f"“{words}”" for words in HOSTILE[::3]))
    page.locator("#check-text").press("Control+Enter")
    expect(page.locator(".check-summary")).to_be_visible(timeout=90_000)
    watched.assert_untouched()


def test_hostile_words_do_nothing_in_the_frame(watched: Watched) -> None:
    page = watched.open("/embed?desk=members")
    expect(page.locator("#question")).to_be_visible()
    watched.assert_untouched()
    for number, words in enumerate(chunks(700)[::5], start=1):
        page.locator("#question").fill(f"What does the agreement on interceptors say? {words}")
        page.locator("#question").press("Enter")
        expect(page.locator(f"#exchange-{number}")).to_have_attribute("aria-busy", "false")
    watched.assert_untouched()
    passage = page.locator('#transcript a[href*="/passages/"]').first.get_attribute("href")
    for path in (passage, "/documents/hostile-0", "/documents/hostile-3", "/documents", "/mentions?term=agreement"):
        page.evaluate("path => reading.open(path)", path)  # what a click on a source that is not for all does
        expect(page.locator("#reading")).not_to_have_attribute("aria-busy", "true", timeout=20_000)
        assert page.locator(".reading-page h1").count() == 1
        watched.assert_untouched()


@pytest.mark.parametrize("name", ["desk", "accent", "greeting", "label", "position", "language", "target", "theme"])
def test_hostile_settings_of_the_widget_do_nothing(watched: Watched, name: str) -> None:
    host = "https://members.example"
    settings = {"desk": "members", name: "'\"><img src=x onerror=window.ran=1><svg onload=window.ran=1>"}
    tag = " ".join(f'data-{setting}="{escape(value)}"' for setting, value in settings.items())
    body = f'<!doctype html><title>host</title><script src="{watched.address}/widget.js" {tag} async></script>'
    watched.page.route(f"{host}/**", lambda route: route.fulfill(body=body, content_type="text/html"))
    watched.own.append(host)
    watched.page.goto(f"{host}/page")
    watched.page.wait_for_timeout(300)
    watched.page.evaluate("window.Refdesk && window.Refdesk.open && window.Refdesk.open()")
    watched.page.wait_for_timeout(500)
    assert watched.page.evaluate("window.ran") is None
    assert [fault for fault in watched.faults if "ran" in fault.split() or fault.startswith("asked")] == []
    watched.faults.clear()  # what a wrong setting is told about on the console


def test_hostile_words_do_nothing_on_the_pages_of_the_staff(watched: Watched, hostile_site: Site) -> None:
    watched.page.context.add_cookies(
        [{"name": "refdesk_session", "value": hostile_site.cookie, "url": hostile_site.address}]
    )
    pages = ["", "/questions", "/questions?number=2", "/feedback", "/unanswered", "/citations"]
    for path in (*pages, *(f"/answers/{id}" for id in hostile_site.answers[:6])):
        page = watched.open(f"/staff{path}")
        assert page.locator("h1").count() == 1, path
        watched.assert_untouched()
