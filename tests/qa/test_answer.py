"""Evidence becomes an answer of quotations, or an honest none."""

from dataclasses import replace
from typing import Any

import pytest
from handmade import AMERICA, PAA, RUSSIA, all_of, metadata, passage, question, ranked
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import (
    BESIDE_THE_MATTER,
    DOUBT,
    HALF_THE_MATTER,
    NEAREST,
    READ_OFF,
    SURE,
    SURE_BESIDE_THE_MATTER,
    TIMES_BESIDE_THE_MATTER,
    UNNAMED,
    Drafted,
    compose,
    nearest_only,
    quoted_places,
)
from qa.evidence import Evidence
from qa.permalink.quote import link

TALKS = passage("Russia opposes the radar in Poland.", "It demands limits.", "Talks go on.", start=100)
SITES = passage("The site in Poland was ready in 2024.", document_id="e", start=900)
EVIDENCE = ranked(*all_of(TALKS, 0.8, 0.2, 0.1), *all_of(SITES, 0.7))


def composed(text: str, evidence: list[Evidence], threshold: float = 0.5, held: bool = True) -> Drafted:
    """What the question `text` gets from `evidence`."""
    return compose(question(text), evidence, "the library", lambda _: held, threshold, lambda probability: probability)


def test_an_answer_is_whole_sentences_each_with_its_own_marker() -> None:
    drafted = composed("Is there a radar in Poland?", EVIDENCE)
    assert [statement.text for statement in drafted.statements] == [
        "Russia opposes the radar in Poland.",
        "The site in Poland was ready in 2024.",
    ]
    assert [statement.citations for statement in drafted.statements] == [(1,), (2,)]
    assert [citation.marker for citation in drafted.citations] == [1, 2]
    assert {statement.verdict for statement in drafted.statements} == {"quoted"}
    assert (drafted.confidence, drafted.reason, drafted.related) == (0.8, "", ())


def test_a_citation_carries_its_surroundings() -> None:
    (first, _) = composed("Is there a radar in Poland?", EVIDENCE).citations
    assert first.before + first.quote + first.after == TALKS.text
    assert (first.start, first.end) == (100, 135)
    assert (first.passage_id, first.document_id, first.section) == (TALKS.id, "d", ("Heading",))
    assert first.url == link(TALKS.id, "Russia opposes the radar in Poland.", 100)
    assert first.meta == metadata()
    assert first.score == 0.8


@pytest.mark.parametrize(("threshold", "answerable"), [(0.79, True), (0.8, True), (0.81, False)])
def test_what_is_not_sure_enough_is_no_answer(threshold: float, answerable: bool) -> None:
    drafted = composed("Is there a radar in Poland?", EVIDENCE, threshold)
    assert bool(drafted.statements) is answerable
    assert bool(drafted.reason) is bool(drafted.related) is not answerable
    assert drafted.confidence == 0.8


@pytest.mark.parametrize("text", ["Write a poem.", "Should we go?", "Who sold the S-400?", 'Who said "never ever"?'])
def test_a_refused_question_still_shows_what_is_nearest(text: str) -> None:
    drafted = composed(text, EVIDENCE, held=False)
    assert drafted.statements == drafted.citations == ()
    assert drafted.reason.endswith(".")
    assert [citation.marker for citation in drafted.related] == [1, 2]
    assert drafted.confidence == 0


@pytest.mark.parametrize(("probability", "doubted"), [(SURE - 0.01, True), (SURE, False)])
def test_an_answer_that_is_not_sure_says_so(probability: float, doubted: bool) -> None:
    drafted = composed("Is there a radar in Poland?", ranked(*all_of(TALKS, probability, 0.01, 0.01)), threshold=0.1)
    assert drafted.statements
    assert drafted.reason == (DOUBT if doubted else "")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("When was the site ready?", UNNAMED),
        ("How many sites were ready?", UNNAMED),
        ("When was the site in Poland ready?", ""),
        ("Where is the site?", ""),
    ],
)
def test_a_question_that_names_nothing_is_answered_with_doubt(text: str, doubt: str) -> None:
    ready = passage("The site in Poland was ready in 2024, with 24 interceptors.", document_id="e", start=900)
    drafted = composed(text, all_of(ready, 0.9))
    assert drafted.statements
    assert drafted.reason == doubt


@pytest.mark.parametrize(
    ("text", "matter", "holds_kind", "probability", "doubt"),
    [
        ("When was the site in Poland ready?", HALF_THE_MATTER - 0.01, True, 0.9, DOUBT),
        ("When was the site in Poland ready?", HALF_THE_MATTER, True, 0.9, ""),
        ("When was the site in Poland not ready?", 1.0, True, 0.9, DOUBT),
        ("How far does the site in Poland reach?", 0.0, True, SURE_BESIDE_THE_MATTER - 0.01, DOUBT),
        ("How far does the site in Poland reach?", 0.0, True, SURE_BESIDE_THE_MATTER, ""),
        ("What is in Poland?", BESIDE_THE_MATTER - 0.01, True, SURE_BESIDE_THE_MATTER - 0.01, DOUBT),
        ("What is in Poland?", BESIDE_THE_MATTER - 0.01, True, SURE_BESIDE_THE_MATTER, ""),
        ("What is in Poland?", BESIDE_THE_MATTER, True, SURE_BESIDE_THE_MATTER - 0.01, ""),
        ("Which sites are in Poland?", HALF_THE_MATTER - 0.01, True, SURE_BESIDE_THE_MATTER - 0.01, DOUBT),
        ("Which site is in Poland?", HALF_THE_MATTER - 0.01, True, SURE_BESIDE_THE_MATTER - 0.01, ""),
        ("Why is the site in Poland?", 1.0, False, 0.9, DOUBT),
        ("Why is the site in Poland?", 1.0, True, 0.9, ""),
    ],
)
def test_what_lacks_the_matter_or_the_reason_asked_for_is_doubted(
    text: str, matter: float, holds_kind: bool, probability: float, doubt: str
) -> None:
    site = passage("The site in Poland is 10 km wide and was ready in 2024.", document_id="e", start=900)
    (item,) = all_of(site, probability)
    drafted = composed(text, [replace(item, matter=matter, holds_kind=holds_kind)], threshold=0.1)
    assert drafted.statements
    assert drafted.reason == doubt


@pytest.mark.parametrize(
    ("text", "matter", "probability", "answerable"),
    [
        ("What is in Poland?", 0.0, 0.5, False),
        ("What is in Poland?", 0.0, 0.3 * TIMES_BESIDE_THE_MATTER, True),
        ("What is in Poland?", BESIDE_THE_MATTER, 0.3, True),
        ("What does Russia want in Poland?", 0.0, 0.3, True),  # a view is seldom put in the question's words
    ],
)
def test_what_holds_nothing_of_the_matter_must_be_surer(
    text: str, matter: float, probability: float, answerable: bool
) -> None:
    site = passage("The site in Poland is 10 km wide and Russia opposes it.", document_id="e", start=900)
    (item,) = all_of(site, probability)
    assert bool(composed(text, [replace(item, matter=matter)], threshold=0.3).statements) is answerable


def test_the_nearest_are_the_best_sentence_of_each_of_the_best_passages() -> None:
    many = ranked(
        *(item for n in range(5) for item in all_of(passage("Low.", "High.", start=n * 50), 0.1, 0.5 + n / 10))
    )
    drafted = nearest_only(many, "None.", 0.3)
    assert len(drafted.related) == NEAREST
    assert [(c.marker, c.quote, c.score) for c in drafted.related] == [
        (1, "High.", 0.9),
        (2, "High.", 0.8),
        (3, "High.", 0.7),
    ]
    assert nearest_only([], "None.").related == ()


@pytest.mark.parametrize("text", ['Who said "demands limits"?', "Does it mention Poland?"])
def test_what_is_read_off_needs_no_probability(text: str) -> None:
    unlikely = ranked(*all_of(TALKS, 0.01, 0.02, 0.01))
    drafted = composed(text, unlikely)
    assert drafted.confidence == READ_OFF
    assert drafted.statements


def test_a_glossary_entry_needs_no_probability() -> None:
    entry = passage("A plan in four phases.", document_id=PAA.document_id, start=0, section=("Glossary", PAA.name))
    drafted = composed("What is the PAA?", all_of(entry, 0.01))
    assert [statement.text for statement in drafted.statements] == ["A plan in four phases."]


def test_both_sides_of_a_comparison_are_needed() -> None:
    theirs = all_of(passage("Russia fears the radar in Poland.", speaker=RUSSIA.name, start=0), 0.4)
    ours = all_of(passage("Washington refuses limits in Poland.", speaker=AMERICA.name, start=300), 0.3)
    weak = all_of(passage("Washington refuses limits in Poland.", speaker=AMERICA.name, start=300), 0.04)
    asked = "How do Russia and the United States differ on the radar in Poland?"
    assert len(composed(asked, ranked(*theirs, *ours)).statements) == 2
    assert not composed(asked, theirs).statements
    assert not composed(asked, ranked(*theirs, *weak)).statements


def test_a_place_is_quoted_as_it_stands() -> None:
    drafted = quoted_places([(TALKS, 1, metadata())])
    assert [statement.text for statement in drafted.statements] == ["It demands limits."]
    (citation,) = drafted.citations
    assert TALKS.text[citation.start - 100 : citation.end - 100] == citation.quote
    assert citation.highlights == ()


def test_an_answer_of_another_month_than_asked_is_doubted() -> None:
    october = passage("Two ships fired at missiles on 1 October 2024.")
    assert composed("Who fired at missiles in October 2024?", ranked(*all_of(october, 0.9))).reason == ""
    assert composed("Who fired at missiles in April 2024?", ranked(*all_of(october, 0.9))).reason == DOUBT


ROWS = ("Point | Poland | Romania", "Radar | SPY-1 | SPY-1", "Ready | 2024 | 2016")


def test_a_row_comes_under_the_names_of_its_columns_and_these_answer_nothing() -> None:
    table = passage("The sites differ.", *ROWS, "Both are open.")
    drafted = composed("When were they ready?", ranked(*all_of(table, 0.1, 0.6, 0.2, 0.8, 0.1)))
    assert [statement.text for statement in drafted.statements] == [ROWS[0], ROWS[2]]
    assert drafted.citations[0].highlights == ()
    named = composed("Is there a site in Poland and Romania?", ranked(*all_of(passage(*ROWS), 0.9, 0.1, 0.1)))
    assert ROWS[0] not in [statement.text for statement in named.statements]
    alone = composed("Is there a report of Poland?", ranked(*all_of(passage("Report of Poland | Annex"), 0.9)))
    assert [statement.text for statement in alone.statements] == ["Report of Poland | Annex"]


asked = st.sampled_from(
    ["Is there a radar?", "Why is there one in Poland?", "Does it mention Poland?", 'Who said "Talks go on"?', "When?"]
)
numbers = st.lists(st.floats(0, 1), min_size=3, max_size=3)


@given(asked, numbers, st.lists(st.floats(0, 1), max_size=1), st.floats(0.05, 0.95), st.booleans())
def test_whatever_the_probabilities_the_answer_holds_together(
    text: str, first: list[float], second: list[float], threshold: float, held: bool
) -> None:
    evidence = ranked(*all_of(TALKS, *first), *all_of(SITES, *second))
    drafted = composed(text, evidence, threshold, held)
    check(drafted, {TALKS.id: TALKS, SITES.id: SITES})
    if drafted.statements:
        assert drafted.confidence >= threshold
    assert composed(text, evidence, threshold, held) == drafted


def check(drafted: Drafted, passages: dict[str, Any]) -> None:
    """Every promise on citations."""
    for citation in (*drafted.citations, *drafted.related):
        own = passages[citation.passage_id]
        assert own.text[citation.start - own.start : citation.end - own.start] == citation.quote
        assert citation.before + citation.quote + citation.after == own.text
    markers = [citation.marker for citation in drafted.citations]
    assert markers == list(range(1, len(markers) + 1))
    assert [marker for statement in drafted.statements for marker in statement.citations] == markers
    assert drafted.reason in ("", DOUBT, UNNAMED) if drafted.statements else drafted.reason
    assert not (drafted.statements and drafted.related)
    assert len({citation.quote for citation in drafted.citations}) == len(drafted.citations)
