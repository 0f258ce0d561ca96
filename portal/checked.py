"""A lookup laid out for reading: the draft cut at its quotations, and a card for each of them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby, pairwise

from portal.verdicts import FOUND, WORDINGS, Wording, counted, searched, summary
from qa.lookup.types import Change, Finding, Lookup, Occurrence
from qa.references.runs import escaped_markdown
from qa.references.works import cite_address

SHOWN_PLACES = 3
"""Occurrences that a card shows at once; the others are folded away."""

MOST_LINES = 2_000
"""Folded lines of a whole page: a draft may quote two hundred times what the library says a thousand times."""

LONGEST_GAP_CHARS = 500
CONTEXT_CHARS = 220
NEAREST_CONTEXT_CHARS = 90
LINE_CONTEXT_CHARS = 60
OPENING_MARKS, CLOSING_MARKS = "“„«\"‘'", "”“»\"’'"

BLANK_LINES = re.compile(r"\n\s*\n")

TextOf = Callable[[str], str]
"""The text of a document by its id, empty where it cannot be read (any more)."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the draft; `number` is that of the quotation it is (from 1), None for the words around them."""

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between two joined places: `words` of one document (or how many, if they are a lot), or `why` there is
    nothing that lies between."""

    words: str = ""
    count: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence, its context cut to a readable length. Where it is the first place of a joined part, `part` holds
    that part's words in the draft; where it is the last, `gap` is what lies between it and the next part."""

    occurrence: Occurrence
    before: str
    after: str
    part: str = ""
    gap: Gap | None = None

    @property
    def cite(self) -> str:
        """Where the references of these very words are, up to the style."""
        return cite_address(self.occurrence.url)

    @property
    def plain(self) -> str:
        """The words as a quotation in Markdown, with the marker that its reference gets below."""
        words = " ".join(self.occurrence.quote.split())
        return f"> “{escaped_markdown(words)}” [1]\n"

    @property
    def rich(self) -> str:
        """The same in HTML."""
        return f"<blockquote><p>“{escape(self.occurrence.quote)}” [1]</p></blockquote>\n"


@dataclass(frozen=True, slots=True)
class Card:
    """One quotation with its verdict.

    `edits` is the word diff that corrects it to `corrected`, the library's own words; both are empty where there is
    nothing to correct. `found` says whether the places hold the words or are merely the nearest passages, `heading`
    says so in words, and `unlisted` counts the places that are left out because they are too many.
    """

    number: int
    finding: Finding
    wording: Wording
    found: bool
    warnings: tuple[str, ...]
    meaning: str
    heading: str
    unlisted: int
    edits: tuple[Change, ...]
    corrected: str
    places: tuple[Place, ...]
    more: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft and what the library says of its quotations, as their page shows it."""

    draft: str
    name: str
    summary: str
    searched: str
    runs: tuple[Run, ...]
    cards: tuple[Card, ...]


def checked(draft: str, name: str, lookup: Lookup, text_of: TextOf) -> Checked:
    """The lookup of `draft`, which came from the file `name` (empty for typed text)."""
    cards: list[Card] = []
    lines = MOST_LINES
    for number, finding in enumerate(lookup.findings, 1):
        cards.append(_card(number, finding, text_of, lines))
        lines -= len(cards[-1].more)
    return Checked(draft, name, summary(lookup), searched(lookup), runs(draft, lookup.findings), tuple(cards))


def runs(draft: str, findings: Sequence[Finding]) -> tuple[Run, ...]:
    """All of `draft`, once and in order, cut where a quotation begins or ends; one inside another is not marked."""
    found, reached = [], 0
    for number, finding in sorted(enumerate(findings, 1), key=lambda numbered: numbered[1].quotation.start):
        start, end = _with_marks(draft, finding.quotation.start, finding.quotation.end)
        if start < reached or start >= end:
            continue
        if reached < start:
            found.append(Run(draft[reached:start]))
        found.append(Run(draft[start:end], number))
        reached = end
    if reached < len(draft):
        found.append(Run(draft[reached:]))
    return tuple(found)


def _with_marks(draft: str, start: int, end: int) -> tuple[int, int]:
    """The quotation at `start:end` together with the quotation marks right around it."""
    if (
        draft[start - 1 : start] in OPENING_MARKS
        and draft[end : end + 1] in CLOSING_MARKS
        and 0 < start < end < len(draft)
    ):
        return start - 1, end + 1
    return start, end


def edits(changes: Sequence[Change]) -> Iterator[Change]:
    """The word diff with the white space at the edge of each change set apart, so that only words are struck out."""
    for change in changes:
        if change.op == "equal":
            yield change
            continue
        (before, yours, after), (ahead, source, behind) = _trimmed(change.yours), _trimmed(change.source)
        if before or ahead:
            yield Change("equal", before, ahead)
        if yours or source:
            yield Change(change.op, yours, source, change.matter)
        if after or behind:
            yield Change("equal", after, behind)


def _trimmed(text: str) -> tuple[str, str, str]:
    """`text` as the white space before its words, its words, and the white space after them."""
    words = text.strip()
    before = text[: len(text) - len(text.lstrip())] if words else text
    return before, words, text[len(before) + len(words) :]


def meaning(finding: Finding) -> str:
    """What the verdict means and what to do; where nothing was found, in the lookup's own words for it."""
    wording = WORDINGS[finding.verdict]
    told = " ".join(finding.warnings) if finding.verdict not in FOUND else ""
    return f"{told or wording.meaning} {wording.advice}".rstrip()


def heading(finding: Finding) -> str:
    """What stands over the places of a card."""
    verdict = finding.verdict
    if verdict == "stitched":
        return "Where the parts stand, in the order of your draft"
    if verdict == "elsewhere":
        return "Who says it, and where"
    if verdict not in FOUND:
        return "Not a quotation: nearest passages"
    return f"In the library at {counted(max(finding.total, len(finding.occurrences)), 'place')}"


def _card(number: int, finding: Finding, text_of: TextOf, most_lines: int) -> Card:
    verdict = finding.verdict
    stitched = verdict == "stitched"
    best = finding.occurrences[0] if finding.occurrences else None
    in_one = stitched and len({place.covers for place in finding.occurrences}) == 1
    corrects = verdict == "altered" or in_one
    context = CONTEXT_CHARS if verdict in FOUND else NEAREST_CONTEXT_CHARS
    shown = len(finding.occurrences) if stitched else SHOWN_PLACES
    if stitched:
        places = _joined(finding, text_of)
    else:
        places = tuple(_place(place, context) for place in finding.occurrences[:shown])
    lines = tuple(_place(place, LINE_CONTEXT_CHARS) for place in finding.occurrences[shown:][:most_lines])
    return Card(
        number,
        finding,
        WORDINGS[verdict],
        verdict in FOUND,
        finding.warnings if verdict in FOUND else (),
        meaning(finding),
        heading(finding),
        max(finding.total, len(finding.occurrences)) - len(places) - len(lines),
        tuple(edits(best.changes)) if corrects and best else (),
        best.quote if corrects and best else "",
        places,
        lines,
    )


def _place(occurrence: Occurrence, context_chars: int = CONTEXT_CHARS) -> Place:
    before, after = (BLANK_LINES.sub("\n", around) for around in (occurrence.before, occurrence.after))
    if len(before) > context_chars:
        before = before[-context_chars:].partition(" ")[2]
    if len(after) > context_chars:
        after = after[:context_chars].rpartition(" ")[0]
    return Place(occurrence, before.lstrip(), after.rstrip())


def _joined(finding: Finding, text_of: TextOf) -> tuple[Place, ...]:
    """The places of a stitched quotation, part by part; a gap lies between the first places of two parts."""
    parts = [list(places) for _, places in groupby(finding.occurrences, key=lambda place: place.covers)]
    gaps = [_gap(one[0], other[0], text_of) for one, other in pairwise(parts)]
    found = []
    for occurrences, gap in zip(parts, [*gaps, None], strict=True):
        start, end = occurrences[0].covers
        places = [_place(occurrence) for occurrence in occurrences]
        if len(parts) > 1:
            places[0] = replace(places[0], part=finding.quotation.text[start:end].strip())
        places[-1] = replace(places[-1], gap=gap)
        found += places
    return tuple(found)


def _gap(one: Occurrence, other: Occurrence, text_of: TextOf) -> Gap:
    if one.document_id != other.document_id:
        return Gap(why="The next part stands in another document.")
    if other.start < one.end:
        return Gap(why="The next part stands earlier in the same document.")
    words = text_of(one.document_id)[one.end : other.start].strip()
    if not words:
        return Gap(why="The next part follows in the same document.")
    if len(words) > LONGEST_GAP_CHARS:
        return Gap(count=len(words.split()))
    return Gap(words)
