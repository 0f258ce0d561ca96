"""Which files an ingest is about, and what the catalogue remembers of them."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.database import Database


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. `name` is its path within the folder it was found in, with forward slashes."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the catalogue knows of a file from the last ingest that saw it."""

    path: str
    name: str
    document_id: str | None
    checksum: str | None
    size: int | None
    modified_ns: int | None
    state: str
    reason: str


def find(paths: Iterable[Path]) -> Iterator[SourceFile]:
    """The files under `paths`, each once, in a stable order. Hidden files and folders are passed over; folders that are
    links are not entered. Raises FileNotFoundError for a path that is not there."""
    seen: set[Path] = set()
    for path in paths:
        if not os.path.lexists(path):
            raise FileNotFoundError(path)
        for file, name in _below(path):
            absolute = Path(os.path.abspath(file))  # noqa: PTH100 - resolve() would follow a link
            if absolute not in seen:
                seen.add(absolute)
                yield SourceFile(absolute, name)


def _below(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.is_dir() or path.is_symlink():
        yield path, path.name
        return
    for folder, folders, files in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                file = Path(folder) / name
                yield file, file.relative_to(path).as_posix()


class Memory:
    """The `sources` table: what became of each file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Remembered]:
        """Every remembered file, by path."""
        rows = self._database.rows("SELECT * FROM sources ORDER BY path")
        return {row["path"]: Remembered(**dict(row)) for row in rows}

    def keep(self, file: Remembered) -> None:
        """Remembers what became of a file."""
        with self._database.writing() as write:
            write.execute(
                "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    file.path,
                    file.name,
                    file.document_id,
                    file.checksum,
                    file.size,
                    file.modified_ns,
                    file.state,
                    file.reason,
                ),
            )

    def forget(self, path: str) -> None:
        """Forgets a file."""
        with self._database.writing() as write:
            write.execute("DELETE FROM sources WHERE path = ?", (path,))
