"""What can go wrong while asking.

    DeskError
    ├── QuestionError            the question cannot be taken: empty, too long, or not text
    ├── StyleError               a reference is wanted in a style or form that there is not
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
