"""Sentences of a model that say nothing of the matter: what leads up to a list, what the passages do not say.

They are not checked, for there is nothing to check them against, and no reader sees them.
"""

import re
from enum import Enum

from qa.prose.types import Written

_SOURCES = r"(?:passages?|excerpts?|sources?|documents?|library|texts?|materials?|context|information)"
_LACKING = re.compile(
    rf"^(?:(?:however|but|also|unfortunately|still|note that),? )?"
    rf"(?:(?:none|neither|nothing) (?:of|in) (?:the|these) (?:\w+ )?{_SOURCES}\b"
    rf"|(?:the|these|this|those) (?:\w+ ){{0,2}}?{_SOURCES}(?: (?:here|given|provided|cited|above))? "
    rf"(?:also )?(?:(?:do|does|did) not|don't|doesn't|cannot|can't"
    rf"|(?:contains?|says?|gives?|has|have|holds?|offers?|provides?|includes?|mentions?) (?:no|nothing|neither)\b"
    rf"|(?:is|are) silent|lacks?)"
    rf"|there is (?:no|nothing)\b.{{0,60}}\bin (?:the|these|this) (?:\w+ ){{0,2}}?{_SOURCES}"
    rf"|no (?:\w+ ){{1,6}}(?:is|are|was|were) (?:given|mentioned|found|stated|provided|named)\b.{{0,40}}{_SOURCES})",
    re.IGNORECASE,
)
_LEADING = re.compile(
    rf"^(?:(?:based on|according to|from) (?:the|these) (?:\w+ )?{_SOURCES}\b|here (?:is|are)\b|in (?:summary|short)\b"
    rf"|the (?:\w+ )?{_SOURCES} (?:say|show|give|describe|mention)s?\b).{{0,120}}:$",
    re.IGNORECASE,
)


class Aside(Enum):
    """What a sentence beside the matter is: it leads up to what follows, or tells what the passages lack."""

    LEADING = 1
    LACKING = 2


def aside(sentence: Written) -> Aside | None:
    """Which aside `sentence` is; None for what claims something. Whatever cites a passage claims something."""
    if sentence.keys:
        return None
    words = sentence.text.replace("’", "'")
    if _LACKING.match(words):
        return Aside.LACKING
    return Aside.LEADING if _LEADING.match(words) else None
