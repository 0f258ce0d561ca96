"""What holds for every assembled text, whatever the pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Speaker
from ingest.errors import SourceError
from ingest.read.assemble import MARK, Body, Piece, assemble

TEXTS = st.text(alphabet="ab Z9.,\n\u00a0é”", max_size=30)


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    kind = draw(st.sampled_from(["heading", "paragraph", "item", "table", "quote", "code", "memo", MARK]))
    text = draw(TEXTS)
    places = draw(st.lists(st.integers(0, len(text)), max_size=3))
    return Piece(
        kind,
        text,
        level=draw(st.integers(1, 6)),
        notes=tuple((place, f"n{place}") for place in sorted(places)),
        follows=draw(st.booleans()),
        anchors=tuple((place, 1, 7 * place) for place in sorted(set(places))),
    )


def body_of(found: list[Piece]) -> Body:
    return assemble([Piece("paragraph", "start"), *found])


@given(st.lists(pieces(), max_size=12))
def test_blocks_are_stretches_of_the_text_without_space_at_their_ends(found: list[Piece]) -> None:
    body = body_of(found)
    end = 0
    for block in body.blocks:
        words = body.text[block.start : block.end]
        assert words and words == words.strip()
        assert body.text[end : block.start] in ("", "\n", "\n\n")
        end = block.end
    assert end == len(body.text)


@given(st.lists(pieces(), max_size=12))
def test_sections_tile_the_text(found: list[Piece]) -> None:
    body = body_of(found)
    assert [section.start for section in body.sections] == [0, *(section.end for section in body.sections[:-1])]
    assert body.sections[-1].end == len(body.text)
    assert all(section.start < section.end for section in body.sections)


@given(st.lists(pieces(), max_size=12))
def test_notes_lie_at_the_end_of_a_word_or_punctuation(found: list[Piece]) -> None:
    body = body_of(found)
    for note in body.notes:
        assert 0 < note.offset <= len(body.text)
        assert not body.text[note.offset - 1].isspace()
        assert note.offset == len(body.text) or not (
            body.text[note.offset - 1].isalnum() and body.text[note.offset].isalnum()
        )
    assert list(body.notes) == sorted(body.notes, key=lambda note: note.offset)


@given(st.lists(st.tuples(st.integers(0, 3), st.text("ab ", min_size=1, max_size=9)), min_size=1, max_size=12))
def test_pages_are_in_order_and_tile_the_text(turns: list[tuple[int, str]]) -> None:
    page = 1
    found = [Piece("paragraph", "start", anchors=((0, 1, 0),))]
    for turn, text in turns:
        page += turn
        found.append(Piece("paragraph", text, anchors=((0, page, 100),)))
    body = assemble(found)
    assert [each.number for each in body.pages] == sorted({each.number for each in body.pages})
    assert [each.start for each in body.pages] == [0, *(each.end for each in body.pages[:-1])]
    assert body.pages[-1].end == len(body.text)


def test_an_untitled_start_has_an_empty_path_and_marks_are_in_brackets() -> None:
    body = assemble(
        [
            Piece("paragraph", "Opening."),
            Piece("heading", "Part", 2),
            Piece("paragraph", "Words."),
            Piece("heading", "Detail", 3),
            Piece("paragraph", "More."),
            Piece(MARK, "Closing analysis", 2),
            Piece("paragraph", "End."),
        ]
    )
    assert [section.path for section in body.sections] == [(), ("Part",), ("Part", "Detail"), ("[Closing analysis]",)]
    assert [body.text[section.start :].split("\n")[0] for section in body.sections] == [
        "Opening.",
        "Part",
        "Detail",
        "End.",
    ]


def test_items_of_a_list_are_joined_by_a_line_break() -> None:
    body = assemble([Piece("item", "a"), Piece("item", "b", follows=True), Piece("paragraph", "c", follows=True)])
    assert body.text == "a\nb\n\nc"


def test_a_speaker_is_inherited_and_everyone_else_has_the_star() -> None:
    found = [
        Piece("paragraph", "Opening."),
        Piece("heading", "Russian Position", 2),
        Piece("heading", "Detail", 3),
        Piece(MARK, "Closing", 2),
        Piece("paragraph", "End."),
    ]
    voices = {"russian position": Speaker("Russia"), "closing": Speaker("Analyst"), "*": Speaker("Alliance")}
    body = assemble(found, voices)
    assert [section.speaker for section in body.sections] == ["Alliance", "Russia", "Russia", "Analyst"]


def test_a_speaker_of_a_section_that_is_not_there_is_refused() -> None:
    with pytest.raises(SourceError, match="speakers names a section 'Chinese Position'"):
        assemble([Piece("paragraph", "Words.")], {"Chinese Position": Speaker("China")})


@pytest.mark.parametrize("texts", [[], [""], [" \n\u00a0"], ["—", "***"]])
def test_a_text_without_words_is_empty(texts: list[str]) -> None:
    with pytest.raises(SourceError) as caught:
        assemble([Piece("paragraph", text) for text in texts])
    assert caught.value.state == "empty"
