"""`python -m ingest [PATH…]`: brings files and folders into the library."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import CorpusError
from corpus.settings import ROOT, Settings, load_settings
from ingest.report import FINE, Report

DOCUMENTS = ROOT / "corpus" / "documents"


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs an ingest; exits with 0 if every source is well, 1 if some are not, 2 if it could not run."""
    options = _parser().parse_args(arguments)
    try:
        settings = load_settings()
        report = _run(settings, options)
    except FileNotFoundError as error:
        _stop(f"There is no file or folder '{error.args[0]}'. Check the path.")
    except (CorpusError, OSError) as error:
        _stop(str(error))
    except KeyboardInterrupt:
        _stop("Stopped. What was stored is safe; run the same command to go on.", code=130)
    if options.json:
        print(json.dumps(report.record(), indent=1, ensure_ascii=False))
    else:
        _print(report)
    sys.exit(0 if report.went_well else 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Brings Markdown, text, HTML, PDF and DOCX files into the library and builds its indexes.",
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, help="files and folders (default: the documents that come along)"
    )
    parser.add_argument(
        "--prune", action="store_true", help="remove documents whose files are gone, after listing them"
    )
    parser.add_argument("--rebuild", action="store_true", help="build the indexes anew even if nothing has changed")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser


def _run(settings: Settings, options: argparse.Namespace) -> Report:
    from filelock import FileLock, Timeout

    from corpus.catalogue import Catalogue
    from corpus.database import Database
    from corpus.errors import CatalogueError, ReadOnlyError
    from ingest.embed import ensure_model
    from ingest.pipeline import Ingest, Options
    from ingest.progress import Progress
    from ingest.read.sandbox import Sandbox

    database = Database(settings.catalogue_path)
    if database.read_only:
        raise ReadOnlyError(f"The data folder {settings.data} is read-only; make it writable or set REFDESK_DATA.")
    lock = FileLock(settings.data / "ingest.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise CatalogueError(
            f"Another ingest is at work on {settings.data}. Wait for it to end, then run again."
        ) from error
    with lock, Progress(quiet=options.json) as progress:
        progress.step("model", settings.embedding_model)
        encoder = ensure_model(settings.models, settings.embedding_model)
        with Sandbox() as sandbox:
            ingest = Ingest(Catalogue(database), settings.data, encoder, sandbox.read, progress.step)
            chosen = Options(prune=options.prune, rebuild=options.rebuild, chroma_url=settings.chroma_url)
            return ingest.run(options.paths or [DOCUMENTS], chosen)


def _print(report: Report) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    for file in report.files:
        if file.state != "unchanged":
            color = "green" if file.state in FINE else "red"
            detail = file.reason or (f"{file.passages} passages" if file.passages else "")
            console.print(f"[{color}]{file.state:>14}[/] ", end="")
            console.print(f"{file.path}  {detail}".rstrip(), markup=False)
    counts = ", ".join(f"{count} {state}" for state, count in sorted(report.counts().items())) or "no files found"
    served = f"generation {report.generation} is being served" if report.switched else "the index was up to date"
    console.print(f"{counts}; {served}. {report.seconds:.1f} s")


def _stop(message: str, code: int = 2) -> None:
    print(message, file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
