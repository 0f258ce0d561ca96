"""The forms of a term: which words count, and as which form."""

import pytest
from handmade import GLOSSARY
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.glossary import Glossary, Term
from corpus.texts import folded
from qa.mentions.forms import Form, wanted


def term(*forms: str) -> Term:
    """A glossary's entry with these forms."""
    return Term(forms[0], forms, "Meaning.", "g", 0, 1)


MISSILES = Glossary(
    [
        term("SM-3", "SM-3", "Standard Missile-3"),
        term("SM-3 Block IIA", "SM-3 Block IIA", "SM-3 IIA"),
        term("Ground-Based Interceptor", "Ground-Based Interceptor", "GBI", "GBIs"),
        term("Interceptor", "Interceptor"),
        term("New START", "New START"),
    ]
)


def found(form: str, text: str, *, origin: str = "asked") -> list[str]:
    """The words of `text` that count as `form`."""
    each = Form(form, origin)  # type: ignore[arg-type]
    return [text[a:b] for a, b in each.spans(folded(text)) if each.is_written(text[a:b])]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("NGI", "The NGI, NGIs and the NGI’s radar; not ngi, Ngi or XNGI.", ["NGI", "NGIs", "NGI"]),
        ("START", "New START starts; Start and start over.", ["START"]),
        ("SM-3", "SM-3 SM‑3 SM 3 SM3 SM-\n3; SM-31 ASM-3 sm-3", ["SM-3", "SM‑3", "SM 3", "SM3", "SM-\n3"]),
        ("A-135", "The A-135, A135 and a 135-mile range. A 135-mile range.", ["A-135", "A135"]),
        ("Kurecik", "Kürecik and KURECIK", ["Kürecik", "KURECIK"]),
        ("site visit", "Site-visit, site\nvisits, sites visit", ["Site-visit", "site\nvisits"]),
        ("battery", "A battery, two batteries; battering", ["battery", "batteries"]),
        ("launch", "launch launches launched", ["launch", "launches"]),
        ("U.S.", "The U.S. and U.S.-led; us", ["U.S.", "U.S."]),
        ("C++", "C++ and C+", ["C++"]),
        ("% of", "5% of them", ["% of"]),
        ("STRATCOM", "STRATCOM and Stratcom", ["STRATCOM", "Stratcom"]),
        ("a a", "xa a a", ["a a"]),
    ],
)  # fmt: skip
def test_whole_words_however_they_are_joined(form: str, text: str, expected: list[str]) -> None:
    assert found(form, text) == expected


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("Polish", "Polish the Polish sword; polish it", ["Polish", "Polish"]),
        ("US", "The US asked us; USA", ["US"]),
        ("The Hague", "in the Hague and The Hague", ["the Hague", "The Hague"]),
        ("North Korea", "NORTH KOREA; north korea", ["NORTH KOREA"]),
    ],
)
def test_names_of_countries_need_their_capital(form: str, text: str, expected: list[str]) -> None:
    assert found(form, text, origin="name") == expected


def test_a_term_is_looked_for_in_all_of_its_forms() -> None:
    want = wanted("gbi", MISSILES)
    assert want.name == "Ground-Based Interceptor"
    assert [(form.text, form.origin) for form in want.forms] == [
        ("Ground-Based Interceptor", "glossary"),
        ("GBI", "glossary"),
    ]  # the plurals that the glossary lists go with their singulars
    assert [form.text for form in wanted("NGIs", Glossary([term("NGI")])).forms] == ["NGI"]
    assert [form.text for form in wanted("sm3", MISSILES).forms] == ["SM-3", "Standard Missile-3", "sm3"]


def test_a_country_is_looked_for_under_its_other_names() -> None:
    want = wanted("Tehran", GLOSSARY)
    assert [form.text for form in want.forms] == ["Tehran", "Iran", "Iranian"]
    assert {form.origin for form in want.forms} == {"name"}


def test_longer_terms_are_told_apart() -> None:
    assert {form.text for form in wanted("SM-3", MISSILES).longer} == {"SM-3 Block IIA", "SM-3 IIA"}
    assert {form.label for form in wanted("SM-3", MISSILES).longer} == {"SM-3 Block IIA"}
    assert wanted("SM-3 Block IIA", MISSILES).longer == ()
    assert [form.text for form in wanted("Interceptor", MISSILES).longer] == ["Ground-Based Interceptor"]
    assert {form.text for form in wanted("Korea", GLOSSARY).longer} == {"North Korea", "South Korea"}


@example("X//1", "")
@example("X /1", "")
@given(st.text(alphabet="abcXY-/ 1'ü.", min_size=1, max_size=12), st.text(alphabet="abcXY-/ 1'ü.", max_size=40))
def test_any_term_can_be_looked_for_in_any_text(form: str, text: str) -> None:
    if not any(character.isalnum() for character in form):
        return
    for start, end in Form(form, "asked").spans(folded(text)):
        assert 0 <= start < end <= len(text)
    bare = form.strip(" -/")
    around = f" {bare} "
    assert bare in [around[a:b] for a, b in Form(bare, "asked").spans(folded(around))]
