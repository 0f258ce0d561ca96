"""`python -m qa "question"`: asks the desk from a terminal, lists mentions, checks quotations or receipts."""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError, DraftUnreadable
from corpus.settings import Settings, load_settings
from corpus.types import Tier
from qa.errors import DeskError
from qa.references.styles import DEFAULT, STYLES, style_named
from qa.types import Filters

if TYPE_CHECKING:
    from qa.desk import Desk
    from qa.lookup.types import Draft

STANDARD_INPUT = "-"
MOST_FILE_BYTES = 5 * 1024 * 1024


def main(arguments: Sequence[str] | None = None) -> None:
    """Asks; exits with 0 for an answer (or when every quotation is word for word), 1 when the library has none (or some
    quotation otherwise), 2 when nothing could be asked, 3 for a receipt that was altered."""
    parser = _parser()
    options = parser.parse_args(arguments)
    _check(parser, options)
    try:
        settings = load_settings()
        if options.style:
            style_named(options.style).form(options.form)
        if options.verify:
            sys.exit(_verified(settings, options))
        told = _cited(settings, options) if options.cite else _found(settings, options)
    except (CorpusError, DeskError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0 if told else 1)


def _check(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Ends with the usage unless the options go together."""
    if options.file and not options.lookup:
        parser.error("--file goes with --lookup")
    if options.file and options.question:
        parser.error("give words or --file, not both")
    if options.cite and (options.question or options.file or options.mentions is not None):
        parser.error("--cite goes alone: give ids, and no question")
    alone = options.mentions is not None or options.cite or options.verify
    if options.receipt and (options.lookup or alone):
        parser.error("--receipt goes with a question")
    if options.mode != "auto" and (options.lookup or alone):
        parser.error("--quotes-only and --prose go with a question")
    if not options.question and not options.file and not alone:
        parser.error("a question, --mentions, --cite or --verify is needed")


def _cited(settings: Settings, options: argparse.Namespace) -> bool:
    """Prints the references of the passages and documents that `--cite` names."""
    from qa.references.command import printed

    style = options.style or DEFAULT
    print(printed(settings, options.cite, style, options.form, Tier.named(options.tier)), end="")
    return True


def _found(settings: Settings, options: argparse.Namespace) -> bool:
    """Prints what the desk finds; whether it is what was hoped for."""
    from qa.open import open_desk

    filters = Filters(kinds=tuple(options.kind), documents=tuple(options.document))
    with closing(open_desk(settings)) as desk:
        if options.mentions is not None:
            return _mentioned(desk, options, filters)
        if options.lookup:
            return _looked_up(desk, options, filters)
        return _answered(desk, settings, options, filters)


def _answered(desk: "Desk", settings: Settings, options: argparse.Namespace, filters: Filters) -> bool:
    """Prints the answer to the question, and saves its receipt where that is wanted; whether there is an answer."""
    put: dict[str, Any] = {"filters": filters, "tier": Tier.named(options.tier), "mode": options.mode}
    answer = desk.ask(" ".join(options.question), **put)
    if options.receipt:
        from qa.receipt.command import save

        save(desk, answer, settings, options.receipt, Tier.named(options.tier))
        print(f"Receipt written to {options.receipt}.", file=sys.stderr)
    if options.json:
        from qa.render import answer_json

        print(json.dumps(answer_json(answer), indent=1, ensure_ascii=False))
        return answer.answerable
    from rich.console import Console

    from qa.references.command import under
    from qa.terminal import show

    references = under(answer, settings, options.style, options.form) if options.style else {}
    show(answer, Console(highlight=False), references)
    return answer.answerable


def _verified(settings: Settings, options: argparse.Namespace) -> int:
    """Prints what has become of a receipt; the exit code of its check."""
    from qa.receipt.command import verify_file
    from qa.receipt.terminal import show_verification, verification_json

    receipt, found = verify_file(options.verify, settings, Tier.named(options.tier))
    if options.json:
        print(json.dumps(verification_json(receipt, found), indent=1, ensure_ascii=False))
    else:
        from rich.console import Console

        show_verification(receipt, found, Console(highlight=False))
    return found.exit_code


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


def _looked_up(desk: "Desk", options: argparse.Namespace, filters: Filters) -> bool:
    """Prints what the library says of each quotation; whether all are word for word."""
    lookup = desk.lookup(_draft(options), filters=filters, tier=Tier.named(options.tier))
    if options.json:
        from qa.lookup.render import lookup_json

        print(json.dumps(lookup_json(lookup), indent=1, ensure_ascii=False))
    else:
        from rich.console import Console

        from qa.lookup.terminal import show_lookup

        show_lookup(lookup, Console(highlight=False))
    return all(finding.verdict == "exact" for finding in lookup.findings)


def _draft(options: argparse.Namespace) -> "Draft":
    """The text to look up: a file's, standard input's, or that of the command line."""
    from qa.lookup.types import Draft

    if not options.file:
        words = " ".join(options.question)
        if words == STANDARD_INPUT:
            words = sys.stdin.buffer.read(MOST_FILE_BYTES).decode("utf-8", "replace")
        return Draft(words)
    from ingest.drafts import DraftReader

    path: Path = options.file
    try:
        with path.open("rb") as file:
            data = file.read(MOST_FILE_BYTES + 1)
    except OSError as error:
        raise DraftUnreadable(f"'{path}' cannot be read: {error.strerror}. Check the path and its rights.") from error
    if len(data) > MOST_FILE_BYTES:
        raise DraftUnreadable(f"'{path}' has more than {MOST_FILE_BYTES:,} bytes. Please check it in parts.")
    with closing(DraftReader()) as read_draft:
        return Draft.of(read_draft(data, path.name))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m qa",
        description="Asks the library and prints the cited answer, lists mentions, or checks quotations.",
    )
    parser.add_argument(
        "question", nargs="*", help="the question, in plain language; with --lookup the words, or - for standard input"
    )
    parser.add_argument("--lookup", action="store_true", help="check the quotations in a text instead of asking")
    parser.add_argument("--file", type=Path, help="with --lookup: a draft to check (DOCX, PDF, HTML, Markdown or text)")
    parser.add_argument("--mentions", metavar="TERM", help="list every mention of TERM instead of asking")
    parser.add_argument("--csv", action="store_true", help="print the mentions as CSV")
    parser.add_argument("--bom", action="store_true", help="with --csv: begin with a byte order mark, for Excel")
    parser.add_argument("--receipt", type=Path, metavar="FILE", help="also save the answer as FILE (.json or .pdf)")
    parser.add_argument("--verify", type=Path, metavar="FILE", help="check a receipt (.json or .pdf) instead of asking")
    parser.add_argument("--json", action="store_true", help="print the answer, mentions, lookup or check as JSON")
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--quotes-only", dest="mode", action="store_const", const="extractive", default="auto",
        help="answer with quotations, also where a language model is set",
    )  # fmt: skip
    how.add_argument(
        "--prose", dest="mode", action="store_const", const="generative",
        help="answer in prose, or say why there is none",
    )  # fmt: skip
    parser.add_argument("--kind", action="append", default=[], help="search only documents of this kind (repeatable)")
    parser.add_argument("--document", action="append", default=[], help="search only this document id (repeatable)")
    parser.add_argument(
        "--tier", default="public", choices=["public", "member", "staff"], help="whose eyes to read with"
    )
    parser.add_argument(
        "--cite", action="append", default=[], metavar="ID",
        help="print the reference of this passage or document instead of asking (repeatable)",
    )  # fmt: skip
    parser.add_argument("--style", choices=STYLES, help="give the references in this style")
    parser.add_argument("--form", help="note, bibliography or in-text, as far as the style has it")
    return parser


if __name__ == "__main__":
    main()
