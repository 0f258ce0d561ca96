"""The word diff: it gives back both texts, whatever they are, and names what changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from corpus.words import words
from qa.lookup.compare import Comparison, compare
from qa.lookup.matter import warnings_of
from qa.lookup.quoted import by_rules, literal


def compared(mine: str, theirs: str) -> Comparison:
    """The comparison of two whole texts."""
    quoted = by_rules(mine, lambda _: False) or literal(mine, lambda _: False)
    source = words(theirs)
    pairs = [
        (block.a + n, block.b + n)
        for block in Levenshtein.editops(quoted.words.keys, source.keys).as_matching_blocks()
        for n in range(block.size)
    ]
    return compare(quoted, (0, len(quoted.words)), source, pairs)


_TEXT = st.lists(
    st.sampled_from(
        ["a", "B", "not", "7", "3.5", "SM-3", "’s", " ", " ", "\n", ", ", "“", "—", "…", "[x]", "[3]", "*", "é"]
    ),
    min_size=1,
    max_size=25,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(_TEXT, _TEXT)
def test_the_runs_joined_are_both_texts(mine: str, theirs: str) -> None:
    quoted = by_rules(mine, lambda _: False) or literal(mine, lambda _: False)
    if not quoted.words or not words(theirs):
        return
    comparison = compared(mine, theirs)
    assert "".join(change.yours for change in comparison.changes) == mine
    assert "".join(change.source for change in comparison.changes) == theirs[comparison.start : comparison.end]
    assert 0 <= comparison.similarity <= 1
    assert comparison.is_exact == (comparison.similarity == 1)
    for change in comparison.changes:
        assert change.yours or change.source
        assert (change.op == "equal") == (not change.matter)
        assert (change.op == "insert") <= (not change.source)
        assert (change.op == "delete") <= (not change.yours)


@settings(max_examples=200, deadline=None)
@given(_TEXT)
def test_a_text_is_exactly_itself(text: str) -> None:
    if words(text):
        comparison = compare(
            literal(text, lambda _: False),
            (0, len(words(text))),
            words(text),
            [(n, n) for n in range(len(words(text)))],
        )
        assert comparison.is_exact
        assert comparison.changes[0].op == "equal"


@pytest.mark.parametrize(
    ("mine", "theirs", "changes"),
    [
        ("in 85 tests", "in 87 tests", [("85", "87", "number")]),
        ("of 3.7 tests", "of 3.5 tests", [("3.7", "3.5", "number")]),
        ("the SM-3 site", "the SM-6 site", [("SM-3", "SM-6", "number")]),
        ("in eleven tests", "in twelve tests", [("eleven", "twelve", "number")]),
        ("it did pass", "it did not pass", [("", "not ", "negation")]),
        ("they don’t agree", "they do agree", [("don’t", "do", "negation")]),
        ("it was never so", "it was so", [("never ", "", "negation")]),
        ("then Putin said", "then Medvedev said", [("Putin", "Medvedev", "name")]),
        ("a big site", "a large site", [("big", "large", "wording")]),
        ("a site, and", "a site and", [(",", "", "punctuation")]),
        ("the US plan", "the U.S. plan", [("US", "U.S.", "punctuation")]),
        ("spent $5 on", "spent €5 on", [("$", "€", "punctuation")]),
        ("a Site and", "a site and", [("Site", "site", "capitals")]),
        ("a big, new site", "a small and old site", [("big, new", "small and old", "wording")]),
        ("we will … act", "we will soon act", [("…", "soon", "omission")]),
        ("we will … act", "we will not act", [("…", "not", "negation")]),
        ("we [the U.S.] act", "we in fact act", [("[the U.S.]", "in fact", "insertion")]),
    ],
)
def test_what_a_change_is_about(mine: str, theirs: str, changes: list[tuple[str, str, str]]) -> None:
    found = [(c.yours, c.source, c.matter) for c in compared(mine, theirs).changes if c.op != "equal"]
    assert found == changes


def test_warnings_are_plain_and_the_gravest_come_first() -> None:
    comparison = compared("A big site had 85 tests in May", "A large site had no 87 tests in June")
    assert warnings_of(comparison.changes)[0] == "Your draft says “85”; the library says “no 87”."
    assert warnings_of(comparison.changes)[1:] == (
        "Your draft says “May”; the library says “June”.",
        "Your draft says “big”; the library says “large”.",
    )


def test_very_many_changes_are_summed_up() -> None:
    mine = " ".join(f"same{n} x{n}a" for n in range(30))
    theirs = " ".join(f"same{n} y{n}b" for n in range(30))
    told = warnings_of(compared(mine, theirs).changes)
    assert len(told) == 13
    assert told[-1] == "And 18 more changes, shown in the comparison."
