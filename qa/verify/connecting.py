"""Words by which a sentence only goes on from another: "in short", "for its part"."""

import re

_PHRASES = (
    r"in (?:short|brief|sum|summary|other words|essence|turn)|put (?:simply|differently|another way)"
    r"|to (?:sum up|be (?:clear|precise)|begin with|answer (?:the|your) question(?: directly)?)"
    r"|simply put|notably|moreover|furthermore|that (?:said|is(?: to say)?)|as noted(?: above| earlier)?"
    r"|for (?:its|his|her|their) part|at the same time|on the other hand|by (?:contrast|comparison)|of note"
)
_FIRST = re.compile(rf"^(?:{_PHRASES})\s?[,:] (?=\S)", re.IGNORECASE)
_INSIDE = re.compile(rf", (?:{_PHRASES}), ", re.IGNORECASE)


def without_connectives(text: str) -> str:
    """A tidied sentence without such words at its beginning or between commas.

    >>> without_connectives("In short, the radar, for its part, works.")
    'the radar works.'
    """
    return _INSIDE.sub(" ", _FIRST.sub("", text))
