"""The text of questions, kept for so many days and then erased from every file of the catalogue."""

import logging
import threading
from datetime import UTC, datetime, timedelta

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
    log, and it has to be called again.
    """
    moment = before.astimezone(UTC).isoformat(timespec="seconds")
    with database.writing() as write:
        overdue = write.execute(
            "UPDATE answers SET question = NULL WHERE question IS NOT NULL AND asked_at < ?", (moment,)
        ).rowcount
    (result,) = database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return None if result["busy"] else overdue


class Retention:
    """Erases what is older than `days` at once and then daily, in a thread of its own, until it is closed."""

    def __init__(self, database: Database, days: int, *, again_s: float = AGAIN_S, soon_s: float = SOON_S) -> None:
        self._database = database
        self._days = days
        self._again_s, self._soon_s = again_s, soon_s
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="retention", daemon=True)
        if not database.read_only:
            self._thread.start()

    def _run(self) -> None:
        while not self._ended.wait(self._again_s if self._erased() else self._soon_s):
            pass

    def _erased(self) -> bool:
        """Whether nothing that is overdue is left in any file."""
        try:
            count = erase_questions(self._database, before=datetime.now(UTC) - timedelta(days=self._days))
        except CorpusError as error:
            log.warning("overdue questions are not erased yet", exc_info=error)
            return False
        if count:
            log.info("overdue questions erased", extra={"members": {"count": count}})
        return count is not None

    def close(self) -> None:
        """Ends the thread; what it is just erasing is finished."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
