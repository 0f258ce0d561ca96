"""A passage as its permalink shows it, whatever has become of it since it was cited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.history import Edition, Version, metadata, past_of
from corpus.types import Document, Passage, Source, Tier
from qa.permalink.anchor import Span
from qa.permalink.quote import selector_of
from qa.permalink.state import Cited, Today, cited, earlier_wording, gone_on, page_at, stretch, today, touching
from qa.permalink.types import PassageView, Place, State
from qa.permalink.wording import changes

CONTEXT_CHARS = 700


@dataclass(frozen=True, slots=True)
class _Shown:
    """The words to show, with the version that they are shown from; `spans` are those that the link means."""

    edition: Edition
    passage: Passage
    spans: tuple[Span, ...]


def passage_view(catalogue: Catalogue, passage_id: str, tier: Tier, quote: str = "") -> PassageView:
    """The passage, and in it the quotation that `quote` names (`qa.permalink.quote`), wherever the words are today.

    `current` and `moved` show the words where they stand now. `reworded` shows them as they were cited, with today's
    wording in `today`; `removed` shows them as they were cited; `erased` shows none. Raises NotFound.
    """
    link = cited(catalogue, passage_id, tier, quote)
    if link is None:
        return _erased(catalogue, passage_id, tier)
    now = today(catalogue, link)
    if now is None or now.found is None:
        view = _view(link, _as_cited(link), "removed", siblings=False)
        return replace(view, gone_on=gone_on(catalogue, link))
    if now.found.reworded:
        return _reworded(link, now, now.found.was, now.found.spans[0])
    if not link.quoted:
        earlier = earlier_wording(catalogue, link)
        if earlier is not None:
            standing, whole = earlier
            span = standing.passage.start, standing.passage.end
            was = Cited(link.past, standing, whole, span, quoted=False, missed=link.missed)
            return _reworded(was, now, span, now.found.spans[0])
    return _standing(link, now, now.found.spans)


def _standing(link: Cited, now: Today, spans: tuple[Span, ...]) -> PassageView:
    """Words that are all there: `current`, or `moved` from where they stood."""
    passage_id = _holder(now.edition, spans[0][0]) if link.quoted else link.standing.passage.id
    shown = _Shown(now.edition, stretch(now.edition, spans[0], passage_id, widen=link.quoted), spans[:1])
    origin = _place_of(link.edition, link.span[0])
    if now.edition.version == link.edition.version and not link.quoted:
        first = next(standing for standing in link.past.standings if standing.passage.text)
        origin = _place(first.passage, first.version, first.passage.page)
    moved = len(spans) > 1 or not _alike(origin, _place_of(now.edition, spans[0][0]))
    view = _view(link, shown, "moved" if moved else "current", siblings=True)
    parts = tuple(stretch(now.edition, span, passage_id) for span in spans[1:])
    return replace(view, moved_from=origin if moved else None, parts=parts)


def _reworded(link: Cited, now: Today, was: Span, place: Span) -> PassageView:
    passage_id = link.standing.passage.id
    old = stretch(link.edition, was, passage_id)
    view = _view(link, _Shown(link.edition, old, (link.span,)), "reworded", siblings=False)
    new = stretch(now.edition, place, passage_id)
    return replace(view, today=new, today_on=now.edition.version.ingested_at, changes=changes(old.text, new.text))


def _erased(catalogue: Catalogue, passage_id: str, tier: Tier) -> PassageView:
    past = past_of(catalogue, passage_id, tier)
    last = past.standings[-1]
    later = past.after(last.version)
    bare = Passage(passage_id, last.passage.document_id, "", 0, 0, (), None, 0, None, ())
    return PassageView(
        passage=bare,
        meta=metadata(catalogue, past.current or last.version),
        state="erased",
        before="",
        after="",
        sources=(),
        previous=None,
        next=None,
        version=last.version.number,
        edition=last.version.edition,
        ingested_at=last.version.ingested_at,
        selector=selector_of("", 0, 0),
        spans=(),
        gone_on=later.ingested_at if later else past.removed_at,
        in_library=past.current is not None,
    )


def _as_cited(link: Cited) -> _Shown:
    shown = stretch(link.edition, link.span, link.standing.passage.id, widen=True)
    return _Shown(link.edition, shown, (link.span,))


def _view(link: Cited, shown: _Shown, state: State, *, siblings: bool) -> PassageView:
    document, passage = shown.edition.document, shown.passage
    before, after = around(document, passage)
    previous, following = _neighbours(shown.edition, passage) if siblings else (None, None)
    return PassageView(
        passage=passage,
        meta=document.meta,
        state=state,
        before=before,
        after=after,
        sources=_sources(document, passage),
        previous=previous,
        next=following,
        version=shown.edition.version.number,
        edition=shown.edition.version.edition,
        ingested_at=shown.edition.version.ingested_at,
        selector=selector_of(document.text, *shown.spans[0]),
        spans=shown.spans,
        quoted=link.quoted,
        quote_missed=link.missed,
        in_library=link.past.current is not None,
    )


def _place_of(whole: Edition, offset: int) -> Place:
    touched = touching(whole, (offset, offset + 1))
    page = page_at(whole, offset)
    if not touched:
        return Place((), page, None, whole.version.edition, whole.version.ingested_at)
    return _place(touched[0], whole.version, page)


def _place(passage: Passage, version: Version, page: int | None) -> Place:
    return Place(passage.section, page, passage.speaker, version.edition, version.ingested_at)


def _alike(one: Place, other: Place) -> bool:
    return (one.section, one.page) == (other.section, other.page)


def _holder(whole: Edition, offset: int) -> str:
    """The passage in which `offset` lies, or the one below the heading that it lies in: a link to words goes there."""
    return next((passage.id for passage in whole.passages if offset < passage.end), whole.passages[-1].id)


def _neighbours(whole: Edition, passage: Passage) -> tuple[str | None, str | None]:
    touched = touching(whole, (passage.start, passage.end))
    if not touched:
        return None, None
    first, last = touched[0].position, touched[-1].position
    row: Sequence[Passage] = whole.passages
    return (row[first - 1].id if first > 0 else None), (row[last + 1].id if last + 1 < len(row) else None)


def around(document: Document, passage: Passage) -> tuple[str, str]:
    """The words before and after the passage within its section, cut at white space."""
    section = next((s for s in document.sections if s.start <= passage.start < s.end), None)
    first, last = (section.start, max(section.end, passage.end)) if section else (0, len(document.text))
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
