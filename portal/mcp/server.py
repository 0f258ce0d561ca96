"""The desk as an MCP server: its tools and resources in the protocol's terms, whichever way a client comes."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import anyio.to_thread
import mcp_types as wire
from mcp.server import Server, ServerRequestContext
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError

from portal.identity import Reader
from portal.mcp.resources import DOCUMENT, PASSAGE, listed, read
from portal.mcp.tools import TOOLS, Called, Given, Tool
from portal.problems import described
from portal.scopes import refusal
from qa.desk import Desk

INSTRUCTIONS = (
    "A reference desk over a resource library. Its answers are sentences quoted word for word, or prose that was "
    "checked against what it cites, as each statement's verdict says; keep them so, and give their links. "
    "Where it says that the library has no answer, say so too."
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, the desk's address for links (without a final slash), and whether the caller is told of documents
    above their tier."""

    reader: Reader
    base: str
    tells: bool = False

    def may(self, scope: str) -> bool:
        """Whether the caller's scopes allow `scope`; a reader without a key may do all."""
        return not self.reader.scopes or scope in self.reader.scopes


Context = ServerRequestContext[Any, Any]
CallerOf = Callable[[Context], Caller]


def server(desk: Desk, caller_of: CallerOf) -> Server[Any]:
    """The server; `caller_of` tells for each request who sent it."""
    return _Handlers(desk, caller_of).server()


class _Handlers:
    def __init__(self, desk: Desk, caller_of: CallerOf) -> None:
        self.desk = desk
        self.caller_of = caller_of

    def server(self) -> Server[Any]:
        return Server(
            "refdesk",
            version=version("refdesk"),
            title="Refdesk",
            instructions=INSTRUCTIONS,
            on_list_tools=self.list_tools,
            on_call_tool=self.call_tool,
            on_list_resources=self.list_resources,
            on_list_resource_templates=self.list_templates,
            on_read_resource=self.read_resource,
        )

    async def list_tools(self, context: Context, _: wire.PaginatedRequestParams | None) -> wire.ListToolsResult:
        caller = self.caller_of(context)
        return wire.ListToolsResult(tools=[_told(tool) for tool in TOOLS if caller.may(tool.name)])

    async def call_tool(self, context: Context, called: wire.CallToolRequestParams) -> wire.CallToolResult:
        tool = next((tool for tool in TOOLS if tool.name == called.name), None)
        if tool is None:
            raise MCPError(wire.INVALID_PARAMS, "There is no such tool here.")
        caller = self.caller_of(context)
        if not caller.may(tool.name):
            return _failed(refusal(tool.name))
        try:
            arguments = tool.arguments.model_validate(called.arguments or {})
        except ValidationError as error:
            return _failed(_faults(error))
        call = Called(arguments, caller.reader, caller.base, caller.tells)
        try:
            given: Given = await anyio.to_thread.run_sync(tool.run, self.desk, call)
        except Exception as error:  # noqa: BLE001 - logged by `described`; the client gets a sentence in any case
            return _failed(described(error)[1])
        return wire.CallToolResult(
            content=[wire.TextContent(type="text", text=given.text)], structured_content=given.values
        )

    async def list_resources(
        self, context: Context, asked: wire.PaginatedRequestParams | None
    ) -> wire.ListResourcesResult:
        caller = self._reading(context)
        cursor = (asked.cursor if asked else None) or ""
        entries, following = await self._explained(listed, self.desk, caller.reader.tier, cursor)
        resources = [
            wire.Resource(
                name=entry.id,
                title=entry.meta.title,
                uri=DOCUMENT.format(document_id=entry.id),
                description=entry.meta.summary or None,
                mime_type="text/plain",
            )
            for entry in entries
        ]
        return wire.ListResourcesResult(resources=resources, next_cursor=following or None)

    async def list_templates(
        self, _: Context, __: wire.PaginatedRequestParams | None
    ) -> wire.ListResourceTemplatesResult:
        return wire.ListResourceTemplatesResult(
            resource_templates=[
                wire.ResourceTemplate(name="document", uri_template=DOCUMENT, mime_type="text/plain"),
                wire.ResourceTemplate(name="passage", uri_template=PASSAGE, mime_type="text/plain"),
            ]
        )

    async def read_resource(self, context: Context, asked: wire.ReadResourceRequestParams) -> wire.ReadResourceResult:
        caller = self._reading(context)
        address = str(asked.uri)
        contents = await self._explained(read, self.desk, address, caller.reader.tier, caller.base)
        return wire.ReadResourceResult(
            contents=[
                wire.TextResourceContents(uri=address, mime_type=content.media_type, text=content.text)
                for content in contents
            ]
        )

    def _reading(self, context: Context) -> Caller:
        """The caller, if it may read. Raises MCPError."""
        caller = self.caller_of(context)
        if not caller.may("search"):
            raise MCPError(wire.INVALID_REQUEST, refusal("search"))
        return caller

    async def _explained(self, step: Callable[..., Any], *arguments: Any) -> Any:
        """What `step` gives, run in a worker thread. Raises MCPError with our sentence for any error."""
        try:
            return await anyio.to_thread.run_sync(step, *arguments)
        except Exception as error:
            status, sentence = described(error)
            code = wire.INVALID_PARAMS if status < 500 else wire.INTERNAL_ERROR
            raise MCPError(code, sentence) from error


def _told(tool: Tool) -> wire.Tool:
    return wire.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.arguments.model_json_schema(),
        output_schema=tool.shape.model_json_schema(mode="serialization"),
        annotations=wire.ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )


def _failed(sentence: str) -> wire.CallToolResult:
    return wire.CallToolResult(content=[wire.TextContent(type="text", text=sentence)], is_error=True)


def _faults(error: ValidationError) -> str:
    """What is wrong with the arguments, without echoing them."""
    told = [f"{'/'.join(map(str, fault['loc'])) or 'arguments'}: {fault['msg']}" for fault in error.errors()]
    return f"The arguments cannot be used. {'; '.join(told)}."
