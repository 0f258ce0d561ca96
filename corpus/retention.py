"""What is kept for so many days and then erased from every file, such as the text of questions."""

import logging
import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

from corpus.database import Database
from corpus.errors import CorpusError

log = logging.getLogger(__name__)

AGAIN_S = 24 * 3600.0
SOON_S = 60.0
"""When to try again after another process was reading from the write-ahead log, or the catalogue was busy."""


def erase_questions(database: Database, *, before: datetime) -> int | None:
    """Erases the text of the questions asked before that moment; the record that they were answered stays. Returns how
    many had one.

    None while another process reads from an older state of the file: then the text may still be in the write-ahead
    log, and it has to be called again. Nothing is erased from a catalogue that cannot be written.
    """
    if database.read_only:
        return 0
    moment = before.astimezone(UTC).isoformat(timespec="seconds")
    with database.writing() as write:
        overdue = write.execute(
            "UPDATE answers SET question = NULL WHERE question IS NOT NULL AND asked_at < ?", (moment,)
        ).rowcount
    (result,) = database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return None if result["busy"] else overdue


class Erases(Protocol):
    """Erases what is older than a moment: how much that was, or None if it has to be called again soon."""

    def __call__(self, *, before: datetime) -> int | None: ...


class Retention:
    """Erases what is older than `days` at once and then daily, in a thread of its own, until it is closed.

    `what` names it in the log.
    """

    def __init__(
        self, erase: Erases, days: int, *, what: str, again_s: float = AGAIN_S, soon_s: float = SOON_S
    ) -> None:
        self._erase = erase
        self._what = what
        self._days = days
        self._again_s, self._soon_s = again_s, soon_s
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"retention of {what}", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.wait(self._again_s if self._erased() else self._soon_s):
            pass

    def _erased(self) -> bool:
        """Whether nothing that is overdue is left in any file."""
        try:
            count = self._erase(before=datetime.now(UTC) - timedelta(days=self._days))
        except CorpusError as error:
            log.warning("overdue %s are not erased yet", self._what, exc_info=error)
            return False
        if count:
            log.info("overdue %s erased", self._what, extra={"members": {"count": count}})
        return count is not None

    def close(self) -> None:
        """Ends the thread; what it is just erasing is finished."""
        self._ended.set()
        self._thread.join()


def question_retention(database: Database, days: int) -> Retention:
    """What erases the text of questions after so many days."""
    return Retention(partial(erase_questions, database), days, what="questions")
