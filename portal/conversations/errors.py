"""What can go wrong with kept conversations.

    CorpusError
    ├── ConversationsUnavailable  the file of conversations cannot be opened, read or written
    ├── ExportUnavailable         a file to take along cannot be made at the moment
    └── KeepingRefused            something cannot be kept or shared, with a sentence for the reader why

What is not there and what is another reader's is `corpus.errors.NotFound`, as everywhere.
"""

from corpus.errors import CorpusError


class ConversationsUnavailable(CorpusError):
    """The file of conversations cannot be opened, read or written."""


class ExportUnavailable(CorpusError):
    """A file of a conversation cannot be made at the moment."""


class KeepingRefused(CorpusError):
    """Something cannot be kept or shared."""
