"""Names in their different forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.names import forms_of, mentions


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Russia", {"moscow", "kremlin", "russians", "russian federation"}),
        ("Moscow’s", {"russia", "kremlin"}),
        ("United States", {"u.s.", "us", "america", "washington"}),
        ("Poland", {"polish", "warsaw"}),
        ("Türkiye", {"turkey", "ankara"}),
        ("Deveselu", set()),
        ("", set()),
    ],
)
def test_a_place_has_its_people_and_capital_as_forms(name: str, others: set[str]) -> None:
    forms = forms_of(name)
    assert forms[0] == name.removesuffix("’s").casefold()
    assert others <= set(forms)
    assert len(forms) == len(set(forms))
    assert len(forms) > 1 or not others


def test_places_do_not_share_forms() -> None:
    assert set(forms_of("Russia")).isdisjoint(forms_of("Soviet Union"))
    assert set(forms_of("North Korea")).isdisjoint(forms_of("South Korea"))


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Moscow’s answer came late.", "Russia", True),
        ("The Russians' answer came late.", "Russia", True),
        ("a Belorussian answer", "Russia", False),
        ("They told us nothing.", "United States", False),
        ("They told the US nothing.", "United States", True),
        ("a U.S.-led effort", "United States", True),
        ("the U.S.’s effort", "United States", True),
        ("Ask the USS Monterey.", "United States", False),
        ("north\nKorea", "North Korea", True),
        ("North-Korean launches", "North Korea", True),
        ("The SM–3 was tested.", "SM-3", True),
        ("The SM-30 was tested.", "SM-3", False),
        ("two Patriots", "Patriot", True),
        ("POLAND", "Poland", True),
        ("Poland-based", "Poland", True),
        ("", "Poland", False),
    ],
)
def test_only_whole_words_mention_a_name(text: str, name: str, expected: bool) -> None:
    assert mentions(text, forms_of(name)) is expected


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_text_can_be_asked_for_any_name(text: str, name: str) -> None:
    forms = forms_of(name)
    assert mentions(text, forms) in (True, False)
    assert forms[0] == forms_of(forms[0])[0] or name.casefold() != name


@given(st.from_regex(r"[A-Za-z]{2,8}( [A-Za-z]{2,8})?", fullmatch=True).filter(lambda name: name.casefold() != "us"))
def test_a_name_is_mentioned_between_any_marks(name: str) -> None:
    for before, after in (("", ""), ("“", "”"), ("(", "), "), ("The ", "’s plan"), ("x ", "."), ("non-", "-led")):
        assert mentions(before + name + after, forms_of(name))
