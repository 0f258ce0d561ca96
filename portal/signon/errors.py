"""What can go wrong with sign-on.

    CorpusError
    └── SessionsUnavailable  the file of sessions cannot be opened, read or written
    Exception
    └── Refused              a token, session or ticket that is not accepted, with a word for the log why

Why something was refused never reaches whoever sent it: every refusal looks the same. Mistakes in the desks file are
`corpus.errors.SettingsError`.
"""

from corpus.errors import CorpusError


class SessionsUnavailable(CorpusError):
    """The file of sessions cannot be opened, read or written."""


class Refused(Exception):
    """Something that says who somebody is was not accepted. `reason` (`expired`, `reused` …) is for the log alone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
