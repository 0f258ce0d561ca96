"""The SQLite file: how it is opened, shared between threads, and what its failures are called."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from corpus.database import Database
from corpus.errors import CatalogueError, ReadOnlyError
from corpus.schema import SCHEMA

INSERT = "INSERT INTO sources (path, name, state) VALUES (?, '', 'indexed')"
COUNT = "SELECT count(*) AS n FROM sources"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "catalogue.sqlite3"


def count(database: Database) -> int:
    return int(database.rows(COUNT)[0]["n"])


def test_opening_makes_the_tables_once(path: Path) -> None:
    for _ in range(2):
        database = Database(path)
        assert database.rows("PRAGMA user_version")[0][0] == SCHEMA
        assert database.rows("PRAGMA journal_mode")[0][0] == "wal"
        assert [database.rows(f"PRAGMA {name}")[0][0] for name in ("synchronous", "foreign_keys", "secure_delete")] == [
            2, 1, 1,
        ]  # fmt: skip
        assert not database.read_only
        database.close()


def test_a_library_that_must_exist_and_does_not(path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"There is no library at .*data yet. Run `python -m ingest`"):
        Database(path, must_exist=True)
    assert not path.parent.exists()


def test_a_transaction_is_whole_or_not_at_all(path: Path) -> None:
    database = Database(path)
    with database.writing() as write:
        write.execute(INSERT, ("a",))
    with pytest.raises(ZeroDivisionError), database.writing() as write:
        write.execute(INSERT, ("b",))
        _ = 1 / 0
    with pytest.raises(CatalogueError), database.writing() as write:
        write.execute(INSERT, ("c",))
        write.execute(INSERT, ("a",))
    assert [row["path"] for row in database.rows("SELECT path FROM sources")] == ["a"]
    database.close()


def test_reading_sees_one_state(path: Path) -> None:
    database, other = Database(path), Database(path)
    with database.reading() as read:
        before = read.execute(COUNT).fetchone()["n"]
        with other.writing() as write:
            write.execute(INSERT, ("a",))
        assert (before, read.execute(COUNT).fetchone()["n"], count(other)) == (0, 0, 1)
    assert count(database) == 1
    database.close()
    other.close()


def test_threads_read_and_write_at_the_same_time(path: Path) -> None:
    database = Database(path)
    begin = threading.Barrier(4)

    def writes(name: str) -> None:
        begin.wait()
        for number in range(25):
            with database.writing() as write:
                write.execute(INSERT, (f"{name}-{number}",))

    def reads(_: str) -> list[int]:
        begin.wait()
        return [count(database) for _ in range(100)]

    with ThreadPoolExecutor(4) as threads:
        futures = [
            threads.submit(work, name) for work, name in ((writes, "a"), (writes, "b"), (reads, ""), (reads, ""))
        ]
        seen = [future.result() for future in futures][2:]
    assert all(counts == sorted(counts) for counts in seen)
    assert count(database) == 50
    database.close()


def test_connections_of_ended_threads_are_not_kept(path: Path) -> None:
    database = Database(path)
    open_files = Path("/proc/self/fd")
    if not open_files.exists():
        pytest.skip("counts open files in /proc, which this system does not have")

    def opened() -> int:
        return sum(1 for file in open_files.iterdir() if os.path.realpath(file).startswith(str(path)))

    for _ in range(20):
        thread = threading.Thread(target=count, args=(database,))
        thread.start()
        thread.join()
    assert opened() <= 8
    database.close()
    assert opened() == 0


def test_a_catalogue_of_another_schema_is_refused(path: Path) -> None:
    Database(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(CatalogueError, match=f"has schema {SCHEMA + 1}; this program uses {SCHEMA}. Move it aside"):
        Database(path)
    assert path.read_bytes() == before


def test_somebody_elses_file_is_refused(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    with pytest.raises(CatalogueError, match="has schema 0"):
        Database(path)
    connection = sqlite3.connect(path)
    assert [row[0] for row in connection.execute("SELECT name FROM sqlite_master")] == ["theirs"]
    connection.close()


@pytest.mark.parametrize(
    "content", [b"this is not a database, but long enough to be read as one" * 20, b"SQLite format 3\0"]
)
def test_a_damaged_file_is_named(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(
        CatalogueError, match=r"catalogue\.sqlite3 cannot be used: .* restore a backup, or move it aside"
    ):
        Database(path)
    assert path.read_bytes() == content


def test_a_page_damaged_later_is_named(path: Path) -> None:
    database = Database(path)
    with database.writing() as write:
        write.executemany(INSERT, [(f"{number:04} {'x' * 200}",) for number in range(500)])
    database.close()
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : -4096] = b"\xff" * (len(content) - 4096 - len(content) // 2)
    path.write_bytes(content)
    database = Database(path)
    with pytest.raises(CatalogueError, match="The file is damaged: restore a backup"):
        database.rows("SELECT * FROM sources ORDER BY path DESC")
    database.close()


def test_a_folder_in_the_place_of_the_file_is_named(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(CatalogueError, match=r"catalogue\.sqlite3 cannot be"):
        Database(path)


@pytest.mark.parametrize("below", ["", "deeper/data"])
def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path, below: str) -> None:
    file = tmp_path / "file"
    file.write_text("words")
    with pytest.raises(CatalogueError, match=r"The data folder .*file.* cannot be created"):
        Database(file / below / "catalogue.sqlite3")


def test_a_locked_catalogue_says_who_to_wait_for(path: Path) -> None:
    database, other = Database(path), Database(path)
    with (
        other.writing(),
        pytest.raises(CatalogueError, match="Another process holds it: wait for it to end"),
        database.writing(),
    ):
        pytest.fail("two writers at a time")
    database.close()
    other.close()


READS_ONLY = """
import sys
from pathlib import Path
from corpus.database import Database
from corpus.errors import ReadOnlyError
database = Database(Path(sys.argv[1]), must_exist=True)
print(database.read_only, database.rows("SELECT count(*) AS n FROM sources")[0]["n"])
try:
    with database.writing() as write:
        write.execute("DELETE FROM sources")
except ReadOnlyError as error:
    print(error)
"""


@pytest.mark.parametrize("in_use", [False, True], ids=["at rest", "in use"])
def test_a_read_only_folder_can_be_read(path: Path, in_use: bool, run_without_rights: Callable[..., Any]) -> None:
    database = Database(path)
    with database.writing() as write:
        write.execute(INSERT, ("a",))
    if not in_use:
        database.close()
    for each in (*path.parent.iterdir(), path.parent):
        each.chmod(0o500 if each.is_dir() else 0o400)
    done = run_without_rights(READS_ONLY, str(path))
    path.parent.chmod(0o700)
    database.close()
    assert done.stderr == ""
    first, second = done.stdout.splitlines()
    assert first == "True 1"
    assert "cannot be written" in second
    assert "set REFDESK_DATA to a folder that is" in second


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, run_without_rights: Callable[..., Any]) -> None:
    tmp_path.chmod(0o500)
    program = "import sys; from pathlib import Path; from corpus.database import Database; Database(Path(sys.argv[1]))"
    done = run_without_rights(program, str(tmp_path / "data" / "catalogue.sqlite3"))
    tmp_path.chmod(0o700)
    assert "ReadOnlyError: The data folder" in done.stderr
    assert ReadOnlyError.__doc__


def test_what_is_erased_is_overwritten(path: Path) -> None:
    database = Database(path)
    canary = "canary-" + "x" * 40
    with database.writing() as write:
        write.execute(INSERT, (canary,))
    with database.writing() as write:
        write.execute("DELETE FROM sources")
    database.close()
    assert all(canary.encode() not in file.read_bytes() for file in path.parent.iterdir())
    shutil.rmtree(path.parent)
