"""Word documents: structure by styles, nothing hidden, and archives that are not safe."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from papers import archive, word_file

from corpus.types import Document
from ingest.errors import SourceError
from ingest.read import read


def blocks(found: Document) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def test_structure_comes_in_document_order(tmp_path: Path) -> None:
    found = read(word_file(tmp_path / "report.docx"), "report.docx")
    assert blocks(found) == [
        ("heading", "First part"),
        ("paragraph", "A plain sentence with bold words."),
        ("item", "one"),
        ("item", "two"),
        ("table", "Site | Year\nDeveselu | 2016"),
        ("heading", "Second part"),
        ("memo", "To: Members\nDate: November 1, 2011\nFrom: The Alliance\nRe: Sites"),
        ("paragraph", "Last words “quoted”."),
    ]
    assert [section.path for section in found.sections] == [("First part",), ("First part", "Second part")]
    assert (found.meta.title, found.meta.authors) == ("Report on the sites", ("Jane Doe", "John Roe"))
    assert found.meta.published is None


def test_insertions_count_deletions_do_not_and_controls_are_walked_through(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.created = datetime(2020, 1, 1)
    paragraph = document.add_paragraph("Kept ")
    for xml in (
        "<w:ins {ns} w:id='1'><w:r><w:t>inserted</w:t></w:r></w:ins>",
        "<w:del {ns} w:id='2'><w:r><w:delText>deleted</w:delText></w:r></w:del>",
        "<w:sdt {ns}><w:sdtContent><w:r><w:t xml:space='preserve'> controlled</w:t></w:r></w:sdtContent></w:sdt>",
    ):
        paragraph._p.append(parse_xml(xml.format(ns=nsdecls("w"))))
    box = "<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(box.format(ns=nsdecls("w"))))
    document.save(str(tmp_path / "tracked.docx"))
    assert read(tmp_path / "tracked.docx", "tracked.docx").text == "In a box.\n\nKept inserted controlled"


def refusal(tmp_path: Path, data: bytes) -> SourceError:
    path = tmp_path / "bad.docx"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        read(path, "bad.docx")
    return caught.value


def with_part(tmp_path: Path, name: str, data: bytes) -> bytes:
    """A sound Word document with one part more."""
    out = io.BytesIO(word_file(tmp_path / "sound.docx").read_bytes())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, data)
    return out.getvalue()


def test_a_bomb_is_refused_while_it_inflates(tmp_path: Path) -> None:
    error = refusal(tmp_path, with_part(tmp_path, "word/media/a.bin", bytes(30_000_000)))
    assert (error.state, "ZIP bomb" in error.reason) == ("unreadable", True)


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, archive({f"{number}.xml": b"" for number in range(2001)}))
    assert (error.state, "2,001 parts" in error.reason) == ("unreadable", True)


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil", "C:/evil", "word\\evil.xml"])
def test_parts_that_point_outside_are_refused(tmp_path: Path, name: str) -> None:
    error = refusal(tmp_path, with_part(tmp_path, name, b"x"))
    assert (error.state, "outside" in error.reason) == ("unreadable", True)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, charset: str) -> None:
    xml = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>".encode(charset)
    error = refusal(tmp_path, with_part(tmp_path, "word/evil.xml", xml))
    assert (error.state, "entities" in error.reason) == ("unreadable", True)


@pytest.mark.parametrize(
    ("data", "state"),
    [
        (b"Plain words, renamed.", "unreadable"),
        (b"%PDF-1.4 words", "unreadable"),
        (b"PK\x03\x04 broken", "unreadable"),
        (archive({"mimetype": b"application/epub+zip"}), "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"WordDocument".ljust(600), "unsupported"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "needs-password"),
    ],
)
def test_what_is_no_word_document_is_refused(tmp_path: Path, data: bytes, state: str) -> None:
    assert refusal(tmp_path, data).state == state


@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_a_cut_off_document_is_refused(tmp_path: Path, share: float) -> None:
    data = word_file(tmp_path / "whole.docx").read_bytes()
    assert refusal(tmp_path, data[: int(len(data) * share)]).state == "unreadable"


def test_footnotes_become_sources_and_their_marks_notes(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("A claim")
    reference = f"<w:r {nsdecls('w')}><w:footnoteReference w:id='2'/></w:r>"
    paragraph._p.append(parse_xml(reference))
    paragraph.add_run(". More.")
    footnotes = (
        f"<w:footnotes {nsdecls('w')}><w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>"
        "<w:footnote w:id='2'><w:p><w:r><w:t>A report of 2011</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, footnotes.encode(), document.part.package)
    document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    document.save(str(tmp_path / "notes.docx"))
    found = read(tmp_path / "notes.docx", "notes.docx")
    assert found.text == "A claim. More."
    assert [(found.text[: note.offset], note.source) for note in found.notes] == [("A claim", "footnote-2")]
    assert [(source.id, source.title) for source in found.meta.sources] == [("footnote-2", "A report of 2011")]
