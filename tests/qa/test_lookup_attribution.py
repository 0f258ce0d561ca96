"""Whom or what a draft names for a quotation: what is read off the sentence, and what is not."""

import time
from datetime import date

import pytest
from handmade import ALLIANCE, AMERICA, RUSSIA, entry

from qa.lookup.attribution import Named, Names

PAPER, GOLDEN, TERMS = "Russian Cooperation on Missile Defense", "Golden Dome", "Glossary of terms"
ENTRIES = (
    entry(
        "Russian Cooperation on Missile Defense", kind="white-paper", published=date(2011, 11, 1),
        speakers=(RUSSIA, AMERICA, ALLIANCE), authors=("The Alliance",),
    ),
    entry("Golden Dome", kind="brief", published=date(2026, 1, 1)),
    entry("The Alliance (MDAA)", kind="profile"),
    entry("Glossary of terms", kind="glossary"),
)  # fmt: skip
NAMES = Names(ENTRIES)


def named(draft: str) -> Named:
    """What a draft names for the words Q in it, which stand between angle brackets that are taken out."""
    start = draft.index("<Q")
    end = draft.index("Q>")
    text = draft.replace("<Q", "").replace("Q>", "")
    return NAMES.named(text, start, end - 2)


@pytest.mark.parametrize(
    ("draft", "label", "documents"),
    [
        ("According to the white paper, “<Qit isQ>”.", "the white paper", {PAPER}),
        ("As the 2011 paper states, “<Qit isQ>”.", "the 2011 paper", {PAPER}),
        ("The white paper of November 2015 says “<Qit isQ>”.", "The white paper of November 2015", set()),
        ("“<Qit isQ>,” says the glossary.", "the glossary", {TERMS}),
        ("Russian Cooperation on Missile Defense: “<Qit isQ>”.", "Russian Cooperation on Missile Defense", {PAPER}),
        ("The brief on Golden Dome has “<Qit isQ>”.", "Golden Dome", {GOLDEN}),
        ("“Golden Dome” calls it “<Qit isQ>”.", "Golden Dome", {GOLDEN}),
        ("Golden Dome says “<Qit isQ>”.", "Golden Dome", {GOLDEN}),
        ("“<Qit isQ>” (Glossary of terms)", "Glossary of terms", {TERMS}),
    ],
)  # fmt: skip
def test_documents_are_named_by_title_and_kind(draft: str, label: str, documents: set[str]) -> None:
    found = named(draft)
    assert (found.label, found.documents, found.is_document) == (label, documents, True)


@pytest.mark.parametrize(
    ("draft", "label", "speakers"),
    [
        ("Moscow said “<Qit isQ>”.", "Moscow", {"Russian position"}),
        ("“<Qit isQ>,” said Russian officials.", "Russian officials", {"Russian position"}),
        ("The United States has said: “<Qit isQ>”.", "United States", {"U.S. position"}),
        ("In MDAA’s words, “<Qit isQ>”.", "MDAA", {"The Alliance"}),
        ("General Makarov, the chief of staff, warned that “<Qit isQ>”.", "General Makarov", set()),
        ("“<Qit isQ>,” wrote Nikolai Sokov.", "Nikolai Sokov", set()),
        ("<Qit isQ>\n— Gen. Nikolai Makarov, 2012", "Gen. Nikolai Makarov", set()),
        ("Rogozin: “<Qit isQ>”.", "Rogozin", set()),
        ("“<Qit isQ>” (MDAA, 2011).", "MDAA", {"The Alliance"}),
    ],
)
def test_speakers_are_named_by_a_verb_of_saying(draft: str, label: str, speakers: set[str]) -> None:
    found = named(draft)
    assert (found.label, found.speakers, found.is_document) == (label, speakers, False)


@pytest.mark.parametrize(
    "draft",
    [
        "<Qit isQ>",
        "He said “<Qit isQ>”.",
        "It is said that “<Qit isQ>”.",
        "The money for Golden Dome is “<Qit isQ>”.",
        "Russia and the United States differ on “<Qit isQ>”.",
        "General Makarov spoke. “<Qit isQ>.” Moscow said more.",
        "The white paper ends here.\n\n“<Qit isQ>”",
        "However, said that: “<Qit isQ>”.",
    ],
)
def test_nothing_is_guessed(draft: str) -> None:
    assert named(draft) == Named()


def test_a_document_and_its_speaker_go_together() -> None:
    found = named("In the white paper, Moscow says “<Qit isQ>”.")
    assert (found.label, found.documents, found.speakers) == (
        "Moscow, the white paper", {PAPER}, {"Russian position"},
    )  # fmt: skip


def test_hostile_sentences_take_no_time() -> None:
    began = time.perf_counter()
    for lead in ("A " * 160, "A, " * 100, "A of the " * 40, "the the " * 40, "“" * 300, "(" * 300, "U.S. " * 60):
        NAMES.named(f"{lead}“it is” {lead}", len(lead) + 1, len(lead) + 6)
    assert time.perf_counter() - began < 5
