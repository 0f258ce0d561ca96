"""Acronyms and designators that the glossary does not know, and that a question with their long form cannot find."""

import re
from collections.abc import Iterator

from corpus.glossary import DESIGNATOR, Glossary
from corpus.types import Document
from ingest.lint.written import Fault, Written

_ACRONYM = re.compile(r"(?<![\w.])[A-Z][A-Z0-9]*(?:[&/][A-Z0-9]+)*[A-Z][A-Z0-9]*(?:-\d+\w*)?(?=s?\b)(?!\.\w)")
_ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_PLAIN = frozenset("AM PM TV OK GHZ MHZ EU UN UK US USA USS UTC GMT CEO PDF HTML URL BC AD".split())
"""Words of everyday English, states and unions: nobody asks a missile defense glossary for them."""
_NAMES = frozenset(
    "ABC AFP AP BBC CBS CGTN CNBC CNN DPA ETH KCLU KCNA KSBY MENAFN NBC NPR NTV RAF RIA RT TASS TRT TVP UPI USA USNI "
    "WSAU WTOP".split()
)
"""Outlets, schools and services that go by their initials: proper names, not terms."""


def term_problems(document: Document, written: Written, glossary: Glossary) -> Iterator[Fault]:
    """Each unknown acronym or designator once, where it is used first."""
    known = [(start, end) for start, end, _ in glossary.occurrences(document.text)]
    found = [match for pattern in (_ACRONYM, DESIGNATOR) for match in pattern.finditer(document.text)]
    seen: set[str] = set()
    for match in sorted(found, key=lambda match: match.start()):
        term = match.group()
        if term in seen or _is_plain(term) or any(start <= match.start() < end for start, end in known):
            continue
        seen.add(term)
        line = written.line_of(_words_around(document.text, match.start(), match.end()))
        yield line, f"'{term}' is in no form of a glossary entry; add an entry or an 'Also:' form, or write it out"


def _is_plain(term: str) -> bool:
    return bool(_ROMAN.fullmatch(term)) or term.upper() in _PLAIN or term in _NAMES


def _words_around(text: str, start: int, end: int) -> str:
    """The term with up to two words after it on its line: enough to find where it stands."""
    after = re.match(r"[^\n]*?(?:\W+\w+){0,2}(?=\W|$)", text[end:])
    return text[start:end] + (after.group() if after else "")
