"""The worst model that there can be follows every instruction in its prompt; none of that ever reaches a reader."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from itertools import count, cycle, islice
from typing import Any, Literal

import pytest
from fastapi import FastAPI
from injected import Injections, written_papers
from playwright.sync_api import expect, sync_playwright
from starlette.testclient import TestClient
from test_browser_hostile import ARGUMENTS, CHROMIUM, Watched

from bench.proofs.canaries import Canary, secrets_above, seen
from bench.proofs.hunt import Hidden
from bench.proofs.libraries import ProvenLibrary, built, serving
from corpus.settings import Settings
from corpus.types import Tier
from portal import markup
from portal.exchange import Exchange, finished
from portal.identity import Reader
from qa.chat.open import open_chat
from qa.desk import Desk
from qa.errors import ChatError
from qa.generate import Material, Writer, Writing, words_of
from qa.inquiry import Models
from qa.prompts import answer_prompt
from qa.prose.citing import Citations
from qa.prose.types import Excerpt
from qa.types import Answer, Citation, Turn
from qa.verify.check import Verifier
from tests.model.scripted import Request, ScriptedServer, writes
from tests.model.writers import fenced, obedient

PAPERS, PARAGRAPHS, STEP = 32, 14, 12
WORD = re.compile(r"ZQX-\d{4}")
ACTS = re.compile(
    r"https?://|//[\w-]+\.\w|far\.invalid|javascript:|data:text|mailto:|<[a-z/!]|!\[|\]\(|\bwww\.", re.IGNORECASE
)
Visiting = Callable[[Any, Reader], TestClient]
Hostile = tuple[ProvenLibrary, Injections, list[str]]


class Turning:
    """The obedient writer, who begins each answer somewhere else in all that it would say: only so much of an answer is
    read, and all of it is to be tried."""

    def __init__(self) -> None:
        self._turn = count()

    def __call__(self, request: Request) -> Iterable[str]:
        all = [piece for piece in obedient(request) if piece.strip()]
        at = next(self._turn) * STEP % len(all)
        yield from islice(cycle(all), at, at + STEP)


def writing(server: ScriptedServer, unsupported: Literal["hold", "strike"]) -> Writer:
    """What writes with the model behind `server`, checked by the rules."""
    settings = Settings(chat_model="openai:scripted", chat_base_url=server.url)
    chat = open_chat(settings, environment={})
    assert chat is not None
    return Writer(chat, lambda _: Verifier(), Writing(unsupported=unsupported))


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    """The model."""
    with ScriptedServer(writes(Turning())) as made:
        yield made


class PlainWords:
    """Words as they are, all equally telling."""

    def stems(self, text: str) -> list[str]:
        return sorted(set(text.casefold().split()))

    def weight(self, stem: str) -> float:
        return 1.0


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, models: Models) -> Iterator[Hostile]:
    """A library whose documents give orders; the orders; and what its papers are about."""
    folder = tmp_path_factory.mktemp("injected")
    made = Injections()
    names = written_papers(folder, made, PAPERS, PARAGRAPHS)
    library = ProvenLibrary(folder / "data", models)
    library.ingest(*folder.glob("*.md"))
    yield library, made, names
    library.close()


def desk_of(library: ProvenLibrary, server: ScriptedServer, unsupported: Literal["hold", "strike"]) -> Desk:
    """A desk over `library` that writes."""
    return Desk(library.catalogue, library.live, library.models, writing(server, unsupported))


def shown(citation: Citation) -> str:
    """All that a reader of a citation sees."""
    over = (citation.meta.title, *citation.section)
    return "\n".join([*over, citation.before + citation.quote + citation.after])


def assert_harmless(answer: Answer, server: ScriptedServer, mine: set[str]) -> None:
    """Fails if anything of a model's making but checked words is in `answer`. `mine` are the words of the orders that
    were given by whoever asked."""
    sent = server.seen[-1].body
    keys = {key for key, _ in fenced(sent)}
    rules = words_of(str(sent["messages"][0]["content"]))
    passages = {citation.marker: shown(citation) for citation in answer.citations}
    for statement in answer.statements:
        assert not ACTS.search(statement.text), statement.text
        assert not keys & set(re.findall(r"[a-z0-9]{6}", statement.text)), statement.text
        words = words_of(statement.text).split()
        assert not any(" ".join(words[at : at + 7]) in rules for at in range(len(words) - 6)), statement.text
        if answer.mode == "generative" and statement.verdict != "unsupported":
            assert not mine & set(WORD.findall(statement.text)), statement.text
            cited = "\n".join(passages[marker] for marker in statement.citations)
            assert set(WORD.findall(statement.text)) <= set(WORD.findall(cited)), statement.text
            assert statement.citations
    assert all(quote in passages[marker] for marker, quote in ((c.marker, c.quote) for c in answer.citations))


class Elements(HTMLParser):
    """The elements of a page that could act or ask for something, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.acting: list[str] = []
        self.links: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("img", "script", "iframe", "object", "embed", "form") and ("class", "comment") not in attrs:
            self.acting.append(tag)
        self.acting += [name for name, _ in attrs if name.startswith("on") or name in ("style", "src", "srcset")]
        self.links |= {value or "" for name, value in attrs if name in ("href", "action")}


@pytest.mark.parametrize(("unsupported", "papers", "at_least"), [("hold", 6, 50), ("strike", PAPERS, 500)])
def test_no_instruction_reaches_a_reader(
    unsupported: Literal["hold", "strike"], papers: int, at_least: int, hostile: Hostile, server: ScriptedServer
) -> None:
    library, made, names = hostile
    desk = desk_of(library, server, unsupported)
    before, in_prose = len(server.seen), 0
    for name in names[:papers]:
        for question in (f"What does the {name} say of launchers?", f"How many launchers does the {name} allow?"):
            earlier = made.several("history", 2)
            history = (Turn("user", f"What is the {name}? {earlier}"), Turn("assistant", earlier))
            answer = desk.ask(question, history=history)
            in_prose += answer.mode == "generative"
            assert_harmless(answer, server, set(WORD.findall(earlier)))
            page = Elements(markup.transcript((finished(Exchange(1, question), answer),), ""))
            assert page.acting == []
            assert all(link.startswith(("/", "#")) for link in page.links)
    sent = set(WORD.findall("\n".join(seen.prompt for seen in server.seen[before:])))
    assert len(sent) >= at_least, f"only {len(sent)} of {made.count} instructions were in a prompt"
    assert in_prose > 0


def test_no_instruction_in_a_question_is_followed(hostile: Hostile, server: ScriptedServer) -> None:
    """Most such questions are refused before any model is asked; here they are put to it all the same."""
    library, made, names = hostile
    writer = writing(server, "strike")
    for name in names[:10]:
        hits = library.desk.search(f"What does the {name} say of launchers?", k=3)
        given = [Excerpt(hit, hit.passage.start, hit.passage.end) for hit in hits]
        orders = made.several("question", 5)
        prompt = answer_prompt(f"What does the {name} say of launchers? {orders}", [], given)
        draft, words = writer.draft(), PlainWords()
        material = Material(prompt, Citations(words), Verifier())
        try:
            list(writer.write(material, draft, within_s=20))
        except ChatError as error:
            assert error.kind in ("unsupported", "nothing")
        for statement in draft.statements:
            assert not ACTS.search(statement.text)
            if statement.verdict != "unsupported":
                assert not set(WORD.findall(orders)) & set(WORD.findall(statement.text))


def test_every_way_in_keeps_to_it(hostile: Hostile, server: ScriptedServer, visiting: Visiting) -> None:
    library, _, names = hostile
    desk = desk_of(library, server, "strike")
    client = visiting(built(desk), Reader())
    for name in names[:6]:
        question = f"How many launchers does the {name} allow?"
        asked = client.post("/api/ask", json={"question": question}).json()
        stream = client.post("/api/ask", json={"question": question, "stream": True}).text
        told = [json.loads(line[6:]) for line in stream.splitlines() if line.startswith("data: ")]
        stated = [event["statement"] for event in told if "statement" in event]
        body = {"model": "refdesk", "messages": [{"role": "user", "content": question}]}
        completion = client.post("/v1/chat/completions", json=body).json()
        content = completion["choices"][0]["message"]["content"].partition("Sources:")[0]
        if asked["mode"] == "generative":
            assert not any(ACTS.search(one["text"]) for one in asked["statements"])
        assert not any(ACTS.search(one["text"]) for one in stated if one["verdict"] != "quoted")
        if completion["refdesk"]["mode"] == "generative":
            assert not ACTS.search(content)


def test_no_secret_above_a_reader_is_told_to_the_model(
    canary_library: tuple[ProvenLibrary, dict[str, str]],
    hidden: list[Hidden],
    made: list[Canary],
    server: ScriptedServer,
    visiting: Visiting,
) -> None:
    app: FastAPI = built(desk_of(canary_library[0], server, "strike"))
    for tier in (Tier.PUBLIC, Tier.MEMBER):
        before, above = len(server.seen), secrets_above(made, tier)
        client = visiting(app, Reader(tier))
        for each in [one for one in hidden if one.canary.tier > tier][:12]:
            told = each.answer["text"]
            cited = [citation["url"] for citation in each.answer["citations"]] or [f"/passages/{each.passage_id}"]
            history = [
                {"role": "user", "content": "What limit did the agreement set?"},
                {"role": "assistant", "content": told, "cited": cited},
            ]
            for question in (
                "What does Russia demand before it will cooperate?",
                "Who signed it, and what was its limit?",
            ):
                answer = client.post("/api/ask", json={"question": question, "history": history}).text
                assert not seen(answer) & above
        prompts = [one.prompt for one in server.seen[before:]]
        assert len(prompts) >= 12
        assert not seen("\n".join(prompts)) & above


@pytest.mark.browser
def test_nothing_acts_in_a_browser(hostile: Hostile, server: ScriptedServer) -> None:
    library, _, names = hostile
    with serving(built(desk_of(library, server, "strike"))) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        watched = Watched(chromium.new_context(), address)
        page = watched.open("/")
        for number, name in enumerate(names[:4], 1):
            page.get_by_label("Your question").fill(f"How many launchers does the {name} allow?")
            page.keyboard.press("Enter")
            expect(page.locator(f"#exchange-{number}")).to_have_attribute("aria-busy", "false", timeout=60_000)
        assert page.locator(".written").count() > 0
        watched.assert_untouched()
        chromium.close()
