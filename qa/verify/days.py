"""The dates in a sentence, as exactly as it gives them, and which of them hold which.

"11 January 2011", "Jan. 11, 2011" and "2011-01-11" are one date. A date holds every less exact one ("in 2011"), never
the other way round. What a date does not say itself ("in July") it may have from the dates around it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.verify.tokens import Token

_MONTHS = "january february march april may june july august september october november december".split()
MONTHS = (
    {name: number for number, name in enumerate(_MONTHS, 1)}
    | {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
    | {"sept": 9}
)
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
DAY_WORDS = frozenset(_MONTHS) | _WEEKDAYS
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_UNIT_AFTER = frozenset(
    "km kilometers kilometer miles meters feet percent % missiles interceptors troops people".split()
)


@dataclass(frozen=True, slots=True)
class When:
    """A date as said, at tokens `at` to before `stop`; 0 is what it does not say. `decade` is its first year."""

    year: int
    month: int
    day: int
    at: int
    stop: int
    said: str
    decade: int = 0
    weekday: str = ""
    months: tuple[int, int] = (0, 0)
    """The first and the last month of a half or a quarter of a year."""

    def holds(self, claimed: "When") -> bool:
        """Whether this date says all that `claimed` says."""
        if claimed.weekday and not claimed.month and not claimed.year:
            return self.weekday == claimed.weekday
        if any(claimed.months):
            first, last = claimed.months
            return self.year == claimed.year and (first <= self.month <= last or self.months == claimed.months)
        if claimed.decade:
            return self.decade == claimed.decade or self.year // 10 * 10 == claimed.decade
        return all(
            not theirs or mine == theirs
            for mine, theirs in ((self.year, claimed.year), (self.month, claimed.month), (self.day, claimed.day))
        )


def dates(tokens: Sequence[Token]) -> list[When]:
    """The dates in a sentence, in order."""
    found, at = list[When](), 0
    while at < len(tokens):
        parts = list(_date_at(tokens, at))
        found += parts
        at = max((part.stop for part in parts), default=at + 1)
    return found


def places_of(found: Sequence[When]) -> frozenset[int]:
    """The places of all words that belong to dates."""
    return frozenset(place for each in found for place in range(each.at, each.stop))


def _date_at(tokens: Sequence[Token], at: int) -> Iterator[When]:
    token = tokens[at]
    if token.group == "iso":
        year, month, day = (int(part) for part in token.key.split("-"))
        yield When(year, month, day, at, at + 1, token.text)
    elif token.group == "decade":
        yield When(0, 0, 0, at, at + 1, token.text, decade=int(token.key[:4]))
    elif _month(tokens, at):
        yield from _month_first(tokens, at)
    elif _day(tokens, at):
        yield from _day_first(tokens, at)
    elif token.key in (*_ORDER, *_SEASONS) and _part_of_year(tokens, at):
        yield from _part_of_year(tokens, at)
    elif token.key in _WEEKDAYS:
        yield When(0, 0, 0, at, at + 1, token.text, weekday=token.key)
    elif _year(tokens, at):
        yield When(int(token.key), 0, 0, at, at + 1, token.text)
        short = tokens[at + 2] if at + 2 < len(tokens) and tokens[at + 1].group == "dash" else None
        if short and short.key.isdigit() and len(short.key) == len("22"):  # "2021-22"
            yield When(int(token.key[:2] + short.key), 0, 0, at + 1, at + 3, short.text)


def _part_of_year(tokens: Sequence[Token], at: int) -> list[When]:
    """ "the second half of 2011", "the third quarter of 2013", "spring 2014"; empty if none begins at `at`."""
    season = _SEASONS.get(tokens[at].key, 0)
    length = _LENGTHS.get(tokens[at + 1].key, 0) if at + 1 < len(tokens) else 0
    stop = _skip(tokens, at + 1 + (not season), ("of", "in"))
    last = length * (_ORDER.index(tokens[at].key) + 1) if length and not season else 0
    months = (season, season + 3) if season else (last - length + 1, last)
    if (not season and not length) or last > len(_MONTHS) or not _year(tokens, stop):
        return []
    return [When(int(tokens[stop].key), 0, 0, at, stop + 1, _said(tokens, at, stop + 1), months=months)]


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}
_ORDER = ("first", "second", "third", "fourth")
_LENGTHS = {"half": 6, "quarter": 3}


def _month(tokens: Sequence[Token], at: int) -> int:
    if not (0 <= at < len(tokens)) or tokens[at].group != "word":
        return 0
    token = tokens[at]
    if token.key in ("may", "march", "mar", "dec", "jan", "sep", "oct") and not token.text[0].isupper():
        return 0
    if token.key == "may" and at == 0:
        return 0
    return MONTHS.get(token.key, 0)


def _day(tokens: Sequence[Token], at: int) -> int:
    if not (0 <= at < len(tokens)) or tokens[at].group not in ("number", "ordinal"):
        return 0
    digits = tokens[at].key.removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th")
    return int(digits) if digits.isdigit() and 1 <= int(digits) <= 31 and len(digits) <= 2 else 0


def _year(tokens: Sequence[Token], at: int) -> int:
    if not (0 <= at < len(tokens)) or tokens[at].group != "number" or not _YEAR.fullmatch(tokens[at].key):
        return 0
    after = tokens[at + 1].key if at + 1 < len(tokens) else ""
    before = tokens[at - 1].key if at else ""
    if at + 3 < len(tokens) and after in ("to", "-", " - ", "and", "or") and tokens[at + 3].key in _UNIT_AFTER:
        return 0  # "1800 to 2500 km"
    return 0 if after in _UNIT_AFTER or before in ("$", "€", "£", "h.r.") else int(tokens[at].key)


def _skip(tokens: Sequence[Token], at: int, keys: tuple[str, ...]) -> int:
    return at + 1 if at < len(tokens) and tokens[at].key in keys else at


def _month_first(tokens: Sequence[Token], at: int) -> Iterator[When]:
    """ "January 11, 2011", "Jan. 2011", "January 11-12, 2011", "January"."""
    month, stop, days = _month(tokens, at), _skip(tokens, at + 1, (".",)), list[int]()
    while len(days) < 3 and _day(tokens, stop):
        days.append(_day(tokens, stop))
        stop += 1
        after = _skip(tokens, stop, ("-", " - ", "and", "or", "to"))
        if after == stop or not _day(tokens, after):
            break
        stop = after
    after = _skip(tokens, stop, (",", "of"))
    year = _year(tokens, after)
    stop = after + 1 if year else stop
    said = _said(tokens, at, stop)
    for day in days or [0]:
        yield When(year, month, day, at, stop, said)


def _day_first(tokens: Sequence[Token], at: int) -> Iterator[When]:
    """ "11 January 2011", "16-17 December 2002", "30 November and 1 December" (each by itself)."""
    days, stop = [_day(tokens, at)], at + 1
    after = _skip(tokens, stop, ("-", " - ", "and", "to", "or"))
    if after > stop and _day(tokens, after):
        days.append(_day(tokens, after))
        stop = after + 1
    stop = _skip(tokens, stop, ("of",))
    month = _month(tokens, stop)
    if not month:
        return
    stop = _skip(tokens, stop + 1, (".", ","))
    year = _year(tokens, stop)
    if year:
        stop += 1
    elif tokens[stop - 1].key == ",":
        stop -= 1
    said = _said(tokens, at, stop)
    for day in days:
        yield When(year, month, day, at, stop, said)


def _said(tokens: Sequence[Token], at: int, stop: int) -> str:
    return " ".join(token.text for token in tokens[at:stop]).replace(" ,", ",").replace(" .", ".")
