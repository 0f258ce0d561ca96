"""What to say of the seams of a quotation that is made of several places."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from qa.lookup.matter import negations
from qa.lookup.quoted import Quoted
from qa.lookup.search import Place
from qa.lookup.types import Occurrence

Part = tuple[Place, Occurrence]


def join_warnings(quoted: Quoted, parts: Sequence[Part], between: Callable[[Place, Place], str]) -> tuple[str, ...]:
    """A sentence for each seam: what is joined, whether the draft marks it, and whether a denial is lost there."""
    told = [f"Your draft joins {len(parts)} places into one quotation."]
    for (first, before), (second, after) in pairwise(parts):
        marked = any(quoted.joint(at) == "omission" for at in range(first.part[1] - 1, second.part[0] + 2))
        how = "and marks it" if marked else "and does not mark it"
        if before.document_id != after.document_id:
            told.append(f"It goes from “{before.meta.title}” to “{after.meta.title}”, {how}.")
            continue
        apart = second.start - first.end
        if apart < 0:
            told.append(f"It joins words of “{before.meta.title}” in another order than they stand there, {how}.")
            continue
        told.append(f"It leaves out {apart} words of “{before.meta.title}”, {how}.")
        denied = sorted(negations(between(first, second)))
        if denied and apart <= len(quoted.words):
            told.append(f"What it leaves out has “{'”, “'.join(denied)}” in it.")
    return tuple(dict.fromkeys(told))
