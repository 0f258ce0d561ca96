"""A path → its bytes, read once, when it is a plain file of a kind that is read here and holds what its name says."""

import errno
import os
import re
import stat
from pathlib import Path, PurePath
from typing import Literal

from ingest.errors import SourceError

Format = Literal["markdown", "plain", "html", "pdf", "docx"]

SUFFIXES: dict[str, Format] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""The file name endings that are read, lower case, and the format each stands for."""

MOST_BYTES: dict[Format, int] = {
    "markdown": 5_000_000,
    "plain": 20_000_000,
    "html": 10_000_000,
    "docx": 100_000_000,
    "pdf": 200_000_000,
}

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"\x1f\x8b", "gzip archive"),
    (b"7z\xbc\xaf", "7z archive"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"{\\rtf", "rich text"),
    (b"%!PS", "PostScript"),
    (b"SQLite format 3", "database"),
)
_HTML_START = re.compile(rb"(?is)\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b")
_TAG = re.compile(rb"(?i)<(html|head|body|title|meta|div|p|h[1-6]|article|main|section|table|ul|ol|span|br|a)[\s>/]")
_HOLDS: dict[Format, tuple[str, ...]] = {
    "markdown": ("text",),
    "plain": ("text",),
    "html": ("html", "markup"),
    "pdf": ("pdf",),
    "docx": ("zip", "ole"),
}
_HEAD_BYTES = 4096


def read_bytes(path: Path) -> tuple[Format, bytes]:
    """The format and the bytes of the plain file at `path`.

    Raises SourceError `unsupported` for links, devices, folders, other kinds of file and files over the size limit;
    `unreadable` when the content is not what the name says or it cannot be opened; `empty` for no bytes.
    """
    format_ = format_of(path)
    data = _plain_file(path, MOST_BYTES[format_])
    check_content(path, format_, data)
    return format_, data


def format_of(path: PurePath) -> Format:
    """The format that the name of `path` says. Raises SourceError `unsupported` for one that is not read."""
    format_ = SUFFIXES.get(path.suffix.lower())
    if format_ is None:
        kinds = ", ".join(SUFFIXES)
        raise SourceError("unsupported", f"'{path.suffix or path.name}' files are not read; use one of {kinds}")
    return format_


def check_content(path: PurePath, format_: Format, data: bytes) -> None:
    """Raises SourceError unless `data` is what a file of that name and format should hold: `empty` for no bytes,
    `unreadable` for another kind, `unsupported` for too many."""
    if len(data) > MOST_BYTES[format_]:
        raise _too_large(len(data), MOST_BYTES[format_])
    if not data.strip():
        raise SourceError("empty", "there is nothing in this file; leave it out or replace it")
    held = _held(data)
    if held not in _HOLDS[format_] and not (format_ in ("markdown", "plain") and held == "markup"):
        raise SourceError("unreadable", f"named {path.suffix} but holds {_article(held)}; give it its right name")


def _plain_file(path: Path, most_bytes: int) -> bytes:
    try:
        _refuse_other_kinds(path.lstat().st_mode)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if error.errno == errno.ELOOP:
            _refuse_other_kinds(stat.S_IFLNK)
        raise SourceError("unreadable", f"cannot be opened: {error.strerror}; check the file and its rights") from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        _refuse_other_kinds(status.st_mode)
        if status.st_size > most_bytes:
            raise _too_large(status.st_size, most_bytes)
        try:
            data = file.read(most_bytes + 1)
        except OSError as error:
            raise SourceError("unreadable", f"cannot be read: {error.strerror}") from error
    if len(data) > most_bytes:
        raise _too_large(len(data), most_bytes)
    return data


def _refuse_other_kinds(mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise SourceError("unsupported", "this is a symbolic link; put the file itself here")
    if stat.S_ISDIR(mode):
        raise SourceError("unsupported", "this is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise SourceError("unsupported", "this is a device, pipe or socket, not a plain file")


def _too_large(size: int, most: int) -> SourceError:
    return SourceError(
        "unsupported", f"{size / 1e6:.0f} MB is more than the {most / 1e6:.0f} MB read of such files; split it"
    )


def _held(data: bytes) -> str:
    """What the bytes are by their own account: `pdf`, `zip`, `ole`, `html`, `markup`, `text` or another kind's name."""
    head = data[:_HEAD_BYTES]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if _HTML_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if _TAG.search(data):
        return "markup"
    return "text"


def _article(held: str) -> str:
    names = {"pdf": "a PDF", "zip": "a ZIP archive", "ole": "an old Office file", "html": "an HTML page"}
    return names.get(held, "plain text" if held == "text" else f"a {held}")
