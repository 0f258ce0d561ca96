"""The words of a quotation beside those of its source: what differs, and what was overlooked as mere typography.

The comparison walks along the pairs of words that match. What lies between two pairs is equal if the marks there are
the same once typography is folded; else it is a change, of the words in it and of the marks around them. Joined, the
runs give back both texts, character by character.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.words import QUOTE_MARKS, Words, marks_of
from qa.lookup.folded import Folding
from qa.lookup.matter import matter_of
from qa.lookup.quoted import Kind, Quoted
from qa.lookup.types import Change

Pair = tuple[int, int]
"""(index of a word in the quotation, index of the word in the source that it matches)."""

_HARMLESS = frozenset(".,;:!?-()[]{}<>")
_EDGE_CHARS = 8


@dataclass(frozen=True, slots=True)
class Comparison:
    """`start` and `end` are offsets in the source's text; `is_exact` if nothing but typography, and what the
    quotation marks itself, differs; `leaves_out_not` if a marked omission turns the meaning."""

    changes: tuple[Change, ...]
    folded: tuple[str, ...]
    start: int
    end: int
    is_exact: bool
    similarity: float


@dataclass(slots=True)
class _Run:
    """A stretch of both texts, by offsets."""

    is_equal: bool
    yours: tuple[int, int]
    source: tuple[int, int]
    kind: Kind | None = None
    is_word: bool = False


def compare(quoted: Quoted, part: tuple[int, int], source: Words, pairs: Sequence[Pair]) -> Comparison:
    """The words `part` of the quotation beside all of `source`, a stretch of a document: its `text` is the document's,
    its words those of the stretch. `pairs` ascend on both sides."""
    return _Comparing(quoted, part, source, pairs).result()


class _Comparing:
    def __init__(self, quoted: Quoted, part: tuple[int, int], source: Words, pairs: Sequence[Pair]) -> None:
        self._quoted, self._yours, self._source, self._pairs = quoted, quoted.words, source, pairs
        self._part = part
        self._folding = Folding()
        self._first, self._last = self._edges()

    def result(self) -> Comparison:
        """The whole comparison."""
        runs = self._trimmed(_merged(self._absorbed(list(self._runs()))))
        changes = tuple(self._changes(runs))
        different = [change for change in changes if change.matter not in ("", "omission", "insertion")]
        matched = 2 * len(self._pairs) / max(self._part[1] - self._part[0] + self._compared_words(), 1)
        exact = not different
        return Comparison(
            changes, self._folding.told(changes), self._first[1], self._last[1], exact,
            1.0 if exact else min(matched, 0.99),
        )  # fmt: skip

    def _compared_words(self) -> int:
        """How many words the source has here, those not counted that a marked omission leaves out."""
        count = len(self._source)
        for (i, j), (_, next_j) in zip(self._pairs, self._pairs[1:], strict=False):
            if self._quoted.joint(i + 1) in ("omission", "insertion"):
                count -= next_j - j - 1
        return count

    def _edges(self) -> tuple[Pair, Pair]:
        """Where both texts begin and end: the marks at the quotation's ends are taken along where the source has
        them."""
        spans, (first, last) = self._yours.spans, self._part
        begin = 0 if first == 0 else spans[first][0]
        stop = len(self._yours.text) if last == len(spans) else spans[last][0]
        text, start, end = self._source.text, self._source.spans[0][0], self._source.spans[-1][1]
        opening = marks_of(self._yours.text[begin : spans[first][0]])
        closing = marks_of(self._yours.text[spans[last - 1][1] : stop])
        before = next((n for n in range(1, _EDGE_CHARS) if _is(text[max(0, start - n) : start], opening)), 0)
        after = next((n for n in range(1, _EDGE_CHARS) if _is(text[end : end + n], closing)), 0)
        return (begin, start - before), (stop, end + after)

    def _runs(self) -> Iterator[_Run]:
        """Words and what lies between them, in turn."""
        yours, source = self._yours.spans, self._source.spans
        at = self._first
        for number, (i, j) in enumerate(self._pairs):
            yield self._between(at, (yours[i][0], source[j][0]), number)
            yield self._word(i, j, is_first=number == 0 and i == 0)
            at = yours[i][1], source[j][1]
        yield self._between(at, self._last, len(self._pairs))

    def _word(self, i: int, j: int, *, is_first: bool) -> _Run:
        mine, theirs = self._yours.forms[i], self._source.forms[j]
        equal = mine == theirs
        if not equal and (is_first or self._is_bracketed(i)) and mine[1:] == theirs[1:]:
            equal = True
            self._folding.first_letter(theirs)
        run = _Run(equal, self._yours.spans[i], self._source.spans[j], is_word=True)
        if equal:
            self._folding.word(self._yours.text[slice(*run.yours)], self._source.text[slice(*run.source)])
        return run

    def _is_bracketed(self, i: int) -> bool:
        start = self._yours.spans[i][0]
        return self._yours.text[max(0, start - 1) : start] == "[" and "]" in self._yours.text[start : start + 2]

    def _between(self, start: Pair, end: Pair, number: int) -> _Run:
        """The run from `start` to `end` (offsets in both), which lies before pair `number`."""
        mine, theirs = self._yours.text[start[0] : end[0]], self._source.text[start[1] : end[1]]
        at_start, at_end = number == 0, number == len(self._pairs)
        i, j = (self._part[0] - 1, -1) if at_start else self._pairs[number - 1]
        next_i, next_j = (self._part[1], len(self._source)) if at_end else self._pairs[number]
        joint = self._quoted.joint(i + 1)
        run = _Run(False, (start[0], end[0]), (start[1], end[1]), joint)
        if next_i > i + 1 or next_j > j + 1:
            return run
        if at_start or at_end:
            run.is_equal = joint is not None or _is_harmless(mine, theirs)
            self._folding.edge(mine, theirs)
        elif joint == "note":
            run.is_equal = True
            self._folding.note()
        elif marks_of(mine) == marks_of(theirs):
            run.is_equal = True
            self._folding.gap(mine, theirs)
        return run

    def _absorbed(self, runs: list[_Run]) -> list[_Run]:
        """Changed words take in the equal words that are written together with them ("3.5", "SM-3", "don't")."""
        for step in (1, -1):
            for at in range(len(runs))[::step]:
                other = at + step
                if runs[at].is_equal or not 0 <= other < len(runs) or not runs[other].is_equal:
                    continue
                if self._glued(runs, at, step):
                    runs[other].is_equal = False
        return runs

    def _glued(self, runs: list[_Run], at: int, step: int) -> bool:
        """Whether the changed run `at` goes on without white space into the equal run after (before) it."""
        run, other = runs[at], runs[at + step]
        if run.kind is not None:
            return False
        edge = -1 if step == 1 else 0
        for text, spans in (
            (self._yours.text, (run.yours, other.yours)),
            (self._source.text, (run.source, other.source)),
        ):
            near, far = text[slice(*spans[0])], text[slice(*spans[1])]
            if not near or not far:
                continue
            seam = (near if other.is_word else far)[edge if other.is_word else -1 - edge]
            apart = run.is_word == other.is_word or seam.isspace() or seam in QUOTE_MARKS or seam in "—–"
            if not apart and any(each.isalnum() for each in near):
                return True
        return False

    def _trimmed(self, runs: list[_Run]) -> list[_Run]:
        """White space and marks that both texts have at the ends of a change are given to the equal runs beside it."""
        mine, theirs = self._yours.text, self._source.text
        for at, run in enumerate(runs):
            if run.is_equal:
                continue
            if at > 0:
                before, by = runs[at - 1], _shared(mine[slice(*run.yours)], theirs[slice(*run.source)])
                before.yours, run.yours = (before.yours[0], run.yours[0] + by[0]), (run.yours[0] + by[0], run.yours[1])
                before.source = before.source[0], run.source[0] + by[1]
                run.source = run.source[0] + by[1], run.source[1]
            if at + 1 < len(runs):
                after, by = runs[at + 1], _shared(mine[slice(*run.yours)][::-1], theirs[slice(*run.source)][::-1])
                after.yours, run.yours = (run.yours[1] - by[0], after.yours[1]), (run.yours[0], run.yours[1] - by[0])
                after.source = run.source[1] - by[1], after.source[1]
                run.source = run.source[0], run.source[1] - by[1]
        return runs

    def _changes(self, runs: Sequence[_Run]) -> Iterator[Change]:
        for run in runs:
            mine, theirs = self._yours.text[slice(*run.yours)], self._source.text[slice(*run.source)]
            if not (mine or theirs):
                continue
            if run.is_equal:
                yield Change("equal", mine, theirs)
                continue
            matter = matter_of(mine, theirs, run.kind)
            yield Change("replace" if mine and theirs else "insert" if mine else "delete", mine, theirs, matter)


def _merged(runs: Sequence[_Run]) -> list[_Run]:
    """Neighbours of one sort made one."""
    merged: list[_Run] = []
    for run in runs:
        if merged and merged[-1].is_equal == run.is_equal:
            last = merged[-1]
            last.yours, last.source = (last.yours[0], run.yours[1]), (last.source[0], run.source[1])
            last.kind = last.kind or run.kind
        else:
            merged.append(_Run(run.is_equal, run.yours, run.source, run.kind))
    return merged


def _shared(mine: str, theirs: str) -> Pair:
    """How many characters at the beginning of each are the same marks, or white space in both."""
    i = j = 0
    while i < len(mine) and j < len(theirs):
        if mine[i].isspace() and theirs[j].isspace():
            i += len(mine[i:]) - len(mine[i:].lstrip())
            j += len(theirs[j:]) - len(theirs[j:].lstrip())
        elif mine[i] == theirs[j] and not mine[i].isalnum():
            i, j = i + 1, j + 1
        else:
            break
    return i, j


def _is_harmless(mine: str, theirs: str) -> bool:
    """Whether marks at an end of the quotation are the draft's own to choose, as its rules of punctuation have it."""
    return set(marks_of(mine)) <= _HARMLESS or marks_of(mine) == marks_of(theirs)


def _is(piece: str, marks: str) -> bool:
    return bool(marks) and piece == piece.strip() and marks_of(piece) == marks
