"""A kept conversation as a file to take along, as lines: every answer with its quotations, verdicts and references."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.exchange import Exchange
from qa.references.cite import long_date, references
from qa.references.runs import Run, Runs
from qa.references.styles import Style
from qa.references.works import cited_passage
from qa.types import Answer, Statement

Kind = Literal["title", "question", "words", "quotation", "note", "label"]
BY_A_MODEL = {
    "quoted": "Written by a language model; what it quotes is the sources’ own words.",
    "supported": "Written by a language model; the sources cited support it.",
    "unsupported": "Written by a language model; NOT supported by a source.",
}
"""What is said of a sentence that is no quotation as it is, by its verdict."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a file says of itself: the conversation's `name`, the desk's `title` and address, which generation of the
    library was read for it, on which day, and in which style its references are."""

    name: str
    title: str
    base_url: str
    generation: int | None
    today: date
    style: Style


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the file. Of a `quotation` the words between its marks are a source's own, to the letter."""

    kind: Kind
    runs: Runs

    @property
    def text(self) -> str:
        """Its words without their looks."""
        return "".join(run.text for run in self.runs)


def lines(exchanges: Sequence[Exchange], edition: Edition) -> tuple[Line, ...]:
    """The whole file in order. Raises ReferencesUnavailable."""
    read = f" from generation {edition.generation} of the library" if edition.generation is not None else ""
    saved = f"A conversation with {edition.title}, saved on {long_date(edition.today)}{read}."
    head = [_line("title", edition.name), _line("note", f"{saved} References: {edition.style.title}.")]
    return (*head, *(line for exchange in exchanges for line in _exchange(exchange, edition)))


def _line(kind: Kind, text: str) -> Line:
    return Line(kind, (Run(text),))


def _exchange(exchange: Exchange, edition: Edition) -> Iterator[Line]:
    yield _line("question", f"{exchange.number}. {exchange.question}")
    facts = []
    if exchange.asked_at:
        part = ", from a part of the library" if exchange.narrowed else ""
        facts.append(f"Answered on {long_date(exchange.asked_at.date())}{part}.")
    answer = exchange.answer
    if answer is None:
        yield _line("note", exchange.error)
        return
    if answer.standalone_question != answer.question:
        facts.append(f"Looked up as: {answer.standalone_question}")
    if facts:
        yield _line("note", " ".join(facts))
    yield from _said(answer)
    for since in exchange.since:
        told = f"Since then, quotation [{since.marker}] {since.told}: "
        yield Line("note", (Run(told), Run(f"{edition.base_url}{since.url}", "link")))
    yield from _cited(exchange, edition)


def _said(answer: Answer) -> Iterator[Line]:
    for sentence in (answer.reason, answer.tally.told if answer.tally else "", answer.as_of):
        if sentence:
            yield _line("words", sentence)
    if answer.prose is not None and answer.prose.fallback:
        yield _line("note", answer.prose.fallback)
    quotes = {citation.marker: citation.quote for citation in answer.citations}
    for statement in answer.statements:
        yield from _statement(statement, quotes)
    for difference in answer.differences:
        yield _line("words", f"{difference.told} {_markers(difference.markers)}")


def _statement(statement: Statement, quotes: dict[int, str]) -> Iterator[Line]:
    """A sentence with its markers: as a quotation where it is one, else with what it is."""
    markers = _markers(statement.citations)
    if statement.text == " ".join(quotes.get(marker, "") for marker in statement.citations):
        yield _line("quotation", f"“{statement.text}” {markers}")
        return
    yield _line("words", f"{statement.text} {markers}".rstrip())
    yield _line("note", f"{BY_A_MODEL[statement.verdict]} {statement.why}".rstrip())


def _cited(exchange: Exchange, edition: Edition) -> Iterator[Line]:
    """Each citation with its reference, and its words as they stand in their source."""
    if not exchange.citations:
        return
    yield _line("label", "Nearest passages, not an answer" if exchange.nearest else "Sources")
    works = [cited_passage(citation) for citation in exchange.citations]
    made = references(works, edition.style, base_url=edition.base_url, accessed=edition.today)
    for citation, reference in zip(exchange.citations, made, strict=True):
        yield Line("words", (Run(f"[{citation.marker}] "), *reference.runs))
        yield _line("quotation", f"“{citation.quote}”")


def _markers(markers: Sequence[int]) -> str:
    return "".join(f"[{marker}]" for marker in markers)
