"""The library's editor: takes what the staff want done, makes it safe, and sees that it is done.

What takes something away from readers holds when the call returns. The rest waits in a line that outlasts the process
(`corpus.edits`) and is worked off by another (`ingest.edit`), one edit at a time.
"""

import logging
import subprocess
import sys
import threading
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from corpus import rulings
from corpus.database import Database
from corpus.edits import Edit, EditLog, Label
from corpus.errors import EditRefused
from corpus.settings import Settings
from corpus.types import Tier
from ingest.read.file import SUFFIXES
from ingest.uploads import Uploads

log = logging.getLogger(__name__)

AGAIN_S = 5.0
"""How long to wait before a process that could not begin is started again."""


class Editor:
    """Edits the library that `settings` name. Safe to use from several threads. Its process starts with the first edit;
    `start` goes on with what was left in the line, `close` lets the rest wait for the next start."""

    suffixes = tuple(SUFFIXES)

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._database = Database(settings.catalogue_path, must_exist=True)
        self._log = EditLog(self._database)
        self._uploads = Uploads(settings.data)
        self._wake, self._closed = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._work, name="editor", daemon=True)

    def start(self) -> None:
        """Begins to work off the line. Does nothing where the catalogue can only be read."""
        if not self._database.read_only:
            self._thread.start()
            self._wake.set()

    def upload(self, content: BinaryIO, label: Label, editor: str) -> int:
        """Keeps a file and puts its ingest into the line; once this returns it outlasts a power cut. Returns the
        number of the edit.

        Raises EditRefused for a file of a kind that is not read, one that was uploaded before, and a full disk.
        """
        if PurePosixPath(label.name).suffix.lower() not in SUFFIXES:
            raise EditRefused(f"Files of this kind are not read here. Give one of {', '.join(SUFFIXES)}.")
        try:
            checksum, is_new = self._uploads.keep(content, label)
        except OSError as error:
            raise EditRefused(f"The file could not be stored ({error.strerror}). Nothing was changed.") from error
        if not is_new and (known := self._log.of_checksum(checksum)) is not None:
            raise EditRefused(
                f"This very file was uploaded before, as “{known.label}” (edit {known.number}). Nothing was changed."
            )
        held = self._uploads.label(checksum) or label
        return self._added(
            self._log.add(editor, "upload", held.title or held.name, checksum=checksum, access=held.access)
        )

    def retire(self, document_id: str, title: str, editor: str) -> int:
        """Takes a document out of the library; it holds when this returns. Raises NotFound."""
        rulings.retire(self._database, document_id)
        return self._added(self._log.add(editor, "retire", title, document_id=document_id))

    def restore(self, document_id: str, title: str, editor: str) -> int:
        """Puts a retired document back, with the next generation. Raises NotFound."""
        rulings.restore(self._database, document_id)
        return self._added(self._log.add(editor, "restore", title, document_id=document_id))

    def retier(self, document_id: str, title: str, tier: Tier, editor: str) -> int:
        """Decides for whom a document is. If that is for fewer, it holds when this returns. Raises NotFound."""
        rulings.retier(self._database, document_id, tier)
        return self._added(self._log.add(editor, "retier", title, document_id=document_id, access=tier))

    def again(self, number: int) -> None:
        """Puts a failed edit into the line again. Raises NotFound."""
        self._log.again(number)
        self._wake.set()

    def edit(self, number: int) -> Edit:
        """One edit as it stands. Raises NotFound."""
        return self._log.edit(number)

    def newest(self, count: int, start: int = 0) -> list[Edit]:
        """The last edits, newest first."""
        return self._log.newest(count, start)

    def retired(self) -> list[tuple[str, str]]:
        """(id, title) of every retired document."""
        return rulings.retired(self._database)

    def close(self) -> None:
        """Ends its process, if one runs; its edit is done again after the next start."""
        self._closed.set()
        self._wake.set()
        with self._lock:
            if self._child is not None:
                self._child.terminate()
        if self._thread.is_alive():
            self._thread.join(timeout=30)
        self._database.close()

    def _added(self, number: int) -> int:
        self._wake.set()
        return number

    def _work(self) -> None:
        while not self._closed.is_set():
            self._wake.wait()
            self._wake.clear()
            while not self._closed.is_set() and self._log.unfinished():
                if self._work_off():
                    self._closed.wait(AGAIN_S)

    def _work_off(self) -> bool:
        """Whether the process that works off the line could not do so."""
        with self._lock:
            if self._closed.is_set():
                return False
            self._child = self._started()
        _, complaint = self._child.communicate()
        code = self._child.returncode
        if code and not self._closed.is_set():
            last = complaint.decode("utf-8", "replace").strip().splitlines()[-1:]
            log.warning("the line of edits is not worked off yet: %s", last[0] if last else f"exit code {code}")
        return bool(code)

    def _started(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).resolve().parent.parent)
        program = f"import sys; sys.path.insert(0, {root!r}); from ingest.edit import main; main()"
        settings = self._settings
        return subprocess.Popen(
            [
                sys.executable, "-P", "-c", program,
                str(settings.data), settings.embedding_model, settings.chroma_url,
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
