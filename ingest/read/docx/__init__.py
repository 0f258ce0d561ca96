"""Word documents → Draft: headings by their styles, lists, tables and footnotes, in the order of the document.

Deleted and hidden words, tables of contents, headers and footers are left out. The day a file was made is not the
day it was published, so `published` stays open.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from corpus.types import Metadata, Source
from ingest.errors import SourceError
from ingest.read.assemble import Draft, Piece
from ingest.read.clean import clean, one_line
from ingest.read.docx.archive import check_archive
from ingest.read.docx.styles import Style, paragraph_style, styles_of
from ingest.read.properties import own_authors, own_title
from ingest.read.words import Reference, tidy, with_memos

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = qn("w:txbxContent")
_GONE = {_FALLBACK, _TEXT_BOX, *map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:object"))}
_PLAIN = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "‑", qn("w:ptab"): " "}
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_MOST_DEPTH = 40


def read_docx(data: bytes, stem: str) -> Draft:
    """What the Word document in `data` says; title by its properties, else its first heading, else `stem`.

    Raises SourceError: `needs-password` when it is encrypted, `unsupported` for the old format, `unreadable` when it
    is damaged, no Word document, or an archive that is not safe to open.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise SourceError("needs-password", "this document is encrypted; save a copy without a password")
        raise SourceError("unsupported", "this is a document of Word 97-2003; save it as .docx")
    check_archive(data)
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        footnotes = _footnotes(document)
        styles = styles_of(document.styles.element)
        properties = document.core_properties
        title, author = own_title(properties.title or ""), own_authors(properties.author or "")
    except (KeyError, ValueError, AttributeError, PackageNotFoundError, zipfile.BadZipFile, etree.LxmlError) as error:
        raise SourceError("unreadable", "not a Word document, or a damaged one; open it in Word and save it") from error
    if body is None:
        raise SourceError("unreadable", "this Word document has no body; open it in Word and save it")
    pieces = with_memos(_listed(_pieces(body, styles, _MOST_DEPTH)))
    used = {source for piece in pieces for _, source in piece.notes}
    pieces = [_known(piece, footnotes) for piece in pieces]
    heading = next((piece.text for piece in pieces if piece.kind == "heading" and piece.text), stem)
    sources = tuple(source for label, source in footnotes.items() if label in used)
    return Draft(Metadata(title=title or one_line(heading), authors=author, sources=sources), tuple(pieces))


def _footnotes(document: Any) -> dict[str, Source]:
    """The words of the footnotes, by the label that references to them get."""
    for relation in document.part.rels.values():
        if relation.reltype == _FOOTNOTES and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            root = etree.fromstring(relation.target_part.blob, parser)
            notes = ((_label(note), note) for note in root.iterfind(qn("w:footnote")) if note.get(qn("w:type")) is None)
            return {
                label: Source(label, one_line(" ".join(_text(each)[0] for each in note.iter(qn("w:p")))))
                for label, note in notes
            }
    return {}


def _label(element: Any) -> str:
    return f"footnote-{element.get(qn('w:id'))}"


def _known(piece: Piece, footnotes: dict[str, Source]) -> Piece:
    notes = tuple(note for note in piece.notes if note[1] in footnotes)
    return Piece(piece.kind, piece.text, piece.level, notes, piece.follows)


def _pieces(parent: Any, styles: dict[str, Style], most_depth: int) -> Iterator[Piece]:
    """The pieces of the paragraphs and tables below `parent`, through content controls and tracked insertions."""
    if most_depth == 0:
        raise SourceError("unreadable", "nested too deeply; open it in Word and save it")
    for child in parent:
        if child.tag == qn("w:p"):
            yield from _paragraph(child, styles, most_depth)
        elif child.tag == qn("w:tbl"):
            yield _table(child)
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml")):
            yield from _pieces(child, styles, most_depth - 1)


def _paragraph(paragraph: Any, styles: dict[str, Style], most_depth: int) -> Iterator[Piece]:
    style = paragraph_style(paragraph, styles)
    text, notes = _text(paragraph)
    if style.kind != "contents":
        yield Piece(style.kind, text, style.level, notes)
    for box in paragraph.iter(_TEXT_BOX):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            yield from _pieces(box, styles, most_depth - 1)


def _listed(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces, each item after another one marked as following it."""
    last = ""
    for piece in pieces:
        if not piece.text:
            continue
        follows = piece.kind == last == "item"
        yield Piece(piece.kind, piece.text, piece.level, piece.notes, follows)
        last = piece.kind


def _table(table: Any) -> Piece:
    """A line per row, cells parted by ` | `."""
    rows = []
    for row in table.iterfind(qn("w:tr")):
        cells = (" ".join(filter(None, (_text(each)[0] for each in cell.iter(qn("w:p"))))) for cell in _cells(row))
        rows.append(" | ".join(cell.replace("\n", " ") for cell in cells))
    return Piece("table", "\n".join(row for row in rows if row.strip(" |")))


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent")):
            yield from _cells(child)


def _text(paragraph: Any) -> tuple[str, tuple[tuple[int, str], ...]]:
    return tidy(_runs(paragraph))


def _runs(element: Any) -> Iterator[str | Reference]:
    """The words of a paragraph that a reader sees, and its references to footnotes; text boxes stand for themselves."""
    for child in element:
        if child.tag == qn("w:t"):
            yield clean(child.text or "").replace("\n", " ")
        elif child.tag in _PLAIN:
            yield _PLAIN[child.tag]
        elif child.tag == qn("w:footnoteReference"):
            yield Reference(_label(child))
        elif child.tag not in _GONE and not _is_hidden(child):
            yield from _runs(child)


def _is_hidden(element: Any) -> bool:
    """Whether `element` is a run whose own properties hide it."""
    vanish = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false", "off")
