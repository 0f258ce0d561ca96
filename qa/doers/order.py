"""Sentences that tell who does what is asked, before those that do not."""

from collections.abc import Callable, Sequence

from qa.doers.asked import Sought, of_somebody, sought
from qa.doers.told import doers, tells, tells_of_others
from qa.evidence import Evidence
from qa.odds import by_probability, times
from qa.question import Question
from qa.rows import is_row

LOOKED_AT = 32
"""So many sentences, the most probable first, are looked at."""
WITHOUT_A_DOER = 0.12
"""The odds that are left to a sentence that tells no doer where one is asked for. By these rules about half of the
sentences that answer public questions of who (SQuAD 2.0) tell one, and 5 % of those beside them."""
MOST_COUNTED = 4


def doers_first(question: Question, about: Sequence[Evidence]) -> tuple[Sequence[Evidence], bool]:
    """`about` (best first) with what tells no doer behind, where a doer is asked for and any sentence tells one; and
    whether one is asked for and none told. Of several that are asked for, the more a sentence names, the better."""
    wanted = _sought(question)
    if wanted is None:
        return about, False
    told = [number < LOOKED_AT and _tells(wanted, item.text) for number, item in enumerate(about)]
    if not any(told):
        return about, True
    return by_probability(
        times(item, _count(wanted, item) if tells_it else WITHOUT_A_DOER)
        for item, tells_it in zip(about, told, strict=True)
    ), False


def beside_the_doer(question: Question) -> Callable[[str], int]:
    """What tells of a sentence how far it is beside the doer: 1 where it leaves out who does what is asked, or the deed
    that the question asks of somebody by name ("how many missiles did Iran fire?"); 2 where it tells of others.
    Asked for now of somebody by name, the newest comes first instead."""
    wanted = _sought(question)
    of_now = question.now or question.counts_now
    if wanted is None and not of_now and question.wants in ("number", "date"):
        wanted = of_somebody(question.text, question.names)

    def beside(text: str) -> int:
        return 0 if wanted is None or _tells(wanted, text) else 1 + tells_of_others(wanted, text)

    return beside


def _sought(question: Question) -> Sought | None:
    """Whom the question seeks; nobody where it quotes words, which are looked for by themselves."""
    return sought(question.text, question.names) if not question.phrases else None


def _tells(wanted: Sought, text: str) -> bool:
    return not is_row(text) and tells(wanted, text)


def _count(wanted: Sought, item: Evidence) -> int:
    """How often a sentence that tells a doer counts."""
    return max(1, min(doers(wanted, item.text), MOST_COUNTED)) if wanted.several else 1
