"""The tools that an MCP client may call: each takes its arguments and gives JSON values and the same to read.

Nothing here knows the protocol; `portal.mcp.server` does.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from portal.api import EarlierTurn, Narrowing, Question, Strict
from portal.completions.message import pieces
from portal.identity import Reader
from portal.more import adder
from portal.shapes.answers import AnswerShape, SearchShape
from portal.shapes.lookups import LookupShape
from portal.shapes.shape import Shape
from portal.verdicts import FOUND, WORDINGS, searched, summary
from qa.desk import Desk
from qa.lookup.render import lookup_json
from qa.lookup.types import Draft, Finding, Lookup
from qa.render import answer_json, retrieved_json, source_line
from qa.types import ModeWanted, Retrieved

LONGEST_DRAFT_CHARS = 200_000


class Ask(Strict):
    """Arguments of `ask`."""

    question: Question = Field(description="One question, in plain English.")
    history: list[EarlierTurn] = Field(default=[], max_length=40, description="What was said before, oldest first.")
    filters: Narrowing = Field(default=Narrowing(), description="Where to look, if not in the whole library.")
    mode: ModeWanted = Field(
        default="auto", description="`extractive` for quotations alone; `generative` for prose or a refusal."
    )


class Search(Strict):
    """Arguments of `search`."""

    query: Question = Field(description="What the passages should be about, in plain English.")
    k: int = Field(default=10, ge=1, le=50, description="How many passages to give.")
    filters: Narrowing = Field(default=Narrowing(), description="Where to look, if not in the whole library.")


class LookUp(Strict):
    """Arguments of `lookup`."""

    text: str = Field(
        min_length=1,
        max_length=LONGEST_DRAFT_CHARS,
        description="A quotation, or a draft in which the quotations stand between quotation marks.",
    )
    filters: Narrowing = Field(default=Narrowing(), description="Where to look, if not in the whole library.")


@dataclass(frozen=True, slots=True)
class Called:
    """A call: its arguments, who calls, the desk's address for links, and whether the caller is told of documents above
    their tier."""

    arguments: Any
    reader: Reader
    base: str
    tells: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What a tool gives: JSON values of the tool's shape, and the same for reading."""

    values: dict[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool; its name is also the scope that a key needs for it."""

    name: Literal["ask", "search", "lookup"]
    title: str
    description: str
    arguments: type[Strict]
    shape: type[Shape]
    run: Callable[[Desk, Called], Given]


def ask(desk: Desk, call: Called) -> Given:
    """An answer made of quotations, or verified prose where a language model is set."""
    asked: Ask = call.arguments
    history = [turn.turn() for turn in asked.history]
    filters, tier = asked.filters.filters(), call.reader.tier
    add = adder(desk, tells=call.tells, history=history, filters=filters, tier=tier)
    put: dict[str, Any] = {"history": history, "filters": filters, "tier": tier, "mode": asked.mode}
    answer = add(desk.ask(asked.question, via=call.reader.desk, **put))
    text = "".join(piece.text for piece in pieces(answer, call.base))
    return Given(absolute(answer_json(answer), call.base), text)


def search(desk: Desk, call: Called) -> Given:
    """Passages, best first."""
    asked: Search = call.arguments
    found = desk.search(asked.query, k=asked.k, filters=asked.filters.filters(), tier=call.reader.tier)
    values = {"query": asked.query, "passages": [retrieved_json(passage) for passage in found]}
    return Given(absolute(values, call.base), "\n\n".join(_passages(found, call.base)) or "There are no passages.")


def lookup(desk: Desk, call: Called) -> Given:
    """A verdict for each quotation."""
    asked: LookUp = call.arguments
    found = desk.lookup(Draft(asked.text), tier=call.reader.tier, filters=asked.filters.filters())
    return Given(absolute(lookup_json(found), call.base), "\n".join(_verdicts(found, call.base)))


TOOLS: Sequence[Tool] = (
    Tool(
        "ask",
        "Ask the library",
        "Answers a question with sentences quoted word for word from the library's documents, each with its citation; "
        "or, where the desk has a language model, in prose whose sentences were checked against what they cite. Each "
        "statement's verdict says which. Says so if the library has no answer. A question that may mean several things "
        "gets `readings` to choose from; `suggestions` are questions to ask next, `standalone_question` is what a "
        "follow-up was looked up as. Keep the sentences, with their links.",
        Ask,
        AnswerShape,
        ask,
    ),
    Tool(
        "search",
        "Search the library",
        "Finds the passages of the library that a query is about, best first, word for word with their links.",
        Search,
        SearchShape,
        search,
    ),
    Tool(
        "lookup",
        "Check quotations",
        "Checks whether quotations stand in the library as they are quoted. For each: a verdict (word for word, "
        "altered, joined, from elsewhere, a paraphrase, not in the library), what differs, and every place with its "
        "link.",
        LookUp,
        LookupShape,
        lookup,
    ),
)


def absolute(values: Any, base: str) -> Any:
    """The same JSON values, with `base` before each address of the desk's own."""
    if isinstance(values, list):
        return [absolute(value, base) for value in values]
    if not isinstance(values, dict):
        return values
    return {
        name: base + value
        if name == "url" and isinstance(value, str) and value.startswith("/")
        else absolute(value, base)
        for name, value in values.items()
    }


def _passages(found: Sequence[Retrieved], base: str) -> Iterator[str]:
    for number, each in enumerate(found, start=1):
        passage = each.passage
        told = source_line(each.meta, passage.section, passage.page, passage.speaker)
        yield f"{number}. “{passage.text}”\n{each.meta.title}, {told}. {base}/passages/{passage.id}"


def _verdicts(found: Lookup, base: str) -> Iterator[str]:
    yield f"{summary(found)} {searched(found)}"
    for number, finding in enumerate(found.findings, start=1):
        wording = WORDINGS[finding.verdict]
        yield ""
        yield f"{number}. “{finding.quotation.text}”"
        yield f"{wording.name}. {wording.meaning}"
        yield from finding.warnings
        yield from _places(finding, base)


def _places(finding: Finding, base: str) -> Iterator[str]:
    if finding.occurrences and finding.verdict not in FOUND:
        yield "Nearest passages, no quotation:"
    for place in finding.occurrences:
        told = source_line(place.meta, place.section, place.page, place.speaker)
        yield f"- “{place.quote}” {place.meta.title}, {told}. {base}{place.url}"
