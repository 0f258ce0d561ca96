"""The date of a sentence: of its own words, else of the heading over it, else of its document."""

import re
from collections.abc import Sequence
from datetime import date

from corpus.types import Metadata
from qa.dated.mentions import date_mentions
from qa.dated.types import Dated, When

_PAST = re.compile(r"\b(?:was|were|had|did|said|wrote|\w{3,}ed)\b", re.IGNORECASE)
_OTHER_TEXT = re.compile(
    r"\b(?:paper|report|review|article|alert|statement|fact sheet|declaration|communiqu[ée]|letter|memo|act|study)\b"
    r"[^.;]{0,40}?\b(?:says|states|describes|names|calls|gives|sees|argues|reports|adds|notes|mentions|puts|treats|reads)\b"
)
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|does|do|can|may|must|will|remains?|continues?|holds?|hosts?|includes?|carr(?:y|ies)|gives?|says?)\b"
)


def sentence_date(text: str, section: Sequence[str], meta: Metadata) -> Dated:
    """When the sentence `text`, under the headings `section` of a document of `meta`, speaks.

    It is the last date that it names and does not merely plan for. One that names none speaks when its document does,
    the heading's year before the document's date; but a document that was compiled as of a day tells nothing of when
    what it reports in the past tense was so.
    """
    document = document_date(meta)
    named = date_mentions(text, said=document.last if document else None)
    targets = [mention.when for mention in named if mention.target]
    target = max(targets, key=_order) if targets else None
    said = [mention.when for mention in named if not mention.target]
    if said:
        return Dated(max(said, key=_order), "sentence", target)
    heading = _of_heading(section, document)
    if heading is not None:
        return Dated(heading, "heading", target)
    if document is None or (meta.as_of is not None and _reports(text)):
        return Dated(None, "none", target)
    if target is not None and target.last <= document.last:
        return Dated(None, "none", target)
    return Dated(document, "document", target)


def _reports(text: str) -> bool:
    """Whether a sentence without a date tells of the past, or what another text says."""
    return bool(_OTHER_TEXT.search(text)) or (bool(_PAST.search(text)) and not _PRESENT.search(text))


def document_date(meta: Metadata) -> When | None:
    """When a document speaks: as of the day that it was compiled for, else when it was published."""
    day = meta.as_of or meta.published
    if day is not None:
        return When.of(day)
    parts = [int(part) for part in meta.published_in.split("-") if part.isdigit()]
    return When(*parts[:2]) if parts else None


def _of_heading(section: Sequence[str], document: When | None) -> When | None:
    """The one date in the innermost heading, if it names just one, that before the document's, and not as the name of
    something else ("the 2011 white paper")."""
    named = date_mentions(section[-1]) if section else ()
    if len(named) != 1 or (document is not None and named[0].when.first > document.last):
        return None
    return None if re.match(r" \w", section[-1][named[0].end :]) else named[0].when


def _order(when: When) -> tuple[date, int]:
    """Later is greater; of two that begin together, the more precise."""
    return when.first, len(when.iso())
