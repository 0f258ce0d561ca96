"""A receipt, checked again: is it whole, and what has become of each quotation in the library as it is now?

The words are found again as those of a permalink are (`qa.permalink`). In a library that never had the passage, such as
one built anew elsewhere, the receipt's own copy of it is what is looked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.catalogue import Catalogue
from corpus.errors import NotFound
from corpus.generations import active, readable_fingerprint
from corpus.types import Document, Passage, Tier
from qa.permalink.anchor import Text, find
from qa.permalink.quote import link, quote_of
from qa.permalink.types import PassageView
from qa.permalink.view import passage_view
from qa.permalink.wording import Change, changes
from qa.receipt.read import CitedQuote, Receipt
from qa.receipt.seal import Signature, is_intact, sha256_of, signature_of

Outcome = Literal["unchanged", "moved", "reworded", "removed", "erased", "not visible to you", "receipt altered"]
_OUTCOMES: dict[str, Outcome] = {
    "current": "unchanged",
    "moved": "moved",
    "reworded": "reworded",
    "removed": "removed",
    "erased": "erased",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What has become of one quotation. `changes` lead from the old wording to today's where it was reworded; `url` is
    where it can be read; `notes` are sentences on what else is different."""

    marker: int
    quote: str
    title: str
    outcome: Outcome
    url: str = ""
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found. `intact`: the seal fits the content. `same_library`: what its reader may read has not changed
    since. `exit_code`: 0 all unchanged, 1 something has changed since, 3 the receipt is not what was given out."""

    intact: bool
    signature: Signature
    same_library: bool
    generation: int | None
    citations: tuple[Checked, ...]
    nearest: tuple[Checked, ...]
    faults: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """As above; 2 is for what could not be checked at all."""
        outcomes = {checked.outcome for checked in (*self.citations, *self.nearest)}
        if not self.intact or self.signature == "wrong" or self.faults or "receipt altered" in outcomes:
            return 3
        return 0 if outcomes <= {"unchanged"} else 1


def verify(receipt: Receipt, catalogue: Catalogue, tier: Tier, key: str = "") -> Verification:
    """`receipt` checked against the library in `catalogue`, with the eyes of a reader of `tier`."""
    return Verification(
        intact=is_intact(receipt.record),
        signature=signature_of(receipt.record, key),
        same_library=_same_library(receipt, catalogue, tier),
        generation=active(catalogue),
        citations=tuple(_checked(one, catalogue, tier) for one in receipt.citations),
        nearest=tuple(_checked(one, catalogue, tier) for one in receipt.nearest),
        faults=tuple(_faults(receipt)),
    )


def _same_library(receipt: Receipt, catalogue: Catalogue, tier: Tier) -> bool:
    """Whether the reader of the receipt may read the same now. Not told to a reader who may see less than that one."""
    reader = next((each for each in tier.visible() if each.label == receipt.reader), None)
    now = readable_fingerprint(catalogue, reader) if reader is not None else ""
    return bool(now) and receipt.library.fingerprint == now


def _faults(receipt: Receipt) -> Iterator[str]:
    """What in a receipt contradicts itself: no seal can make it right."""
    quotes = {citation.marker: citation.quote for citation in receipt.citations}
    if receipt.answer.mode == "generative":
        yield from _faults_of_prose(receipt)
        return
    for number, statement in enumerate(receipt.statements, start=1):
        if statement.text != " ".join(quotes.get(marker, "") for marker in statement.citations):
            yield f"Statement {number} is not made of the quotations that it cites."
    if receipt.answer.answerable and any(one.text not in receipt.answer.text for one in receipt.statements):
        yield "The answer's text does not hold its statements."


def _faults_of_prose(receipt: Receipt) -> Iterator[str]:
    """The same where a language model wrote: its own words cannot be checked without one, those of a source can."""
    passages = {citation.marker: _words(citation.passage.text) for citation in receipt.citations}
    for number, statement in enumerate(receipt.statements, start=1):
        cited = [passages[marker] for marker in statement.citations if marker in passages]
        if not cited or len(cited) < len(statement.citations):
            yield f"Statement {number} cites what the receipt does not hold."
        elif statement.verdict == "quoted" and not any(_words(statement.text) in text for text in cited):
            yield f"Statement {number} is no quotation of what it cites."
    if any(statement.text not in receipt.answer.text for statement in receipt.statements):
        yield "The answer's text does not hold its statements."


def _words(text: str) -> str:
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return f" {words} "


def _checked(cited: CitedQuote, catalogue: Catalogue, tier: Tier) -> Checked:
    title = cited.document.title
    if not _is_whole(cited):
        return Checked(cited.marker, cited.quote, title, "receipt altered")
    try:
        view = passage_view(catalogue, cited.passage.id, tier, str(quote_of(cited.quote, cited.start)))
    except NotFound:
        view = None
    if view is not None and (view.state == "erased" or not view.quote_missed):
        return _as_linked(cited, view, catalogue, tier)
    return _as_found(cited, catalogue, tier)


def _is_whole(cited: CitedQuote) -> bool:
    """Whether the quotation, its passage and their hashes fit together."""
    passage = cited.passage
    inner = passage.text[cited.start - passage.start : cited.end - passage.start]
    return (
        passage.start <= cited.start < cited.end <= passage.end == passage.start + len(passage.text)
        and inner == cited.quote
        and sha256_of(passage.text) == passage.sha256
        and sha256_of(cited.quote) == cited.quote_sha256
    )


def _as_linked(cited: CitedQuote, view: PassageView, catalogue: Catalogue, tier: Tier) -> Checked:
    """What the permalink says."""
    outcome = _OUTCOMES[view.state]
    notes = []
    if view.state == "moved" and view.moved_from:
        notes.append(
            f"It stood {_place(view.moved_from.section, view.moved_from.page)}; it stands now "
            f"{_place(view.passage.section, view.passage.page)}."
        )
    if view.gone_on:
        notes.append(f"It has been gone since {view.gone_on:%Y-%m-%d}.")
    if outcome == "unchanged":
        notes += _revised(cited, catalogue, tier)
    return Checked(cited.marker, cited.quote, cited.document.title, outcome, view.url, view.changes, tuple(notes))


def _as_found(cited: CitedQuote, catalogue: Catalogue, tier: Tier) -> Checked:
    """What the document says today, where the library does not know the passage itself."""
    try:
        _, document, passages = catalogue.document(cited.document.id, tier)
    except NotFound:
        return Checked(cited.marker, cited.quote, cited.document.title, "not visible to you")
    passage = cited.passage
    span = cited.start - passage.start, cited.end - passage.start
    sentences = [(a - passage.start, b - passage.start) for a, b in passage.sentences]
    today = Text(document.text, [span for each in passages for span in each.sentences])
    found = find(Text(passage.text, sentences), span, today)
    note = "This library has never had the passage as it is in the receipt; it may be another library."
    if found is None:
        return Checked(cited.marker, cited.quote, cited.document.title, "removed", notes=(note,))
    start, end = found.spans[0]
    url = _link(passages, document, start, end)
    if found.reworded:
        was = passage.text[slice(*found.was)]
        diff = changes(was, document.text[start:end])
        return Checked(cited.marker, cited.quote, cited.document.title, "reworded", url, diff, (note,))
    outcome: Outcome = "unchanged" if start == cited.start and len(found.spans) == 1 else "moved"
    return Checked(cited.marker, cited.quote, cited.document.title, outcome, url, (), (note,))


def _link(passages: list[Passage], document: Document, start: int, end: int) -> str:
    holder = next((passage.id for passage in passages if start < passage.end), None)
    return link(holder, document.text[start:end], start) if holder else f"/documents/{document.id}"


def _revised(cited: CitedQuote, catalogue: Catalogue, tier: Tier) -> Iterator[str]:
    """What else is different in a document whose quotation is as it was."""
    entry, document, _ = catalogue.document(cited.document.id, tier)
    if entry.meta.title != cited.document.title:
        yield f"The document's title was “{cited.document.title}”; it is now “{entry.meta.title}”."
    if sha256_of(document.text) != cited.document.text_sha256:
        yield "The document has been revised elsewhere."


def _place(section: tuple[str, ...], page: int | None) -> str:
    parts = [f"on p. {page}"] if page is not None else []
    parts += [f"in “{' › '.join(section)}”"] if section else []
    return " ".join(parts) or "outside all sections"
