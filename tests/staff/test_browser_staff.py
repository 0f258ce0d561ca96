"""The staff's pages in Chromium: hostile words stay words, nothing scrolls sideways, axe finds no fault, and a document
is added and retired by hand, also without script."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from staff_desk import ASKED, HOSTILE, NOWHERE, STAFF, app_around, desk_over
from starlette.types import ASGIApp

from bench.proofs.read_as import ReadAs
from corpus.encoder import CARRIED, Encoder, model_folder
from corpus.settings import Settings
from ingest.editor import Editor

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = ("/staff", "/staff/questions", "/staff/feedback", "/staff/unanswered", "/staff/citations", "/staff/documents")


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, write_papers: Callable[[Path], Path],
    open_library: Callable[..., Any], serve: Callable[[ASGIApp], str],
) -> Iterator[SimpleNamespace]:  # fmt: skip
    """A served library with its editor at work, in which everything that others can write is hostile."""
    data = tmp_path_factory.mktemp("browser") / "data"
    shutil.copytree(tiny_model, model_folder(data / "models", CARRIED))
    papers = write_papers(data.parent / "papers")
    (papers / "hostile.md").write_text(f"# {HOSTILE}\n\n{HOSTILE} What does Russia demand before it will cooperate?\n")
    library = open_library(data, Encoder(model_folder(data / "models", CARRIED)))
    assert library.ingest(papers).went_well
    desk = desk_over(library)
    for question in (ASKED, ASKED, HOSTILE):
        desk.feedback(desk.ask(question, via=HOSTILE).id, "down", HOSTILE)
    desk.ask(HOSTILE, filters=NOWHERE)
    editor = Editor(Settings(data=data))
    editor.start()
    app = app_around(desk, editor=editor)
    yield SimpleNamespace(address=serve(ReadAs(app, STAFF)), desk=desk, editor=editor, data=data)
    editor.close()


def opened(browser: Browser, faults: list[str], **settings: Any) -> Page:
    """A page whose script errors, refused loads and dialogs are noted."""
    page = browser.new_context(**settings).new_page()
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("dialog", lambda dialog: (faults.append("a dialog"), dialog.dismiss()))
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_fault_on_any_page_and_nothing_runs(browser: Browser, site: Any, scheme: Any) -> None:
    faults: list[str] = []
    page = opened(browser, faults, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    for address in PAGES:
        page.goto(site.address + address)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), address
        assert page.evaluate("window.ran") is None
        found = Axe().run(page, options={**RULES, "resultTypes": ["violations"]}).response["violations"]
        assert [(address, one["id"], node["html"][:160]) for one in found for node in one["nodes"]] == []
    page.goto(f"{site.address}/staff/feedback")
    expect(page.get_by_text("<script>window.ran=1</script>").first).to_be_visible()
    page.context.close()
    assert faults == []


def add(page: Page, site: Any, name: str, words: str) -> None:
    page.goto(f"{site.address}/staff")
    page.get_by_role("link", name="Documents").click()
    page.get_by_label("File").set_input_files({"name": name, "mimeType": "text/plain", "buffer": words.encode()})
    page.get_by_role("group", name="Who may read it").get_by_label("Members").check()
    page.get_by_label("I have checked").check()
    page.get_by_role("button", name="Add to the library").click()


def test_a_document_is_added_followed_and_retired(browser: Browser, site: Any) -> None:
    faults: list[str] = []
    page = opened(browser, faults, viewport={"width": 1280, "height": 900})
    add(page, site, '"><img src=x onerror=window.ran=1>.md', "# Of quolls\n\nThe spotted quoll sleeps in logs.\n")
    expect(page.locator("#edit")).to_have_attribute("data-over", "yes", timeout=60_000)
    expect(page.locator("#edit")).to_contain_text("Switching to the new indexes")
    page.get_by_role("link", name="Manage it").click()
    expect(page.get_by_role("heading", name="Of quolls")).to_be_visible()
    page.get_by_role("button", name="Retire").click()
    expect(page.get_by_text("From the moment you confirm")).to_be_visible()
    page.get_by_role("button", name="Retire").click()
    assert not [entry for entry in site.desk.documents(tier=2) if entry.meta.title == "Of quolls"]
    expect(page.locator("#edit")).to_have_attribute("data-over", "yes", timeout=60_000)
    page.get_by_role("link", name="All documents").click()
    expect(page.get_by_role("button", name=re.compile("Put back.*Of quolls"))).to_be_visible()
    assert page.evaluate("window.ran") is None
    page.context.close()
    assert faults == []


def test_it_needs_no_script(browser: Browser, site: Any) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    add(page, site, "numbats.txt", "OF NUMBATS\n\nThe numbat eats termites by day.\n")
    for _ in range(120):
        if page.locator('#edit[data-over="yes"]').count():
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Look again").click()
    expect(page.locator("#edit")).to_contain_text("indexed")
    page.goto(f"{site.address}/staff")
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("columnheader", name="Not in the library").first).to_be_visible()
    page.context.close()
