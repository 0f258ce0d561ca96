"""When sentences speak, and that the newest speaks first where it is asked for."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from handmade import direction, evidence, metadata, passage, question, ranked
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import DOUBT, Drafted, compose
from qa.dated.asked import asks_for_now, counts_at_present, timeless
from qa.dated.mentions import date_mentions
from qa.dated.prose import CheckOfNow, newest_of
from qa.dated.recency import date_of, newer_preferred, newest_first, told_as_of
from qa.dated.sentences import sentence_date
from qa.dated.series import same_series
from qa.dated.types import MONTHS, When
from qa.evidence import Evidence
from qa.verify.types import Checked, Cited

COMPILED = metadata(published=date(2026, 11, 23), as_of=date(2024, 7, 11))


@pytest.mark.parametrize(
    ("text", "said", "targets"),
    [
        ("The site was opened on 13 November 2024.", ["13 November 2024"], []),
        ("November 01, 2011", ["1 November 2011"], []),
        ("They met on 20-21 May 2012 in Chicago.", ["21 May 2012"], []),
        ("As of April 2024 there were 44 interceptors.", ["April 2024"], []),
        ("Redzikowo, planned in 2011 for the year 2018, is late.", ["2011"], ["2018"]),
        ("The site, planned for 2018, was announced as ready in July 2024.", ["July 2024"], ["2018"]),
        ("It slipped by six years, from a target of 2018 to readiness in July 2024.", ["July 2024"], ["2018"]),
        ("CRS said in September 2011 that 341 would be delivered by the end of FY2016.", ["September 2011"], ["2016"]),
        ("In May 2017 it had 36 and planned to have 44 by the end of 2017.", ["May 2017"], ["2017"]),
        ("The goal was to begin fielding by 2028, the paper wrote in October 2023.", ["October 2023"], ["2028"]),
        ("The treaty was extended in February 2021, to 5 February 2026.", ["February 2021"], ["5 February 2026"]),
        ("The white paper of 1 November 2011 says 2011 to 2020.", ["1 November 2011", "2011"], ["2020"]),
        ("A target of ICBM class was hit on 16 November 2020.", ["16 November 2020"], []),
        ("The sailors, 2000 people, came with 1,500 cars; 31 February 2011 is no day.", [], []),
        ("In May, during an election year, nothing was said.", [], []),
    ],
)  # fmt: skip
def test_dates_are_told_from_targets(text: str, said: list[str], targets: list[str]) -> None:
    found = date_mentions(text)
    assert [mention.when.words() for mention in found if not mention.target] == said
    assert [mention.when.words() for mention in found if mention.target] == targets


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_a_date_is_read_in_either_order_of_day_and_month(day: date) -> None:
    month = MONTHS[day.month - 1]
    for words in (f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"):
        (found,) = date_mentions(f"It was so on {words}, they said.")
        assert found.when == When.of(day)
        assert f"It was so on {words}, they said."[found.start : found.end] == words
    assert When.of(day).iso() == day.isoformat()


@given(st.integers(1950, 2090), st.integers(0, 12))
def test_the_middle_of_a_stretch_lies_in_it(year: int, month: int) -> None:
    when = When(year, month)
    assert when.first <= when.middle <= when.last
    assert (when.last + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("text", "section", "meta", "when", "origin"),
    [
        ("It opened on 10 July 2024.", ("Dates",), COMPILED, "10 July 2024", "sentence"),
        ("In February 2019 CRS cited the 2019 review.", ("Dates",), COMPILED, "February 2019", "sentence"),
        ("It was opened with a speech.", ("Washington, July 2024",), COMPILED, "July 2024", "heading"),
        ("It is open.", ("THAAD and the 2011 white paper",), COMPILED, "11 July 2024", "document"),
        ("It is open.", ("Dates",), COMPILED, "11 July 2024", "document"),
        ("It was opened with a speech.", ("Dates",), COMPILED, None, "none"),
        ("The white paper says that it is closed.", ("Dates",), COMPILED, None, "none"),
        ("It will be opened with a speech.", ("Dates",), metadata(), "1 November 2011", "document"),
        ("It will be open by 2020.", ("Dates",), metadata(), "1 November 2011", "document"),
        ("The phase, with a target of 2020, adds a missile.", ("Dates",), COMPILED, None, "none"),
        ("It is open.", (), metadata(published=None), None, "none"),
        ("It is open.", (), metadata(published=None, published_in="2011-11"), "November 2011", "document"),
    ],
)
def test_a_sentence_speaks_when_it_says_else_with_its_heading_or_document(
    text: str, section: tuple[str, ...], meta: object, when: str | None, origin: str
) -> None:
    found = sentence_date(text, section, meta)  # type: ignore[arg-type]
    assert (found.when.words() if found.when else None, found.origin) == (when, origin)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("How many interceptors are there now?", True),
        ("Is the treaty still in force?", True),
        ("What is the latest estimate?", True),
        ("What is the current status of the site?", True),
        ("What was the status in 2011?", False),
        ("Who knows the site?", False),
        ('Who said "we will now leave"?', False),
        ("Who is the director of the Missile Defense Agency?", True),
        ("And who commands NORTHCOM?", True),
        ("Who was the director in 2012?", False),
        ("Who is the director supposed to report to in 2026?", False),
        ("Who is Riki Ellison?", False),
    ],
)
def test_questions_for_now_are_known(text: str, asks: bool) -> None:
    assert asks_for_now(text) == asks
    assert question(text).now == asks


def test_words_that_ask_for_now_are_not_looked_up() -> None:
    assert timeless("How many interceptors are there now?") == "How many interceptors are there?"
    assert timeless("What now?") == "What now?"
    assert "latest" not in question("What is the latest estimate of the cost?").core


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("In May 2017 the States had 36 GBIs.", "As of 2024 the States had 44 GBIs, most in Alaska.", True),
        ("The Notebook gave about 4,500 warheads in 2016.", "The Notebook gave 4,309 warheads in 2025.", True),
        ("The Army had seven batteries in April 2024.", "The Navy had 48 ships in April 2024.", False),
        ("The Army had seven batteries.", "The Army was founded in 1775.", False),
        ("Phase 4 was dropped.", "Phase 3 was dropped.", False),
    ],
)  # fmt: skip
def test_a_series_gives_other_figures_of_the_same_thing(one: str, other: str, same: bool) -> None:
    assert same_series(one, other) == same_series(other, one) == same


def counts(*texts: tuple[str, float]) -> list[Evidence]:
    """One sentence from each of several compiled documents, best first."""
    return ranked(
        *(
            evidence(passage(text, document_id=f"d{n}", start=n), 0, probability, direction(n), meta=COMPILED)
            for n, (text, probability) in enumerate(texts)
        )
    )


OLD = "The radar of the Alliance was ready in May 2012."
NEW = "The radar of the Alliance was closed in July 2024."
TIMELESS = "The radar of the Alliance is a large one."


def test_the_newest_that_answers_speaks_first() -> None:
    drafted = compose(
        question("Is the radar still ready?"), counts((OLD, 0.8), (NEW, 0.5)), "the library", lambda _: True
    )
    assert drafted.statements[0].text == NEW
    assert drafted.as_of.startswith("As of July 2024")
    plain = compose(question("Is the radar ready?"), counts((OLD, 0.8), (NEW, 0.5)), "the library", lambda _: True)
    assert plain.statements[0].text == OLD
    assert plain.as_of == ""


def test_what_hardly_answers_is_not_put_first_for_being_new() -> None:
    drafted = compose(
        question("Is the radar still ready?"), counts((OLD, 0.8), (NEW, 0.01)), "the library", lambda _: True
    )
    assert [statement.text for statement in drafted.statements] == [OLD]
    assert "As of May 2012" in drafted.as_of


def test_what_continues_a_series_answers_as_well_as_its_best() -> None:
    old, new = "The Army had 36 batteries in May 2017.", "The Army had 44 batteries in April 2024."
    weighed = newer_preferred(counts((old, 0.5), (TIMELESS, 0.3), (new, 0.01)))
    assert weighed[0].text == new


def test_what_holds_as_of_its_document_keeps_its_place() -> None:
    first, second, third = counts((TIMELESS, 0.8), (OLD, 0.7), (NEW, 0.6))
    assert newest_first([first, second, third]) == [first, third, second]


def test_what_leans_on_the_sentence_before_it_stays_behind_it() -> None:
    told = passage("The radar was ready in May 2012.", "They closed it again.", document_id="a")
    before = [evidence(told, n, 0.8, direction(n), meta=COMPILED) for n in range(2)]
    (newer,) = counts((NEW, 0.6))
    assert newest_first([*before, newer]) == [newer, *before]


def test_the_date_of_an_answer_tells_of_old_sources() -> None:
    assert told_as_of([date_of(each) for each in counts((NEW, 0.8), (OLD, 0.7))]).endswith(
        "The oldest here is of May 2012."
    )
    assert "the date of its document" in told_as_of([date_of(each) for each in counts((TIMELESS, 0.8))])
    assert (
        told_as_of([date_of(each) for each in counts(("It was opened with a speech.", 0.8))])
        == "These sources do not say when they speak."
    )


@given(st.permutations([(OLD, 0.8), (NEW, 0.5), (TIMELESS, 0.4), ("It was so on 3 June 2019.", 0.3)]))
def test_putting_the_newest_first_loses_and_adds_nothing(texts: list[tuple[str, float]]) -> None:
    items = [
        evidence(passage(text, document_id=text[:9], start=n), 0, p, direction(n), meta=COMPILED)
        for n, (text, p) in enumerate(texts)
    ]
    ordered = newest_first(items)
    assert sorted(item.text for item in ordered) == sorted(item.text for item in items)
    dates = [sentence_date(item.text, (), COMPILED) for item in ordered]
    days = [found.when.middle for found in dates if found.when and found.origin == "sentence"]
    assert days == sorted(days, reverse=True)


class TakesAll:
    """A check that holds everything for supported."""

    def check(self, sentence: str, cited: Sequence[Cited]) -> Checked:
        return Checked("supported")


def test_prose_that_says_now_must_cite_what_is_newest() -> None:
    check = CheckOfNow(TakesAll(), When(2024, 7))
    old, new = Cited("The site is closed, it said in 2011."), Cited("The site was opened in July 2024.")
    refused = check.check("The site is currently closed.", [old])
    assert refused.verdict == "unsupported"
    assert "2011" in refused.why and "July 2024" in refused.why
    assert check.check("The site is currently open.", [new]).verdict == "supported"
    assert check.check("The site is currently open.", [old, new]).verdict == "supported"
    assert check.check("The site was closed.", [old]).verdict == "supported"
    assert check.check("As of 2011 the site was now closed.", [old]).verdict == "supported"
    assert (
        check.check("The site is now closed.", [Cited("It is closed.", published=date(2011, 11, 1))]).verdict
        == "unsupported"
    )
    assert CheckOfNow(TakesAll(), None).check("It is now so.", [old]).verdict == "supported"


def test_the_newest_of_what_is_cited_is_known() -> None:
    drafted = compose(
        question("Is the radar still ready?"), counts((OLD, 0.8), (NEW, 0.5)), "the library", lambda _: True
    )
    assert newest_of(drafted.citations) == When(2024, 7)
    assert newest_of(()) is None


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("How many interceptors are at Fort Greely?", True),
        ("how many thaad batterys does the army own", True),
        ("What is the number of ships in Rota?", True),
        ("How many interceptors were at Fort Greely?", False),
        ("How many interceptors does the plan of 2013 name?", False),
        ("How many ships will be in Rota?", False),
        ("How many launchers does a THAAD battery have?", False),
        ("How many pages does the review have?", False),
        ("Which ships are in Rota?", False),
    ],
)
def test_counts_of_the_present_are_known(text: str, now: bool) -> None:
    assert counts_at_present(text) is now
    assert question(text).counts_now is now


GATES = "In November 2009 Secretary Gates agreed to finish 44 silos for 30 interceptors at Fort Greely."
THEN = "In November 2009 Fort Greely had 20 interceptors."
SINCE = "As of April 2024 Fort Greely had 44 interceptors."
HOW_MANY = "How many interceptors are at Fort Greely?"


def counted(asked: str, *texts: tuple[str, float]) -> Drafted:
    """What these sentences of a document compiled in 2024 amount to."""
    items = [
        evidence(passage(text, document_id=f"d{n}", start=10 * n), 0, probability, direction(n), COMPILED)
        for n, (text, probability) in enumerate(texts)
    ]
    return compose(question(asked), ranked(*items), "the library", lambda _: True)


def test_how_many_there_are_is_told_from_the_newest() -> None:
    found = counted(HOW_MANY, (GATES, 0.8), (SINCE, 0.5))
    assert [statement.text for statement in found.statements] == [SINCE, GATES]
    assert found.as_of.startswith("As of April 2024, the newest date among these sentences.")
    assert found.reason == ""
    assert counted(HOW_MANY, (GATES, 0.6), (SINCE, 0.2)).reason == DOUBT  # read first, and not sure


def test_how_many_there_are_is_not_told_without_doubt_from_what_is_old_or_planned() -> None:
    old, plan = counted(HOW_MANY, (THEN, 0.8)), counted(HOW_MANY, (GATES, 0.8))
    since = "The newest of these sentences is of November 2009"
    assert old.reason == f"{since}. How many there are now, the library may not say."
    assert plan.reason == f"{since}, and they tell of a plan or an expectation. How it is now, the library may not say."
    assert old.as_of == plan.as_of == "As of November 2009, the newest date among these sentences."
    for asked in ("How many interceptors were at Fort Greely?", "How many interceptors will be at Fort Greely?"):
        assert [counted(asked, (text, 0.8)).reason for text in (THEN, GATES)] == ["", ""]


def test_how_it_is_now_is_not_told_without_doubt_from_a_plan() -> None:
    plan, done = "Redzikowo was planned to be ready in 2018.", "Redzikowo was declared ready in July 2024."
    assert "a plan or an expectation" in counted("Is Redzikowo ready?", (plan, 0.8)).reason
    assert counted("Is Redzikowo ready?", (plan, 0.8), (done, 0.7)).reason == ""
    assert counted("Was Redzikowo planned?", (plan, 0.8)).reason == ""
