"""API keys for servers: `python -m portal.keys`.

A key is `rd_` and 256 random bits. It is shown once, when it is made; what is kept is its SHA-256, in a file of its own
beside the library. With so many bits, nothing slower than one hash is needed to keep it.
"""

import argparse
import hashlib
import logging
import re
import secrets
import sqlite3
import sys
import threading
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus.errors import CatalogueError, CorpusError, SettingsError
from corpus.settings import load_settings
from corpus.types import Tier
from portal.identity import Reader
from portal.scopes import SCOPES

log = logging.getLogger(__name__)

PREFIX = "rd_"
FILE = "keys.sqlite3"
_SHAPE = re.compile(r"rd_[A-Za-z0-9_-]{43}")
_TABLE = """
CREATE TABLE IF NOT EXISTS keys (
    id TEXT PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    tier INTEGER NOT NULL,
    scopes TEXT NOT NULL,
    desk TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    used_on TEXT,
    revoked_at TEXT
)
"""


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key; the key itself is not. Times are UTC; `used_on` is the day of its last use."""

    id: str
    name: str
    tier: Tier
    scopes: frozenset[str]
    desk: str
    created_at: datetime
    expires_at: datetime | None
    used_on: str
    revoked_at: datetime | None

    def works(self, now: datetime) -> bool:
        """Whether it opens anything at `now`."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class KeyRing:
    """The keys in `path`. Safe to use from several threads; the file is made with the first key.

    Each call reads the file anew, so a key that another process revokes is refused from then on.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def create(
        self, name: str, tier: Tier, scopes: Collection[str], *, desk: str = "", expires_after: timedelta | None = None
    ) -> tuple[str, Key]:
        """A new key and what is kept of it. Raises SettingsError for a scope that there is not, or none at all."""
        if not scopes or not set(scopes) <= set(SCOPES):
            raise SettingsError(f"A key needs scopes out of {', '.join(SCOPES)}; '{','.join(sorted(scopes))}' is not.")
        secret = PREFIX + secrets.token_urlsafe(32)
        now = _now()
        key = Key(
            secrets.token_hex(4), name, tier, frozenset(scopes), desk, now,
            now + expires_after if expires_after else None, "", None,
        )  # fmt: skip
        row = (
            key.id, _digest(secret), name, int(tier), ",".join(sorted(scopes)), desk, now.isoformat(),
            key.expires_at.isoformat() if key.expires_at else None,
        )  # fmt: skip
        self._write("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)", row)
        return secret, key

    def listed(self) -> list[Key]:
        """Every key there ever was, oldest first."""
        return [_key(row) for row in self._rows("SELECT * FROM keys ORDER BY created_at, id")]

    def revoke(self, id: str) -> bool:
        """Ends the key `id` at once; False if there is no such key that still works."""
        at = _now().isoformat()
        return self._write("UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", (at, id)) == 1

    def reader(self, secret: str) -> Reader | None:
        """Whom the key `secret` stands for; None for one that is unknown, expired or revoked."""
        if not _SHAPE.fullmatch(secret):
            return None
        rows = self._rows("SELECT * FROM keys WHERE digest = ?", (_digest(secret),))
        if not rows:
            return None
        key, now = _key(rows[0]), _now()
        if not key.works(now):
            return None
        self._note_use(key, now)
        return Reader(key.tier, f"key:{key.id}", key.desk, key.scopes)

    def _note_use(self, key: Key, now: datetime) -> None:
        """Keeps the day of the last use: enough to find keys that nobody uses, too little to follow anybody."""
        today = now.date().isoformat()
        if key.used_on == today:
            return
        try:
            self._write("UPDATE keys SET used_on = ? WHERE id = ?", (today, key.id))
        except CatalogueError as error:  # on a disk that cannot be written the key still works
            log.warning("the day of use of key %s could not be kept: %s", key.id, error)

    def _rows(self, sql: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        if not self.path.exists():
            return []
        try:
            with closing(self._open()) as connection:
                return connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise CatalogueError(f"The keys in {self.path} cannot be read: {error}.") from error

    def _write(self, sql: str, values: tuple[object, ...]) -> int:
        """How many rows the statement changed."""
        try:
            with self._lock, closing(self._open()) as connection:
                connection.execute(_TABLE)
                return connection.execute(sql, values).rowcount
        except (sqlite3.Error, OSError) as error:
            raise CatalogueError(
                f"The keys in {self.path} cannot be written: {error}. See to the folder's disk and permissions."
            ) from error

    def _open(self) -> sqlite3.Connection:
        """A connection that commits each statement by itself; nobody but the owner may read a new file."""
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
        connection = sqlite3.connect(self.path, timeout=5.0, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = FULL")
        return connection


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes, lists and revokes keys; exits with 2, and a sentence why, if it cannot."""
    given = _parser().parse_args(arguments)
    try:
        ring = KeyRing(load_settings().data / FILE)
        if given.command == "create":
            _create(ring, given)
        elif given.command == "list":
            _list(ring)
        elif ring.revoke(given.id):
            print(f"Key {given.id} is revoked.")
        else:
            raise SettingsError(f"There is no key {given.id} that still works. `list` shows those that there are.")
    except CorpusError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m portal.keys", description="API keys for servers.")
    commands = parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser("create", help="make a key and show it, once")
    create.add_argument("--name", required=True, help="what the key is for")
    create.add_argument("--tier", default="public", help="public (the default), member or staff: what it may read")
    create.add_argument("--scope", default=",".join(SCOPES), help=f"what it may do, of {','.join(SCOPES)} (all)")
    create.add_argument("--expires", default="", help="after how many days it ends, as 90d (never)")
    create.add_argument("--desk", default="", help="the id of the desk whose limits hold for it (none)")
    commands.add_parser("list", help="all keys, without the keys themselves")
    revoke = commands.add_parser("revoke", help="end a key at once")
    revoke.add_argument("id", help="as `list` shows it")
    parser.epilog = create.format_usage()
    return parser


def _create(ring: KeyRing, given: argparse.Namespace) -> None:
    try:
        tier = Tier.named(given.tier)
    except ValueError as error:
        raise SettingsError(f"{error}.") from error
    scopes = {scope.strip() for scope in given.scope.split(",") if scope.strip()}
    secret, key = ring.create(given.name, tier, scopes, desk=given.desk, expires_after=_duration(given.expires))
    print(secret)
    print(f"This is key {key.id}. It is shown this once: what is kept is a hash.", file=sys.stderr)


def _list(ring: KeyRing) -> None:
    now = _now()
    for key in ring.listed():
        state = "revoked" if key.revoked_at else "works" if key.works(now) else "expired"
        ends = key.expires_at.date().isoformat() if key.expires_at else "never"
        line = (key.id, state, key.tier.label, ",".join(sorted(key.scopes)), key.desk or "-")
        print(*line, f"made {key.created_at.date()}", f"ends {ends}", f"used {key.used_on or 'never'}", key.name)


def _duration(words: str) -> timedelta | None:
    if not words:
        return None
    if not (found := re.fullmatch(r"([1-9]\d{0,4})d", words)):
        raise SettingsError(f"'{words}' is no number of days; write --expires 90d.")
    return timedelta(days=int(found.group(1)))


def _key(row: sqlite3.Row) -> Key:
    return Key(
        row["id"], row["name"], Tier(row["tier"]), frozenset(row["scopes"].split(",")), row["desk"],
        datetime.fromisoformat(row["created_at"]), _time(row["expires_at"]), row["used_on"] or "",
        _time(row["revoked_at"]),
    )  # fmt: skip


def _time(words: str | None) -> datetime | None:
    return datetime.fromisoformat(words) if words else None


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


if __name__ == "__main__":
    main()
