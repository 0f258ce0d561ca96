"""Is the library fit to quote from? Problems that an ingest would take without a word, one line each.

rules.py      what a document of each kind must be like
written.py    a file as its author wrote it: lines, links, and where a key or sentence stands
front.py      front matter: complete, in order, every source used
prose.py      sentences, footnotes, length, passages
terms.py      acronyms that the glossary does not know
likeness.py   documents that say nearly the same
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from corpus.glossary import Glossary, terms_of
from corpus.types import Document
from ingest.errors import SourceError
from ingest.lint.front import front_problems
from ingest.lint.likeness import likeness_problems
from ingest.lint.prose import passage_problems, pointer_problems, prose_problems
from ingest.lint.rules import rules_for
from ingest.lint.terms import term_problems
from ingest.lint.written import Fault, Problem, Written
from ingest.read import read
from ingest.sources import find

__all__ = ["Problem", "lint"]


def lint(paths: Iterable[Path], home: Path, count_tokens: Callable[[str], int]) -> list[Problem]:
    """Everything that is wrong with the documents under `paths`, by file and line.

    `home` is the library whose glossary counts when there is none under `paths`; `count_tokens` counts as the embedder
    does. Raises FileNotFoundError for a path that is not there.
    """
    problems: list[Problem] = []
    library: dict[Path, Document] = {}
    for file in find(paths):
        try:
            library[file.path] = read(file.path, file.name)
        except SourceError as error:
            problems.append(_unread(file.path, error))
    glossary = _glossary(library.values(), home)
    for path, document in library.items():
        if path.suffix == ".md":
            written = Written(path)
            faults = _faults(document, written, library, glossary, count_tokens)
            problems += [Problem(written.shown, line, text) for line, text in faults]
    problems += likeness_problems(library)
    return sorted(set(problems))


def _unread(path: Path, error: SourceError) -> Problem:
    written = Written(path)
    return Problem(written.shown, written.line_in_message(error.reason), f"cannot be read ({error}); mend that first")


def _glossary(documents: Iterable[Document], home: Path) -> Glossary:
    terms = [term for document in documents for term in terms_of(document)]
    if not terms and home.exists():
        entries = (file for file in find([home]) if "glossary" in file.path.parts)
        terms = [term for file in entries for term in terms_of(read(file.path, file.name))]
    return Glossary(terms)


def _faults(
    document: Document,
    written: Written,
    library: Mapping[Path, Document],
    glossary: Glossary,
    count_tokens: Callable[[str], int],
) -> Iterator[Fault]:
    rules = rules_for(document.meta.kind)
    yield from front_problems(document, written, rules)
    yield from _link_problems(document, written, library)
    yield from passage_problems(document, written, count_tokens)
    if rules.own_words:
        yield from prose_problems(document, written, rules, glossary)
        yield from pointer_problems(written)
        yield from term_problems(document, written, glossary)


def _link_problems(document: Document, written: Written, library: Mapping[Path, Document]) -> Iterator[Fault]:
    for line in written.lines:
        for link in line.links:
            path = written.resolve(link.target)
            if path is None:
                continue
            if not path.is_file():
                yield line.number, f"the link to '{link.target}' leads nowhere; correct its path or remove it"
            elif path in library and library[path].meta.access > document.meta.access:
                tier = library[path].meta.access.label
                yield line.number, f"the link to '{link.target}' leads readers to a {tier} document; remove it"
