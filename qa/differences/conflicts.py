"""What is in conflict: the library's own words for it ("Sources conflict on …: one gives …, while another …"), and the
positions of those who are compared."""

import re
from collections.abc import Iterator, Sequence

from qa.dated.mentions import date_mentions
from qa.dated.recency import date_of
from qa.dated.types import When
from qa.differences.matter import tokens
from qa.differences.types import Differing, Half, place
from qa.evidence import Evidence
from qa.question import Question

_SAYS_SO = re.compile(
    r"\b(?:sources|values|figures|reports|accounts|claims)\b[^.:;]{0,40}\b(?:conflict|differ|disagree)\b"
    r"|\b(?:is|are|remains?) (?:contested|disputed)\b",
    re.IGNORECASE,
)
_SIDES = re.compile(r", while |; |, whereas |, against |, but ")
ALIKE = 0.6
"""The cosine that a sentence on a conflict needs to a cited one, to be on the same."""
SHORTEST = 12


def stated_conflicts(
    question: Question, cited: Sequence[Evidence], evidence: Sequence[Evidence]
) -> Iterator[Differing]:
    """The conflicts that cited sentences state, or that others state on what is cited and asked for."""
    for item in cited:
        halves = sides_of(item, evidence)
        if halves and not _of_another_time(question, item):
            yield Differing("conflict", halves)
            return
    for other in evidence:
        if not _SAYS_SO.search(other.text) or _of_another_time(question, other):
            continue
        halves = sides_of(other, evidence)
        if halves and any(_on_the_same(item, other, halves) for item in cited) and _asked(question, other):
            yield Differing("conflict", halves)
            return


def compared_positions(question: Question, cited: Sequence[Evidence]) -> Iterator[Differing]:
    """The sides of a comparison, by the first sentence of each speaker."""
    if question.wants != "comparison" or len(question.speakers) < 2:
        return
    first: dict[str, Evidence] = {}
    for item in cited:
        speaker = item.hit.passage.speaker
        if speaker in question.speakers:
            first.setdefault(speaker, item)
    if len(first) > 1:
        yield Differing("conflict", tuple(_whole(item) for item in first.values()))


def _of_another_time(question: Question, item: Evidence) -> bool:
    """Whether the question names dates, and `item` only others."""
    asked = [mention.when for mention in date_mentions(question.text)]
    said = [mention.when for mention in date_mentions(item.text)]
    met = any(one.first <= other.last and other.first <= one.last for one in asked for other in said)
    return bool(asked) and bool(said) and not met


def sides_of(item: Evidence, evidence: Sequence[Evidence]) -> tuple[Half, ...]:
    """The sides of the conflict that `item` states, in its own words or in those of the sentences after it; none where
    it states none."""
    if not _SAYS_SO.search(item.text):
        return ()
    colon = item.text.find(": ")
    if colon >= 0:
        return _cut(item, colon + 2)
    after = _after(item, evidence)
    if not after:
        return ()
    halves = _cut(after[0], 0)
    return halves or tuple(_whole(each) for each in after[:2]) if len(after) > 1 else halves


def _whole(item: Evidence) -> Half:
    return Half(item, 0, len(item.text), date_of(item).when)


def _cut(item: Evidence, start: int) -> tuple[Half, ...]:
    """The sides named in `item` from `start` on; none where there is but one."""
    text = item.text.rstrip(".")
    edges = [match.span() for match in _SIDES.finditer(text, start)]
    starts = [start, *(end for _, end in edges)]
    ends = [*(begin for begin, _ in edges), len(text)]
    halves = tuple(Half(item, a, b, _named_in(text[a:b])) for a, b in zip(starts, ends, strict=True))
    return halves if len(halves) > 1 and all(len(half.words) >= SHORTEST for half in halves) else ()


def _named_in(words: str) -> When | None:
    """The last date that one side names for itself."""
    said = [mention.when for mention in date_mentions(words) if not mention.target]
    return said[-1] if said else None


def _after(item: Evidence, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The two sentences after `item` in its passage, if they are at hand."""
    known = {place(other): other for other in evidence}
    starts = [start for start, _ in item.hit.passage.sentences if start > item.start][:2]
    found = [known[item.hit.passage.id, start] for start in starts if (item.hit.passage.id, start) in known]
    return found if len(found) == min(2, len(starts)) else []


def _on_the_same(cited: Evidence, conflict: Evidence, halves: Sequence[Half]) -> bool:
    """Whether a sentence on a conflict is on what is `cited`: alike, and the cited one says what one side does."""
    if float(cited.vector @ conflict.vector) < ALIKE:
        return False
    said = _values(cited.text)
    return any(said & _values(half.words) for half in halves)


def _values(text: str) -> set[str]:
    """The numbers and designators of `text`."""
    return set(re.findall(r"\d[\d,.]*\d|\d+|Block [IVX]+[AB]?", text))


def _asked(question: Question, conflict: Evidence) -> bool:
    """Whether the sentence holds at least half of what the question is about."""
    asked = tokens(question.core)
    held = tokens(conflict.text) | tokens(" ".join((conflict.hit.meta.title, *conflict.hit.passage.section)))
    return 2 * sum(token in held for token in asked) >= len(asked)
