"""An Answer as the message of a chat: its words with markers, its sources, and annotations that point into the words.

Pure functions. Offsets count Unicode code points.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa.render import (
    also_json,
    beyond_quotations,
    citation_json,
    marked,
    metadata_json,
    said,
    source_line,
    told_besides,
)
from qa.types import Answer, Citation, Statement

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the message. If it states something, `span` are the words of the statement in it and `markers` its
    citations. `joint` is what stands between it and the one before."""

    text: str
    span: tuple[int, int] = (0, 0)
    markers: tuple[int, ...] = ()
    joint: str = "\n\n"


def pieces(answer: Answer, base: str) -> tuple[Piece, ...]:
    """The message in its pieces; joined, they are its content. `base` makes the addresses absolute."""
    return tuple(following(part) if at else part for at, part in enumerate(apart(answer, base)))


def apart(answer: Answer, base: str) -> list[Piece]:
    """The same, without what stands between them.

    A word of doubt, a complete count, of when the answer is and where sources differ go first, so that nobody reads the
    quotations without them.
    """
    parts = [Piece(answer.reason)] if answer.reason else []
    parts += counts(answer, base)
    if answer.answerable:
        parts += [Piece(told) for told in told_besides(answer)]
        parts += statements(answer)
    else:
        parts += nearest(answer)
    parts += beyond(answer)
    return parts + sources(answer.citations if answer.answerable else answer.related, base)


def counts(answer: Answer, base: str) -> list[Piece]:
    """The complete count, if there is one."""
    return [Piece(f"{answer.tally.told} Every mention: {base}{answer.tally.url}")] if answer.tally else []


def statements(answer: Answer) -> list[Piece]:
    """The statements: quotations each on its own, prose as a paragraph."""
    told = [stated(each) for _, each in said(answer)]
    return [replace(each, joint=" ") if answer.mode == "generative" and at else each for at, each in enumerate(told)]


def stated(statement: Statement) -> Piece:
    """One statement with its markers."""
    if statement.verdict == "quoted":
        return _quoted(statement.text, statement.citations)
    return Piece(f"{statement.text} {marked(statement)}", (0, len(statement.text)), statement.citations)


def nearest(answer: Answer) -> list[Piece]:
    """What is shown where there is no answer: questions to choose from, and the nearest passages."""
    parts = [Piece("\n".join(f"- {reading}" for reading in answer.readings))] if answer.readings else []
    if answer.related:
        parts.append(Piece("Nearest passages, not an answer:"))
    return parts + [Piece(_quoted(citation.quote, (citation.marker,)).text) for citation in answer.related]


def beyond(answer: Answer) -> list[Piece]:
    """How many documents above the reader's tier answer too, where readers are told."""
    return [Piece(each.told(also=answer.answerable)) for each in answer.also]


def sources(citations: Sequence[Citation], base: str) -> list[Piece]:
    """The list of what is cited, if anything is."""
    return [Piece("\n".join(["Sources:", *(_source(citation, base) for citation in citations)]))] if citations else []


def following(part: Piece) -> Piece:
    """`part` with what stands between it and the one before."""
    start, end = (edge + len(part.joint) for edge in part.span)
    return Piece(part.joint + part.text, (start, end), part.markers)


def _quoted(words: str, markers: tuple[int, ...]) -> Piece:
    shown = "".join(f"[{marker}]" for marker in markers)
    return Piece(f"“{words}” {shown}".rstrip(), (1, 1 + len(words)), markers)


def _source(citation: Citation, base: str) -> str:
    told = source_line(citation.meta, citation.section, citation.page, citation.speaker)
    title = citation.meta.title or "Untitled"
    return f"[{citation.marker}] {title}{', ' if told else ''}{told}. {base}{citation.url}"


def annotations(cited: Sequence[Citation], parts: Sequence[Piece], base: str) -> list[dict[str, Any]]:
    """For each citation of each statement, where in the message its words stand, and in `refdesk` where they are from.
    `cited` are all that are sources of anything said; the nearest passages of a question without an answer are not.
    """
    known = {citation.marker: citation for citation in cited}
    found, offset = [], 0
    for part in parts:
        for marker in part.markers:
            if marker in known:
                start, end = (offset + edge for edge in part.span)
                found.append(_annotation(known[marker], start, end, base))
        offset += len(part.text)
    return found


def _annotation(citation: Citation, start: int, end: int, base: str) -> dict[str, Any]:
    url = base + citation.url
    return {
        "type": "url_citation",
        "url_citation": {"start_index": start, "end_index": end, "url": url, "title": citation.meta.title},
        "refdesk": {
            "marker": citation.marker,
            "passage_id": citation.passage_id,
            "quote": citation.quote,
            "document": metadata_json(citation.document_id, citation.meta),
            "section": list(citation.section),
            "page": citation.page,
            "speaker": citation.speaker,
            "url": url,
        },
    }


def extension(answer: Answer, base: str) -> dict[str, Any]:
    """What the desk says of its answer, beyond what OpenAI's form has room for."""
    return {
        "answer_id": answer.id,
        "standalone_question": answer.standalone_question,
        "answerable": answer.answerable,
        "confidence": answer.confidence,
        "mode": answer.mode,
        "reason": answer.reason,
        **({"also": also_json(answer)} if answer.also else {}),
        **beyond_quotations(answer),
        "related": [{**citation_json(citation), "url": base + citation.url} for citation in answer.related],
    }


def tokens(text: str) -> int:
    """How many words, and marks that are no part of a word, `text` has: what `usage` counts."""
    return len(_TOKEN.findall(text))
