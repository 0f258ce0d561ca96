"""A whole document in Chromium: search within it, its contents, and links to words selected in it."""

import pytest
from playwright.sync_api import Page, expect
from visits import Visit

from qa.permalink.quote import quote_of

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
UNSCRIPTED = {"java_script_enabled": False}
SELECT = """([first, last]) => {
    const walker = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.data.includes(first)) range.setStart(node, node.data.indexOf(first));
        if (node.data.includes(last)) { range.setEnd(node, node.data.indexOf(last) + last.length); break; }
    }
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


def highlighted(page: Page, name: str) -> list[str]:
    return list(page.evaluate("(name) => [...CSS.highlights.get(name)].map((range) => range.toString())", name))


@pytest.mark.parametrize("visit", [{}, PHONE], indirect=True, ids=["desktop", "phone"])
def test_the_keyboard_finds_words_in_a_document(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/documents/paper")
    box, count = page.get_by_label("Find in this document"), page.locator("[data-find-count]")
    total = page.request.get(f"{visit.address}/api/documents/paper").json()["text"].lower().count("missile defense")
    assert total > 3
    page.keyboard.press("/")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("MISSILE  defense")
    expect(count).to_have_text(f"1 of {total}")
    assert {words.lower() for words in highlighted(page, "found")} == {"missile defense"}
    page.keyboard.press("Enter")
    expect(count).to_have_text(f"2 of {total}")
    assert len(highlighted(page, "found-now")) == 1
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(count).to_have_text(f"{total} of {total}")
    page.get_by_role("button", name="Next").click()
    expect(count).to_have_text(f"1 of {total}")
    box.fill("unheard of")
    expect(count).to_have_text("Not found")
    page.keyboard.press("Escape")
    expect(count).to_have_text("")
    assert not visit.scrolls_sideways()


def test_words_are_found_across_terms_and_notes(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/documents/paper?find=a%20russian%20icbm%20headed")
    expect(page.locator("[data-find-count]")).to_have_text("1 of 1")
    assert page.locator(".text .term", has_text="ICBM").count() == 1
    assert highlighted(page, "found-now") == ["a Russian ICBM headed"]


def test_the_contents_fold_on_a_phone_and_follow_the_reader(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/documents/paper")
    expect(page.get_by_role("link", name="U.S. Position", exact=True)).to_be_visible()
    expect(page.locator(".contents [aria-current=location]")).to_have_count(1)
    page.set_viewport_size(PHONE["viewport"])  # type: ignore[arg-type]
    expect(page.get_by_role("link", name="U.S. Position", exact=True)).to_be_hidden()
    page.locator(".contents summary").click()
    expect(page.get_by_role("link", name="U.S. Position", exact=True)).to_be_visible()


def test_words_selected_across_paragraphs_get_a_link(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/documents/paper")
    page.evaluate(SELECT, ["waters around Europe.", "Russia continues to block"])
    page.get_by_role("button", name="Copy a link to the selected words").click()
    expect(page.locator("[data-select-link] .said")).to_have_text("Copied.")
    address = page.evaluate("navigator.clipboard.readText()")
    text = page.request.get(f"{visit.address}/api/documents/paper").json()["text"]
    words = text[text.index("waters around Europe.") : text.index("Russia continues to block") + 25]
    assert "\n\n" in words
    assert address == f"{visit.address}/passages/paper-1?quote={quote_of(words, text.index(words))}"
    page.goto(f"{visit.address}/documents/paper?quote={address.partition('=')[2]}")
    expect(page.locator("#quote")).to_be_in_viewport()
    assert "".join(page.locator("mark.meant").all_inner_texts()) == words.replace("\n\n", "")


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
def test_words_selected_across_the_cells_of_a_table_get_a_link(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/documents/nasty?find=the%20south.%20%7C%20nothing")
    assert highlighted(page, "found-now") == ["the south. | Nothing"]
    assert not visit.scrolls_sideways()
    text = page.request.get(f"{visit.address}/api/documents/nasty").json()["text"]
    words = text[text.index("the south.") : text.index("Hydra") + 5]
    page.evaluate(SELECT, ["the south.", "Hydra"])
    page.get_by_role("button", name="Copy a link to the selected words").click()
    expect(page.locator("[data-select-link] .said")).to_have_text("Copied.")
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == f"{visit.address}/passages/nasty-2?quote={quote_of(words, text.index(words))}"
    page.goto(address)
    assert page.locator("mark.meant").all_inner_texts() == ["the south.", "Nothing at all.", "Hydra"]
    page.evaluate(SELECT.replace(".text", ".passage"), ["Lion", "Hydra"])
    whole = text[text.index("Lion") : text.index("Hydra") + 5]
    expect(page.locator("#permalink")).to_contain_text(f"{quote_of(whole, text.index(whole))}")
    assert not visit.scrolls_sideways()


def test_without_scripts_the_server_marks_what_is_looked_for(browser: object, served: tuple[object, str]) -> None:
    context = browser.new_context(**UNSCRIPTED)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{served[1]}/documents/paper")
    page.get_by_label("Find in this document").fill("Missile Defenses")
    page.get_by_role("button", name="Find").click()
    total = page.request.get(f"{served[1]}/api/documents/paper").json()["text"].count("missile defenses")
    expect(page.locator("mark.hit")).to_have_count(total)
    expect(page.locator("[data-find-count]")).to_have_text(f"{total} places")
    expect(page.locator("#hit-1")).to_be_in_viewport()
    context.close()
