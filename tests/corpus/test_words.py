"""Words, folded: what differs only in typography has the same words and the same marks between them."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.words
from corpus.words import form_of, key_of, marks_of, words

SAME = [
    ("efficiency", "ef\u00adﬁciency"),
    ("Iran’s “own” plan", 'Iran\'s "own" plan'),
    ("Iran’s plan — now", "Iran's plan -- now"),
    ("a co-operation", "a co\u2010operation"),
    ("naïve", "nai\u0308ve"),
    ("SM-3 Block IIA", "ＳＭ‑３ Block\u00a0ⅡA"),
    ("missile defense", "missile\n> defense"),
    ("missile defense", "mis\u00adsile de\u200bfense"),
    ("not at all", "**not** at _all_"),
]


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(corpus.words).failed == 0


@pytest.mark.parametrize(("one", "other"), SAME)
def test_typography_is_folded(one: str, other: str) -> None:
    assert gaps(one) == gaps(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("85", "87"), ("a, b", "a b"), ("a; b", "a, b"), ("won", "wons"), ("85%", "85"), ("co-operation", "cooperation")],
)
def test_other_words_and_marks_are_not_the_same(one: str, other: str) -> None:
    assert gaps(one) != gaps(other)


def gaps(text: str) -> tuple[tuple[str, ...], list[str]]:
    """The words of `text`, and the folded marks between and after them."""
    read = words(text)
    ends = [start for start, _ in read.spans[1:]] + [len(text)]
    return read.forms, [marks_of(text[end:after]) for (_, end), after in zip(read.spans, ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("the coop-\neration of", {"cooperation"}, ("the", "cooperation", "of")),
        ("the long-\nterm plan", {"cooperation"}, ("the", "long", "term", "plan")),
        ("> the coop-\n> eration", {"cooperation"}, ("the", "cooperation")),
        ("the coop\u00ad\neration", set(), ("the", "cooperation")),
        ("coop- eration", {"cooperation"}, ("coop", "eration")),
    ],
)
def test_a_word_at_a_lines_end_is_joined_if_the_joined_word_is_known(
    text: str, known: set[str], expected: tuple[str, ...]
) -> None:
    assert words(text, known.__contains__).forms == expected


def test_scripts_without_spaces_give_a_word_for_each_character() -> None:
    assert words("美国导弹 ok สวัส").forms[:5] == ("美", "国", "导", "弹", "ok")


@given(st.text(max_size=200))
def test_every_word_lies_where_it_says_and_in_order(text: str) -> None:
    read = words(text)
    at = 0
    for (start, end), form in zip(read.spans, read.forms, strict=True):
        assert at <= start < end <= len(text)
        assert form_of(text[start:end]) == form
        assert key_of(form)
        at = end
    assert all(character.isspace() or not character.isalnum() for character in text[at:])
