"""The differences among the sentences of an answer and those that it could have quoted."""

from collections.abc import Callable, Sequence
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
    near = _with_near(cited, evidence[:LOOKED_AT], near_to)
    found = chain(
        compared_positions(question, cited),
        stated_conflicts(question, cited, near),
        plain_figures(question, cited, evidence[:LOOKED_AT]),
        plain_dates(question, cited, evidence[:LOOKED_AT]),
        newer_figures(cited, near),
        outcomes(cited, near),
        plans_behind(question, cited, near),
    )
    told: list[Differing] = []
    for each in found:
        if len(told) < MOST and not any(_same(each, other) for other in told):
            told.append(each)
    return tuple(told)


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
