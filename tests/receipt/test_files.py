"""Receipts in files: what is read, what is refused, and PDFs that look harmless because they are."""

import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from receipt_stories import QUOTE, Story

from qa.errors import ReceiptRefused, ReceiptUnreadable
from qa.receipt.files import format_of, write_receipt
from qa.receipt.pdf import receipt_pdf
from qa.receipt.read import read_receipt
from qa.receipt.seal import is_intact, sealed


def words_of(pdf: bytes) -> str:
    """The text of all pages, line breaks folded."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_both_files_hold_the_same_receipt(saved: Path, told: Story) -> None:
    receipt = read_receipt(saved)
    assert is_intact(receipt.record)
    assert receipt.citations[0].quote == QUOTE
    assert told.checked(receipt.record).exit_code == 0


def test_the_pdf_is_readable_tagged_and_linked(told: Story) -> None:
    receipt = told.receipt()
    receipt["citations"][0]["url"] = "https://desk.example/passages/x"
    content = receipt_pdf(receipt)
    document = pypdfium2.PdfDocument(content)
    text = words_of(content)
    for words in (receipt["answer"]["question"], QUOTE, receipt["seal"]["sha256"], receipt["library"]["fingerprint"]):
        assert words in text
    assert receipt["citations"][0]["passage"]["sha256"] in text
    titles = [item.get_title() for item in document.get_toc()]
    assert titles[:3] == ["Answer receipt", "Answer", "Sources"]
    assert document.get_metadata_dict()["Title"] == f"Answer receipt: {receipt['answer']['question']}"
    assert b"/StructTreeRoot" in content
    assert b"https://desk.example/passages/x" in content


HOSTILE = (
    '#let x = 1; #read("/etc/passwd") $ x^2 $ *bold* _it_ `code` [link] \\ @label <tag> // comment',
    "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "\u202egnp.exe\u2066\u200b and plain words",
    "עברית and العربية and 中文 and \U0001f680",
    "“Quotes” — § é Ĳ Łódź Кириллица Ελληνικά … ‑ ½ №",
    "word " * 13_000,
    "x" * 65_536,
)


@pytest.mark.parametrize("words", HOSTILE, ids=["typst", "markup", "turned", "scripts", "marks", "long", "unbroken"])
def test_whatever_is_said_is_only_ever_words(told: Story, words: str) -> None:
    receipt: dict[str, Any] = told.receipt()
    receipt["answer"]["question"] = words
    receipt["citations"][0]["document"]["title"] = words
    receipt["citations"][0]["reference"] = words
    content = receipt_pdf(receipt)
    document = pypdfium2.PdfDocument(content)
    assert 0 < len(document) < 60
    attached = json.loads(bytes(document.get_attachment(0).get_data()))
    assert attached == receipt
    text = words_of(content)
    assert "root:" not in text
    assert QUOTE in text
    if words in HOSTILE[:2] or words == HOSTILE[4]:
        assert words in text


def test_what_no_font_has_is_said_to_be_missing(told: Story) -> None:
    receipt = told.receipt()
    receipt["answer"]["question"] = "\U00013000 in hieroglyphs?"
    text = words_of(receipt_pdf(receipt))
    drawn = "The attached JSON has them." not in text
    assert "in hieroglyphs?" in text
    assert drawn or "are in no font at hand" in text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is no JSON that can be read"),
        (b"{", "it ends early or is damaged"),
        (b"\xff\xfe\x00", "is no JSON that can be read"),
        (b"[1, 2]", "is not a receipt of Refdesk"),
        (b'{"format": "another"}', "is not a receipt of Refdesk"),
        (b'{"format": "refdesk-receipt"}', "has format None"),
        (b'{"format": "refdesk-receipt", "format_version": 99, "refdesk_version": "9.1"}', r"made by 9\.1"),
        (b'{"format": "refdesk-receipt", "format_version": 1}', "is not a whole receipt"),
        (b'{"format": NaN}', "NaN is no JSON"),
        (b"[" * 100_000, "is no JSON that can be read"),
        (b"%PDF-1.7 nothing", "is a damaged PDF"),
    ],
)
def test_what_is_no_receipt_is_said_to_be_none(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "receipt.json"
    path.write_bytes(content)
    with pytest.raises(ReceiptUnreadable, match=why) as error:
        read_receipt(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_receipt_cut_short_anywhere_is_refused_or_found_out(told: Story, tmp_path: Path) -> None:
    whole = json.dumps(told.receipt())
    path = tmp_path / "cut.json"
    for length in range(0, len(whole), 97):
        path.write_text(whole[:length], encoding="utf-8")
        with pytest.raises(ReceiptUnreadable):
            read_receipt(path)


@pytest.mark.parametrize("part", ["citations", "statements", "answer", "library", "seal", "issued_at"])
@pytest.mark.parametrize("value", [None, 3, "x", [3], {}])
def test_parts_of_another_kind_are_refused_or_found_out(told: Story, tmp_path: Path, part: str, value: object) -> None:
    receipt = {**told.receipt(), part: value}
    path = tmp_path / "other.json"
    path.write_text(json.dumps(receipt), encoding="utf-8")
    try:
        read = read_receipt(path)
    except ReceiptUnreadable as error:
        assert re.search(rf"is not a whole receipt: {part}", str(error))
    else:
        assert told.checked(read.record).exit_code == 3


def test_files_that_cannot_be_read_or_are_too_large(tmp_path: Path) -> None:
    with pytest.raises(ReceiptUnreadable, match="No such file"):
        read_receipt(tmp_path / "none.json")
    with pytest.raises(ReceiptUnreadable, match="cannot be read"):
        read_receipt(tmp_path)
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(ReceiptUnreadable, match="larger than 20 MB"):
        read_receipt(large)


def test_a_pdf_without_a_receipt_is_said_to_have_none(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    document.save(tmp_path / "plain.pdf")
    with pytest.raises(ReceiptUnreadable, match=r"receipt\.json is not attached"):
        read_receipt(tmp_path / "plain.pdf")


def test_receipts_are_written_as_json_or_pdf(tmp_path: Path, told: Story) -> None:
    assert [format_of(Path(name)) for name in ("a.JSON", "b.pdf")] == ["json", "pdf"]
    with pytest.raises(ReceiptRefused, match=r"saved as \.json or \.pdf"):
        format_of(Path("receipt.txt"))
    with pytest.raises(ReceiptRefused, match="cannot be written"):
        write_receipt(sealed({}), tmp_path / "none" / "receipt.json")
