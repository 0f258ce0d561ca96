"""The SQLite file of kept conversations beside the catalogue, from which what is deleted is gone."""

import hashlib
import hmac
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.kept import CONVERSATIONS_FILE
from portal.beside import Beside
from portal.conversations.errors import ConversationsUnavailable
from portal.signon.pseudonyms import read_or_make_key

SCHEMA = 1
OF_ANOTHER_FORM = "Use the Refdesk that made it, or move it aside: then nobody has kept conversations."

_TABLES = """
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    desk TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    grew_at INTEGER NOT NULL
);
CREATE INDEX conversations_of_owner ON conversations(desk, subject);
CREATE TABLE exchanges (
    conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    answer TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    tier INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (conversation, number),
    UNIQUE (conversation, answer)
);
CREATE TABLE shares (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    hash BLOB UNIQUE,
    name TEXT NOT NULL,
    tier INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    anew INTEGER NOT NULL,
    left_out INTEGER NOT NULL
);
CREATE INDEX shares_of_conversation ON shares(conversation);
CREATE TABLE shared (
    share TEXT NOT NULL REFERENCES shares(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    answer TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    tier INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (share, number)
);
"""


class ConversationsFile:
    """The file in the data folder. Raises ConversationsUnavailable wherever it cannot be used.

    `kept_days` is after how many days a conversation that has not grown is erased, as readers are told.
    """

    def __init__(self, data: Path, *, kept_days: int = 365, clock: Callable[[], float] = time.time) -> None:
        self.path = data / CONVERSATIONS_FILE
        self.kept_days = kept_days
        self._clock = clock
        self._lock = threading.Lock()
        self._file = Beside(self.path, "conversations", _TABLES, SCHEMA, ConversationsUnavailable, OF_ANOTHER_FORM)
        with self._file.explained():
            data.mkdir(parents=True, exist_ok=True)
            self.seal_key = hmac.new(read_or_make_key(data), b"seals of answers", hashlib.sha256).digest()
            self._connection = self._file.prepared()
            self._connection.row_factory = sqlite3.Row

    def now(self) -> datetime:
        """The moment (UTC), to the second."""
        return datetime.fromtimestamp(int(self._clock()), UTC)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """What a query finds."""
        with self._lock, self._file.explained():
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction."""
        with self._lock, self._file.transaction(self._connection):
            yield self._connection

    def emptied(self) -> bool:
        """Empties the write-ahead log, so that nothing deleted is left in it; whether that could be done, which it
        cannot while another process reads from an older state of the file."""
        (result,) = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return not result["busy"]

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()


def moment(seconds: int) -> datetime:
    """A moment as the file has it, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
