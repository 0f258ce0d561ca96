"""Files → Documents. One module per format; `read` finds the right one."""

import hashlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePosixPath

from corpus.types import Document
from ingest.errors import SourceError
from ingest.read.assemble import Draft, assemble
from ingest.read.file import MOST_BYTES, SUFFIXES, Format, check_content, format_of, read_bytes
from ingest.read.identity import document_id

__all__ = ["FORMATS", "MOST_BYTES", "MOST_TEXT_CHARS", "SUFFIXES", "read", "read_given"]

MOST_TEXT_CHARS = 20_000_000

_READERS: dict[Format, str] = {
    "markdown": "read_markdown",
    "plain": "read_plain",
    "html": "read_html",
    "pdf": "read_pdf",
    "docx": "read_docx",
}

FORMATS = tuple(_READERS)
"""The formats that are read; each is a module here."""


def read(path: Path, name: str) -> Document:
    """The document in the file at `path`.

    `name` is its path relative to the library's root, with forward slashes: the canonical source of a document that
    has neither an `id` nor a source address of its own. Raises SourceError (see `ingest.errors` for its states).
    Nothing is fetched, and nothing but `path` is opened. Hostile files are better read through `Sandbox.read`.
    """
    _check_name(name)
    format_, data = read_bytes(path)
    return _document(format_, data, name)


def read_given(data: bytes, name: str) -> Document:
    """The document in `data`, which came under the file name `name`; no file is opened. Raises as `read`."""
    _check_name(name)
    path = PurePosixPath(name)
    format_ = format_of(path)
    check_content(path, format_, data)
    return _document(format_, data, name)


def _document(format_: Format, data: bytes, name: str) -> Document:
    draft = _reader(format_)(data, PurePosixPath(name).stem)
    body = assemble(draft.pieces, draft.speakers)
    if len(body.text) > MOST_TEXT_CHARS:
        raise SourceError("unsupported", f"holds more than {MOST_TEXT_CHARS:,} characters of text; split it")
    return Document(
        id=document_id(name, draft.meta.source_url, draft.id),
        meta=draft.meta,
        checksum=hashlib.sha256(data).hexdigest(),
        text=body.text,
        sections=body.sections,
        blocks=body.blocks,
        pages=body.pages,
        notes=body.notes,
    )


def _check_name(name: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise SourceError("unsupported", "the file's name is not valid Unicode; rename it") from error


def _reader(format_: Format) -> Callable[[bytes, str], Draft]:
    """The reader of `format_`, imported when it is first needed: some bring large libraries."""
    module = import_module(f"ingest.read.{format_}")
    reader: Callable[[bytes, str], Draft] = getattr(module, _READERS[format_])
    return reader
