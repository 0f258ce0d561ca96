"""When: whether a sentence dates the very event that a question asks the time of."""

import re

from qa.pointed.event import Event, event_asked

_ASKS = re.compile(
    r"^(?:and |so |but |then |exactly )?(?:when|(?:in |on |by )?(?:what|which) (?:year|date|day|month))\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\bfirst\b|\binitial", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:said|says|wrote|writes|reported|told|stated|noted|reports?|article|statement|according to)\b[^,;]{0,40}?"
    r"\b(?:in|on|of)\s+(?:early |late |mid-)?(?:\d{1,2}(?:[-–]\d{1,2})?\s+)?(?:[A-Z][a-z]+ )?(?:19|20)\d\d\b"
)
THE_FIRST = 4
"""How much more a sentence counts that tells of the first."""
_DATED = re.compile(r"(?<![\w-])(?:19|20)\d\d\b|\bFY ?\d{2}")


def sometime_asked(text: str) -> Event | None:
    """The event that the question `text` asks the time of; None where it asks of none that is read."""
    asks = _ASKS.match(text.strip())
    event = event_asked(text.strip()[asks.end() :]) if asks else None
    return event if event is not None and not event.is_being else None


def times_told(event: Event, text: str) -> int:
    """How well the sentence `text` tells when the `event` was: 0 where it tells nothing of it, or no date other than
    that on which it was said; more where it tells of the first, and the first is asked for."""
    if not event.told(text) or _DATED.search(_SAID.sub(" ", text)) is None:
        return 0
    return THE_FIRST if event.first and _FIRST.search(text) else 1
