"""PDFs: lines to paragraphs, furniture, hyphens, pages, and the way back to the page for every character."""

from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import lines, pdf

from corpus.types import Document
from ingest.errors import SourceError
from ingest.read import read

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "pdf"


def paper(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    return read(path, "paper.pdf")


def blocks(found: Document) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def misplaced(found: Document, data: bytes, step: int = 1) -> list[tuple[int, str, str]]:
    """The characters, of each `step`-th, that are not where their page's anchors say they are."""
    wrong = []
    with pypdfium2.PdfDocument(data) as source:
        for page in found.pages:
            text = source[page.number - 1].get_textpage().get_text_range().replace("\ufffe", "-")
            for offset in range(page.start, page.end, step):
                place = page.locate(offset)
                if not found.text[offset].isspace() and text[place : place + 1] != found.text[offset]:
                    wrong.append((offset, found.text[offset], text[place : place + 1]))
    return wrong


BODY = [
    "The phased adaptive approach was announced in September, and its first phase was",
    "in service by the end of 2011. It consists of ships and of a radar in Turkey; the ra-",
    "dar is of the forward-based type, and its words are read from the radar stations.",
    "Later phases add land-based interceptors in two countries, as they were planned.",
]


LAST = "The second paragraph of this page runs over the end of it and"
NEXT = "goes on at the head of the next page, where it ends in due course."
TABLE = ["Year 2011 2012", "Ships 23 29", "Sites 0 1"]


def report() -> bytes:
    def sheet(number: int, *words: str) -> list[tuple[float, float, float, str]]:
        head = lines("The Alliance - Report", top=770, size=8)
        foot = lines(f"Page {number} of 4", top=30, size=8, left=280)
        return head + lines(*words) + foot

    first = [(72.0, 740.0, 16.0, "A Report on Sites")]
    return pdf(
        [
            first
            + sheet(1, "Background", "", *BODY, "", "The second paragraph of this page runs over the end of it and"),
            sheet(2, "goes on at the head of the next page, where it ends in due course.", "", *BODY),
            sheet(
                3, "The sites are these:", "• Deveselu", "• Redzikowo", "", "Year 2011 2012", "Ships 23 29", "Sites 0 1"
            ),
            sheet(4, *BODY),
        ],
        bold=["Background"],
        title="A Report on Sites",
    )


def test_headers_and_footers_go_and_paragraphs_are_made_whole(tmp_path: Path) -> None:
    found = paper(tmp_path, report())
    prose = " ".join(BODY).replace("ra- dar", "radar")
    assert blocks(found) == [
        ("heading", "A Report on Sites"),
        ("heading", "Background"),
        ("paragraph", prose),
        ("paragraph", f"{LAST} {NEXT}"),
        ("paragraph", prose),
        ("paragraph", "The sites are these:"),
        ("item", "Deveselu"),
        ("item", "Redzikowo"),
        ("table", "\n".join(TABLE)),
        ("paragraph", prose),
    ]
    assert found.meta.title == "A Report on Sites"
    assert [section.path for section in found.sections] == [
        ("A Report on Sites",),
        ("A Report on Sites", "Background"),
    ]


def test_the_same_page_many_times_over_is_not_all_furniture(tmp_path: Path) -> None:
    assert paper(tmp_path, pdf([lines("A form with few words.")] * 5)).text.count("A form with few words.") == 5


def test_pages_are_numbered_from_one_and_break_where_the_sheets_do(tmp_path: Path) -> None:
    found = paper(tmp_path, report())
    assert [page.number for page in found.pages] == [1, 2, 3, 4]
    assert found.text[found.pages[1].start :].startswith("goes on at the head")
    assert misplaced(found, report()) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.text("abcdefgh éß“.-–", min_size=1, max_size=60), min_size=1, max_size=12), min_size=1, max_size=4
    )
)
def test_every_character_is_found_again_on_its_page(tmp_path: Path, sheets: list[list[str]]) -> None:
    data = pdf([lines("Some words at the start of each page here", *texts) for texts in sheets])
    found = paper(tmp_path, data)
    assert misplaced(found, data) == []


def test_hyphens_that_belong_to_a_word_stay(tmp_path: Path) -> None:
    found = paper(
        tmp_path,
        pdf([lines("The land-based part is one, and the other is land-", "based too; the inter-", "ceptors are not.")]),
    )
    assert found.text == "The land-based part is one, and the other is land-based too; the interceptors are not."


def test_a_memo_header_keeps_its_lines(tmp_path: Path) -> None:
    header = ["To: Members of Congress", "Date: November 1, 2011", "From: The Alliance", "Re: Sites"]
    found = paper(tmp_path, pdf([lines(*header, "", *BODY)]))
    assert blocks(found)[0] == ("memo", "\n".join(header))


def test_an_empty_password_is_tried_and_another_one_asked_for(tmp_path: Path) -> None:
    text = [lines("Words that lie under an empty password.")]
    assert paper(tmp_path, pdf(text, encrypt=b"")).text == "Words that lie under an empty password."
    with pytest.raises(SourceError) as caught:
        paper(tmp_path, pdf(text, encrypt=b"secret"))
    assert caught.value.state == "needs-password"


def test_scans_are_refused_and_good_text_layers_are_read(tmp_path: Path) -> None:
    assert paper(tmp_path, pdf([lines(*BODY)], scanned=True)).text.startswith("The phased")
    faulty = ["Rest~aint was de~eated; the ~quadron C9mrnunications"]
    for data in (pdf([[]] * 3, scanned=True), pdf([lines(*BODY, *faulty)], scanned=True)):
        with pytest.raises(SourceError) as caught:
            paper(tmp_path, data)
        assert caught.value.state == "needs-ocr"
    assert "~quadron" in paper(tmp_path, pdf([lines(*BODY, *faulty)])).text


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_cut_off_file_is_refused(tmp_path: Path, share: float) -> None:
    data = report()
    with pytest.raises(SourceError) as caught:
        paper(tmp_path, data[: int(len(data) * share)])
    assert caught.value.state == "unreadable"


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="2,001 pages") as caught:
        paper(tmp_path, pdf([[]] * 2001))
    assert caught.value.state == "unsupported"


@pytest.mark.slow
@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not beside this checkout")
def test_real_reports_are_read_and_their_characters_found_again() -> None:
    refused = {}
    for path in sorted(REPORTS.glob("*.pdf")):
        try:
            found = read(path, path.name)
        except SourceError as error:
            refused[path.name] = error.state
            continue
        assert len(found.text) > 1000 * len(found.pages)
        assert misplaced(found, path.read_bytes(), step=23) == []
    assert refused == {"97d9a68db7-nsdd227.pdf": "needs-ocr", "b4edc45119-nsdd178.pdf": "needs-ocr"}
