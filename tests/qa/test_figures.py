"""Two plain figures or dates for the same thing: told side by side, and never where they only seem to differ."""

from datetime import date

import numpy as np
import pytest
from handmade import direction, evidence, metadata, passage, question, ranked
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Drafted, compose
from qa.differences.quantities import quantities, stem
from qa.differences.sayings import own_words
from qa.evidence import Evidence

ALASKA = (
    "How many interceptors did the Alaska site have?",
    "In 2011 the Alaska site had 26 interceptors, according to a fact sheet.",
)
DRONES = (
    "What share of the drones did Ukraine shoot down?",
    "In March 2024 Ukraine shot down 87 percent of the drones, its air force said.",
)
RADAR = ("How much did the radar at Clear cost?", "The radar at Clear cost $1.5 billion, MDA said in 2021.")
BATTERIES = ("How many THAAD batteries does the Army have?", "As of 2023 the Army has seven THAAD batteries.")
SAJJIL = ("What is the range of the Sajjil?", "The Sajjil has a range of 2,000 km, according to a study.")
DEVESELU = (
    "When was the site at Deveselu declared operational?",
    "The site at Deveselu was declared operational on 12 May 2016.",
)


def sentence(text: str, number: int, probability: float) -> Evidence:
    """A sentence of a document of its own, much like all others in meaning."""
    vector = (0.95 * direction(60) + 0.3 * direction(number)).astype(np.float32)
    meta = metadata(f"Paper {number}", published=date(2024, 11, 1), as_of=date(2024, 12, 1))
    return evidence(passage(text, document_id=f"d{number}", start=10 * number), 0, probability, vector, meta)


def drafted(asked: str, *texts: str) -> Drafted:
    """What these sentences, the best first, amount to; only the first answers well enough to be cited by itself."""
    items = [sentence(text, n, 0.02 if n else 0.8) for n, text in enumerate(texts)]
    return compose(question(asked), ranked(*items), "the library", lambda _: True)


@pytest.mark.parametrize(
    ("asked", "one", "other", "words"),
    [
        (*ALASKA, "An MDAA note counted 30 interceptors at the Alaska site in 2011.",
         ("26 interceptors", "30 interceptors at the Alaska site in 2011")),
        (*DRONES, "In March 2024 Ukraine shot down 76 percent of the drones, a study found.",
         ("87 percent of the drones", "76 percent of the drones")),
        (*RADAR, "The cost of the radar at Clear was $1.2 billion, according to a GAO report of 2021.",
         ("$1.5 billion", "$1.2 billion")),
        (*BATTERIES, "The Army has eight THAAD batteries as of 2023, a trade site wrote.",
         ("seven THAAD batteries", "eight THAAD batteries as of 2023")),
        (*SAJJIL, "The range of the Sajjil is 2,500 km, Iranian media said.", ("2,000 km", "2,500 km")),
        (*DEVESELU, "The site at Deveselu was declared operational in December 2015, according to the Navy.",
         ("declared operational on 12 May 2016", "declared operational in December 2015")),
    ],
)  # fmt: skip
def test_two_plain_figures_are_told_side_by_side(asked: str, one: str, other: str, words: tuple[str, str]) -> None:
    found = drafted(asked, one, other)
    assert [statement.text for statement in found.statements] == [one, other]
    (difference,) = found.differences
    assert (difference.kind, difference.markers) == ("conflict", (1, 2))
    assert tuple(side.words for side in difference.sides) == words
    assert [side.source for side in difference.sides] == ["Paper 0, A Publisher", "Paper 1, A Publisher"]


def test_what_is_told_names_each_source_and_date() -> None:
    figures = drafted(*BATTERIES, BATTERIES[1].replace("seven", "eight"))
    assert figures.differences[0].told == (
        "The library gives two figures: “seven THAAD batteries” (Paper 0, A Publisher, 2023) [1]; "
        "“eight THAAD batteries” (Paper 1, A Publisher, 2023) [2]."
    )
    dates = drafted(*DEVESELU, DEVESELU[1].replace("12 May", "12 March"))
    assert dates.differences[0].told == (
        "The library gives two dates: “declared operational on 12 May 2016” (Paper 0, A Publisher, 1 December 2024) "
        "[1]; “declared operational on 12 March 2016” (Paper 1, A Publisher, 1 December 2024) [2]."
    )


@pytest.mark.parametrize(
    ("asked", "one", "other"),
    [
        (*ALASKA, "About 27 interceptors stood at the Alaska site in 2011."),  # rounded
        (*ALASKA, "In 2013 the Alaska site had 30 interceptors."),  # another date
        (*ALASKA, "In 2011 44 interceptors were planned for the Alaska site."),
        (*ALASKA, "In 2011 the Alaska site had more than 20 interceptors."),
        (*ALASKA, "In 2011 the Alaska site had between 20 and 30 interceptors."),
        (*ALASKA, "In 2011 the Alaska site had 40 silos."),  # other things
        (*ALASKA, "In spring 2011 the Alaska site had 20 interceptors."),  # a part of the time
        (*ALASKA, "In 2011 the Alaska site had a first batch of 20 interceptors."),  # a part
        (*ALASKA, "In 2011 the Alaska site had tested 20 interceptors."),
        (*RADAR, "A first sum of $250 million paid for the radar at Clear in 2021."),
        (*RADAR, "The radar at Clear cost one and a half billion dollars in 2021."),  # in other words
        (*ALASKA, "In 2011 the California site had four interceptors."),
        (*ALASKA, "In 2011 the Alaska site had four more interceptors."),
        (*ALASKA, "In 2011 the Alaska site did not have 30 interceptors."),
        ("Who built the Alaska site?", ALASKA[1], "An MDAA note counted 30 interceptors at the Alaska site in 2011."),
        (*DRONES, "In March 2024 Ukraine shot down 76 percent of the missiles."),
        (*RADAR, "MDA requested $150 million for the radar at Clear in 2021."),
        (*RADAR, "The radar at Clear cost 1.5 billion euros in 2021."),
        (*BATTERIES, "As of 2023 two of the seven THAAD batteries are in Guam."),
        (*BATTERIES, "As of 2023 the Army wants nine THAAD batteries."),
        (*SAJJIL, "The Sajjil-2 has a range of 2,500 km."),
        (*SAJJIL, "The Sajjil has a range of about 1,240 miles."),  # another unit
        (*SAJJIL, "The Sajjil has a range of 1,500 to 2,500 km."),
        (*SAJJIL, "The Sajjil reaches an altitude of 300 km."),
        (*DEVESELU, "The site at Deveselu was declared operational in 2016."),
        (*DEVESELU, "The site at Deveselu was declared operational on 13 May 2016."),
        (*DEVESELU, "The site at Deveselu would be declared operational in 2015."),
        (*DEVESELU, "The site at Redzikowo was declared operational in July 2024."),
        ("When did the SM-3 fail?", "The SM-3 failed in June 2017.", "The SM-3 failed in January 2018."),
    ],
)  # fmt: skip
def test_what_only_seems_to_differ_is_not_told(asked: str, one: str, other: str) -> None:
    assert not any(difference.kind == "conflict" for difference in drafted(asked, one, other).differences)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It had about 40 silos and more than 12 launch sites.", [(36.0, 44.0, "silo"), (12.0, float("inf"), "sit")]),
        ("Between 100 and 120 missiles flew.", [(100.0, 120.0, "missil")]),
        ("It cost $900 million to $2.2 billion.", [(9e8, 2.2e9, "")]),
        ("It flew at Mach 20, or 27 times the speed of sound.", [(20.0, 20.0, ""), (27.0, 27.0, "")]),
        ("It lasted 1 hour and 30 minutes, or an hour and 30 minutes; it was 20 degrees warm.", []),
        ("Two hundred and twelve of two thousand four hundred copies came.", []),
        ("Phase 3 of the SM-3 plan came in 2018, with four of the six ships.", []),
    ],
)
def test_quantities_are_read_with_what_qualifies_them(text: str, found: list[tuple[float, float, str]]) -> None:
    assert [(each.low, each.high, each.head) for each in quantities(text)] == found


@given(st.integers(min_value=2, max_value=10_000_000), st.sampled_from(["about ", "", "at least ", "up to ", "$"]))
def test_a_figure_agrees_with_itself_and_stands_in_its_text(number: int, before: str) -> None:
    text = f"The site had {before}{number:,} missiles."
    (one,) = quantities(text)
    (other,) = quantities(f"The site had {number:,} missiles." if before != "$" else text)
    assert one.agrees(other) and other.agrees(one)
    assert f"{number:,}" in text[one.start : one.end]


def test_stems_and_speakers() -> None:
    assert stem("batteries") == stem("Battery") and stem("missile") == stem("missiles") != stem("launcher")
    assert own_words("According to MDAA, the site had 26 missiles.").strip() == "the site had 26 missiles."
