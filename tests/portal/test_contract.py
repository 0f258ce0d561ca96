"""`/openapi.json` is complete, and what the routes send is as it says."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fake_desk import FakeDesk
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

QUESTION = "What does Russia demand before it will cooperate?"
CHAT = {"model": "refdesk", "messages": [{"role": "user", "content": QUESTION}]}

Send = Callable[[TestClient], Any]
GOOD: dict[tuple[str, str], Send] = {
    ("post", "/api/ask"): lambda c: c.post("/api/ask", json={"question": QUESTION}),
    ("get", "/api/search"): lambda c: c.get("/api/search", params={"q": QUESTION}),
    ("get", "/api/documents"): lambda c: c.get("/api/documents"),
    ("get", "/api/documents/{document_id}"): lambda c: c.get("/api/documents/paper"),
    ("get", "/api/passages/{passage_id}"): lambda c: c.get("/api/passages/brief-1"),
    ("get", "/api/mentions"): lambda c: c.get("/api/mentions", params={"term": "Russia"}),
    ("post", "/api/lookup"): lambda c: c.post(
        "/api/lookup", json={"text": "Russia is demanding legally binding words"}
    ),
    ("get", "/api/passages/{passage_id}/cite"): lambda c: c.get("/api/passages/paper-1/cite", headers=JSON),
    ("get", "/api/documents/{document_id}/cite"): lambda c: c.get("/api/documents/paper/cite", headers=JSON),
    ("get", "/api/cite"): lambda c: c.get("/api/cite", params={"document": "paper"}, headers=JSON),
    ("post", "/v1/chat/completions"): lambda c: c.post("/v1/chat/completions", json=CHAT),
    ("get", "/v1/models"): lambda c: c.get("/v1/models"),
    ("get", "/v1/models/{model}"): lambda c: c.get("/v1/models/refdesk"),
    ("get", "/healthz"): lambda c: c.get("/healthz"),
    ("get", "/readyz"): lambda c: c.get("/readyz"),
}
JSON = {"Accept": "application/json"}
ELSEWHERE = {("post", "/api/feedback"), ("post", "/api/receipt"), ("post", "/api/session"), ("delete", "/api/session"),
             ("post", "/api/session/ticket")}  # fmt: skip
"""Without a JSON body of their own (a 204, a file), or held to their models by the framework."""


@pytest.fixture
def contract(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def faults(contract: dict[str, Any], schema: dict[str, Any], values: object) -> list[str]:
    """Where `values` are not as `schema` says."""
    validator = Draft202012Validator({**schema, "components": contract["components"]})
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(values)]


def schema_of(contract: dict[str, Any], method: str, path: str, response: Any) -> dict[str, Any]:
    told = contract["paths"][path][method]["responses"][str(response.status_code)]
    found: dict[str, Any] = told["content"][response.headers["content-type"]]["schema"]
    assert found, "a schema that says nothing"
    return found


@pytest.mark.parametrize(("method", "path"), GOOD, ids=lambda part: part)
def test_good_responses_are_as_the_contract_says(
    client: TestClient, contract: dict[str, Any], method: str, path: str
) -> None:
    response = GOOD[method, path](client)
    assert response.status_code == 200
    assert faults(contract, schema_of(contract, method, path, response), response.json()) == []


def test_an_answer_without_an_answer_is_as_the_contract_says(client: TestClient, contract: dict[str, Any]) -> None:
    for path, body in (
        ("/api/ask", {"question": "Zebra giraffe?"}),
        ("/v1/chat/completions", {**CHAT, "messages": [{"role": "user", "content": "Zebra giraffe?"}]}),
        ("/api/lookup", {"text": "Zebra giraffe okapi"}),
    ):
        response = client.post(path, json=body)
        assert faults(contract, schema_of(contract, "post", path, response), response.json()) == []


def test_every_operation_is_tried(contract: dict[str, Any]) -> None:
    told = {(method, path) for path, operations in contract["paths"].items() for method in operations}
    assert told == set(GOOD) | ELSEWHERE


BAD: list[tuple[str, str, Send, int]] = [
    ("post", "/api/ask", lambda c: c.post("/api/ask", json={"question": 7}), 422),
    ("post", "/api/ask", lambda c: c.post("/api/ask", json={"question": "boom about Russia"}), 500),
    ("get", "/api/documents/{document_id}", lambda c: c.get("/api/documents/none"), 404),
    ("get", "/api/search", lambda c: c.get("/api/search", headers={"Authorization": "Bearer rd_x"}), 401),
    ("post", "/api/lookup", lambda c: c.post("/api/lookup", json={}, headers={"Origin": "https://evil.example"}), 403),
    ("post", "/api/feedback", lambda c: c.post("/api/feedback", json={"answer_id": "x", "rating": "up"}), 404),
    ("post", "/api/ask", lambda c: c.post("/api/ask", json={"question": "x" * 300_000}), 413),
    ("post", "/v1/chat/completions", lambda c: c.post("/v1/chat/completions", json={**CHAT, "n": 2}), 400),
    ("post", "/v1/chat/completions", lambda c: c.post("/v1/chat/completions", json={**CHAT, "model": "x"}), 404),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "send", "status"), BAD)
def test_errors_are_as_the_contract_says(
    client: TestClient, contract: dict[str, Any], method: str, path: str, send: Send, status: int
) -> None:
    response = send(client)
    assert response.status_code == status
    assert faults(contract, schema_of(contract, method, path, response), response.json()) == []


def test_a_closed_desk_is_in_the_contract(contract: dict[str, Any], client: TestClient, desk: FakeDesk) -> None:
    desk.ready = False
    response = client.get("/readyz")
    assert faults(contract, schema_of(contract, "get", "/readyz", response), response.json()) == []


def test_the_contract_is_whole(contract: dict[str, Any]) -> None:
    schemas = contract["components"]["schemas"]
    text = json.dumps(contract)
    assert [name for name in ("HTTPValidationError", "ValidationError") if name in schemas or f"/{name}" in text] == []
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(schemas)
    for operations in contract["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert {"401", "429", "503"} <= set(operation["responses"])
            assert operation["security"][0] == {}
    assert set(contract["components"]["securitySchemes"]) == {"key", "session"}
    for name in ("Ask", "Feedback", "Completion"):
        for example in schemas[name]["examples"]:
            assert faults(contract, {"$ref": f"#/components/schemas/{name}"}, example) == []
    assert contract["paths"]["/api/ask"]["post"]["x-refdesk-scope"] == "ask"


@pytest.mark.parametrize(
    ("method", "address", "allow"),
    [
        ("PUT", "/api/ask", "POST"),
        ("GET", "/api/ask", "POST"),
        ("PATCH", "/api/documents/paper", "GET"),
        ("DELETE", "/v1/models/refdesk", "GET"),
        ("GET", "/v1/chat/completions", "POST"),
    ],
)
def test_a_method_that_an_address_does_not_know(
    client: TestClient, contract: dict[str, Any], method: str, address: str, allow: str
) -> None:
    response = client.request(method, address)
    assert (response.status_code, response.headers["allow"]) == (405, allow)
    name = "FailureShape" if address.startswith("/v1/") else "ProblemShape"
    assert faults(contract, {"$ref": f"#/components/schemas/{name}"}, response.json()) == []
    assert client.request(method, f"{address}/x/y/z").status_code in (404, 405)
    assert client.request(method, "/api/none").status_code == 404
