"""Questions about a place in a document rather than about its matter: "What is the sentence after the heading X?", "And the
next one?". They are answered by reading off the place, never by likeness."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.types import Passage
from qa.types import Turn

_AFTER_HEADING = re.compile(
    r"\b(?:(?P<which>first|last|second|third)\s+)?sentence\s+(?:after|under|below|in|of|following)\s+(?:the\s+)?"
    r"(?:heading|section|title|header)?\s*[\"“]?(?P<heading>[^\"”?]+?)[\"”]?\s*(?:section|heading)?\s*[?.]*$",
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(
    r"^(?:and\s+|what is\s+|what.s\s+|show\s+|give me\s+)*(?:the\s+)?(?:sentence\s+)?(?P<where>next|previous|after|before|following|preceding)"
    r"(?:\s+(?:one|sentence|that|this|it))*(?:\s+(?:after|before)\s+(?:that|this|it))?\s*[?.!]*$",
    re.IGNORECASE,
)
_ORDINALS = {"first": 0, "second": 1, "third": 2, "last": -1}


@dataclass(frozen=True, slots=True)
class Place:
    """A place asked for: the n-th sentence of a section (from its heading), shifted by further "next" and
    "previous"."""

    heading: str
    number: int


def place_asked(question: str, history: Sequence[Turn]) -> Place | None:
    """The place that `question` asks for, following "the next one" through `history`; None if it asks for none."""
    place: Place | None = None
    asked = [turn.content for turn in history if turn.role == "user"]
    for text in [*asked, question]:
        heading = _AFTER_HEADING.search(text)
        step = _step(text)
        if place and step:
            place = Place(place.heading, place.number + step)
        elif heading:
            place = Place(heading.group("heading").strip(), _ORDINALS[(heading.group("which") or "first").lower()])
        else:
            place = None
    return place


def _step(text: str) -> Literal[-1, 0, 1]:
    match = _NEIGHBOUR.match(text.strip())
    if not match:
        return 0
    return -1 if match.group("where").lower() in ("previous", "before", "preceding") else 1


def sentence_at(place: Place, passages: Sequence[Passage]) -> tuple[Passage, int] | None:
    """(passage, sentence number) of the place, in the first section of `passages` whose heading is the one asked
    for."""
    wanted = _folded(place.heading)
    own = [passage for passage in passages if passage.section and _folded(passage.section[-1]) == wanted]
    flat = [(passage, number) for passage in own for number in range(len(passage.sentences))]
    if not flat or not -len(flat) <= place.number < len(flat):
        return None
    return flat[place.number]


def _folded(heading: str) -> str:
    return " ".join(re.findall(r"\w+", heading.casefold().strip("[]")))
