"""Names as people type them."""

import pytest

from qa.names import Name, mentions
from qa.spelling import corrected, resolved, variants

LIBRARY = (
    "The Deveselu site has SM-6 missiles. In fiscal year 2023 the first GBI stood at Fort Greely. "
    "Obama spoke in Europe."
)


def holds(name: Name) -> bool:
    return mentions(LIBRARY, name.forms)


def near(beginning: str) -> set[str]:
    return {word for word in LIBRARY.casefold().replace(".", "").split() if word.startswith(beginning)}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Deveselu", ["deveselu"]),
        ("Deveslu", ["deveselu"]),
        ("SM6", ["sm-6"]),
        ("SM-6s", ["sm-6"]),
        ("FY23", ["fiscal year 2023"]),
        ("GBIs", ["gbi"]),
        ("Ft. Greeley", ["greely"]),
        ("Obama's Europe", ["obama", "europe"]),
    ],
)
def test_a_name_is_found_as_the_library_writes_it(typed: str, found: list[str]) -> None:
    names = resolved(Name(typed, (typed.casefold(),)), holds, near)
    assert [form for name in names for form in name.forms] == found


@pytest.mark.parametrize("typed", ["Germany", "S-400", "Redzikowo", "SM-7", "FY24", "Putin"])
def test_another_name_is_never_taken_for_one_of_the_library(typed: str) -> None:
    name = Name(typed, (typed.casefold(),))
    assert resolved(name, holds, near) == (name,)


def test_designators_are_joined_and_parted() -> None:
    assert variants("SM6") == ["SM-6", "SM6", "SM 6"]
    assert variants("Patriot") == []


def test_a_slip_is_shown_corrected() -> None:
    names = resolved(Name("Deveslu", ("deveslu",)), holds, near)
    assert corrected("when did the Navy take over at Deveslu", names) == "when did the Navy take over at Deveselu"
    assert corrected("what about SM6?", resolved(Name("SM6", ("sm6",)), holds, near)) == "what about SM6?"


@pytest.mark.parametrize(("typed", "other"), [("Austria", "australia"), ("Niger", "nigeria"), ("Slovakia", "slovenia")])
def test_one_country_is_never_taken_for_another(typed: str, other: str) -> None:
    name = Name(typed, (typed.casefold(),))
    assert resolved(name, lambda each: other in each.forms, lambda beginning: [other]) == (name,)
