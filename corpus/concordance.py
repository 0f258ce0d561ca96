"""The concordance: every word of every document with each place where it stands, so that words can be found again.

One per tier and generation, derived from the catalogue like the other indexes. It holds no text: words are numbers (64
bits of a hash, so hits are compared with the document's own words before they are believed), and the places of each
word are a sorted run of one long array. A phrase of any length is found by intersecting those runs, so what is there
is found, across the borders of passages and paragraphs.

    words.npy    (V,) uint64    the hash of each different word, sorted; its rank is the word's number
    firsts.npy   (V+1,) int64   where the run of each word begins in `places`
    places.npy   (P,) int32     positions in the stream, by word, then ascending
    stream.npy   (N,) int32     the numbers of all words in reading order; -1 between documents
    begins.npy   (N,) uint32    where each word begins in its document's text
    ends.npy     (N,) uint32    and where it ends
    documents.json              (id, version, first position) of each document, in order
"""

import json
from array import array
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexUnavailable
from corpus.types import Tier
from corpus.words import WORD, Words, form_of, key_of, words

Numbers = NDArray[np.int64]
BETWEEN = -1
UNKNOWN = -2
"""The number of a word that the tier does not have; it is equal to nothing in the stream."""

_ARRAYS = {
    "words": np.uint64, "firsts": np.int64, "places": np.int32, "stream": np.int32, "begins": np.uint32,
    "ends": np.uint32,
}  # fmt: skip
_PROBES = 40


def write_concordance(folder: Path, documents: Iterable[tuple[str, int, str]]) -> int:
    """Builds the concordance of one tier, of (document id, version, text), in the new `folder`. Returns how many words
    of text it holds. Raises IndexUnavailable when it cannot be written.
    """
    texts = list(documents)
    plain = {key_of(form_of(found.group())) for _, _, text in texts for found in WORD.finditer(text)}
    numbers: dict[str, int] = {}
    stream, begins, ends = array("i"), array("I"), array("I")
    listed: list[tuple[str, int, int]] = []
    for document_id, version, text in texts:
        if listed:
            stream.append(BETWEEN)
            begins.append(0)
            ends.append(0)
        listed.append((document_id, version, len(stream)))
        read = words(text, plain.__contains__)
        stream.extend(numbers.setdefault(key, len(numbers)) for key in read.keys)
        begins.extend(start for start, _ in read.spans)
        ends.extend(end for _, end in read.spans)
    arrays = _arrays(list(numbers), np.array(stream, dtype=np.int32))
    arrays |= {"begins": np.array(begins, dtype=np.uint32), "ends": np.array(ends, dtype=np.uint32)}
    try:
        folder.mkdir(parents=True)
        for name, values in arrays.items():
            np.save(folder / f"{name}.npy", values.astype(_ARRAYS[name]), allow_pickle=False)
        (folder / "documents.json").write_text(json.dumps(listed), encoding="utf-8")
    except OSError as error:
        raise IndexUnavailable(
            f"The concordance in {folder} cannot be written ({error}). See that its disk has room, then run "
            "`python -m ingest`."
        ) from error
    return int(arrays["places"].size)


def _arrays(keys: Sequence[str], stream: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
    """The stream with words numbered by the rank of their hash, and the places of each word."""
    hashes = np.array([_hash(key) for key in keys], dtype=np.uint64)
    order = np.argsort(hashes)
    rank = np.empty(len(keys) + 1, dtype=np.int32)
    rank[order] = np.arange(len(keys), dtype=np.int32)
    rank[-1] = BETWEEN  # which the number -1 of the stream picks
    stream = rank[stream]
    places = np.argsort(stream, kind="stable")[int((stream == BETWEEN).sum()) :]
    firsts = np.searchsorted(stream[places], np.arange(len(keys) + 1))
    return {"words": hashes[order], "firsts": firsts, "places": places, "stream": stream}


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Shelf:
    """The words of one tier, opened for reading without loading them. Positions count words through all documents."""

    def __init__(self, folder: Path, tier: Tier) -> None:
        self.tier = tier
        try:
            arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS}
            listed = json.loads((folder / "documents.json").read_text(encoding="utf-8"))
            self.documents = tuple((str(id), int(version)) for id, version, _ in listed)
            self._first = np.array([first for _, _, first in listed], dtype=np.int64)
            if {name: array.dtype for name, array in arrays.items()} != {n: np.dtype(t) for n, t in _ARRAYS.items()}:
                raise ValueError("its arrays are of other types")
        except (OSError, ValueError, TypeError) as error:
            raise IndexUnavailable(
                f"The concordance in {folder} cannot be opened ({error}). Run `python -m ingest --rebuild`."
            ) from error
        self._words, self._firsts, self._places = arrays["words"], arrays["firsts"], arrays["places"]
        self.stream, self.begins, self.ends = arrays["stream"], arrays["begins"], arrays["ends"]

    def is_known(self, key: str) -> bool:
        """Whether some document of the tier has the word `key` (folded, without case)."""
        return bool(self.numbers([key])[0] != UNKNOWN)

    def read(self, text: str) -> Words:
        """The words of `text`, cut as those of the tier's documents were."""
        return words(text, self.is_known)

    def numbers(self, keys: Sequence[str]) -> NDArray[np.int32]:
        """The number of each word; UNKNOWN for those that no document of the tier has."""
        return self._found(np.array([_hash(key) for key in keys], dtype=np.uint64))

    def _found(self, hashes: NDArray[np.uint64]) -> NDArray[np.int32]:
        at = np.searchsorted(self._words, hashes)
        found = np.full(hashes.size, UNKNOWN, dtype=np.int32)
        inside = at < self._words.size
        same = np.zeros(hashes.size, dtype=bool)
        same[inside] = self._words[at[inside]] == hashes[inside]
        found[same] = at[same]
        return found

    def translated(self, other: "Shelf", numbers: NDArray[np.int32]) -> NDArray[np.int32]:
        """Words as this shelf numbers them, given by the numbers of another."""
        return self._found(other._words[numbers])

    def counts(self, numbers: NDArray[np.int32]) -> Numbers:
        """How often each word stands in the tier; 0 for UNKNOWN."""
        known = numbers >= 0
        counts = np.zeros(numbers.size, dtype=np.int64)
        counts[known] = self._firsts[numbers[known] + 1] - self._firsts[numbers[known]]
        return counts

    def places(self, number: int) -> Numbers:
        """Every position of one word, ascending."""
        if number < 0:
            return np.zeros(0, dtype=np.int64)
        return np.asarray(self._places[self._firsts[number] : self._firsts[number + 1]], dtype=np.int64)

    def phrase(self, numbers: NDArray[np.int32]) -> Numbers:
        """Every position at which all these words stand one after another in one document, ascending."""
        counts = self.counts(numbers)
        if not numbers.size or not counts.all():
            return np.zeros(0, dtype=np.int64)
        order = np.argsort(counts, kind="stable")
        starts: Numbers = self.places(int(numbers[order[0]])) - int(order[0])
        starts = starts[(starts >= 0) & (starts + numbers.size <= self.stream.size)]
        for at in order[1:]:
            if not starts.size:
                break
            starts = starts[self.stream[starts + int(at)] == numbers[at]]
        return starts

    def document_at(self, positions: Numbers) -> Numbers:
        """For each position, the index into `documents` of the document that it lies in."""
        found: Numbers = np.searchsorted(self._first, positions, side="right").astype(np.int64) - 1
        return found

    def bounds(self, document: int) -> tuple[int, int]:
        """The positions from the first word of a document to after its last."""
        last = self._first[document + 1] - 1 if document + 1 < len(self.documents) else self.stream.size
        return int(self._first[document]), int(last)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in its document of the words from position `start` to before `end`."""
        return int(self.begins[start]), int(self.ends[end - 1])

    def problems(self) -> list[str]:
        """What does not fit together; empty when the shelf can be served."""
        found = []
        sizes = {self.stream.size, self.begins.size, self.ends.size}
        if len(sizes) != 1 or self._places.size + max(len(self.documents) - 1, 0) != self.stream.size:
            found.append("its arrays are of different lengths")
        elif self._firsts.size != self._words.size + 1 or int(self._firsts[-1]) != self._places.size:
            found.append("its words and their places do not match")
        elif not (np.diff(self._words.astype(object)) > 0).all():
            found.append("its words are out of order")
        elif not np.array_equal(
            np.repeat(np.arange(self._words.size), np.diff(self._firsts)), self.stream[np.asarray(self._places)]
        ):
            found.append("its places hold other words")
        else:
            found += self._probed()
        return [f"the concordance of {self.tier.label}: {each}" for each in found]

    def _probed(self) -> list[str]:
        """Phrases from all over the stream that are not found where they stand."""
        step = max(1, self.stream.size // _PROBES)
        for start in range(0, self.stream.size, step):
            first, last = self.bounds(int(self.document_at(np.array([start]))[0]))
            at = min(max(start, first), max(first, last - 1))
            numbers = np.asarray(self.stream[at : min(at + 5, last)])
            if numbers.size and at not in self.phrase(numbers):
                return ["a phrase was not found in its own place"]
            if not (self.begins[at : at + numbers.size] < self.ends[at : at + numbers.size]).all():
                return ["a word has no length"]
        return []


class Concordance:
    """The shelves of one generation, by tier. Raises IndexUnavailable if one cannot be opened."""

    def __init__(self, folder: Path) -> None:
        self._shelves = {tier: Shelf(folder / tier.label, tier) for tier in Tier if (folder / tier.label).exists()}

    def shelves(self, tiers: Sequence[Tier]) -> list[Shelf]:
        """The shelves of `tiers` that have documents."""
        return [self._shelves[tier] for tier in tiers if tier in self._shelves]

    def documents(self) -> int:
        """How many documents all shelves hold."""
        return sum(len(shelf.documents) for shelf in self._shelves.values())

    def problems(self) -> list[str]:
        """What is wrong with any shelf."""
        return [each for shelf in self._shelves.values() for each in shelf.problems()]
