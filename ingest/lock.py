"""One ingest at a time on a data folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(data: Path, *, patience_s: float = 0) -> Iterator[None]:
    """Holds the ingest lock of the data folder. Raises CatalogueError if another ingest has it for `patience_s`."""
    from filelock import FileLock, Timeout

    from corpus.errors import CatalogueError

    lock = FileLock(data / "ingest.lock", timeout=patience_s)
    try:
        lock.acquire()
    except Timeout as error:
        raise CatalogueError(f"Another ingest is at work on {data}. Wait for it to end, then run again.") from error
    try:
        yield
    finally:
        lock.release()
