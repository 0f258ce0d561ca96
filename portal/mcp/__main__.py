"""The desk as an MCP server over standard input and output: `python -m portal.mcp`."""

import argparse
import os
import sys
from collections.abc import Sequence

from corpus.errors import CorpusError
from corpus.settings import Settings, load_settings
from corpus.types import Tier


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves until standard input ends; exits with 2, and a sentence why, if it cannot start."""
    parser = argparse.ArgumentParser(prog="python -m portal.mcp", description=__doc__)
    parser.add_argument(
        "--tier", choices=[tier.label for tier in Tier], default="public", help="what may be read (public)"
    )
    given = parser.parse_args(arguments)
    try:
        _serve(load_settings(), Tier.named(given.tier))
    except CorpusError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def _serve(settings: Settings, tier: Tier) -> None:
    os.environ["HF_HUB_OFFLINE"] = "1"
    import anyio
    from mcp.server.stdio import stdio_server

    from portal.identity import Reader
    from portal.mcp.server import Caller, server
    from qa.open import open_desk

    base = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    desk = open_desk(settings)
    caller = Caller(Reader(tier), base)
    served = server(desk, lambda _: caller)

    async def serve() -> None:
        async with stdio_server() as (reading, writing):
            await served.run(reading, writing, served.create_initialization_options())

    try:
        anyio.run(serve)
    finally:
        desk.close()


if __name__ == "__main__":
    main()
