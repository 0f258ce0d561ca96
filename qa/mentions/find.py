"""The scan for every mention: each document's words, from first to last, across the borders of passages.

Complete by construction: nothing is ranked or cut off, and a document is passed over only if its words do not hold the
letters of any form.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.errors import NotFound
from corpus.generations import active, readable_fingerprint
from corpus.glossary import DESIGNATOR, Glossary
from corpus.texts import Texts, folded
from corpus.types import Block, Document, LibraryEntry, Passage, Section, Tier
from qa.errors import QuestionError
from qa.mentions.counts import counted
from qa.mentions.forms import Form, Wanted, wanted
from qa.mentions.types import Mention, Mentions, Place, Searched
from qa.retrieve import allowed_documents
from qa.types import Filters

LONGEST_TERM = 200
MOST_MENTIONS = 20_000
LONGEST_DESIGNATOR = 40
_VARIANT = re.compile(
    r"[\s\-‐‑–]+(?:(?:Block|Mod|Mk\.?|Increment|Flight|Version)[\s\-‐‑–]+[\dIVX]+[A-Z]*|(?:II|III|IV|I{1,3}[A-C]))(?!\w)"
)
"""What makes another designator of the one before it: "Block IIA" after SM-3, "II" after START."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A match in a document's text; `inside` names the longer term that it is part of."""

    start: int
    end: int
    form: Form
    inside: str = ""


class Finder:
    """Finds every mention in the library of `catalogue`. Safe to use from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._texts = Texts(catalogue)

    def find(self, term: str, glossary: Glossary, filters: Filters, tier: Tier) -> Mentions:
        """Every mention of `term` that a reader of `tier` may see, in the documents that `filters` let through.

        Raises QuestionError for a term without a word, one that is too long, and one that is on every page.
        """
        want = wanted(_checked(term), glossary)
        entries = self._catalogue.entries(tier)
        allowed = allowed_documents(entries, filters)
        entries = [entry for entry in entries if allowed is None or entry.id in allowed]
        found: list[Mention] = []
        left_out: Counter[str] = Counter()
        for entry, text in self._texts.of(entries):
            found += self._in_document(want, entry, text, left_out, tier)
            if len(found) > MOST_MENTIONS:
                raise QuestionError(
                    f"“{want.term}” is mentioned more than {MOST_MENTIONS:,} times. Narrow the search to kinds, "
                    "documents or dates, or look for a longer term."
                )
        searched = Searched(
            documents=len(entries),
            passages=sum(entry.passages for entry in entries),
            characters=sum(entry.characters for entry in entries),
            generation=active(self._catalogue) or 0,
            fingerprint=readable_fingerprint(self._catalogue, tier),
            filters=filters,
            tier=tier,
        )
        return counted(want, found, left_out, entries, searched)

    def _in_document(
        self, want: Wanted, entry: LibraryEntry, text: str, left_out: Counter[str], tier: Tier
    ) -> list[Mention]:
        """The mentions in one document, whose folded words are `text`; spellings that do not count go to `left_out`."""
        matches = [(start, end, form) for form in want.forms for start, end in form.spans(text)]
        if not matches:
            return []
        try:
            fresh, document, passages = self._catalogue.document(entry.id, tier)
        except NotFound:  # taken away since the list was made
            return []
        if fresh.version != entry.version:  # revised since then
            return self._in_document(want, fresh, folded(document.text), left_out, tier)
        written = [Hit(*match) for match in matches if match[2].is_written(document.text[match[0] : match[1]])]
        layout = _Layout(document, passages)
        hits = [hit for hit in _longest(written) if layout.is_one_place(hit)]
        for start, end in _apart([(s, e) for s, e, _ in matches], [(hit.start, hit.end) for hit in written]):
            left_out[re.sub(r"\s+", " ", document.text[start:end])] += 1
        others = _longer_names(want, hits, document.text, text)
        return [layout.mention(_placed(hit, others), entry) for hit in hits]


class _Layout:
    """Where things stand in a document."""

    def __init__(self, document: Document, passages: Sequence[Passage]) -> None:
        self._document = document
        self._passages = passages
        self._starts = [passage.start for passage in passages]
        self._blocks = document.blocks
        self._block_starts = [block.start for block in document.blocks]

    def is_one_place(self, hit: Hit) -> bool:
        """Whether the words of `hit` belong together: in one block, or running on from one paragraph to the next."""
        first, last = self._block(hit.start), self._block(hit.end - 1)
        if first is None or last is None or first == last:
            return True
        between = [b for b in self._blocks if first.start <= b.start <= last.start]
        return all(block.kind == "paragraph" for block in between)

    def mention(self, hit: Hit, entry: LibraryEntry) -> Mention:
        """The mention that `hit` is."""
        text = self._document.text
        passage = self._passage(hit.start)
        section = next((s for s in self._document.sections if s.start <= hit.start < s.end), None)
        start, end = self._sentence(hit, passage)
        block = self._block(hit.start)
        place: Place = "heading" if block is not None and block.kind == "heading" else "text"
        shown = passage or self._first_below(hit, section)
        page = next((p.number for p in self._document.pages if p.start <= hit.start < p.end), None)
        speaker = passage.speaker if passage else section.speaker if section else None
        return Mention(
            document_id=entry.id,
            meta=entry.meta,
            form=hit.form.text,
            text=text[hit.start : hit.end],
            start=hit.start,
            end=hit.end,
            sentence=text[start:end],
            sentence_start=start,
            sentence_end=end,
            section=passage.section if passage else section.path if section else (),
            page=page,
            speaker=speaker,
            passage_id=shown.id if shown else None,
            place=place,
            inside=hit.inside,
        )

    def _sentence(self, hit: Hit, passage: Passage | None) -> tuple[int, int]:
        """The sentence that the hit stands in; from the first to the last where it runs over their borders."""
        following = self._passage(hit.end - 1)
        own = [*(passage.sentences if passage else ()), *(following.sentences if following else ())]
        touched = [(a, b) for a, b in own if a < hit.end and hit.start < b]
        if not touched:
            block = self._block(hit.start)
            touched = [(block.start, block.end)] if block else [(hit.start, hit.end)]
        return min(hit.start, *(a for a, _ in touched)), max(hit.end, *(b for _, b in touched))

    def _passage(self, offset: int) -> Passage | None:
        at = bisect_right(self._starts, offset) - 1
        return self._passages[at] if at >= 0 and offset < self._passages[at].end else None

    def _block(self, offset: int) -> Block | None:
        at = bisect_right(self._block_starts, offset) - 1
        return self._blocks[at] if at >= 0 and offset < self._blocks[at].end else None

    def _first_below(self, hit: Hit, section: Section | None) -> Passage | None:
        """The first passage under a heading; None where its section has none of its own."""
        end = section.end if section else len(self._document.text)
        return next((p for p in self._passages if hit.end <= p.start < end), None)


def _checked(term: str) -> str:
    """`term` without control characters, outer white space and quotation marks."""
    text = re.sub(
        r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\s]+", " ", term
    ).strip()
    text = text.strip('"“”„«»').strip()
    if not re.search(r"\w", text):
        raise QuestionError("Please give a term to look for, such as NGI or Iran.")
    if len(text) > LONGEST_TERM:
        raise QuestionError(f"The term has {len(text):,} characters; a term has up to {LONGEST_TERM}.")
    return text


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without overlaps, left to right; of two that begin together the longer one stays."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _apart(spans: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those of `spans` that touch none of `taken` and none before them."""
    last = 0
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if start >= last and not any(a < end and start < b for a, b in taken):
            last = end
            yield start, end


def _longer_names(want: Wanted, hits: Sequence[Hit], words: str, text: str) -> list[tuple[int, int, str]]:
    """(start, end, name) of the longer terms and designators in a document that has `words` (folded: `text`)."""
    found = [
        (start, end, form.label)
        for form in want.longer
        for start, end in form.spans(text)
        if form.is_written(words[start:end])
    ]
    for hit in hits:
        start = max(0, hit.start - LONGEST_DESIGNATOR)
        around = DESIGNATOR.finditer(words, start, hit.end + LONGEST_DESIGNATOR)
        found += [(m.start(), m.end(), m.group()) for m in around]
        variant = _VARIANT.match(words, hit.end) if hit.form.writing == "as-written" else None
        if variant:
            name = re.sub(r"\s+", " ", words[hit.start : variant.end()])
            found.append((hit.start, variant.end(), name))
    return found


def _placed(hit: Hit, others: Sequence[tuple[int, int, str]]) -> Hit:
    """`hit`, inside the longest of `others` that holds it and more."""
    around = [o for o in others if o[0] <= hit.start and hit.end <= o[1] and o[1] - o[0] > hit.end - hit.start]
    if not around:
        return hit
    return Hit(hit.start, hit.end, hit.form, max(around, key=lambda o: o[1] - o[0])[2])
