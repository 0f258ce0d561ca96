"""What came later and what is in conflict: found among sentences, told with the sources' own words."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from handmade import AMERICA, RUSSIA, direction, evidence, metadata, passage, question, ranked

from qa.answer import Drafted, compose
from qa.dated.series import same_series
from qa.differences.carried import carried, unmarked
from qa.differences.find import MOST, differing, with_added
from qa.differences.matter import covers, lists_the_same, tokens
from qa.differences.plans import outcome_in, plan_in
from qa.evidence import Evidence
from qa.types import Citation

COMPILED = metadata(published=date(2026, 11, 23), as_of=date(2026, 5, 12))


def sentence(text: str, probability: float = 0.8, *, number: int = 0, like: int | None = None) -> Evidence:
    """A sentence of a document of its own; those `like` the same number are alike in meaning, but not the same."""
    place = passage(text, document_id=f"d{number}", start=10 * number)
    vector = direction(number) if like is None else 0.8 * direction(like) + 0.6 * direction(number + 20)
    return evidence(place, 0, probability, vector.astype(np.float32), COMPILED)


def alike(*texts: tuple[str, float]) -> list[Evidence]:
    """Sentences of different documents on the same, best first."""
    return ranked(*(sentence(text, p, number=n, like=60) for n, (text, p) in enumerate(texts)))


def drafted(asked: str, *texts: tuple[str, float]) -> Drafted:
    """What these sentences amount to."""
    return compose(question(asked), alike(*texts), "the library", lambda _: True)


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("EPAA Phase 3, due in 2018, added a site.", "due in 2018"),
        ("Redzikowo was the site of Phase 3, planned in 2011 for the year 2018.", "planned in 2011 for the year 2018"),
        ("A trade site recorded interim targets of 2020 and 2022.", "targets of 2020 and 2022"),
        ("From 2011 to 2020 they will be deployed in Poland.", "From 2011 to 2020 they will be deployed in Poland"),
        ("The goal was set.", None),
        ("MDA asked what planned programs cost.", None),
        ("The site was declared operational on 12 May 2016.", None),
    ],
)  # fmt: skip
def test_plans_are_known_with_their_words(text: str, plan: str | None) -> None:
    found = plan_in(sentence(text))
    assert (found.words if found else None) == plan


@pytest.mark.parametrize(
    ("text", "outcome", "about"),
    [
        ("The Deveselu site was declared ready in 2016.", "was declared ready in 2016", {"devesel", "site"}),
        ("Hagel said what ended EPAA Phase 4 in March 2013.", "ended EPAA Phase 4 in March 2013", {"EPAA", "phase 4"}),
        ("New START expired on 5 February 2026.", "expired on 5 February 2026", {"START"}),
        ("The SM-3 Block IIB was never built; the plan ended.", "was never built", {"sm-3 block iib"}),
        ("The site would be completed in 2018.", None, set()),
        ("The site was not completed.", None, set()),
        ("Russia claimed that the system was completed in 2020.", None, set()),
        ("The plan was announced on 17 September 2009.", None, set()),
    ],
)  # fmt: skip
def test_outcomes_are_known_with_what_they_are_of(text: str, outcome: str | None, about: set[str]) -> None:
    found = outcome_in(sentence(text))
    assert (found.half.words if found else None) == outcome
    assert about <= set(found.about if found else ())


def test_what_texts_are_about_is_compared_by_names() -> None:
    plan = tokens("EPAA Phase 4, with a target of 2020, was to add a missile.")
    assert covers(plan, tokens("Phase 4 of the EPAA"))
    assert not covers(plan, tokens("Phase 3 of the EPAA"))
    assert covers(tokens("a site in Poland"), tokens("The Polish site"))
    assert not covers(tokens("a radar in Poland"), tokens("Poland"))
    four = tokens("Systems will be deployed in Poland, Romania, Spain, and Turkey.")
    assert lists_the_same(four, tokens("Spain, Turkey, Romania and Poland had them by 2024."))
    assert not lists_the_same(four, tokens("Poland and Romania had them by 2024."))


PLANNED = "Redzikowo in Poland was planned in 2011 as a site for the year 2018."
READY = "The Redzikowo site was declared ready for NATO in July 2024."
ELSEWHERE = "The Deveselu site was declared ready for NATO in July 2016."


def test_the_outcome_of_a_plan_is_added_and_told() -> None:
    found = drafted("When was Redzikowo planned for?", (PLANNED, 0.8), (ELSEWHERE, 0.02), (READY, 0.01))
    assert [statement.text for statement in found.statements] == [PLANNED, READY]
    (difference,) = found.differences
    assert (difference.kind, difference.markers) == ("later", (1, 2))
    assert [side.dated for side in difference.sides] == ["2011", "July 2024"]
    assert difference.sides[1].words == "was declared ready for NATO in July 2024"
    assert difference.told.startswith("Then, 2011: “") and "Later, July 2024: “was declared ready" in difference.told


def test_a_figure_that_calls_itself_later_is_of_the_same_series() -> None:
    first = "The administration put the price of Altair Shield at about $175 billion on 20 May 2025."
    later = "The administration's later figure for Altair Shield was about $185 billion, by a report from May 2026."
    assert same_series(first, later)
    assert not same_series(first, later.replace("Altair Shield", "the radar").replace("billion", "million"))


def test_the_words_of_each_side_stand_in_its_quotation() -> None:
    found = drafted("When was Redzikowo planned for?", (PLANNED, 0.8), (READY, 0.01))
    quotes = {citation.marker: citation.quote for citation in found.citations}
    for difference in found.differences:
        assert all(
            side.words in quotes[side.marker] and f"“{side.words}”" in difference.told for side in difference.sides
        )


@pytest.mark.parametrize(
    "other",
    [
        ELSEWHERE,  # of another site
        "The Redzikowo site was declared ready for NATO in July 2010.",  # before the plan
        "The Redzikowo site would be declared ready in July 2024.",  # no outcome
        "Russia claimed that the Redzikowo site was completed in July 2024.",  # only claimed
        "The Redzikowo site was declared ready with a speech.",  # of no date
    ],
)
def test_what_is_no_outcome_of_the_plan_is_not_told(other: str) -> None:
    found = drafted("When was Redzikowo planned for?", (PLANNED, 0.8), (other, 0.01))
    assert found.differences == ()
    assert [statement.text for statement in found.statements] == [PLANNED]


def test_a_sentence_of_another_meaning_is_no_outcome() -> None:
    far = sentence(READY, 0.01, number=9)
    assert differing(question("When?"), alike((PLANNED, 0.8)), [far]) == ()


def test_an_outcome_is_of_no_plan_that_only_has_a_word_like_its_name() -> None:
    plan = "The SM-3 Block IIB was due by 2020, and work was to start in May 2011."
    expired = "New START expired on 5 February 2026."
    assert drafted("When was the SM-3 Block IIB due?", (plan, 0.8), (expired, 0.01)).differences == ()


def test_what_is_told_beside_a_plan_is_not_what_was_planned() -> None:
    plan = "Turkey announced in 2011 that it would host a radar, and the radar passed to NATO at the Chicago summit."
    held = "The Chicago summit took place in May 2012."
    assert drafted("Does NATO have a radar in Turkey?", (plan, 0.8), (held, 0.7)).differences == ()
    planned = "The white paper said in 2011 that the Chicago summit would be a test."
    (told,) = drafted("Was the Chicago summit a test?", (planned, 0.8), (held, 0.7)).differences
    assert told.sides[1].words == "took place in May 2012"


def test_what_came_later_is_not_told_to_a_question_of_why() -> None:
    assert drafted("Why was Redzikowo planned?", (PLANNED, 0.8), (READY, 0.01)).differences == ()


def test_one_sentence_may_tell_of_plan_and_outcome() -> None:
    both = "The Redzikowo site in Poland, planned for 2018, was announced as operational for NATO in July 2024."
    (difference,) = drafted("Is Redzikowo open?", (both, 0.8)).differences
    assert difference.markers == (1,)
    assert [(side.words, side.dated) for side in difference.sides] == [
        ("planned for 2018", ""),
        ("was announced as operational for NATO in July 2024", "July 2024"),
    ]
    assert difference.told.startswith("Before: “planned for 2018” [1]. Later, July 2024: ")


def test_a_newer_figure_of_a_series_is_told() -> None:
    old, new = "In May 2017 the Army had 36 batteries and more.", "As of April 2024 the Army had 44 batteries."
    (difference,) = drafted("How many batteries did the Army have?", (old, 0.8), (new, 0.01)).differences
    assert [side.words for side in difference.sides] == ["36 batteries", "44 batteries"]
    same = "As of April 2024 the Army had 36 batteries."
    assert drafted("How many batteries did the Army have?", (old, 0.8), (same, 0.01)).differences == ()
    projected = "As of April 2024 the Army had a projected 44 batteries."
    assert drafted("How many batteries did the Army have?", (old, 0.8), (projected, 0.01)).differences == ()


def test_the_budget_of_another_year_is_no_newer_figure() -> None:
    old, new = (
        "In May 2017 MDA asked for 36 launchers for FY2018.",
        "In May 2023 MDA asked for 44 launchers for FY2024.",
    )
    assert drafted("How many launchers did MDA ask for?", (old, 0.8), (new, 0.01)).differences == ()


def test_a_plan_that_is_asked_for_is_found_behind_its_outcome() -> None:
    found = drafted("When was the Redzikowo site due?", (READY, 0.8), (PLANNED, 0.02))
    assert [side.words for side in found.differences[0].sides][1] == "was declared ready for NATO in July 2024"
    assert drafted("When was the Redzikowo site ready?", (READY, 0.8), (PLANNED, 0.02)).differences == ()


CONFLICT = "Sources conflict on the range: a Russian report gives 4,000 km, while a Slovak report gives 6,000 km."


def test_a_conflict_that_a_cited_sentence_states_is_told_side_by_side() -> None:
    (difference,) = drafted("How far does the radar see?", (CONFLICT, 0.8)).differences
    assert difference.kind == "conflict"
    assert [side.words for side in difference.sides] == [
        "a Russian report gives 4,000 km",
        "a Slovak report gives 6,000 km",
    ]


def test_a_conflict_on_what_is_cited_is_added() -> None:
    one = "A Russian report gives a range of 4,000 km."
    found = drafted("What range has it?", (one, 0.8), (CONFLICT, 0.01))
    assert [statement.text for statement in found.statements] == [one, CONFLICT]
    other = CONFLICT.replace("4,000", "5,000")
    assert drafted("What range has it?", (one, 0.8), (other, 0.01)).differences == ()


def test_a_conflict_of_another_time_than_asked_is_not_told() -> None:
    dated = CONFLICT.replace("the range", "the range of the radar of 2011")
    assert drafted("How far did the radar of 2014 see?", (dated, 0.8)).differences == ()
    assert len(drafted("How far did the radar of 2011 see?", (dated, 0.8)).differences) == 1


def test_positions_that_are_compared_stand_side_by_side() -> None:
    own = passage("Russia must have guarantees.", speaker=RUSSIA.name, document_id="r")
    theirs = passage("There will be no limits.", speaker=AMERICA.name, document_id="u")
    items = [evidence(own, 0, 0.8, direction(1)), evidence(theirs, 0, 0.7, direction(2))]
    found = compose(
        question("Compare the positions of Russia and the United States."), items, "the library", lambda _: True
    )
    (difference,) = found.differences
    assert [side.speaker for side in difference.sides] == [RUSSIA.name, AMERICA.name]
    assert difference.told.startswith("The positions: ")
    assert f"{RUSSIA.name}: “Russia must have guarantees.” [1]" in difference.told


def test_words_that_are_asked_for_come_without_differences() -> None:
    asked = 'Where does it say "planned in 2011 as a site"?'
    assert drafted(asked, (PLANNED, 0.8), (READY, 0.01)).differences == ()


def test_an_answer_tells_of_few_differences() -> None:
    plans = [(f"Site{n} in Poland was planned in 2011 as a site for the year 2018.", 0.8) for n in range(4)]
    done = [(f"The Site{n} site was declared ready for NATO in July 2024.", 0.01) for n in range(4)]
    assert len(drafted("When was it planned for?", *plans, *done).differences) == MOST


def test_sentences_that_differences_bring_in_come_once_and_last() -> None:
    cited = alike((PLANNED, 0.8))
    evidence_of_all = alike((PLANNED, 0.8), (READY, 0.01))
    found = differing(question("When was it planned for?"), cited, evidence_of_all)
    assert [item.text for item in with_added(cited, [*found, *found])] == [PLANNED, READY]


def quoted(text: str, marker: int, document: str) -> Citation:
    """A citation of the whole of `text`."""
    found = drafted("What was said?", (text, 0.8)).citations[0]
    return replace(found, marker=marker, document_id=document)


def test_differences_are_told_of_prose_that_cites_one_side() -> None:
    found = drafted("When was Redzikowo planned for?", (PLANNED, 0.8), (READY, 0.01))
    written = (quoted("Something else was said.", 1, "x"), replace(found.citations[0], marker=2))
    told = carried(found.differences, found.citations, written)
    assert told.differences[0].markers == (2, 3)
    assert [(statement.text, statement.citations) for statement in told.statements] == [(READY, (3,))]
    assert [citation.marker for citation in told.citations] == [3]
    assert carried(found.differences, found.citations, written[:1]).differences == ()


def test_a_language_model_is_told_of_differences_without_markers() -> None:
    (difference,) = drafted("When was Redzikowo planned for?", (PLANNED, 0.8), (READY, 0.01)).differences
    assert "[" not in unmarked(difference)
    assert "was declared ready for NATO in July 2024" in unmarked(difference)
