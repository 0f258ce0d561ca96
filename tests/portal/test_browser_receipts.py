"""Saving receipts from the chat page, with a follow-up question, and what the page says when it cannot be done."""

import json
from pathlib import Path

import pytest
from fake_desk import FakeDesk
from playwright.sync_api import expect
from visits import Visit

from qa.receipt.read import read_receipt

pytestmark = pytest.mark.browser


def test_both_receipts_are_saved_and_can_be_read(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    visit.ask("What does Russia demand before it will cooperate?")
    exchange = visit.ask("Which countries will host U.S. missile defense systems?", 2)
    for format, name in (("pdf", "Save receipt"), ("json", "Save receipt as JSON")):
        with page.expect_download() as download:
            exchange.get_by_role("button", name=name, exact=True).click()
        path = tmp_path / f"receipt.{format}"
        download.value.save_as(path)
        assert download.value.suggested_filename.endswith(f".{format}")
        receipt = read_receipt(path)
        assert receipt.answer.question == "Which countries will host U.S. missile defense systems?"
        expect(exchange.locator(".after-answer > .said")).to_have_text("Receipt saved.")
    assert json.loads((tmp_path / "receipt.json").read_text(encoding="utf-8"))["local_time"]


def test_a_library_that_has_changed_gives_no_receipt(visit: Visit, slow_desk: FakeDesk) -> None:
    exchange = visit.ask("What does Russia demand before it will cooperate?")
    slow_desk.changed = True
    exchange.get_by_role("button", name="Save receipt", exact=True).click()
    expect(exchange.locator(".after-answer > .said")).to_contain_text(
        "The desk does not give this answer to the question now"
    )
    assert [fault for fault in visit.faults if "409" not in fault] == []
    visit.faults.clear()  # the browser notes the refusal in its console
