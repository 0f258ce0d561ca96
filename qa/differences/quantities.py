"""The quantities that a sentence gives: how many of what, how far, how much, with what qualifies them.

Patterns over English text. A quantity that the text itself calls a part of another ("four of the six", "14 more") or
counts for each of several is none: it cannot be compared.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import floor, inf, isinf, log10

from qa.dated.mentions import date_mentions

_WORDS = {
    name: number
    for number, name in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {name: 10 * number for number, name in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), start=3)}
_TIMES = {"": 1.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\b(?:" + "|".join(word for word in _WORDS if word != "one") + r")\b"
_NUMBER_AHEAD = re.compile(rf"^[\s-](?:and )?(?:{_NUMBER}|hundred|thousand|million|billion)", re.IGNORECASE)
"""A number that goes on in further words is not read."""
_TIMES_OF = r"(?:\s(hundred|thousand|million|billion|trillion))?"
_UNITS: tuple[tuple[str, str, float], ...] = (
    (r"times the speed of sound\b", "Mach", 1.0),
    (r"%|percent\b|per cent\b", "%", 1.0),
    (r"(?:km|kilomet(?:er|re)s?|miles?)(?:/s| per second| a second)", "km/s", 1.0),
    (r"km/h|kilomet(?:er|re)s (?:per|an) hour", "km/h", 1.0),
    (r"nautical miles?\b|nmi?\b", "km", 1.852),
    (r"miles?\b", "km", 1.609),
    (r"km\b|kilomet(?:er|re)s?\b", "km", 1.0),
    (r"met(?:er|re)s?\b", "km", 0.001),
    (r"feet\b|foot\b|ft\b", "km", 0.0003048),
    (r"(?:metric )?tons?\b|tonnes?\b", "kg", 1000.0),
    (r"kg\b|kilograms?\b", "kg", 1.0),
    (r"pounds?\b|lbs?\b", "kg", 0.4536),
    (r"years?\b", "days", 365.25),
    (r"months?\b", "days", 30.44),
    (r"weeks?\b", "days", 7.0),
    (r"days?\b", "days", 1.0),
    (r"hours?\b", "days", 1 / 24),
    (r"minutes?\b", "days", 1 / 1440),
    (r"seconds?\b", "days", 1 / 86400),
    (r"(?:U\.S\. )?dollars?\b|USD\b", "$", 1.0),
    (r"euros?\b|EUR\b", "€", 1.0),
    (r"yen\b", "¥", 1.0),
    (r"(?:zlot(?:ys?|ies)|rubles?|roubles?|won|shekels?|kroner|kronor|crowns?)\b", "money", 1.0),
)
_ANY_UNIT = "|".join(pattern for pattern, _, _ in _UNITS)
_QUANTITY = re.compile(
    rf"(?<![\w.,/$€£¥-])(?:Mach (?P<mach>\d+(?:\.\d+)?)|(?P<sign>[$€£¥])?\s?(?P<one>{_NUMBER}){_TIMES_OF}"
    rf"(?:(?P<joint>\s?[-–]\s?|\s(?:to|and|or)\s)[$€£¥]?(?P<two>{_NUMBER}){_TIMES_OF}(?!\w))?"
    rf"(?:[\s-]?(?P<unit>{_ANY_UNIT}))?)(?![\w/]|[.,]\d)",
    re.IGNORECASE,
)  # fmt: skip
_NO_QUANTITY = re.compile(
    r"(?:Phases?|Blocks?|Points?|Articles?|Sections?|Baseline|Version|FY|Fiscal|fiscal|Field|Stage|Group|Resolution|No\.|pages?|"
    r"Chapter|Fleet|Test|Title|Volume|Increment|Build|Mark|Type|Part|H\.R\.)\s$",
    re.IGNORECASE,
)
_FEW = "one|two|three|four|five|six|seven|eight|nine|ten"
_APART = re.compile(
    r"\b(?:another|additional|further|extra|first|last|next|other|every|each|any|previous|remaining|out of|per|from|"
    r"(?:rose|grew|fell|increased|raised|reduced|cut|up|down|expanded) by|"
    r"(?:hundred|thousand|million|billion)(?: and)?|"
    rf"(?:\d+|{_FEW}|most|half|some|all|none) of(?: the| its| their)?)\s+(?:about\s+)?$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"^\s(?:more|additional|further|extra|other|others|new|out of|in (?:ten|10|four|five)|"
    rf"of (?:the|its|their|them|those|these|\d+|{_FEW}))\b"
    r"|^(?:\s(?!and\b)[\w’'-]+){0,3}\s(?:each|apiece|per \w+|every \w+|a (?:year|month|day|week)|more than(?! \d)|"
    r"fewer than|less than|later|earlier|after|before|ago)\b",
    re.IGNORECASE,
)
_SHARED = re.compile(r"^ of(?: the| all| its| their| all the)?(?= )")
_ABOUT = r"about|around|roughly|some|approximately|nearly|almost|an? estimated|estimated|circa|close to"
_LEAST = (
    r"at least|more than|over|no fewer than|not less than|no less than|above|upwards of|exceeding|beyond|a minimum of"
)
_MOST = r"up to|as many as|as much as|at most|fewer than|less than|under|below|no more than|a maximum of|within"
_QUALIFIED = re.compile(
    rf"(?:\b(?:(?P<about>{_ABOUT})|(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<between>between)|"
    r"only|just|an?|the|a total of|total of)\s+)+$",
    re.IGNORECASE,
)
_AND_MORE = re.compile(r"^\s?(?:\+|or more\b|and more\b|or so\b|plus\b|or fewer\b|or less\b)", re.IGNORECASE)
_STOPS = frozenset(
    "the an in at by with as on for of and or to from were was are is had has have that which who when while where "
    "than but if be been would will could may might can did do does not into onto over under against between among "
    "during through until since per before after about it they there then all both including plus also still now "
    "ready deployed planned operational available scheduled expected projected required needed authorized installed "
    "stationed".split()
)
_DEGREE = "degre"
_IN_TWO_UNITS = re.compile(
    r"\b(?:years?|months?|weeks?|days?|hours?|minutes?|feet|foot)(?:,| and|, and)? $|\band a half $", re.IGNORECASE
)
_AND_SMALLER = re.compile(
    rf"^(?:,| and|, and)? (?:{_NUMBER}|a|half)(?: half)? ?(?:months?|weeks?|days?|hours?|minutes?|seconds?|inches)?\b",
    re.I,
)
"""What stands after and before an amount that is given in two units ("1 hour 30 minutes")."""
_PLURAL = re.compile(r"(?:[^s'’]s|(?:wo)?men|people|personnel|children)\.?$", re.IGNORECASE)
ABOUT = 0.1
"""How far off a figure may be that is given as about so much."""
ROUNDED = 0.03
"""How far off one may be that is round."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What stands at `start:end` of a sentence, with what qualifies it: from `low` to `high` of a `unit` (`$`, `km`,
    `%` …), or so many of what the stem `head` says, described by `described`. `round`: to how much it is rounded."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    head: str = ""
    described: frozenset[str] = frozenset()
    round: float = 0.0

    def agrees(self, other: "Quantity") -> bool:
        """Whether both may be true: one lies in the other, or is it when rounded."""
        slack = max(self._slack(other), other._slack(self))
        return self.low <= other.high + slack and other.low <= self.high + slack

    def _slack(self, other: "Quantity") -> float:
        """How far off it may be for being round, where `other` is not far off."""
        far = min(abs(self.low - other.high), abs(other.low - self.high))
        return self.round if far <= ROUNDED * min(abs(self.high), abs(other.high)) else 0.0


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text`, in order.

    >>> [(q.low, q.high, q.head) for q in quantities("It had about 40 silos and more than 12 launch sites.")]
    [(36.0, 44.0, 'silo'), (12.0, inf, 'site')]
    """
    dates = [(mention.start, mention.end) for mention in date_mentions(text)]
    return tuple(_found(text, dates))


def stem(word: str) -> str:
    """The first letters of a noun, in the singular: enough to tell whether two are the same.

    >>> stem("Batteries"), stem("battery"), stem("missiles")
    ('batter', 'batter', 'missil')
    """
    folded = word.casefold().strip(".’'")
    return re.sub(r"(?:ies|y|es|s|e)$", "", folded)[:8] if len(folded) > 3 else folded


def _found(text: str, dates: list[tuple[int, int]]) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        start, end = match.span()
        before, after = text[:start], text[end:]
        unit, factor = _unit(match)
        if any(a < end and start < b for a, b in dates) or _is_apart(match, unit, before, after):
            continue
        head, described, until = ("", frozenset[str](), 0) if unit else _counted(after)
        if unit == "%" and (of := _SHARED.match(after)):
            head = _counted(after[of.end() :])[0]
        if unit or (head and head != _DEGREE):
            yield _qualified(match, unit, factor, head, described, end + until)


def _is_apart(match: re.Match[str], unit: str, before: str, after: str) -> bool:
    """Whether a number is none of a quantity by itself: a name's, a part's, or one that goes on in other words."""
    goes_on = _NUMBER_AHEAD.match(after) or (match.group("joint") == " and " and match.group(4) is not None)
    in_two = unit == "days" and (_IN_TWO_UNITS.search(before) or _AND_SMALLER.match(after))
    of_others = _NO_QUANTITY.search(before) or _APART.search(before) or (unit != "%" and _PART.search(after))
    return bool(goes_on or in_two or of_others)


def _qualified(
    match: re.Match[str], unit: str, factor: float, head: str, described: frozenset[str], end: int
) -> Quantity:
    text, start = match.string, match.start()
    before = _QUALIFIED.search(text[:start])
    said = {name for name, value in before.groupdict().items() if value} if before else set[str]()
    low, high, unrounded = _values(match, ranged="between" in said)
    low, high = low * factor, high * factor
    more = _AND_MORE.match(text[match.end() :])
    if "about" in said or (more and "so" in more.group()):
        low, high = low * (1 - ABOUT), high * (1 + ABOUT)
    if "least" in said or (more and re.search(r"\+|more|plus", more.group())):
        high = inf
    if "most" in said or (more and re.search(r"fewer|less", more.group())):
        low = 0.0
    return Quantity(before.start() if before else start, end, low, high, unit, head, described, unrounded * factor)


def _values(match: re.Match[str], *, ranged: bool) -> tuple[float, float, float]:
    """The least and the greatest value, and by how much they may be rounded."""
    if match.group("mach"):
        value = float(match.group("mach"))
        return value, value, 0.0
    groups = match.groups()
    times_one, times_two = groups[3], groups[6]
    one = _value(match.group("one")) * _TIMES[(times_one or "").casefold()]
    two = match.group("two")
    if two is None:
        return one, one, _rounded(one)
    if match.group("joint").strip() == "and" and not ranged:
        return one, one, _rounded(one)
    last = _value(two) * _TIMES[(times_two or "").casefold()]
    if times_two and not times_one and one < last:
        one *= _TIMES[times_two.casefold()]
    return min(one, last), max(one, last), 0.0


def _value(words: str) -> float:
    return float(_WORDS[words.casefold()]) if words.casefold() in _WORDS else float(words.replace(",", ""))


def _rounded(value: float) -> float:
    """Half of the last place that is not 0, of a value of three places and more."""
    if value < 100 or isinf(value):
        return 0.0
    digits = f"{value:.0f}".rstrip("0")
    return 0.5 * 10.0 ** (floor(log10(value)) + 1 - len(digits))


def _unit(match: re.Match[str]) -> tuple[str, float]:
    """The unit that amounts are compared in, and by what this one is multiplied."""
    if match.group("mach"):
        return "Mach", 1.0
    if match.group("sign"):
        return match.group("sign"), 1.0
    written = match.group("unit")
    if not written:
        return "", 1.0
    unit, factor = next((each[1:]) for each in _UNITS if re.fullmatch(each[0], written, re.IGNORECASE))
    return (f"money:{stem(written)}" if unit == "money" else unit), factor


def _counted(after: str) -> tuple[str, frozenset[str], int]:
    """What is counted, by its head and what stands before that, and where that ends in `after`."""
    words: list[re.Match[str]] = []
    place = 0
    for match in re.finditer(r"\s([A-Za-z][\w’'./-]*)", after):
        word = match.group(1)
        if match.start() != place or word.casefold().strip(".") in _STOPS or len(words) == 6:
            break
        words.append(match)
        place = match.end()
        if word.endswith(".") and not re.fullmatch(r"(?:\w\.)+", word):
            break
    plural = [number for number, word in enumerate(words) if _PLURAL.search(word.group(1))]
    words = words[: plural[-1] + 1] if plural else words[:1]
    if not words:
        return "", frozenset(), 0
    head = words[-1].group(1)
    return stem(head), frozenset(stem(m.group(1)) for m in words[:-1]), words[-1].end() - head.endswith(".")
