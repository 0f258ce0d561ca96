"""The catalogue: documents, their versions and passages, as the library's readers may see them.

A new version of a document is first *staged* beside the current one and becomes current when the generation of the
indexes that covers it is switched on (`corpus.generations`), so that readers see the old library or the new one and
never a mixture. Removing a document and tightening its tier take effect at once.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from corpus.database import Database
from corpus.errors import NotFound
from corpus.record import document_from_record, document_to_record, metadata_from_record
from corpus.types import Document, LibraryEntry, Metadata, Passage, Tier

Vectors = tuple[NDArray[np.float32], NDArray[np.float16]]
"""A passage's vector `(dim,)` and its sentences' `(sentences, dim)`, all of unit length."""

_PASSAGE = "SELECT p.*, v.document_id FROM passages p JOIN versions v ON v.number = p.version"

EDITION = (
    "(SELECT count(*) FROM versions o WHERE o.document_id = v.document_id AND o.number <= v.number AND "
    "CASE json_extract(o.meta, '$.access') WHEN 'public' THEN 0 WHEN 'member' THEN 1 ELSE 2 END <= max(d.access, "
    "CASE json_extract(v.meta, '$.access') WHEN 'public' THEN 0 WHEN 'member' THEN 1 ELSE 2 END)) AS edition"
)
"""Which of its document's versions `v` is, from 1, counting those that all readers of `v` may see."""

_ENTRY = (
    f"SELECT d.id, d.access, v.*, {EDITION}, length(v.text) AS characters, count(p.position) AS passages "  # noqa: S608
    "FROM documents d JOIN versions v ON v.number = d.current LEFT JOIN passages p ON p.version = v.number"
)


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with the version of the document that it was found in, and the hash of what was embedded for it."""

    passage: Passage
    version: int
    content: str


class Catalogue:
    """The documents of a library in a `Database`. Every read takes the reader's tier.

    `withheld` counts the passages that an index named for a reader who may not see them: 0, but for the moments between
    the tightening of a tier and the next generation.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.withheld = 0
        self._entries: dict[tuple[int, int], LibraryEntry] = {}

    # what readers see

    def entries(self, tier: Tier) -> list[LibraryEntry]:
        """The documents that a reader of `tier` may see, newest publication first."""
        rows = self.database.rows(
            "SELECT access, current FROM documents WHERE current IS NOT NULL AND access <= ?", (int(tier),)
        )
        wanted = [(row["current"], row["access"]) for row in rows]
        if any(key not in self._entries for key in wanted):
            self._entries = self._all_entries()
        entries = [self._entries[key] for key in wanted if key in self._entries]
        return sorted(entries, key=lambda entry: (entry.meta.published is None, _newest_first(entry), entry.id))

    def _all_entries(self) -> dict[tuple[int, int], LibraryEntry]:
        """Every current entry by (version, tier): neither changes for a version, so they are parsed once."""
        rows = self.database.rows(_ENTRY + " GROUP BY d.id")
        return {(row["number"], row["access"]): _entry(row) for row in rows}

    def document(self, document_id: str, tier: Tier) -> tuple[LibraryEntry, Document, list[Passage]]:
        """The current version of a document and its passages in order. Raises NotFound."""
        rows = self.database.rows(_ENTRY + " WHERE d.id = ? AND d.access <= ? GROUP BY d.id", (document_id, int(tier)))
        if not rows:
            raise NotFound("The library has no such document.")
        entry = _entry(rows[0])
        passages = self.database.rows(_PASSAGE + " WHERE p.version = ? ORDER BY p.position", (entry.version,))
        return entry, _document(rows[0]), [passage_from_row(row) for row in passages]

    def current_passages(self, ids: Sequence[str], tier: Tier) -> dict[str, tuple[StoredPassage, Metadata]]:
        """Those of the passages `ids` that are current and within `tier`, with their document's metadata."""
        marks = ",".join("?" * len(ids))
        rows = self.database.rows(
            "SELECT p.*, d.id AS document_id FROM passages p JOIN documents d ON d.current = p.version "  # noqa: S608
            f"WHERE d.access <= ? AND p.id IN ({marks})",
            (int(tier), *ids),
        )
        if unseen := set(ids) - {row["id"] for row in rows}:
            self._count_withheld(sorted(unseen), tier)
        metas = {entry.id: entry.meta for entry in self.entries(tier)}
        return {
            row["id"]: (StoredPassage(passage_from_row(row), row["version"], row["content"]), metas[row["document_id"]])
            for row in rows
            if row["document_id"] in metas
        }

    def _count_withheld(self, ids: Sequence[str], tier: Tier) -> None:
        marks = ",".join("?" * len(ids))
        (row,) = self.database.rows(
            "SELECT count(DISTINCT p.id) AS held FROM passages p JOIN documents d ON d.current = p.version "  # noqa: S608
            f"WHERE d.access > ? AND p.id IN ({marks})",
            (int(tier), *ids),
        )
        self.withheld += row["held"]

    def version_document(self, version: int) -> Document:
        """The document as it stood in `version`, whether or not that is current. The caller has checked the tier."""
        rows = self.database.rows("SELECT * FROM versions WHERE number = ?", (version,))
        if not rows:
            raise NotFound("The library has no such version.")
        return _document(rows[0])

    def texts(self, versions: Sequence[int]) -> dict[int, str]:
        """The words of `versions` by their number; those that are gone are left out. The caller has checked the
        tier."""
        marks = ",".join("?" * len(versions))
        rows = self.database.rows(
            f"SELECT number, text FROM versions WHERE number IN ({marks})",  # noqa: S608 - only question marks
            tuple(versions),
        )
        return {row["number"]: row["text"] for row in rows}

    def vectors(self, contents: Iterable[str], model: str) -> dict[str, Vectors]:
        """The stored vectors of the passages whose content hashes are `contents`; missing ones are left out."""
        wanted = list(dict.fromkeys(contents))
        found: dict[str, Vectors] = {}
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = self.database.rows(
                f"SELECT * FROM vectors WHERE model = ? AND content IN ({marks})",  # noqa: S608 - only question marks
                (model, *part),
            )
            for row in rows:
                passage = np.frombuffer(row["passage"], dtype="<f4")
                sentences = np.frombuffer(row["sentences"], dtype="<f2").reshape(-1, passage.size)
                found[row["content"]] = passage, sentences
        return found

    # what ingest does

    def stage(
        self,
        document: Document,
        passages: Sequence[tuple[Passage, str]],
        recipe: str,
        model: str,
        vectors: dict[str, Vectors],
    ) -> int:
        """Stores a version of `document` with its passages (each with its content hash), to become current at the next
        switch; in one transaction. Returns the version's number. A tighter tier holds from now on."""
        record = document_to_record(document)
        text, meta = record.pop("text"), record.pop("meta")
        with self.database.writing() as write:
            write.execute(
                "INSERT INTO documents (id, access) VALUES (?, ?) "
                "ON CONFLICT (id) DO UPDATE SET access = max(access, excluded.access)",
                (document.id, int(document.meta.access)),
            )
            _drop_staged(write, document.id)
            number = write.execute(
                "INSERT INTO versions (document_id, checksum, recipe, ingested_at, meta, structure, text) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (document.id, document.checksum, recipe, _now(), json.dumps(meta), json.dumps(record), text),
            ).lastrowid
            write.executemany(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_passage_row(number, passage, content) for passage, content in passages],
            )
            write.executemany(
                "INSERT OR IGNORE INTO vectors VALUES (?, ?, ?, ?)",
                [(c, model, p.astype("<f4").tobytes(), s.astype("<f2").tobytes()) for c, (p, s) in vectors.items()],
            )
            write.execute("UPDATE documents SET staged = ? WHERE id = ?", (number, document.id))
        assert number is not None  # noqa: S101 - an INSERT always has a row id
        return number

    def remove(self, document_id: str) -> None:
        """Takes a document out of the library at once; its old words stay for permalinks."""
        with self.database.writing() as write:
            _drop_staged(write, document_id)
            write.execute(
                "UPDATE documents SET current = NULL, removed_at = ? WHERE id = ?",
                (_now(), document_id),
            )

    def known_version(self, document_id: str) -> tuple[str, str] | None:
        """(checksum, recipe) of the document's staged version, else of its current one; None if it has neither."""
        rows = self.database.rows(
            "SELECT v.checksum, v.recipe FROM documents d JOIN versions v ON v.number = coalesce(d.staged, d.current) "
            "WHERE d.id = ?",
            (document_id,),
        )
        return (rows[0]["checksum"], rows[0]["recipe"]) if rows else None

    def target_passages(self) -> list[tuple[Tier, StoredPassage, Metadata]]:
        """All passages that the next generation holds: those of staged versions, else of current ones."""
        with self.database.reading() as read:
            rows = read.execute(
                "SELECT p.*, v.document_id, v.meta "
                "FROM documents d JOIN versions v ON v.number = coalesce(d.staged, d.current) "
                "JOIN passages p ON p.version = v.number ORDER BY d.id, p.position"
            ).fetchall()
        metas: dict[int, Metadata] = {}
        result = []
        for row in rows:
            meta = metas.setdefault(row["version"], metadata_from_record(json.loads(row["meta"])))
            result.append((meta.access, StoredPassage(passage_from_row(row), row["version"], row["content"]), meta))
        return result

    def target_versions(self) -> list[tuple[str, int]]:
        """(document id, version) of every document as the next generation holds it, by id."""
        rows = self.database.rows(
            "SELECT id, coalesce(staged, current) AS number FROM documents "
            "WHERE coalesce(staged, current) IS NOT NULL ORDER BY id"
        )
        return [(row["id"], row["number"]) for row in rows]


def _drop_staged(write: sqlite3.Connection, document_id: str) -> None:
    staged = write.execute("SELECT staged FROM documents WHERE id = ?", (document_id,)).fetchone()
    if staged and staged["staged"] is not None:
        write.execute("UPDATE documents SET staged = NULL WHERE id = ?", (document_id,))
        write.execute("DELETE FROM versions WHERE number = ?", (staged["staged"],))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _newest_first(entry: LibraryEntry) -> int:
    return -entry.meta.published.toordinal() if entry.meta.published else 0


def _meta(row: sqlite3.Row) -> Metadata:
    """The metadata of a version, with the tier that holds now (which may be tighter than the version's own)."""
    record = json.loads(row["meta"])
    record["access"] = Tier(row["access"]).label
    return metadata_from_record(record)


def _entry(row: sqlite3.Row) -> LibraryEntry:
    return LibraryEntry(
        id=row["id"],
        meta=_meta(row),
        passages=row["passages"],
        characters=row["characters"],
        version=row["number"],
        ingested_at=datetime.fromisoformat(row["ingested_at"]),
        edition=row["edition"],
    )


def _document(row: sqlite3.Row) -> Document:
    return document_from_record({**json.loads(row["structure"]), "meta": json.loads(row["meta"]), "text": row["text"]})


def _passage_row(version: int | None, passage: Passage, content: str) -> tuple[object, ...]:
    return (
        version,
        passage.position,
        passage.id,
        passage.start,
        passage.end,
        passage.text,
        passage.page,
        passage.speaker,
        json.dumps(passage.section, ensure_ascii=False),
        json.dumps(passage.sentences),
        content,
    )


def passage_from_row(row: sqlite3.Row) -> Passage:
    """The passage in a row of `passages`, joined with its `document_id`."""
    return Passage(
        id=row["id"],
        document_id=row["document_id"],
        text=row["text"],
        start=row["start"],
        end=row["end"],
        section=tuple(json.loads(row["section"])),
        page=row["page"],
        position=row["position"],
        speaker=row["speaker"],
        sentences=tuple((a, b) for a, b in json.loads(row["sentences"])),
    )
