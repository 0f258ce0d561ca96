"""The parts of a text that a claim is held against: stretches that a model can read, and single sentences and pairs."""

from collections.abc import Sequence
from itertools import pairwise

from corpus.sentences import sentences

LONGEST_STRETCH_WORDS = 150

Span = tuple[int, int]


def stretches(text: str) -> list[list[Span]]:
    """Runs of whole sentences of `text`, as their spans, none longer than `LONGEST_STRETCH_WORDS`; each begins with the
    last sentence of the one before it, so that no two neighbours are parted. A longer sentence is cut between words.
    Empty where there are no words."""
    found: list[list[Span]] = []
    run: list[Span] = []
    length = 0
    for span in _short(text):
        size = len(text[slice(*span)].split())
        if run and length + size > LONGEST_STRETCH_WORDS:
            found.append(run)
            last = len(text[slice(*run[-1])].split())
            run, length = ([run[-1]], last) if last + size <= LONGEST_STRETCH_WORDS else ([], 0)
        run.append(span)
        length += size
    return [*found, run] if run else found


def pairs(spans: Sequence[Span]) -> list[Span]:
    """Each sentence with the next; the only one by itself."""
    if len(spans) < 2:
        return list(spans)
    return [(first[0], second[1]) for first, second in pairwise(spans)]


def _short(text: str) -> list[Span]:
    """The sentences of `text`, longer ones cut after so many words."""
    found: list[Span] = []
    for start, end in sentences(text):
        begin = at = start
        count = 0
        for word in text[start:end].split():
            place = text.index(word, at)
            if count == LONGEST_STRETCH_WORDS:
                found.append((begin, at))
                begin, count = place, 0
            at = place + len(word)
            count += 1
        found.append((begin, end))
    return found
