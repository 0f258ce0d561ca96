"""Mentions, counted: by form, by document and by date."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from corpus.texts import folded
from corpus.types import LibraryEntry
from qa.mentions.forms import Form, Wanted
from qa.mentions.types import DocumentCount, FormCount, Mention, Mentions, Moment, Searched, Timeline, dated


def counted(
    want: Wanted,
    found: Sequence[Mention],
    left_out: Mapping[str, int],
    entries: Sequence[LibraryEntry],
    searched: Searched,
) -> Mentions:
    """What was `found` in the documents `entries` for the term `want`, with every count."""
    own = tuple(mention for mention in found if not mention.inside)
    inside = tuple(mention for mention in found if mention.inside)
    return Mentions(
        term=want.term,
        name=want.name,
        forms=tuple(_form(form, own, inside) for form in want.forms),
        mentions=own,
        inside=inside,
        left_out=_frequent_first(left_out),
        documents=tuple(_documents(want, own, inside, entries)),
        timelines=tuple(_timeline(basis, own, entries) for basis in ("published", "as_of")),
        searched=searched,
    )


def _form(form: Form, own: Sequence[Mention], inside: Sequence[Mention]) -> FormCount:
    mine = [mention for mention in own if mention.form == form.text]
    spellings = Counter(" ".join(mention.text.split()) for mention in mine)
    parts = sum(mention.form == form.text for mention in inside)
    return FormCount(form.text, form.origin, form.writing, len(mine), parts, _frequent_first(spellings))


def _documents(
    want: Wanted, own: Sequence[Mention], inside: Sequence[Mention], entries: Sequence[LibraryEntry]
) -> Iterable[DocumentCount]:
    """The documents that have the term in their text or title, in the order of `entries`."""
    mentions: dict[str, Counter[str]] = {}
    for mention in own:
        mentions.setdefault(mention.document_id, Counter())[mention.form] += 1
    parts = Counter(mention.document_id for mention in inside)
    for entry in entries:
        forms = mentions.get(entry.id, Counter())
        titled = _in_title(want, entry.meta.title)
        if forms or parts[entry.id] or titled:
            yield DocumentCount(entry.id, entry.meta, forms.total(), parts[entry.id], titled, _frequent_first(forms))


def _in_title(want: Wanted, title: str) -> int:
    """How often a title has the term, longest forms first."""
    text, taken = folded(title), [False] * len(title)
    spans = sorted(
        {span for form in want.forms for span in form.spans(text) if form.is_written(title[slice(*span)])},
        key=lambda span: span[0] - span[1],
    )
    count = 0
    for start, end in spans:
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            count += 1
    return count


def _timeline(
    basis: Literal["published", "as_of"], own: Sequence[Mention], entries: Sequence[LibraryEntry]
) -> Timeline:
    """`own` by the date `basis` of their documents."""
    days = {entry.id: day.isoformat() if (day := dated(entry.meta, basis)) else "" for entry in entries}
    return Timeline(basis, _moments(days, own), _moments({id: day[:4] for id, day in days.items()}, own))


def _moments(when: Mapping[str, str], own: Sequence[Mention]) -> tuple[Moment, ...]:
    searched = Counter(when.values())
    mentions = Counter(when[mention.document_id] for mention in own)
    documents = Counter(when[id] for id in {mention.document_id for mention in own})
    order = sorted(mentions, key=lambda moment: (not moment, moment))
    return tuple(Moment(moment, mentions[moment], documents[moment], searched[moment]) for moment in order)


def _frequent_first(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
