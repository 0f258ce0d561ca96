"""Bytes to characters: what is decoded, what is refused, what goes and what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import SourceError
from ingest.read.clean import clean, one_line, text_of


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_charsets_with_a_mark_or_clear_enough_are_read(charset: str) -> None:
    text = "The President’s “Phased” approach – naïve café, Kürecik… " * 5
    assert text_of(text.encode(charset)) == text


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("cp1252", "A short café."),
        ("cp1252", "Die Würde des Menschen ist unantastbar. Sie zu achten ist Verpflichtung aller Gewalt."),
        ("cp1250", "Vláda České republiky souhlasila s umístěním radaru v Brdech u Prahy. "),
        ("cp1250", "Rząd Polski ogłosił, że baza w Redzikowie będzie gotowa; żołnierze przyjadą później. "),
        ("cp1251", "Россия продолжает возражать против противоракетной обороны в Европе. "),
        ("cp1254", "Türkiye'de Kürecik'te kurulan radar, füze savunma sisteminin bir parçasıdır. "),
    ],
)
def test_a_clear_text_in_an_old_charset_is_read(charset: str, text: str) -> None:
    assert text_of((text * 3).encode(charset)) == text * 3


@pytest.mark.parametrize("data", [b"ab\x00cd", "no mark".encode("utf-16-le"), b"\x00" * 100, b"\xff\xfe\x00\xd8a\x00"])
def test_binary_and_broken_data_are_refused(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        text_of(data)
    assert caught.value.state == "unreadable"


def test_utf8_with_a_broken_byte_is_not_taken_for_another_charset() -> None:
    with pytest.raises(SourceError, match="broken characters"):
        text_of("The President’s “Phased” approach.".encode() + b"\xe9t\xe9 more.")


def test_random_bytes_are_not_guessed_at() -> None:
    with pytest.raises(SourceError):
        text_of(bytes(range(128, 256)) * 20)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("in\u200bvis\u2060ible", "invisible"),
        ("\u202egpj.exe\u202c", "gpj.exe"),
        ("tag\U000e0041\U000e0042s", "tags"),
        ("soft\u00adhyphen \x07bell \x9bc1", "softhyphen bell c1"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("e\u0301", "é"),
        ("s\u200de\u200bc", "sec"),
    ],
)
def test_hidden_characters_go(before: str, after: str) -> None:
    assert clean(before) == after


@pytest.mark.parametrize("text", ["“a” ‘b’ – — …", "§\u00a012\u202f%", "می\u200cخواهم", "👩\u200d🚀 ❤\ufe0f", "a\tb"])
def test_what_can_be_seen_stays(text: str) -> None:
    assert clean(text) == text


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_a_long_line_is_cut_after_a_word() -> None:
    assert one_line("word " * 100, 23) == "word word word word…"
