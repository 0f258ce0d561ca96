"""The staff's reading pages and tables: what they say, to whom, and that nothing in them acts."""

import csv
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from staff_desk import ASKED, HOSTILE, READERS, app_around, client_as, dated_back, desk_over
from starlette.testclient import TestClient

from ingest.lint import lint
from ingest.read import read as read_file
from qa.desk import Desk

PAGES = ("/staff", "/staff/questions", "/staff/feedback", "/staff/unanswered", "/staff/citations")
TABLES = ("questions", "feedback", "unanswered", "citations")


def some_answer(desk: Desk, answerable: bool) -> str:
    rows = desk.catalogue.database.rows("SELECT id FROM answers WHERE answerable = ? LIMIT 1", (int(answerable),))
    return str(rows[0]["id"])


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_for_others_there_is_no_such_address(app: FastAPI, desk: Desk, who: str, accept: str) -> None:
    """The very answer that an absent address gets: status, headers and body."""
    client = client_as(app, READERS[who])
    there = [*PAGES, f"/staff/answers/{some_answer(desk, True)}", "/staff/nothing", "/staff?days=x"]
    there += [f"/staff/unanswered/{some_answer(desk, False)}.md"]
    there += [f"/api/staff/{table}?format=csv" for table in TABLES]
    for address in there:
        absent = "/api/nothing/here" if address.startswith("/api/") else "/nothing-here"
        for method in ("GET", "HEAD", "POST", "DELETE", "OPTIONS"):
            headers = {"accept": accept, "origin": "http://localhost"}
            got = client.request(method, address, headers=headers)
            expected = client.request(method, absent, headers=headers)
            for response in (got, expected):
                response.headers.pop("x-request-id")
            assert got.status_code == expected.status_code >= 400
            assert (got.content, got.headers) == (expected.content, expected.headers)


def test_the_routes_are_not_described_to_anybody(staff: TestClient) -> None:
    assert "/staff" not in staff.get("/openapi.json").text


def test_the_overview_counts_what_was_asked(staff: TestClient) -> None:
    page = staff.get("/staff").text
    assert re.search(r"<dt>Questions</dt><dd>8</dd>", page)
    shares = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+) %</dd>", page))
    assert {int(shares["Answered"]), int(shares["With doubt"])} == {38, 0}
    assert re.search(r"<dt>Not in the library</dt><dd>62 %</dd>", page)
    assert re.search(r'<th scope="row">partners</th><td class="number">2</td>', page)
    assert re.search(r'<th scope="row">Members</th><td class="number">1</td>', page)
    assert "1 draft with 1 quotations" in page or "1 draft with 1 quotation" in page
    assert '<th scope="row">Not in the library</th><td class="number">1</td>' in page
    assert "The words of questions are not kept" not in page


def test_a_period_holds_its_days_and_no_others(library: Any, staff: TestClient, desk: Desk) -> None:
    long_ago = desk.ask(ASKED)
    day = dated_back(desk, long_ago.id, 200)
    assert len(staff.get("/api/staff/questions").json()["questions"]) == 8
    of_that_day = staff.get(f"/api/staff/questions?from={day}&to={day}").json()
    assert [row["answer"] for row in of_that_day["questions"]] == [long_ago.id]
    assert len(staff.get("/api/staff/questions?days=365").json()["questions"]) == 9
    assert f'value="{day}"' in staff.get(f"/staff?from={day}&to={day}").text


@pytest.mark.parametrize(
    "query", ["days=0", "days=99999", "days=x", "from=yesterday", "from=2026-02-30", "from=2026-02-02&to=2026-01-01",
              "from=0001-01-01&to=2026-01-01", "from=9999-12-31&to=9999-12-31", "days=²"],
)  # fmt: skip
def test_a_period_that_is_none_is_explained(staff: TestClient, query: str) -> None:
    page = staff.get(f"/staff?{query}")
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert staff.get(f"/api/staff/questions?{query}").status_code == 422


def test_an_answer_is_shown_again_from_what_it_cited(staff: TestClient, desk: Desk, library: Any) -> None:
    answer = desk.ask(ASKED)
    dated_back(desk, answer.id, 300)
    page = staff.get(f"/staff/answers/{answer.id}").text
    for citation in answer.citations:
        assert citation.quote.split("’")[0][:40] in page
        assert f'href="{citation.url}"' in page
    assert page.count("as it stands today") == len(answer.citations) > 0
    assert staff.get("/staff/answers/nothing").status_code == 404


def test_questions_of_the_same_words_and_meaning_are_grouped(staff: TestClient) -> None:
    rows = staff.get("/api/staff/unanswered").json()["unanswered"]
    groups = {row["group"]: row["asked_in_group"] for row in rows}
    assert groups["Zebras in Quito?"] == 3
    assert "Who won the 1998 world cup?" in groups
    page = staff.get("/staff/unanswered").text
    assert "5 questions were not in the library; the words of 5 are kept, in 3 groups." in page
    assert "Asked 3 times" in page
    assert "Nearest documents" in page


def test_a_stub_is_read_and_has_what_lint_asks_of_its_front(staff: TestClient, tmp_path: Path) -> None:
    page = staff.get("/staff/unanswered").text
    address = next(a for a in re.findall(r'href="(/staff/unanswered/\w+\.md[^"]*)"', page))
    given = staff.get(address.replace("&amp;", "&"))
    assert given.headers["content-type"] == "text/markdown; charset=utf-8"
    assert given.headers["content-disposition"] == 'attachment; filename="zebras-in-quito.md"'
    (tmp_path / "stub.md").write_bytes(given.content)
    document = read_file(tmp_path / "stub.md", "stub.md")
    assert document.meta.title == "Zebras in Quito?"
    assert document.meta.questions == ("Zebras in Quito?", "Zebras of Quito?")
    assert document.meta.access.label == "public"
    assert "This answer has not been written yet." in document.text
    problems = [problem.text for problem in lint([tmp_path], tmp_path, lambda text: len(text.split()))]
    fair = r"the body has \d+ words|source '[^']+' has no quality|'[^']+' is in no form of a glossary entry"
    assert problems and [text for text in problems if not re.match(fair, text)] == []


def test_nothing_in_a_page_acts(staff: TestClient) -> None:
    for address in PAGES:
        page = staff.get(address).text
        assert "<script>window" not in page
        assert "<img" not in page
    assert HOSTILE.replace("<", "&lt;").split(">")[0] in staff.get("/staff/unanswered").text


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_csv_that_a_spreadsheet_does_not_run(staff: TestClient, table: str) -> None:
    plain = staff.get(f"/api/staff/{table}?format=csv")
    assert plain.headers["content-type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(rf'attachment; filename="{table}-[\d-]+-to-[\d-]+\.csv"', plain.headers["content-disposition"])
    rows = list(csv.DictReader(StringIO(plain.text)))
    records = staff.get(f"/api/staff/{table}").json()[table]
    assert len(rows) == len(records) > 0
    assert set(rows[0]) == set(records[0])
    assert staff.get(f"/api/staff/{table}?format=csv&bom=true").content == b"\xef\xbb\xbf" + plain.content
    assert not [cell for row in rows for cell in row.values() if cell.lstrip("\"' ").startswith(("=", "+", "@"))]


def test_documents_never_cited_are_told_from_the_others(staff: TestClient, desk: Desk) -> None:
    rows = staff.get("/api/staff/citations").json()["citations"]
    cited = {row["document_id"] for row in rows if row["answers"]}
    never = {row["document_id"] for row in rows if not row["answers"]}
    assert cited and never and not cited & never
    assert cited | never == {entry.id for entry in desk.documents(tier=2)}  # type: ignore[arg-type]
    page = staff.get("/staff/citations").text
    assert f"{len(never)} of {len(cited | never)} documents were not cited" in page


def test_without_the_words_of_questions_everything_else_works(
    tmp_path: Path, write_papers: Callable[[Path], Path], open_library: Callable[..., Any]
) -> None:
    library = open_library(tmp_path / "data")
    library.ingest(write_papers(tmp_path / "papers"))
    desk = desk_over(library, log_questions=False)
    answer = desk.ask(ASKED)
    desk.feedback(answer.id, "down", "no")
    staff = client_as(app_around(desk))
    for address in (*PAGES, f"/staff/answers/{answer.id}"):
        page = staff.get(address)
        assert page.status_code == 200
        assert ASKED not in page.text
    assert "set <code>REFDESK_LOG_QUESTIONS=true</code>" in staff.get("/staff").text
    assert "Words not kept" in staff.get("/staff/feedback").text
    assert json.loads(staff.get("/api/staff/questions").text)["questions"][0]["question"] is None
    assert re.search(r"<dt>Questions</dt><dd>1</dd>", staff.get("/staff").text)
