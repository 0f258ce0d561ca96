"""Whoever leaves while a language model writes ends its request at once, and no place is held for them."""

import http.client
import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from bench.proofs.identities import sign_on_in
from bench.proofs.libraries import ProvenLibrary, built, functions, serving
from corpus.settings import Settings
from portal.door.admission import Admission
from portal.door.door import Door
from portal.parts import Parts
from qa.chat.open import open_chat
from qa.desk import Desk
from qa.generate import Writer, Writing
from qa.verify.check import Verifier
from tests.model.scripted import Exchange, ScriptedServer
from tests.model.writers import fenced, honest

QUESTION = "What does Russia demand before it will cooperate?"
AT_MOST_S = 60.0
WRITES_S = 110.0
"""Whatever is seen of leaving is seen before the model's time is up."""
SESSION = "closed"
MCP_HEADERS = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
TOOL = {"name": "ask", "arguments": {"question": QUESTION}}
CHAT = {"model": "refdesk", "messages": [{"role": "user", "content": QUESTION}]}
FOLLOW_UP = {
    "question": "What about NATO?",
    "history": [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "Guarantees."}],
}
DOORS: dict[str, tuple[str, dict[str, Any]]] = {
    "an answer": ("/api/ask", {"question": QUESTION}),
    "an answer as a stream": ("/api/ask", {"question": QUESTION, "stream": True}),
    "a completion": ("/v1/chat/completions", CHAT),
    "a completion as a stream": ("/v1/chat/completions", {**CHAT, "stream": True}),
    "a tool": ("/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": TOOL}),
    "the frame": ("/embed/ask?desk=members", {"question": QUESTION, "number": 1}),
    "a follow-up, while a model completes it": ("/api/ask", FOLLOW_UP),
    "the same as a stream": ("/api/ask", {**FOLLOW_UP, "stream": True}),
}
"""Every way in for programs, as (address, body)."""


def desk_of(library: ProvenLibrary, server: ScriptedServer) -> Desk:
    """A desk over `library` whose model may take longer than any test."""
    settings = Settings(chat_model="openai:scripted", chat_base_url=server.url, chat_timeout_s=WRITES_S)
    chat = open_chat(settings, environment={})
    assert chat is not None
    writer = Writer(chat, lambda _: Verifier(), Writing(timeout_s=WRITES_S))
    return Desk(library.catalogue, library.live, replace(library.models, chat=chat), writer)


class Waiting:
    """A model that has said a sentence and begun another, and says nothing more until whoever asked has gone."""

    def __init__(self) -> None:
        self.began, self.left = threading.Event(), threading.Event()

    def __call__(self, exchange: Exchange) -> None:
        self.left.clear()
        for piece in honest(fenced, most=1)(exchange.request):
            exchange.say(piece)
        exchange.say("Russia also ")  # by this word the sentence before it is known to be whole
        self.began.set()
        try:
            while True:
                exchange.pause(60)
        finally:  # the client has gone, or the test is over
            self.left.set()


def test_a_program_that_hangs_up_at_any_door(
    canary_library: tuple[ProvenLibrary, dict[str, str]], tmp_path: Path
) -> None:
    waiting, door = Waiting(), Door(admission=Admission(2, 2))
    sign_on = sign_on_in(tmp_path)
    with ScriptedServer(waiting) as server:
        desk = desk_of(canary_library[0], server)
        given = answers_given(desk)
        app = built(desk, Parts(door=door, sign_on=sign_on))
        with serving(app) as address:
            for name, (path, body) in DOORS.items():
                waiting.began.clear()
                program = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
                program.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **MCP_HEADERS})
                assert waiting.began.wait(AT_MOST_S), name
                if name == "a completion as a stream":  # its first sentence comes while the model is at the second
                    assert any(b"[1]" in line for line in program.getresponse())
                program.close()
                assert waiting.left.wait(AT_MOST_S), name
                until_free(door)
            waiting.began.clear()
            page_that_is_closed(address, functions(app)["asked"], waiting)
            assert waiting.left.wait(AT_MOST_S), "the chat page"
            until_free(door)
    assert answers_given(desk) == given, "an answer that nobody got is none that was given"
    sign_on.sessions.close()


def answers_given(desk: Desk) -> int:
    """How many answers are on the record."""
    return int(desk.catalogue.database.rows("SELECT count(*) AS given FROM answers")[0]["given"])


def page_that_is_closed(address: str, function: int, waiting: Waiting) -> None:
    """Asks on the chat page, as its script does, and closes it once the model is at it."""
    with httpx.Client(base_url=address, timeout=AT_MOST_S) as page:
        page.get("/")
        data = [QUESTION, [], [], False, None]
        joined = {"data": data, "fn_index": function, "session_hash": SESSION}
        assert page.post("/gradio_api/queue/join", json=joined).status_code == 200
        with page.stream("GET", "/gradio_api/queue/data", params={"session_hash": SESSION}) as answer:
            assert answer.status_code == 200
            assert waiting.began.wait(AT_MOST_S)


def until_free(door: Door) -> None:
    """Fails unless every place is free soon."""
    assert door.admission is not None
    free = threading.Event()
    for _ in range(600):
        if door.admission.working == 0:
            return
        free.wait(0.1)
    raise AssertionError(f"{door.admission.working} places are still held")
