"""Uploaded drafts: read in a process of their own, from memory, and refused in a sentence."""

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from corpus.errors import DraftUnreadable
from ingest.drafts import DraftReader
from qa.lookup.types import Draft

FILES = Path(__file__).resolve().parent.parent / "read" / "files"


@pytest.fixture(scope="module")
def read_draft() -> Iterator[DraftReader]:
    """A reader, with one process for all tests."""
    reader = DraftReader()
    yield reader
    reader.close()


@pytest.mark.parametrize("name", ["sound.docx", "sound.pdf", "sound.html"])
def test_a_file_is_read_from_memory(read_draft: DraftReader, name: str) -> None:
    document = read_draft((FILES / name).read_bytes(), f"C:\\drafts/../{name}")
    assert len(document.text.split()) >= 5
    assert Draft.of(document).text == document.text


def test_the_block_quotes_of_a_word_document_are_known(read_draft: DraftReader, tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Before it.")
    made.add_paragraph("Russia continues to block any cooperation efforts.", style="Quote")
    made.add_paragraph("After it.")
    made.save(str(tmp_path / "draft.docx"))
    draft = Draft.of(read_draft((tmp_path / "draft.docx").read_bytes(), "draft.docx"))
    assert [draft.text[start:end] for start, end in draft.blocks] == [
        "Russia continues to block any cooperation efforts."
    ]


@pytest.mark.parametrize("name", ["draft.md", "draft.TXT", "draft.markdown"])
def test_text_comes_as_it_stands(read_draft: DraftReader, name: str) -> None:
    assert read_draft("> “Quoted”[^x]\r\n".encode(), name).text == "> “Quoted”[^x]\n"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("locked.pdf", None, "encrypted"),
        ("damaged.pdf", None, "cannot be looked up"),
        ("zip-bomb.docx", None, "cannot be looked up"),
        ("old-word.docx", None, "Word 97"),
        ("picture.png", None, "'.png' files are not read"),
        ("draft", b"words", "files are not read"),
        ("empty.docx", b"", "nothing in this file"),
        ("picture.txt", b"\x89PNG\x00\x00\x00\x00", "cannot be looked up"),
        ("really.pdf", b"plain words", "holds plain text"),
        ("\ud800.pdf", b"x", "not valid Unicode"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(read_draft: DraftReader, name: str, data: bytes | None, says: str) -> None:
    with pytest.raises(DraftUnreadable, match=says):
        read_draft((FILES / name).read_bytes() if data is None else data, name)
