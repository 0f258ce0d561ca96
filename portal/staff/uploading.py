"""A document as the upload form sends it. It is read only once it is known that a person of the staff sends it."""

import asyncio
import re
import unicodedata
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import BinaryIO

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from corpus.edits import Label
from corpus.types import Tier

MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MOST_TITLE_CHARS = 300
MOST_NAME_CHARS = 120
HEARD_OUT = 4
"""Up to how many times the limit a body is read to its end, so that a browser shows our answer."""

WITHIN_S = 600.0
_OVERHEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Sent:
    """A file and what the editor says of it; `fault` is a sentence if it cannot be taken."""

    file: BinaryIO | None = None
    label: Label | None = None
    fault: str = ""


class _TooLarge(Exception):
    """More bytes came than are taken."""


async def received(request: Request, suffixes: Sequence[str]) -> Sent:
    """What the form of `request` holds. The caller closes the file."""
    parser = MultiPartParser(request.headers, _limited(request), max_files=1, max_fields=8, max_part_size=8192)
    try:
        async with asyncio.timeout(WITHIN_S):
            form = await parser.parse()
    except TimeoutError:
        return Sent(fault=f"The file did not arrive within {WITHIN_S / 60:g} minutes. Please send it again.")
    except _TooLarge:
        return Sent(fault=f"The file is too large: up to {MAX_UPLOAD_BYTES // (1024 * 1024)} MB are taken at a time.")
    except (MultiPartException, KeyError):
        return Sent(fault="The form did not arrive whole. Please send it again.")
    return _sent(form, suffixes)


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    """The body of `request`. Raises _TooLarge once it has all come, or too much of it, if it is over the limit."""
    seen = 0
    async for part in request.stream():
        seen += len(part)
        if seen <= MAX_UPLOAD_BYTES + _OVERHEAD_BYTES:
            yield part
        elif seen > MAX_UPLOAD_BYTES * HEARD_OUT:
            raise _TooLarge
    if seen > MAX_UPLOAD_BYTES + _OVERHEAD_BYTES:
        raise _TooLarge


def _sent(form: FormData, suffixes: Sequence[str]) -> Sent:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return Sent(fault="Please choose a file.")
    name = file_name(file.filename)
    try:
        label = Label(
            name, Tier.named(_text(form, "tier")), _text(form, "title"), _text(form, "kind").lower(), _date(form)
        )
    except ValueError:
        return Sent(file.file, fault="Please say for whom the document is, and write its date as 2026-11-01.")
    fault = ""
    if PurePosixPath(name).suffix.lower() not in suffixes:
        fault = f"Files of this kind are not read here. Give one of {', '.join(suffixes)}."
    elif len(label.title) > MOST_TITLE_CHARS:
        fault = f"A title has at most {MOST_TITLE_CHARS} characters."
    elif label.kind and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", label.kind):
        fault = "A kind is a word such as brief or white-paper: small letters, digits and hyphens."
    elif _text(form, "confirmed") != "yes":
        fault = "Please confirm that the document may be read by those you chose."
    return Sent(file.file, label, fault)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return shown(value) if isinstance(value, str) else ""


def _date(form: FormData) -> date | None:
    written = _text(form, "published")
    return date.fromisoformat(written) if written else None


def file_name(name: str) -> str:
    """The name that a file came with, as a label: without folders and without characters that are not seen."""
    last = shown(PurePosixPath(name.replace("\\", "/")).name) or "file"
    path = PurePosixPath(last)
    return f"{path.stem[:MOST_NAME_CHARS]}{path.suffix[:12]}"


def shown(text: str) -> str:
    """`text` on one line, without control characters and those that turn the direction of writing."""
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())
