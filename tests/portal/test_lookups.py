"""Quotations over HTTP: words, files, progress, and what is refused."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from test_api import assert_problem, events

from corpus.errors import DraftUnreadable
from corpus.types import Block, Document, Metadata, Tier
from portal.files import Files
from portal.perimeter import MAX_BODY_BYTES, MAX_DRAFT_BYTES
from qa.lookup.types import Draft

WORDS = "Russia continues to block any cooperation efforts"


def reading(data: bytes, name: str) -> Document:
    """A draft whose text is its bytes, all of it a block quote."""
    if b"\x00" in data:
        raise DraftUnreadable(f"The file {name} cannot be looked up: it is damaged.")
    text = data.decode()
    return Document("draft", Metadata(name), "", text, blocks=(Block("quote", 0, len(text)),))


@pytest.fixture(scope="module")
def taking_files(build_app: Callable[..., FastAPI], shared: Any) -> Iterator[TestClient]:
    """The app around the shared desk, with a reader of drafts."""
    app = build_app(shared[0], files=Files(read_draft=reading))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def test_words_are_looked_up(client: TestClient, desk: Any) -> None:
    found = client.post("/api/lookup", json={"text": WORDS, "filters": {"kinds": ["white-paper"]}}).json()
    (quotation,) = found["quotations"]
    assert quotation["verdict"] == "exact"
    assert (quotation["text"], quotation["start"], quotation["end"]) == (WORDS, 0, len(WORDS))
    assert quotation["attributed_to"] == ""
    (place,) = quotation["occurrences"]
    assert place["document"]["id"] == "paper"
    assert place["url"].startswith(f"/passages/{place['passage_id']}")
    assert place["diff"] == [{"op": "equal", "yours": WORDS, "source": WORDS, "matter": ""}]
    assert found["searched"] == {"documents": 4, "passages": 10}
    draft, filters, tier = desk.looked_up[0]
    assert (draft, filters.kinds, tier) == (Draft(WORDS), ("white-paper",), Tier.PUBLIC)


def test_what_is_not_there_is_said(client: TestClient) -> None:
    (quotation,) = client.post("/api/lookup", json={"text": "whales"}).json()["quotations"]
    assert (quotation["verdict"], quotation["occurrences"]) == ("not_found", [])


@pytest.mark.parametrize("stream", [False, True])
def test_a_file_is_looked_up(taking_files: TestClient, desk: Any, stream: bool) -> None:
    response = taking_files.post(
        "/api/lookup", files={"file": ("draft.docx", WORDS.encode())}, data={"stream": str(stream).lower()}
    )
    if stream:
        told = events(response.text)
        assert [name for name, _ in told] == ["progress", "progress", "lookup"]
        assert told[1][1] == {"done": 1, "of": 1}
    else:
        assert response.json()["quotations"][0]["verdict"] == "exact"
    assert desk.looked_up[-1][0] == Draft(WORDS, ((0, len(WORDS)),))


def test_words_are_looked_up_with_progress(client: TestClient) -> None:
    told = events(client.post("/api/lookup", json={"text": WORDS, "stream": True}).text)
    assert [name for name, _ in told] == ["progress", "progress", "lookup"]
    assert told[-1][1]["quotations"][0]["verdict"] == "exact"


@pytest.mark.parametrize("stream", [False, True])
def test_an_unexpected_error_is_a_problem_without_its_text(client: TestClient, stream: bool) -> None:
    response = client.post("/api/lookup", json={"text": "boom", "stream": stream})
    problem = events(response.text)[-1][1] if stream else assert_problem(response, 500)
    assert problem["status"] == 500
    assert "hunter2" not in json.dumps(problem)


@pytest.mark.parametrize("stream", ["false", "true"])
def test_a_file_that_cannot_be_read_is_said(taking_files: TestClient, stream: str) -> None:
    response = taking_files.post("/api/lookup", files={"file": ("a<b>.pdf", b"\x00")}, data={"stream": stream})
    problem = events(response.text)[-1][1] if stream == "true" else assert_problem(response, 422)
    assert problem["status"] == 422
    assert problem["detail"].endswith("it is damaged.")


@pytest.mark.parametrize(
    "body",
    [b"{}", b'{"text": ""}', b'{"text": 7}', b'{"text": "x", "tier": "staff"}', b"[]", b"text", b"\xff\x00", b""],
)
def test_a_body_that_cannot_be_used_is_refused(client: TestClient, desk: Any, body: bytes) -> None:
    response = client.post("/api/lookup", content=body, headers={"Content-Type": "application/json"})
    assert assert_problem(response, 422)["errors"]
    assert desk.looked_up == []


@pytest.mark.parametrize(
    "form",
    [
        {"files": {"other": ("a.txt", b"x")}},
        {"files": [("file", ("a.txt", b"x")), ("file", ("b.txt", b"y"))]},
        {"files": {"file": ("a.txt", b"x")}, "data": {"tier": "staff"}},
        {"files": {"file": ("a.txt", b"x")}, "data": {"stream": "perhaps"}},
        {"files": {"file": ("a.txt", b"x")}, "data": {"stream": "x" * 2000}},
        {"content": b"no form", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"content": b"no form", "headers": {"Content-Type": "multipart/form-data"}},
    ],
)
def test_a_form_that_cannot_be_used_is_refused(taking_files: TestClient, desk: Any, form: dict[str, Any]) -> None:
    assert "one file" in assert_problem(taking_files.post("/api/lookup", **form), 422)["detail"]
    assert desk.looked_up == []


def test_a_desk_without_a_reader_takes_no_files(build_app: Callable[..., FastAPI], shared: Any) -> None:
    with TestClient(build_app(shared[0], files=Files()), base_url="http://localhost") as client:
        problem = assert_problem(client.post("/api/lookup", files={"file": ("a.txt", b"x")}), 415)
        assert "takes no files" in problem["detail"]
        assert 'type="file"' not in client.get("/check").text
        form = {"text": (None, ""), "file": ("a.txt", b"x")}
        assert "takes no files" in client.post("/check", files=form).text


def test_only_this_route_takes_large_bodies(client: TestClient, taking_files: TestClient) -> None:
    large = b"x " * MAX_BODY_BYTES
    assert taking_files.post("/api/lookup", files={"file": ("a.txt", large)}).status_code == 422  # the desk's own limit
    assert_problem(taking_files.post("/api/lookup", files={"file": ("a.txt", b"x" * MAX_DRAFT_BYTES)}), 413)
    assert_problem(client.post("/api/ask", content=large), 413)
    assert_problem(client.post("/api/lookup/", content=large), 413)


def test_a_closed_desk_says_so(client: TestClient, desk: Any) -> None:
    desk.ready = False
    assert_problem(client.post("/api/lookup", json={"text": WORDS}), 503)
