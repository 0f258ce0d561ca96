"""A stretch of a passage becomes a citation: the one place where a quotation is cut out of its document."""

from corpus.types import Metadata, Passage
from qa.types import Citation


def citation_of(
    passage: Passage,
    meta: Metadata,
    span: tuple[int, int],
    *,
    marker: int,
    score: float,
    highlights: tuple[tuple[int, int], ...] = (),
) -> Citation:
    """The citation of `span`, offsets into the document's text inside `passage`, which is of a document of `meta`."""
    start, end = span
    inner = slice(start - passage.start, end - passage.start)
    return Citation(
        marker=marker,
        passage_id=passage.id,
        document_id=passage.document_id,
        meta=meta,
        quote=passage.text[inner],
        start=start,
        end=end,
        section=passage.section,
        page=passage.page,
        speaker=passage.speaker,
        before=passage.text[: inner.start],
        after=passage.text[inner.stop :],
        score=score,
        highlights=highlights,
    )
