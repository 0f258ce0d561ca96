"""What the desk keeps of questions and answers, and what it says when there is no library to answer from."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import IndexMismatch, IndexUnavailable, NotFound
from corpus.settings import Settings
from corpus.types import Tier
from qa.desk import Desk
from qa.open import open_desk

QUESTION = "What does the canary sing of Xylophonia?"


def feedback(desk: Desk) -> list[tuple[str, str, str]]:
    """All ratings that are kept."""
    rows = desk.catalogue.database.rows("SELECT answer_id, rating, comment FROM feedback ORDER BY rowid")
    return [(row["answer_id"], row["rating"], row["comment"]) for row in rows]


def test_an_answer_can_be_rated(small_desk: Desk) -> None:
    answer = small_desk.ask(QUESTION)
    small_desk.feedback(answer.id, "up")
    small_desk.feedback(answer.id, "down", "Not <b>quite</b>; '); DROP TABLE feedback; --")
    assert feedback(small_desk) == [
        (answer.id, "up", ""),
        (answer.id, "down", "Not <b>quite</b>; '); DROP TABLE feedback; --"),
    ]


def test_a_comment_is_cut_where_it_gets_long(small_desk: Desk) -> None:
    small_desk.feedback(small_desk.ask(QUESTION).id, "up", "a" * 100_000)
    assert feedback(small_desk)[0][2] == "a" * 4000


@pytest.mark.parametrize("comment", ["\ud800", "fine \udfff", "\x00\x1b", "🚀"])
def test_any_comment_can_be_kept(comment: str, small_desk: Desk) -> None:
    small_desk.feedback(small_desk.ask(QUESTION).id, "up", comment)
    assert len(feedback(small_desk)) == 1


@pytest.mark.parametrize("id", ["", "nothing", "' OR 1=1 --", "\x00", "\ud800"])
def test_an_answer_that_never_was_cannot_be_rated(id: str, small_desk: Desk) -> None:
    small_desk.ask(QUESTION)
    with pytest.raises(NotFound, match="There is no such answer to rate"):
        small_desk.feedback(id, "up", tier=Tier.STAFF)
    assert feedback(small_desk) == []


def test_an_answer_given_to_a_higher_tier_cannot_be_told_from_none(small_desk: Desk) -> None:
    answer = small_desk.ask(QUESTION, tier=Tier.STAFF)
    for tier in (Tier.PUBLIC, Tier.MEMBER):
        with pytest.raises(NotFound) as forbidden:
            small_desk.feedback(answer.id, "up", tier=tier)
        with pytest.raises(NotFound) as absent:
            small_desk.feedback("nothing", "up", tier=tier)
        assert str(forbidden.value) == str(absent.value)
    small_desk.feedback(answer.id, "up", tier=Tier.STAFF)
    assert len(feedback(small_desk)) == 1


def files_with(folder: Path, words: str) -> list[str]:
    """The files below `folder` in whose bytes `words` stand, in either of two encodings."""
    wanted = [words.encode(), words.encode("utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if any(each in path.read_bytes() for each in wanted)]


@pytest.mark.parametrize("log_questions", [False, True])
def test_questions_are_kept_only_if_the_operator_asks_for_it(
    log_questions: bool, small_library: Any, plain_desk: Callable[..., Desk]
) -> None:
    desk = plain_desk(small_library, log_questions=log_questions)
    answer = desk.ask(QUESTION)
    list(desk.stream(QUESTION))
    desk.search("Xylophonia")
    rows = small_library.database.rows("SELECT * FROM answers WHERE id = ?", (answer.id,))
    assert [(row["question"], row["mode"], bool(row["answerable"])) for row in rows] == [
        (QUESTION if log_questions else None, "extractive", answer.answerable)
    ]
    assert json.loads(rows[0]["passages"]) == [citation.passage_id for citation in answer.citations]
    assert bool(files_with(small_library.data, "Xylophonia")) is log_questions
    small_library.close()
    assert bool(files_with(small_library.data, "Xylophonia")) is log_questions


def test_nothing_asked_by_search_alone_is_recorded(small_desk: Desk) -> None:
    small_desk.search("canary")
    assert small_desk.catalogue.database.rows("SELECT * FROM answers") == []


READ_ONLY = """
import sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from conftest import HashEncoder, Library
from corpus.errors import CorpusError
from corpus.types import Tier
from qa.desk import Desk
from qa.inquiry import Models
from qa.read import Reading

class EagerReader:
    def read(self, question, texts, sentences):
        return [Reading(0.0, 0.0, tuple(9.0 for _ in spans), tuple(spans)) for spans in sentences]

library = Library(Path(sys.argv[1]), HashEncoder())
assert library.database.read_only
desk = Desk(library.catalogue, library.live, Models(library.encoder, EagerReader()))
answer = desk.ask('Who said "The member canary"?', tier=Tier.STAFF)
print(answer.answerable, answer.citations[0].quote)
print(desk.status().ready)
try:
    desk.feedback(answer.id, "up", tier=Tier.STAFF)
except CorpusError as error:
    print(type(error).__name__)
"""


def test_a_catalogue_that_cannot_be_written_still_answers(
    small_library: Any, run_without_rights: Callable[..., Any], pytestconfig: pytest.Config
) -> None:
    small_library.close()
    small_library.database.path.chmod(0o444)
    small_library.data.chmod(0o555)
    root = pytestconfig.rootpath
    try:
        done = run_without_rights(READ_ONLY, str(small_library.data), str(root), str(root / "tests"))
    finally:
        small_library.data.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "True The member canary QX-22 sings of interceptors, radars and treaties in Poland at dawn, as Drossel does.",
        "True",
        "NotFound",
    ]


def test_a_library_with_nothing_in_it_says_how_to_fill_it(
    tmp_path: Path, open_library: Callable[..., Any], plain_desk: Callable[..., Desk]
) -> None:
    desk = plain_desk(open_library(tmp_path / "data"))
    for call in (desk.ask, desk.search):
        with pytest.raises(IndexUnavailable, match=r"nothing has been ingested yet\. Run `python -m ingest`\."):
            call(QUESTION)
    status = desk.status()
    assert (status.ready, status.generation, status.documents, status.passages) == (False, None, 0, 0)
    assert "Run `python -m ingest`" in status.reason
    assert desk.documents(tier=Tier.STAFF) == desk.examples(tier=Tier.STAFF) == ()


def test_an_index_of_another_model_says_how_to_build_it_again(
    small_library: Any, open_library: Callable[..., Any], plain_desk: Callable[..., Desk], another_encoder: Any
) -> None:
    small_library.close()
    desk = plain_desk(open_library(small_library.data, another_encoder("other@2")))
    with pytest.raises(IndexMismatch) as mismatch:
        desk.ask(QUESTION)
    assert str(mismatch.value) == (
        "The index was built with model 'hash@1', but this program uses 'other@2'. "
        "Run `python -m ingest` to build it again; the documents are kept."
    )
    status = desk.status()
    assert (status.ready, status.reason, status.model) == (False, str(mismatch.value), "other@2")


def test_an_index_whose_files_are_gone_is_named(small_library: Any, plain_desk: Callable[..., Desk]) -> None:
    shutil.rmtree(small_library.data / "index")
    desk = plain_desk(small_library)
    with pytest.raises(IndexUnavailable, match=r"incomplete .* Run `python -m ingest"):
        desk.ask(QUESTION)
    assert not desk.status().ready


def test_a_desk_is_opened_from_settings(desk_library: Any, tmp_path: Path) -> None:
    data = shutil.copytree(desk_library.data, tmp_path / "data")
    model = Settings(data=data).model_path
    with pytest.raises(IndexUnavailable, match=r"not been ingested with the embedding model 'all-MiniLM-L6-v2'"):
        open_desk(Settings(data=data))
    assert not model.exists()


def test_a_closed_desk_leaves_nothing_open(small_library: Any, plain_desk: Callable[..., Desk]) -> None:
    desk = plain_desk(small_library)
    desk.ask(QUESTION)
    desk.close()
    desk.close()
    shutil.rmtree(small_library.data)


def test_answers_that_are_given_are_heard_of(small_library: Any, plain_desk: Callable[..., Desk]) -> None:
    heard: list[str] = []
    desk = plain_desk(small_library, answered=lambda answer: heard.append(answer.id))
    first = desk.ask(QUESTION)
    desk.ask(QUESTION, kept=False)
    desk.examples()
    assert heard == [first.id]


def test_passages_above_the_tier_that_an_index_names_are_counted(small_desk: Desk) -> None:
    """None while catalogue and index agree; after a tier was tightened, those that the index still has at the old."""
    catalogue = small_desk.catalogue
    for tier in Tier:
        small_desk.ask(QUESTION, tier=tier)
        small_desk.search("canary", tier=tier)
    assert catalogue.withheld == 0
    (public,) = (entry for entry in catalogue.entries(Tier.PUBLIC) if "QX-11" in entry.meta.title)
    with catalogue.database.writing() as write:
        write.execute("UPDATE documents SET access = 2 WHERE id = ?", (public.id,))
    assert "QX-11" not in small_desk.ask(QUESTION).text
    assert catalogue.withheld >= 1
    withheld = catalogue.withheld
    small_desk.ask(QUESTION, tier=Tier.STAFF)
    assert catalogue.withheld == withheld
