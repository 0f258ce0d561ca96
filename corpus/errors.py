"""What can go wrong with the corpus.

    CorpusError
    ├── SettingsError      a setting is unknown or has a value that cannot be used
    ├── CatalogueError     the catalogue cannot be opened, read or written
    │   └── ReadOnlyError  it can be read, not written
    ├── IndexUnavailable   there is no index that can be served: none built yet, or none that passes its check
    │   └── IndexMismatch  the index was built with another model, splitter or schema than this program uses
    ├── ModelError         the embedding model is missing, altered or cannot be run
    ├── EditRefused        a change to the library cannot be made
    ├── DraftUnreadable    a file to look up quotations of cannot be read
    ├── PictureUnavailable a page of a PDF cannot be shown as a picture
    └── NotFound           no such document, passage or answer for this reader (absent and forbidden look the same)

Each message says what happened, to which file or value, and what to do about it.
"""


class CorpusError(Exception):
    """Root of the tree above."""


class SettingsError(CorpusError):
    """A setting is unknown or has a value that cannot be used."""


class CatalogueError(CorpusError):
    """The catalogue cannot be opened, read or written."""


class ReadOnlyError(CatalogueError):
    """The catalogue can be read but not written."""


class IndexUnavailable(CorpusError):
    """There is no index that can be served."""


class IndexMismatch(IndexUnavailable):
    """The index was built with another model, splitter or schema."""


class ModelError(CorpusError):
    """The embedding model is missing, altered or cannot be run."""


class EditRefused(CorpusError):
    """A change that an editor wants cannot be made."""


class DraftUnreadable(CorpusError):
    """A file that was given to be looked up cannot be read."""


class PictureUnavailable(CorpusError):
    """A page of a PDF cannot be shown as a picture."""


class NotFound(CorpusError):
    """No such thing for this reader."""
