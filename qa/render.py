"""Answers, passages and documents as JSON, Markdown and plain references. Pure functions."""

from datetime import date
from typing import Any

from corpus.types import LibraryEntry, Metadata, Passage
from qa.permalink.record import permalink_json
from qa.types import Answer, Citation, PassageView, Retrieved, Statement, Tally


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer as the HTTP contract has it."""
    return {
        "id": answer.id,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "answerable": answer.answerable,
        "confidence": answer.confidence,
        "mode": answer.mode,
        "text": answer.text,
        "reason": answer.reason,
        "tally": tally_json(answer.tally) if answer.tally else None,
        "statements": [statement_json(statement) for statement in answer.statements],
        "citations": [citation_json(citation) for citation in answer.citations],
        "related": [citation_json(citation) for citation in answer.related],
        "timings_ms": dict(answer.timings_ms),
    }


def tally_json(tally: Tally) -> dict[str, Any]:
    """A complete count, and where the whole list is."""
    return {
        "term": tally.term,
        "mentions": tally.mentions,
        "inside_longer_terms": tally.inside,
        "documents": tally.documents,
        "told": tally.told,
        "url": tally.url,
    }


def statement_json(statement: Statement) -> dict[str, Any]:
    """One sentence of an answer."""
    return {"text": statement.text, "citations": list(statement.citations), "verdict": statement.verdict}


def citation_json(citation: Citation) -> dict[str, Any]:
    """One citation; `highlights` are offsets into the document's text, as `start` and `end` are."""
    return {
        "marker": citation.marker,
        "passage_id": citation.passage_id,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "section": list(citation.section),
        "page": citation.page,
        "speaker": citation.speaker,
        "before": citation.before,
        "after": citation.after,
        "highlights": [list(span) for span in citation.highlights],
        "document": metadata_json(citation.document_id, citation.meta),
        "url": citation.url,
        "score": citation.score,
    }


def retrieved_json(found: Retrieved) -> dict[str, Any]:
    """A passage found for a question, with its rank in each leg."""
    return {
        **passage_json(found.passage),
        "document": metadata_json(found.passage.document_id, found.meta),
        "score": round(found.score, 6),
        "dense_rank": found.dense_rank,
        "lexical_rank": found.lexical_rank,
    }


def passage_json(passage: Passage) -> dict[str, Any]:
    """A passage by itself."""
    return {
        "passage_id": passage.id,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "section": list(passage.section),
        "page": passage.page,
        "position": passage.position,
        "speaker": passage.speaker,
        "url": f"/passages/{passage.id}",
    }


def passage_view_json(view: PassageView) -> dict[str, Any]:
    """A passage as its permalink gives it: its words, context, state, sources and a formatted reference."""
    return {
        **passage_json(view.passage),
        "document": metadata_json(view.passage.document_id, view.meta),
        **permalink_json(view),
        "before": view.before,
        "after": view.after,
        "previous": view.previous,
        "next": view.next,
        "sources": [
            {"id": s.id, "title": s.title, "publisher": s.publisher, "url": s.url, "date": s.date, "quality": s.quality}
            for s in view.sources
        ],
        "reference": reference(view.meta, view.passage.section, view.passage.page),
    }


def entry_json(entry: LibraryEntry) -> dict[str, Any]:
    """One line of the library's list."""
    return {
        **metadata_json(entry.id, entry.meta),
        "publisher": entry.meta.publisher,
        "as_of": iso(entry.meta.as_of),
        "audience": entry.meta.audience,
        "language": entry.meta.language,
        "topics": list(entry.meta.topics),
        "summary": entry.meta.summary,
        "passages": entry.passages,
        "characters": entry.characters,
        "version": entry.version,
        "ingested_at": entry.ingested_at.isoformat(),
        "url": f"/documents/{entry.id}",
    }


def metadata_json(document_id: str, meta: Metadata) -> dict[str, Any]:
    """What an answer says of a document."""
    return {
        "id": document_id,
        "title": meta.title,
        "authors": list(meta.authors),
        "published": iso(meta.published),
        "kind": meta.kind,
        "access": meta.access.label,
        "source_url": meta.source_url,
    }


def reference(meta: Metadata, section: tuple[str, ...] = (), page: int | None = None, url: str = "") -> str:
    """A reference in the order of the Chicago bibliography: author, title, pinpoint, publisher, date, address."""
    authors = ", ".join(meta.authors)
    parts = [authors] if authors else []
    parts.append(f"“{meta.title}”")
    pinpoint = pinpointed(meta, section, page)
    if pinpoint:
        parts.append(pinpoint)
    if meta.publisher and meta.publisher not in authors:
        parts.append(meta.publisher)
    if meta.published:
        parts.append(long_date(meta.published))
    address = meta.source_url or url
    return ". ".join(part.rstrip(".") for part in parts) + "." + (f" {address}" if address else "")


def pinpointed(meta: Metadata, section: tuple[str, ...], page: int | None) -> str:
    """Where in a document: its page, and the headings that lead there; the title itself is not repeated."""
    labels = [label for label in section if label != meta.title]
    parts = [f"p. {page}"] if page is not None else []
    if labels:
        parts.append("section “" + " › ".join(label.strip("[]") for label in labels) + "”")
    return ", ".join(parts)


def answer_markdown(answer: Answer, base_url: str = "") -> str:
    """The answer with numbered references, for copying elsewhere. `base_url` makes its links absolute."""
    lines = [f"**{escaped(answer.question)}**", ""]
    shown = answer.citations
    if answer.answerable:
        if answer.tally:
            lines += [f"{escaped(answer.tally.told)} Every mention: {base_url.rstrip('/')}{answer.tally.url}", ""]
        for statement in answer.statements:
            markers = "".join(f"[{marker}]" for marker in statement.citations)
            lines += [f"> “{escaped(statement.text)}” {markers}", ""]
    else:
        lines += [escaped(answer.reason), ""]
        shown = answer.related
        if shown:
            lines += ["Nearest passages, not an answer:", ""]
            lines += [line for c in shown for line in (f"> “{escaped(c.quote)}” [{c.marker}]", "")]
    for citation in shown:
        lines.append(f"[{citation.marker}] {escaped(cited(citation, base_url))}")
    return "\n".join(lines).rstrip() + "\n"


def cited(citation: Citation, base_url: str = "") -> str:
    """The reference of a citation: who speaks, the document, and the permalink if `base_url` is given."""
    text = reference(citation.meta, citation.section, citation.page)
    speaker = f" ({citation.speaker})" if citation.speaker and citation.speaker not in citation.meta.authors else ""
    link = f" {base_url.rstrip('/')}{citation.url}" if base_url else ""
    return f"{text}{speaker}{link}"


def escaped(text: str) -> str:
    """`text` with Markdown's own characters escaped, so that quoted words stay as they are."""
    return "".join("\\" + character if character in r"\`*_{}[]<>#|~" else character for character in text)


def iso(value: date | None) -> str | None:
    """A date as `2011-11-01`."""
    return value.isoformat() if value else None


def long_date(value: date) -> str:
    """A date as `November 1, 2011`."""
    return f"{value:%B} {value.day}, {value.year}"
