"""How something stands, answered by what is old or was only planned: the word of doubt that says so."""

import re
from collections.abc import Sequence
from datetime import date

from qa.dated.recency import date_of
from qa.dated.sentences import document_date
from qa.differences.plans import outcome_in, plan_in
from qa.evidence import Evidence
from qa.question import Question

OLD_YEARS = 5
"""By how many years what tells how many there are may be older than the newest document found."""
_INTENDS = re.compile(
    r"\b(?:agreed|decided|proposed|ordered|recommended|intends?|intended|hopes?|hoped|wants?|asked|sought) to\b"
    r"|\b(?:would|will|planned|plans|projected|expected|expects|scheduled|due to|proposed)\b",
    re.IGNORECASE,
)
_ASKS_FOR_PLAN = re.compile(
    r"\b(?:will|would|planned|planning|plans?|scheduled|due|supposed|target|goal|expected|expects?|meant|going to|"
    r"intends?)\b",
    re.IGNORECASE,
)
_ASKS_FOR_STATE = re.compile(r"^(?:and |so |but )?(?:is|are|has|have)\b", re.IGNORECASE)


def aged(question: Question, cited: Sequence[Evidence], evidence: Sequence[Evidence], *, told_later: bool) -> str:
    """Why the sentences `cited` may not tell how it is now; empty where they may, or where that is not asked.

    What is new is told by the newest document among the `evidence`, never by the clock. `told_later`: what became of a
    plan is told besides.
    """
    if not (question.counts_now or _asks_for_state(question)) or _ASKS_FOR_PLAN.search(question.text):
        return ""
    dated = [(when.middle, when.words()) for item in cited if (when := date_of(item).when) is not None]
    newest, words = max(dated, default=(None, ""))
    of = f"The newest of these sentences is of {words}" if words else "These sentences do not say when they speak"
    if not told_later and all(_only_planned(item) for item in cited):
        return f"{of}, and they tell of a plan or an expectation. How it is now, the library may not say."
    if question.counts_now and newest is not None and newest.year + OLD_YEARS <= _latest(evidence).year:
        return f"{of}. How many there are now, the library may not say."
    return ""


def _asks_for_state(question: Question) -> bool:
    """Whether it asks if something is so, and not what a document says of it."""
    said = question.kinds or question.phrases or question.speakers
    return question.wants == "check" and not said and _ASKS_FOR_STATE.match(question.text) is not None


def _only_planned(item: Evidence) -> bool:
    """Whether a sentence tells of a plan or an expectation, and of nothing that came of it."""
    return (plan_in(item) is not None or _INTENDS.search(item.text) is not None) and outcome_in(item) is None


def _latest(evidence: Sequence[Evidence]) -> date:
    """The day of the newest document."""
    days = [when.last for item in evidence if (when := document_date(item.hit.meta)) is not None]
    return max(days, default=date.min)
