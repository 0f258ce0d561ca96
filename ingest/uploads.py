"""Files that editors have uploaded: a folder of the data folder that every ingest takes as a source.

uploads/3f9a….pdf            named by the SHA-256 of its bytes
uploads/.labels/3f9a….json   what the editor said of it; written first, so that no file is ever without
"""

import hashlib
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from corpus.edits import Label
from corpus.types import Document, Metadata
from ingest.errors import SourceError
from ingest.read.identity import document_id, slug

ReadFile = Callable[[Path, str], Document]
_AT_ONCE = 1 << 20


class Uploads:
    """The uploaded files of the data folder `data`. Nothing is there before the first is kept."""

    def __init__(self, data: Path) -> None:
        self.folder = Path(os.path.abspath(data / "uploads"))  # noqa: PTH100 - resolve() would follow a link
        self._labels = self.folder / ".labels"

    @property
    def paths(self) -> list[Path]:
        """The folder as a path to ingest, if it is there."""
        return [self.folder] if self.folder.is_dir() else []

    def keep(self, content: BinaryIO, label: Label) -> tuple[str, bool]:
        """Writes a file with its label, to be there whatever happens once this returns. Returns its checksum, and
        whether it is new: of bytes that are there already nothing is changed, their label neither. Raises OSError."""
        self._labels.mkdir(parents=True, exist_ok=True)
        growing = self.folder / f".{secrets.token_hex(8)}.growing"
        digest = hashlib.sha256()
        try:
            with growing.open("xb") as file:
                while part := content.read(_AT_ONCE):
                    digest.update(part)
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            checksum = digest.hexdigest()
            if any(self.folder.glob(f"{checksum}.*")):
                return checksum, False
            self._write_label(checksum, label)
            growing.replace(self.folder / f"{checksum}{PurePosixPath(label.name).suffix.lower()}")
            _settle(self.folder)
            return checksum, True
        finally:
            growing.unlink(missing_ok=True)

    def _write_label(self, checksum: str, label: Label) -> None:
        growing = self._labels / f".{checksum}.growing"
        with growing.open("w", encoding="utf-8") as file:
            json.dump(label.record(), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        growing.replace(self._labels / f"{checksum}.json")
        _settle(self._labels)

    def label(self, checksum: str) -> Label | None:
        """What was said of the file with this checksum; None if that is not there or cannot be read."""
        try:
            return Label.from_record(json.loads((self._labels / f"{checksum}.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def path(self, checksum: str) -> Path | None:
        """Where the file with this checksum lies."""
        return next(iter(self.folder.glob(f"{checksum}.*")), None) if checksum.isalnum() else None

    def holds(self, path: Path) -> bool:
        """Whether `path` is one of the uploaded files."""
        return path.parent == self.folder

    def forget(self, path: Path) -> None:
        """Deletes an uploaded file and its label. Raises OSError."""
        path.unlink(missing_ok=True)
        (self._labels / f"{path.stem}.json").unlink(missing_ok=True)

    def labelled(self, read_file: ReadFile) -> ReadFile:
        """Reads as `read_file`; uploaded files become documents as their labels say. Raises SourceError for one without
        a label, for nobody knows for whom it is."""

        def read(path: Path, name: str) -> Document:
            if not self.holds(path):
                return read_file(path, name)
            label = self.label(path.stem)
            if label is None:
                raise SourceError("unreadable", "its label is missing, so nobody knows for whom it is; upload it again")
            own_name = f"{slug(PurePosixPath(label.name).stem)}{path.suffix}"
            document = read_file(path, own_name)
            meta = _labelled(document.meta, label)
            is_own = document.id != document_id(own_name)  # by an id or source address in the file
            id = document.id if is_own else f"{slug(meta.title)}-{document.checksum[:8]}"
            return replace(document, id=id, meta=meta)

        return read


def _labelled(meta: Metadata, label: Label) -> Metadata:
    """The tier is the tighter of what the editor and the file say."""
    meta = replace(meta, access=max(label.access, meta.access), title=label.title or meta.title)
    if label.kind:
        meta = replace(meta, kind=label.kind)
    if label.published:
        meta = replace(meta, published=label.published, published_in="")
    return meta


def _settle(folder: Path) -> None:
    """Makes the names in `folder` outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
