"""The SQLite file that is the truth of a library: how it is opened, and what its failures mean.

Write-ahead logging with full synchronisation: a committed document survives a killed process and a power cut.
`secure_delete` overwrites what is erased.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import CatalogueError, ReadOnlyError
from corpus.schema import ADDED, SCHEMA, TABLES, creation


class Database:
    """One SQLite file, with a connection for each thread that uses it.

    Opening creates the file and its tables if they are not there, unless `must_exist`. Where the folder cannot be
    written, the file is opened for reading and `read_only` says so.
    """

    def __init__(self, path: Path, *, must_exist: bool = False) -> None:
        self.path = path
        self.read_only = False
        self._local = threading.local()
        self._opened: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._lock = threading.Lock()
        if must_exist and not path.exists():
            raise CatalogueError(f"There is no library at {path.parent} yet. Run `python -m ingest` to build it.")
        try:
            with self._explained():
                self._prepare()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        self._make_folder()
        self.read_only = self.path.is_file() and not _is_writable(self.path)
        connection = self._connect()
        if self.read_only:
            self._check_schema(connection.execute("PRAGMA user_version").fetchone()[0])
            return
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if found == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                for statement in TABLES.split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {SCHEMA}")
                found = SCHEMA
            self._check_schema(found)
            for statement in creation():
                connection.execute(statement)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ReadOnlyError(
                f"The data folder {self.path.parent} cannot be created ({error.strerror}). "
                "Make room for it or set REFDESK_DATA to a folder that can be written."
            ) from error

    def _check_schema(self, found: int) -> None:
        if found != SCHEMA:
            raise CatalogueError(
                f"The catalogue {self.path} has schema {found}; this program uses {SCHEMA}. "
                f"Move it aside and run `python -m ingest` to build a new one."
            )

    def _connect(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and (
            not self.read_only or connection.in_transaction or self._local.seen == self._at_rest()
        ):
            return connection
        self._local.seen = self._at_rest() if self.read_only else None
        address = self.path.absolute().as_uri() + self._mode()
        connection = sqlite3.connect(address, uri=True, timeout=5.0, isolation_level=None, check_same_thread=False)
        self._keep(connection)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        if self.read_only:
            _stand_in(connection)
        self._local.connection = connection
        return connection

    def _mode(self) -> str:
        """How the file is opened. One at rest in a folder that cannot be written is read as it lies: SQLite cannot make
        the shared memory there that it else asks about other users of the file."""
        if not self.read_only:
            return ""
        return "?mode=ro" if self._at_rest() is None else "?mode=ro&immutable=1"

    def _at_rest(self) -> tuple[int, int] | None:
        """The time and size of a file that nobody is writing to; None while somebody may be."""
        if self.path.with_name(self.path.name + "-wal").exists():
            return None
        status = self.path.stat()
        return status.st_mtime_ns, status.st_size

    def _keep(self, connection: sqlite3.Connection) -> None:
        """Notes a connection of this thread, and closes its older one and those of threads that have ended."""
        this = threading.current_thread()
        with self._lock:
            for thread, opened in self._opened:
                if thread is this or not thread.is_alive():
                    opened.close()
            self._opened = [
                (thread, opened) for thread, opened in self._opened if thread is not this and thread.is_alive()
            ]
            self._opened.append((this, connection))

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """All rows that `sql` gives. Raises CatalogueError."""
        with self._explained():
            return self._connect().execute(sql, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: everything in the block is committed at its end, or nothing of it.

        Raises ReadOnlyError where the catalogue cannot be written, CatalogueError when it fails (disk full, …).
        """
        with self._explained():
            connection = self._connect()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection whose reads in the block all see one state of the library."""
        with self._explained():
            connection = self._connect()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if _means_read_only(error):
                raise ReadOnlyError(
                    f"The catalogue {self.path} cannot be written ({error}). Make the folder writable or set "
                    "REFDESK_DATA to a folder that is."
                ) from error
            raise CatalogueError(f"The catalogue {self.path} cannot be used: {error}. {_advice(error)}") from error

    def close(self) -> None:
        """Closes every thread's connection."""
        with self._lock:
            for _, connection in self._opened:
                connection.close()
            self._opened.clear()
        self._local = threading.local()


def _stand_in(connection: sqlite3.Connection) -> None:
    """Empty tables, in this connection alone, for those that an older catalogue lacks and that cannot be added."""
    held = {row["name"] for row in connection.execute("SELECT name FROM sqlite_master")}
    for name in ADDED.keys() - held:
        connection.execute(f"CREATE TEMP TABLE {name} ({ADDED[name]})")


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _means_read_only(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"))


def _advice(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_FULL"):
        return "The disk is full: free some room and run the command again; what was stored before is safe."
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "Another process holds it: wait for it to end, then try again."
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return "The file is damaged: restore a backup, or move it aside and run `python -m ingest` again."
    return "Check the folder's disk and permissions, then try again."
