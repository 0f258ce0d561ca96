"""A draft → the quotations in it: what stands between quotation marks, and block quotes; else the whole text.

One pass from left to right. An inner quotation belongs to the one around it. An apostrophe, an inch mark or a mark
that is never closed opens nothing; a curly mark that is never closed ends with its paragraph. A quotation of several
paragraphs opens each of them with a mark and closes only the last.
"""

import re
from collections.abc import Iterator

from corpus.words import INVISIBLE, WORD
from qa.errors import QuestionError
from qa.lookup.types import Draft

LONGEST_DRAFT_CHARS = 400_000
MOST_QUOTATIONS = 200
LONGEST_QUOTATION_WORDS = 2_000
LONGEST_GAP_CHARS = 300
"""Marks and white space between two words of one quotation."""

_KEPT_MARKS = 12

Span = tuple[int, int]

_CLOSERS = {
    '"': '"', "“": "”\"", "„": "“”\"", "‟": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "「": "」", "『": "』",
    "‘": "’", "‚": "‘’", "'": "'", "”": "”", "＂": "＂",
}  # fmt: skip
_SINGLE = "‘‚'"
_KEPT_OPEN = "“„«"
_MARKS = re.compile("[" + re.escape("".join({*_CLOSERS, *"".join(_CLOSERS.values())})) + "]")
_PARAGRAPH = re.compile(r"(?s)\S.*?(?=\n[ \t\r]*\n|\Z)")
_QUOTED_LINES = re.compile(r"(?m)^[ \t]{0,3}>([^\n]*(?:\n(?:[ \t]{0,3}>|(?=[^\n]*\S))[^\n]*)*)")
"""A block quote of Markdown goes on to the next blank line, also where its lines lack the mark (CommonMark 5.1)."""

_CREDIT = re.compile(r"\n[ \t>]*(?:[—–―]|--)[ \t]*[^\n]{2,120}\s*\Z")
_OPENS_AFTER = frozenset("([{<—–-―/“‘\"'„«‹:;,")
_CONTROLS = {
    **dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], " "),
    **dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\u200b"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def plain(draft: Draft) -> Draft:
    """`draft` without control characters, each made one that does no harm, so that offsets stay.

    Raises QuestionError if it is empty, too long or not text.
    """
    text = draft.text
    if len(text) > LONGEST_DRAFT_CHARS:
        raise QuestionError(
            f"The draft has {len(text):,} characters; the desk looks up to {LONGEST_DRAFT_CHARS:,} at a time. "
            "Please check it in parts."
        )
    controls = sum(1 for _ in re.finditer("[\x00-\x08\x0e-\x1a\x7f]", text))
    if controls > 20 and controls > len(text) / 100:
        raise QuestionError(
            "This is not text, but the bytes of some other file. Please give the words, or a DOCX or PDF."
        )
    if not WORD.search(text):
        raise QuestionError("Please give the words to look up.")
    return Draft(text.translate(_CONTROLS), draft.blocks)


def quotations(draft: Draft) -> list[Span]:
    """The spans of the quotations of a plain `draft`, in order and apart from one another.

    Raises QuestionError if there are too many, or one is too long to look up.
    """
    text = draft.text
    blocks = sorted(_trimmed(text, span) for span in [*draft.blocks, *_markdown_blocks(text)])
    spans: list[Span] = []
    at = 0
    for start, end in blocks:
        if start < at:
            continue
        spans += _marked(text, at, start)
        spans.append(_without_marks(text, _without_credit(text, (start, end))))
        at = end
    spans += _marked(text, at, len(text))
    spans = spans if any(WORD.search(text, *span) for span in spans) else [_trimmed(text, (0, len(text)))]
    spans = [part for span in spans for part in _parts(text, span)]
    if len(spans) > MOST_QUOTATIONS:
        raise QuestionError(
            f"The draft has {len(spans):,} quotations; the desk looks up {MOST_QUOTATIONS} at a time. "
            "Please check it in parts."
        )
    return spans


def _parts(text: str, span: Span) -> Iterator[Span]:
    """`span` in parts wherever its words lie very far apart, each without what lies far before or after its words."""
    words = [found.span() for found in WORD.finditer(text, *span)]
    _check_length(text, span, len(words))
    first = 0
    for at, (_, end) in enumerate(words):
        if at + 1 == len(words) or words[at + 1][0] - end > LONGEST_GAP_CHARS:
            start = max(span[0], words[first][0] - _KEPT_MARKS)
            yield _trimmed(text, (start, min(span[1], end + _KEPT_MARKS)))
            first = at + 1


def _check_length(text: str, span: Span, count: int) -> None:
    if count > LONGEST_QUOTATION_WORDS:
        begins = " ".join(text[span[0] : span[0] + 60].split())
        raise QuestionError(
            f"The quotation that begins “{begins}…” has {count:,} words; the desk looks up to "
            f"{LONGEST_QUOTATION_WORDS:,} in one. Please mark the quotations of your draft, or give it in parts."
        )


def _markdown_blocks(text: str) -> Iterator[Span]:
    for found in _QUOTED_LINES.finditer(text):
        yield found.span(1)


def _trimmed(text: str, span: Span) -> Span:
    """`span` without white space at its ends."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _without_credit(text: str, span: Span) -> Span:
    """A block quote without the line under it that says whose words it has."""
    found = _CREDIT.search(text[span[0] : span[1]])
    return _trimmed(text, (span[0], span[0] + found.start())) if found else span


def _without_marks(text: str, span: Span) -> Span:
    """A block quote without quotation marks around the whole of it."""
    start, end = span
    if end - start > 2 and text[end - 1] in _CLOSERS.get(text[start], ""):
        inner = text[start + 1 : end - 1]
        if not _MARKS.search(inner.replace("'", "").replace("’", "")):
            return _trimmed(text, (start + 1, end - 1))
    return span


def _marked(text: str, start: int, end: int) -> list[Span]:
    """The quotations between quotation marks in `text[start:end]`."""
    scan = _Scan(text)
    for paragraph in _PARAGRAPH.finditer(text, start, end):
        scan.paragraph(paragraph.start(), paragraph.end())
    scan.finish()
    return [_trimmed(text, span) for span in scan.found]


class _Scan:
    """The quotations found so far, and the one that is open."""

    def __init__(self, text: str) -> None:
        self.found: list[Span] = []
        self._text = text
        self._mark = ""
        self._start = 0
        self._depth = 0
        self._last = 0

    def paragraph(self, start: int, end: int) -> None:
        """Reads one paragraph; a quotation that is still open goes on only if the paragraph begins with its mark."""
        if self._mark and self._text[start] != self._mark:
            self.finish()
        begin = start + 1 if self._mark else start
        for found in _MARKS.finditer(self._text, begin, end):
            if self._mark:
                self._inside(found.group(), found.start(), end)
            else:
                self._outside(found.group(), found.start(), end)
        self._last = end
        if self._mark in _SINGLE:
            self._mark = ""

    def finish(self) -> None:
        """Ends a quotation that was never closed: a curly one at its paragraph's end; others were none."""
        if self._mark and self._mark in _KEPT_OPEN:
            self.found.append((self._start, self._last))
        self._mark = ""

    def _outside(self, mark: str, at: int, end: int) -> None:
        if mark in _CLOSERS and self._opens(mark, at, end):
            self._mark, self._start, self._depth = mark, at + 1, 0

    def _inside(self, mark: str, at: int, end: int) -> None:
        if mark in _CLOSERS[self._mark] and self._closes(mark, at, end):
            if self._depth:
                self._depth -= 1
                return
            self.found.append((self._start, at))
            self._mark = ""
        elif mark == self._mark and mark in "“„«‹‘" and self._opens(mark, at, end):
            self._depth += 1
        elif mark == self._mark == '"' and self._opens(mark, at, end):
            self._start = at + 1  # the one before was a stray mark
        elif self._mark in _SINGLE and mark in '"“„«' and self._opens(mark, at, end):
            self._mark, self._start, self._depth = mark, at + 1, 0  # what looked like a single mark was none

    def _opens(self, mark: str, at: int, end: int) -> bool:
        before = self._text[at - 1] if at else " "
        after = self._text[at + 1] if at + 1 < end else " "
        if mark in "„「『":
            return True
        if mark in "“«‹":
            return not after.isspace() or mark in "«‹"
        if not (before.isspace() or before in _OPENS_AFTER or ord(before) > 0x2E80) or after.isspace():
            return False
        if mark == "'":
            return (
                after.isalpha()
                and before not in ",:;/-"
                and not re.match(r"(?:tis|twas|em|cause|til)\b", self._text[at + 1 : at + 8])
            )
        return True

    def _closes(self, mark: str, at: int, end: int) -> bool:
        before = self._text[at - 1]
        after = self._text[at + 1] if at + 1 < end else " "
        if mark in "'’":
            return not before.isspace() and not after.isalnum()
        if mark == '"':
            return not before.isspace() or not (after.isalnum() or after in "([")
        return True


def shown(text: str, longest: int = 60) -> str:
    """The beginning of `text` on one line, for a sentence."""
    line = re.sub(rf"[{INVISIBLE}]", "", " ".join(text.split()))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
