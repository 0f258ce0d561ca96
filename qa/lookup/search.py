"""Where in the library words stand: exactly, with a marked omission between, or nearly. Knows positions, no text.

Exact places come from the concordance and are complete. Near ones begin with seeds: each word of the quotation votes
for the places where the quotation would begin if that word stood in its own; the best places are aligned word by word
(Levenshtein, by rapidfuzz), and the stretch that agrees best is a piece (as in Smith & Waterman 1981).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from corpus.concordance import Numbers, Shelf

LONGEST_OMISSION_WORDS = 200
LONGEST_INSERTION_WORDS = 8
LONGEST_SLIP_WORDS = 12
"""As many words may be left out unmarked within one altered quotation; more are a joint of two places."""

LEAST_PIECE_WORDS = 3
_SEED_PLACES = 40_000
_MOST_SEED_WORDS = 80
_WINDOWS = 12
_MOST_WIDENED = 3

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Words `part` of the quotation at positions `start` to before `end` of a shelf, in the document with index
    `document`; `pairs` are (index in the quotation, position) of the words that match."""

    shelf: Shelf
    document: int
    part: Pair
    start: int
    end: int
    pairs: tuple[Pair, ...]

    @property
    def share(self) -> float:
        """How much of the part matches, 0 to 1."""
        return len(self.pairs) / max(self.part[1] - self.part[0], 1)


class Search:
    """One quotation's words (`keys`) put to one shelf; `allowed` says of each document index whether it may be used."""

    def __init__(self, shelf: Shelf, allowed: NDArray[np.bool_], keys: Sequence[str]) -> None:
        self.shelf = shelf
        self._allowed = allowed
        self._numbers = shelf.numbers(keys)
        self._weights = _weights(shelf, self._numbers)
        self._near: dict[Pair, list[Place]] = {}

    def says(self, place: Place) -> float:
        """The share of what the words of a place's part say that its matching words say, 0 to 1; a word that the shelf
        does not have says as much as its rarest."""
        part = self._weights[slice(*place.part)]
        rarest = math.log(self.shelf.stream.size + 1)
        whole = float(np.where(part > 0, part, rarest).sum())
        return sum(float(self._weights[i]) for i, _ in place.pairs) / whole if whole else 0.0

    def exact(self, part: Pair) -> Numbers:
        """Every position where the words `part` stand together in an allowed document, ascending."""
        return self.allowed_only(self.shelf.phrase(self._numbers[slice(*part)]))

    def allowed_only(self, positions: Numbers) -> Numbers:
        """Those of `positions` that lie in allowed documents."""
        return positions[self._allowed[self.shelf.document_at(positions)]] if positions.size else positions

    def place(self, part: Pair, start: int) -> Place:
        """The exact place of the words `part` at position `start`."""
        count = part[1] - part[0]
        document = int(self.shelf.document_at(np.array([start]))[0])
        pairs = tuple((part[0] + n, start + n) for n in range(count))
        return Place(self.shelf, document, part, start, start + count, pairs)

    def chained(self, segments: Sequence[Pair], gaps: Sequence[int]) -> list[Place]:
        """Where all `segments` stand exactly, one after another in one document, with at most `gaps[n]` words between
        the n-th and the next; the nearest continuation of each beginning."""
        starts = [self.exact(segments[0])]
        for (first, last), segment, gap in zip(segments, segments[1:], gaps, strict=False):
            ends = starts[-1] + (last - first)
            following = self.exact(segment)
            at = np.searchsorted(following, ends)
            kept = at < following.size
            after = np.full(ends.size, -1, dtype=np.int64)
            after[kept] = following[at[kept]]
            kept &= after - ends <= gap
            kept[kept] &= self.shelf.document_at(after[kept]) == self.shelf.document_at(ends[kept] - 1)
            starts = [*(each[kept] for each in starts), after[kept]]
        return [self._chain(segments, [int(each[n]) for each in starts]) for n in range(starts[0].size)]

    def _chain(self, segments: Sequence[Pair], starts: Sequence[int]) -> Place:
        return joined([self.place(segment, start) for segment, start in zip(segments, starts, strict=True)])

    def near(self, part: Pair) -> list[Place]:
        """The places that have most of the words `part` in their order, best first."""
        if part in self._near:
            return self._near[part]
        places: dict[Pair, Place] = {}
        for start, end in self._windows(part) if part[1] - part[0] >= LEAST_PIECE_WORDS else ():
            if (place := self._aligned(part, start, end)) is not None:
                places[place.start, place.end] = place
        self._near[part] = sorted(places.values(), key=lambda place: (-self.weight(place), place.start))
        return self._near[part]

    def widened(self, place: Place, part: Pair) -> Place:
        """`place` for the words `part`, which are a few more. Up to three at an end stand for as many words
        of the document, so that its reader sees what is there; more are the quotation's alone."""
        first, last = place.shelf.bounds(place.document)
        before, after = place.part[0] - part[0], part[1] - place.part[1]
        start = place.start - before if before <= min(_MOST_WIDENED, place.start - first) else place.start
        end = place.end + after if after <= min(_MOST_WIDENED, last - place.end) else place.end
        head, dropped, _ = self._beside((part[0], place.part[0]), start, place.start)
        tail, _, beyond = self._beside((place.part[1], part[1]), place.end, end)
        pairs = (*head, *place.pairs, *tail)
        return Place(place.shelf, place.document, part, start + dropped, end - beyond, pairs)

    def _beside(self, part: Pair, start: int, end: int) -> tuple[list[Pair], int, int]:
        """The pairs of the words `part` and those from position `start` to before `end`, and how many of the latter, at
        their start and at their end, stand for none of the former."""
        mine, theirs = self._numbers[slice(*part)].tolist(), np.asarray(self.shelf.stream[start:end]).tolist()
        blocks = list(Levenshtein.opcodes(theirs, mine))
        pairs = [
            (part[0] + block.dest_start + n, start + block.src_start + n)
            for block in blocks
            if block.tag == "equal"
            for n in range(block.src_end - block.src_start)
        ]
        ends = [b.src_end - b.src_start if b.tag == "delete" else 0 for b in (*blocks[:1], *blocks[-1:])]
        return pairs, *(ends if pairs else (0, 0))

    def weight(self, place: Place) -> float:
        """How much the matching words of a place say, in nats, what lies between them counted against it."""
        matched = sum(self._weights[i] for i, _ in place.pairs)
        loose = max(place.part[1] - place.part[0], place.end - place.start) - len(place.pairs)
        return float(matched - 2.0 * loose)

    def _windows(self, part: Pair) -> list[Pair]:
        """The stretches of the stream, within one allowed document each, with the most seeds; best first."""
        length = part[1] - part[0]
        width = 2 * max(6, length // 3)
        begins, words = self._seeds(part)
        found = [self._crowded(begins + shift, words, part, width) for shift in (0, width // 2)]
        starts = np.concatenate([bins * width - shift for (bins, _), shift in zip(found, (0, width // 2), strict=True)])
        scores = np.concatenate([score for _, score in found])
        windows: list[Pair] = []
        for number in _highest(scores, _WINDOWS):
            begin = int(starts[number])
            for window in self._bounded(begin - 4, begin + width + length + 4):
                near = (max(abs(window[0] - start), abs(window[1] - end)) for start, end in windows)
                if all(2 * apart > width for apart in near):
                    windows.append(window)
        return windows

    def _crowded(self, begins: Numbers, words: Numbers, part: Pair, width: int) -> tuple[Numbers, NDArray[np.float64]]:
        """The bins of `width` positions that some seed begins in, and how much their seeds say: each word once, however
        often it stands there."""
        length = part[1] - part[0]
        bins, at = np.divmod(np.unique((begins // width) * length + words), length)
        firsts = np.flatnonzero(np.diff(bins, prepend=bins[:1] - 1))
        score = np.add.reduceat(self._weights[slice(*part)][at], firsts) if firsts.size else np.zeros(0)
        return bins[firsts], score

    def _seeds(self, part: Pair) -> tuple[Numbers, Numbers]:
        """Where the quotation would begin by each place of its rarer words, and which word of `part` each is."""
        numbers, weights = self._numbers[slice(*part)], self._weights[slice(*part)]
        begins, words, left = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], _SEED_PLACES
        for at in np.argsort(-weights, kind="stable")[:_MOST_SEED_WORDS]:
            places = self.shelf.places(int(numbers[at]))
            if weights[at] <= 0 or places.size > left:
                break
            left -= places.size
            begins.append(places - int(at))
            words.append(np.full(places.size, at, dtype=np.int64))
        return np.concatenate(begins), np.concatenate(words)

    def _bounded(self, start: int, end: int) -> Iterator[Pair]:
        """The parts of the window that lie in allowed documents."""
        start, end = max(start, 0), min(end, self.shelf.stream.size)
        if start >= end:
            return
        first, last = self.shelf.document_at(np.array([start, end - 1])).tolist()
        for document in range(first, last + 1):
            begin, stop = self.shelf.bounds(document)
            if self._allowed[document] and min(end, stop) > max(start, begin):
                yield max(start, begin), min(end, stop)

    def _aligned(self, part: Pair, start: int, end: int) -> Place | None:
        """The stretch of the window that agrees best with the words `part`."""
        mine = self._numbers[slice(*part)].tolist()
        theirs = np.asarray(self.shelf.stream[start:end]).tolist()
        blocks = [(o.tag, o.src_start, o.src_end, o.dest_start, o.dest_end) for o in Levenshtein.opcodes(theirs, mine)]
        best = _best_stretch(blocks, self._weights[slice(*part)])
        if best is None:
            return None
        chosen = blocks[best[0] : best[1]]
        pairs = tuple(
            (part[0] + c + n, start + a + n) for tag, a, b, c, _ in chosen if tag == "equal" for n in range(b - a)
        )
        if len(pairs) < LEAST_PIECE_WORDS:
            return None
        document = int(self.shelf.document_at(np.array([pairs[0][1]]))[0])
        return Place(self.shelf, document, (pairs[0][0], pairs[-1][0] + 1), pairs[0][1], pairs[-1][1] + 1, pairs)


def joined(places: Sequence[Place]) -> Place:
    """Places of one document, in order, as one."""
    first, last = places[0], places[-1]
    pairs = tuple(pair for place in places for pair in place.pairs)
    return Place(first.shelf, first.document, (first.part[0], last.part[1]), first.start, last.end, pairs)


def moved(place: Place, shelf: Shelf, start: int) -> Place:
    """The same words at another position."""
    by = start - place.start
    document = int(shelf.document_at(np.array([start]))[0])
    pairs = tuple((i, at + by) for i, at in place.pairs)
    return Place(shelf, document, place.part, start, place.end + by, pairs)


def _highest(values: NDArray[np.float64], count: int) -> Numbers:
    """The indexes of the `count` highest values, highest first; ties by index."""
    chosen = np.arange(values.size)
    if values.size > count:
        least = np.partition(values, values.size - count)[values.size - count]
        chosen = np.concatenate([np.flatnonzero(values > least), np.flatnonzero(values == least)[:count]])
    return chosen[np.argsort(-values[chosen], kind="stable")][:count]


def _weights(shelf: Shelf, numbers: NDArray[np.int32]) -> NDArray[np.float64]:
    """How much each word says, in nats: the logarithm of how rare it is; 0 for words that the shelf does not have."""
    counts = shelf.counts(numbers)
    return np.where(counts > 0, np.log((shelf.stream.size + 1) / np.maximum(counts, 1)), 0.0)


def _best_stretch(
    blocks: Sequence[tuple[str, int, int, int, int]], weights: NDArray[np.float64]
) -> tuple[int, int] | None:
    """The run of blocks with the highest sum: what matches counts for it, by weight, what does not against it."""
    best, chosen = 0.0, None
    total, start = 0.0, 0
    for number, (tag, a, b, c, d) in enumerate(blocks):
        if tag == "equal":
            total += float(weights[c:d].sum())
        else:
            loose = max(b - a, d - c)
            total -= 5.0 * loose if loose <= LONGEST_SLIP_WORDS else math.inf
        if total <= 0:
            total, start = 0.0, number + 1
        elif total > best:
            best, chosen = total, (start, number + 1)
    return chosen
