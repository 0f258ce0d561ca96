"""A document laid out for its page: every word once and in order, whatever its blocks and notes."""

import subprocess
import sys
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Block, Document, LibraryEntry, Metadata, Note, Page, Passage, Section, Source
from portal.marked import NOTHING_MARKED, Marked, marked
from portal.reading import Reading, laid_out
from qa.permalink.quote import quote_of
from qa.types import DocumentView


def read(document: Document, passages: tuple[Passage, ...] = (), marks: Marked = NOTHING_MARKED) -> Reading:
    entry = LibraryEntry(
        document.id, document.meta, len(passages), len(document.text), 1, datetime(2026, 1, 1, tzinfo=UTC)
    )
    return laid_out(DocumentView(entry, document, passages), marked=marks)


def words(reading: Reading) -> list[str]:
    return [word for part in reading.parts for word in "".join(run.text for run in part.runs).split()]


def passage(name: str, start: int, end: int, text: str) -> Passage:
    return Passage(name, "d", text[start:end], start, end, (), None, 0, None, ())


@given(
    st.lists(st.text(alphabet="ab. ", min_size=1, max_size=12), max_size=8),
    st.lists(st.integers(0, 60), max_size=6),
    st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_every_word_is_there_once(paragraphs: list[str], offsets: list[int], blocked: list[bool]) -> None:
    text = "\n\n".join(paragraphs)
    blocks, at = [], 0
    for paragraph, is_block in zip(paragraphs, blocked, strict=False):
        if is_block and paragraph.strip():
            blocks.append(Block("paragraph", at, at + len(paragraph)))
        at += len(paragraph) + 2
    starts = [offset for offset in offsets if text[offset : offset + 1].strip()]
    ends = [offset for offset in offsets if text[:offset].strip()]
    document = Document(
        "d", Metadata("t", sources=(Source("s", "S"),)), "", text, (), tuple(blocks),
        tuple(Page(n, offset, len(text)) for n, offset in enumerate(starts[:2], 1)),
        tuple(Note(offset, "s") for offset in ends),
    )  # fmt: skip
    marks = marked(text, str(quote_of(text[starts[0] :], starts[0])) if starts else "", "A b")
    passages = tuple(passage(str(n), offset, len(text), text) for n, offset in enumerate(starts))
    reading = read(document, passages, marks)
    assert words(reading) == text.split()
    runs = [run for part in reading.parts for run in part.runs]
    assert all(text[run.start :].startswith(run.text) for run in runs)
    meant = "".join(run.text for run in runs if run.mark == "meant")
    assert "".join(meant.split()) == ("".join(text[starts[0] :].split()) if starts else "")
    assert sum(len(run.passages) for run in runs) == len(starts)
    assert sum(len(run.notes) for run in runs) == len(ends)


def test_what_is_looked_for_is_found_however_it_is_typed() -> None:
    text = "The “ﬁrst” line —\n and the FIRST  word. Firstly, no."
    found = marked(text, find='  "first" ')
    assert [text[a:b] for a, b in found.hits] == ["“ﬁrst”"]
    assert [text[a:b] for a, b in marked(text, find="first").hits] == ["ﬁrst", "FIRST", "First"]
    assert [text[a:b] for a, b in marked(text, find="line - and the first word").hits] == [
        "line —\n and the FIRST  word"
    ]
    assert marked(text, find=" \n ").hits == ()
    assert marked(text, quote="0-3-00000000") == Marked(missed=True)


def test_marks_between_blocks_go_to_the_block_they_belong_to() -> None:
    text = "First words.\n\nSecond words."
    document = Document(
        "d", Metadata("t", sources=(Source("a", "A"), Source("b", "B"))), "", text, (Section(0, 27, ("T",), 2),),
        (Block("paragraph", 0, 12), Block("paragraph", 14, 27)), (Page(2, 13, 27),), (Note(13, "b"), Note(27, "a")),
    )  # fmt: skip
    reading = read(document, (passage("p", 13, 27, text),))
    first, second = (part.runs[0] for part in reading.parts)
    assert [source.id for source in reading.sources] == ["b", "a"]
    assert (first.notes, second.notes) == ((1,), (2,))
    assert (second.passages, second.page) == (("p",), 2)
    assert reading.contents[0].anchor == reading.parts[0].anchor


def test_importing_portal_loads_no_gradio() -> None:
    code = "import sys, portal, portal.web, portal.api; print([m for m in ('gradio', 'torch') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
