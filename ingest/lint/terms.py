"""Acronyms and designators that the glossary does not know, and that a question with their long form cannot find."""

import re
from collections.abc import Iterator

from corpus.glossary import DESIGNATOR, Glossary
from corpus.types import Document
from ingest.lint.written import Fault, Written

_ACRONYM = re.compile(r"(?<![\w.])[A-Z][A-Z0-9]*(?:[&/][A-Z0-9]+)*[A-Z][A-Z0-9]*(?:-\d+[A-Z]*)?(?=s?\b)(?!\.\w)")
_ROMAN = re.compile(r"(?=[IVXL])(?:X{0,3}|XL|LX{0,3})(?:IX|IV|V?I{0,3})[A-C]?")
"""Roman numbers to 89, also with a letter: "Article V", "Blocks IB and IIA" next to the full name."""
_YEAR = re.compile(r"(?<=[A-Z])(?:19|20)\d{2}$")
_PLAIN = re.compile("AM|CEO|EU|GMT|HTML|PDF|PM|TV|UK|UN|URL|US|USA|USS|UTC")
"""Words of everyday English, states and unions: nobody asks a missile defense glossary for them."""
_NAME = re.compile(
    "ABC|AFP|AFX|AP|BBC|CBS|CGTN|CNBC|CNN|CND|ETH|KCLU|KCNA|KSBY|MENAFN|NBC|NPR|RAF|RIA|RT|SHIELD|SOFREP|TASS|TRT|TVP|"
    "UPI|USNI|WSAU|WTOP|F-18|GEO-4|USSF-124"
)
"""Proper names of one bearer, such as an outlet, a school, an aircraft or a satellite: not terms of the field."""


def term_problems(document: Document, written: Written, glossary: Glossary) -> Iterator[Fault]:
    """Each unknown acronym or designator once, where it is used first."""
    known = [(start, end) for start, end, _ in glossary.occurrences(document.text)]
    forms = {form for term in glossary.terms for form in term.forms}
    found = [match for pattern in (_ACRONYM, DESIGNATOR) for match in pattern.finditer(document.text)]
    for match in sorted(found, key=lambda match: match.start()):
        term = _YEAR.sub("", match.group())
        if term in forms or any(start <= match.start() < end for start, end in known):
            continue
        forms.add(term)
        if any(pattern.fullmatch(term) for pattern in (_ROMAN, _PLAIN, _NAME)):
            continue
        line = written.line_of(_words_around(document.text, match.start(), match.end()))
        yield line, f"'{term}' is in no form of a glossary entry; add an entry or an 'Also:' form, or write it out"


def _words_around(text: str, start: int, end: int) -> str:
    """The term with up to two words after it on its line: enough to find where it stands."""
    after = re.match(r"(?:[^\w\n]+\w+){0,2}", text[end:])
    return text[start:end] + (after.group() if after else "")
