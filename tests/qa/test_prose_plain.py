"""Nothing but words comes out of what a model wrote."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.prose.plain import plain_words

FORBIDDEN = re.compile(r"https?://|//\w+\.|javascript:|<[a-zA-Z/!]|!\[|\]\(|[*`|\\]|\bwww\.\w", re.IGNORECASE)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("See [the paper](https://evil.example/x).", "See the paper."),
        ("See [the paper](<https://evil.example/x> 'title').", "See the paper."),
        ("![dot](https://evil.example/p.png?q=secret) It rose.", "It rose."),
        ("![dot][ref] It rose.", "It rose."),
        ("[ref]: https://evil.example/x", ""),
        ("Go to https://evil.example/x?y=z, now.", "Go to, now."),
        ("Go to evil.example/path or a@evil.com.", "Go to or."),
        ("Go to еvil.com now.", "Go to now."),
        ("Go to //evil.example/x now.", "Go to now."),
        ("<https://evil.example> It rose.", "It rose."),
        ("<img src=x onerror=alert(1)> It rose.", "It rose."),
        ("It rose.<img src=x onerror=", "It rose."),
        ("It rose.<script>alert(1)</script>", "It rose."),
        ("&lt;script&gt;alert(1)&lt;/script&gt; It rose.", "It rose."),
        ("&amp;lt;b&amp;gt;It&amp;lt;/b&amp;gt; rose.", "It rose."),
        ("<!-- hidden --> It rose.", "It rose."),
        ("javascript:alert(1) It rose.", "It rose."),
        ("## It **rose** by `87` %", "It rose by 87%"),
        ("> - 1. It ~~rose~~ __fast__.", "It rose fast."),
        ("| It | rose. |", "It rose."),
        ("It\u202e rose\u200b\U000e0041.\x00", "It rose."),
        ("It rose 😀🇺🇸.", "It rose."),
        ("I̸̡̢̛t̴ rose.", None),
        ("At 30° it was < 5 km and > 3 km, i.e. U.S. range (in 2011).", None),
        ("The “SM-3 Block IIA” costs $20.3 million; A/B, and/or 3:1.", None),
        ("Die Reichweite beträgt höchstens 5 000 km.", None),
        ("They said: no.", None),
        ("It rose ///xwww. in May.", "It rose in May."),
    ],
)  # fmt: skip
def test_markup_goes_and_words_stay(written: str, words: str | None) -> None:
    if words is None:
        assert not FORBIDDEN.search(plain_words(written))
        if written.isascii() or "rose" not in written:
            assert plain_words(written) == written
    else:
        assert plain_words(written) == words


PARTS = st.sampled_from(
    ["[", "](", ")", "!", "<", ">", "https://", "evil.example", "/x", "*", "`", "|", "\\", "javascript:", "img ",
     "&lt;", "&#60;", "&amp;", "\u202e", "\u200b", "word ", " ", "//", "www.", "\n", "😀", "_",
     "#", "\U000e0041", "ﬁ", "%"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=30).map("".join))
def test_no_markup_address_or_hidden_character_is_ever_left(written: str) -> None:
    words = plain_words(written)
    assert not FORBIDDEN.search(words), words
    assert "\n" not in words
    assert not any(unicodedata.category(character)[0] == "C" for character in words)


@given(st.lists(PARTS, max_size=30).map("".join))
def test_plain_words_are_plain(written: str) -> None:
    words = plain_words(written)
    assert plain_words(words) == words
