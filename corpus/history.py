"""What became of a passage: every version of its document that a reader may still see.

An old version is open to those who may read the document today and were meant to read that version too: tightening a
document closes its past at once, and opening it to more readers does not open what was written for fewer.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from corpus.catalogue import EDITION, Catalogue, passage_from_row
from corpus.errors import NotFound
from corpus.record import document_from_record, metadata_from_record
from corpus.types import Document, Metadata, Passage, Tier

_OPEN = (
    "d.access <= ? AND (d.staged IS NULL OR d.staged != v.number) "
    "AND json_extract(v.meta, '$.access') IN (SELECT value FROM json_each(?))"
)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document, by its number in the catalogue; `access` is the tightest tier that it has had, and
    `edition` what readers are told in the number's place (as in `LibraryEntry`)."""

    number: int
    document_id: str
    ingested_at: datetime
    access: Tier
    edition: int


@dataclass(frozen=True, slots=True)
class Edition:
    """A version in full: its document and its passages in order."""

    version: Version
    document: Document
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A passage as it stood in one version. Its text is empty once its words have been erased."""

    passage: Passage
    version: Version


@dataclass(frozen=True, slots=True)
class Past:
    """Where a passage has stood, oldest first (at least once), among all `versions` of its document that the reader may
    see, oldest first. `current` is the one that is read today; None where the document was removed, on `removed_at`."""

    standings: tuple[Standing, ...]
    versions: tuple[Version, ...]
    current: Version | None
    removed_at: datetime | None

    def after(self, version: Version) -> Version | None:
        """The version that replaced `version`; None for the last."""
        return next((later for later in self.versions if later.number > version.number), None)


def past_of(catalogue: Catalogue, passage_id: str, tier: Tier) -> Past:
    """What a reader of `tier` may know of the passage's past. Raises NotFound if that is nothing."""
    rows = catalogue.database.rows(
        f"SELECT p.*, v.number, v.document_id, v.ingested_at, {EDITION}, "  # noqa: S608
        "json_extract(v.meta, '$.access') AS own, d.access "
        "FROM passages p JOIN versions v ON v.number = p.version JOIN documents d ON d.id = v.document_id "
        f"WHERE p.id = ? AND {_OPEN} ORDER BY v.number",
        (passage_id, *_reader(tier)),
    )
    if not rows:
        raise NotFound("The library has no such passage.")
    document_id = rows[-1]["document_id"]  # one that was erased and then ingested again has had two
    standings = tuple(Standing(passage_from_row(r), _version(r)) for r in rows if r["document_id"] == document_id)
    versions, current, removed_at = _versions(catalogue, document_id, tier)
    return Past(standings, versions, current, removed_at)


def edition(catalogue: Catalogue, version: Version) -> Edition:
    """`version` in full. Its document's metadata has the version's tier as it is today. The tier was checked before."""
    with catalogue.database.reading() as read:
        row = read.execute("SELECT * FROM versions WHERE number = ?", (version.number,)).fetchone()
        passages = read.execute(
            "SELECT p.*, ? AS document_id FROM passages p WHERE p.version = ? ORDER BY p.position",
            (version.document_id, version.number),
        ).fetchall()
    if row is None:
        raise NotFound("The library has no such version.")
    record = {**json.loads(row["structure"]), "meta": _meta(row, version), "text": row["text"]}
    return Edition(version, document_from_record(record), tuple(passage_from_row(p) for p in passages))


def words_at(catalogue: Catalogue, version: Version, start: int, end: int) -> str:
    """The words at `start:end` of the version's text; fewer where it ends before. The tier was checked before."""
    rows = catalogue.database.rows(
        "SELECT substr(text, ?, ?) AS words FROM versions WHERE number = ?", (start + 1, end - start, version.number)
    )
    return str(rows[0]["words"]) if rows else ""


def metadata(catalogue: Catalogue, version: Version) -> Metadata:
    """What `version` says of its document, with the version's tier as it is today."""
    rows = catalogue.database.rows("SELECT meta FROM versions WHERE number = ?", (version.number,))
    if not rows:
        raise NotFound("The library has no such version.")
    return metadata_from_record(_meta(rows[0], version))


def _versions(
    catalogue: Catalogue, document_id: str, tier: Tier
) -> tuple[tuple[Version, ...], Version | None, datetime | None]:
    rows = catalogue.database.rows(
        f"SELECT v.number, v.document_id, v.ingested_at, {EDITION}, "  # noqa: S608
        "json_extract(v.meta, '$.access') AS own, d.access, "
        "d.current IS v.number AS is_current, d.removed_at FROM versions v JOIN documents d ON d.id = v.document_id "
        f"WHERE d.id = ? AND {_OPEN} ORDER BY v.number",
        (document_id, *_reader(tier)),
    )
    current = next((_version(row) for row in rows if row["is_current"]), None)
    removed = rows[-1]["removed_at"] if rows and current is None else None
    return tuple(map(_version, rows)), current, datetime.fromisoformat(removed) if removed else None


def _reader(tier: Tier) -> Sequence[object]:
    return int(tier), json.dumps([visible.label for visible in tier.visible()])


def _version(row: sqlite3.Row) -> Version:
    access = max(Tier(row["access"]), Tier.named(row["own"]))
    ingested_at = datetime.fromisoformat(row["ingested_at"])
    return Version(row["number"], row["document_id"], ingested_at, access, row["edition"])


def _meta(row: sqlite3.Row, version: Version) -> dict[str, object]:
    return {**json.loads(row["meta"]), "access": version.access.label}
