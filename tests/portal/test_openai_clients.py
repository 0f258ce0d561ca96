"""The official `openai` client and LangChain's ChatOpenAI against a real server: asked, streamed, left, refused."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import openai
import pytest
from fake_desk import FakeDesk
from langchain_openai import ChatOpenAI
from openai import AsyncOpenAI, OpenAI
from openai.types.chat import ChatCompletionMessageParam
from running import running

from corpus.types import Tier
from portal.keys import FILE, KeyRing

QUESTION = "What does Russia demand before it will cooperate?"
ASKED: list[ChatCompletionMessageParam] = [{"role": "user", "content": QUESTION}]
QUOTE = "Russia is demanding legally binding technical guarantees"


@dataclass(frozen=True)
class Served:
    """A desk behind a real server, and a key to it."""

    desk: FakeDesk
    url: str
    ring: KeyRing
    key: str

    def client(self, key: str = "") -> OpenAI:
        return OpenAI(base_url=f"{self.url}/v1", api_key=key or self.key, max_retries=0, timeout=20)


@pytest.fixture(scope="module")
def served(build_app: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    desk = FakeDesk()
    ring = KeyRing(tmp_path_factory.mktemp("keys") / FILE)
    key, _ = ring.create("a test", Tier.MEMBER, ["ask"])
    with running(build_app(desk, keys=ring)) as url:
        yield Served(desk, url, ring, key)


def test_the_client_gets_an_answer_with_citations(served: Served) -> None:
    with served.client() as client:
        assert [model.id for model in client.models.list()] == ["refdesk"]
        completion = client.chat.completions.create(model="refdesk", messages=ASKED, temperature=0, max_tokens=5)
    message = completion.choices[0].message
    assert message.content is not None
    assert QUOTE in message.content
    assert message.annotations
    for annotation in message.annotations:
        place = annotation.url_citation
        own: dict[str, Any] = (annotation.model_extra or {})["refdesk"]
        assert message.content[place.start_index : place.end_index] == own["quote"]
        assert place.url.startswith(f"{served.url}/passages/")
    assert completion.usage is not None
    assert completion.usage.total_tokens > completion.usage.completion_tokens > 0
    assert served.desk.asked[-1][3] is Tier.MEMBER


def test_the_client_narrows_through_the_extension(served: Served) -> None:
    with served.client() as client:
        client.chat.completions.create(
            model="refdesk", messages=ASKED, extra_body={"refdesk": {"filters": {"kinds": ["brief"]}}}
        )
    assert served.desk.asked[-1][1].kinds == ("brief",)


def test_the_client_streams(served: Served) -> None:
    with served.client() as client:
        whole = client.chat.completions.create(model="refdesk", messages=ASKED).choices[0].message.content
        stream = client.chat.completions.create(
            model="refdesk", messages=ASKED, stream=True, stream_options={"include_usage": True}
        )
        chunks = list(stream)
        with client.chat.completions.stream(model="refdesk", messages=ASKED) as helped:
            assert helped.get_final_completion().choices[0].message.content == whole
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == whole
    assert chunks[-1].usage is not None


def test_the_client_has_sentences_as_they_are_verified(served: Served) -> None:
    """The first while the desk still waits for the second, whichever client asks."""
    served.desk.writes = True
    model = ChatOpenAI(base_url=f"{served.url}/v1", api_key=lambda: served.key, model="refdesk", max_retries=0)
    try:
        with served.client() as client:
            stream = client.chat.completions.create(model="refdesk", messages=ASKED, stream=True)
            texts = (chunk.choices[0].delta.content or "" for chunk in stream)
            for words in (texts, (chunk.text for chunk in model.stream(QUESTION))):
                served.desk.written.on.clear()
                first = next(words)
                while "[1]" not in first:
                    first += next(words)
                assert first.startswith("Written by a language model (fake:model)")
                assert "[2]" not in first
                served.desk.written.on.set()
                rest = "".join(words)
                assert "sentences verified" in rest
    finally:
        served.desk.reset()


def test_the_async_client_asks_and_streams(served: Served) -> None:
    async def both() -> tuple[str | None, str]:
        async with AsyncOpenAI(base_url=f"{served.url}/v1", api_key=served.key, max_retries=0) as client:
            whole = await client.chat.completions.create(model="refdesk", messages=ASKED)
            stream = await client.chat.completions.create(model="refdesk", messages=ASKED, stream=True)
            words = [chunk.choices[0].delta.content or "" async for chunk in stream]
            return whole.choices[0].message.content, "".join(words)

    whole, streamed = asyncio.run(both())
    assert whole == streamed


def test_a_client_that_leaves_in_mid_stream_ends_the_desk_s_work(served: Served) -> None:
    served.desk.pause_s = 0.3
    before = served.desk.left
    try:
        with served.client() as client:
            stream = client.chat.completions.create(model="refdesk", messages=ASKED, stream=True)
            stream.response.close()
            deadline = time.monotonic() + 30
            while served.desk.left == before and time.monotonic() < deadline:
                time.sleep(0.02)
            assert served.desk.left == before + 1
            served.desk.pause_s = 0
            assert client.chat.completions.create(model="refdesk", messages=ASKED).choices
    finally:
        served.desk.pause_s = 0


def test_the_client_tells_errors_apart(served: Served) -> None:
    revoked, key = served.ring.create("gone", Tier.STAFF, ["ask"])
    lacking, _ = served.ring.create("lookup", Tier.STAFF, ["lookup"])
    with served.client(revoked) as client:
        assert client.models.list().data
        served.ring.revoke(key.id)
        with pytest.raises(openai.AuthenticationError) as unknown:
            client.models.list()
    assert unknown.value.code == "invalid_api_key"
    with served.client(lacking) as client, pytest.raises(openai.PermissionDeniedError, match="scope 'ask'"):
        client.chat.completions.create(model="refdesk", messages=ASKED)
    with served.client() as client:
        with pytest.raises(openai.NotFoundError) as missing:
            client.chat.completions.create(model="gpt-4o", messages=ASKED)
        assert missing.value.code == "model_not_found"
        with pytest.raises(openai.BadRequestError) as many:
            client.chat.completions.create(model="refdesk", messages=ASKED, n=2)
        assert many.value.param == "n"
        boom: list[ChatCompletionMessageParam] = [{"role": "user", "content": "boom about Russia"}]
        with pytest.raises(openai.InternalServerError):
            client.chat.completions.create(model="refdesk", messages=boom)
        with pytest.raises(openai.APIError, match="reference"):
            list(client.chat.completions.create(model="refdesk", messages=boom, stream=True))


def test_langchain_asks_and_streams(served: Served) -> None:
    model = ChatOpenAI(base_url=f"{served.url}/v1", api_key=lambda: served.key, model="refdesk", max_retries=0)
    answer = model.invoke([("system", "Be brief."), ("user", QUESTION)])
    assert QUOTE in answer.text
    assert answer.usage_metadata is not None
    assert answer.usage_metadata["output_tokens"] > 0
    assert "".join(chunk.text for chunk in model.stream(QUESTION)) == answer.text
