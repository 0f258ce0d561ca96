"""The record of what was asked: kept, read again from older catalogues too, counted and grouped."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.database import Database
from corpus.schema import ADDED, SCHEMA, TABLES
from corpus.types import Tier
from qa.asked import export, read
from qa.asked.figures import by, columns, figures
from qa.asked.groups import FARTHEST, folded, groups
from qa.asked.types import OUTCOMES, Asked, Period
from qa.desk import Desk
from qa.mentions.export import inert

TODAY = datetime.now(UTC).date()
NOW = Period(TODAY - timedelta(days=1), TODAY + timedelta(days=1))


def asked(question: str | None, number: int = 0, tier: Tier = Tier.PUBLIC) -> Asked:
    at = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(minutes=number)
    return Asked(f"a{number}", at, tier, "missing", question, ())


def test_an_answer_is_recorded_with_how_it_went(small_desk: Desk) -> None:
    answer = small_desk.ask("What does the canary sing?", tier=Tier.MEMBER, via="partners")
    (one,) = read.answers(small_desk.catalogue.database, NOW)
    assert (one.id, one.tier, one.desk, one.question) == (answer.id, Tier.MEMBER, "partners", None)
    assert one.confidence == answer.confidence
    assert one.elapsed_ms == answer.timings_ms["total"] > 0
    assert one.outcome == ("missing" if not answer.answerable else "doubted" if answer.reason else "answered")
    assert [id for id, _ in one.cited] == [citation.passage_id for citation in answer.citations]
    assert [quote for _, quote in one.cited] == [c.url.partition("?quote=")[2] for c in answer.citations]


def test_a_lookup_is_counted_and_its_words_are_not_kept(small_desk: Desk) -> None:
    canary = "Xylophonia never sang of any such thing at all"
    found = small_desk.lookup(f"“{canary}” and “{canary} again, and then some more”", via="partners")
    (one,) = read.lookups(small_desk.catalogue.database, NOW)
    assert one.verdicts == Counter(finding.verdict for finding in found.findings)
    assert (sum(one.verdicts.values()), one.desk, one.elapsed_ms) == (2, "partners", found.took_ms)
    small_desk.close()
    folder = small_desk.catalogue.database.path.parent
    assert not [path for path in folder.rglob("*") if path.is_file() and b"Xylophonia" in path.read_bytes()]


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A catalogue as programs made it before the record told more, with an answer and its rating in it."""
    path = tmp_path / "data" / "catalogue.sqlite3"
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.executescript(TABLES)
    connection.execute(f"PRAGMA user_version = {SCHEMA}")
    when = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        "INSERT INTO answers VALUES ('a1', ?, 0, 1, 'extractive', ?, 'What now?')", (when, json.dumps(["p1", "p2"]))
    )
    connection.execute("INSERT INTO feedback VALUES ('a1', ?, 'up', 'fine')", (when,))
    connection.commit()
    connection.close()
    return path


def test_an_older_catalogue_opens_without_loss(older: Path) -> None:
    for _ in range(2):
        database = Database(older)
        assert ADDED.keys() <= {row["name"] for row in database.rows("SELECT name FROM sqlite_master")}
        assert database.rows("PRAGMA user_version")[0][0] == SCHEMA
        (one,) = read.answers(database, NOW)
        assert (one.id, one.question, one.outcome) == ("a1", "What now?", "answered")
        assert (one.desk, one.confidence, one.elapsed_ms) == (None, None, None)
        assert one.cited == (("p1", ""), ("p2", ""))
        (rating,) = read.ratings(database, NOW)
        assert (rating.rating, rating.comment, rating.asked) == ("up", "fine", one)
        assert [(c.passage_id, c.answers) for c in read.cited(database, NOW)] == [("p1", 1), ("p2", 1)]
        assert database.rows("PRAGMA integrity_check")[0][0] == "ok"
        database.close()


READS_OLDER = """
import sys
from datetime import date
from pathlib import Path
from corpus.database import Database
from qa.asked import read
from qa.asked.types import Period
database = Database(Path(sys.argv[1]), must_exist=True)
everything = Period(date(2000, 1, 1), date(2100, 1, 1))
print(database.read_only, len(read.answers(database, everything)), len(read.lookups(database, everything)))
"""


def test_an_older_catalogue_that_cannot_be_written_is_read(older: Path, run_without_rights: Callable[..., Any]) -> None:
    older.chmod(0o400)
    older.parent.chmod(0o500)
    done = run_without_rights(READS_OLDER, str(older))
    older.parent.chmod(0o700)
    assert (done.stdout, done.stderr) == ("True 1 0\n", "")


def test_figures_add_up() -> None:
    one, two = asked("a", 1), asked("b", 2, Tier.STAFF)
    assert figures([one, two]).outcomes == {"missing": 2}
    assert {name: own.total for name, own in by([one, two], [], lambda a: a.tier.label).items()} == {
        "public": 1, "staff": 1,
    }  # fmt: skip
    assert figures([]).share("answered") == 0.0
    assert figures([]).median_ms is None


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(OUTCOMES))), st.integers(1, 1300))
def test_columns_hold_every_question_of_the_period_once(when: list[tuple[int, Any]], length: int) -> None:
    first = date(2025, 1, 1)
    period = Period(first, first + timedelta(days=length - 1))
    every = [
        Asked(str(n), datetime(2025, 1, 1, 5, tzinfo=UTC) + timedelta(days=days), Tier.PUBLIC, outcome, None, ())
        for n, (days, outcome) in enumerate(when)
        if days < length
    ]
    found = columns(every, period)
    assert sum(column.total for column in found) == len(every)
    assert (found[0].first, found[-1].last) == (period.first, period.last)
    assert [a.last + timedelta(days=1) for a in found[:-1]] == [b.first for b in found[1:]]
    assert len(found) <= 45


def test_questions_are_grouped_in_whatever_order_they_come(encoder: Any) -> None:
    texts = ["How far does it fly?", "how far does it fly", "How far can it fly?", "Who pays the bill?", "  ??", None]
    every = [asked(text, n) for n, text in enumerate(texts)]
    found = groups(every, encoder.questions)
    assert [(group.name, group.count) for group in found] == [("How far does it fly?", 3), ("Who pays the bill?", 1)]
    assert found == groups(reversed(every), encoder.questions)
    assert found[0].last == every[2].at
    assert found[0].id == "a1"
    assert groups([], encoder.questions) == []


@given(st.lists(st.text(alphabet="abc ?", max_size=8), max_size=12))
def test_every_question_with_words_is_in_one_group(texts: list[str]) -> None:
    def embed(questions: Any) -> Any:
        vectors = np.array([[question.count(c) + 0.1 for c in "abc"] for question in questions], dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    every = [asked(text, n) for n, text in enumerate(texts)]
    found = groups(every, embed)
    grouped = [id for group in found for wording in group.wordings for id in wording.answers]
    assert sorted(grouped) == sorted(one.id for one in every if folded(one.question or ""))


def test_groups_are_of_one_matter(real_encoder: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """The figure of `python -m bench.grouping`, so that a change of model or limit is noticed."""
    from bench.grouping import labelled, scores

    kept_out = [(matter, question) for matter, question in labelled() if not matter % 2]
    precision, recall, pairs = scores(real_encoder, kept_out, FARTHEST)
    with capsys.disabled():
        print(f"\ngrouping: precision {precision:.0%}, recall {recall:.0%} of {pairs} pairs")  # noqa: T201
    assert len(list(combinations(kept_out, 2))) > 600
    assert precision >= 0.95
    assert recall >= 0.5


DANGEROUS = [
    lead + sign + "1+1"
    for lead in ("", " ", "\u00a0", '"', "'", "“", "«", "\ufeff", "\u200b", '" ', "\t")
    for sign in "=+-@＝＋－＠﹦﹢﹣﹫−"
]


@pytest.mark.parametrize("cell", [*DANGEROUS, "\t1", "\r1", "\n=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert inert(cell) == f"'{cell}"
    (row,) = (
        export.questions_table([asked(cell)]).csv().splitlines()[1:2] if "\r" not in cell and "\n" not in cell else [""]
    )
    assert not row or row.rpartition(",")[2].lstrip('"').startswith("'")


@pytest.mark.parametrize("cell", ["a=b", "SM-3", "3", "", "1 + 1", "“quoted”"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert inert(cell) == cell
