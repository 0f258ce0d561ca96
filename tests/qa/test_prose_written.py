"""A model's text becomes sentences with their keys, however it is cut into pieces."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.prose.types import Written
from qa.prose.written import LONGEST_SENTENCE_CHARS, written_sentences

KEYS = ("k7m2qx", "h3t9wc")
TEXT = (
    "Russia demands guarantees [k7m2qx]. The U.S. refuses them. [h3t9wc][k7m2qx] It costs 87 % [zzzzz9, K7M2QX] of it "
    "[1]. **Bold** claim k7m2qx. It was said in (k7m2qx) Lisbon, at 3.5 km.\n\n- one item [h3t9wc]\n- no key here\n"
)


def heard(text: str, *cuts: int) -> list[Written]:
    """The sentences of `text` that comes in pieces cut at `cuts`."""
    edges = [0, *sorted(cuts), len(text)]
    pieces = [text[a:b] for a, b in pairwise(edges)]
    return [found for found in written_sentences(pieces, KEYS) if found is not None]


def test_each_sentence_has_the_keys_behind_it_and_none_in_its_words() -> None:
    assert heard(TEXT) == [
        Written("Russia demands guarantees.", ("k7m2qx",)),
        Written("The U.S. refuses them.", ("h3t9wc", "k7m2qx")),
        Written("It costs 87% of it.", ("k7m2qx",)),
        Written("Bold claim.", ("k7m2qx",)),
        Written("It was said in Lisbon, at 3.5 km.", ("k7m2qx",)),
        Written("one item", ("h3t9wc",)),
        Written("no key here", (), whole=False),
    ]


@given(st.lists(st.integers(0, len(TEXT)), max_size=40))
def test_pieces_make_no_difference(cuts: list[int]) -> None:
    assert heard(TEXT, *cuts) == heard(TEXT)


def test_a_sentence_comes_as_soon_as_the_next_has_begun() -> None:
    seen: list[Written | None] = []
    told: list[int] = []

    def pieces() -> "list[str]":
        return ["Russia demands ", "guarantees [k7", "m2qx].", " The ", "", "U.S. refuses."]

    for count, found in enumerate(written_sentences(pieces(), KEYS)):
        seen.append(found)
        told.append(count)
    assert seen[:4] == [None, None, None, Written("Russia demands guarantees.", ("k7m2qx",))]
    assert seen[4:] == [None, None, Written("The U.S. refuses.", ())]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rose [doc1].", "It rose."),
        ("It rose [1, 2].", "It rose."),
        ("It rose 【12†source】.", "It rose."),
        ("It rose [Smith 2011].", "It rose."),
        ("It rose [see the paper].", "It rose."),
        ("It rose [qqqqq7] in May.", "It rose in May."),
        ("It rose in [the] year.", "It rose in [the] year."),
        ("It rose (in 2011).", "It rose (in 2011)."),
        ("[k7m2qx] It rose.", "It rose."),
    ],
)
def test_what_looks_like_a_citation_and_is_none_is_dropped(text: str, words: str) -> None:
    (found,) = heard(text)
    assert found.text == words
    assert found.keys == (("k7m2qx",) if "k7m2qx" in text else ())


def test_what_breaks_off_is_not_whole() -> None:
    assert [one.whole for one in heard("It rose [k7m2qx]. Then it fe")] == [True, False]
    assert [one.whole for one in heard("It rose in May [k7m2qx]")] == [True]
    assert [one.whole for one in heard("It rose in May.")] == [True]


def test_a_sentence_without_an_end_is_not_read_to_its_end() -> None:
    read = 0

    def endless() -> "object":
        nonlocal read
        while True:
            read += 1
            yield "and so on "

    found = [one for one in written_sentences(endless(), KEYS) if one is not None]  # type: ignore[arg-type]
    assert [one.whole for one in found] == [False]
    assert read <= LONGEST_SENTENCE_CHARS


def test_nothing_is_said_of_nothing() -> None:
    assert heard("") == heard(" \n\n ") == heard("[k7m2qx] ") == heard("![a](http://a.example/b)\n") == []
