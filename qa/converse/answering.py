"""What a follow-up asks of its answer beyond its words: sentences read off, fewer of them, or only new ones."""

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answer import Drafted, nearest_only, quoted_places
from qa.converse.types import Meant
from qa.evidence import Evidence
from qa.retrieve import Hits

GONE = "What was quoted before can no longer be read here."
NOTHING_MORE = "The library has nothing more on this than was quoted already."


APART = (
    "This answers the question by itself: together with what was asked before, the library has nothing better on it."
)


def read_off(meant: Meant, hits: Hits) -> Drafted:
    """The very sentences that were asked for, as far as their passages are among `hits`, or why there are none."""
    readable = {hit.passage.id for hit in hits.passages}
    places = [(one.passage, one.number, one.meta) for one in meant.read_off or () if one.passage.id in readable]
    return quoted_places(places) if places else nearest_only((), meant.absent or GONE, settled=True)


def admitted(evidence: Sequence[Evidence], meant: Meant) -> Sequence[Evidence]:
    """`evidence` without what was quoted already; only that on the matter that the follow-up keeps to, where there is
    any."""
    fresh = [item for item in evidence if (item.hit.passage.id, item.start) not in meant.said]
    on_it = [
        item
        for item in fresh
        if any(re.search(rf"\b{re.escape(each)}", item.text, re.IGNORECASE) for each in meant.matter)
    ]
    return on_it or fresh


def as_meant(drafted: Drafted, meant: Meant) -> Drafted:
    """`drafted`, cut to the sentences that the follow-up asks for, the surest first; saying so where it is put apart
    from what was asked before."""
    if not drafted.statements:
        return replace(drafted, reason=NOTHING_MORE) if meant.said else drafted
    if meant.is_apart:
        drafted = replace(drafted, reason=f"{APART} {drafted.reason}".strip())
    if not meant.most:
        return drafted
    best = sorted(drafted.citations, key=lambda citation: -citation.score)[: meant.most]
    kept = [citation for citation in drafted.citations if citation in best]
    citations = tuple(replace(citation, marker=number) for number, citation in enumerate(kept, start=1))
    texts = {statement.citations: statement for statement in drafted.statements}
    statements = tuple(
        replace(texts[(old.marker,)], citations=(new.marker,)) for old, new in zip(kept, citations, strict=True)
    )
    return replace(drafted, statements=statements, citations=citations, settled=True)
