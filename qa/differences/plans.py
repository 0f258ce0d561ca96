"""Does a sentence tell of a plan, or of what became of one? In which of its words, and of what?

Patterns over English text. They want to be sure rather than to find all: a wrong "later" is worse than none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.dated.mentions import date_mentions
from qa.dated.recency import date_of
from qa.dated.types import Mention
from qa.differences.matter import Weight, tokens
from qa.differences.types import Half
from qa.evidence import Evidence

LONGEST = 150
_PLAN = re.compile(
    r"\b(?:(?:was|were|is|are|had been|has been|originally|first)\s+)*(?:planned|scheduled|due|projected|expected|targeted)"
    r"(?=,?\s(?:in|for|by|as|at|from|to (?:be|have|begin|start)|early|about|around|late)\b)"
    r"|\b(?:was|were|is) (?:an?|the) planned\b|\b(?:with )?(?:an? )?(?:original )?targets? of (?=(?:about )?\d)|\boriginal goal\b"
    r"|\b(?:will|would|shall)\s+(?:\w+ly\s+)?(?:be|have|come|reach|begin|enter|host|receive|add|use)\b|\bwill not happen\b"
    r"|\b(?:was|were|is|are) (?:set |meant )?to (?:be|have|add|use|begin|start|host|receive|exchange|open|identify)\b"
    r"|\bextended\b|\bforesaw\b",
    re.IGNORECASE,
)
_ADVERBS = r"(?:(?:\w+ly|never|again|then|also|in effect)\s+)*"
_DONE = (
    r"inaugurated|opened|accepted|fielded|activated|commissioned|deployed|completed|delivered|handed over|dropped|cancell?ed|suspended|halted|abandoned|scrapped|ended|built|"
    r"restructured|delayed|postponed|reached|received|withdrawn|"
    r"(?:declared|announced)(?: as)?(?: technically)?(?: (?:mission-)?(?:operational|ready|complete))"
)
_OUTCOME = re.compile(
    rf"\b(?:(?:was|were|has been|have been|had been|got)\s+{_ADVERBS}(?:{_DONE})"
    rf"|(?:became|is|was|were|are)\s+{_ADVERBS}(?:operational|ready|complete)\b"
    rf"|{_ADVERBS}(?:expired|(?:had )?slipped|did not happen|took place|entered into force|faced an? (?:\w+ )?delay)"
    rf"|{_ADVERBS}(?P<acts>(?:had |has )?(?:suspended|dropped|ended|halted|stopped|cancell?ed|received|abandoned|scrapped|restructured)))\b",
    re.IGNORECASE,
)
_NO_OUTCOME = re.compile(
    r"\b(?:would|will|could|should|might|may|to|if|unless|expected|planned|not|not yet|before|until)\s+(?:be\s+|have\s+(?:been\s+)?)?$"
)
_CLAIMED = re.compile(r"\b(?:claim(?:s|ed)?|denied|denies|alleged|rumou?red|unconfirmed)\b", re.IGNORECASE)
_EDGE = re.compile(r"[,;:]\s|\s(?:and that|that|while|but|after|because|according to|as reported|which|who)\s|\.$")

_REPORTED = re.compile(
    r"\b(?:said|says|wrote|writes|reported|told|announced that|according to|report|article|as of)\b", re.IGNORECASE
)
_SPAN = re.compile(r"From (?:about |early |late )?(?:[A-Z][a-z]+ )?\d{4} (?:to|through|until) ")
_PHRASE = re.compile(r"\s(?:and|or|for|of|against|in|on|from|to|with|at|by)\s")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of something: the words that say so, and what it is about."""

    half: Half
    about: Mapping[str, Weight]


def plan_in(item: Evidence) -> Half | None:
    """The words of `item` that plan something, with the date that it is planned for; None where it tells of no plan."""
    planned = _planning(item.text)
    return _planned(item, *planned) if planned else None


@lru_cache(maxsize=4096)
def _planning(text: str) -> tuple[int, int] | None:
    """Where the words of `text` stand that plan something."""
    cues = list(_PLAN.finditer(text))
    if not cues:
        return None
    mentions = date_mentions(text)
    targets = [mention for mention in mentions if mention.target]
    for number, target in enumerate(targets):
        before = [cue for cue in cues if cue.start() < target.start]
        end = _last_joined(text, targets[number:])
        if before and end - before[-1].start() <= LONGEST:
            return before[-1].start(), end
    cue = cues[0]
    dated_before = any(mention.start < cue.start() for mention in mentions)
    if dated_before and len(text) <= 2 * LONGEST and _SPAN.match(text):
        return 0, len(text.rstrip("."))
    return cue.start(), clause_end(text, cue.end())


def outcome_in(item: Evidence) -> Outcome | None:
    """What became of something, as `item` tells it; None where it tells of nothing that is done or has ended."""
    done = _done(item.text)
    return Outcome(Half(item, done[0], done[1], date_of(item).when), done[2]) if done else None


@lru_cache(maxsize=4096)
def _done(text: str) -> tuple[int, int, Mapping[str, Weight]] | None:
    """Where the words of `text` stand that tell what became of something, and what they are about."""
    if _CLAIMED.search(text):
        return None
    for match in _OUTCOME.finditer(text):
        if _NO_OUTCOME.search(text[: match.start()]):
            continue
        start, end = match.start(), clause_end(text, match.end())
        before = next((part for part in reversed(_EDGE.split(text[:start])) if tokens(part)), "")
        after = text[match.end() : end]
        if match.group("acts") and re.match(r"\s+(?!(?:on|in|by|at|as|with|from|to)\b)\w", after):
            own = match.group("acts").casefold().endswith("received")
            about = tokens(f"{before} {after}" if own else after)
        else:
            about = tokens(before)
        if about:
            return start, end, about
    return None


def _planned(item: Evidence, start: int, end: int) -> Half:
    """A plan in these words. Its date is the sentence's, unless that stands after the plan and is of something else than
    the report of it: then it is that of what came of the plan."""
    found = date_of(item)
    said = [m for m in date_mentions(item.text) if not m.target and m.when == found.when]
    after = found.origin == "sentence" and bool(said) and said[-1].start >= end
    unreported = after and _REPORTED.search(item.text[end : said[-1].start]) is None
    return Half(item, start, end, None if unreported else found.when)


def _last_joined(text: str, targets: Sequence[Mention]) -> int:
    """Where the last of the `targets` ends that are named in one breath ("2020 and 2022")."""
    end = targets[0].end
    for target in targets[1:]:
        if not re.fullmatch(r",? ?(?:and|to|or|then to)? ?(?:then )?(?:to )?(?:FY)?", text[end : target.start]):
            break
        end = target.end
    return end


def clause_end(text: str, start: int) -> int:
    """Where the clause ends that goes on at `start`, at a word's end and not too far off."""
    edge = _EDGE.search(text, start)
    end = edge.start() if edge else len(text.rstrip("."))
    if end - start > LONGEST:
        breaks = list(_PHRASE.finditer(text, start, start + LONGEST))
        end = breaks[-1].start() if breaks else text.rfind(" ", start, start + LONGEST)
    return max(end, start)
