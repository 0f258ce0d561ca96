"""A receipt as a file: JSON or PDF."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qa.errors import ReceiptRefused


def receipt_bytes(receipt: Mapping[str, Any], format: str) -> bytes:
    """The receipt as a file of the format `json` or `pdf`."""
    if format == "pdf":
        from qa.receipt.pdf import receipt_pdf

        return receipt_pdf(receipt)
    return (json.dumps(receipt, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def format_of(path: Path) -> str:
    """`json` or `pdf`, by the end of the file's name. Raises ReceiptRefused for any other."""
    format = path.suffix.lower().removeprefix(".")
    if format not in ("json", "pdf"):
        raise ReceiptRefused(f"{path}: a receipt is saved as .json or .pdf; name the file so.")
    return format


def write_receipt(receipt: Mapping[str, Any], path: Path) -> None:
    """Writes the receipt to `path`. Raises ReceiptRefused where that cannot be done."""
    content = receipt_bytes(receipt, format_of(path))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ReceiptRefused(f"{path} cannot be written: {error.strerror or error}.") from error
