"""The Python client of `clients/python` against a real server, and its patience against a desk that has none."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, dataclass
from datetime import date
from typing import Any

import httpx
import pytest
import refdesk_client as api
from fake_desk import FakeDesk
from fake_prose import FALLBACK
from running import running

from corpus.settings import ROOT
from corpus.types import Tier
from portal.keys import FILE, KeyRing

QUESTION = "What does Russia demand before it will cooperate?"
QUOTE = "Russia is demanding legally binding technical guarantees"


@dataclass(frozen=True)
class Served:
    """A desk behind a real server, and a key to it."""

    desk: FakeDesk
    url: str
    ring: KeyRing
    key: str


@pytest.fixture(scope="module")
def served(build_app: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    desk = FakeDesk()
    ring = KeyRing(tmp_path_factory.mktemp("keys") / FILE)
    key, _ = ring.create("a test", Tier.MEMBER, ["ask", "search", "lookup"])
    with running(build_app(desk, keys=ring)) as url:
        yield Served(desk, url, ring, key)


@pytest.fixture
def client(served: Served) -> Iterator[api.Client]:
    with api.Client(f"{served.url}/", key=served.key) as client:
        yield client


def test_ask_gives_a_typed_answer(client: api.Client, served: Served) -> None:
    narrowed = api.Filters(kinds=("white-paper",), published_from=date(2011, 1, 1))
    answer = client.ask(QUESTION, history=[api.Turn("user", "Hello")], filters=narrowed)
    assert answer.answerable
    assert QUOTE in answer.text
    citation = answer.citations[0]
    assert citation.document.published == date(2011, 11, 1)
    assert citation.url.startswith(f"{served.url}/passages/{citation.passage_id}")
    assert httpx.get(citation.url).status_code == 200
    question, filters, history, tier = served.desk.asked[-1]
    assert (question, filters.kinds, filters.published_from) == (QUESTION, ("white-paper",), date(2011, 1, 1))
    assert (history[0].content, tier) == ("Hello", Tier.MEMBER)
    with pytest.raises(FrozenInstanceError):
        answer.text = "other words"  # type: ignore[misc]


def test_it_reads_what_is_told_of_documents_beyond_the_key(served: Served) -> None:
    answer = httpx.post(f"{served.url}/api/ask", json={"question": QUESTION}).json()
    also = [{"access": "member", "documents": 2, "told": "x"}, {"access": "staff", "documents": "several", "told": "y"}]
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={**answer, "also": also, "newer": 1}))
    with api.Client("https://desk.example", transport=transport) as client:
        assert client.ask(QUESTION).also == (api.Also("member", 2, "x"), api.Also("staff", "several", "y"))


def test_stream_gives_steps_and_the_answer_last(client: api.Client) -> None:
    found, *stated, answer = client.stream(QUESTION)
    assert isinstance(found, api.Found)
    assert isinstance(answer, api.Answer)
    assert [step.statement for step in stated if isinstance(step, api.Stated)] == list(answer.statements)
    assert answer.text == client.ask(QUESTION).text


def test_a_stream_says_where_sentences_are_taken_back(client: api.Client, served: Served) -> None:
    served.desk.writes, served.desk.written.fails = True, True
    try:
        _, *steps, answer = client.stream(QUESTION)
    finally:
        served.desk.reset()
    (at,) = [number for number, step in enumerate(steps) if isinstance(step, api.Replaced)]
    assert at > 0
    assert isinstance(answer, api.Answer)
    assert answer.prose == api.Prose("fake:model", 0, 1, FALLBACK)
    assert [step.statement for step in steps[at:] if isinstance(step, api.Stated)] == list(answer.statements)


def test_a_struck_sentence_names_what_it_claims_to_rest_on(client: api.Client, served: Served) -> None:
    served.desk.writes, served.desk.written.strikes = True, True
    try:
        struck = client.ask(QUESTION).statements[-1]
    finally:
        served.desk.reset()
    assert (struck.verdict, struck.citations) == ("unsupported", ())
    assert struck.claims == (api.Claimed("paper-2", "paper", f"{served.url}/passages/paper-2"),)


def test_the_library_and_its_passages(client: api.Client) -> None:
    entries = client.documents()
    assert [entry.id for entry in entries] == ["paper", "brief", "nasty", "terms"]
    document = client.document("paper")
    assert document.document == entries[0]
    for passage in document.passages:
        assert document.text[passage.start : passage.end] == passage.text
    view = client.passage("brief-1")
    assert (view.state, view.now) == ("reworded", "These are the words of today.")
    assert client.search(QUESTION, k=2, kinds=["white-paper"])[0].document.kind == "white-paper"


def test_lookup_cite_and_feedback(client: api.Client, served: Served) -> None:
    (finding,) = client.lookup(f"“{QUOTE} of limits”").quotations
    assert finding.verdict == "exact"
    assert finding.occurrences[0].url.startswith(f"{served.url}/passages/")
    assert "Missile Defense Advocacy Alliance" in client.cite("paper-1", "apa")
    assert client.cite("paper-1", "bibtex").startswith("@")
    answer = client.ask(QUESTION)
    client.feedback(answer.id, "down", "Says nothing of dates.")
    assert served.desk.given[-1] == (answer.id, "down", "Says nothing of dates.")


def test_the_async_client_does_the_same(served: Served, client: api.Client) -> None:
    async def all_of_it() -> tuple[Any, ...]:
        async with api.AsyncClient(served.url, key=served.key) as desk:
            events = [event async for event in desk.stream(QUESTION)]
            answer = await desk.ask(QUESTION)
            await desk.feedback(answer.id, "up")
            with pytest.raises(api.NotFound):
                await desk.document("none")
            return (
                answer.text, events[-1], await desk.search(QUESTION), await desk.lookup(QUOTE), await desk.documents(),
                await desk.document("paper"), await desk.passage("paper-1"), await desk.cite("paper-1"),
            )  # fmt: skip

    text, last, found, looked_up, entries, document, passage, reference = asyncio.run(all_of_it())
    assert text == last.text == client.ask(QUESTION).text
    assert found == client.search(QUESTION)
    assert looked_up.quotations == client.lookup(QUOTE).quotations
    assert entries == client.documents()
    assert document == client.document("paper")
    assert passage == client.passage("paper-1")
    assert reference == client.cite("paper-1")


def test_errors_tell_what_the_desk_said(served: Served, client: api.Client) -> None:
    with pytest.raises(api.NotFound, match="nothing at this address"):
        client.passage("../documents/paper")
    with pytest.raises(api.Invalid) as invalid:
        client.search(QUESTION, k=99)
    assert [fault.where for fault in invalid.value.faults] == ["query/k"]
    with pytest.raises(api.ServerError, match="reference"):
        client.ask("boom about Russia")
    with pytest.raises(api.ServerError, match="reference"):
        list(client.stream("boom about Russia"))
    secret, key = served.ring.create("lookup", Tier.PUBLIC, ["lookup"])
    with api.Client(served.url, key=secret) as lacking:
        with pytest.raises(api.Forbidden, match="'ask'"):
            lacking.ask(QUESTION)
        with pytest.raises(api.Forbidden):
            next(iter(lacking.stream(QUESTION)))
        served.ring.revoke(key.id)
        with pytest.raises(api.Unauthorized):
            lacking.lookup(QUOTE)
    with api.Client("http://127.0.0.1:9", timeout_s=2) as nowhere, pytest.raises(api.Unreachable):
        nowhere.documents()


class Turnstile:
    """A desk that turns the first `turned` requests away with `status`, and says when to come again."""

    def __init__(self, turned: int, status: int = 503, retry_after: str = "0") -> None:
        self.turned, self.status, self.retry_after = turned, status, retry_after
        self.seen = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen += 1
        if self.seen <= self.turned:
            problem = {"type": "about:blank", "title": "", "status": self.status, "detail": "Not now."}
            return httpx.Response(self.status, json=problem, headers={"Retry-After": self.retry_after})
        return httpx.Response(200, json={"documents": []})

    def client(self, **settings: Any) -> api.Client:
        return api.Client("https://desk.example", transport=httpx.MockTransport(self), **settings)


@pytest.mark.parametrize("status", [429, 503])
def test_a_call_that_changes_nothing_is_sent_again(status: int) -> None:
    desk = Turnstile(2, status)
    assert desk.client().documents() == ()
    assert desk.seen == 3


def test_patience_has_its_limits() -> None:
    often = Turnstile(9)
    with pytest.raises(api.Unavailable, match=r"Not now\."):
        often.client().documents()
    assert often.seen == 3
    late = Turnstile(1, retry_after="3600")
    with pytest.raises(api.Unavailable) as told:
        late.client().documents()
    assert (late.seen, told.value.retry_after_s) == (1, 3600.0)
    impatient = Turnstile(1)
    with pytest.raises(api.Unavailable):
        impatient.client(patience=api.Patience(retries=0)).documents()
    assert impatient.seen == 1


@pytest.mark.parametrize("status", [500, 502, 404, 401])
def test_nothing_else_is_sent_again(status: int) -> None:
    desk = Turnstile(1, status)
    with pytest.raises(api.ApiError):
        desk.client().documents()
    assert desk.seen == 1


def test_feedback_and_streams_are_sent_once() -> None:
    desk = Turnstile(2, 429)
    with pytest.raises(api.TooMany):
        desk.client().feedback("a", "up")
    with pytest.raises(api.TooMany):
        list(desk.client().stream(QUESTION))
    assert desk.seen == 2


ANSWERS: list[tuple[bytes, str]] = [
    (b"<html>a proxy's page</html>", "no JSON"),
    (b"[]", "no list"),
    (b'{"documents": [{"id": 7}]}', "no Entry"),
]


@pytest.mark.parametrize(("content", "named"), ANSWERS)
def test_what_is_no_desk_s_response_is_unreadable(content: bytes, named: str) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
    with api.Client("https://desk.example", transport=transport) as client, pytest.raises(api.Unreadable, match=named):
        client.documents()


def test_a_stream_that_is_cut_off_is_no_answer() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=b": retrieving\n\n"))
    with (
        api.Client("https://desk.example", transport=transport) as client,
        pytest.raises(api.Unreadable, match="ended"),
    ):
        list(client.stream(QUESTION))


def test_its_readme_runs(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "clients" / "python" / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    exec(code.replace("https://desk.example", served.url).replace("rd_…", served.key), {})  # noqa: S102
    printed = capsys.readouterr().out
    assert QUOTE in printed
    assert f"{served.url}/passages/" in printed
