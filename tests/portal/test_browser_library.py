"""The library's list in Chromium: words, kinds and topics narrow it, and every choice counts what it would show."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from visits import Visit

pytestmark = pytest.mark.browser


def choice(page: Page, name: str) -> Locator:
    return page.locator(".choice", has_text=re.compile(f"^{name} "))


def in_the_tab(visit: Visit) -> Page:
    visit.page.get_by_role("tab", name="Library").click()
    return visit.page


def as_a_page(visit: Visit) -> Page:
    visit.page.goto(f"{visit.address}/documents")
    return visit.page


@pytest.mark.parametrize("opened", [in_the_tab, as_a_page])
def test_words_kinds_and_topics_narrow_the_list(visit: Visit, opened: Callable[[Visit], Page]) -> None:
    page = opened(visit)
    shown = page.locator(".document:visible")
    expect(shown).to_have_count(4)
    expect(choice(page, "All")).to_have_text("All 4")
    page.get_by_label("Find a document").fill("romania AEGIS")
    expect(shown).to_have_count(1)
    expect(page.locator("[data-library-count]")).to_have_text("1 of 4 documents")
    expect(choice(page, "White paper")).to_have_text("White paper 0")
    expect(choice(page, "Europe")).to_have_text("Europe 1")
    page.get_by_role("button", name="Show all").click()
    expect(shown).to_have_count(4)
    expect(page.get_by_label("Find a document")).to_be_focused()
    choice(page, "Europe").click()
    expect(shown).to_have_count(3)
    expect(choice(page, "Brief")).to_have_text("Brief 1")
    expect(choice(page, "All")).to_have_text("All 3")
    choice(page, "Brief").click()
    expect(shown).to_have_count(1)
    expect(choice(page, "Brief")).to_have_attribute("aria-pressed", "true")
    choice(page, "Brief").click()
    choice(page, "Europe").click()
    expect(shown).to_have_count(4)
    expect(page.locator("[data-library-count]")).to_have_text("4 documents")


def test_a_topic_beside_a_document_narrows_the_list_to_it(visit: Visit) -> None:
    page = in_the_tab(visit)
    page.locator(".document", has_text="Deveselu").get_by_role("button", name="Aegis Ashore", exact=True).click()
    expect(page.locator(".document:visible")).to_have_count(1)
    expect(choice(page, "Aegis Ashore")).to_be_focused()
    expect(choice(page, "Aegis Ashore")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Find a document").fill("nothing of the kind")
    expect(page.get_by_text("No document fits all of that.")).to_be_visible()


def test_the_list_is_ordered_by_title_or_by_date(visit: Visit) -> None:
    page = in_the_tab(visit)

    def titles() -> list[str]:
        return [title.split()[0] for title in page.locator(".document .card-title").all_inner_texts()]

    assert titles() == ["A", "Aegis", "Russian", "Unicorns"]
    page.get_by_label("Order").select_option("Newest first")
    assert titles() == ["Aegis", "Unicorns", "Russian", "A"]  # as of 2021, 2020, 2011, undated
    page.get_by_label("Order").select_option("Oldest first")
    assert titles() == ["Russian", "Unicorns", "Aegis", "A"]


def test_every_entry_says_its_kind_date_tier_and_topics(visit: Visit) -> None:
    entry = in_the_tab(visit).locator(".document", has_text="Deveselu")
    expect(entry.locator(".card-kind")).to_contain_text("as of 12 May 2021")
    expect(entry.locator(".card-kind")).to_contain_text("Brief")
    expect(entry.locator(".tier")).to_contain_text("Public")
    expect(entry.locator(".topic")).to_have_text(["Europe", "Aegis Ashore"])


def test_a_document_s_topic_leads_to_the_library(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}/documents/brief")
    visit.page.get_by_role("link", name="Aegis Ashore", exact=True).click()
    expect(visit.page).to_have_url(f"{visit.address}/documents?topic=Aegis%20Ashore")
    expect(visit.page.locator(".document:visible")).to_have_count(1)


def test_a_topic_that_is_not_there_narrows_nothing(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}/documents?topic=%3Cscript%3E")
    expect(visit.page.locator(".document:visible")).to_have_count(4)
