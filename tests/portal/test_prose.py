"""Answers in prose, wherever an answer goes: on the page, over REST, `/v1` and MCP, in the frame and in copies."""

import json
from dataclasses import replace
from typing import Any

import pytest
from fake_desk import FakeDesk
from fake_prose import FALLBACK, HELD, WHY
from starlette.testclient import TestClient

from portal import markup
from portal.exchange import INSTEAD, Exchange, finished, followed
from qa.render import answer_markdown
from qa.types import Answer, Replaced, Retrieving, Stated, Statement, Writing

QUESTION = "What does Russia demand before it will cooperate?"
WRITTEN = "Written by a language model (fake:model) from the passages cited; "


@pytest.fixture
def writing(desk: FakeDesk) -> FakeDesk:
    """The shared desk, with a language model."""
    desk.writes = True
    return desk


def events(client: TestClient, **members: Any) -> list[tuple[str, Any]]:
    """The Server-Sent Events of an answer."""
    response = client.post("/api/ask", json={"question": QUESTION, "stream": True, **members})
    found = [message.split("\n") for message in response.text.split("\n\n") if message and message[0] != ":"]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in found]


def answer_of(desk: FakeDesk) -> Answer:
    """An answer of `desk`."""
    return desk.ask(QUESTION)


def test_json_tells_each_verdict_and_who_wrote(client: TestClient, writing: FakeDesk) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert answer["mode"] == "generative"
    assert {one["verdict"] for one in answer["statements"]} == {"supported", "quoted"}
    assert all("why" not in one for one in answer["statements"])
    count = len(answer["statements"])
    assert answer["prose"] == {"model": "fake:model", "verified": count, "written": count + 1, "fallback": ""}
    assert HELD not in json.dumps(answer, ensure_ascii=False)


def test_what_is_struck_out_says_why_and_is_no_part_of_the_text(client: TestClient, writing: FakeDesk) -> None:
    writing.written.strikes = True
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    claimed = {"passage_id": "paper-2", "document_id": "paper", "url": "/passages/paper-2"}
    told = {"text": HELD, "citations": [], "verdict": "unsupported", "why": WHY, "claims": [claimed]}
    assert answer["statements"][-1] == told
    assert HELD not in answer["text"]


@pytest.mark.parametrize("mode", ["auto", "generative", "extractive"])
def test_the_mode_reaches_the_desk(mode: str, client: TestClient, writing: FakeDesk) -> None:
    client.post("/api/ask", json={"question": QUESTION, "mode": mode})
    events(client, mode=mode)
    completion = {"model": "refdesk", "messages": [{"role": "user", "content": QUESTION}], "refdesk": {"mode": mode}}
    client.post("/v1/chat/completions", json=completion)
    assert writing.modes == [mode] * 3


def test_a_stream_brings_sentences_and_takes_them_back_where_the_model_fails(
    client: TestClient, writing: FakeDesk
) -> None:
    names = [name for name, _ in events(client)]
    assert names == ["retrieved", *["statement"] * (len(names) - 2), "answer"]
    writing.written.fails = True
    told = events(client)
    at = [name for name, _ in told].index("replaced")
    assert told[at] == ("replaced", {"reason": FALLBACK})
    after = [content["statement"] for name, content in told[at:] if name == "statement"]
    assert after == told[-1][1]["statements"]
    assert {one["verdict"] for one in after} == {"quoted"}
    assert told[-1][1]["prose"]["fallback"] == FALLBACK
    assert told[-1][1]["mode"] == "extractive"


def test_a_completion_is_a_paragraph_whose_annotations_fit(client: TestClient, writing: FakeDesk) -> None:
    body = {"model": "refdesk", "messages": [{"role": "user", "content": QUESTION}]}
    given = client.post("/v1/chat/completions", json=body).json()
    message = given["choices"][0]["message"]
    assert WRITTEN in message["content"]
    assert given["refdesk"]["mode"] == "generative"
    assert given["refdesk"]["prose"]["model"] == "fake:model"
    answer = answer_of(writing)
    said = {s.text: s for s in answer.statements}
    for found in message["annotations"]:
        span = found["url_citation"]
        words = message["content"][span["start_index"] : span["end_index"]]
        assert found["refdesk"]["marker"] in said[words].citations
        around = message["content"][span["start_index"] - 1 : span["end_index"] + 1]
        assert (around[0] == "“") is (said[words].verdict == "quoted")
    assert sum(part.count("[1]") for part in message["content"].split("\n\n")[:2]) == 1


def test_copies_say_who_wrote_and_leave_out_what_is_not_supported(writing: FakeDesk) -> None:
    writing.written.strikes = True
    answer = answer_of(writing)
    plain = answer_markdown(answer)
    rich = markup.copied(finished(Exchange(1, QUESTION), answer), "https://desk.example")["rich"]
    for copy in (plain, rich):
        assert "Written by a language model" in copy
        assert "held back" in copy
        assert HELD not in copy
        assert "The paper says that" in copy
    assert "> “" not in plain


def page_of(desk: FakeDesk) -> str:
    """What the page shows of an answer."""
    return markup.transcript((finished(Exchange(1, QUESTION), answer_of(desk)),), "https://desk.example")


def test_the_page_shows_a_paragraph_and_each_verdict(writing: FakeDesk) -> None:
    page = page_of(writing)
    assert "<blockquote>" not in page
    assert page.count('class="written"') == 1
    assert page.count("(supported)") == page.count("✓") - 1 > 0  # one more in the key
    assert page.count("(quoted)") > 0
    assert f"<summary>{WRITTEN}" in page
    assert HELD not in page


def test_the_page_strikes_out_and_says_why(writing: FakeDesk) -> None:
    writing.written.strikes = True
    page = page_of(writing)
    assert "Struck out, not supported: </span><s>" in page
    assert f"Not supported. {WHY}" in page
    assert "1 struck out." in page


def test_the_page_says_why_an_answer_is_quoted(writing: FakeDesk) -> None:
    writing.written.fails = True
    page = page_of(writing)
    assert f'<p class="fallback">{FALLBACK}</p>' in page
    assert "<blockquote>" in page
    assert 'class="written"' not in page


def test_an_exchange_follows_what_is_taken_back() -> None:
    exchange = Exchange(1, QUESTION)
    told = Stated(Statement("It rose.", (), "supported"), ())
    for event in (Retrieving(QUESTION), Writing(), told):
        exchange = followed(exchange, event, "Searching…")
    assert exchange.in_prose
    assert exchange.statements
    assert 'class="written"' in markup.transcript((exchange,), "")
    exchange = followed(exchange, Replaced(FALLBACK), "Searching…")
    assert (exchange.in_prose, exchange.statements, exchange.progress) == (False, (), INSTEAD)


def test_the_frame_asks_for_quotes_if_its_reader_does(client: TestClient, writing: FakeDesk) -> None:
    assert 'id="quotes-only"' in client.get("/embed?desk=members").text
    for mode in ("auto", "extractive"):
        client.post("/embed/ask?desk=members", json={"question": QUESTION, "number": 1, "mode": mode})
    assert writing.modes == ["auto", "extractive"]
    writing.writes = False
    assert 'id="quotes-only"' not in client.get("/embed?desk=members").text


def test_words_of_a_model_are_escaped_everywhere(writing: FakeDesk, hostile: str) -> None:
    answer = answer_of(writing)
    struck = Statement(hostile, (), "unsupported", hostile)
    supported = Statement(hostile, answer.statements[0].citations, "supported")
    shown = replace(answer, statements=(supported, struck))
    page = markup.transcript((finished(Exchange(1, QUESTION), shown),), "")
    clean = markup.transcript((finished(Exchange(1, QUESTION), replace(answer, statements=(
        replace(supported, text="It rose."), replace(struck, text="It fell.", why="No."),
    ))),), "")  # fmt: skip
    assert page.count("<") == clean.count("<")
