"""A lookup as JSON. Pure functions."""

from typing import Any

from qa.lookup.types import Finding, Lookup, Occurrence
from qa.render import metadata_json


def lookup_json(lookup: Lookup) -> dict[str, Any]:
    """The lookup as the HTTP contract has it."""
    return {
        "quotations": [finding_json(finding) for finding in lookup.findings],
        "searched": {"documents": lookup.documents, "passages": lookup.passages},
        "took_ms": lookup.took_ms,
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One quotation and what the library says of it; `start` and `end` are offsets in the draft."""
    quotation = finding.quotation
    return {
        "text": quotation.text,
        "start": quotation.start,
        "end": quotation.end,
        "attributed_to": quotation.attributed_to,
        "verdict": finding.verdict,
        "similarity": finding.similarity,
        "total": finding.total,
        "folded": list(finding.folded),
        "warnings": list(finding.warnings),
        "occurrences": [occurrence_json(each) for each in finding.occurrences],
    }


def occurrence_json(place: Occurrence) -> dict[str, Any]:
    """One place; `start` and `end` are offsets into the document's text, `covers` into the quotation's."""
    return {
        "passage_id": place.passage_id,
        "document": metadata_json(place.document_id, place.meta),
        "section": list(place.section),
        "page": place.page,
        "speaker": place.speaker,
        "quote": place.quote,
        "start": place.start,
        "end": place.end,
        "before": place.before,
        "after": place.after,
        "diff": [
            {"op": change.op, "yours": change.yours, "source": change.source, "matter": change.matter}
            for change in place.changes
        ],
        "covers": list(place.covers),
        "similarity": place.similarity,
        "is_where_named": place.is_where_named,
        "url": place.url,
    }
