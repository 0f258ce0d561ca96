"""Answers, passages and documents as JSON and Markdown. Pure functions."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from types import MappingProxyType
from typing import Any

from corpus.types import LibraryEntry, Metadata, Passage
from qa.permalink.record import permalink_json
from qa.permalink.types import PassageView
from qa.prose.wording import told as told_of_prose
from qa.references.cite import long_date
from qa.references.runs import escaped_markdown
from qa.references.styles import STYLES
from qa.references.works import cite_address, other_speaker, pinpoint
from qa.types import Answer, Citation, Difference, Retrieved, Statement, Tally

NO_REFERENCES: Mapping[int, str] = MappingProxyType({})


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
        **({"also": also_json(answer)} if answer.also else {}),
        **beyond_quotations(answer),
    }


def beyond_quotations(answer: Answer) -> dict[str, Any]:
    """What some answers have besides: how the prose was written, where sources differ, what could be asked, of when the
    answer is. Each only where there is some."""
    found: dict[str, Any] = {
        "prose": asdict(answer.prose) if answer.prose else None,
        "differences": [difference_json(each) for each in answer.differences],
        "readings": list(answer.readings),
        "suggestions": list(answer.suggestions),
        "as_of": answer.as_of,
    }
    return {name: value for name, value in found.items() if value}


def difference_json(difference: Difference) -> dict[str, Any]:
    """Where sources differ: told in a sentence, and side by side."""
    sides = [asdict(side) for side in difference.sides]
    return {"kind": difference.kind, "told": difference.told, "markers": list(difference.markers), "sides": sides}


def told_besides(answer: Answer) -> tuple[str, ...]:
    """What text forms say beside the quotations: who wrote it, of when it is, and where its sources differ."""
    return tuple(
        words for words in (told_of_prose(answer), answer.as_of, *(each.told for each in answer.differences)) if words
    )


def said(answer: Answer) -> tuple[tuple[str, Statement], ...]:
    """What text forms say of an answer: the words of each statement, those of a source in quotation marks. What no
    source supports is left out: a text cannot strike it out."""
    return tuple(
        (f"“{each.text}”" if each.verdict == "quoted" else each.text, each)
        for each in answer.statements
        if each.verdict != "unsupported"
    )


def marked(statement: Statement) -> str:
    """Its markers: `[1][2]`."""
    return "".join(f"[{marker}]" for marker in statement.citations)


def also_json(answer: Answer) -> list[dict[str, Any]]:
    """How many documents above the reader's tier would be cited, and the same in a sentence."""
    return [
        {"access": each.access.label, "documents": each.documents, "told": each.told(also=answer.answerable)}
        for each in answer.also
    ]


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
    told: dict[str, Any] = {
        "text": statement.text,
        "citations": list(statement.citations),
        "verdict": statement.verdict,
    }
    if statement.why:
        told["why"] = statement.why
    if statement.claims:
        told["claims"] = [
            {"passage_id": one.passage_id, "document_id": one.document_id, "url": one.url} for one in statement.claims
        ]
    return told


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
    """A passage as its permalink gives it: its words, context, state and sources, and where its
    references are."""
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
        "references": {style: f"{cite_address(view.url)}style={style}" for style in STYLES},
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
        "version": entry.edition,
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
        "published_in": meta.published_in,
        "kind": meta.kind,
        "access": meta.access.label,
        "source_url": meta.source_url,
    }


def pinpointed(meta: Metadata, section: tuple[str, ...], page: int | None) -> str:
    """Where in a document: its page, and the headings that lead there; the title itself is not repeated."""
    labels = [label for label in section if label != meta.title]
    parts = [f"p. {page}"] if page is not None else []
    if labels:
        parts.append("section “" + " › ".join(label.strip("[]") for label in labels) + "”")
    return ", ".join(parts)


def answer_markdown(answer: Answer, base_url: str = "", references: Mapping[int, str] = NO_REFERENCES) -> str:
    """The answer as Markdown, for copying elsewhere; `references` are those of its citations, by their markers.

    `base_url` makes its links absolute.
    """
    lines = [f"**{escaped_markdown(answer.question)}**", ""]
    if answer.answerable:
        if answer.reason:
            lines += [escaped_markdown(answer.reason), ""]
        if answer.tally:
            lines += [
                f"{escaped_markdown(answer.tally.told)} Every mention: {base_url.rstrip('/')}{answer.tally.url}",
                "",
            ]
        for told in told_besides(answer):
            lines += [escaped_markdown(told), ""]
        words = [f"{escaped_markdown(text)} {marked(statement)}" for text, statement in said(answer)]
        if answer.mode == "generative":
            lines += [" ".join(words), ""]
        else:
            for one, (_, statement) in zip(words, said(answer), strict=True):
                lines += [f"> {one}", f"> — {escaped_markdown(attributed(answer, statement))}", ""]
    else:
        lines += [escaped_markdown(answer.reason), ""]
        if answer.related:
            lines += ["Nearest passages, not an answer:", ""]
            lines += [line for c in answer.related for line in (f"> “{escaped_markdown(c.quote)}” [{c.marker}]", "")]
    lines += [line for marker, words in references.items() for line in (f"[{marker}] {words}", "")]
    return "\n".join(lines).rstrip() + "\n"


def attributed(answer: Answer, statement: Statement) -> str:
    """Who says the words of a quotation, and of when: the speaker, else the author, and the date of the document."""
    cited = [citation for citation in answer.citations if citation.marker in statement.citations]
    told = dict.fromkeys(_attribution(citation) for citation in cited)
    return "; ".join(told)


def _attribution(citation: Citation) -> str:
    meta = citation.meta
    who = citation.speaker or next((name for name in (*meta.authors, meta.publisher) if name), meta.title)
    return ", ".join(part for part in (who, _date_words(meta)) if part)


def _date_words(meta: Metadata) -> str:
    """When a document speaks: as of the day that it was compiled for, else when it was published."""
    if meta.as_of:
        return f"as of {long_date(meta.as_of)}"
    return long_date(meta.published) if meta.published else meta.published_in


def source_line(meta: Metadata, section: tuple[str, ...], page: int | None, speaker: str | None) -> str:
    """Whose words they are, from when and where in the document, on one line."""
    when = _date_words(meta)
    place = pinpoint(meta, section, page)
    names = dict.fromkeys(name for name in (*meta.authors, meta.publisher) if name)
    return ", ".join(
        part for part in (*names, when, place.words if place else "", other_speaker(meta, speaker)) if part
    )


def iso(value: date | None) -> str | None:
    """A date as `2011-11-01`."""
    return value.isoformat() if value else None
