"""Files to take along: every quotation to the letter, every source with its reference."""

import io
import re
from datetime import UTC, date, datetime
from typing import Any

import pypdfium2
import pytest
from docx import Document as Word
from hypothesis import given, settings
from hypothesis import strategies as st
from keepers import DEMAND, LIMITS
from markdown_it import MarkdownIt

from portal.conversations.export import Edition, lines
from portal.conversations.paper import pdf
from portal.conversations.writing import docx, markdown
from portal.exchange import TAKEN_BACK, Exchange, finished
from qa.references.styles import STYLES
from qa.types import Answer, Prose, Statement


def read_markdown(text: str) -> str:
    """The words that a reader of the Markdown sees."""
    seen = []
    for token in MarkdownIt("commonmark").parse(text):
        for child in token.children or ():
            seen.append("\n" if child.type in ("softbreak", "hardbreak") else child.content)
        seen.append("\n")
    return "".join(seen)


def read_word(content: bytes) -> str:
    """The words that a reader of the Word file sees."""
    return "\n".join(paragraph.text for paragraph in Word(io.BytesIO(content)).paragraphs)


def unbroken(words: str) -> str:
    """`words` without their blanks and line breaks."""
    return "".join(words.split())


def read_pdf(content: bytes) -> str:
    """The words that a reader of the PDF sees, unbroken, for a long line breaks anywhere."""
    return unbroken("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)))


def test_a_conversation_is_taken_along_with_every_quotation_and_reference(house: Any) -> None:
    member = house.member("traveller")
    id = member.keep(DEMAND, LIMITS, name="For *the* hearing")
    said = member.read(id)["said"]
    address = f"/api/conversations/{id}/export"
    files = {format: member.send("GET", f"{address}?format={format}") for format in ("markdown", "docx", "pdf")}
    assert {reply.status_code for reply in files.values()} == {200}
    for reply, ending in zip(files.values(), ("md", "docx", "pdf"), strict=True):
        assert re.search(rf'filename="refdesk-conversation-[\d-]+\.{ending}"', reply.headers["content-disposition"])
    told = ["For *the* hearing", "generation 1 of the library"]
    for each in said:
        told.append(each["question"])
        for citation in each["answer"]["citations"]:
            told += [f"“{citation['quote']}”", f"http://localhost{citation['url']}", citation["document"]["title"]]
        for statement in each["answer"]["statements"]:
            markers = "".join(f"[{marker}]" for marker in statement["citations"])
            told.append(f"“{statement['text']}” {markers}")
    for text in (read_markdown(files["markdown"].text), read_word(files["docx"].content)):
        assert [words for words in told if words not in text] == []
    text = read_pdf(files["pdf"].content)
    assert [words for words in told if unbroken(words) not in text] == []
    document = pypdfium2.PdfDocument(files["pdf"].content)
    assert document.get_metadata_dict()["Title"] == "For *the* hearing"
    assert [item.get_title() for item in document.get_toc()][1] == f"1. {DEMAND}"
    assert b"/StructTreeRoot" in files["pdf"].content
    assert f"http://localhost{said[0]['answer']['citations'][0]['url']}".encode() in files["pdf"].content


def test_the_references_are_in_the_style_that_is_asked_for(house: Any) -> None:
    member = house.member("stylist")
    address = f"/api/conversations/{member.keep(DEMAND)}/export"
    chicago, apa = (member.send("GET", f"{address}?style={style}").text for style in ("chicago", "apa"))
    assert "References: Chicago." in chicago
    assert "References: APA." in apa
    references = [set(re.findall(r"^\\\[\d\\\] (.*)$", text, re.MULTILINE)) for text in (chicago, apa)]
    assert all(references)
    assert not references[0] & references[1]
    assert member.send("GET", f"{address}?style=bibtex").status_code == 422
    assert member.send("GET", f"{address}?style=none").status_code == 422
    assert member.send("GET", f"{address}?format=html").status_code == 422


def edition(name: str = "A name") -> Edition:
    return Edition(name, "The desk", "https://desk.example", 7, date(2026, 11, 26), STYLES["chicago"])


def test_a_model_s_sentences_are_marked_as_such_and_nothing_stands_in_for_what_is_gone() -> None:
    statements = (
        Statement("The desk’s model says so.", (), "supported"),
        Statement("It says 85 %.", (), "unsupported", "The source says 87 %."),
    )
    answer = Answer("a", "How?", "How is it?", True, 0.9, "generative", statements, (), prose=Prose("m", 1, 2))
    shown = finished(Exchange(1, "How?", asked_at=datetime(2026, 11, 3, tzinfo=UTC)), answer)
    text = read_markdown(markdown(lines((shown, Exchange(2, "And now?", error=TAKEN_BACK)), edition())))
    assert "Answered on November 3, 2026. Looked up as: How is it?" in text
    assert "the sources cited support it" in text
    assert "NOT supported by a source. The source says 87 %." in text
    assert "“The desk’s model" not in text
    assert TAKEN_BACK in text


WORDS = (
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp", "Zs"), include_characters=" "),
        min_size=1,
        max_size=60,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@settings(max_examples=60)
@given(WORDS)
@pytest.mark.parametrize("opening", ["", "- ", "1. ", "# ", "> ", "    ", "&amp; ", "<b>", "[a](b) ", "`x` ", "***"])
def test_markdown_changes_no_word(opening: str, words: str) -> None:
    asked = f"{opening}{words}".strip()
    text = read_markdown(markdown(lines((Exchange(1, asked, error=asked),), edition(asked))))
    shown = [line for line in text.split("\n") if line]
    assert [shown[0], *shown[2:]] == [asked, f"1. {asked}", asked]


def test_word_and_pdf_change_no_word() -> None:
    asked = '- <b>1. [a](b) $x^2$ @who &amp; \\alpha “quoted” *** #read("/etc/passwd") `code` // <label> _it_'
    made = lines((Exchange(1, asked, error=asked),), edition(asked))
    assert read_word(docx(made)).count(asked) == 3
    assert read_pdf(pdf(made, edition(asked))).count(unbroken(asked)) == 3


def test_a_pdf_says_what_no_font_has() -> None:
    asked = "\U00013000 in hieroglyphs?"
    text = read_pdf(pdf(lines((Exchange(1, asked, error=asked),), edition()), edition()))
    assert "inhieroglyphs?" in text
    assert "\U00013000" in text or "areinnofontathand" in text
