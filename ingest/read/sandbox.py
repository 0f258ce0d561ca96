"""Reading files in a process of its own, which a hostile or broken file may take down without harm.

The process is started once, for many files, and replaced after a crash or a timeout. It is a fresh Python that runs
`ingest.read.child` and nothing else: it never imports the parent's main module, torch, gradio or chromadb, and gets
none of the parent's settings and keys. Requests and answers are JSON over its pipes.

On POSIX it runs in its own session, so that Ctrl-C reaches only the parent, and under limits of memory, processor
time, open files and written bytes; where the `resource` module is missing (Windows) there is only the time limit. It
ends with the parent, however the parent ends: its input closes.
"""

import contextlib
import json
import os
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from corpus.types import Document
from ingest.errors import IngestError, SourceError
from ingest.read.transport import unpacked

FILE_TIMEOUT_S = 60.0
START_TIMEOUT_S = 120.0
MOST_MEMORY_BYTES = 2 * 1024**3
MOST_ANSWER_BYTES = 512 * 1024**2

LENGTH = struct.Struct(">Q")
"""What stands before each message on the pipes: its length in bytes."""

READY = b"ready"

_ROOT = Path(__file__).resolve().parents[2]
_LAST_WORDS_S = 5.0
_KEPT_VARIABLES = {
    "PATH",
    "SYSTEMROOT",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TEMP",
    "TMP",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
}


class Sandbox:
    """Reads files in a process of its own; one at a time. Use it in a `with` statement, which ends the process."""

    def __init__(
        self,
        *,
        file_timeout_s: float = FILE_TIMEOUT_S,
        memory_bytes: int = MOST_MEMORY_BYTES,
        module: str = "ingest.read.child",
    ) -> None:
        self._module = module
        self._file_timeout_s = file_timeout_s
        self._memory_bytes = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._complaints: IO[bytes] | None = None

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The reading process, while one is running."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def read(self, path: Path, name: str) -> Document:
        """As `ingest.read.read`. A crash or a timeout is a SourceError `unreadable`; the next file gets a new process.

        Raises IngestError when no reading process can be started.
        """
        return self._outcome([json.dumps({"path": str(path.absolute()), "name": name}).encode()])

    def read_given(self, data: bytes, name: str) -> Document:
        """As `ingest.read.read_given`: of bytes that lie in no file, and are not put into one. Raises as `read`."""
        return self._outcome([json.dumps({"path": None, "name": name}).encode(), data])

    def _outcome(self, messages: Sequence[bytes]) -> Document:
        outcome = unpacked(self.ask(messages))
        if isinstance(outcome, SourceError):
            raise outcome
        return outcome

    def ask(self, messages: Sequence[bytes]) -> bytes:
        """What the process answers to `messages`. Raises SourceError when it does not live to give an answer,
        IngestError when it cannot be started."""
        if self.pid is None:
            self.close()
            self._start()
        try:
            return self._exchange(messages)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the reading process, if there is one."""
        if self._process:
            self._process.kill()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    with contextlib.suppress(BrokenPipeError):  # what was not yet sent is of no use to the dead
                        pipe.close()
            self._process.wait()
            self._process = None
        if self._complaints:
            self._complaints.close()
            self._complaints = None

    def _start(self) -> None:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 (close() closes it)
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        kept = {name: value for name, value in os.environ.items() if name in _KEPT_VARIABLES}
        limits = [str(self._memory_bytes), str(int(self._file_timeout_s) + 1)]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", self._module, *limits],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env={**kept, "PYTHONPATH": os.pathsep.join(paths)},
                start_new_session=True,
            )
            ready = self._receive(START_TIMEOUT_S) == READY
        except (OSError, EOFError) as error:
            complaint = self._complaint()
            self.close()
            raise IngestError(f"the process that reads files did not start: {complaint or error}") from error
        if not ready:
            self.close()
            raise IngestError("the process that reads files did not start as it should")

    def _exchange(self, messages: Sequence[bytes]) -> bytes:
        """The answer to these `messages`. Raises SourceError when the process does not live to give one."""
        try:
            for message in messages:
                self._send(message)
            return self._receive(self._file_timeout_s)
        except TimeoutError as error:
            reason = f"not read after {self._file_timeout_s:g} seconds and given up; make it smaller or simpler"
            raise SourceError("unreadable", reason) from error
        except (OSError, EOFError) as error:
            raise SourceError(
                "unreadable", f"the reader broke on this file ({self._ending()}); leave it out"
            ) from error

    def _send(self, message: bytes) -> None:
        pipe = self._process.stdin if self._process else None
        if pipe is None:
            raise EOFError
        pipe.write(LENGTH.pack(len(message)) + message)
        pipe.flush()

    def _receive(self, timeout_s: float) -> bytes:
        """The next message. Raises TimeoutError after `timeout_s`, EOFError when the process ends before."""
        process = self._process
        pipe = process.stdout if process else None
        if process is None or pipe is None:
            raise EOFError
        is_late = threading.Event()

        def give_up() -> None:
            is_late.set()
            process.kill()

        timer = threading.Timer(timeout_s, give_up)
        timer.daemon = True
        timer.start()
        try:
            head = pipe.read(LENGTH.size)
            length = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else -1
            message = pipe.read(length) if 0 <= length <= MOST_ANSWER_BYTES else b""
        finally:
            timer.cancel()
        if is_late.is_set():
            raise TimeoutError
        if length < 0 or len(message) != length:
            raise EOFError
        return message

    def _ending(self) -> str:
        """How the process ended, for people."""
        if self._process is None:
            return "not running"
        try:
            code = self._process.wait(_LAST_WORDS_S)
        except subprocess.TimeoutExpired:
            return "no answer"
        return self._complaint() or (f"signal {-code}" if code < 0 else f"exit code {code}")

    def _complaint(self) -> str:
        """The last line that the process wrote to its standard error."""
        if not self._complaints:
            return ""
        self._complaints.seek(0)
        lines = self._complaints.read()[-4096:].decode("utf-8", "replace").split("\n")
        return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "")
