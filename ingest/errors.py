"""What can go wrong while bringing sources into the corpus.

    IngestError
    └── SourceError   one source cannot be taken; `state` names why, `reason` says what happened and what to do

The states of a SourceError:

    needs-ocr        pages are pictures, or their text layer is not fit to quote from
    needs-password   the file is encrypted
    empty            there are no words in it
    unsupported      a kind, size or place of file that is not read here
    unreadable       damaged, not what its name says, or it broke or outlasted the reader
"""

from typing import Literal, get_args

State = Literal["needs-ocr", "needs-password", "empty", "unsupported", "unreadable"]
STATES: tuple[State, ...] = get_args(State)


class IngestError(Exception):
    """Root of the tree above."""


class SourceError(IngestError):
    """One source cannot be taken. `str()` gives `state: reason`."""

    def __init__(self, state: State, reason: str) -> None:
        super().__init__(f"{state}: {reason}")
        self.state: State = state
        self.reason = reason
