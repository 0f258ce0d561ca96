"""The sentences around one that was quoted: read off the document, never found by likeness."""

import re

from qa.converse.types import Reading, Spot

SHOWN_WORDS = 9


def sentence_of(spot: Spot) -> Reading:
    """The sentence in which the words of `spot` begin."""
    passage = spot.passage
    starts = [number for number, (start, _) in enumerate(passage.sentences) if start <= spot.start]
    return Reading(passage, starts[-1] if starts else 0, spot.meta)


def sentences_from(spot: Spot, count: int, *, forward: bool) -> tuple[Reading, ...]:
    """The `count` sentences of the document that follow `spot`, or the one before it; those after the first only as
    long as they stand under the same heading. Empty at the document's end, or at its beginning."""
    row = [Reading(passage, number, spot.meta) for passage in spot.passages for number in range(len(passage.sentences))]
    if not forward:
        before = [one for one in row if _span(one)[1] <= spot.start]
        return tuple(before[-1:])
    after = [one for one in row if _span(one)[0] >= spot.end]
    return tuple(one for one in after[:count] if one.passage.section == after[0].passage.section)


def words_of(spot: Spot) -> str:
    """The first words of `spot`, to name it by."""
    words = re.sub(r"[“”\"]", "", spot.text).split()
    return " ".join(words[:SHOWN_WORDS]).rstrip(".,;:") + ("…" if len(words) > SHOWN_WORDS else "")


def absent_after(spot: Spot, where: str) -> str:
    """Why there is no sentence there."""
    place = "end" if where == "after" else "beginning"
    return f"That stands at the {place} of “{spot.meta.title}”: there is no sentence {where} it."


def _span(one: Reading) -> tuple[int, int]:
    return one.passage.sentences[one.number]
