"""The text of questions: erased after its time, from every file, and nothing else with it."""

import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from corpus.database import Database
from corpus.retention import Retention, erase_questions, question_retention

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
COUNT = 200


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "catalogue.sqlite3")
    yield database
    database.close()


def keep(database: Database, now: datetime = NOW) -> None:
    """Question 0 was asked now, question 1 a day ago, and so on; some are long."""
    for number in range(COUNT):
        asked = (now - timedelta(days=number)).isoformat(timespec="seconds")
        text = f"Quokka{number:04d} asks why " + "the radar stands there " * (number % 7 * 60) + f"wombat{number:04d}?"
        with database.writing() as write:
            row = (f"answer-{number}", asked, 0, 1, "extractive", "[]", text)
            write.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def found(folder: Path, number: int) -> list[str]:
    """The files in whose bytes the words of that question stand."""
    words = [f"Quokka{number:04d}".encode(), f"wombat{number:04d}".encode()]
    return [path.name for path in folder.iterdir() if any(each in path.read_bytes() for each in words)]


def test_overdue_text_leaves_every_byte_of_every_file(database: Database, tmp_path: Path) -> None:
    keep(database)
    assert all(found(tmp_path, number) for number in range(COUNT))
    assert "catalogue.sqlite3-wal" in found(tmp_path, COUNT - 1)
    assert erase_questions(database, before=NOW - timedelta(days=90)) == COUNT - 91
    assert [number for number in range(91, COUNT) if found(tmp_path, number)] == []
    assert [number for number in range(91) if not found(tmp_path, number)] == []
    rows = database.rows("SELECT question FROM answers ORDER BY asked_at DESC")
    assert [row["question"] is not None for row in rows] == [True] * 91 + [False] * (COUNT - 91)
    assert erase_questions(database, before=NOW - timedelta(days=90)) == 0


def test_while_somebody_reads_an_older_state_it_is_not_done(database: Database, tmp_path: Path) -> None:
    keep(database)
    reader = sqlite3.connect(database.path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM answers").fetchone()
    database.rows("PRAGMA busy_timeout = 50")
    assert erase_questions(database, before=NOW) is None
    assert found(tmp_path, 150)
    reader.close()
    assert erase_questions(database, before=NOW) == 0
    assert found(tmp_path, 150) == []


def test_it_is_done_at_start_and_again(database: Database, tmp_path: Path) -> None:
    keep(database, datetime.now(UTC))
    retention = Retention(partial(erase_questions, database), 30, what="questions", again_s=0.05)
    await_gone(tmp_path, 31)
    assert found(tmp_path, 29)
    with database.writing() as write:
        long_ago = "2020-01-01T00:00:00+00:00"
        write.execute("UPDATE answers SET asked_at = ? WHERE id = 'answer-7'", (long_ago,))
    await_gone(tmp_path, 7)
    retention.close()


def test_a_catalogue_that_cannot_be_written_is_left_alone(database: Database, tmp_path: Path) -> None:
    keep(database)
    database.read_only = True
    question_retention(database, 1).close()
    assert found(tmp_path, COUNT - 1)


def await_gone(folder: Path, number: int) -> None:
    deadline = time.monotonic() + 30
    while found(folder, number):
        assert time.monotonic() < deadline, "the words are still there"
        time.sleep(0.02)
