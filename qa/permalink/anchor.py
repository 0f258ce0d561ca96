"""Words of an old text found again in a new one: exactly first, wherever they are; else by likeness and surroundings.

The order of attempts is that of Hypothesis' "fuzzy anchoring" (position and context, then likeness); the search is by
runs of words. Nothing is found by likeness alone without being said to be so.
"""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.folding import Folded, fold

Span = tuple[int, int]

CONTEXT_CHARS = 64
LIKE_ENOUGH = 0.6
"""Likeness of words (0 to 1) from which a stretch counts as another wording."""

MOSTLY_KEPT = 0.8
"""Share of today's sentences that comes from the old words, from which a much shortened wording still counts."""

LEAST_KEPT_WORDS = 12
RUN = 3
"""So many words in a row, in both texts, hint at where the old words went."""

MOST_WINDOWS = 4
LONE_PIECE_CHARS = 25
"""A shorter sentence is not looked for by itself: it may stand anywhere by chance."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its sentences in order, which tile its prose."""

    words: str
    sentences: Sequence[Span]

    def whole(self, span: Span) -> Span:
        """`span` and the rest of the sentences that it touches."""
        touched = [(a, b) for a, b in self.sentences if a < span[1] and b > span[0]]
        return min([span[0], *(a for a, _ in touched)]), max([span[1], *(b for _, b in touched)])


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand in the new text: all of them, in `spans`; or another wording of them, in the one span.

    `was` is then the stretch of the old text that `spans` reword: the words looked for, in whole sentences.
    """

    spans: tuple[Span, ...]
    reworded: bool = False
    was: Span = (0, 0)


def find(old: Text, span: Span, new: Text) -> Found | None:
    """Where `old.words[span]` stand in `new`; None if they are no longer there."""
    folded = fold(new.words)
    place = _exact(old, span, new, folded)
    if place is not None:
        if _same_sentence(old, span, new, place):
            return Found((place,))
        return Found((new.whole(place),), reworded=True, was=old.whole(span))
    parts = _in_parts(old, span, new, folded)
    if parts:
        return Found(parts)
    likest = _likest(old, span, new)
    return Found((likest,), reworded=True, was=old.whole(span)) if likest else None


def has(text: str, words: str) -> bool:
    """Whether `text` has the very words, as whole words."""
    return next(_occurrences(fold(words).text.strip(), fold(text).text), None) is not None


def _exact(old: Text, span: Span, new: Text, folded: Folded) -> Span | None:
    """The very words, at the place whose surroundings are most like the old ones; ties go to the nearest place."""
    wanted = fold(old.words[span[0] : span[1]]).text.strip()
    places = [folded.span(at, at + len(wanted)) for at in _occurrences(wanted, folded.text)]
    if not places:
        return None
    relative = span[0] / max(len(old.words), 1)

    def fitness(place: Span) -> tuple[int, float]:
        return _shared_context(old, span, new, place), -abs(place[0] / max(len(new.words), 1) - relative)

    return max(places, key=fitness)


def _occurrences(wanted: str, text: str) -> Iterator[int]:
    """Where `wanted` stands in `text` as whole words."""
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        cuts_start = at > 0 and text[at - 1].isalnum() and wanted[0].isalnum()
        cuts_end = end < len(text) and text[end].isalnum() and wanted[-1].isalnum()
        if not (cuts_start or cuts_end):
            yield at
        at = text.find(wanted, at + 1)


def _shared_context(old: Text, span: Span, new: Text, place: Span) -> int:
    """How many characters around the words are the same, before and after."""
    was_before = fold(old.words[max(0, span[0] - CONTEXT_CHARS) : span[0]]).text
    now_before = fold(new.words[max(0, place[0] - CONTEXT_CHARS) : place[0]]).text
    was_after = fold(old.words[span[1] : span[1] + CONTEXT_CHARS]).text
    now_after = fold(new.words[place[1] : place[1] + CONTEXT_CHARS]).text
    return _shared(reversed(was_before), reversed(now_before)) + _shared(was_after, now_after)


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _same_sentence(old: Text, span: Span, new: Text, place: Span) -> bool:
    """Whether the sentences around the words say the same as before: no "not" or "critics say that" came or went."""
    return _holds(new, place, old, span) and _holds(old, span, new, place)


def _holds(one: Text, its: Span, other: Text, place: Span) -> bool:
    """Whether the rest of the sentences around `its` in `one` stands around `place` in `other` too."""
    start, end = one.whole(its)
    before, after = fold(one.words[start : its[0]]).text.lstrip(), fold(one.words[its[1] : end]).text.rstrip()
    most = 2 * (end - start) + 8
    around = fold(other.words[max(0, place[0] - most) : place[0]]).text, fold(other.words[place[1] :][:most]).text
    return around[0].endswith(before) and around[1].startswith(after)


def _in_parts(old: Text, span: Span, new: Text, folded: Folded) -> tuple[Span, ...]:
    """The spans that hold all sentences of the old words, where whole paragraphs or headings came between them."""
    pieces = [(max(a, span[0]), min(b, span[1])) for a, b in old.sentences if a < span[1] and b > span[0]]
    found: list[Span] = []
    for piece in pieces:
        place = _exact(old, piece, new, folded)
        if place is None or not _same_sentence(old, piece, new, place):
            return ()
        if piece[1] - piece[0] < LONE_PIECE_CHARS and not (found and _is_gap(new.words[found[-1][1] : place[0]])):
            return ()
        if found and found[-1][1] <= place[0] and not new.words[found[-1][1] : place[0]].strip():
            found[-1] = found[-1][0], place[1]
        else:
            found.append(place)
    return tuple(found) if all(_apart(new.words, one, other) for one, other in pairwise(found)) else ()


def _is_gap(between: str) -> bool:
    return not between.strip()


def _apart(text: str, one: Span, other: Span) -> bool:
    """Whether two spans lie in different paragraphs."""
    first, second = sorted((one, other))
    return first[1] <= second[0] and "\n\n" in text[first[1] : second[0]]


def _likest(old: Text, span: Span, new: Text) -> Span | None:
    """The sentences of `new` that are most like the old words, if they are like enough. Sentences that stood in the old
    text already are no other wording of them."""
    before = fold(old.words).text
    wanted = _words(old.words[span[0] : span[1]])
    tokens = [(found.start(), found.end()) for found in re.finditer(r"\w+", new.words)]
    today = [new.words[a:b].casefold() for a, b in tokens]
    best, likest = 0.0, None
    for first, last in _windows(old, span, wanted, today):
        inner = _trimmed(wanted, today[first:last])
        if inner is None:
            continue
        whole = new.whole((tokens[first + inner[0]][0], tokens[first + inner[1] - 1][1]))
        likeness = _likeness(wanted, _words(new.words[whole[0] : whole[1]]))
        if likeness > best and fold(new.words[whole[0] : whole[1]]).text not in before:
            best, likest = likeness, whole
    return likest


def _windows(old: Text, span: Span, wanted: Sequence[str], today: Sequence[str]) -> Iterator[Span]:
    """Stretches of today's words (by number) that may be the old words now, the most promising first."""
    size = len(wanted)
    run = min(RUN, size)
    places = _runs(today, run)
    votes: Counter[int] = Counter()
    step = max(4, size // 2)
    for at, words in enumerate(zip(*(wanted[n:] for n in range(run)), strict=False)):
        near = {(place - at) // step for place in places.get(words, ())}
        votes.update(near)
    for bucket, _ in votes.most_common(MOST_WINDOWS):
        start = bucket * step
        yield max(0, start - step), min(len(today), start + size + 2 * step)
    yield from _between(old, span, size, today, places if run == RUN else _runs(today, RUN))


def _runs(words: Sequence[str], run: int) -> dict[tuple[str, ...], list[int]]:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, key in enumerate(zip(*(words[n:] for n in range(run)), strict=False)):
        places[key].append(at)
    return places


def _between(
    old: Text, span: Span, size: int, today: Sequence[str], places: dict[tuple[str, ...], list[int]]
) -> Iterator[Span]:
    """What stands today between the words that stood before and after the old ones."""
    before = tuple(_words(old.words[max(0, span[0] - 4 * CONTEXT_CHARS) : span[0]])[-RUN:])
    after = tuple(_words(old.words[span[1] : span[1] + 4 * CONTEXT_CHARS])[:RUN])
    for start in places.get(before, ()):
        for end in places.get(after, ()):
            if 0 < end - start - RUN <= 3 * size + 30:
                yield start + RUN, end


def _trimmed(wanted: Sequence[str], window: Sequence[str]) -> Span | None:
    """The part of `window` from the first to the last run of words that it shares with `wanted`; lone words at its ends
    do not count where there are longer runs."""
    blocks = [b for b in _matcher(wanted, window).get_matching_blocks() if b.size]
    longest = max((b.size for b in blocks), default=0)
    blocks = [b for b in blocks if b.size >= min(2, longest)]
    return (blocks[0].b, blocks[-1].b + blocks[-1].size) if blocks else None


def _likeness(was: Sequence[str], now: Sequence[str]) -> float:
    """0 for other words, from `LIKE_ENOUGH` to 1 for another wording of the same."""
    kept = sum(block.size for block in _matcher(was, now).get_matching_blocks())
    ratio = 2 * kept / (len(was) + len(now)) if was or now else 0.0
    if ratio >= LIKE_ENOUGH:
        return ratio
    return LIKE_ENOUGH if kept >= LEAST_KEPT_WORDS and kept >= MOSTLY_KEPT * len(now) else 0.0


def _matcher(one: Sequence[str], other: Sequence[str]) -> "difflib.SequenceMatcher[str]":
    return difflib.SequenceMatcher(None, one, other, autojunk=False)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
