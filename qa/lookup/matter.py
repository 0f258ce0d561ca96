"""What a change of words is about: a number, a negation, a name, or only the wording; and how a reader is told."""

import re
from collections import Counter
from collections.abc import Iterable

from corpus.words import key_of, words
from qa.lookup.quoted import Kind
from qa.lookup.types import Change, Matter

GRAVITY: tuple[Matter, ...] = ("negation", "number", "name", "wording", "capitals", "punctuation")
"""The matters of which a reader is warned, gravest first."""

_NEGATIONS = frozenset("not no never none nobody nothing nowhere neither nor cannot without".split())
_CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:[.,:/]\d+)*")
_NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands "
    "million millions billion billions trillion trillions dozen dozens half twice first second third fourth fifth "
    "sixth seventh eighth ninth tenth".split()
)
_SMALL_WORDS = frozenset(
    "a an and as at but by for from he her his i if in is it its no nor not of on or our she so that the their then "
    "there these they this those to was we were what when which who will with you your".split()
)
_MOST_WARNINGS = 12


def matter_of(mine: str, theirs: str, kind: Kind | None = None) -> Matter:
    """What the change from `mine`, the draft's words, to `theirs`, the library's, is about. `kind` is what the draft
    itself marks there."""
    if negations(mine) != negations(theirs):
        return "negation"
    if kind == "insertion" or (kind == "omission" and not words(mine)):
        return kind
    return _matter_of_words(mine, theirs)


def _matter_of_words(mine: str, theirs: str) -> Matter:
    my_words, their_words = words(mine).forms, words(theirs).forms
    my_keys, their_keys = [key_of(w) for w in my_words], [key_of(w) for w in their_words]
    if "".join(my_keys) == "".join(their_keys):
        return "capitals" if my_keys == their_keys and my_words != their_words else "punctuation"
    if _numbers(mine, my_keys) != _numbers(theirs, their_keys):
        return "number"
    if _names(my_words) != _names(their_words):
        return "name"
    return "wording"


def negations(text: str) -> Counter[str]:
    """The words in `text` that deny, each with how often; the ending of "don't" is one."""
    found = Counter(key for key in words(text).keys if key in _NEGATIONS)
    contracted = len(_CONTRACTED.findall(text))
    found["not"] += contracted
    return +found


def _numbers(text: str, keys: Iterable[str]) -> Counter[str]:
    return Counter(_FIGURE.findall(text)) + Counter(key for key in keys if key in _NUMBERS)


def _names(forms: Iterable[str]) -> Counter[str]:
    """The words that are written like names; so is the first of a sentence, which may be one."""
    return Counter(form for form in forms if form != form.lower() and key_of(form) not in _SMALL_WORDS)


def warnings_of(changes: Iterable[Change]) -> tuple[str, ...]:
    """The changes in plain sentences, gravest first."""
    grave = [change for change in changes if change.matter in GRAVITY]
    grave.sort(key=lambda change: GRAVITY.index(change.matter))
    told = list(dict.fromkeys(_sentence(change) for change in grave))
    if len(told) > _MOST_WARNINGS:
        more = len(told) - _MOST_WARNINGS
        told = [*told[:_MOST_WARNINGS], f"And {more} more change{'s' if more > 1 else ''}, shown in the comparison."]
    return tuple(told)


def _sentence(change: Change) -> str:
    mine, theirs = _line(change.yours), _line(change.source)
    if change.matter == "capitals":
        return f"Your draft writes “{mine}”; the library writes “{theirs}”."
    if change.matter == "punctuation":
        return f"Your draft has {_marks(mine)} where the library has {_marks(theirs)}."
    if change.matter == "number" and mine and theirs:
        return f"Your draft says {mine}; the library says {theirs}."
    if not mine:
        return f"Your draft leaves out “{theirs}”, which the library has."
    if not theirs:
        return f"Your draft adds “{mine}”, which the library does not have."
    return f"Your draft says “{mine}”; the library says “{theirs}”."


def _marks(text: str) -> str:
    return f"“{text}”" if text else "nothing"


def _line(text: str) -> str:
    """`text` on one line, a long one cut in its middle."""
    line = " ".join(text.split()).strip(" ,;:" if any(c.isalnum() for c in text) else " ")
    return line if len(line) <= 160 else f"{line[:100].rstrip()} … {line[-50:].lstrip()}"
