"""Which passages a model is given: those that the evidence ranks best, up to a budget, none cut within a sentence."""

from collections.abc import Sequence

from qa.evidence import Evidence
from qa.prose.types import Excerpt

CHARS_A_TOKEN = 3.5
"""Of English, on the safe side of what tokenizers make of it."""
TOKENS = 3500
"""Of all excerpts together."""
TOKENS_OF_ONE = 600
TOKENS_OF_HEADINGS = 60
"""What is said of a passage above it takes about this much."""
MOST = 12
MOST_OF_A_DOCUMENT = 5


def excerpts(evidence: Sequence[Evidence], tokens: int = TOKENS, most: int = MOST) -> tuple[Excerpt, ...]:
    """The excerpts around the best sentences of `evidence` (best first), for about `tokens` tokens, best first."""
    chosen: list[Excerpt] = []
    known: set[str] = set()
    left = tokens
    for item in evidence:
        passage = item.hit.passage
        same = sum(passage.document_id == one.hit.passage.document_id for one in chosen)
        if passage.id in known or same >= MOST_OF_A_DOCUMENT:
            continue
        excerpt = _around(item, min(left - TOKENS_OF_HEADINGS, TOKENS_OF_ONE))
        if excerpt is None or len(chosen) == most:
            break
        known.add(passage.id)
        chosen.append(excerpt)
        left -= _tokens(excerpt.end - excerpt.start) + TOKENS_OF_HEADINGS
    return tuple(chosen)


def _around(item: Evidence, tokens: int) -> Excerpt | None:
    """As much of the passage of `item` as `tokens` hold, in whole sentences around its own; None if not even that."""
    passage = item.hit.passage
    if _tokens(passage.end - passage.start) <= tokens:
        return Excerpt(item.hit, passage.start, passage.end, item.probability)
    if _tokens(item.end - item.start) > tokens:
        return None
    start, end = item.start, item.end
    before = [a for a, _ in passage.sentences if a < start]
    after = [b for _, b in passage.sentences if b > end]
    while before or after:
        wider = (start, after.pop(0)) if after and (not before or len(after) >= len(before)) else (before.pop(), end)
        if _tokens(wider[1] - wider[0]) > tokens:
            break
        start, end = wider
    return Excerpt(item.hit, start, end, item.probability)


def _tokens(chars: int) -> int:
    return round(chars / CHARS_A_TOKEN)
