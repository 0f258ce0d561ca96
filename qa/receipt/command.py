"""Receipts in a terminal: the one of an answer that was just given, and `--verify`."""

from datetime import datetime
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.settings import Settings
from corpus.types import Tier
from qa.desk import Desk
from qa.receipt.check import Verification, verify
from qa.receipt.files import format_of, write_receipt
from qa.receipt.issue import Terms, receipt_of
from qa.receipt.read import Receipt, read_receipt
from qa.types import Answer


def save(desk: Desk, answer: Answer, settings: Settings, path: Path, tier: Tier) -> None:
    """Writes the receipt of `answer` to `path`. Raises ReceiptRefused, also for a name that ends otherwise."""
    format_of(path)
    base_url = (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")
    terms = Terms(base_url, local=datetime.now().astimezone(), key=settings.receipt_key)
    write_receipt(receipt_of(desk, answer, tier, terms), path)


def verify_file(path: Path, settings: Settings, tier: Tier) -> tuple[Receipt, Verification]:
    """The receipt in `path`, and what its check against the library of `settings` found; no model is loaded for it.

    Raises ReceiptUnreadable and the corpus's errors.
    """
    receipt = read_receipt(path)
    database = Database(settings.catalogue_path, must_exist=True)
    try:
        return receipt, verify(receipt, Catalogue(database), tier, settings.receipt_key)
    finally:
        database.close()
