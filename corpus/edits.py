"""The log of what editors have done to the library, and the line of what is still to be done.

An edit is `waiting`, then `running`; it ends `done`, `refused` (the file could not be taken, `reason` says why) or
`failed` (it broke and may be tried again).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal

from corpus.database import Database
from corpus.errors import NotFound
from corpus.types import Tier

Task = Literal["upload", "retire", "restore", "retier"]
State = Literal["waiting", "running", "done", "refused", "failed"]
MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Label:
    """What an editor says of a file. `name` is what it was called where it came from, and nothing but a label; an
    empty `title` or `kind` and no date leave it to the file."""

    name: str
    access: Tier
    title: str = ""
    kind: str = ""
    published: date | None = None

    def record(self) -> dict[str, Any]:
        """The label as JSON values."""
        published = self.published.isoformat() if self.published else None
        record = {"name": self.name, "access": self.access.label, "title": self.title, "kind": self.kind}
        return {**record, "published": published}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Label":
        """The inverse of `record`. Raises ValueError, KeyError or TypeError for a record that is none."""
        published = date.fromisoformat(record["published"]) if record["published"] else None
        access = Tier.named(record["access"])
        return cls(str(record["name"]), access, str(record["title"]), str(record["kind"]), published)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit. `editor` is a pseudonym, `label` the file's name or the document's title, `access` the tier chosen.
    `steps` are those reached so far, `report` what became of it (JSON values)."""

    number: int
    asked_at: datetime
    editor: str
    task: Task
    label: str
    document_id: str | None = None
    checksum: str | None = None
    access: Tier | None = None
    state: State = "waiting"
    began_at: datetime | None = None
    ended_at: datetime | None = None
    steps: tuple[str, ...] = ()
    report: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in ("waiting", "running")


class EditLog:
    """The edits in a catalogue's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, editor: str, task: Task, label: str, *, document_id: str | None = None, checksum: str | None = None,
        access: Tier | None = None,
    ) -> int:  # fmt: skip
        """Puts an edit into the line; returns its number."""
        with self._database.writing() as write:
            number = write.execute(
                "INSERT INTO edits (asked_at, editor, task, label, document_id, checksum, access) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (now(), editor, task, label, document_id, checksum, None if access is None else int(access)),
            ).lastrowid
        assert number is not None  # noqa: S101 - an INSERT always has a row id
        return number

    def edit(self, number: int) -> Edit:
        """The edit of this number. Raises NotFound."""
        rows = self._database.rows("SELECT * FROM edits WHERE number = ?", (number,))
        if not rows:
            raise NotFound("There is no such edit.")
        return _edit(rows[0])

    def newest(self, count: int, start: int = 0) -> list[Edit]:
        """The last edits, newest first."""
        rows = self._database.rows("SELECT * FROM edits ORDER BY number DESC LIMIT ? OFFSET ?", (count, start))
        return [_edit(row) for row in rows]

    def unfinished(self) -> int:
        """How many edits are waiting or running."""
        rows = self._database.rows("SELECT count(*) AS n FROM edits WHERE state IN ('waiting', 'running')")
        return int(rows[0]["n"])

    def recover(self) -> None:
        """Puts back into the line what was running when its process ended. The caller holds the ingest lock, so none
        is running; an edit that has been tried too often has failed."""
        with self._database.writing() as write:
            write.execute(
                "UPDATE edits SET state = 'failed', ended_at = ?, reason = ? WHERE state = 'running' AND tries >= ?",
                (now(), f"The process that worked on it ended {MOST_TRIES} times before it was done.", MOST_TRIES),
            )
            write.execute("UPDATE edits SET state = 'waiting', steps = '[]' WHERE state = 'running'")

    def take(self) -> Edit | None:
        """The first edit in the line, which is now running; None if there is none."""
        with self._database.writing() as write:
            row = write.execute("SELECT number FROM edits WHERE state = 'waiting' ORDER BY number LIMIT 1").fetchone()
            if row is None:
                return None
            write.execute(
                "UPDATE edits SET state = 'running', began_at = ?, tries = tries + 1, steps = '[]' WHERE number = ?",
                (now(), row["number"]),
            )
        return self.edit(row["number"])

    def step(self, number: int, name: str) -> None:
        """Notes that an edit has reached a step."""
        with self._database.writing() as write:
            write.execute("UPDATE edits SET steps = json_insert(steps, '$[#]', ?) WHERE number = ?", (name, number))

    def end(
        self, number: int, state: State, *, reason: str = "", report: Mapping[str, Any] | None = None,
        document_id: str | None = None,
    ) -> None:  # fmt: skip
        """Notes how an edit ended."""
        with self._database.writing() as write:
            write.execute(
                "UPDATE edits SET state = ?, ended_at = ?, reason = ?, report = ?, "
                "document_id = coalesce(?, document_id) WHERE number = ?",
                (state, now(), reason, json.dumps(report or {}), document_id, number),
            )

    def again(self, number: int) -> None:
        """Puts a failed edit into the line again. Raises NotFound for one that has not failed."""
        with self._database.writing() as write:
            done = write.execute(
                "UPDATE edits SET state = 'waiting', tries = 0, reason = '', report = '', ended_at = NULL "
                "WHERE number = ? AND state = 'failed'",
                (number,),
            )
        if not done.rowcount:
            raise NotFound("There is no such edit that has failed.")

    def of_checksum(self, checksum: str) -> Edit | None:
        """The last upload of a file with these bytes; None if there was none."""
        rows = self._database.rows(
            "SELECT * FROM edits WHERE checksum = ? AND task = 'upload' ORDER BY number DESC LIMIT 1", (checksum,)
        )
        return _edit(rows[0]) if rows else None


def now() -> str:
    """This moment as the log writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _edit(row: Any) -> Edit:
    return Edit(
        number=row["number"],
        asked_at=datetime.fromisoformat(row["asked_at"]),
        editor=row["editor"],
        task=row["task"],
        label=row["label"],
        document_id=row["document_id"],
        checksum=row["checksum"],
        access=None if row["access"] is None else Tier(row["access"]),
        state=row["state"],
        began_at=_moment(row["began_at"]),
        ended_at=_moment(row["ended_at"]),
        steps=tuple(json.loads(row["steps"])),
        report=json.loads(row["report"] or "{}"),
        reason=row["reason"],
    )


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
