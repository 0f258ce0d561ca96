"""Documents and passages as their own pages show them, permalinks to passages that have gone included."""

import difflib
import re

from corpus.catalogue import Catalogue
from corpus.errors import NotFound
from corpus.types import Document, Passage, Source, Tier
from qa.types import DocumentView, PassageView

CONTEXT_CHARS = 700
REWORDED_AT_LEAST = 0.6
"""Likeness (0 to 1) of words from which a current passage counts as another wording of one that is gone."""


def document_view(catalogue: Catalogue, document_id: str, tier: Tier) -> DocumentView:
    """A document with its passages. Raises NotFound."""
    entry, document, passages = catalogue.document(document_id, tier)
    return DocumentView(entry, document, tuple(passages))


def passage_view(catalogue: Catalogue, passage_id: str, tier: Tier) -> PassageView:
    """A passage in its document. Raises NotFound.

    One that is no longer in the library is shown with its old words: `reworded` if the document has others in their
    place now (given in `now`), else `removed`.
    """
    stored, meta, current, moved = catalogue.latest_passage(passage_id, tier)
    document = catalogue.version_document(stored.version)
    passage = stored.passage
    previous = next_ = None
    now = ""
    if current:
        state = "moved" if moved else "current"
        _, _, siblings = catalogue.document(passage.document_id, tier)
        previous = siblings[passage.position - 1].id if passage.position > 0 else None
        next_ = siblings[passage.position + 1].id if passage.position + 1 < len(siblings) else None
    else:
        now = _wording_now(catalogue, passage, tier)
        state = "reworded" if now else "removed"
    before, after = _around(document, passage)
    return PassageView(
        passage=passage,
        meta=meta,
        state=state,  # type: ignore[arg-type]
        before=before,
        after=after,
        sources=_sources(document, passage),
        previous=previous,
        next=next_,
        version=stored.version,
        now=now,
    )


def _wording_now(catalogue: Catalogue, gone: Passage, tier: Tier) -> str:
    """The passage of today's version that is most like the one that is gone, if it is like enough; else nothing."""
    try:
        _, _, passages = catalogue.document(gone.document_id, tier)
    except NotFound:
        return ""
    words = re.findall(r"\w+", gone.text.casefold())
    best, wording = REWORDED_AT_LEAST, ""
    for passage in passages:
        ratio = difflib.SequenceMatcher(None, words, re.findall(r"\w+", passage.text.casefold())).ratio()
        if ratio >= best:
            best, wording = ratio, passage.text
    return wording


def _around(document: Document, passage: Passage) -> tuple[str, str]:
    """The words before and after the passage within its section, cut at white space."""
    section = next((s for s in document.sections if s.start <= passage.start < s.end), None)
    first, last = (section.start, section.end) if section else (0, len(document.text))
    heading = next((b for b in document.blocks if b.kind == "heading" and b.start == first), None)
    first = heading.end if heading and heading.end <= passage.start else first
    before = document.text[max(first, passage.start - CONTEXT_CHARS) : passage.start]
    after = document.text[passage.end : min(last, passage.end + CONTEXT_CHARS)]
    if passage.start - CONTEXT_CHARS > first:
        before = before.partition(" ")[2]
    if passage.end + CONTEXT_CHARS < last:
        after = after.rpartition(" ")[0]
    return before.strip(), after.strip()


def _sources(document: Document, passage: Passage) -> tuple[Source, ...]:
    """What the footnotes within the passage point to, each once, in order."""
    wanted = dict.fromkeys(note.source for note in document.notes if passage.start < note.offset <= passage.end)
    by_id = {source.id: source for source in document.meta.sources}
    return tuple(by_id[id] for id in wanted if id in by_id)
