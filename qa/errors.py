"""What can go wrong while asking.

    DeskError
    └── QuestionError   the question cannot be taken: empty, too long, or not text

What the corpus cannot do (no index yet, no such passage) comes through as its own errors, `corpus.errors`.
Each message is a sentence for the person who asked.
"""


class DeskError(Exception):
    """Root of the tree above."""


class QuestionError(DeskError):
    """The question cannot be taken."""
