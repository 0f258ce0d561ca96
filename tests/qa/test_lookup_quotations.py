"""What counts as a quotation in a draft, and how its marks are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import QuestionError
from qa.lookup.quotations import MOST_QUOTATIONS, plain, quotations
from qa.lookup.quoted import by_rules, literal
from qa.lookup.types import Draft


def found(text: str, blocks: tuple[tuple[int, int], ...] = ()) -> list[str]:
    draft = plain(Draft(text, blocks))
    return [draft.text[start:end] for start, end in quotations(draft)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "one two" and “three”.', ["one two", "three"]),
        ("Le «mot juste», « espacé » et ‹ça›.", ["mot juste", "espacé", "ça"]),
        ("Er sagte „deutsche Worte“ und »andersrum«.", ["deutsche Worte", "andersrum"]),
        ("Hon sade ”svenska ord” nu.", ["svenska ord"]),
        ("他说「中文」和『再』。", ["中文", "再"]),
        ("a 'single quoted bit' here", ["single quoted bit"]),
        ("‘British style’, it's said, isn’t ‘odd’", ["British style", "odd"]),
        ("The Russians' demand isn't new, nor are the '90s.", ["The Russians' demand isn't new, nor are the '90s."]),
        ("“outer ‘inner’ words” and \"outer 'inner' too\"", ["outer ‘inner’ words", "outer 'inner' too"]),
        ("“outer “nested” words” end", ["outer “nested” words"]),
        ('a 5" gun and "real words"', ["real words"]),
        ('a stray "mark and "real words" here', ["real words"]),
        ("never “closed at all\n\nanother paragraph", ["closed at all"]),
        ('never "closed at all\n\nanother paragraph', ['never "closed at all\n\nanother paragraph']),
        ("“First.\n\n“Second.” After “third”", ["First.\n\n“Second.", "third"]),
        ("> quoted\n> lines\n\nand “marked”", ["quoted\n> lines", "marked"]),
        ("> quoted “inner” lines\n> — A. Speaker", ["quoted “inner” lines"]),
        ("> “all of it”", ["all of it"]),
        ("> one\n\n> two", ["one", "two"]),
        ("no marks at all", ["no marks at all"]),
        ("“”«» \"\" no words between", ["“”«» \"\" no words between"]),
        ('<a href="x">text</a> and “words”', ["words"]),
        ("(“in brackets”)—“after a dash”", ["in brackets", "after a dash"]),
    ],
)  # fmt: skip
def test_quotations_are_told_from_other_marks(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_block_quotes_of_a_reader_come_first() -> None:
    text = "Before “one”.\n\nA block with “inner” words.\n\nAfter “two”."
    start = text.index("A block")
    assert found(text, ((start, start + 27),)) == ["one", "A block with “inner” words.", "two"]


def test_what_lies_far_from_any_word_is_cut_away() -> None:
    (only,) = found("[" * 5_000 + "word" + "…" * 5_000)
    assert len(only) < 40
    assert found("“one" + "." * 5_000 + "two”") == ["one............", "............two"]


def test_control_characters_are_replaced_one_by_one() -> None:
    draft = plain(Draft("a\x00b\u202ec\ud800d\r\n"))
    assert draft.text == "a b\u200bc\ufffdd \n"


@given(st.text(alphabet="ab \n'\"“”‘’„«»>.", max_size=120))
def test_quotations_lie_apart_and_in_order(text: str) -> None:
    try:
        draft = plain(Draft(text))
        spans = quotations(draft)
    except QuestionError:
        assert not any(character.isalnum() for character in text)
        return
    assert spans
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert any(character.isalnum() for character in draft.text[start:end])
        at = end


def test_as_many_quotations_as_are_allowed_are_taken() -> None:
    assert len(found("“a b” " * MOST_QUOTATIONS)) == MOST_QUOTATIONS
    with pytest.raises(QuestionError, match=f"has {MOST_QUOTATIONS + 1} quotations"):
        found("“a b” " * (MOST_QUOTATIONS + 1))


@pytest.mark.parametrize(
    ("text", "words", "joints"),
    [
        ("a b … c", ("a", "b", "c"), [("omission", 2)]),
        ("a. . . . b", ("a", "b"), [("omission", 1)]),
        ("a [the U.S.] b", ("a", "b"), [("insertion", 1)]),
        ("[T]he end", ("The", "end"), []),
        ("they resist[ed] it", ("they", "it"), [("insertion", 1)]),
        ("a b[3] c[^x] d [sic] e", ("a", "b", "c", "d", "e"), [("note", 2), ("note", 3), ("note", 4)]),
        ("it ended.¹ Then", ("it", "ended", "Then"), [("note", 2)]),
        ("… a b …", ("a", "b"), [("omission", 0), ("omission", 2)]),
    ],
)
def test_the_marks_of_quoting_are_read(text: str, words: tuple[str, ...], joints: list[tuple[str, int]]) -> None:
    quoted = by_rules(text, lambda _: False)
    assert quoted is not None
    assert quoted.words.forms == words
    assert [(joint.kind, joint.at) for joint in quoted.joints] == joints
    assert quoted.words.text == text


def test_a_text_without_marks_has_no_rules_to_read() -> None:
    assert by_rules("a b, c. d", lambda _: False) is None
    assert by_rules("[all of it]", lambda _: False) is None
    assert literal("a [b] c", lambda _: False).words.forms == ("a", "b", "c")
