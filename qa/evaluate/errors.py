"""What can go wrong while evaluating.

    EvaluationError (a DeskError)
    ├── GoldError       the gold questions cannot be read, or contradict themselves
    └── BaselineError   the baseline cannot be read, or there is nothing to compare it with

Each message says which file, line or question, and what to do about it.
"""

from qa.errors import DeskError


class EvaluationError(DeskError):
    """Root of the tree above."""


class GoldError(EvaluationError):
    """The gold questions cannot be used."""


class BaselineError(EvaluationError):
    """The baseline cannot be used."""
