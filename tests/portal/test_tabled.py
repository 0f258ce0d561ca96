"""Tables of a text: every character once and in order, cells as they are parted by bars."""

from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from portal.tabled import tables


class Cells(HTMLParser):
    """The cells of a page's first table, each with its tag, and the text of its first quoted passage."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str]]] = []
        self.passage = ""
        self.within: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append((tag, ""))
        if tag in ("th", "td", "blockquote", "a", "sup") or dict(attrs).get("class") == "bar":
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if "blockquote" in self.within:
            self.passage += data
        if self.within and self.within[-1] in ("th", "td"):
            tag, words = self.rows[-1][-1]
            self.rows[-1][-1] = (tag, words + data)


@given(st.text(alphabet="ab| \n", max_size=60), st.booleans())
def test_every_character_is_in_one_cell(text: str, regular: bool) -> None:
    reached = 0
    for table in tables(text, regular=regular):
        assert reached <= table.start
        reached = table.end
        edges = sorted({table.start, table.end, *table.edges()})
        pieces = [(start, text[start:end]) for start, end in pairwise(edges)]
        rows = table.filled(pieces)
        assert "".join(piece for row in rows for cell in row for piece in cell) == text[table.start : table.end]
        assert all(table.parts(offset) for start, end in table.gaps for offset in range(start, end))
        shown = [
            ["".join(piece for at, piece in pieces if start <= at < end and not table.parts(at)) for start, end in row]
            for row in table.rows
        ]
        lines = [line for line in text[table.start : table.end].split("\n") if line]
        assert shown == [line.split(" | ") for line in lines]


def test_rows_of_other_numbers_of_cells_are_another_table_and_prose_is_none() -> None:
    text = "Sites | by year.\n\na | b\nc | d\ne | f | g\nh | i | j\n\nNothing | more."
    assert [text[table.start : table.end].strip() for table in tables(text)] == ["a | b\nc | d", "e | f | g\nh | i | j"]


@pytest.mark.parametrize("address", ["/documents/nasty", "/passages/nasty-2"])
def test_a_table_is_shown_as_one_and_its_markup_is_text(client: TestClient, address: str) -> None:
    page = Cells(client.get(address).text)
    assert page.rows[:2] == [
        [("th", "Beast"), ("th", "Where it lives"), ("th", "What it says")],
        [("th", "Lion"), ("td", "In the south."), ("td", "Nothing at all.")],
    ]
    assert "<script>" in page.rows[2][1][1]


def test_a_passage_of_a_table_has_the_very_words_in_its_page(client: TestClient) -> None:
    words = client.get("/api/passages/nasty-2").json()["text"]
    assert words.count(" | ") == 6
    assert Cells(client.get("/passages/nasty-2").text).passage == words
