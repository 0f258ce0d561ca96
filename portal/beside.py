"""A SQLite file of the portal's own beside the catalogue: how it is opened, and what its failures mean.

As with the catalogue, a committed change survives a killed process and a power cut, and what is deleted is overwritten.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Beside:
    """The file at `path`, which holds `what` in `tables` of the form `schema`.

    Whatever fails is `unavailable`; `otherwise` says what to do about a file of another form.
    """

    path: Path
    what: str
    tables: str
    schema: int
    unavailable: type[CorpusError]
    otherwise: str

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Raises `unavailable`, with a sentence, for what fails in it."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self.unavailable(
                f"The {self.what} in {self.path} cannot be used ({error}). Check the folder's disk and permissions."
            ) from error

    @contextmanager
    def transaction(self, connection: sqlite3.Connection) -> Iterator[None]:
        """All of it or nothing, on one of its connections. Raises `unavailable`."""
        with self.explained():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def connect(self) -> sqlite3.Connection:
        """A further connection, in which each statement commits by itself. Raises sqlite3.Error."""
        connection = sqlite3.connect(self.path, timeout=5.0, isolation_level=None, check_same_thread=False)
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def prepared(self) -> sqlite3.Connection:
        """The first connection; makes the file, for its owner's eyes alone, and its tables where there are none.

        Raises sqlite3.Error, OSError, and `unavailable` for a file of another form.
        """
        self.path.touch(mode=0o600)
        connection = self.connect()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            for statement in self.tables.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {self.schema}")
        connection.execute("COMMIT")
        if found not in (0, self.schema):
            connection.close()
            raise self.unavailable(f"{self.path} has schema {found}; this program uses {self.schema}. {self.otherwise}")
        return connection
