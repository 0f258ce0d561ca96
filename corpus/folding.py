"""Texts compared as readers compare them: white space, quotation marks, dashes and ligatures are folded, words are not.

Every offset in a folded text leads back to the text itself, so that what is found is shown as it is written there.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

_SINGLE = "‘’‚‛′`´"
_DOUBLE = "“”„‟″«»"
_DASHES = "‐‑‒–—―−"
_NOTHING = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_INSTEAD = (
    dict.fromkeys(_SINGLE, "'")
    | dict.fromkeys(_DOUBLE, '"')
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_NOTHING, "")
    | _LIGATURES
    | {"…": "..."}
)
_SPECIAL = re.compile(rf"\s{{2,}}|[^\S ]|[{''.join(map(re.escape, _INSTEAD))}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` as it is compared. The offsets of where something was folded are kept in step: in it, and in the text."""

    text: str
    _inner: list[int] = field(repr=False)
    _outer: list[int] = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text itself that `text[start:end]` was folded from; `start < end`."""
        return self._back(start), self._back(end - 1, at_end=True)

    def _back(self, offset: int, *, at_end: bool = False) -> int:
        at = bisect_right(self._inner, offset) - 1
        beyond = offset - self._inner[at]
        if at % 2 == 0:  # what was left as it is
            return self._outer[at] + beyond + (1 if at_end else 0)
        return self._outer[at + 1] if at_end else self._outer[at]


def fold(text: str, *, case: bool = False) -> Folded:
    """`text` folded; with `case`, capitals too.

    >>> folded = fold("It  said: “No—never”.")
    >>> folded.text
    'It said: "No-never".'
    >>> at = folded.text.index('"No-never"')
    >>> folded.span(at, at + 10)
    (10, 20)
    """
    # Stretches alternate: left as it is (even places), folded (odd places).
    parts, inner, outer, length, reached = list[str](), [0], [0], 0, 0
    for found in _SPECIAL.finditer(text):
        plain = text[reached : found.start()]
        instead = _INSTEAD.get(found.group(), " ")
        parts += [plain, instead]
        inner += [length + len(plain), length + len(plain) + len(instead)]
        outer += [found.start(), found.end()]
        length += len(plain) + len(instead)
        reached = found.end()
    parts.append(text[reached:])
    whole = "".join(parts)
    return Folded(lowered(whole) if case else whole, inner, outer)


def lowered(text: str) -> str:
    """`text` without capitals, each character in its place: the few that would become two keep their capital."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for what is folded, and white space at their ends."""
    return one == other or fold(one).text.strip() == fold(other).text.strip()
