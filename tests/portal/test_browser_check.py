"""Check a quotation in Chromium, as a page and in the chat page: by mouse, by keyboard, on a phone, on paper."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from test_checked import EVERY_VERDICT
from visits import Visit

from portal.verdicts import WORDINGS

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
ALTERED = "“The Deveselu site in Romania was declared operational on 12 May 2018.”"
FIXED = "The Deveselu site in Romania was declared operational on 12 May 2016."

pytestmark = pytest.mark.browser


def as_a_page(visit: Visit) -> Page:
    visit.page.goto(f"{visit.address}/check")
    return visit.page


def in_the_tab(visit: Visit) -> Page:
    visit.page.get_by_role("tab", name="Check a quotation").click()
    return visit.page


def text_area(page: Page) -> Locator:
    return page.get_by_label("Paste a phrase, a sentence, a paragraph or a whole draft")


def checked(page: Page, draft: str) -> Locator:
    """Sends `draft` by keyboard and waits for the summary."""
    text_area(page).fill(draft)
    text_area(page).press("Control+Enter")
    summary = page.locator(".check-summary")
    expect(summary).to_be_focused()
    return summary


@pytest.mark.parametrize("opened", [as_a_page, in_the_tab])
def test_a_draft_is_followed_and_its_result_gets_the_focus(visit: Visit, opened: Callable[[Visit], Page]) -> None:
    page = opened(visit)
    text_area(page).fill(EVERY_VERDICT)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("[data-check-said]")).to_have_text(re.compile(r"\d of 6 quotations looked up…"))
    summary = page.locator(".check-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("6 quotations: 1 word for word")
    expect(page.locator("[data-check-progress]")).to_be_hidden()
    for number, wording in enumerate(WORDINGS.values(), 1):
        expect(page.locator(f"#quotation-{number} h3")).to_contain_text(wording.name)
        mark = page.get_by_role("link", name=re.compile(re.escape(f"(quotation {number}: {wording.name})")))
        mark.click()
        expect(page.locator(f"#quotation-{number}")).to_be_focused()
        expect(page.locator(f"#quotation-{number}")).to_be_in_viewport()
    page.locator("#quotation-2").get_by_role("link", name="Back to the draft").click()
    expect(page.locator("#draft-2")).to_be_focused()
    page.get_by_role("link", name="Check another text").click()
    expect(text_area(page)).to_be_focused()


def test_a_quotation_is_corrected_and_copied(visit: Visit) -> None:
    page = as_a_page(visit)
    checked(page, ALTERED)
    card = page.locator("#quotation-1")
    expect(card.locator("del")).to_have_text("[yours: 2018.]")
    expect(card.locator("ins")).to_have_text("[the library: 2016.]")
    card.get_by_role("button", name="Copy the corrected wording").click()
    expect(card.locator(".finding-fix .said")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == FIXED
    card.get_by_role("button", name="Copy exact words").click()
    assert page.evaluate("navigator.clipboard.readText()") == FIXED
    card.get_by_role("link", name="Open the passage").click()
    expect(page).to_have_url(re.compile(r"/passages/brief-1"))


def test_a_place_is_cited_and_copied_with_its_reference(visit: Visit) -> None:
    page = as_a_page(visit)
    checked(page, ALTERED)
    place = page.locator("#quotation-1 .place")
    place.get_by_role("button", name="Copy with reference").click()
    expect(place.locator(".place-tools .said")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"> “{FIXED}” [1]\n\n[1] ")
    assert "Aegis Ashore Deveselu" in copied
    assert f"{visit.address}/passages/brief-1?quote=" in copied
    place.get_by_role("button", name="Cite", exact=True).click()
    expect(place.locator(".cite-lines")).to_contain_text("Aegis Ashore Deveselu")


def test_what_differs_is_told_without_color(visit: Visit) -> None:
    page = as_a_page(visit)
    checked(page, ALTERED)
    assert "line-through" in page.locator("del").evaluate("element => getComputedStyle(element).textDecorationLine")
    assert "underline" in page.locator("ins").evaluate("element => getComputedStyle(element).textDecorationLine")
    expect(page.locator("#quotation-1 h3 svg")).to_be_visible()
    expect(page.locator(".draft-mark svg")).to_be_visible()


@pytest.mark.parametrize("opened", [as_a_page, in_the_tab])
def test_the_example_can_be_tried(visit: Visit, opened: Callable[[Visit], Page]) -> None:
    page = opened(visit)
    page.get_by_role("link", name="Try an example").click()
    expect(page.locator(".check-summary")).to_contain_text("3 quotations: 1 word for word, 1 altered, 1 not in")


def test_a_check_can_be_cancelled(visit: Visit, slow_desk: Any) -> None:
    page = as_a_page(visit)
    text_area(page).fill("“nothing at all” " * 100)
    text_area(page).press("Control+Enter")
    expect(page.locator("[data-check-said]")).to_have_text(re.compile("of 100 quotations"))
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("[data-check-progress]")).to_be_hidden()
    expect(text_area(page)).to_be_focused()
    expect(page.locator(".check-summary")).to_have_count(0)
    expect(page.locator(".notice-error")).to_have_count(0)
    checked(page, ALTERED)


def test_a_file_is_chosen_or_dropped(visit: Visit, slow_desk: Any, tmp_path: Path) -> None:
    page = as_a_page(visit)
    draft = tmp_path / "my draft.txt"
    draft.write_text(ALTERED, encoding="utf-8")
    page.get_by_label("Or a file").set_input_files(draft)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".check-searched")).to_contain_text("Your file: my draft.txt.")
    page.get_by_role("button", name="Take the file away").click()
    expect(page.get_by_label("Or a file")).to_have_value("")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Please paste some text, or choose a file.")
    dropped = page.evaluate_handle(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(['“nothing at all”'], 'dropped.txt'));
            return data;
        }"""
    )
    page.locator("form.check-form").dispatch_event("drop", {"dataTransfer": dropped})
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".check-searched")).to_contain_text("Your file: dropped.txt.")
    assert [draft.text for draft, *_ in slow_desk.looked_up] == [ALTERED, "“nothing at all”"]


def test_what_cannot_be_taken_is_said(visit: Visit, slow_desk: Any, tmp_path: Path) -> None:
    page = as_a_page(visit)
    alert = page.get_by_role("alert")
    large, binary = tmp_path / "large.pdf", tmp_path / "program.exe"
    large.write_bytes(b"x" * (6 * 1024 * 1024))
    binary.write_bytes(bytes(range(256)) * 40)
    page.get_by_label("Or a file").set_input_files(large)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(alert).to_have_text("“large.pdf” has 6 MB; the desk takes files of up to 5 MB.")
    page.get_by_label("Or a file").set_input_files(binary)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(alert).to_have_text("program.exe is no text file.")
    page.get_by_role("button", name="Take the file away").click()
    text_area(page).evaluate("area => { area.value = 'words '.repeat(180_000); }")
    text_area(page).press("Control+Enter")
    expect(alert).to_contain_text("Please check it in parts.")
    text_area(page).fill("boom")
    text_area(page).press("Control+Enter")
    expect(alert).to_contain_text("logged under reference")
    assert slow_desk.looked_up == []


def test_characters_are_counted_near_the_limit(visit: Visit) -> None:
    page = as_a_page(visit)
    count = page.locator("[data-check-count]")
    expect(count).to_be_hidden()
    text_area(page).evaluate("area => { area.value = 'x'.repeat(390_000); }")
    text_area(page).press("End")
    page.keyboard.insert_text("y")
    expect(count).to_have_text("390,001 of 400,000 characters")


def test_links_open_the_tab_and_bring_a_text(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/?tab=check&text=some%20words")
    expect(text_area(page)).to_have_value("some words")
    page.goto(f"{visit.address}/check?text=%E2%80%9CRussia%20continues%20to%20block%E2%80%9D")
    expect(page.locator(".check-summary")).to_have_text("1 quotation, word for word.")


def test_the_report_is_downloaded(visit: Visit) -> None:
    page = as_a_page(visit)
    checked(page, ALTERED)
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download the report").click()
    assert downloading.value.suggested_filename == "quotations-checked.md"
    words = Path(downloading.value.path()).read_text(encoding="utf-8")
    assert words.startswith("# Quotations checked\n\n1 quotation, altered.")
    assert f"{visit.address}/passages/brief-1" in words


@pytest.mark.parametrize("visit", [{"java_script_enabled": True, "reduced_motion": "reduce"}], indirect=True)
def test_paper_shows_all_cards_and_no_controls(visit: Visit) -> None:
    page = as_a_page(visit)
    checked(page, EVERY_VERDICT)
    page.emulate_media(media="print")
    expect(page.locator(".check-form")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy exact words").first).to_be_hidden()
    for number in range(1, 7):
        expect(page.locator(f"#quotation-{number}")).to_be_visible()


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
@pytest.mark.parametrize("opened", [as_a_page, in_the_tab])
def test_a_phone_shows_everything_without_scrolling_sideways(visit: Visit, opened: Callable[[Visit], Page]) -> None:
    page = opened(visit)
    assert not visit.scrolls_sideways()
    checked(page, f"{EVERY_VERDICT}\n“{'x' * 300}”")
    assert not visit.scrolls_sideways()


def test_the_keyboard_is_enough(visit: Visit) -> None:
    page = as_a_page(visit)
    text_area(page).focus()
    page.keyboard.insert_text(ALTERED)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Or a file")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".check-summary")).to_be_focused()
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 20)"))
    assert reached[:3] == ["Download the report", "Print", "Check another text"]
    assert "Copy the corrected w" in reached
