"""A receipt from a file: JSON, or a PDF that carries it. What is no receipt is said to be none."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.errors import ReceiptUnreadable
from qa.receipt.issue import FORMAT, FORMAT_VERSION

MOST_BYTES = 20 * 1024 * 1024
ATTACHED = "receipt.json"
_PDF = b"%PDF-"


class _Part(BaseModel):
    """Part of a receipt as it is read; what is not named here is sealed along, and not looked at."""

    model_config = ConfigDict(frozen=True, strict=True)


class CitedPassage(_Part):
    """The passage that a receipt cites, with the words that it had."""

    id: str
    text: str
    sha256: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    sentences: list[Annotated[list[int], Field(min_length=2, max_length=2)]]
    section: list[str]
    page: int | None


class CitedDocument(_Part):
    """The document that a receipt cites, and its version then."""

    id: str
    title: str
    version: int
    text_sha256: str


class CitedQuote(_Part):
    """One quotation of a receipt."""

    marker: int
    quote: str = Field(min_length=1)
    quote_sha256: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    passage: CitedPassage
    document: CitedDocument
    url: str


class ReceivedLibrary(_Part):
    """The library as a receipt names it."""

    generation: int | None
    fingerprint: str


class ReceivedAnswer(_Part):
    """The answer that a receipt is of."""

    question: str
    answerable: bool
    text: str
    mode: str = "extractive"


class ReceivedStatement(_Part):
    """One statement of the answer."""

    text: str
    citations: list[int]
    verdict: str = "quoted"


class Receipt(_Part):
    """A receipt, read. `record` is all of it, as it was sealed."""

    format: Literal["refdesk-receipt"]
    format_version: int
    refdesk_version: str
    issued_at: str
    reader: str
    library: ReceivedLibrary
    answer: ReceivedAnswer
    statements: Sequence[ReceivedStatement]
    citations: Sequence[CitedQuote]
    nearest: Sequence[CitedQuote]
    record: dict[str, Any]


def read_receipt(path: Path) -> Receipt:
    """The receipt in the file `path`. Raises ReceiptUnreadable, saying what is wrong with which file."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ReceiptUnreadable(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(content) > MOST_BYTES:
        raise ReceiptUnreadable(f"{path} is larger than {MOST_BYTES // 2**20} MB. That is no receipt.")
    if content.startswith(_PDF):
        content = _attached(path, content)
    return _parsed(path, content)


def _attached(path: Path, content: bytes) -> bytes:
    """The JSON that a PDF carries."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(content)
        for number in range(pdf.count_attachments()):
            attachment = pdf.get_attachment(number)
            if attachment.get_name() == ATTACHED:
                return bytes(attachment.get_data())
    except pypdfium2.PdfiumError as error:
        raise ReceiptUnreadable(f"{path} is a damaged PDF ({error}). Check another copy, or the JSON.") from error
    raise ReceiptUnreadable(
        f"{path} is a PDF without a receipt in it ({ATTACHED} is not attached). A PDF that was printed or saved anew "
        "loses it: check the PDF as the desk gave it, or the JSON receipt."
    )


def _parsed(path: Path, content: bytes) -> Receipt:
    try:
        record = json.loads(content.decode("utf-8"), parse_constant=_no_number)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        why = f"it ends early or is damaged: {error}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise ReceiptUnreadable(f"{path} is no JSON that can be read ({why}).") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ReceiptUnreadable(f"{path} is not a receipt of Refdesk.")
    version = record.get("format_version")
    if not isinstance(version, int) or version > FORMAT_VERSION:
        raise ReceiptUnreadable(
            f"{path} has format {version}; this Refdesk reads up to {FORMAT_VERSION}. Check it with a newer Refdesk "
            f"(it was made by {record.get('refdesk_version', 'an unknown version')})."
        )
    try:
        return Receipt.model_validate({**record, "record": record})
    except ValidationError as error:
        fault = error.errors()[0]
        where = "/".join(str(part) for part in fault["loc"])
        raise ReceiptUnreadable(f"{path} is not a whole receipt: {where}: {fault['msg']}.") from error


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")
