"""Markdown with front matter → Draft: plain words, their structure, and the sources that footnotes name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.types import Source
from ingest.errors import SourceError
from ingest.read.assemble import MARK, Draft, Piece
from ingest.read.clean import one_line, text_of
from ingest.read.front import split_front_matter
from ingest.read.html import fragment_pieces
from ingest.read.notes import DEFINITION, REFERENCE, with_footnotes
from ingest.read.words import Reference, flat, is_memo_header, tidy, with_memos

MARK_LEVEL = 2
"""The level of a section that a comment starts, `<!-- section: Closing analysis -->`."""

_MARK = re.compile(r"<!--\s*section:\s*(.*?)\s*-->", re.DOTALL)
_BREAK_TAG = re.compile(r"(?i)<br\s*/?>")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def read_markdown(data: bytes, stem: str) -> Draft:
    """What the Markdown in `data` says; its title is the front matter's, else the first heading's, else `stem`.

    Raises SourceError `unreadable` for bad front matter or a footnote without a source.
    """
    front, body = split_front_matter(text_of(data))
    reading = _Reading({source.id for source in front.meta.sources})
    pieces = with_memos(reading.pieces(_parser().parse(body)))
    sources = (*front.meta.sources, *reading.definitions.values())
    _check_notes(pieces, sources)
    heading = next((piece.text for piece in pieces if piece.kind == "heading" and piece.text), stem)
    meta = replace(front.meta, title=front.meta.title or one_line(heading), sources=sources)
    return Draft(meta, tuple(pieces), front.speakers, front.id)


@cache
def _parser() -> MarkdownIt:
    return with_footnotes(MarkdownIt("commonmark", {"maxNesting": 60}).enable("table"))


def _check_notes(pieces: Sequence[Piece], sources: Sequence[Source]) -> None:
    known = {source.id for source in sources}
    for piece in pieces:
        for _, label in piece.notes:
            if label not in known:
                raise SourceError("unreadable", f"footnote [^{label}] has no source; add one to 'sources' or define it")


class _Reading:
    """One pass over the parser's tokens. `definitions` holds the footnotes defined in the body, by label."""

    def __init__(self, known: set[str]) -> None:
        self.definitions: dict[str, Source] = {}
        self._known = known
        self._containers: list[str] = []
        self._first_in_list = True

    def pieces(self, tokens: Sequence[Token]) -> Iterator[Piece]:
        """The pieces that `tokens` make, in order."""
        self._define(tokens)
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token.type == "table_open":
                end = _closing(tokens, place, "table_close")
                yield self._table(tokens[place:end])
                place = end
            elif token.type == DEFINITION:
                place += 1  # its words are in `definitions`
            else:
                yield from self._piece(tokens, place)
            place += 1

    def _define(self, tokens: Sequence[Token]) -> None:
        for token, words in pairwise(tokens):
            if token.type != DEFINITION or token.meta["label"] in self._known:
                continue
            label = token.meta["label"]
            text = flat(tidy(run for run in _runs(words.children or ()) if isinstance(run, str))[0])
            links = (str(child.attrGet("href") or "") for child in words.children or () if child.type == "link_open")
            found = _ADDRESS.search(text)
            address = next((link for link in links if _ADDRESS.match(link)), found[0].rstrip(".,;)") if found else "")
            self.definitions[label] = Source(label, one_line(text) or label, url=address)

    def _piece(self, tokens: Sequence[Token], place: int) -> Iterator[Piece]:
        token = tokens[place]
        if token.type in ("blockquote_open", "bullet_list_open", "ordered_list_open", "list_item_open"):
            if token.type.endswith("_list_open") and "list_item_open" not in self._containers:
                self._first_in_list = True
            self._containers.append(token.type)
        elif token.type in ("blockquote_close", "bullet_list_close", "ordered_list_close", "list_item_close"):
            self._containers.pop()
        elif token.type == "inline":
            yield self._inline(tokens[place - 1], token)
        elif token.type in ("fence", "code_block"):
            yield Piece("code", token.content.strip("\n"))
        elif token.type == "html_block":
            yield from _html_block(token.content)

    def _inline(self, opening: Token, token: Token) -> Piece:
        if opening.type == "heading_open":
            text, notes = self._words(token)
            return Piece("heading", flat(text), int(opening.tag[1:]), notes)
        lines, notes = self._words(token, soft_break="\n")
        if self._containers and self._containers[-1] == "list_item_open":
            follows = not self._first_in_list
            self._first_in_list = False
            text, notes = self._words(token)
            return Piece("item", text, notes=notes, follows=follows)
        if not self._containers and is_memo_header(lines):
            return Piece("memo", lines, notes=notes)
        text, notes = self._words(token)
        return Piece("quote" if "blockquote_open" in self._containers else "paragraph", text, notes=notes)

    def _words(self, token: Token, soft_break: str = " ") -> tuple[str, tuple[tuple[int, str], ...]]:
        runs = _runs(token.children or (), soft_break)
        if self._known or self.definitions:
            return tidy(runs)
        return tidy(f"[^{run.source}]" if isinstance(run, Reference) else run for run in runs)

    def _table(self, tokens: Sequence[Token]) -> Piece:
        """A line per row, cells parted by ` | `."""
        rows: list[str] = []
        notes: list[tuple[int, str]] = []
        start = 0
        cells: list[str] = []
        for token in tokens:
            if token.type == "tr_open":
                cells = []
            elif token.type == "inline":
                text, found = self._words(token)
                before = start + sum(len(cell) + 3 for cell in cells)
                notes += [(before + offset, label) for offset, label in found]
                cells.append(text.replace("\n", " "))
            elif token.type == "tr_close":
                rows.append(" | ".join(cells))
                start += len(rows[-1]) + 1
        return Piece("table", "\n".join(rows), notes=tuple(notes))


def _closing(tokens: Sequence[Token], place: int, kind: str) -> int:
    return next(number for number in range(place, len(tokens)) if tokens[number].type == kind)


def _runs(children: Sequence[Token], soft_break: str = " ") -> Iterator[str | Reference]:
    """The words of inline tokens without their markup; pictures go, with their stand-in text."""
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            yield child.content.replace("\n", " ")
        elif child.type == "softbreak":
            yield soft_break
        elif child.type == "hardbreak" or (child.type == "html_inline" and _BREAK_TAG.fullmatch(child.content)):
            yield "\n"
        elif child.type == REFERENCE:
            yield Reference(child.meta["label"])


def _html_block(content: str) -> Iterator[Piece]:
    """The words in a block of raw HTML, and the section marks among its comments."""
    for number, part in enumerate(_MARK.split(content)):
        if number % 2:
            yield Piece(MARK, one_line(part), MARK_LEVEL)
        elif part.strip():
            yield from fragment_pieces(part)
