"""Documents as plain records (JSON values) and back: how the catalogue and the reading process pass them on."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from corpus.types import Block, Document, Metadata, Note, Page, Section, Source, Speaker, Tier


def metadata_to_record(meta: Metadata) -> dict[str, Any]:
    """`meta` as JSON values; dates in ISO form, the tier by name."""
    record = asdict(meta)
    record["access"] = meta.access.label
    for key in ("published", "as_of"):
        value: date | None = getattr(meta, key)
        record[key] = value.isoformat() if value else None
    return record


def metadata_from_record(record: Mapping[str, Any]) -> Metadata:
    """The inverse of `metadata_to_record`."""
    values = dict(record)
    for key in ("published", "as_of"):
        values[key] = date.fromisoformat(values[key]) if values.get(key) else None
    for key in ("authors", "topics", "questions"):
        values[key] = tuple(values.get(key, ()))
    values["access"] = Tier.named(values["access"])
    values["sources"] = tuple(Source(**source) for source in values.get("sources", ()))
    values["speakers"] = tuple(
        Speaker(speaker["name"], tuple(speaker["aliases"])) for speaker in values.get("speakers", ())
    )
    return Metadata(**values)


def document_to_record(document: Document) -> dict[str, Any]:
    """`document` as JSON values, its text included."""
    return {
        "id": document.id,
        "meta": metadata_to_record(document.meta),
        "checksum": document.checksum,
        "text": document.text,
        "sections": [asdict(section) for section in document.sections],
        "blocks": [[block.kind, block.start, block.end] for block in document.blocks],
        "pages": [asdict(page) for page in document.pages],
        "notes": [[note.offset, note.source] for note in document.notes],
    }


def document_from_record(record: Mapping[str, Any]) -> Document:
    """The inverse of `document_to_record`."""
    return Document(
        id=record["id"],
        meta=metadata_from_record(record["meta"]),
        checksum=record["checksum"],
        text=record["text"],
        sections=tuple(Section(**{**section, "path": tuple(section["path"])}) for section in record["sections"]),
        blocks=tuple(Block(*block) for block in record["blocks"]),
        pages=tuple(
            Page(**{**page, "anchors": tuple((pair[0], pair[1]) for pair in page["anchors"])})
            for page in record["pages"]
        ),
        notes=tuple(Note(*note) for note in record["notes"]),
    )
