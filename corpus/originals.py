"""The PDF files of the library as they came, so that a page can be shown with the words quoted from it.

    originals/3f9a….pdf    named by the SHA-256 of its bytes, which is the checksum of the version read from it

Only those of versions that are read today, or will be after the next switch, are kept.
"""

import hashlib
import os
from collections.abc import Collection
from pathlib import Path

from corpus.catalogue import Catalogue


class Originals:
    """The files in the data folder `data`. Nothing is there before the first is kept."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "originals"

    def path(self, checksum: str) -> Path | None:
        """Where the file with this checksum lies; None where it does not."""
        path = self._folder / f"{checksum}.pdf"
        return path if checksum.isalnum() and path.is_file() else None

    def keep(self, checksum: str, source: Path) -> bool:
        """Copies the file at `source`, unless it is kept already. False if it no longer has the bytes of `checksum`.

        Raises OSError. The copy is there in full or not at all, whenever this is killed.
        """
        if self.path(checksum) is not None:
            return True
        content = source.read_bytes()
        if hashlib.sha256(content).hexdigest() != checksum:
            return False
        self._folder.mkdir(parents=True, exist_ok=True)
        growing = self._folder / f"{checksum}.growing"
        with growing.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        growing.replace(self._folder / f"{checksum}.pdf")
        return True

    def keep_only(self, checksums: Collection[str]) -> None:
        """Deletes every other file, and what was left of a copy that was cut short. Raises OSError."""
        for path in sorted(self._folder.glob("*")):
            if path.suffix != ".pdf" or path.stem not in checksums:
                path.unlink()


def wanted(catalogue: Catalogue) -> frozenset[str]:
    """The checksums of all versions that are read today or after the next switch."""
    rows = catalogue.database.rows(
        "SELECT v.checksum FROM versions v JOIN documents d ON v.number IN (d.current, d.staged)"
    )
    return frozenset(row["checksum"] for row in rows)
