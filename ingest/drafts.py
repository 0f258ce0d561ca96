"""A draft that somebody uploads → its text, read in a process of its own; nothing of it is written to a disk."""

import threading
from pathlib import PurePosixPath

from corpus.errors import DraftUnreadable
from corpus.types import Document, Metadata
from ingest.errors import SourceError
from ingest.read.clean import text_of
from ingest.read.sandbox import Sandbox

FILE_TIMEOUT_S = 20.0
TEXT_SUFFIXES = (".md", ".markdown", ".txt")


class DraftReader:
    """Reads drafts, one at a time. Its process starts with the first that needs it and ends with `close`."""

    def __init__(self) -> None:
        self._sandbox = Sandbox(file_timeout_s=FILE_TIMEOUT_S)
        self._lock = threading.Lock()

    def __call__(self, data: bytes, name: str) -> Document:
        """The document in `data`, which came under the file name `name`. Text and Markdown come as they stand, so that
        block quotes keep their marks. Raises DraftUnreadable, with a sentence for whoever sent it.
        """
        name = PurePosixPath(name.replace("\\", "/")).name
        try:
            if name.lower().endswith(TEXT_SUFFIXES):
                return Document("draft", Metadata(name), "", text_of(data))
            with self._lock:
                return self._sandbox.read_given(data, name)
        except SourceError as error:
            raise DraftUnreadable(f"The file cannot be looked up: {error.reason}.") from error

    def close(self) -> None:
        """Ends the reading process, if there is one."""
        with self._lock:
            self._sandbox.close()
