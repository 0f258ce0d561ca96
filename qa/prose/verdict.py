"""Whether what it cites bears a sentence out, and which of it does."""

import re
from collections.abc import Sequence

from qa.prose.types import Excerpt
from qa.prose.wording import CITES_NOTHING
from qa.verify.types import Check, Checked, Cited

MOST_TRIED = 3
"""How many of the other excerpts that the model was given are tried beside those that it cites."""


def verdict_on(
    text: str, cited: Sequence[Excerpt], given: Sequence[Excerpt], check: Check
) -> tuple[Checked, list[Excerpt]]:
    """The verdict of `check` on `text`, and what bears it out.

    Of several that it cites, all bear it out together, or those that do so alone. A sentence that what it cites does
    not bear out alone may have a name or a date from another excerpt of those `given`, of the same document or a
    glossary: that is cited then, too.
    """
    if not cited:
        return Checked("unsupported", CITES_NOTHING), []
    alone = [check.check(text, [seen(one)]) for one in cited]
    bearing = [one for one, checked in zip(cited, alone, strict=True) if checked.verdict != "unsupported"]
    if len(bearing) < len(cited) and len(cited) > 1:
        together = check.check(text, [seen(one) for one in cited])
        if together.verdict != "unsupported":
            return together, list(cited)
        alone = alone if bearing else [together]
    if bearing:
        passed = [checked for checked in alone if checked.verdict != "unsupported"]
        return next((checked for checked in passed if checked.verdict == "quoted"), passed[0]), bearing
    for other in _nearest(text, [one for one in given if one not in cited and _of_the_same(one, cited)]):
        completed = check.check(text, [seen(one) for one in (*cited, other)])
        if completed.verdict != "unsupported":
            return completed, [*cited, other]
    return alone[0], []


def _of_the_same(other: Excerpt, cited: Sequence[Excerpt]) -> bool:
    """Whether `other` speaks of the same matter: in the same document, or as a glossary does of any."""
    documents = {one.hit.passage.document_id for one in cited}
    return other.hit.passage.document_id in documents or other.hit.meta.kind == "glossary"


def _nearest(text: str, others: Sequence[Excerpt]) -> list[Excerpt]:
    """Those of `others` that share most of the names and numbers of `text`, none that shares none."""
    told = _telling(text)
    shared = [(len(told & _telling(f"{one.hit.meta.title} {one.text}")), one) for one in others]
    ranked = sorted(shared, key=lambda pair: -pair[0])
    return [one for count, one in ranked if count][:MOST_TRIED]


def _telling(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]*[A-Z0-9][^\W_]*", text))


def seen(excerpt: Excerpt) -> Cited:
    """A passage as the reader of a citation of it sees it."""
    meta, passage = excerpt.hit.meta, excerpt.hit.passage
    return Cited(
        passage.text, meta.title, passage.section, passage.speaker or "", meta.publisher, meta.authors, meta.published
    )
