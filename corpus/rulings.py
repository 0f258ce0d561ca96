"""What editors have decided about documents, whatever their files say: for whom they are, and that they are retired.

A ruling that takes something away holds at once, in one transaction with its record. One that gives more holds from the
next generation of the indexes on.
"""

import json
from dataclasses import dataclass

from corpus.database import Database
from corpus.edits import now
from corpus.errors import NotFound
from corpus.types import Tier

RETIRED = "taken out of the library by an editor, who can put it back at /staff/documents"
"""The reason that a retired document's source is remembered with."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """`access` is the tier decided on, None if none was. `said` is what the file said then, `was` the tier that the
    document had then."""

    access: Tier | None = None
    said: Tier | None = None
    was: Tier | None = None
    retired: bool = False

    def over_file(self, says: Tier) -> Tier:
        """The tier of a document whose file says `says` now. A file that was changed since may tighten, not loosen."""
        if self.access is None:
            return says
        return self.access if says == self.said else max(self.access, says)

    def over_version(self, has: Tier) -> Tier:
        """The tier of a stored version that has `has`: the one decided on, unless it was made otherwise since."""
        return self.access if self.access is not None and has == self.was else has


def rulings(database: Database) -> dict[str, Ruling]:
    """Every ruling, by document."""
    rows = database.rows("SELECT * FROM rulings ORDER BY document_id")
    return {
        row["document_id"]: Ruling(
            _tier(row["access"]), _tier(row["said"]), _tier(row["was"]), retired=bool(row["retired"])
        )
        for row in rows
    }


def last_version(database: Database, document_id: str) -> int | None:
    """The newest stored version of a document that still has words."""
    rows = database.rows(
        "SELECT max(number) AS number FROM versions WHERE document_id = ? AND text != ''", (document_id,)
    )
    return rows[0]["number"] if rows and rows[0]["number"] is not None else None


def retier(database: Database, document_id: str, tier: Tier) -> bool:
    """Decides that a document is for `tier`. Returns whether that holds already: it does, unless readers are to be
    added. Raises NotFound for a document that is not in the library."""
    with database.writing() as write:
        row = write.execute(
            "SELECT d.access, v.meta, r.said FROM documents d "
            "JOIN versions v ON v.number = coalesce(d.staged, d.current) "
            "LEFT JOIN rulings r ON r.document_id = d.id WHERE d.id = ?",
            (document_id,),
        ).fetchone()
        if row is None:
            raise NotFound("The library has no such document.")
        was = int(Tier.named(json.loads(row["meta"])["access"]))
        said = was if row["said"] is None else row["said"]
        write.execute(
            "INSERT INTO rulings (document_id, access, said, was) VALUES (?, ?, ?, ?) ON CONFLICT (document_id) "
            "DO UPDATE SET access = excluded.access, said = excluded.said, was = excluded.was",
            (document_id, int(tier), said, was),
        )
        write.execute("UPDATE documents SET access = max(access, ?) WHERE id = ?", (int(tier), document_id))
        return bool(row["access"] <= tier)


def retire(database: Database, document_id: str) -> None:
    """Takes a document out of the library at once and for good; its old words stay for permalinks. Raises NotFound."""
    with database.writing() as write:
        row = write.execute(
            "SELECT staged FROM documents WHERE id = ? AND coalesce(staged, current) IS NOT NULL", (document_id,)
        ).fetchone()
        if row is None:
            raise NotFound("The library has no such document.")
        write.execute(
            "INSERT INTO rulings (document_id, retired) VALUES (?, 1) "
            "ON CONFLICT (document_id) DO UPDATE SET retired = 1",
            (document_id,),
        )
        write.execute(
            "UPDATE documents SET current = NULL, staged = NULL, removed_at = ? WHERE id = ?", (now(), document_id)
        )
        write.execute(
            "UPDATE sources SET state = 'retired', reason = ? WHERE document_id = ? AND state != 'duplicate'",
            (RETIRED, document_id),
        )
        if row["staged"] is not None:
            write.execute("DELETE FROM versions WHERE number = ?", (row["staged"],))


def restore(database: Database, document_id: str) -> None:
    """Lets a retired document come back with the next generation, for whom it was. Raises NotFound."""
    with database.writing() as write:
        done = write.execute("UPDATE rulings SET retired = 0 WHERE document_id = ? AND retired = 1", (document_id,))
        if not done.rowcount:
            raise NotFound("No such document is retired.")
        write.execute("DELETE FROM rulings WHERE document_id = ? AND access IS NULL", (document_id,))


def retired(database: Database) -> list[tuple[str, str]]:
    """(id, title) of every retired document, by title."""
    rows = database.rows(
        "SELECT r.document_id, (SELECT json_extract(v.meta, '$.title') FROM versions v WHERE v.document_id = "
        "r.document_id ORDER BY v.number DESC LIMIT 1) AS title FROM rulings r WHERE r.retired = 1 ORDER BY title"
    )
    return [(row["document_id"], row["title"] or row["document_id"]) for row in rows]


def _tier(value: int | None) -> Tier | None:
    return None if value is None else Tier(value)
