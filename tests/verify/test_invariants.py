"""What holds of every sentence: literal ones are quoted, no digit can be changed, no text is too odd or too slow."""

from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from passages import ALL, OPENING

from corpus.sentences import sentences
from qa.verify.check import LONGEST_CHARS, Verifier
from qa.verify.types import Cited

VERIFIER = Verifier()
LITERAL = [(cited, cited.text[start:end]) for cited in ALL for start, end in sentences(cited.text)]
DIGITS = [
    (cited, words, at)
    for cited, words in LITERAL
    for at, sign in enumerate(words)
    if sign.isdigit() and cited.text.count(words[max(0, at - 1) : at + 1]) == 1
]

RETYPED: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("’", "'").replace("“", '"').replace("”", '"'),
    lambda text: text.replace("'", "’"),
    lambda text: text.replace(" ", "  ").replace("-", "‑"),
    lambda text: text.replace("fi", "ﬁ").replace("fl", "ﬂ"),
    lambda text: text.replace("tion", "\u00adtion"),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.upper(),
    lambda text: text.rstrip(".") + " [1].",
    lambda text: text + " [1][2]",
)


@given(st.sampled_from(LITERAL))
def test_a_literal_sentence_is_quoted(case: tuple[Cited, str]) -> None:
    cited, words = case
    assert VERIFIER.check(words, [cited]).verdict == "quoted"


@given(st.sampled_from(LITERAL), st.lists(st.sampled_from(RETYPED), min_size=1, max_size=3, unique=True))
def test_case_and_typography_do_not_matter(case: tuple[Cited, str], ways: list[Callable[[str], str]]) -> None:
    cited, words = case
    for way in ways:
        words = way(words)
    assert VERIFIER.check(words, [cited]).verdict == "quoted"


@given(st.sampled_from(DIGITS), st.sampled_from("123456789"))
def test_a_changed_digit_is_never_supported(case: tuple[Cited, str, int], digit: str) -> None:
    cited, words, at = case
    changed = words[:at] + digit + words[at + 1 :]
    if digit != words[at] and changed not in cited.text:
        assert VERIFIER.check(changed, [cited]).verdict == "unsupported"


@given(st.text(max_size=300))
def test_any_text_gets_a_verdict_and_the_same_twice(text: str) -> None:
    checked = VERIFIER.check(text, [OPENING])
    assert checked == VERIFIER.check(text, [OPENING])
    assert bool(checked.why) == (checked.verdict == "unsupported")


COUNTING = (
    "a the one two third half quarter first twentieth in of by and not yet more than under about million dozen hundred "
    "0 1 7 25 2021 1,000 1.5 3rd 00 2010s 2021-22 9999-99-99 % $ - , ; January days year hours km phase Block IIA SM-3 "
    "Poland Russia CENTCOM tests failed said another only from to later is ² 1000000000000000000000000000000000000"
).split()


@given(*[st.lists(st.sampled_from(COUNTING), min_size=1, max_size=20).map(" ".join)] * 2)
def test_any_numbers_and_dates_get_a_verdict(text: str, passage: str) -> None:
    assert VERIFIER.check(text, [Cited(passage)]).verdict in ("quoted", "supported", "unsupported")


@pytest.mark.parametrize("text", ["It is Russian", "A plan that was European", "Soviet", "Saudi"])
def test_a_text_may_end_in_a_word_with_which_a_longer_name_begins(text: str) -> None:
    assert VERIFIER.check(text, [Cited("Nothing of it is here.")]).verdict == "unsupported"
    assert VERIFIER.check("Nothing of it is here.", [Cited("Nothing of it is here.", title=text)]).verdict == "quoted"
    assert VERIFIER.check("Poland attacked.", [Cited("Nothing of it.", title=text)]).verdict == "unsupported"


@pytest.mark.parametrize("text", ["", " ", "[1]", "[1][2].", "…", "“”", "?!", "\u00ad", "- \n- "])
def test_what_says_nothing_is_unsupported(text: str) -> None:
    assert VERIFIER.check(text, [OPENING]).verdict == "unsupported"


def test_what_cites_nothing_is_unsupported() -> None:
    checked = VERIFIER.check("Russia continues to block any cooperation efforts.", [])
    assert (checked.verdict, checked.why) == ("unsupported", "It cites nothing.")


HOSTILE = (
    "\"" * 10_000, "'a" * 5_000, "not " * 2_500, "1," * 5_000, "1,000" * 2_000, "U.S." * 2_500, "A.B" * 3_300,
    "-" * 10_000, "- " * 5_000, "[" * 10_000, "… " * 5_000, "one hundred and " * 600, "May " * 2_500, "“a” " * 2_500,
    "SM-3/" * 2_000, "x" * 10_000, "九" * 10_000, "Jan. 11, " * 1_100, "the of and " * 900, "Poland, Romania, " * 600,
    "0" * 10_000, "\u0661" * 10_000,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:9] for text in HOSTILE])
def test_time_grows_with_the_length_only(text: str) -> None:
    for length in (LONGEST_CHARS, 10_000):
        begun = process_time()
        assert VERIFIER.check(text[:length], [OPENING]).verdict == "unsupported"
        assert process_time() - begun < 2
