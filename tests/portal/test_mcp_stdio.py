"""The MCP server over standard input and output, on a small real library, with the official client."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from corpus.encoder import CARRIED, Encoder, model_folder
from corpus.settings import ROOT


@pytest.fixture(scope="module")
def data(
    tmp_path_factory: pytest.TempPathFactory,
    tiny_model: Path,
    write_papers: Callable[[Path], Path],
    open_library: Callable[..., Any],
) -> Path:
    """The data folder of a library with documents of each tier."""
    folder = tmp_path_factory.mktemp("stdio") / "data"
    model = shutil.copytree(tiny_model, model_folder(folder / "models", CARRIED))
    library = open_library(folder, Encoder(model))
    assert library.ingest(write_papers(folder.parent / "papers")).went_well
    library.close()
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("arguments", "kinds"), [((), 2), (("--tier", "member"), 3)])
def test_it_asks_and_reads_at_the_tier_that_it_was_started_with(
    data: Path, arguments: tuple[str, ...], kinds: int
) -> None:
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "portal.mcp", *arguments],
        env={**os.environ, "REFDESK_DATA": str(data), "REFDESK_PUBLIC_URL": "https://desk.example"},
        cwd=str(ROOT),
    )

    async def step() -> tuple[Any, Any, Any]:
        async with Client(parameters) as client:
            await client.list_tools()
            question = {"question": "What does Russia demand before it will cooperate?"}
            listed = await client.list_resources()
            quotation = {"text": "legally binding technical guarantees of limits on U.S. missile defenses"}
            return await client.call_tool("ask", question), await client.call_tool("lookup", quotation), listed

    asked, looked_up, listed = asyncio.run(step())
    assert len({resource.uri for resource in listed.resources}) == kinds
    assert asked.is_error is False
    assert looked_up.structured_content["quotations"][0]["verdict"] == "exact"
    place = looked_up.structured_content["quotations"][0]["occurrences"][0]
    assert place["url"].startswith("https://desk.example/passages/")
    assert place["url"] in looked_up.content[0].text


def test_it_says_why_it_cannot_start(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "portal.mcp"], cwd=ROOT, env={**os.environ, "REFDESK_DATA": str(tmp_path)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "python -m ingest" in done.stderr
