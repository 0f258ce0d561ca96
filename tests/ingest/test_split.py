"""Passages: what must hold for any document, and what becomes of the awkward ones."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.settings import ROOT
from corpus.types import Block, Document, Metadata, Passage
from ingest.read import read
from ingest.read.assemble import Piece, assemble
from ingest.split import LONGEST_SENTENCE_CHARS, Lengths, heading_of, normalised_words, split

WORDS = [
    "radar",
    "interceptor",
    "site",
    "Poland",
    "Romania",
    "2011",
    "U.S.",
    "The",
    "It",
    "No.",
    "3",
    "SM-3",
    "sea",
    "the",
    "of",
    "will",
    "not",
    "be",
    "limited",
    "and",
    "Russia",
    "p.m.",
    "(see",
    "fig.",
    "2)",
    "“firm”",
    "–",
    "treaty",
    "NATO",
    "demands",
    "Gen.",
    "X",
]


def count(text: str) -> int:
    """Tokens: words and marks."""
    return len(re.findall(r"\w+|[^\w\s]", text))


sentence = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join).map(lambda text: text + ".")
paragraph = st.lists(sentence, min_size=1, max_size=12).map(" ".join)
lines = st.lists(sentence, min_size=1, max_size=4).map("\n".join)
pieces = st.one_of(
    st.builds(Piece, st.just("heading"), st.sampled_from(["Radars", "Sites", "[1] No. 3"]), st.integers(1, 4)),
    st.builds(Piece, st.sampled_from(["paragraph", "quote"]), paragraph),
    st.builds(Piece, st.just("item"), sentence, follows=st.booleans()),
    st.builds(Piece, st.sampled_from(["table", "memo", "code"]), lines),
)


def document_of(parts: list[Piece], title: str = "A title") -> Document:
    body = assemble(parts)
    return Document("doc", Metadata(title), "0", body.text, body.sections, body.blocks, body.pages, body.notes)


documents = st.builds(
    document_of, st.lists(pieces, max_size=14).map(lambda parts: [Piece("paragraph", "Opening."), *parts])
)


def tokens_of(document: Document, passage: Passage) -> int:
    return count(heading_of(document, passage.section, passage.speaker)) + 2 + count(passage.text)


@given(documents)
@settings(max_examples=150)
def test_what_holds_for_every_passage(document: Document) -> None:
    passages = split(document, count)
    assert [passage.position for passage in passages] == list(range(len(passages)))
    assert len({passage.id for passage in passages}) == len(passages)
    for passage in passages:
        assert passage.text == document.text[passage.start : passage.end]
        assert [s.path for s in document.sections if s.start <= passage.start and passage.end <= s.end] == [
            passage.section
        ]
        reached = passage.start
        for start, end in passage.sentences:
            assert not document.text[reached:start].strip()
            assert document.text[start:end] == document.text[start:end].strip() != ""
            reached = end
        assert (passage.sentences[0][0], reached) == (passage.start, passage.end)
        assert tokens_of(document, passage) <= Lengths().limit or len(passage.sentences) == 1


@given(documents)
def test_a_row_of_a_table_is_never_cut(document: Document) -> None:
    spans = {span for passage in split(document, count) for span in passage.sentences}
    for block in document.blocks:
        if block.kind == "table":
            for line in re.finditer(r"[^\n]+", document.text[block.start : block.end]):
                assert (block.start + line.start(), block.start + line.end()) in spans


@given(documents)
def test_every_word_but_the_headings_is_in_one_passage(document: Document) -> None:
    inside = "".join(passage.text for passage in split(document, count))
    blocks = "".join(document.text[b.start : b.end] for b in document.blocks if b.kind != "heading")
    assert re.sub(r"\s", "", inside) == re.sub(r"\s", "", blocks)


@given(
    st.lists(st.lists(sentence, min_size=1, max_size=6).map(" ".join), min_size=2, max_size=6, unique=True),
    st.randoms(),
)
def test_ids_do_not_depend_on_the_order_of_sections(texts: list[str], random: Random) -> None:
    sections = [[Piece("heading", f"Section {n}", 2), Piece("paragraph", text)] for n, text in enumerate(texts)]
    shuffled = sections[:]
    random.shuffle(shuffled)
    ids = {passage.id for passage in split(document_of(list(chain(*sections))), count)}
    assert {passage.id for passage in split(document_of(list(chain(*shuffled))), count)} == ids


@given(st.lists(paragraph, min_size=1, max_size=6), st.sampled_from(["  ", "\n", "\t", "\xa0"]))
def test_ids_do_not_depend_on_white_space_in_a_line(texts: list[str], space: str) -> None:
    assume(any(character.isalnum() for text in texts for character in text))  # without words there is no document
    ids = [p.id for p in split(document_of([Piece("paragraph", text) for text in texts]), count)]
    wider = [Piece("paragraph", text.replace(" ", space)) for text in texts]
    assert [p.id for p in split(document_of(wider), count)] == ids


def test_the_same_words_in_two_documents_are_two_passages() -> None:
    one = document_of(
        [Piece("paragraph", "The same words."), Piece("heading", "H", 2), Piece("paragraph", "The same words.")]
    )
    ids = [passage.id for passage in split(one, count)]
    others = [passage.id for passage in split(replace(one, id="other"), count)]
    assert len({*ids, *others}) == 4
    assert normalised_words("The SAME\n words!") == "the same words"


def test_a_long_paragraph_is_divided_between_sentences() -> None:
    text = " ".join(f"Sentence {n} has some words in it, of no importance at all." for n in range(60))
    passages = split(document_of([Piece("paragraph", text)]), count)
    assert len(passages) > 3
    sizes = [count(passage.text) for passage in passages]
    assert max(sizes) <= Lengths().limit
    assert min(sizes) > max(sizes) / 2, "no short rest is left at the end"
    assert all(passage.text.startswith("Sentence") and passage.text.endswith("at all.") for passage in passages)


def test_short_paragraphs_go_together_and_a_section_ends_a_passage() -> None:
    parts = [
        Piece("paragraph", "One."),
        Piece("paragraph", "Two."),
        Piece("heading", "H", 2),
        Piece("paragraph", "Three."),
    ]
    assert [passage.text for passage in split(document_of(parts), count)] == ["One.\n\nTwo.", "Three."]


def test_a_sentence_longer_than_the_limit_stands_alone_and_a_dump_is_cut() -> None:
    long = " ".join(["Word"] * 400) + "."
    passages = split(document_of([Piece("paragraph", f"Before. {long} After.")]), count)
    assert [len(passage.sentences) for passage in passages] == [1, 1, 1]
    dump = "x" * (2 * LONGEST_SENTENCE_CHARS + 10)
    lengths = [len(p.text) for p in split(document_of([Piece("paragraph", dump)]), lambda text: len(text) // 4)]
    assert lengths == [LONGEST_SENTENCE_CHARS, LONGEST_SENTENCE_CHARS, 10]


@pytest.mark.parametrize("words", [60, 110, 250, 254, 255, 256, 1000])
def test_long_headings_leave_room_for_words(words: int) -> None:
    heading = " ".join(["Heading"] * words)
    text = " ".join(f"Sentence {n} has some words in it." for n in range(60))
    passages = split(document_of([Piece("heading", heading, 1), Piece("paragraph", text)]), count)
    assert " ".join(passage.text for passage in passages) == text
    assert all(count(passage.text) <= Lengths().limit for passage in passages)
    assert len(passages) < 20


def test_only_headings_give_no_passages() -> None:
    assert split(document_of([Piece("heading", "One", 1), Piece("heading", "Two", 2)]), count) == []


def test_a_text_without_structure_is_one_section() -> None:
    text = "One sentence. Another."
    [passage] = split(Document("doc", Metadata("T"), "0", text), count)
    assert (passage.text, passage.section, passage.page, len(passage.sentences)) == (text, (), None, 2)
    [cut] = split(Document("doc", Metadata("T"), "0", text, blocks=(Block("paragraph", 0, 13),)), count)
    assert cut.text == "One sentence."


@pytest.mark.parametrize("name", ["white-paper/russian-cooperation-on-missile-defense.md", "library/brief/c2bmc.md"])
def test_real_documents_keep_the_rules(name: str, encoder: object) -> None:
    path: Path = ROOT / "corpus" / "documents" / name
    document = read(path, name)
    counted: Callable[[str], int] = encoder.count_tokens  # type: ignore[attr-defined]
    passages = split(document, counted)
    assert len(passages) > 5
    assert all(tokens_of(document, passage) <= Lengths().limit for passage in passages)
    assert {passage.section for passage in passages} <= {section.path for section in document.sections}
