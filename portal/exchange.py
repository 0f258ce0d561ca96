"""One question and what has been said to it so far: the chat page's view of a stream of desk events."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, pairwise

from portal.glosses import NO_GLOSSES, Glosses, Mark, Place, Words, cut
from qa.types import (
    Answer,
    Citation,
    Event,
    Filters,
    Finished,
    Found,
    ModeWanted,
    Replaced,
    Retrieving,
    Stated,
    Statement,
    Turn,
    Writing,
)

TAKEN_BACK = "This answer is no longer shown: it quotes a document that you can no longer read here."

INSTEAD = "Quoting the library instead…"


@dataclass(frozen=True, slots=True)
class Since:
    """What has become of the words that a citation of a kept answer quotes, and their permalink."""

    marker: int
    told: str
    url: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, the step its answer is at (`progress`, empty once done), and the answer or the error.

    `mode` is how the answer was wanted; `writing` that a language model is at it. `seal` lets the reader's page hand
    the answer in to be kept. Of a kept one, `asked_at` (UTC) says when it was given, `narrowed` that it was asked of a
    part of the library, and `since` what has changed.
    """

    number: int
    question: str
    progress: str = ""
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None
    error: str = ""
    filters: Filters = Filters()
    mode: ModeWanted = "auto"
    writing: bool = False
    seal: str = ""
    asked_at: datetime | None = None
    narrowed: bool = False
    since: tuple[Since, ...] = ()

    @property
    def in_prose(self) -> bool:
        """Whether what is said is a language model's."""
        return self.writing if self.answer is None else self.answer.mode == "generative"

    @property
    def nearest(self) -> bool:
        """Whether the citations are merely the nearest passages, and no answer."""
        return self.answer is not None and not self.answer.answerable


@dataclass(frozen=True, slots=True)
class Quotation:
    """Neighbouring statements that rest on one speaker's words in one document, and a citation of it.

    `source` is None for a statement that cites nothing.
    """

    statements: tuple[Statement, ...]
    source: Citation | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a passage's words: plain context, quoted, or the very words that answer.

    `markers` are those of the citations whose quote begins with this piece.
    """

    words: tuple[Words, ...]
    quoted: bool = False
    answering: bool = False
    markers: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """Its words in one."""
        return "".join(run.text for run in self.words)


@dataclass(frozen=True, slots=True)
class Card:
    """A passage as the source panel shows it, with the citations of it, first marker first."""

    citations: tuple[Citation, ...]
    pieces: tuple[Piece, ...]

    @property
    def source(self) -> Citation:
        """The citation that stands for the passage."""
        return self.citations[0]


def searching(filters: Filters, documents: int) -> str:
    """What the first step is doing, for the reader."""
    if filters.documents:
        chosen = len(filters.documents)
        return f"Searching {'the chosen document' if chosen == 1 else f'{chosen} chosen documents'}…"
    if filters.kinds:
        return "Searching the chosen kinds of document…"
    return f"Searching {documents} document{'' if documents == 1 else 's'}…"


def followed(exchange: Exchange, event: Event, search: str) -> Exchange:
    """`exchange` after `event`; `search` is the wording of the first step."""
    match event:
        case Retrieving():
            return replace(exchange, progress=search)
        case Found(passages):
            count = len(passages)
            return replace(exchange, progress=f"Reading {count} passage{'' if count == 1 else 's'}…")
        case Writing():
            return replace(exchange, progress="Writing…", writing=True)
        case Replaced():
            return replace(exchange, progress=INSTEAD, statements=(), citations=(), writing=False)
        case Stated(statement, citations):
            return replace(
                exchange,
                progress="Writing…",
                statements=(*exchange.statements, statement),
                citations=(*exchange.citations, *citations),
            )
        case Finished(answer):
            return finished(exchange, answer)


def finished(exchange: Exchange, answer: Answer) -> Exchange:
    """`exchange` with its whole answer, or with the nearest passages where there is none."""
    citations = answer.citations if answer.answerable else answer.related
    return replace(exchange, progress="", statements=answer.statements, citations=citations, answer=answer)


def still_shown(exchanges: Sequence[Exchange], documents: Container[str]) -> tuple[Exchange, ...]:
    """`exchanges`, those without their answers that quote what is not among `documents`, which the reader may read now:
    a document may have been taken back since."""
    return tuple(
        exchange if all(id in documents for id in _behind(exchange)) else taken_back(exchange) for exchange in exchanges
    )


def _behind(exchange: Exchange) -> Iterator[str]:
    """The ids of the documents that are cited, and of those that a sentence claims to rest on."""
    yield from (citation.document_id for citation in exchange.citations)
    yield from (claimed.document_id for statement in exchange.statements for claimed in statement.claims)


def taken_back(exchange: Exchange) -> Exchange:
    """`exchange` without its answer, and the sentence why."""
    return Exchange(
        exchange.number, exchange.question, error=TAKEN_BACK, filters=exchange.filters, asked_at=exchange.asked_at
    )


def turns(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """The conversation so far as the desk takes it; questions that ended in an error are left out."""
    told: list[Turn] = []
    for exchange in exchanges:
        if exchange.answer is not None:
            cited = tuple(citation.url for citation in exchange.answer.citations)
            told += [Turn("user", exchange.question), Turn("assistant", exchange.answer.text, cited)]
    return tuple(told)


def quotations(exchange: Exchange) -> tuple[Quotation, ...]:
    """The statements in order, neighbours from one speaker and document together."""
    by_marker = {citation.marker: citation for citation in exchange.citations}

    def source(statement: Statement) -> Citation | None:
        return next((by_marker[n] for n in statement.citations if n in by_marker), None)

    def origin(statement: Statement) -> tuple[str, str, str]:
        found = source(statement)
        if found is None:
            return statement.verdict, "", ""
        return statement.verdict, found.document_id, found.speaker or ""

    grouped = [(key, tuple(group)) for key, group in groupby(exchange.statements, origin)]
    return tuple(Quotation(group, source(group[0]), key[0]) for key, group in grouped)


def cards(citations: Sequence[Citation], glosses: Glosses = NO_GLOSSES) -> tuple[Card, ...]:
    """One card for each cited passage, in the order of its first marker; each explains a term once."""
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        passage = citation.before + citation.quote + citation.after
        groups.setdefault((citation.passage_id, passage), []).append(citation)
    return tuple(
        Card(tuple(group), pieces(group, glosses.marks(passage, set(), place_of(group[0]))))
        for (_, passage), group in groups.items()
    )


def place_of(citation: Citation) -> Place:
    """Where the cited passage stands in its document."""
    start = citation.start - len(citation.before)
    return Place(citation.document_id, start, citation.end + len(citation.after))


def pieces(citations: Sequence[Citation], marks: Sequence[Mark] = ()) -> tuple[Piece, ...]:
    """The words of the one passage that all `citations` quote, cut where a quote or an answer begins or ends.

    `marks` are the terms in that passage.
    """
    first = citations[0]
    text = first.before + first.quote + first.after
    offset = first.start - len(first.before)
    quotes = [(c.start - offset, c.end - offset) for c in citations]
    answers = [(start - offset, end - offset) for c in citations for start, end in c.highlights]
    cuts = sorted({0, len(text), *(edge for span in (*quotes, *answers) for edge in span)})
    cuts = [cut for cut in cuts if 0 <= cut <= len(text)]
    return tuple(
        Piece(
            cut(text, marks, start, end),
            quoted=covers(quotes, start),
            answering=covers(answers, start),
            markers=tuple(c.marker for c in citations if c.start - offset == start),
        )
        for start, end in pairwise(cuts)
    )


def covers(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    """Whether one of `spans` holds the character at `offset`."""
    return any(start <= offset < end for start, end in spans)
