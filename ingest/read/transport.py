"""Documents and refusals as JSON, for the way between the reading process and its parent. No pickle."""

import json
from typing import Any

from corpus.record import document_from_record, document_to_record
from corpus.types import Document
from ingest.errors import STATES, SourceError


def packed(outcome: Document | SourceError) -> bytes:
    """`outcome` as JSON in UTF-8."""
    if isinstance(outcome, SourceError):
        message: dict[str, Any] = {"state": outcome.state, "reason": outcome.reason}
    else:
        message = {"document": document_to_record(outcome)}
    return json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")


def unpacked(message: bytes) -> Document | SourceError:
    """The outcome in `message`. Raises ValueError when it is not one that `packed` makes."""
    try:
        values = json.loads(message.decode("utf-8", "surrogatepass"))
        if "document" in values:
            return document_from_record(values["document"])
        if values["state"] not in STATES:
            raise ValueError(f"'{values['state']}' is not a state of a source")
        return SourceError(values["state"], str(values["reason"]))
    except (KeyError, TypeError, IndexError, RecursionError) as error:
        raise ValueError(f"not a document or a refusal: {error!r}") from error
