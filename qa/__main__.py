"""`python -m qa "question"`: asks the desk from a terminal."""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing

from corpus.errors import CorpusError
from corpus.settings import load_settings
from corpus.types import Tier
from qa.errors import DeskError
from qa.types import Filters


def main(arguments: Sequence[str] | None = None) -> None:
    """Asks; exits with 0 for an answer, 1 when the library has none, 2 when the question could not be asked."""
    options = _parser().parse_args(arguments)
    try:
        from qa.open import open_desk

        filters = Filters(kinds=tuple(options.kind), documents=tuple(options.document))
        with closing(open_desk(load_settings())) as desk:
            answer = desk.ask(" ".join(options.question), filters=filters, tier=Tier.named(options.tier))
    except (CorpusError, DeskError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    if options.json:
        from qa.render import answer_json

        print(json.dumps(answer_json(answer), indent=1, ensure_ascii=False))
    else:
        from rich.console import Console

        from qa.terminal import show

        show(answer, Console(highlight=False))
    sys.exit(0 if answer.answerable else 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m qa", description="Asks the library and prints the cited answer.")
    parser.add_argument("question", nargs="+", help="the question, in plain language")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument("--kind", action="append", default=[], help="search only documents of this kind (repeatable)")
    parser.add_argument("--document", action="append", default=[], help="search only this document id (repeatable)")
    parser.add_argument(
        "--tier", default="public", choices=["public", "member", "staff"], help="whose eyes to read with"
    )
    return parser


if __name__ == "__main__":
    main()
