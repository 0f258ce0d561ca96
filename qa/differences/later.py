"""What came later: of a plan, its outcome; of a count, a newer one."""

import re
from collections.abc import Iterator, Mapping, Sequence

from qa.dated.recency import date_of
from qa.dated.series import figure, same_series
from qa.dated.types import When
from qa.differences.matter import covers, lists_the_same, tokens
from qa.differences.plans import Outcome, clause_end, outcome_in, plan_in
from qa.differences.types import Differing, Half, place
from qa.evidence import Evidence
from qa.question import Question

DAYS_APART = 90
"""How much newer a count must be to be another count, and no other wording of the same."""
_QUALIFIED = re.compile(
    r"(?:\b(?:about|nearly|almost|some|around|roughly|over|at least|at most|more than|fewer than|"
    r"less than|up to|only|an?|the|a total of|projected|planned|expected|estimated|plan for|plans for|another|further)\s+)+$",
    re.IGNORECASE,
)
_ASKS_FOR_PLAN = re.compile(
    r"\b(?:will|planned|plans?|scheduled|due|supposed to|(?:was|were) \w+ to|target|goal|expected|meant to)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\bplanned\b|\bextended\b", re.IGNORECASE)
SUBJECT = 4
"""Of how many tokens the subject of a plan has at most."""
_INCIDENTAL = re.compile(r"(?:,| \() ?(?:including|such as|as well as)\b[^,)]*[,)]?")
_FURTHER = re.compile(r"[,;] (?:and|but|while|whereas|which) |; ")
"""Where something else begins to be told than what is planned."""
_OF_A_YEAR = re.compile(r"\b(?:for|its|the|in) (?:FY ?\d|fiscal (?:year )?\(?[\dF])|\bbudget\b", re.IGNORECASE)
"""A sum for one year's budget: that of another year is no newer figure of it."""
IN_SERIES = 0.6
"""The cosine that sentences of a series have at least."""
ALIKE = 0.5
"""The cosine that an outcome needs to the plan that it is of."""


def newer_figures(cited: Sequence[Evidence], evidence: Sequence[Evidence]) -> Iterator[Differing]:
    """For the oldest sentence cited of a series, the newest of the series with another figure."""
    for item in sorted(cited, key=_age):
        then, mine = date_of(item), figure(item.text)
        if then.when is None or then.origin != "sentence" or mine is None or _OF_A_YEAR.search(item.text):
            continue
        near = [other for other in evidence if float(item.vector @ other.vector) >= IN_SERIES and other is not item]
        kin = [other for other in near if _is_newer(other, then.when) and same_series(item.text, other.text)]
        newest = max(kin, key=_age, default=None)
        theirs = figure(newest.text) if newest else None
        if newest is None or theirs is None or item.text[slice(*mine)] == newest.text[slice(*theirs)]:
            continue
        halves = _counted(item, mine), _counted(newest, theirs)
        if _foretells(halves[0].words) == _foretells(halves[1].words):
            yield Differing("later", halves)
            return


def outcomes(cited: Sequence[Evidence], evidence: Sequence[Evidence]) -> Iterator[Differing]:
    """For each plan cited, what became of it: in the same sentence, in another one cited, or in the `evidence`."""
    for item in cited:
        plan, own = plan_in(item), outcome_in(item)
        if plan is None or (own is not None and own.half.start < plan.end):
            continue
        outcome = own or _followed(plan, (*cited, *evidence))
        if outcome is not None:
            yield Differing("later", (plan, outcome.half))


def unfollowed(item: Evidence, others: Sequence[Evidence]) -> bool:
    """Whether `item` plans something, and neither it nor any of the `others` tells what became of it."""
    plan = plan_in(item)
    return plan is not None and outcome_in(item) is None and _followed(plan, others) is None


def _followed(plan: Half, others: Sequence[Evidence]) -> Outcome | None:
    """What the first of the `others` that does tells to have become of the `plan`."""
    apart = (other for other in others if place(other) != place(plan.item))
    return next((found for other in apart if (found := _outcome_of(plan, other))), None)


def plans_behind(question: Question, cited: Sequence[Evidence], evidence: Sequence[Evidence]) -> Iterator[Differing]:
    """Where a plan is asked for and only what became of it is cited: the plan, from the `evidence`."""
    if not _ASKS_FOR_PLAN.search(question.text) or any(plan_in(item) for item in cited):
        return
    for item in cited:
        for other in evidence:
            plan = plan_in(other)
            outcome = _outcome_of(plan, item) if plan else None
            if plan and outcome and outcome_in(other) is None:
                yield Differing("later", (plan, outcome.half))
                return


def _outcome_of(planned: Half, other: Evidence) -> Outcome | None:
    """What `other` tells to have become of what is `planned`, if it does."""
    plan = planned.item
    if float(plan.vector @ other.vector) < ALIKE:
        return None
    outcome, another = outcome_in(other), plan_in(other)
    if outcome is None or (another is not None and outcome.half.start < another.start):
        return None
    done = date_of(other)
    if done.when is None or done.origin != "sentence":
        return None
    if planned.when is not None and done.when.first <= planned.when.last:
        return None
    further = _FURTHER.search(plan.text, planned.end)
    about = tokens(_INCIDENTAL.sub("", plan.text[: further.start() if further else None]))
    named = all(token in about for token, weight in outcome.about.items() if weight)
    if named and lists_the_same(about, tokens(other.text)):
        return outcome
    return outcome if covers(about, outcome.about) and _is_subject(plan, about, outcome) else None


def _is_subject(plan: Evidence, about: Mapping[str, int], outcome: Outcome) -> bool:
    """Whether an outcome of one thing alone is of what the plan is about first of all, and that planned as a whole."""
    if len(outcome.about) > 1:
        return True
    whole = date_of(plan).target is not None or _WHOLE.search(plan.text) is not None
    return whole and any(token in outcome.about for token in list(about)[:SUBJECT])


def _foretells(words: str) -> bool:
    return re.search(r"\b(?:projected|planned|plan|expected|estimated|would|will)\b", words) is not None


def _is_newer(other: Evidence, then: When) -> bool:
    now = date_of(other)
    return now.when is not None and now.origin == "sentence" and (now.when.middle - then.middle).days >= DAYS_APART


def _counted(item: Evidence, place_of_figure: tuple[int, int]) -> Half:
    """The figure with what qualifies it, up to the end of its clause: "about 36 GBIs", "a projected 48 ships"."""
    start, end = place_of_figure
    qualified = _QUALIFIED.search(item.text[:start])
    joined = re.search(r"\s(?:and|with|including)\s", item.text[end:])
    edge = clause_end(item.text, end)
    end = min(edge, end + joined.start()) if joined else edge
    return Half(item, qualified.start() if qualified else start, end, date_of(item).when)


def _age(item: Evidence) -> int:
    when = date_of(item).when
    return when.middle.toordinal() if when else 0
