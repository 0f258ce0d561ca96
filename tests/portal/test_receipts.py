"""Receipts over the web: given for what the desk says now, and refused for anything else."""

import json
from typing import Any

import pypdfium2
import pytest
from fake_desk import FakeDesk
from fastapi import FastAPI
from starlette.testclient import TestClient

from corpus.types import Tier
from portal import markup
from portal.exchange import Exchange, finished
from qa.receipt.seal import is_intact, signature_of
from qa.types import Filters

QUESTION = "What does Russia demand before it will cooperate?"


@pytest.fixture
def answer(client: TestClient) -> dict[str, Any]:
    """An answer as the desk gave it."""
    given: dict[str, Any] = client.post("/api/ask", json={"question": QUESTION}).json()
    assert given["answerable"]
    return given


def test_an_answer_gets_its_receipt(client: TestClient, answer: dict[str, Any]) -> None:
    response = client.post("/api/receipt", json={"answer": answer, "utc_offset_minutes": -300})
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert response.headers["content-disposition"].startswith('attachment; filename="refdesk-receipt-')
    receipt = response.json()
    assert is_intact(receipt)
    assert [cited["quote"] for cited in receipt["citations"]] == [cited["quote"] for cited in answer["citations"]]
    assert receipt["citations"][0]["url"].startswith("http://localhost/passages/")
    assert receipt["local_time"].endswith("-05:00")
    assert receipt["reader"] == Tier.PUBLIC.label


def test_the_pdf_carries_the_same(client: TestClient, answer: dict[str, Any]) -> None:
    response = client.post("/api/receipt", json={"answer": answer, "format": "pdf"})
    assert response.headers["content-type"] == "application/pdf"
    attached = json.loads(bytes(pypdfium2.PdfDocument(response.content).get_attachment(0).get_data()))
    assert is_intact(attached)
    assert attached["answer"]["question"] == QUESTION


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (("text",), "Russia demands nothing. [1]"),
        (("question",), "What does Romania demand?"),
        (("answerable",), False),
        (("reason",), "The library does not mention Russia."),
        (("statements", 0, "text"), "Russia demands nothing."),
        (("citations", 0, "quote"), "Russia demands nothing."),
        (("citations", 0, "document", "title"), "Another Title"),
        (("citations", 0, "start"), 3),
        (("confidence",), 1.0),
    ],
)
def test_an_answer_that_was_changed_gets_none(
    client: TestClient, answer: dict[str, Any], part: tuple[Any, ...], value: object
) -> None:
    held: Any = answer
    for name in part[:-1]:
        held = held[name]
    assert held[part[-1]] != value
    held[part[-1]] = value
    response = client.post("/api/receipt", json={"answer": answer})
    assert response.status_code == 409
    assert response.headers["content-type"] == "application/problem+json"
    assert "Ask again" in response.json()["detail"]


def test_the_question_is_asked_again_as_it_was_asked(
    client: TestClient, desk: FakeDesk, answer: dict[str, Any]
) -> None:
    history = [{"role": "user", "content": "Before?"}, {"role": "assistant", "content": "Yes."}]
    narrowing = {"kinds": ["white-paper"], "documents": ["paper"]}
    given = client.post("/api/ask", json={"question": QUESTION, "history": history, "filters": narrowing}).json()
    body = {"answer": given, "history": history, "filters": narrowing}
    assert client.post("/api/receipt", json=body).status_code == 200
    question, filters, turns, tier = desk.asked[-1]
    assert (question, filters.kinds, filters.documents, tier) == (QUESTION, ("white-paper",), ("paper",), Tier.PUBLIC)
    assert [turn.content for turn in turns] == ["Before?", "Yes."]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answer": []},
        {"answer": {}, "format": "docx"},
        {"answer": {}, "more": 1},
        {"answer": {}, "utc_offset_minutes": 5000},
        {"answer": {}, "tier": "staff"},
    ],
)
def test_what_is_no_request_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    response = client.post("/api/receipt", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_no_answer_gets_a_receipt_that_says_so(client: TestClient) -> None:
    given = client.post("/api/ask", json={"question": "Zumwalt destroyers?"}).json()
    assert not given["answerable"]
    receipt = client.post("/api/receipt", json={"answer": given}).json()
    assert receipt["answer"]["answerable"] is False
    assert receipt["citations"] == []
    assert len(receipt["nearest"]) == len(given["related"])


def test_an_operators_key_signs(build_app: Any, answer: dict[str, Any]) -> None:
    app: FastAPI = build_app(FakeDesk(), receipt_key="kept at the desk")
    with TestClient(app, base_url="http://localhost") as client:
        receipt = client.post("/api/receipt", json={"answer": answer}).json()
    assert signature_of(receipt, "kept at the desk") == "valid"
    assert signature_of(receipt, "another") == "wrong"


def test_the_page_hands_in_what_it_was_answered(desk: FakeDesk) -> None:
    filters = Filters(kinds=("white-paper",))
    answer = desk.ask(QUESTION, filters=filters)
    page = markup.transcript((finished(Exchange(1, QUESTION, filters=filters), answer),), "http://localhost")
    assert page.count("data-receipt=") == 2
    handed = json.loads(markup.posted(finished(Exchange(1, QUESTION, filters=filters), answer)))
    assert handed["filters"] == {"kinds": ["white-paper"], "documents": []}
    assert handed["answer"]["id"] == answer.id
