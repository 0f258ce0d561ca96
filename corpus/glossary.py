"""The library's own glossary: the terms of its field, the forms in which they occur, and where a text uses them.

Any document of kind `glossary` is read as one: a heading of level 3 or deeper is a term, a first line "Also: a; b"
gives its
other forms, the rest is its meaning. A term found in a text, in any of its forms, is one *concept* for retrieval, so
that "EPAA" finds "European Phased Adaptive Approach" and "SM-3 IB" finds "SM-3 Block IB".
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.types import Document

_ALSO = re.compile(r"Also:\s*(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry. `forms` begins with the name itself; `meaning` is the entry's words, word for word."""

    name: str
    forms: tuple[str, ...]
    meaning: str
    document_id: str
    start: int
    end: int


def terms_of(document: Document) -> list[Term]:
    """The entries of a document of kind `glossary`, in order; none for other kinds."""
    if document.meta.kind != "glossary":
        return []
    terms = []
    for section in document.sections:
        blocks = [b for b in document.blocks if section.start <= b.start < section.end and b.kind != "heading"]
        if section.level < 3 or not blocks or not section.path:
            continue
        forms: list[str] = [section.path[-1]]
        also = _ALSO.match(document.text[blocks[0].start : blocks[0].end])
        if also:
            forms += [form.strip() for form in also.group(1).split(";") if form.strip()]
            blocks = blocks[1:]
        if blocks:
            start, end = blocks[0].start, blocks[-1].end
            terms.append(Term(forms[0], tuple(forms), document.text[start:end], document.id, start, end))
    return terms


class Glossary:
    """Finds terms in text. Forms match whole words; acronyms and designators (capitals or digits) match case as
    written.

    Where two terms could match at one place the longer form wins ("SM-3 Block IIA" before "SM-3").
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms: tuple[Term, ...] = tuple(terms)
        self._by_form: dict[str, Term] = {}
        for term in self.terms:
            for form in term.forms:
                self._by_form.setdefault(_folded(form), term)
        self._pattern = _pattern(form for term in self.terms for form in term.forms)

    def occurrences(self, text: str) -> list[tuple[int, int, Term]]:
        """(start, end, term) of every term in `text`, left to right, without overlaps."""
        if self._pattern is None:
            return []
        found = []
        for match in self._pattern.finditer(text):
            form = _folded(match.group())
            term = self._by_form.get(form) or self._by_form.get(form.removesuffix("s"))
            if term is not None and not _is_other_word(match.group(), term):
                found.append((match.start(), match.end(), term))
        return found

    def concepts(self, text: str) -> list[str]:
        """One token for each term that occurs in `text` and each designator of the shape `SM-3`, in order, without
        repetition: what the lexical index matches exactly."""
        tokens = [concept(term.name) for _, _, term in self.occurrences(text)]
        tokens += [concept(match) for match in DESIGNATOR.findall(text)]
        return list(dict.fromkeys(tokens))

    def records(self) -> list[dict[str, object]]:
        """The terms as JSON values, for the index's folder."""
        return [
            {
                "name": t.name,
                "forms": list(t.forms),
                "meaning": t.meaning,
                "document_id": t.document_id,
                "start": t.start,
                "end": t.end,
            }
            for t in self.terms
        ]

    @classmethod
    def from_records(cls, records: Sequence[Mapping[str, object]]) -> "Glossary":
        """The inverse of `records`."""
        return cls(
            Term(
                str(r["name"]),
                tuple(str(form) for form in _list(r["forms"])),
                str(r["meaning"]),
                str(r["document_id"]),
                int(str(r["start"])),
                int(str(r["end"])),
            )
            for r in records
        )


DESIGNATOR = re.compile(r"\b(?:[A-Z]{1,6}[-/]\d+[A-Z]{0,3}|[A-Z]{2,}(?:/[A-Z]{2,})*-\d+[A-Z()]*)\b")
"""Names such as SM-3, S-400, AN/TPY-2, A-135, MK-41: letters, a hyphen or stroke, a number."""


def concept(name: str) -> str:
    """The token that stands for `name` in the lexical index: letters and digits only, folded."""
    return "".join(re.findall(r"\w", name.casefold()))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _folded(form: str) -> str:
    return re.sub(r"[\s\-‐‑–/]+", " ", form.casefold()).strip()


def _pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    parts = []
    for form in sorted(set(forms), key=len, reverse=True):
        words = [re.escape(word) for word in re.split(r"[\s\-‐‑–/]+", form) if word]
        if words:
            parts.append(r"[\s\-‐‑–/]+".join(words) + ("s?" if form[-1:].isalpha() else ""))
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)", re.IGNORECASE) if parts else None


def _is_other_word(found: str, term: Term) -> bool:
    """Whether `found` is an ordinary word that only looks like the acronym ("start" and "starts" for START)."""
    forms = {form.casefold() for form in term.forms if form.isupper()}
    return found.islower() and not forms.isdisjoint({found, found.removesuffix("s")})
