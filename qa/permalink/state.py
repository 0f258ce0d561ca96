"""What has become of the words that a link means: where they were cited, and where and how they stand today."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from corpus.catalogue import Catalogue
from corpus.folding import same
from corpus.history import Edition, Past, Standing, edition, past_of, words_at
from corpus.types import Passage, Tier
from qa.permalink.anchor import Found, Span, Text, find, has
from qa.permalink.quote import Quote, quote_from


@dataclass(frozen=True)
class Cited:
    """The words that a link means, at `span` of the newest version that a link to them can have been made on.

    `quoted` says that they are the quotation that the link names, and not the whole passage; `missed` that it names one
    that no version of the passage has.
    """

    past: Past
    standing: Standing
    edition: Edition
    span: Span
    quoted: bool
    missed: bool


@dataclass(frozen=True)
class Today:
    """The version of the document that is read today, and where in it the cited words are; None if they are not."""

    edition: Edition
    found: Found | None

    @cached_property
    def is_whole(self) -> bool:
        """Whether every word that was cited is there."""
        return self.found is not None and not self.found.reworded


def cited(catalogue: Catalogue, passage_id: str, tier: Tier, quote: str = "") -> Cited | None:
    """What a link to the passage, and to `quote` in it, means; None if its words have been erased. Raises NotFound."""
    past = past_of(catalogue, passage_id, tier)
    standings = [standing for standing in reversed(past.standings) if standing.passage.text]
    if not standings or not past.standings[-1].passage.text:
        return None
    named = quote_from(quote)
    standing = next((one for one in standings if named and _has(catalogue, one, named)), None)
    whole = edition(catalogue, (standing or standings[0]).version)
    if standing is not None and named is not None:
        return Cited(past, standing, whole, (named.start, named.end), quoted=True, missed=False)
    passage = standings[0].passage
    return Cited(past, standings[0], whole, (passage.start, passage.end), quoted=False, missed=bool(quote))


def today(catalogue: Catalogue, link: Cited) -> Today | None:
    """Where the cited words are today; None if their document has been removed."""
    current = link.past.current
    if current is None:
        return None
    if current == link.edition.version:
        return Today(link.edition, Found((link.span,)))
    now = edition(catalogue, current)
    return Today(now, find(text_of(link.edition), link.span, text_of(now)))


def earlier_wording(catalogue: Catalogue, link: Cited) -> tuple[Standing, Edition] | None:
    """The last version in which a passage that is still there was written differently (other capitals or punctuation,
    which its id does not tell apart); None if there is none."""
    for standing in reversed(link.past.standings):
        text = standing.passage.text
        if text and not same(text, link.standing.passage.text):
            return standing, edition(catalogue, standing.version)
    return None


def gone_on(catalogue: Catalogue, link: Cited) -> datetime | None:
    """When the cited words were taken out: the date of the next version without them, or of the document's removal."""
    words = link.edition.document.text[link.span[0] : link.span[1]]
    last = link.edition.version
    later = link.past.after(last)
    while later is not None and has(edition(catalogue, later).document.text, words):
        last, later = later, link.past.after(later)
    return later.ingested_at if later else link.past.removed_at


def text_of(whole: Edition) -> Text:
    """A version as the search for words takes it."""
    return Text(whole.document.text, [span for passage in whole.passages for span in passage.sentences])


def stretch(whole: Edition, span: Span, passage_id: str, *, widen: bool = False) -> Passage:
    """The words at `span` as a passage of its own under the id of the link, with the place where they begin; with
    `widen`, all of the passages that they touch."""
    touched = touching(whole, span)
    first = touched[0] if touched else None
    start, end = span
    if widen and touched:
        start, end = min(start, touched[0].start), max(end, touched[-1].end)
    sentences = [(max(a, start), min(b, end)) for one in touched for a, b in one.sentences if a < end and b > start]
    return Passage(
        id=passage_id,
        document_id=whole.document.id,
        text=whole.document.text[start:end],
        start=start,
        end=end,
        section=first.section if first else (),
        page=page_at(whole, start),
        position=first.position if first else 0,
        speaker=first.speaker if first else None,
        sentences=tuple(sentences) or ((start, end),),
    )


def touching(whole: Edition, span: Span) -> list[Passage]:
    """The passages that hold some of the words at `span`, in order."""
    return [passage for passage in whole.passages if passage.start < span[1] and passage.end > span[0]]


def page_at(whole: Edition, offset: int) -> int | None:
    """The page on which `offset` lies, in a paginated source."""
    return next((page.number for page in reversed(whole.document.pages) if page.start <= offset), None)


def _has(catalogue: Catalogue, standing: Standing, quote: Quote) -> bool:
    """Whether the quotation begins in the passage, or in a heading right above it, and its words stand there in this
    version."""
    passage = standing.passage
    if not passage.start <= quote.start < passage.end:
        whole = edition(catalogue, standing.version)
        above = max((one.end for one in whole.passages if one.start < passage.start), default=0)
        if not above <= quote.start < passage.end:
            return False
    words = words_at(catalogue, standing.version, quote.start, quote.end)
    return len(words) == quote.end - quote.start and quote.means(words)
