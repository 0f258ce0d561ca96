"""An answer becomes a receipt, once every quotation in it has been found in the library again at that moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from corpus.errors import NotFound
from corpus.types import Passage, Tier
from qa.desk import Desk
from qa.errors import ReceiptRefused
from qa.receipt.prose import check_sentences, given
from qa.receipt.seal import sealed, sha256_of
from qa.references.cite import references
from qa.references.styles import DEFAULT, style_named
from qa.references.works import cited_passage
from qa.render import answer_json, beyond_quotations, iso, metadata_json, tally_json
from qa.types import Answer, Citation, DocumentView, Filters, Turn

FORMAT = "refdesk-receipt"
FORMAT_VERSION = 1
PASSING = ("id", "timings_ms", "also", "suggestions", "prose")
"""What differs from one answer to the same question to the next, or is no part of what is answered; and why a language
model did not write it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a receipt is made out: where its links lead, when (`at` in UTC; `local` the reader's own time, if known), and
    the key that signs it, if any."""

    base_url: str = ""
    at: datetime | None = None
    local: datetime | None = None
    key: str = ""


def receipt_of(desk: Desk, answer: Answer, tier: Tier, terms: Terms = Terms()) -> dict[str, Any]:
    """The receipt of `answer`, as JSON values. Raises ReceiptRefused if it does not stand in the library as it says,
    ReferencesUnavailable."""
    if answer.mode == "generative":
        check_sentences(desk, answer, tier)
    else:
        _check_statements(answer)
    status = desk.status()
    entries = desk.documents(tier=tier)
    at = terms.at or datetime.now(UTC)
    record = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "refdesk_version": _own_version(),
        "issued_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "local_time": terms.local.isoformat(timespec="seconds") if terms.local else None,
        "reader": tier.label,
        "library": {
            "generation": status.generation,
            "fingerprint": desk.fingerprint(tier=tier),
            "documents": len(entries),
            "passages": sum(entry.passages for entry in entries),
        },
        "answer": {
            "id": answer.id,
            "question": answer.question,
            "standalone_question": answer.standalone_question,
            "answerable": answer.answerable,
            "confidence": answer.confidence,
            "mode": answer.mode,
            "text": answer.text,
            "reason": answer.reason,
            "tally": tally_json(answer.tally) if answer.tally else None,
            **beyond_quotations(answer),
        },
        "statements": [
            {"text": one.text, "citations": list(one.citations), "verdict": one.verdict}
            for one in answer.statements
            if one.verdict != "unsupported"
        ],
        "citations": _cited(desk, answer.citations, tier, terms.base_url, at),
        "nearest": _cited(desk, answer.related, tier, terms.base_url, at),
    }
    return sealed(record, terms.key)


def asked_again(desk: Desk, shown: Mapping[str, Any], history: Sequence[Turn], filters: Filters, tier: Tier) -> Answer:
    """The answer that a reader was `shown` (as `answer_json` gave it), if the desk gives the very same one now, or gave
    it in prose.

    Nothing of what is handed in is believed: the question is asked once more, and that this was done is not kept; prose
    is known again by its digest. Raises ReceiptRefused if the answers differ in anything but id and timings,
    QuestionError as a question does.
    """
    if shown.get("mode") == "generative":
        return given(desk, shown, tier)
    put: dict[str, Any] = {"history": history, "filters": filters, "tier": tier, "mode": "extractive"}
    answer = desk.ask(str(shown.get("question", "")), **put, kept=False)
    now = answer_json(answer)
    if _lasting(now) == _lasting(shown):
        return answer
    raise ReceiptRefused(
        "The desk does not give this answer to the question now: the library has changed since, or the answer was "
        "changed on its way. Ask again, and save the new answer."
    )


def _lasting(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in PASSING}


def _check_statements(answer: Answer) -> None:
    """Raises ReceiptRefused unless every statement is made of the quotations that it cites."""
    quotes = {citation.marker: citation.quote for citation in answer.citations}
    for statement in answer.statements:
        said = " ".join(quotes.get(marker, "") for marker in statement.citations)
        if statement.verdict != "quoted" or statement.text != said:
            raise ReceiptRefused(
                "The answer says something that is no quotation. A receipt is given for quotations, and for prose that "
                "is checked anew."
            )


def _cited(desk: Desk, citations: Sequence[Citation], tier: Tier, base_url: str, at: datetime) -> list[dict[str, Any]]:
    """The citations with their passages and documents, after a look into the library as it is now, and with references
    as a bibliography has them."""
    views: dict[str, DocumentView] = {}
    found = [_looked_up(desk, citation, tier, views) for citation in citations]
    works = [cited_passage(citation) for citation in citations]
    style, day = style_named(DEFAULT), at.date()
    texts = [one.text for one in references(works, style, base_url=base_url, accessed=day)]
    return [
        {**_record(citation, *place), "reference": text, "url": base_url.rstrip("/") + citation.url}
        for citation, place, text in zip(citations, found, texts, strict=True)
    ]


def _record(citation: Citation, view: DocumentView, passage: Passage) -> dict[str, Any]:
    entry, document = view.entry, view.document
    return {
        "marker": citation.marker,
        "quote": citation.quote,
        "quote_sha256": sha256_of(citation.quote),
        "start": citation.start,
        "end": citation.end,
        "verdict": "exact",
        "passage": {
            "id": passage.id,
            "text": passage.text,
            "sha256": sha256_of(passage.text),
            "start": passage.start,
            "end": passage.end,
            "sentences": [list(span) for span in passage.sentences],
            "section": list(passage.section),
            "page": passage.page,
            "speaker": passage.speaker,
        },
        "document": {
            **metadata_json(document.id, document.meta),
            "publisher": document.meta.publisher,
            "as_of": iso(document.meta.as_of),
            "version": entry.edition,
            "ingested_at": entry.ingested_at.isoformat(),
            "text_sha256": sha256_of(document.text),
            "source_sha256": document.checksum,
        },
    }


def _looked_up(
    desk: Desk, citation: Citation, tier: Tier, documents: dict[str, DocumentView]
) -> tuple[DocumentView, Passage]:
    """The document and passage that the citation names. Raises ReceiptRefused unless its words stand there."""
    try:
        if citation.document_id not in documents:
            documents[citation.document_id] = desk.document(citation.document_id, tier=tier)
    except NotFound as error:
        raise _gone(citation) from error
    view = documents[citation.document_id]
    passage = next((p for p in view.passages if p.id == citation.passage_id), None)
    words = view.document.text[citation.start : citation.end]
    if passage is None or words != citation.quote or not passage.start <= citation.start < citation.end <= passage.end:
        raise _gone(citation)
    return view, passage


def _gone(citation: Citation) -> ReceiptRefused:
    return ReceiptRefused(
        f"Quotation {citation.marker} no longer stands in the library as the answer has it. Ask again, and save "
        "the new answer."
    )


def _own_version() -> str:
    try:
        return metadata.version("refdesk")
    except metadata.PackageNotFoundError:  # run from its files, not installed
        return "unknown"
