"""Sentences that cannot be quoted well, figures without a source, and passages that the embedder would cut off."""

import re
from collections.abc import Callable, Iterator

from corpus.glossary import DESIGNATOR, Glossary
from corpus.sentences import sentences
from corpus.types import Block, Document
from ingest.lint.rules import LONGEST_SENTENCE_WORDS, RELATED, Rules
from ingest.lint.written import Fault, Line, Written
from ingest.split import Lengths, heading_of, split

_HEADING = re.compile(r"#+\s+(.*?)\s*$")
_ABOUT_THE_LIBRARY = re.compile(r"\b(?:this|the) (?:brief|library|desk|note)\b", re.IGNORECASE)
"""Sentences that say what the library holds or lacks: it is their own source."""
_SHOWN_WORDS = 6


def prose_problems(document: Document, written: Written, rules: Rules, glossary: Glossary) -> Iterator[Fault]:
    """A body that is too short or too long, sentences that are too long, figures that no footnote covers."""
    words = len(document.text.split())
    if rules.words and not rules.words[0] <= words <= rules.words[1]:
        least, most = rules.words
        yield (
            1,
            f"the body has {words} words; kind {document.meta.kind} has {least} to {most}: cut, divide or complete it",
        )
    for block in document.blocks:
        if block.kind in ("paragraph", "item", "quote"):
            yield from _long_sentences(document, block, written)
    if document.meta.sources:
        yield from _bare_figures(document, written, glossary)


def _long_sentences(document: Document, block: Block, written: Written) -> Iterator[Fault]:
    for start, end in sentences(document.text, block.start, block.end):
        sentence = document.text[start:end]
        words = len(sentence.split())
        if words > LONGEST_SENTENCE_WORDS:
            yield (
                written.line_of(sentence),
                f"a sentence of {words} words ({_shown(sentence)}); divide it: {LONGEST_SENTENCE_WORDS} is the most",
            )


def _bare_figures(document: Document, written: Written, glossary: Glossary) -> Iterator[Fault]:
    """Sentences with a number or date and no footnote after them in their paragraph, list item or table row."""
    for start, end in _covered_units(document):
        for first, last in sentences(document.text, start, end):
            sentence = document.text[first:last]
            if _has_figure(sentence, glossary) and not any(first < note.offset <= end for note in document.notes):
                yield (
                    written.line_of(sentence),
                    f"a number or date without a footnote ({_shown(sentence)}); cite its source or leave it out",
                )


def _covered_units(document: Document) -> Iterator[tuple[int, int]]:
    """The stretches that end with the footnotes of all they say. A table's first row names its columns and is none."""
    related = [section for section in document.sections if section.path[-1:] == (RELATED,)]
    for block in document.blocks:
        if block.kind == "table":
            rows = re.finditer(r"[^\n]+", document.text[block.start : block.end])
            yield from [(block.start + row.start(), block.start + row.end()) for row in rows][1:]
        elif block.kind in ("paragraph", "item", "quote") and not any(s.start <= block.start < s.end for s in related):
            yield block.start, block.end


def _has_figure(sentence: str, glossary: Glossary) -> bool:
    """Whether `sentence` gives a number or date: digits are left once names such as SM-3 and Phase 4 are taken out."""
    if _ABOUT_THE_LIBRARY.search(sentence):
        return False
    for start, end, _ in reversed(glossary.occurrences(sentence)):
        sentence = sentence[:start] + " " + sentence[end:]
    return any(character.isdigit() for character in DESIGNATOR.sub(" ", sentence))


def pointer_problems(written: Written) -> Iterator[Fault]:
    """Sentences that only lead elsewhere, outside their own heading: retrieval would quote them as answers."""
    related = 0
    here = False
    for line in written.lines:
        if heading := _HEADING.match(line.text):
            here = heading[1] == RELATED
            related += here
        elif here and line.text.strip() and not line.links:
            yield line.number, f"'{RELATED}' holds more than links; put this under another heading"
        elif not here:
            yield from _pointers(line)
    if related > 1:
        yield written.lines[-1].number, f"{related} headings '{RELATED}'; keep one, at the end"


def _pointers(line: Line) -> Iterator[Fault]:
    for start, end in sentences(line.text):
        linked = any(start <= link.start < end and link.target.split("#")[0].endswith(".md") for link in line.links)
        if linked and not any(start < note <= end for note in line.notes):
            sentence = line.text[start:end]
            yield line.number, f"only points to another document ({_shown(sentence)}); move it under '{RELATED}'"


def passage_problems(document: Document, written: Written, count_tokens: Callable[[str], int]) -> Iterator[Fault]:
    """Passages that are longer than the embedder reads even when they are divided between sentences."""
    limit = Lengths().limit
    for passage in split(document, count_tokens):
        heading = heading_of(document, passage.section, passage.speaker)
        tokens = count_tokens(heading) + count_tokens(passage.text) + 2
        if tokens > limit:
            line = written.line_of(_shown(passage.text, mark=""))
            yield (
                line,
                f"a passage of {tokens} tokens ({_shown(passage.text)}), more than the {limit} the embedder reads; "
                "divide its sentence or shorten its headings",
            )


def _shown(sentence: str, mark: str = "…") -> str:
    words = sentence.split()
    return " ".join(words[:_SHOWN_WORDS]) + (mark if len(words) > _SHOWN_WORDS else "")
