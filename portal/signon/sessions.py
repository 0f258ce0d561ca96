"""Who is signed on: sessions, tickets, burnt tokens and revoked members, in one SQLite file beside the catalogue.

Of a session's bearer only its hash is kept, and of a member only a pseudonym. Each look-up reads the file, so that
logging out and revoking work at once, also from another process.
"""

import hashlib
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.types import Tier
from portal.beside import Beside
from portal.signon.errors import Refused, SessionsUnavailable
from portal.signon.pseudonyms import pseudonym, read_or_make_key

FILE = "sessions.sqlite3"
SCHEMA = 1
LIFE_S = 600.0
STAFF_LIFE_S = 8 * 3600.0
TICKET_LIFE_S = 30.0
BURNT_KEPT_S = 24 * 3600.0
"""Far longer than any token lives, so that a clock that jumps does not make one good again."""

CLEANED_EVERY_S = 60.0

_TABLES = """
CREATE TABLE sessions (
    hash BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    desk TEXT NOT NULL,
    subject TEXT NOT NULL,
    tier INTEGER NOT NULL,
    expires_at REAL NOT NULL,
    parent BLOB REFERENCES sessions(hash) ON UPDATE CASCADE ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX sessions_of_subject ON sessions(desk, subject);
CREATE INDEX sessions_of_parent ON sessions(parent);
CREATE TABLE tickets (
    hash BLOB PRIMARY KEY,
    session BLOB NOT NULL REFERENCES sessions(hash) ON UPDATE CASCADE ON DELETE CASCADE,
    expires_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX tickets_of_session ON tickets(session);
CREATE TABLE burnt (hash BLOB PRIMARY KEY, forget_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE revoked (desk TEXT NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (desk, subject)) WITHOUT ROWID;
"""

OF_ANOTHER_FORM = "Move it aside: members sign on anew, and those who were revoked must be revoked again."
Kind = Literal["bearer", "cookie"]


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed on. `id` names the session without opening it; `subject` is a pseudonym."""

    id: str
    kind: Kind
    desk: str
    subject: str
    tier: Tier
    expires_at: float


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session with the secret that opens it, which is kept nowhere else."""

    secret: str
    session: Session


class Sessions:
    """The sessions of the data folder. Raises SessionsUnavailable wherever the file cannot be used."""

    def __init__(self, data: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.path = data / FILE
        self._clock = clock
        self._cleaned_at = float("-inf")
        self._locks = threading.Lock(), threading.Lock()
        self._file = Beside(self.path, "sessions", _TABLES, SCHEMA, SessionsUnavailable, OF_ANOTHER_FORM)
        with self._file.explained():
            data.mkdir(parents=True, exist_ok=True)
            self._key = read_or_make_key(data)
            self._writer = self._file.prepared()
            self._reader = self._file.connect()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, after what has expired was cleaned up."""
        with self._locks[0], self._file.transaction(self._writer):
            self._clean(self._clock())
            yield self._writer

    def _clean(self, now: float) -> None:
        if abs(now - self._cleaned_at) < CLEANED_EVERY_S:
            return
        self._cleaned_at = now
        self._writer.execute("DELETE FROM sessions WHERE expires_at <= ?", (now,))
        self._writer.execute("DELETE FROM tickets WHERE expires_at <= ?", (now,))
        self._writer.execute("DELETE FROM burnt WHERE forget_at <= ?", (now,))

    def subject(self, desk: str, name: str) -> str:
        """The pseudonym under which `desk`'s member `name` is known here; always the same in one data folder."""
        return pseudonym(self._key, desk, name)

    def exchange(self, desk: str, subject: str, tier: Tier, token_id: str, replaces: str = "") -> Opened:
        """A session for the token `token_id` (unique among those of `desk`), which is burnt by it.

        A session of the same member that the secret `replaces` opened ends; what hung on it hangs on the new one. Other
        sessions of the member see no more than `tier` from now on. Raises Refused for a token that is burnt already and
        for a member who is revoked; a token of theirs is burnt too.
        """
        burnt = hashed(f"{desk}\0{token_id}")
        secret, now = secrets.token_urlsafe(32), self._clock()
        session = Session(name_of(secret), "bearer", desk, subject, tier, now + LIFE_S)
        with self._writing() as connection:
            new = connection.execute("INSERT OR IGNORE INTO burnt VALUES (?, ?)", (burnt, now + BURNT_KEPT_S)).rowcount
            revoked = self._is_revoked(connection, desk, subject)
            if new and not revoked:
                self._succeed(connection, session, hashed(secret), hashed(replaces))
        if not new:
            raise Refused("reused")
        if revoked:
            raise Refused("revoked")
        return Opened(secret, session)

    def _succeed(self, connection: sqlite3.Connection, session: Session, hash: bytes, replaces: bytes) -> None:
        member = (session.desk, session.subject)
        connection.execute(
            "UPDATE sessions SET tier = ? WHERE desk = ? AND subject = ? AND tier > ?",
            (int(session.tier), *member, int(session.tier)),
        )
        renewed = connection.execute(
            "UPDATE sessions SET hash = ?, tier = ?, expires_at = ? "
            "WHERE hash = ? AND kind = 'bearer' AND desk = ? AND subject = ?",
            (hash, int(session.tier), session.expires_at, replaces, *member),
        ).rowcount
        if renewed:
            connection.execute(
                "UPDATE sessions SET tier = ?, expires_at = ? WHERE parent = ?",
                (int(session.tier), session.expires_at, hash),
            )
        else:
            self._insert(connection, session, hash, None)

    def open(self, desk: str, subject: str, tier: Tier, *, life_s: float = STAFF_LIFE_S) -> Opened:
        """A cookie's session for somebody who signed on to the page itself. Raises Refused for one who is revoked."""
        secret = secrets.token_urlsafe(32)
        session = Session(name_of(secret), "cookie", desk, subject, tier, self._clock() + life_s)
        with self._writing() as connection:
            if self._is_revoked(connection, desk, subject):
                raise Refused("revoked")
            self._insert(connection, session, hashed(secret), None)
        return Opened(secret, session)

    def find(self, secret: str) -> Session:
        """The session that `secret` opens. Raises Refused if there is none now, or its member is revoked."""
        with self._locks[1], self._file.explained():
            row = self._reader.execute(
                "SELECT kind, desk, subject, tier, expires_at FROM sessions WHERE hash = ?", (hashed(secret),)
            ).fetchone()
            revoked = row is not None and self._is_revoked(self._reader, row[1], row[2])
        if row is None:
            raise Refused("no such session")
        if row[4] <= self._clock():
            raise Refused("expired")
        if revoked:
            raise Refused("revoked")
        return Session(name_of(secret), row[0], row[1], row[2], Tier(row[3]), row[4])

    def end(self, secret: str) -> None:
        """Logs out: the session, its tickets, and the cookies that were made from it."""
        with self._writing() as connection:
            connection.execute("DELETE FROM sessions WHERE hash = ?", (hashed(secret),))

    def ticket(self, secret: str) -> str:
        """A word that opens one cookie's session beside the one that `secret` opens, once and soon.

        Raises Refused for a secret that opens no bearer's session.
        """
        if self.find(secret).kind != "bearer":
            raise Refused("a cookie gets no ticket")
        word = secrets.token_urlsafe(32)
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO tickets SELECT ?, hash, ? FROM sessions WHERE hash = ?",
                (hashed(word), self._clock() + TICKET_LIFE_S, hashed(secret)),
            )
        return word

    def redeem(self, word: str) -> Opened:
        """The cookie's session that a ticket opens; it lasts and sees as much as the one that the ticket was made with.

        Raises Refused for a ticket that was used, is too old, or whose session has ended.
        """
        secret, now = secrets.token_urlsafe(32), self._clock()
        with self._writing() as connection:
            row = connection.execute(
                "DELETE FROM tickets WHERE hash = ? RETURNING session, expires_at", (hashed(word),)
            ).fetchone()
            found = (
                row
                and connection.execute(
                    "SELECT desk, subject, tier, expires_at FROM sessions WHERE hash = ?", (row[0],)
                ).fetchone()
            )
            good = found and min(row[1], found[3]) > now and not self._is_revoked(connection, found[0], found[1])
            if good:
                session = Session(name_of(secret), "cookie", found[0], found[1], Tier(found[2]), found[3])
                self._insert(connection, session, hashed(secret), row[0])
        if not good:
            raise Refused("no such ticket")
        return Opened(secret, session)

    def revoke(self, desk: str, name: str) -> int:
        """Ends every session of `desk`'s member `name`, and opens none until `unrevoke`; how many were ended."""
        member = (desk, self.subject(desk, name))
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO revoked VALUES (?, ?)", member)
            # Deleting one may delete another with it, which would not be counted.
            found = connection.execute(
                "SELECT count(*) FROM sessions WHERE desk = ? AND subject = ?", member
            ).fetchone()
            connection.execute("DELETE FROM sessions WHERE desk = ? AND subject = ?", member)
            return int(found[0])

    def unrevoke(self, desk: str, name: str) -> bool:
        """Whether `desk`'s member `name` was revoked; they may sign on again."""
        with self._writing() as connection:
            member = (desk, self.subject(desk, name))
            return connection.execute("DELETE FROM revoked WHERE desk = ? AND subject = ?", member).rowcount > 0

    def close(self) -> None:
        """Closes the file."""
        self._writer.close()
        self._reader.close()

    @staticmethod
    def _is_revoked(connection: sqlite3.Connection, desk: str, subject: str) -> bool:
        found = connection.execute("SELECT 1 FROM revoked WHERE desk = ? AND subject = ?", (desk, subject))
        return found.fetchone() is not None

    @staticmethod
    def _insert(connection: sqlite3.Connection, session: Session, hash: bytes, parent: bytes | None) -> None:
        row = (hash, session.kind, session.desk, session.subject, int(session.tier), session.expires_at, parent)
        connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def hashed(secret: str) -> bytes:
    """What is kept of a secret word."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def name_of(secret: str) -> str:
    """A name for the session that `secret` opens, from which nobody gets to the secret or its hash."""
    return hashlib.sha256(b"session\0" + hashed(secret)).hexdigest()[:32]
