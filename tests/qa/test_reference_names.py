"""Authors as documents write them: persons turned about, institutions left whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.references.names import csl_name, csl_names, written_name


@pytest.mark.parametrize(
    ("written", "turned"),
    [
        ("Ronald O'Rourke", "O'Rourke, Ronald"),
        ("Tom Z. Collina", "Collina, Tom Z."),
        ("Daryl G. Press", "Press, Daryl G."),
        ("J.R.R. Tolkien", "Tolkien, J.R.R."),
        ("Ursula von der Leyen", "von der Leyen, Ursula"),
        ("von der Leyen, Ursula", "von der Leyen, Ursula"),
        ("José Ortega y Gasset", "Ortega y Gasset, José"),
        ("Bashar al-Assad", "al-Assad, Bashar"),
        ("Łukasz Kulesa", "Kulesa, Łukasz"),
        ("Jean-Jacques Rousseau", "Rousseau, Jean-Jacques"),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr."),
        ("Martin Luther King, Jr.", "King, Martin Luther, Jr."),
        ("King, Martin Luther, Jr.", "King, Martin Luther, Jr."),
        ("Dr. Edward Teller", "Teller, Edward"),
        ("Владимир Путин", "Путин, Владимир"),
        ("Press, Daryl", "Press, Daryl"),
    ],
)
def test_persons_are_turned_about(written: str, turned: str) -> None:
    assert written_name(csl_name(written)) == turned


@pytest.mark.parametrize(
    "written",
    [
        "Missile Defense Advocacy Alliance",
        "Refdesk library editors",
        "U.S. Department of State",
        "U.S. Government Accountability Office",
        "NATO",
        "NATO MEADS",
        "Arms Control Today",
        "Stars and Stripes",
        "The White House",
        "Lockheed Martin, Inc.",
        "Office of the Secretary, Department of Defense",
        "Joint Staff J-8",
        "United States",
        "Soviet Union",
        "Reuters",
        "習近平",
        "von der Leyen",
        "a b",
        "@@ ;",
    ],
)
def test_institutions_and_what_is_not_clear_are_left_whole(written: str) -> None:
    assert csl_name(written) == {"literal": written}


def test_braces_and_the_publisher_say_what_is_an_institution() -> None:
    assert csl_name("{Rand Paul}") == {"literal": "Rand Paul"}
    assert csl_name("{}") == {"literal": "{}"}
    assert csl_name("Der Spiegel", "Der Spiegel") == {"literal": "Der Spiegel"}


def test_each_author_comes_once_and_in_order() -> None:
    assert csl_names((" NATO", "Jens  Stoltenberg", "NATO", ""), "NATO") == [
        {"literal": "NATO"},
        {"family": "Stoltenberg", "given": "Jens"},
    ]


@given(st.text(min_size=1).filter(str.strip))
def test_any_author_is_a_name_and_loses_no_word_but_a_rank(written: str) -> None:
    name = csl_name(" ".join(written.split()))
    assert "literal" in name or {"family", "given"} <= name.keys()
    kept = set(written_name(name).replace(",", " ").split())
    lost = set(written.replace(",", " ").replace("{", " ").replace("}", " ").split()) - kept
    assert "literal" in name or all(word.endswith(".") or word.lower() in ("sir", "vice") for word in lost)
