"""Saved web pages → Draft: the words of the main content, without the page's furniture. Nothing is fetched."""

import re
from typing import Any

import lxml.html
from lxml import etree

from ingest.errors import SourceError
from ingest.read.assemble import Draft, Piece
from ingest.read.clean import clean, text_of
from ingest.read.html.blocks import pieces_of
from ingest.read.html.content import drop_unseen, main_content
from ingest.read.html.meta import page_metadata
from ingest.read.words import flat, with_memos

MOST_DEPTH = 200
"""How deep elements may lie in each other."""

_DECLARED = re.compile(rb"(?i)<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})")
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_HEAD_BYTES = 4096


def read_html(data: bytes, stem: str) -> Draft:
    """What the page in `data` says; title, authors and day from its own metadata, the rest of Metadata open.

    Raises SourceError: `unreadable` when it is nested too deeply, `empty` when there is no page in it.
    """
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    text = _XML_DECLARATION.sub("", text_of(data, declared[1].decode("ascii") if declared else ""), count=1)
    root = _parsed(text)
    content = main_content(root)
    meta = page_metadata(root, content, stem)
    pieces = pieces_of(content)
    if not any(piece.kind == "heading" and piece.level == 1 for piece in pieces):
        pieces[:0] = _own_heading(root, meta.title)
    return Draft(meta, tuple(with_memos(pieces)))


def fragment_pieces(fragment: str) -> list[Piece]:
    """The pieces of a piece of HTML, as it may stand in Markdown; comments and what is not seen go."""
    root = lxml.html.fragment_fromstring(fragment, create_parent="div", parser=_parser())
    drop_unseen(root)
    return pieces_of(root)


def _own_heading(root: Any, title: str) -> list[Piece]:
    """The page's heading where it stands outside the main content; the page's title starts with it."""
    title = title.casefold()
    for heading in root.iter("h1"):
        text = flat(clean(heading.text_content()))
        if text and (title.startswith(text.casefold()) or text.casefold().startswith(title)):
            return [Piece("heading", text, 1)]
    return []


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)


def _parsed(text: str) -> Any:
    parser = _parser()
    try:
        root = lxml.html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError as error:
        raise SourceError("empty", "there is no page in this file; leave it out or replace it") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log) or _depth(root) > MOST_DEPTH:
        raise SourceError("unreadable", f"elements lie more than {MOST_DEPTH} deep in each other; save a simpler copy")
    return root


def _depth(root: Any) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
