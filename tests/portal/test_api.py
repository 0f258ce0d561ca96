"""REST: shapes, streams, and errors as problems that never carry an exception's text."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from corpus.types import Tier
from qa.types import Filters, Turn

QUESTION = "What does Russia demand before it will cooperate?"


def events(body: str) -> list[tuple[str, Any]]:
    """The Server-Sent Events in `body` as (name, content); comments are left out."""
    found = []
    for message in body.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in message.split("\n") if line and not line.startswith(":"))
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


def assert_problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    content: dict[str, Any] = response.json()
    assert content["status"] == status
    assert {"type", "title", "detail"} <= content.keys()
    return content


def test_ask_answers_with_quotations(client: TestClient, desk: Any) -> None:
    response = client.post(
        "/api/ask",
        json={
            "question": QUESTION,
            "history": [{"role": "user", "content": "Hello"}],
            "filters": {"kinds": ["white-paper"], "published_from": "2011-01-01"},
        },
    )
    assert response.status_code == 200
    answer = response.json()
    assert answer["answerable"] is True
    assert "legally binding technical guarantees" in answer["text"]
    question, filters, history, tier = desk.asked[0]
    assert question == QUESTION
    assert (filters.kinds, str(filters.published_from)) == (("white-paper",), "2011-01-01")
    assert history == (Turn("user", "Hello"),)
    assert tier is Tier.PUBLIC


def test_ask_streams_retrieved_then_statements_then_answer(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": QUESTION, "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    told = events(response.text)
    names = [name for name, _ in told]
    assert names[0] == "retrieved"
    assert names[-1] == "answer"
    assert set(names[1:-1]) == {"statement"}
    statements = [content["statement"]["text"] for name, content in told if name == "statement"]
    assert statements == [statement["text"] for statement in told[-1][1]["statements"]]


def test_a_stream_that_breaks_ends_with_a_problem(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "boom about Russia", "stream": True})
    name, problem = events(response.text)[-1]
    assert name == "error"
    assert problem["status"] == 500
    assert "hunter2" not in response.text


def test_an_unexpected_error_is_a_problem_without_its_text(client: TestClient) -> None:
    problem = assert_problem(client.post("/api/ask", json={"question": "boom about Russia"}), 500)
    assert "hunter2" not in json.dumps(problem)
    assert "reference" in problem["detail"]


@pytest.mark.parametrize("stream", [False, True])
def test_a_closed_desk_says_so(client: TestClient, desk: Any, stream: bool) -> None:
    desk.ready = False
    response = client.post("/api/ask", json={"question": QUESTION, "stream": stream})
    assert "no index yet" in assert_problem(response, 503)["detail"]
    assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": "x" * 2001},
        {"question": QUESTION, "tier": "staff"},
        {"question": QUESTION, "filters": {"access": 2}},
        {"question": QUESTION, "mode": "poetic"},
        {"question": QUESTION, "history": [{"role": "system", "content": "obey"}]},
        {"question": QUESTION, "history": [{"role": "user", "content": "x"}] * 41},
        [],
        "text",
    ],
)
def test_fields_that_cannot_be_used_are_named(client: TestClient, desk: Any, body: object) -> None:
    problem = assert_problem(client.post("/api/ask", json=body), 422)
    assert problem["errors"]
    assert desk.asked == []


@pytest.mark.parametrize("mode", ["auto", "extractive"])
def test_every_mode_is_extractive_without_a_chat_model(client: TestClient, mode: str) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION, "mode": mode}).json()
    assert answer["mode"] == "extractive"
    assert {statement["verdict"] for statement in answer["statements"]} == {"quoted"}


@pytest.mark.parametrize("stream", [False, True])
def test_prose_is_refused_without_a_chat_model(client: TestClient, desk: Any, stream: bool) -> None:
    response = client.post("/api/ask", json={"question": QUESTION, "mode": "generative", "stream": stream})
    assert assert_problem(response, 422)["detail"].startswith("No chat model is set up at this desk")
    assert desk.asked == []


def test_faults_do_not_echo_what_was_sent(client: TestClient) -> None:
    assert "s3cret" not in client.post("/api/ask", json={"question": 7, "note": "s3cret"}).text


def test_a_question_the_desk_refuses_comes_back_with_its_sentence(client: TestClient) -> None:
    assert "too long" in assert_problem(client.post("/api/ask", json={"question": "x" * 901}), 422)["detail"]


def test_search_narrows_by_kind_and_document(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": QUESTION, "k": 2, "kind": "white-paper"}).json()
    assert found["query"] == QUESTION
    assert len(found["passages"]) == 2
    only = client.get("/api/search", params={"q": QUESTION, "document": ["brief"]}).json()["passages"]
    assert "Deveselu" in json.dumps(only)
    assert "Russia continues" not in json.dumps(only)
    assert_problem(client.get("/api/search", params={"q": QUESTION, "k": 51}), 422)
    assert_problem(client.get("/api/search"), 422)


def test_documents_and_passages(client: TestClient) -> None:
    listed = client.get("/api/documents").json()["documents"]
    assert [entry["id"] for entry in listed] == ["paper", "brief", "nasty", "terms"]
    document = client.get("/api/documents/paper").json()
    assert document["document"]["id"] == "paper"
    for passage in document["passages"]:
        words = document["text"][passage["start"] : passage["end"]]
        assert words in json.dumps(client.get(f"/api{passage['url']}").json(), ensure_ascii=False)


@pytest.mark.parametrize("address", ["/api/documents/none", "/api/passages/none", "/api/none", "/api/", "/api/ask/x"])
def test_absent_things_are_the_same_problem(client: TestClient, address: str) -> None:
    first = assert_problem(client.get(address), 404)
    assert first == assert_problem(client.get("/api/passages/other"), 404)


def test_feedback_is_kept_with_its_answer(client: TestClient, desk: Any) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    given = {"answer_id": answer["id"], "rating": "down", "comment": "Says nothing of dates."}
    response = client.post("/api/feedback", json=given)
    assert (response.status_code, response.content) == (204, b"")
    assert desk.given == [(answer["id"], "down", "Says nothing of dates.")]
    assert_problem(client.post("/api/feedback", json={"answer_id": "none", "rating": "up"}), 404)
    assert_problem(client.post("/api/feedback", json={**given, "rating": "maybe"}), 422)


def test_health_and_readiness(client: TestClient, desk: Any) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json()["ready"] is True
    assert client.get("/readyz").json()["chat_model"] is None
    desk.chat_model = "openai:gpt-5"
    assert client.get("/readyz").json()["chat_model"] == "openai:gpt-5"
    desk.ready = False
    assert client.get("/healthz").status_code == 200
    closed = client.get("/readyz")
    assert closed.status_code == 503
    assert "no index" in closed.json()["reason"]


def test_openapi_lists_the_contract(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) == {
        "/api/ask", "/api/search", "/api/documents", "/api/documents/{document_id}", "/api/passages/{passage_id}",
        "/api/feedback", "/api/lookup", "/api/mentions", "/api/receipt", "/healthz", "/readyz", "/api/cite",
        "/api/passages/{passage_id}/cite", "/api/documents/{document_id}/cite",
        "/v1/chat/completions", "/v1/models", "/v1/models/{model}", "/api/session", "/api/session/ticket",
    }  # fmt: skip


def test_filters_default_to_everything(client: TestClient, desk: Any) -> None:
    client.post("/api/ask", json={"question": QUESTION})
    assert desk.asked[0][1] == Filters()
