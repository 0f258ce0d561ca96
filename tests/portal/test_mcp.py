"""The MCP server, with the official client over streamable HTTP: tools, resources, keys, and who may come."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from fake_desk import FakeDesk
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from running import running
from starlette.testclient import TestClient

from corpus.types import Tier
from portal.keys import FILE, KeyRing
from qa.types import Filters, Turn

QUESTION = "What does Russia demand before it will cooperate?"
QUOTE = "Russia is demanding legally binding technical guarantees"
MODES = ("auto", "legacy")


@dataclass(frozen=True)
class Served:
    """A desk behind a real server with API keys."""

    desk: FakeDesk
    url: str
    ring: KeyRing

    def do(self, step: Callable[[Client], Awaitable[Any]], key: str = "", mode: str = "auto") -> Any:
        """What `step` gives, with a client connected."""

        async def connected() -> Any:
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            async with httpx2.AsyncClient(headers=headers) as http:
                transport = streamable_http_client(f"{self.url}/mcp", http_client=http)
                async with Client(transport, mode=mode) as client:
                    return await step(client)

        try:
            return asyncio.run(connected())
        except BaseExceptionGroup as group:  # the client's task groups wrap what they raise, layer by layer
            error: BaseException = group
            while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
                error = error.exceptions[0]
            raise error from None

    def call(self, tool: str, arguments: dict[str, Any], **how: str) -> Any:
        return self.do(lambda client: client.call_tool(tool, arguments), **how)


@pytest.fixture(scope="module")
def served(build_app: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    desk = FakeDesk()
    ring = KeyRing(tmp_path_factory.mktemp("keys") / FILE)
    with running(build_app(desk, keys=ring)) as url:
        yield Served(desk, url, ring)


@pytest.mark.parametrize("mode", MODES)
def test_ask_gives_the_answer_as_values_of_its_schema_and_as_text(served: Served, mode: str) -> None:
    async def step(client: Client) -> Any:
        tools = await client.list_tools()  # from here on the client holds results to the tools' schemas
        arguments = {"question": QUESTION, "history": [{"role": "user", "content": "Hello"}],
                     "filters": {"kinds": ["white-paper"]}}  # fmt: skip
        return tools, await client.call_tool("ask", arguments)

    tools, result = served.do(step, mode=mode)
    assert [tool.name for tool in tools.tools] == ["ask", "search", "lookup"]
    assert all(tool.output_schema and tool.annotations.read_only_hint for tool in tools.tools)
    assert result.is_error is False
    assert QUOTE in result.content[0].text
    citation = result.structured_content["citations"][0]
    assert citation["url"].startswith(f"{served.url}/passages/")
    assert citation["url"] in result.content[0].text
    question, filters, history, tier = served.desk.asked[-1]
    assert (question, tier) == (QUESTION, Tier.PUBLIC)
    assert filters == Filters(kinds=("white-paper",))
    assert history == (Turn("user", "Hello"),)


def test_search_gives_passages_with_links(served: Served) -> None:
    async def step(client: Client) -> Any:
        await client.list_tools()
        return await client.call_tool("search", {"query": QUESTION, "k": 2})

    result = served.do(step)
    found = result.structured_content["passages"]
    assert len(found) == 2
    for passage in found:
        assert f"“{passage['text']}”" in result.content[0].text
        assert passage["url"] == f"{served.url}/passages/{passage['passage_id']}"
        assert passage["url"] in result.content[0].text


def test_lookup_gives_verdicts_with_places(served: Served) -> None:
    async def step(client: Client) -> Any:
        await client.list_tools()
        return await client.call_tool("lookup", {"text": f"“{QUOTE} of limits”"})

    result = served.do(step)
    assert result.structured_content["quotations"][0]["verdict"] == "exact"
    text = result.content[0].text
    assert "1 quotation, " in text
    assert "Word for word." in text
    assert result.structured_content["quotations"][0]["occurrences"][0]["url"] in text


@pytest.mark.parametrize(
    ("tool", "arguments", "named"),
    [
        ("ask", {}, "question"),
        ("ask", {"question": QUESTION, "tier": "staff"}, "tier"),
        ("ask", {"question": "x" * 901}, "too long"),
        ("search", {"query": QUESTION, "k": 51}, "k: "),
        ("lookup", {"text": ""}, "text"),
    ],
)
def test_arguments_that_cannot_be_used_are_named(
    served: Served, tool: str, arguments: dict[str, Any], named: str
) -> None:
    result = served.call(tool, arguments)
    assert result.is_error is True
    assert result.structured_content is None
    assert named in result.content[0].text


def test_an_unexpected_error_keeps_its_text_to_itself(served: Served) -> None:
    result = served.call("ask", {"question": "boom about Russia"})
    assert result.is_error is True
    assert "reference" in result.content[0].text
    assert "hunter2" not in result.content[0].text


def test_a_tool_that_there_is_not_is_an_error(served: Served) -> None:
    with pytest.raises(MCPError, match="no such tool"):
        served.call("delete", {})


@pytest.mark.parametrize("mode", MODES)
def test_documents_and_passages_are_resources(served: Served, mode: str) -> None:
    async def step(client: Client) -> Any:
        listed = await client.list_resources()
        templates = await client.list_resource_templates()
        document = await client.read_resource(str(listed.resources[0].uri))
        return listed, templates, document, await client.read_resource("refdesk://passages/paper-1")

    listed, templates, document, passage = served.do(step, mode=mode)
    assert [resource.name for resource in listed.resources] == ["paper", "brief", "nasty", "terms"]
    assert len(templates.resource_templates) == 2
    assert QUOTE in document.contents[0].text
    words, about = passage.contents
    assert (words.mime_type, about.mime_type) == ("text/plain", "application/json")
    assert words.text in document.contents[0].text
    assert f'"url": "{served.url}/passages/paper-1"' in about.text


@pytest.mark.parametrize(
    "address", ["refdesk://passages/none", "refdesk://documents/none", "refdesk://x/y", "file:///etc"]
)
def test_absent_resources_are_the_same_error(served: Served, address: str) -> None:
    with pytest.raises(MCPError) as absent:
        served.do(lambda client: client.read_resource(address))
    assert (absent.value.error.code, absent.value.error.message) == (
        -32602,
        "There is nothing at this address that you can read.",
    )


def test_a_key_reads_at_its_tier_and_does_what_its_scopes_say(served: Served) -> None:
    secret, key = served.ring.create("agent", Tier.STAFF, ["ask"])
    assert [tool.name for tool in served.do(lambda client: client.list_tools(), key=secret).tools] == ["ask"]
    assert served.call("ask", {"question": QUESTION}, key=secret).is_error is False
    assert served.desk.asked[-1][3] is Tier.STAFF
    refused = served.call("lookup", {"text": "Russia"}, key=secret)
    assert refused.is_error is True
    assert "'lookup'" in refused.content[0].text
    with pytest.raises(MCPError, match="'search'"):
        served.do(lambda client: client.read_resource("refdesk://documents/paper"), key=secret)
    served.ring.revoke(key.id)
    with pytest.raises(MCPError, match="error response"):
        served.call("ask", {"question": QUESTION}, key=secret)
    refusal = httpx2.post(f"{served.url}/mcp", json=MESSAGE, headers={**HEADERS, "Authorization": f"Bearer {secret}"})
    assert refusal.status_code == 401


MESSAGE = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
HEADERS = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}


def test_only_known_hosts_and_pages_come_in(client: TestClient) -> None:
    def post(**headers: str) -> int:
        return int(client.post("/mcp", json=MESSAGE, headers={**HEADERS, **headers}).status_code)

    assert post() == 200
    assert post(Host="evil.example") in (400, 421)
    assert post(Origin="https://evil.example") == 403
    assert post(Origin="http://localhost") == 200


def test_it_takes_posts_alone_and_says_so(client: TestClient) -> None:
    for method in ("GET", "DELETE", "PUT"):
        response = client.request(method, "/mcp")
        assert (response.status_code, response.headers["allow"]) == (405, "POST")
        assert response.headers["content-type"] == "application/problem+json"


def test_an_app_that_is_not_running_says_so(client: TestClient, build_app: Any) -> None:
    stopped = TestClient(build_app(FakeDesk()), base_url="http://localhost")
    response = stopped.post("/mcp", json=MESSAGE, headers=HEADERS)
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
