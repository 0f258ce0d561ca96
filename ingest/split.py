"""A document becomes passages: runs of whole blocks of one section, of about the length the embedder reads best.

A passage never crosses a section and never cuts a sentence. Short neighbouring paragraphs go together, a paragraph that
is too long is divided between sentences, and list items stay with the line that introduces them where they fit.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.sentences import sentences
from corpus.types import Block, Document, Passage, Section

LONGEST_SENTENCE_CHARS = 4000
"""Beyond this a 'sentence' is not prose (a table dump, a data line) and is cut at white space."""

MOST_HEADING_CHARS = 400
"""Of what is embedded before a passage's words; some 100 tokens of prose."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long passages are, in the embedder's tokens: `target` is where one is full, `limit` what it can read."""

    target: int = 150
    limit: int = 256


def split(document: Document, count_tokens: Callable[[str], int], lengths: Lengths = Lengths()) -> list[Passage]:
    """The passages of `document`, in order. `count_tokens` counts as the embedder does.

    Each passage's text is `document.text[start:end]`; its `sentences` tile its words.
    """
    seen: dict[str, int] = {}
    passages: list[Passage] = []
    for section, units in _sections(document):
        heading = count_tokens(heading_of(document, section.path, section.speaker))
        budget = max(lengths.limit - heading - 2, lengths.limit // 4)
        for run in _runs(document.text, units, count_tokens, Lengths(min(lengths.target, budget), budget)):
            start, end = run[0][0], run[-1][1]
            text = document.text[start:end]
            passages.append(
                Passage(
                    id=_identity(document.id, text, seen),
                    document_id=document.id,
                    text=text,
                    start=start,
                    end=end,
                    section=section.path,
                    page=_page_of(document, start),
                    position=len(passages),
                    speaker=section.speaker,
                    sentences=tuple(run),
                )
            )
    return passages


def heading_of(document: Document, section: tuple[str, ...], speaker: str | None) -> str:
    """What is embedded before a passage's own words: title, section path, and whose words they are; never so long that
    it leaves them no room."""
    labels = [label.strip("[]") for label in section]
    parts = [document.meta.title, *(label for label in labels if label != document.meta.title)]
    if speaker:
        parts.append(speaker)
    return " | ".join(parts)[:MOST_HEADING_CHARS]


def _sections(document: Document) -> Iterator[tuple[Section, list[list[Span]]]]:
    """Each section that has words of its own, with its blocks as lists of sentence spans."""
    sections = document.sections or (Section(0, len(document.text), (), 0),)
    blocks = iter(document.blocks or (Block("paragraph", 0, len(document.text)),))
    block = next(blocks, None)
    for section in sections:
        units = []
        while block is not None and block.start < section.end:
            if block.kind != "heading":
                units.append(list(_block_sentences(document.text, block)))
            block = next(blocks, None)
        units = [unit for unit in units if unit]
        if units:
            yield section, units


def _block_sentences(text: str, block: Block) -> Iterator[Span]:
    """The sentences of a block; each line of a list, table, memo or code block stands for itself. A table's row
    is never cut: half of it would stand under no column."""
    spans = [(block.start, block.end)]
    if block.kind in ("item", "table", "memo", "code"):
        spans = [
            (block.start + line.start(), block.start + line.end())
            for line in re.finditer(r"[^\n]+", text[block.start : block.end])
        ]
    for start, end in spans:
        for sentence in [(start, end)] if block.kind == "table" else sentences(text, start, end):
            yield from _bounded(text, *sentence)


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST_SENTENCE_CHARS:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE_CHARS)
        cut = cut if cut > start else start + LONGEST_SENTENCE_CHARS
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        yield start, end


def _runs(
    text: str, units: list[list[Span]], count_tokens: Callable[[str], int], lengths: Lengths
) -> Iterator[list[Span]]:
    """Blocks gathered until the target is reached; a block over the limit is divided between its sentences."""
    run: list[Span] = []
    size = 0
    for unit in units:
        costs = [count_tokens(text[start:end]) for start, end in unit]
        total = sum(costs)
        if run and size + total > lengths.target:
            yield run
            run, size = [], 0
        if total <= lengths.limit:
            run, size = run + unit, size + total
            continue
        yield from _divided(unit, costs, lengths)
    if run:
        yield run


def _divided(unit: list[Span], costs: list[int], lengths: Lengths) -> Iterator[list[Span]]:
    """A long block in parts of nearly equal size, so that no short rest is left at its end."""
    parts = -(-sum(costs) // lengths.target)
    share = sum(costs) / parts
    part: list[Span] = []
    size = 0
    for span, cost in zip(unit, costs, strict=True):
        if part and (size + cost > lengths.limit or size + cost / 2 > share):
            yield part
            part, size = [], 0
        part.append(span)
        size += cost
    if part:
        yield part


def normalised_words(text: str) -> str:
    """The words of `text`, case-folded, joined by one space: what stays the same when layout changes."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _identity(document_id: str, text: str, seen: dict[str, int]) -> str:
    """16 hexadecimal digits from the document and the words; the n-th repetition within a document gets its own."""
    words = normalised_words(text) or text
    seen[words] = seen.get(words, 0) + 1
    repetition = f"\n#{seen[words]}" if seen[words] > 1 else ""
    return hashlib.sha256(f"{document_id}\n{words}{repetition}".encode()).hexdigest()[:16]


def _page_of(document: Document, offset: int) -> int | None:
    number = None
    for page in document.pages:
        if page.start > offset:
            break
        number = page.number
    return number
