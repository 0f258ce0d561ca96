"""Documents and refusals as JSON, for the way between the reading process and its parent. No pickle."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from corpus.types import Block, Document, Metadata, Note, Page, Section, Source, Speaker, Tier
from ingest.errors import STATES, SourceError


def packed(outcome: Document | SourceError) -> bytes:
    """`outcome` as JSON in UTF-8."""
    if isinstance(outcome, SourceError):
        message: dict[str, Any] = {"state": outcome.state, "reason": outcome.reason}
    else:
        message = {"document": asdict(outcome)}
    return json.dumps(message, ensure_ascii=False, default=_plain).encode("utf-8", "surrogatepass")


def unpacked(message: bytes) -> Document | SourceError:
    """The outcome in `message`. Raises ValueError when it is not one that `packed` makes."""
    try:
        values = json.loads(message.decode("utf-8", "surrogatepass"))
        if "document" in values:
            return _document(values["document"])
        if values["state"] not in STATES:
            raise ValueError(f"'{values['state']}' is not a state of a source")
        return SourceError(values["state"], str(values["reason"]))
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a document or a refusal: {error!r}") from error


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be sent")


def _document(values: dict[str, Any]) -> Document:
    return Document(
        id=values["id"],
        meta=_metadata(values["meta"]),
        checksum=values["checksum"],
        text=values["text"],
        sections=tuple(Section(**{**each, "path": tuple(each["path"])}) for each in values["sections"]),
        blocks=tuple(Block(**each) for each in values["blocks"]),
        pages=tuple(Page(**{**each, "anchors": _pairs(each["anchors"])}) for each in values["pages"]),
        notes=tuple(Note(**each) for each in values["notes"]),
    )


def _metadata(values: dict[str, Any]) -> Metadata:
    return Metadata(
        **{
            **values,
            **{key: tuple(values[key]) for key in ("authors", "topics", "questions")},
            **{key: values[key] and date.fromisoformat(values[key]) for key in ("published", "as_of")},
            "access": Tier(values["access"]),
            "sources": tuple(Source(**each) for each in values["sources"]),
            "speakers": tuple(Speaker(each["name"], tuple(each["aliases"])) for each in values["speakers"]),
        }
    )


def _pairs(values: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((first, second) for first, second in values)
