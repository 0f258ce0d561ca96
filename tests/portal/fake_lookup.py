"""A small lookup over the fake desk's documents: enough to bring every verdict onto a page."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.types import Document, Passage
from qa.lookup.types import Change, Finding, Lookup, Occurrence, Quotation, Verdict

QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
NAMED = re.compile(r"According to ([^,]+), $")
CONTEXT_CHARS = 120
NEAREST_NEEDS_WORDS = 3
ALTERED_AT_LEAST, PARAPHRASE_AT_LEAST = 0.7, 0.35


class FakeLookup:
    """Looks drafts up in `documents`, whose passages are `passages`."""

    def __init__(self, documents: Iterable[Document], passages: Iterable[Passage]) -> None:
        self._documents = {document.id: document for document in documents}
        self._passages = tuple(passages)

    def findings(self, draft: str) -> tuple[Finding, ...]:
        """One finding for each quotation of `draft`, in order."""
        return tuple(self.finding(quotation) for quotation in quotations(draft))

    def lookup(self, findings: Sequence[Finding]) -> Lookup:
        """The findings with what was searched for them."""
        return Lookup(tuple(findings), len(self._documents), len(self._passages), 1.5)

    def finding(self, quotation: Quotation) -> Finding:
        """The verdict on one quotation and its occurrences."""
        places = self._places(quotation.text)
        if places:
            return self._found(quotation, places)
        parts = [part.strip() for part in quotation.text.split("…")]
        joined = [self._places(part) for part in parts] if len(parts) > 1 else []
        if joined and all(joined):
            warning = ("Your draft joins words that the library has in different places.",)
            spans = [(quotation.text.index(part), quotation.text.index(part) + len(part)) for part in parts]
            firsts = [replace(found[0], covers=span) for found, span in zip(joined, spans, strict=True)]
            return Finding(quotation, "stitched", 0.9, tuple(firsts), warnings=warning)
        return self._nearest(quotation)

    def _found(self, quotation: Quotation, places: tuple[Occurrence, ...]) -> Finding:
        named = quotation.attributed_to
        if not named or any(named in f"{place.meta.title} {place.speaker}" for place in places):
            folded = ("Typographic quotation marks were read as plain ones.",) if "’" in quotation.text else ()
            return Finding(quotation, "exact", 1.0, places, folded)
        warning = f"Your draft names {named}; the library has these words from {places[0].speaker}."
        return Finding(quotation, "elsewhere", 1.0, places, warnings=(warning,))

    def _nearest(self, quotation: Quotation) -> Finding:
        scored = []
        for passage in self._passages:
            for start, end in passage.sentences or ((passage.start, passage.end),):
                words = self._documents[passage.document_id].text[start:end]
                scored.append((likeness(quotation.text, words), passage, start, end))
        if len(quotation.text.split()) < NEAREST_NEEDS_WORDS:
            return Finding(quotation, "not_found", 0.0, (), warnings=("The library does not have these words.",))
        scored.sort(key=lambda one: -one[0])
        best = scored[0][0]
        verdict: Verdict = "not_found" if best < PARAPHRASE_AT_LEAST else "paraphrase"
        if best >= ALTERED_AT_LEAST:
            verdict = "altered"
        kept = scored[:1] if verdict == "altered" else scored[:2]
        places = tuple(self._occurrence(passage, start, end, quotation.text) for _, passage, start, end in kept)
        numbers = [c for c in places[0].changes if c.matter == "number"] if verdict == "altered" else []
        warnings = tuple(
            f"Your draft says {change.yours.strip()}; the library says {change.source.strip()}." for change in numbers
        )
        return Finding(quotation, verdict, round(best, 3), places, warnings=warnings)

    def _places(self, words: str) -> tuple[Occurrence, ...]:
        found = []
        for passage in self._passages:
            text = self._documents[passage.document_id].text
            for match in re.finditer(re.escape(words), text[passage.start : passage.end]):
                start = passage.start + match.start()
                found.append(self._occurrence(passage, start, start + len(words), words))
        return tuple(found)

    def _occurrence(self, passage: Passage, start: int, end: int, yours: str) -> Occurrence:
        document = self._documents[passage.document_id]
        text = document.text
        return Occurrence(
            passage.id, document.id, document.meta, passage.section, passage.page, passage.speaker, text[start:end],
            start, end, text[max(0, start - CONTEXT_CHARS) : start], text[end : end + CONTEXT_CHARS],
            changes(yours, text[start:end]),
        )  # fmt: skip


def quotations(draft: str) -> tuple[Quotation, ...]:
    """What stands in quotation marks, or the whole draft where nothing does."""
    found = []
    for match in QUOTED.finditer(draft):
        group = 1 if match.group(1) else 2
        named = NAMED.search(draft[: match.start()])
        found.append(Quotation(match.group(group), *match.span(group), named.group(1) if named else ""))
    whole = draft.strip()
    at = draft.index(whole)
    return tuple(found) or (Quotation(whole, at, at + len(whole)),)


def likeness(one: str, other: str) -> float:
    """Between 0 and 1, by words."""
    return difflib.SequenceMatcher(None, one.lower().split(), other.lower().split(), autojunk=False).ratio()


def changes(yours: str, source: str) -> tuple[Change, ...]:
    """The word diff; a changed run that holds a digit matters as a number."""
    mine, theirs = (re.findall(r"\s*\S+\s*$|\s*\S+|\s+", text) for text in (yours, source))
    found = []
    for op, a, b, c, d in difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        words = "".join(mine[a:b]), "".join(theirs[c:d])
        turned = {"insert": "delete", "delete": "insert"}.get(op, op)  # seen from the draft
        numbers = op != "equal" and bool(re.search(r"\d", "".join(words)))
        found.append(Change(turned, *words, "number" if numbers else ""))  # type: ignore[arg-type]
    return tuple(found)
