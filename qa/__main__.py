"""`python -m qa "question"`: asks the desk from a terminal."""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from corpus.errors import CorpusError
from corpus.settings import load_settings
from corpus.types import Tier
from qa.errors import DeskError
from qa.types import Filters

if TYPE_CHECKING:
    from qa.desk import Desk


def main(arguments: Sequence[str] | None = None) -> None:
    """Asks; exits with 0 for an answer, 1 when the library has none, 2 when the question could not be asked."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.question and options.mentions is None:
        parser.error("a question or --mentions is needed")
    try:
        from qa.open import open_desk

        filters = Filters(kinds=tuple(options.kind), documents=tuple(options.document))
        with closing(open_desk(load_settings())) as desk:
            if options.mentions is not None:
                told = _mentioned(desk, options, filters)
            else:
                told = _answered(desk, options, filters)
    except (CorpusError, DeskError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0 if told else 1)


def _answered(desk: "Desk", options: argparse.Namespace, filters: Filters) -> bool:
    """Prints the answer to the question; whether there is one."""
    answer = desk.ask(" ".join(options.question), filters=filters, tier=Tier.named(options.tier))
    if options.json:
        from qa.render import answer_json

        print(json.dumps(answer_json(answer), indent=1, ensure_ascii=False))
    else:
        from rich.console import Console

        from qa.terminal import show

        show(answer, Console(highlight=False))
    return answer.answerable


def _mentioned(desk: "Desk", options: argparse.Namespace, filters: Filters) -> bool:
    """Prints every mention of the term; whether there is one."""
    found = desk.mentions(options.mentions, filters=filters, tier=Tier.named(options.tier))
    if options.csv:
        from qa.mentions.export import mentions_csv

        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        print(mentions_csv(found, byte_order_mark=options.bom), end="")
    elif options.json:
        from qa.mentions.export import mentions_json

        print(json.dumps(mentions_json(found), indent=1, ensure_ascii=False))
    else:
        from rich.console import Console

        from qa.mentions.terminal import show_mentions

        show_mentions(found, Console(highlight=False))
    return bool(found.mentions or found.inside)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m qa", description="Asks the library and prints the cited answer.")
    parser.add_argument("question", nargs="*", help="the question, in plain language")
    parser.add_argument("--mentions", metavar="TERM", help="list every mention of TERM instead of asking")
    parser.add_argument("--csv", action="store_true", help="print the mentions as CSV")
    parser.add_argument("--bom", action="store_true", help="with --csv: begin with a byte order mark, for Excel")
    parser.add_argument("--json", action="store_true", help="print the answer or the mentions as JSON")
    parser.add_argument("--kind", action="append", default=[], help="search only documents of this kind (repeatable)")
    parser.add_argument("--document", action="append", default=[], help="search only this document id (repeatable)")
    parser.add_argument(
        "--tier", default="public", choices=["public", "member", "staff"], help="whose eyes to read with"
    )
    return parser


if __name__ == "__main__":
    main()
