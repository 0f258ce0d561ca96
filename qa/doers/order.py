"""Sentences that tell who does what is asked, before those that do not."""

from collections.abc import Callable, Sequence

from qa.doers.asked import Sought, of_somebody, sought
from qa.doers.told import doers, tells
from qa.evidence import Evidence
from qa.odds import by_probability, times
from qa.question import Question

LOOKED_AT = 32
"""So many sentences, the most probable first, are looked at."""
WITHOUT_A_DOER = 0.06
"""The odds that are left to a sentence that tells no doer where one is asked for. By these rules about half of the
sentences that answer public questions of who (SQuAD 2.0) tell one, and 5 % of those beside them."""
MOST_COUNTED = 4


def doers_first(question: Question, about: Sequence[Evidence]) -> tuple[Sequence[Evidence], bool]:
    """`about` (best first) with what tells no doer behind, where a doer is asked for and any sentence tells one; and
    whether one is asked for and none told. Of several that are asked for, the more a sentence names, the better."""
    wanted = sought(question.text, question.names) if not question.phrases else None
    if wanted is None:
        return about, False
    told = _told(wanted, about)
    if not any(told):
        return about, True
    last = {item.hit.passage.id: 0 for item in about}
    for item, tells_it in zip(about, told, strict=True):
        if tells_it:
            last[item.hit.passage.id] = max(item.start, last[item.hit.passage.id])
    weighed = [
        times(item, _count(wanted, item) if tells_it else WITHOUT_A_DOER)
        for item, tells_it in zip(about, told, strict=True)
        if tells_it or item.start > last[item.hit.passage.id]  # before the one that tells, it would be read first
    ]
    return by_probability(weighed), False


def of_another_doer(question: Question) -> Callable[[str], bool]:
    """What tells of a sentence whether it leaves out the deed that the question asks of somebody by name ("how many
    missiles did Iran fire?")."""
    wanted = of_somebody(question.text, question.names) if question.wants in ("number", "date", "place") else None
    return lambda text: wanted is not None and not tells(wanted, text)


def _told(wanted: Sought, about: Sequence[Evidence]) -> list[bool]:
    return [number < LOOKED_AT and tells(wanted, item.text) for number, item in enumerate(about)]


def _count(wanted: Sought, item: Evidence) -> int:
    """How often a sentence that tells a doer counts."""
    return max(1, min(doers(wanted, item.text), MOST_COUNTED)) if wanted.several else 1
