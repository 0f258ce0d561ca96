"""Which files an ingest is about, and what the catalogue remembers of them."""

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.database import Database
from ingest.errors import SourceError


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


def check(paths: Iterable[Path]) -> None:
    """Raises FileNotFoundError for a path that is not there."""
    for path in paths:
        if not os.path.lexists(path):
            raise FileNotFoundError(errno.ENOENT, "there is no such file or folder", str(path))


def find(paths: Iterable[Path]) -> Iterator[SourceFile]:
    """The files under `paths`, each once, in a stable order. Hidden files and folders are passed over; folders that are
    links are not entered. Raises FileNotFoundError for a path that is not there, OSError for a folder that cannot be
    listed."""
    paths = list(paths)
    check(paths)
    seen: set[Path] = set()
    for path in paths:
        for file, name in _below(path):
            absolute = Path(os.path.abspath(file))  # noqa: PTH100 - resolve() would follow a link
            if absolute not in seen:
                seen.add(absolute)
                yield SourceFile(absolute, name)


def _below(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.is_dir() or path.is_symlink():
        yield path, path.name
        return
    for folder, folders, files in os.walk(path, followlinks=False, onerror=_stop):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                file = Path(folder) / name
                yield file, file.relative_to(path).as_posix()


def _stop(error: OSError) -> None:
    """A folder that cannot be listed ends the search: its files would else be taken for gone, and pruned."""
    raise error


def measured(source: Remembered) -> Remembered:
    """`source` with its file's size and time of change. Raises SourceError when it is no longer there."""
    try:
        status = os.lstat(source.path)
    except OSError as error:
        raise SourceError("unreadable", f"gone while the ingest ran ({error.strerror}); run it again") from error
    return replace(source, size=status.st_size, modified_ns=status.st_mtime_ns)


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
