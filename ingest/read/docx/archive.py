"""Whether a ZIP archive is safe to open: its true size, counted while inflating, and no tricks in its parts."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable

from ingest.errors import SourceError

MOST_ENTRIES = 2_000
MOST_INFLATED_BYTES = 200_000_000
MOST_RATIO = 100
"""How many times its packed size one entry may inflate to, once it is larger than `_RATIO_FROM_BYTES`."""

_RATIO_FROM_BYTES = 1_000_000
_CHUNK_BYTES = 64 * 1024
_ENCRYPTED = 0x1
_DTD = re.compile(rb"<!DOCTYPE|<!ENTITY|<\x00!\x00D\x00O\x00C|\x00<\x00!\x00D\x00O", re.IGNORECASE)


def check_archive(data: bytes) -> None:
    """Raises SourceError when the archive in `data` is damaged, encrypted, a bomb, or its XML declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            total = 0
            for entry in entries:
                total += _inflate(archive, entry, MOST_INFLATED_BYTES - total)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise SourceError("unreadable", f"this archive is damaged ({error}); get a fresh copy") from error


def _check_entries(entries: Iterable[zipfile.ZipInfo]) -> None:
    entries = sorted(entries, key=lambda entry: entry.header_offset)
    if len(entries) > MOST_ENTRIES:
        raise SourceError(
            "unreadable", f"{len(entries):,} parts are more than the {MOST_ENTRIES:,} a document may have"
        )
    end = 0
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise SourceError("needs-password", "this file is encrypted; save a copy without a password")
        if entry.header_offset < end:
            raise SourceError("unreadable", "parts of this archive overlap; it was not made by a word processor")
        end = entry.header_offset + entry.compress_size
        if "\\" in entry.filename or re.match(r"/|[A-Za-z]:", entry.filename) or ".." in entry.filename.split("/"):
            raise SourceError("unreadable", "a part of this archive is named as a place outside it")


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> int:
    """The inflated size of one entry, which must fit into `room`; its content is looked at and let go."""
    size = 0
    is_xml = entry.filename.lower().endswith((".xml", ".rels"))
    tail = b""
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > room:
                raise SourceError("unreadable", f"inflates to more than {MOST_INFLATED_BYTES / 1e6:.0f} MB")
            if size > _RATIO_FROM_BYTES and size > MOST_RATIO * max(entry.compress_size, 1):
                raise SourceError("unreadable", f"a part inflates to over {MOST_RATIO} times its size: a ZIP bomb")
            if is_xml and _DTD.search(tail + chunk):
                raise SourceError("unreadable", "its XML declares a document type or entities; save it anew")
            tail = chunk[-32:]
    return size
