"""Kept conversations, as far as an erasure must know them: what a kept answer says in words of its own.

The file is written by the web app (`portal/conversations/`), which keeps where quotations stand and not their words.
But sentences of a language model and of the desk are kept as they were written, so they go with what they rest on.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from corpus.errors import CatalogueError

Place = dict[str, Any]
"""Where something stands that a kept answer has to do with: its document and its passage."""

CONVERSATIONS_FILE = "conversations.sqlite3"
ERASED = "erased"
_TABLES = {"exchanges": "conversation", "shared": "share"}
"""The tables that hold answers, with the column that, together with `number`, tells their rows apart."""


def forget_answers(data: Path, document_id: str, passages: Sequence[str] = ()) -> int:
    """Takes what was said out of every kept answer that cites the document, or only those `passages` of it; how many
    there were. That it cites something stays, so that its reader is told why it is not shown.

    Raises CatalogueError where the file cannot be used, or while another process reads from an older state of it.
    """
    path = data / CONVERSATIONS_FILE
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(path, timeout=5.0, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            count = sum(_forget(connection, table, document_id, set(passages)) for table in _TABLES)
            connection.execute("COMMIT")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise CatalogueError(
            f"The answers kept in {path} cannot be erased ({error}). Run the command again."
        ) from error
    if busy:
        raise CatalogueError(
            f"The kept answers are erased, but another process is reading {path}, and they may still be in its log. "
            "Run the same command again in a moment."
        )
    return count


def _forget(connection: sqlite3.Connection, table: str, document_id: str, passages: set[str]) -> int:
    key = _TABLES[table]
    rows = connection.execute(
        f"SELECT {key}, number, record FROM {table} WHERE instr(record, ?)",  # noqa: S608
        (json.dumps(document_id, ensure_ascii=False),),
    ).fetchall()

    def erased(place: Place) -> bool:
        return place["document"] == document_id and (not passages or place["passage"] in passages)

    overdue = [(of, number, record) for of, number, text in rows if _rests(record := json.loads(text), erased)]
    for of, number, record in overdue:
        shown = any(map(erased, _shown(record)))
        bare = _without_words(record, document_id if not passages else "") if shown else _without_claims(record, erased)
        said = json.dumps(bare, ensure_ascii=False)
        connection.execute(
            f"UPDATE {table} SET record = ? WHERE {key} = ? AND number = ?",  # noqa: S608
            (said, of, number),
        )
    return len(overdue)


def _shown(record: dict[str, Any]) -> list[Place]:
    return [*record["citations"], *record["related"]]


def _rests(record: dict[str, Any], erased: Callable[[Place], bool]) -> bool:
    """Whether it shows what is erased, or has a sentence that claims to rest on it."""
    claims = [place for statement in record["statements"] for place in statement.get("claims", ())]
    return any(map(erased, [*_shown(record), *claims]))


def _without_claims(record: dict[str, Any], erased: Callable[[Place], bool]) -> dict[str, Any]:
    """The record without the sentences that claim to rest on what is erased, whose words they may have."""
    return {
        **record,
        "statements": [each for each in record["statements"] if not any(map(erased, each.get("claims", ())))],
    }


def _without_words(record: dict[str, Any], document_id: str) -> dict[str, Any]:
    """The record without what was said, and without the id of a document that is erased altogether."""

    def place(each: dict[str, Any]) -> dict[str, Any]:
        return {**each, "document": ERASED} if each["document"] == document_id else each

    bare = {name: value for name, value in record.items() if name not in ("prose", "as_of")}
    return {
        **bare,
        "standalone_question": record["question"],
        "reason": "",
        "tally": None,
        "offered": [],
        "differences": [],
        "filters": {},
        "statements": [],
        "citations": [place(each) for each in record["citations"]],
        "related": [place(each) for each in record["related"]],
    }
