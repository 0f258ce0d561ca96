"""What is shared of conversations: prepared, looked at, then given a link that can be taken back.

A link opens a snapshot of its own and not the conversation. Of its secret word only the hash is kept, so that nobody
who reads the file can follow a link.
"""

import secrets
import sqlite3

from corpus.errors import NotFound
from corpus.types import Tier
from portal.conversations.errors import KeepingRefused
from portal.conversations.file import ConversationsFile, moment
from portal.conversations.store import clean, exchange_from, row_of
from portal.conversations.types import KeptExchange, Owner, Share, Snapshot
from portal.identity import Reader
from portal.signon.sessions import hashed

MOST_SHARES = 100
_ABSENT = "There is nothing shared under this name."
_SELECT = "SELECT s.*, c.desk FROM shares s JOIN conversations c ON c.id = s.conversation WHERE "


class Shares:
    """What readers share, in `file`. What is another's, revoked or never was raises NotFound alike."""

    def __init__(self, file: ConversationsFile) -> None:
        self.file = file

    def prepare(self, owner: Owner, conversation: str, snapshot: Snapshot) -> Share:
        """Keeps a snapshot that nobody but `owner` sees until it is published. Raises NotFound, KeepingRefused at a
        limit."""
        id, now = secrets.token_urlsafe(12), int(self.file.now().timestamp())
        whose = (owner.desk, owner.subject)
        with self.file.writing() as write:
            own = write.execute(
                "SELECT 1 FROM conversations WHERE id = ? AND desk = ? AND subject = ?", (clean(conversation), *whose)
            ).fetchone()
            if own is None:
                raise NotFound(_ABSENT)
            (count,) = write.execute(
                "SELECT count(*) FROM shares s JOIN conversations c ON c.id = s.conversation "
                "WHERE c.desk = ? AND c.subject = ?",
                whose,
            ).fetchone()
            if count >= MOST_SHARES:
                raise KeepingRefused(f"You have {count} links, and no reader can have more. Take one back first.")
            write.execute(
                "INSERT INTO shares VALUES (?, ?, NULL, ?, ?, ?, ?, ?)",
                (id, conversation, snapshot.name, int(snapshot.tier), now, int(snapshot.anew), snapshot.left_out),
            )
            for number, each in enumerate(snapshot.exchanges, 1):
                write.execute("INSERT INTO shared VALUES (?, ?, ?, ?, ?, ?)", (id, number, *row_of(each)))
        return self.share(owner, id)

    def publish(self, owner: Owner, id: str) -> str:
        """The secret word of the link by which the snapshot opens from now on; one that it had does not any more.
        Raises NotFound."""
        share, word = self.share(owner, id), secrets.token_urlsafe(32)
        with self.file.writing() as write:
            write.execute("UPDATE shares SET hash = ? WHERE id = ?", (hashed(word), share.id))
        return word

    def revoke(self, owner: Owner, id: str) -> None:
        """Deletes a snapshot with its link. Raises NotFound."""
        share = self.share(owner, id)
        with self.file.writing() as write:
            write.execute("DELETE FROM shares WHERE id = ?", (share.id,))
        self.file.emptied()

    def listed(self, owner: Owner) -> tuple[Share, ...]:
        """All that have a link, the newest first."""
        rows = self.file.rows(
            f"{_SELECT} c.desk = ? AND c.subject = ? AND s.hash IS NOT NULL ORDER BY s.made_at DESC, s.rowid DESC",
            (owner.desk, owner.subject),
        )
        return tuple(map(_share, rows))

    def share(self, owner: Owner, id: str) -> Share:
        """One of them, with a link or without. Raises NotFound."""
        return self._found("c.desk = ? AND c.subject = ? AND s.id = ?", owner.desk, owner.subject, clean(id))

    def opened(self, word: str, reader: Reader) -> Share:
        """What the link with this secret word leads `reader` to. Raises NotFound also for readers that it is not
        meant for."""
        share = self._found("s.hash = ?", hashed(word))
        if not meant_for(share, reader):
            raise NotFound(_ABSENT)
        return share

    def exchanges(self, share: Share) -> tuple[KeptExchange, ...]:
        """The snapshot."""
        rows = self.file.rows("SELECT * FROM shared WHERE share = ? ORDER BY number", (share.id,))
        return tuple(map(exchange_from, rows))

    def _found(self, condition: str, *values: object) -> Share:
        rows = self.file.rows(f"{_SELECT} {condition}", values)
        if not rows:
            raise NotFound(_ABSENT)
        return _share(rows[0])


def meant_for(share: Share, reader: Reader) -> bool:
    """Whether `reader` is among those that it is shared with: anybody, or a person of the same desk and tier."""
    if share.tier is Tier.PUBLIC:
        return True
    return bool(reader.subject) and reader.desk == share.desk and reader.tier >= share.tier


def _share(row: sqlite3.Row) -> Share:
    return Share(
        id=row["id"],
        conversation=row["conversation"],
        name=row["name"],
        desk=row["desk"],
        tier=Tier(row["tier"]),
        made_at=moment(row["made_at"]),
        published=row["hash"] is not None,
        anew=bool(row["anew"]),
        left_out=row["left_out"],
    )
