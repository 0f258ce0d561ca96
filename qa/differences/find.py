"""The differences among the sentences of an answer and those that it could have quoted."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from qa.differences.conflicts import compared_positions, stated_conflicts
from qa.differences.event_dates import plain_dates
from qa.differences.figures import plain_figures
from qa.differences.later import newer_figures, outcomes, plans_behind, unfollowed
from qa.differences.types import Differing, place
from qa.evidence import Evidence
from qa.question import Question

MOST = 2
"""Differences told of one answer."""
FOLLOWED = 2
"""Of how many cited plans it is looked in the library what became of them."""
_ASKS_FOR_A_MANNER = re.compile(
    r"^(?:and |so |but )?(?:why|how (?:is|are|was|were|do|does|did|can|could|would)\b)", re.I
)
LOOKED_AT = 80
"""Of how many sentences, the best ones, it is looked whether they say otherwise."""


def differing(
    question: Question,
    cited: Sequence[Evidence],
    evidence: Sequence[Evidence],
    near_to: Callable[[Evidence], Sequence[Evidence]] = lambda _: (),
) -> tuple[Differing, ...]:
    """Where sentences of the answer, `cited`, differ from each other or from `evidence` (best first). None where the
    very words are asked for.

    `near_to` finds further sentences of the library near a cited one; it is asked where that plans something and
    nothing at hand tells what became of it.
    """
    if question.phrases or question.quote_by or question.wants == "mention":
        return ()
    near = list(evidence[:LOOKED_AT])
    found = chain(compared_positions(question, cited), stated_conflicts(question, cited, near))
    if question.wants != "reason" and not _ASKS_FOR_A_MANNER.match(question.text):
        found = chain(found, _plain_and_later(question, cited, near, near_to))
    told: list[Differing] = []
    for each in found:
        if len(told) < MOST and not any(_same(each, other) for other in told):
            told.append(each)
    return tuple(told)


def _plain_and_later(
    question: Question,
    cited: Sequence[Evidence],
    evidence: Sequence[Evidence],
    near_to: Callable[[Evidence], Sequence[Evidence]],
) -> Iterator[Differing]:
    """Two plain figures or dates, and what came later."""
    yield from plain_figures(question, cited, evidence)
    yield from plain_dates(question, cited, evidence)
    near = _with_near(cited, evidence, near_to)
    yield from stated_conflicts(question, cited, near)
    yield from newer_figures(cited, near)
    yield from outcomes(cited, near)
    yield from plans_behind(question, cited, near)


def _with_near(
    cited: Sequence[Evidence], evidence: Sequence[Evidence], near_to: Callable[[Evidence], Sequence[Evidence]]
) -> list[Evidence]:
    """`evidence`, and after it what is near to the first sentences cited that plan something of which neither they nor
    the `evidence` tell what became."""
    planning = [item for item in cited if unfollowed(item, (*cited, *evidence))][:FOLLOWED]
    found = {place(item): item for item in evidence}
    for item in planning:
        for other in near_to(item):
            found.setdefault(place(other), other)
    return list(found.values())


def with_added(cited: Sequence[Evidence], found: Sequence[Differing]) -> list[Evidence]:
    """`cited`, and after them the sentences that only differences bring in."""
    every = dict.fromkeys(map(place, cited))
    added = [half.item for each in found for half in each.halves if place(half.item) not in every]
    return [*cited, *{place(item): item for item in added}.values()]


def _same(one: Differing, other: Differing) -> bool:
    """Whether two differences have a side in common."""
    mine = {(*place(half.item), half.start) for half in one.halves}
    return bool(mine & {(*place(half.item), half.start) for half in other.halves})
