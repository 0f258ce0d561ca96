"""An Answer as the message of a chat: its words with markers, its sources, and annotations that point into the words.

Pure functions. Offsets count Unicode code points.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qa.render import also_json, beyond_quotations, citation_json, metadata_json, said, source_line, told_besides
from qa.types import Answer, Citation

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
    """The message in its pieces; joined, they are its content. `base` makes the addresses absolute.

    A word of doubt, a complete count, of when the answer is and where sources differ go first, so that nobody reads the
    quotations without them.
    """
    parts: list[Piece] = []
    if answer.reason:
        parts.append(Piece(answer.reason))
    if answer.tally:
        parts.append(Piece(f"{answer.tally.told} Every mention: {base}{answer.tally.url}"))
    if answer.answerable:
        parts += [Piece(told) for told in told_besides(answer)]
        parts += _said(answer)
        cited = answer.citations
    else:
        cited = answer.related
        if answer.readings:
            parts.append(Piece("\n".join(f"- {reading}" for reading in answer.readings)))
        if cited:
            parts.append(Piece("Nearest passages, not an answer:"))
        parts += [Piece(_quoted(citation.quote, (citation.marker,)).text) for citation in cited]
    parts += [Piece(each.told(also=answer.answerable)) for each in answer.also]
    if cited:
        parts.append(Piece("\n".join(["Sources:", *(_source(citation, base) for citation in cited)])))
    return tuple(_apart(parts))


def _said(answer: Answer) -> list[Piece]:
    """The statements: quotations each on its own, prose as a paragraph."""
    prose = answer.mode == "generative"
    return [
        replace(
            _quoted(each.text, each.citations) if each.verdict == "quoted" else _worded(each.text, each.citations),
            joint=" " if prose and number else "\n\n",
        )
        for number, (_, each) in enumerate(said(answer))
    ]


def _worded(words: str, markers: tuple[int, ...]) -> Piece:
    shown = "".join(f"[{marker}]" for marker in markers)
    return Piece(f"{words} {shown}", (0, len(words)), markers)


def _quoted(words: str, markers: tuple[int, ...]) -> Piece:
    shown = "".join(f"[{marker}]" for marker in markers)
    return Piece(f"“{words}” {shown}".rstrip(), (1, 1 + len(words)), markers)


def _apart(parts: Sequence[Piece]) -> Iterator[Piece]:
    """The parts with what stands between each two."""
    for at, part in enumerate(parts):
        if not at:
            yield part
        else:
            start, end = (edge + len(part.joint) for edge in part.span)
            yield Piece(part.joint + part.text, (start, end), part.markers)


def _source(citation: Citation, base: str) -> str:
    told = source_line(citation.meta, citation.section, citation.page, citation.speaker)
    title = citation.meta.title or "Untitled"
    return f"[{citation.marker}] {title}{', ' if told else ''}{told}. {base}{citation.url}"


def annotations(answer: Answer, parts: Sequence[Piece], base: str) -> list[dict[str, Any]]:
    """For each citation of each statement, where in the message its words stand, and in `refdesk` where they are from.

    The nearest passages of a question without an answer have none: they are no sources of anything said.
    """
    known = {citation.marker: citation for citation in answer.citations}
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
