"""What can go wrong while asking.

    DeskError
    ├── QuestionError            the question cannot be taken: empty, too long, or not text
    ├── ProseUnavailable         prose is asked for where none is written
    ├── StyleError               a reference is wanted in a style or form that there is not
    ├── ChatError                a language model gives no answer that can be used
    ├── AskerLeft                whoever asked has gone, so that the work for them ended
    ├── ReferencesUnavailable    references cannot be formatted at the moment
    └── ReceiptError             something is wrong with a receipt
        ├── ReceiptRefused       the desk does not stand by the answer that a receipt is asked for
        └── ReceiptUnreadable    the file is no receipt that can be read

What the corpus cannot do (no index yet, no such passage) comes through as its own errors, `corpus.errors`.
Each message is a sentence for the person who asked.
"""


class DeskError(Exception):
    """Root of the tree above."""


class QuestionError(DeskError):
    """The question cannot be taken."""


class ProseUnavailable(DeskError):
    """Prose is asked for at a desk that writes none."""


class ChatError(DeskError):
    """A language model gives no answer that can be used; the message says so to the reader, and never names a key or
    quotes the provider. `kind` is the word for it in logs and counts: `timeout`, `refused`, `unavailable` …"""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class AskerLeft(DeskError):
    """Whoever asked has gone while something took long for them. There is nobody to tell it to."""

    def __init__(self) -> None:
        super().__init__("Whoever asked has gone.")


class StyleError(DeskError):
    """A reference is wanted in a style or form that there is not; the message lists those that there are."""


class ReferencesUnavailable(DeskError):
    """References cannot be formatted at the moment: the formatter is missing, failed or took too long."""


class ReceiptError(DeskError):
    """Something is wrong with a receipt."""


class ReceiptRefused(ReceiptError):
    """The desk does not stand by the answer that a receipt is asked for."""


class ReceiptUnreadable(ReceiptError):
    """The file is no receipt that can be read."""
