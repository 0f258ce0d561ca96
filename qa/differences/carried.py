"""What differs among the quotations of an answer, told of the answer in prose: under the markers that it has there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.differences.telling import difference
from qa.types import Citation, Difference, Statement


@dataclass(frozen=True, slots=True)
class Carried:
    """The differences under new markers, and the quotations that they bring into the answer."""

    differences: tuple[Difference, ...] = ()
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()


def carried(differences: Sequence[Difference], known: Sequence[Citation], written: Sequence[Citation]) -> Carried:
    """The `differences` among the citations `known` that concern what prose cites, `written`.

    One concerns it if a side of it is among the words that the prose cites; a side that is not is quoted after the
    prose, so that the reader sees both.
    """
    by_marker = {citation.marker: citation for citation in known}
    cited, added, told = list(written), [], []
    for each in differences:
        if not any(_citing(by_marker[side.marker], side.words, written) for side in each.sides):
            continue
        sides = []
        for side in each.sides:
            source = by_marker[side.marker]
            found = _citing(source, side.words, cited)
            if found is None:
                found = replace(source, marker=max(citation.marker for citation in cited) + 1)
                cited.append(found)
                added.append(found)
            sides.append(replace(side, marker=found.marker))
        told.append(difference(each.kind, sides))
    statements = tuple(Statement(citation.quote, (citation.marker,)) for citation in added)
    return Carried(tuple(told), statements, tuple(added))


def unmarked(found: Difference) -> str:
    """What a difference tells without its markers, for a language model, which has other names for its passages."""
    return re.sub(r" \[\d+\](?=[.;])", "", found.told)


def _citing(source: Citation, words: str, cited: Sequence[Citation]) -> Citation | None:
    """The first of `cited` that quotes these `words` of `source`."""
    start = source.start + source.quote.index(words)
    end = start + len(words)
    here = (
        each for each in cited if each.document_id == source.document_id and each.start <= start and end <= each.end
    )
    return next(here, None)
