"""Mentions as JSON values and as a CSV file that a spreadsheet may open without harm. Pure functions."""

import csv
import re
import unicodedata
from io import StringIO
from typing import Any

from qa.mentions import wording
from qa.mentions.types import Mention, Mentions, Moment, Searched, Timeline
from qa.render import iso, metadata_json

COLUMNS = (
    "term", "form", "words", "inside", "sentence", "title", "published", "as_of", "kind", "access", "section",
    "page", "speaker", "place", "start", "end", "passage", "document_id", "url", "generation",
)  # fmt: skip
BYTE_ORDER_MARK = "\ufeff"
_FORMULA = frozenset("=+-@−")
"""What a spreadsheet may take for the beginning of a formula, full-width and small forms folded."""

_PASSED_OVER = re.compile("^[\\s\ufeff\u200b-\u200f\u2060\"'‘’“”«»‹›„‚`]*")
"""What may stand before it and be dropped as a cell is read: white space, marks that are not seen, quotation marks."""


def mentions_json(found: Mentions, base_url: str = "") -> dict[str, Any]:
    """Every mention with every count; `base_url` makes the addresses absolute."""
    return {
        "term": found.term,
        "glossary_name": found.name,
        "total": len(found.mentions),
        "inside_longer_terms": len(found.inside),
        "statement": [line for line in statement(found) if line],
        "forms": [
            {
                "form": form.form,
                "origin": form.origin,
                "writing": form.writing,
                "mentions": form.mentions,
                "inside": form.inside,
                "spellings": dict(form.spellings),
            }
            for form in found.forms
        ],
        "longer_terms": dict(found.longer),
        "left_out": dict(found.left_out),
        "searched": searched_json(found.searched),
        "documents": [
            {
                **metadata_json(document.document_id, document.meta),
                "as_of": iso(document.meta.as_of),
                "mentions": document.mentions,
                "inside": document.inside,
                "in_title": document.in_title,
                "forms": dict(document.forms),
                "url": f"{base_url}/documents/{document.document_id}",
            }
            for document in found.documents
        ],
        "timelines": {timeline.basis: timeline_json(timeline) for timeline in found.timelines},
        "mentions": [mention_json(mention, base_url) for mention in found.mentions],
        "inside": [mention_json(mention, base_url) for mention in found.inside],
    }


def statement(found: Mentions) -> list[str]:
    """What was found, what was searched and what was not, in sentences; those that have nothing to say are empty."""
    return [
        wording.finding(found),
        wording.apart(found),
        wording.left_out(found),
        wording.searched(found),
        wording.NOT_SEARCHED,
    ]


def searched_json(part: Searched) -> dict[str, Any]:
    """What was searched."""
    return {
        "documents": part.documents,
        "passages": part.passages,
        "characters": part.characters,
        "generation": part.generation,
        "fingerprint": part.fingerprint,
        "tier": part.tier.label,
        "filters": {
            "kinds": list(part.filters.kinds),
            "documents": list(part.filters.documents),
            "published_from": iso(part.filters.published_from),
            "published_to": iso(part.filters.published_to),
        },
    }


def timeline_json(timeline: Timeline) -> dict[str, Any]:
    """A timeline by day and by year; `when` is null for documents without a date."""

    def moment(one: Moment) -> dict[str, Any]:
        return {
            "when": one.when or None,
            "mentions": one.mentions,
            "documents": one.documents,
            "documents_searched": one.searched,
        }

    return {"days": [moment(one) for one in timeline.days], "years": [moment(one) for one in timeline.years]}


def mention_json(mention: Mention, base_url: str = "") -> dict[str, Any]:
    """One mention; `start` and `end` are offsets into the document's text, as are those of its sentence."""
    return {
        "form": mention.form,
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "inside": mention.inside,
        "sentence": mention.sentence,
        "sentence_start": mention.sentence_start,
        "sentence_end": mention.sentence_end,
        "document": metadata_json(mention.document_id, mention.meta),
        "section": list(mention.section),
        "page": mention.page,
        "speaker": mention.speaker,
        "place": mention.place,
        "passage_id": mention.passage_id,
        "url": base_url + mention.url,
    }


def mentions_csv(found: Mentions, base_url: str = "", *, byte_order_mark: bool = False) -> str:
    """One row for each mention, those inside longer terms last. Cells that a spreadsheet would run begin with `'`.

    `byte_order_mark` lets Excel know that the file is UTF-8.
    """
    out = StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for mention in (*found.mentions, *found.inside):
        meta = mention.meta
        rows.writerow(
            map(
                inert,
                (
                    found.term, mention.form, mention.text, mention.inside, mention.sentence, meta.title,
                    iso(meta.published), iso(meta.as_of), meta.kind, meta.access.label, " › ".join(mention.section),
                    mention.page, mention.speaker, mention.place, mention.start, mention.end, mention.passage_id,
                    mention.document_id, base_url + mention.url, found.searched.generation,
                ),
            )
        )  # fmt: skip
    return (BYTE_ORDER_MARK if byte_order_mark else "") + out.getvalue()


def inert(value: object) -> str:
    """`value` as a cell that no spreadsheet takes for a formula: one that may be begins with `'`."""
    text = "" if value is None else str(value)
    rest = _PASSED_OVER.sub("", text)[:1]
    return (
        f"'{text}" if text.startswith(("\t", "\r", "\n")) or unicodedata.normalize("NFKC", rest) in _FORMULA else text
    )
