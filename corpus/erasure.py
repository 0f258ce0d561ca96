"""Words taken out of the catalogue for good: out of every version, with their vectors, and out of free pages.

What is left of a passage is its id, so that its permalink can say that the words were erased. Everything here may be
done again after it was cut short, with the same result.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.database import Database
from corpus.errors import CatalogueError, NotFound
from corpus.folding import fold
from corpus.record import metadata_to_record
from corpus.types import Metadata, Tier

BLOT = "█"
"""Stands for each erased character where other words of the same version are kept."""

ERASED_TITLE = "Erased document"
_EMPTY_STRUCTURE = {"sections": [], "blocks": [], "pages": [], "notes": [], "checksum": ""}


@dataclass(frozen=True, slots=True)
class Stored:
    """What the catalogue holds of a document: how many versions, and how many passages that still have words; `files`
    are the sources that it was read from."""

    document_id: str
    title: str
    versions: int
    passages: int
    files: tuple[str, ...]


def stored(database: Database, document_id: str) -> Stored:
    """What there is to erase. Also finds a document under the id that it had before it was erased. Raises NotFound."""
    row = next(
        (
            row
            for id in (document_id, _erased_id(document_id))
            for row in database.rows("SELECT id FROM documents WHERE id = ?", (id,))
        ),
        None,
    )
    if row is None:
        raise NotFound(f"The library has no document '{document_id}' and never had one. Its page's address has the id.")
    versions = database.rows(
        "SELECT number, json_extract(meta, '$.title') AS title FROM versions WHERE document_id = ? ORDER BY number",
        (row["id"],),
    )
    counted = database.rows(
        "SELECT count(DISTINCT p.id) AS passages FROM passages p JOIN versions v ON v.number = p.version "
        "WHERE v.document_id = ? AND p.text != ''",
        (row["id"],),
    )
    files = database.rows("SELECT path FROM sources WHERE document_id = ? ORDER BY path", (row["id"],))
    title = versions[-1]["title"] if versions else ERASED_TITLE
    return Stored(row["id"], title, len(versions), counted[0]["passages"], tuple(file["path"] for file in files))


def erase_document(database: Database, document_id: str) -> None:
    """Takes the document out of the library, its words and names out of the catalogue; in one transaction."""
    new_id = _erased_id(document_id)
    with database.writing() as write:
        rows = write.execute("SELECT * FROM documents WHERE id = ?", (document_id,)).fetchall()
        for row in rows:
            values = (new_id, row["access"], row["removed_at"] or _now())
            write.execute("INSERT OR IGNORE INTO documents (id, access, removed_at) VALUES (?, ?, ?)", values)
            write.execute("UPDATE documents SET current = NULL, staged = NULL WHERE id = ?", (document_id,))
        versions = write.execute("SELECT number, meta FROM versions WHERE document_id = ?", (document_id,)).fetchall()
        for version in versions:
            _empty(write, version, new_id)
        write.execute("DELETE FROM sources WHERE document_id = ?", (document_id,))
        write.execute("DELETE FROM rulings WHERE document_id = ?", (document_id,))
        write.execute(
            "UPDATE edits SET label = ?, document_id = ?, checksum = NULL, reason = '' WHERE document_id = ?",
            (ERASED_TITLE, new_id, document_id),
        )
        if new_id != document_id:
            write.execute("DELETE FROM documents WHERE id = ?", (document_id,))
        _drop_vectors(write)


def erase_passages(database: Database, document_id: str, passage_ids: Sequence[str]) -> int:
    """Takes the words of passages that are no longer read out of every old version of their document, sentence by
    sentence; in one transaction. Returns how many of those sentences the version that is read today still has.

    Raises NotFound for a passage that the document never had, CatalogueError for one that is read today.
    """
    with database.writing() as write:
        document = write.execute("SELECT * FROM documents WHERE id = ?", (document_id,)).fetchone()
        kept = [number for number in (document["current"], document["staged"]) if number is not None]
        wanted = [sentence for id in passage_ids for sentence in _sentences(write, document_id, id, kept)]
        for version in write.execute("SELECT * FROM versions WHERE document_id = ?", (document_id,)).fetchall():
            if version["number"] not in kept:
                _blot(write, version, wanted)
        marks = ",".join("?" * len(kept)) or "NULL"
        for id in passage_ids:
            write.execute(
                "UPDATE passages SET text = '', sentences = '[]', content = '' WHERE id = ? "  # noqa: S608
                f"AND version IN (SELECT number FROM versions WHERE document_id = ?) AND version NOT IN ({marks})",
                (id, document_id, *kept),
            )
        _drop_vectors(write)
        texts = [write.execute("SELECT text FROM versions WHERE number = ?", (n,)).fetchone()["text"] for n in kept]
        return sum(any(list(_places(text, sentence)) for text in texts) for sentence in dict.fromkeys(wanted))


def scrub(database: Database) -> None:
    """Rewrites the file without its free pages and empties the write-ahead log, so that nothing erased is left in them.

    Raises CatalogueError while another process reads from an older state of the file.
    """
    database.rows("VACUUM")
    (result,) = database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    if result["busy"]:
        raise CatalogueError(
            f"The words are erased, but another process is reading {database.path}, and they may still be in its log. "
            "Run the same command again in a moment."
        )


def _erased_id(document_id: str) -> str:
    """An id that tells nothing: that of a document has words of its file's name in it."""
    return f"erased-{document_id.rpartition('-')[2]}"


def _empty(write: sqlite3.Connection, version: sqlite3.Row, new_id: str) -> None:
    access = Tier.named(json.loads(version["meta"])["access"])
    meta = json.dumps(metadata_to_record(Metadata(ERASED_TITLE, access=access)))
    structure = json.dumps({"id": new_id, **_EMPTY_STRUCTURE})
    write.execute(
        "UPDATE versions SET document_id = ?, text = '', structure = ?, meta = ?, checksum = '' WHERE number = ?",
        (new_id, structure, meta, version["number"]),
    )
    write.execute(
        "UPDATE passages SET text = '', start = 0, \"end\" = 0, page = NULL, speaker = NULL, section = '[]', "
        "sentences = '[]', content = '' WHERE version = ?",
        (version["number"],),
    )


def _sentences(write: sqlite3.Connection, document_id: str, passage_id: str, kept: Sequence[int]) -> Iterator[str]:
    """The sentences of a passage in all versions of it."""
    rows = write.execute(
        "SELECT p.*, v.text AS whole FROM passages p JOIN versions v ON v.number = p.version "
        "WHERE v.document_id = ? AND p.id = ?",
        (document_id, passage_id),
    ).fetchall()
    if not rows:
        raise NotFound(
            f"The document '{document_id}' never had a passage '{passage_id}'. Its page's address has the id."
        )
    if any(row["version"] in kept for row in rows):
        raise CatalogueError(
            f"The passage '{passage_id}' is read today. Take its words out of the document's file and run "
            "`python -m ingest` first, or erase the whole document."
        )
    for row in rows:
        for start, end in json.loads(row["sentences"]):
            yield row["whole"][start:end]


def _blot(write: sqlite3.Connection, version: sqlite3.Row, sentences: Iterable[str]) -> None:
    """Covers `sentences` in an old version; a passage of it that has no other words loses its text."""
    text = version["text"]
    for sentence in dict.fromkeys(sentences):
        for start, end in _places(text, sentence):
            text = text[:start] + re.sub(r"\S", BLOT, text[start:end]) + text[end:]
    if text == version["text"]:
        return
    write.execute("UPDATE versions SET text = ? WHERE number = ?", (text, version["number"]))
    for row in write.execute("SELECT * FROM passages WHERE version = ?", (version["number"],)).fetchall():
        words = text[row["start"] : row["end"]]
        if words != row["text"] and row["text"]:
            left = words if re.search(r"\w", words) else ""
            write.execute(
                "UPDATE passages SET text = ?, sentences = ?, content = '' WHERE version = ? AND position = ?",
                (left, row["sentences"] if left else "[]", row["version"], row["position"]),
            )


def _places(text: str, sentence: str) -> Iterator[tuple[int, int]]:
    """Where `sentence` stands in `text` as whole words, however it is typed."""
    folded, wanted = fold(text), fold(sentence).text.strip()
    if not re.search(r"\w", wanted):
        return
    for found in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", folded.text):
        yield folded.span(found.start(), found.end())


def _drop_vectors(write: sqlite3.Connection) -> None:
    """Deletes the vectors that no passage of any version has any more."""
    write.execute("DELETE FROM vectors WHERE content NOT IN (SELECT content FROM passages)")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
