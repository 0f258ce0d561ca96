"""Readers told that documents above their tier answer too: on each way in, and only where it is switched on."""

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fake_desk import FakeDesk
from members import MEMBERS, desk_named
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from corpus.types import Tier
from portal.exchange import Exchange, finished
from portal.identity import Reader
from portal.markup import transcript
from portal.more import TellsOfMore, adder
from portal.signon.desks import Desks
from qa.types import Also, Filters

QUESTION = "What does Russia demand before it will cooperate?"
MORE = (Also(Tier.MEMBER, 2), Also(Tier.STAFF, "several"))
TOLD = ["Two member documents also cover this.", "Several staff documents also cover this."]
CHAT = {"model": "refdesk", "messages": [{"role": "user", "content": QUESTION}]}


@pytest.fixture(scope="module")
def telling(build_app: Any) -> Iterator[tuple[FakeDesk, TestClient]]:
    """A desk whose own pages tell of more."""
    desk = FakeDesk()
    desk.more = MORE
    with TestClient(build_app(desk, tell_of_more=True), base_url="http://localhost") as client:
        yield desk, client


def asked(client: TestClient, **members: Any) -> Any:
    return client.post("/api/ask", json={"question": QUESTION, **members})


def test_json_and_streams_tell_it(telling: tuple[FakeDesk, TestClient]) -> None:
    _, client = telling
    also = asked(client).json()["also"]
    assert also == [
        {"access": "member", "documents": 2, "told": TOLD[0]},
        {"access": "staff", "documents": "several", "told": TOLD[1]},
    ]
    last = asked(client, stream=True).text.rstrip().split("\n\n")[-1]
    assert json.loads(last.split("data: ")[1])["also"] == also


def test_completions_and_tools_tell_it(telling: tuple[FakeDesk, TestClient]) -> None:
    _, client = telling
    completion = client.post("/v1/chat/completions", json=CHAT).json()
    content = completion["choices"][0]["message"]["content"]
    assert "\n\n".join([*TOLD, "Sources:"]) in content
    assert [also["told"] for also in completion["refdesk"]["also"]] == TOLD
    call = {"name": "ask", "arguments": {"question": QUESTION}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
    result = client.post("/mcp", json=message, headers=headers).json()["result"]
    assert [also["told"] for also in result["structuredContent"]["also"]] == TOLD
    assert TOLD[0] in result["content"][0]["text"]


def test_an_answer_that_tells_it_gets_its_receipt(telling: tuple[FakeDesk, TestClient]) -> None:
    _, client = telling
    answer = asked(client).json()
    response = client.post("/api/receipt", json={"answer": answer})
    assert response.status_code == 200
    assert not [told for told in TOLD if told in response.text]


def test_off_is_the_very_same_bytes_as_without_such_documents(client: TestClient, desk: FakeDesk) -> None:
    def everything() -> list[str]:
        said = [asked(client), asked(client, stream=True), client.post("/v1/chat/completions", json=CHAT)]
        return [response.text for response in said]

    def lasting(text: str, answers: set[str]) -> str:
        for id in answers:
            text = text.replace(id, "ID")
        return re.sub(r'"created":\d+', '"created":0', text)

    without = [lasting(text, desk._answers) for text in everything()]
    desk.more = MORE
    assert [lasting(text, desk._answers) for text in everything()] == without
    assert "also" not in json.loads(everything()[0])


def test_the_page_and_the_frame_show_it(desk: FakeDesk) -> None:
    answer = replace(desk.ask(QUESTION), also=MORE)
    shown = transcript([finished(Exchange(1, QUESTION), answer)], "")
    assert f'<p class="also">{TOLD[0]}</p>' in shown
    assert 'class="also"' not in transcript([finished(Exchange(1, QUESTION), replace(answer, also=()))], "")
    absent = replace(answer, answerable=False, statements=(), citations=(), reason="No.")
    assert "Two member documents cover this." in transcript([finished(Exchange(1, QUESTION), absent)], "")


TELLING, SILENT = desk_named("telling", tell_of_more=True), MEMBERS


@pytest.mark.parametrize(
    ("reader", "address", "own", "told"),
    [
        (Reader(), "/api/ask", False, False),
        (Reader(), "/api/ask", True, True),
        (Reader(Tier.MEMBER, "m", "telling"), "/api/ask", False, True),
        (Reader(Tier.MEMBER, "m", "members"), "/api/ask", True, False),
        (Reader(Tier.MEMBER, "m", "gone"), "/api/ask", True, False),
        (Reader(), "/embed/ask?desk=telling", False, True),
        (Reader(), "/embed/ask?desk=members", True, False),
        (Reader(Tier.MEMBER, "m", "members"), "/embed/ask?desk=telling", True, False),
        (Reader(), "/api/ask?desk=telling", False, False),
        (Reader(Tier.STAFF, "key:1", "", frozenset({"ask"})), "/api/ask", True, True),
    ],
)
def test_whoever_runs_the_desk_chooses_for_each_portal(reader: Reader, address: str, own: bool, told: bool) -> None:
    seen: list[object] = []

    async def routes(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["refdesk.more"])

    async def nothing(*_: Any) -> Any:
        raise AssertionError("nothing is read or sent")

    path, _, query = address.partition("?")
    scope = {"type": "http", "path": path, "query_string": query.encode(), "headers": [], "refdesk.reader": reader}
    layer = TellsOfMore(routes, desks=Desks([TELLING, SILENT]), own=own)
    asyncio.run(layer(scope, nothing, nothing))
    assert seen == [told]


def test_staff_are_told_nothing(desk: FakeDesk) -> None:
    desk.more = MORE
    answer = desk.ask(QUESTION)
    for tier, count in ((Tier.PUBLIC, 2), (Tier.MEMBER, 1), (Tier.STAFF, 0)):
        add = adder(desk, tells=True, history=(), filters=Filters(), tier=tier)  # type: ignore[arg-type]
        assert len(add(answer).also) == count
