"""Numbers as English writes them, in digits or words: "1,000", "twenty-one", "three hundred and five", "two-thirds",
"half a million", "a quarter of an hour"."""

from collections.abc import Sequence
from fractions import Fraction

from qa.verify.tokens import Token

ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
NUMBER_WORDS = frozenset(ONES) | frozenset(_TENS)
SCALES = {
    "hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9,
    "trillion": 10**12, "dozen": 12,
}  # fmt: skip
MOST_DIGITS = 30
"""Longer numbers are compared as they are written, sign by sign."""

_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
}
_PARTS = {
    "half": 2,
    "halves": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}
_MOST_OF_SHARE = 10
_AFTER_PART = frozenset("of less more fewer larger smaller higher lower the as".split())


def number_at(tokens: Sequence[Token], at: int) -> tuple[Fraction | None, int, bool]:
    """(value, the place after it, whether it is an ordinal) of the number that begins at `at`."""
    token = tokens[at]
    if token.group == "ordinal" and len(token.key) <= MOST_DIGITS:
        return Fraction(token.key[:-2]), at + 1, True
    if token.key in _PARTS and _is_part(tokens, at):
        return _of_what(tokens, at + 1, Fraction(1, _PARTS[token.key]))
    if token.key in _ORDINALS:
        return Fraction(_ORDINALS[token.key]), at + 1, True
    if token.group == "number" and len(token.key) <= MOST_DIGITS:
        return _scaled(tokens, at + 1, Fraction(token.key.replace(",", "")))
    return _in_words(tokens, at)


def _is_part(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is a share: "half", and the "third" of "a third of" and "by a third"."""
    before, after = key_at(tokens, at - 1), key_at(tokens, at + 1)
    return tokens[at].key in ("half", "halves") or (
        before in ("a", "one") and (after in _AFTER_PART or key_at(tokens, at - 2) == "by")
    )


def _of_what(tokens: Sequence[Token], stop: int, share: Fraction) -> tuple[Fraction, int, bool]:
    """A share with the scale that it is of worked in ("half a million"); it ends before the unit ("half an hour")."""
    after = stop + 1 if key_at(tokens, stop) == "of" else stop
    if key_at(tokens, after) not in ("a", "an"):
        return share, stop, False
    scale = SCALES.get(key_at(tokens, after + 1))
    if scale:
        return share * scale, after + 2, False
    return share, after + 1 if key_at(tokens, after + 1) in LASTING else stop, False


def _in_words(tokens: Sequence[Token], at: int) -> tuple[Fraction | None, int, bool]:
    key = tokens[at].key
    begin = at + (key in ("a", "an"))
    if key_at(tokens, begin) in _BY_THEMSELVES:
        return _scaled(tokens, begin, Fraction(1))
    if begin > at and key_at(tokens, begin) in LASTING and _goes_on(tokens, begin + 1):
        return Fraction(1), begin, False  # "an hour and 14 minutes"
    small = ONES.get(key, _TENS.get(key))
    if small is None:
        return None, at, False
    stop, value = at + 1, Fraction(small)
    if key in _TENS and key_at(tokens, stop) in ONES and 0 < ONES[key_at(tokens, stop)] < 10:
        value += ONES[key_at(tokens, stop)]
        stop += 1
    if key in _TENS and 0 < _ORDINALS.get(key_at(tokens, stop), 0) < 10:
        return value + _ORDINALS[key_at(tokens, stop)], stop + 1, True
    singular = key_at(tokens, stop).removesuffix("s")
    whole = ONES.get(key_at(tokens, stop + 1), 0) if key_at(tokens, stop) == "in" else 0
    in_ones = small < whole <= _MOST_OF_SHARE  # "four in five"
    if in_ones or (singular in _PARTS and singular != "half"):
        return _of_what(tokens, stop + 1 + in_ones, value / (whole if in_ones else _PARTS[singular]))
    return _scaled(tokens, stop, value)


_BY_THEMSELVES = frozenset("hundred thousand million billion trillion dozen".split())
LASTING = frozenset("second minute hour day week month year decade century".split())
"""Units of time."""


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number with a unit of time follows, behind an "and" or by itself."""
    at += key_at(tokens, at) == "and"
    key = key_at(tokens, at)
    return (key.isdigit() or key in NUMBER_WORDS) and key_at(tokens, at + 1).removesuffix("s") in LASTING


def _scaled(tokens: Sequence[Token], stop: int, value: Fraction) -> tuple[Fraction | None, int, bool]:
    """`value` with the scales that follow ("hundred", "and a half", "thousand") worked in."""
    if [key_at(tokens, stop + n) for n in range(3)] == ["and", "a", "half"]:
        value, stop = value + Fraction(1, 2), stop + 3
    whole = Fraction(0)
    while (scale := SCALES.get(key_at(tokens, stop).removesuffix("s") or "")) is not None:
        value, stop = value * scale, stop + 1
        after = stop + 1 if key_at(tokens, stop) == "and" else stop
        more = ONES.get(key_at(tokens, after), _TENS.get(key_at(tokens, after)))
        if scale < 100 or more is None:
            continue
        whole, value, stop = whole + value, Fraction(more), after + 1
    return whole + value, stop, False


def key_at(tokens: Sequence[Token], at: int) -> str:
    """The word at a place, without case; "" beyond the ends."""
    return tokens[at].key if 0 <= at < len(tokens) else ""
