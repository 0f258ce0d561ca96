"""The conversations of each reader: kept, continued, named, listed and deleted. Nobody else's are there for anybody."""

import json
import re
import secrets
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from corpus.errors import NotFound
from corpus.types import Tier
from portal.conversations.errors import KeepingRefused
from portal.conversations.file import ConversationsFile, moment
from portal.conversations.types import Conversation, KeptExchange, Owner

MOST_CONVERSATIONS = 200
MOST_EXCHANGES = 60
LONGEST_RECORD_CHARS = 100_000
LONGEST_NAME_CHARS = 120
OWN_NAME_CHARS = 70
"""How much of its first question names a conversation that has been given no name."""

_ABSENT = "There is no such conversation."
_SUMMARY = (
    "SELECT c.id, c.name, c.began_at, c.grew_at, "
    "(SELECT count(*) FROM exchanges e WHERE e.conversation = c.id) AS exchanges FROM conversations c "
    "WHERE c.desk = ? AND c.subject = ?"
)


class Conversations:
    """The conversations in `file`. Every call names whose they are; another reader's raise NotFound like none."""

    def __init__(self, file: ConversationsFile) -> None:
        self.file = file

    def keep(self, owner: Owner, exchanges: Sequence[KeptExchange], name: str = "") -> Conversation:
        """Keeps a new conversation under `name`, or under its first question. Raises KeepingRefused at a limit."""
        id, now = secrets.token_urlsafe(12), int(self.file.now().timestamp())
        called = tidied(name) or named_by(exchanges[0].question)
        with self.file.writing() as write:
            (count,) = write.execute(
                "SELECT count(*) FROM conversations WHERE desk = ? AND subject = ?", (owner.desk, owner.subject)
            ).fetchone()
            if count >= MOST_CONVERSATIONS:
                raise KeepingRefused(
                    f"You keep {count} conversations, and no reader can keep more. Delete one to keep another."
                )
            row = (id, owner.desk, owner.subject, called, now, now)
            write.execute("INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?)", row)
            _add(write, id, exchanges)
        return self.conversation(owner, id)

    def add(self, owner: Owner, id: str, exchanges: Sequence[KeptExchange]) -> Conversation:
        """Keeps further exchanges of a conversation; those that it has already are passed over. Raises NotFound, and
        KeepingRefused at a limit."""
        with self.file.writing() as write:
            _own(write, owner, id)
            if _add(write, id, exchanges):
                write.execute(
                    "UPDATE conversations SET grew_at = ? WHERE id = ?", (int(self.file.now().timestamp()), id)
                )
        return self.conversation(owner, id)

    def listed(self, owner: Owner) -> tuple[Conversation, ...]:
        """All of them, the one that grew last first."""
        rows = self.file.rows(f"{_SUMMARY} ORDER BY c.grew_at DESC, c.rowid DESC", (owner.desk, owner.subject))
        return tuple(map(_conversation, rows))

    def conversation(self, owner: Owner, id: str) -> Conversation:
        """One of them. Raises NotFound."""
        rows = self.file.rows(f"{_SUMMARY} AND c.id = ?", (owner.desk, owner.subject, clean(id)))
        if not rows:
            raise NotFound(_ABSENT)
        return _conversation(rows[0])

    def exchanges(self, owner: Owner, id: str) -> tuple[KeptExchange, ...]:
        """What was asked and answered in it, in order. Raises NotFound."""
        found = self.conversation(owner, id)
        rows = self.file.rows("SELECT * FROM exchanges WHERE conversation = ? ORDER BY number", (found.id,))
        return tuple(map(exchange_from, rows))

    def rename(self, owner: Owner, id: str, name: str) -> Conversation:
        """Gives it another name; an empty one names it by its first question again. Raises NotFound."""
        called = tidied(name) or named_by(self.exchanges(owner, id)[0].question)
        with self.file.writing() as write:
            _own(write, owner, id)
            write.execute("UPDATE conversations SET name = ? WHERE id = ?", (called, clean(id)))
        self.file.emptied()
        return self.conversation(owner, id)

    def delete(self, owner: Owner, id: str) -> None:
        """Deletes it with all links to it, from every byte of the file. Raises NotFound."""
        with self.file.writing() as write:
            _own(write, owner, id)
            write.execute("DELETE FROM conversations WHERE id = ?", (clean(id),))
        self.file.emptied()

    def delete_all(self, owner: Owner) -> int:
        """Deletes all of the reader's; how many there were."""
        with self.file.writing() as write:
            count = write.execute(
                "DELETE FROM conversations WHERE desk = ? AND subject = ?", (owner.desk, owner.subject)
            ).rowcount
        self.file.emptied()
        return count

    def erase(self, *, before: datetime, drafts_kept: timedelta = timedelta(hours=1)) -> int | None:
        """Deletes every reader's conversations that have not grown since that moment, and what was prepared to be
        shared and never was; how many conversations. None if their words may still be in the log of the file."""
        drafts = int((self.file.now() - drafts_kept).timestamp())
        with self.file.writing() as write:
            write.execute("DELETE FROM shares WHERE hash IS NULL AND made_at < ?", (drafts,))
            count = write.execute("DELETE FROM conversations WHERE grew_at < ?", (int(before.timestamp()),)).rowcount
        return count if self.file.emptied() else None


def named_by(question: str) -> str:
    """The name of a conversation that begins with `question`: as much of it as goes on a line."""
    words = tidied(question)
    if len(words) <= OWN_NAME_CHARS:
        return words
    cut = words[:OWN_NAME_CHARS]
    return (cut.rpartition(" ")[0].rstrip(" ,;:") or cut) + "…"


def tidied(name: str) -> str:
    """A name on one line, without what cannot be seen, as long as names are."""
    shown = "".join(character for character in clean(name) if character.isprintable() or character.isspace())
    return re.sub(r"\s+", " ", shown).strip()[:LONGEST_NAME_CHARS].strip()


def clean(text: str) -> str:
    """`text` without halves of characters, which no file takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def row_of(exchange: KeptExchange) -> tuple[str, int, int, str]:
    """An exchange as its tables have it. Raises KeepingRefused for one that is too long."""
    record = json.dumps(exchange.record, ensure_ascii=False, separators=(",", ":"))
    if len(record) > LONGEST_RECORD_CHARS:
        raise KeepingRefused("This answer is too long to be kept. Save its receipt instead.")
    return clean(exchange.answer_id), int(exchange.asked_at.timestamp()), int(exchange.tier), clean(record)


def exchange_from(row: sqlite3.Row) -> KeptExchange:
    """An exchange from one of its tables."""
    return KeptExchange(
        row["answer"], moment(row["asked_at"]), Tier(row["tier"]), json.loads(row["record"]), row["number"]
    )


def _own(write: sqlite3.Connection, owner: Owner, id: str) -> None:
    found = write.execute(
        "SELECT 1 FROM conversations WHERE id = ? AND desk = ? AND subject = ?", (clean(id), owner.desk, owner.subject)
    ).fetchone()
    if found is None:
        raise NotFound(_ABSENT)


def _add(write: sqlite3.Connection, id: str, exchanges: Sequence[KeptExchange]) -> int:
    """How many were new."""
    known = {row["answer"] for row in write.execute("SELECT answer FROM exchanges WHERE conversation = ?", (id,))}
    new = [row_of(each) for each in exchanges if each.answer_id not in known]
    if len(known) + len(new) > MOST_EXCHANGES:
        raise KeepingRefused(f"A kept conversation has up to {MOST_EXCHANGES} questions. Begin a new one to keep more.")
    for number, row in enumerate(new, len(known) + 1):
        write.execute("INSERT INTO exchanges VALUES (?, ?, ?, ?, ?, ?)", (id, number, *row))
    return len(new)


def _conversation(row: sqlite3.Row) -> Conversation:
    return Conversation(row["id"], row["name"], moment(row["began_at"]), moment(row["grew_at"]), row["exchanges"])
