"""The page of every mention: what was searched, when the mentions are from, how many each document has, and each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from portal.markup import rendered
from qa.mentions import wording
from qa.mentions.types import DocumentCount, Mention, Mentions, Moment, Timeline
from qa.types import Filters

SHOWN_AT_ONCE = 200
LONGEST_SPAN_YEARS = 20
ORDERS = {"mentions": "Mentions", "title": "Document", "date": "Published", "as-of": "As of"}
BASES = {"published": "By year of publication", "as_of": "By the year that a document is as of"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page's form and links ask for; `choices` are the kinds of document to choose from."""

    term: str
    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    published_from: str = ""
    published_to: str = ""
    sort: str = ""
    page: int = 1
    choices: tuple[str, ...] = ()

    def filters(self) -> Filters:
        """What the list is narrowed to. Raises ValueError for a date that is none."""
        first, last = (date.fromisoformat(day) if day else None for day in (self.published_from, self.published_to))
        return Filters(self.kinds, self.documents, first, last)

    def query(self, **others: object) -> str:
        """The same question as a query string, with `others` added or changed."""
        named: dict[str, object] = {"term": self.term, "kind": self.kinds, "document": self.documents}
        named |= {"published_from": self.published_from, "published_to": self.published_to, **others}
        return urlencode({name: value for name, value in named.items() if value}, doseq=True)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its mentions: its words cut where they begin and end, every second piece a mention."""

    mention: Mention
    pieces: tuple[str, ...]
    inside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; `share` is its length in percent of the longest."""

    moment: Moment
    share: float


def empty_page(asked: Asked, *, title: str, fault: str = "") -> str:
    """The form alone, with what is wrong with what was asked for."""
    return rendered("mentions_form.html", asked=asked, title=title, fault=fault)


def mentions_page(found: Mentions, asked: Asked, *, title: str) -> str:
    """The whole page, with the part of the list that `asked.page` is."""
    everything = (*found.mentions, *found.inside)
    pages = max(1, -(-len(everything) // SHOWN_AT_ONCE))
    number = min(max(asked.page, 1), pages)
    first = (number - 1) * SHOWN_AT_ONCE
    shown = everything[first : first + SHOWN_AT_ONCE]
    return rendered(
        "mentions.html",
        found=found,
        asked=asked,
        title=title,
        fault="",
        told=wording,
        charts=[(timeline, BASES[timeline.basis], bars(timeline)) for timeline in _telling(found.timelines)],
        documents=ordered(found.documents, asked.sort),
        orders=ORDERS,
        own=_by_document([mention for mention in shown if not mention.inside]),
        inside=_by_document([mention for mention in shown if mention.inside]),
        first=first + 1,
        last=first + len(shown),
        total=len(everything),
        number=number,
        pages=pages,
    )


def bars(timeline: Timeline) -> tuple[Bar, ...]:
    """The years with their bars; years without a mention stand between them where there are not too many."""
    known = {moment.when: moment for moment in timeline.years}
    years = sorted(when for when in known if when)
    if years and int(years[-1]) - int(years[0]) <= LONGEST_SPAN_YEARS:
        years = [f"{year:04}" for year in range(int(years[0]), int(years[-1]) + 1)]
    moments = [known.get(year, Moment(year, 0, 0, 0)) for year in years]
    moments += [moment for moment in timeline.years if not moment.when]
    most = max((moment.mentions for moment in moments), default=1)
    return tuple(Bar(moment, round(100 * moment.mentions / most, 2)) for moment in moments)


def _telling(timelines: Sequence[Timeline]) -> list[Timeline]:
    """The timelines that have a date to show."""
    return [timeline for timeline in timelines if any(moment.when for moment in timeline.years)]


def ordered(documents: Sequence[DocumentCount], sort: str) -> list[DocumentCount]:
    """The documents as the table is sorted: most mentions first unless `sort` says otherwise."""
    if sort == "title":
        return sorted(documents, key=lambda one: one.meta.title.casefold())
    if sort in ("date", "as-of"):
        dates = {one.document_id: (one.meta.published if sort == "date" else one.meta.as_of) for one in documents}
        return sorted(documents, key=lambda one: dates[one.document_id] or date.min, reverse=True)
    return sorted(documents, key=lambda one: (-one.mentions, -one.inside, one.meta.title.casefold()))


def _by_document(mentions: Sequence[Mention]) -> list[tuple[Mention, list[Sentence]]]:
    """The mentions' sentences under their documents, each sentence once."""
    found = []
    for _, own in groupby(mentions, key=lambda mention: mention.document_id):
        sentences = [
            _sentence(list(together))
            for _, together in groupby(own, key=lambda mention: (mention.sentence_start, mention.sentence_end))
        ]
        found.append((sentences[0].mention, sentences))
    return found


def _sentence(mentions: Sequence[Mention]) -> Sentence:
    """One sentence, cut at the `mentions` in it."""
    first, pieces, reached = mentions[0], list[str](), mentions[0].sentence_start
    for mention in mentions:
        pieces += [first.sentence[reached - first.sentence_start : mention.start - first.sentence_start], mention.text]
        reached = mention.end
    pieces.append(first.sentence[reached - first.sentence_start :])
    return Sentence(first, tuple(pieces), tuple(dict.fromkeys(m.inside for m in mentions if m.inside)))
