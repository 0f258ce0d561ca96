"""The quantities in a sentence: their value, their unit, how exact they are said to be, and what is counted.

"seven" is 7, "1,000" is 1000, "$1.4 billion" is 1.4 billion dollars, "87 %" is 87 percent, "two-thirds" is a fraction,
"1 hour and 14 minutes" is 74 minutes. A value in another unit is another quantity: nothing is converted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest

from qa.verify.days import DAY_WORDS
from qa.verify.hedges import STRONGER, Hedge, hedge_of
from qa.verify.numerals import LASTING, SCALES, key_at, number_at
from qa.verify.tokens import Token

_UNITS = {
    "%": "percent", "percent": "percent", "percentage": "percent", "pct": "percent",
    "$": "dollar", "dollar": "dollar", "usd": "dollar", "€": "euro", "euro": "euro", "eur": "euro", "£": "pound",
    "¥": "yen", "yen": "yen", "ruble": "ruble", "rouble": "ruble", "won": "won", "shekel": "shekel", "zloty": "zloty",
    "km": "kilometer", "kms": "kilometer", "kilometer": "kilometer", "mile": "mile", "mi": "mile", "nm": "nautical mile",
    "meter": "meter", "m": "meter", "foot": "foot", "feet": "foot", "ft": "foot", "inch": "inch", "yard": "yard",
    "kg": "kilogram", "kilogram": "kilogram", "pound": "pound", "ton": "ton", "tonne": "tonne", "mph": "mile per hour",
    "kiloton": "kiloton", "megaton": "megaton", "knot": "knot", "second": "second", "minute": "minute", "hour": "hour",
    "day": "day", "week": "week", "month": "month", "year": "year", "decade": "decade",
    "century": "century", "centuries": "century", "s": "second",
}  # fmt: skip


_STEPS = tuple(Fraction(10) ** power for power in range(-2, 13))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value at tokens `at` to before `stop`. `unit` is "" for a plain count or number, whose counted thing is among
    `counted`, what the next words may be matched by. `is_loose` are words that often do not count ("one", "first")."""

    value: Fraction
    unit: str
    hedge: Hedge
    at: int
    stop: int
    said: str
    counted: tuple[Token, ...] = ()
    is_order: bool = False
    label: str = ""
    """What it numbers: "phase" in "Phase 4" and "the fourth phase", not a count."""
    is_loose: bool = False
    is_range: bool = False
    """Whether it is the lower or the upper end of a range."""

    def same_value(self, other: "Quantity") -> bool:
        """Whether both are the same number of the same sort."""
        alike = (self.label or self.is_order) == (other.label or other.is_order)
        of_label = other.is_order and not other.label and not other.counted and self.label  # "the fourth" of Phase 4
        return self.value == other.value and bool(alike or of_label)

    @property
    def rounded(self) -> frozenset[Fraction]:
        """The rounder values that may be told as "about" this one: to fewer places, less than a tenth away."""
        return self._near({round(self.value / step) * step for step in self._steps})

    @property
    def bounding(self) -> frozenset[Fraction]:
        """The rounder values than which this one may be told to be more or less."""
        cuts = ((self.value // step, step) for step in self._steps)
        return self._near({value for times, step in cuts for value in (times * step, (times + 1) * step)})

    @property
    def _steps(self) -> Sequence[Fraction]:
        return [] if self.is_order or self.label else [step for step in _STEPS if step <= 2 * self.value]

    def _near(self, values: Iterable[Fraction]) -> frozenset[Fraction]:
        return frozenset(value for value in values if abs(value - self.value) < self.value / 8)

    def may_be_told_as(self, claimed: "Quantity") -> bool:
        """Whether a source that says this bears out what is claimed, as far as the exactness goes."""
        return claimed.hedge in STRONGER[self.hedge] or (
            claimed.is_range and not self.is_range and self.hedge in ("about", "under", "over")
        )


def quantities(tokens: Sequence[Token], taken: frozenset[int] = frozenset()) -> list[Quantity]:
    """The quantities in a sentence, in order; `taken` are the places of words that belong to dates."""
    found, at = list[Quantity](), 0
    while at < len(tokens):
        value, stop, is_order = (None, at, False) if at in taken else number_at(tokens, at)
        if value is None:
            at += 1
            continue
        found.append(_measured(tokens, at, stop, value, is_order=is_order))
        at = stop
    return list(_with_shared_units(list(_put_together(found, tokens)), tokens))


TIMES: tuple[dict[str, int], ...] = (
    {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800},
    {"month": 1, "year": 12, "decade": 120, "century": 1_200},
)
"""Units of time in which the same may be told, and how they compare."""


def _put_together(found: Sequence[Quantity], tokens: Sequence[Token]) -> Iterator[Quantity]:
    """The quantities, with times in several units made one, in the smallest: "1 hour 25 minutes" is 85 minutes."""
    last: Quantity | None = None
    for each in found:
        between = [token.key for token in tokens[last.stop : each.at]] if last else []
        ratio = next((s[last.unit] // s[each.unit] for s in TIMES if last and last.unit in s and each.unit in s), 0)
        if last and ratio > 1 and between in ([], ["and"], [","], [",", "and"]):
            said = " ".join(token.text for token in tokens[last.at : each.stop])
            last = replace(last, value=last.value * ratio + each.value, unit=each.unit, stop=each.stop, said=said)
            last = replace(last, is_loose=False)
            continue
        if last:
            yield last
        last = each
    if last:
        yield last


def _measured(tokens: Sequence[Token], at: int, stop: int, value: Fraction, *, is_order: bool) -> Quantity:
    unit, after = _unit(tokens, at, stop)
    begin = at - 1 if key_at(tokens, at - 1) in _BEFORE_NUMBER else at
    hedge = hedge_of(tokens, begin, after)
    if hedge == "over" and unit in LASTING and key_at(tokens, begin - 1) == "over":
        hedge = "during"  # "over ten years" may be all of them, or more
    counted = _counted(tokens, after) if not unit else ()
    words = tokens[at:stop]
    is_loose = (value == 1 and words[0].group == "word") or (is_order and value <= 2)
    said = _said(tokens, begin, at, stop, after if unit else stop)
    label = _label(tokens, at, stop, is_order=is_order) if not unit else ""
    return Quantity(value, unit, hedge, begin, after, said, counted, is_order, label, is_loose and not label)


_LABELS = frozenset("phase block chapter article section part appendix volume annex tranche stage baseline".split())


def _label(tokens: Sequence[Token], at: int, stop: int, *, is_order: bool) -> str:
    if key_at(tokens, at - 1).removesuffix("s") in _LABELS and not is_order:
        return key_at(tokens, at - 1).removesuffix("s")
    by_itself = stop + 1 >= len(tokens) or not (tokens[stop + 1].is_word and tokens[stop + 1].is_capital)
    return key_at(tokens, stop) if is_order and by_itself and key_at(tokens, stop) in _LABELS else ""


def _said(tokens: Sequence[Token], begin: int, at: int, stop: int, after: int) -> str:
    shown = tokens[at].text if begin == at else tokens[begin].text + tokens[at].text
    for token in tokens[at + 1 : max(stop, after)]:
        shown += f" {token.text}"
    return shown


def _unit(tokens: Sequence[Token], at: int, stop: int) -> tuple[str, int]:
    """The unit of the number at `at` to `stop`, and the place after it."""
    if key_at(tokens, at - 1) in _BEFORE_NUMBER:
        return _UNITS[key_at(tokens, at - 1)], stop
    nautical = stop + 1 if key_at(tokens, stop) in ("nautical", "square", "us", "u.s.", "metric") else stop
    word = key_at(tokens, nautical)
    if word in _BEFORE_NUMBER and stop + 1 < len(tokens) and tokens[stop + 1].group == "number":
        return "", stop  # "the first $25 billion"
    if word == "per" and key_at(tokens, nautical + 1) == "cent":
        return "percent", nautical + 2
    unit = _UNITS.get(word) or _UNITS.get(word.removesuffix("s"), "")
    if not unit or (word == "second" and tokens[nautical].group == "ordinal"):
        return ("mach", stop) if key_at(tokens, at - 1) == "mach" else ("", stop)
    kind = key_at(tokens, stop) if nautical > stop and key_at(tokens, stop) in ("nautical", "square") else ""
    over, after = "", nautical + 1
    if key_at(tokens, after) in ("per", "a", "an") and _UNITS.get(key_at(tokens, after + 1)) in (
        "second",
        "hour",
        "minute",
    ):
        over, after = f" per {key_at(tokens, after + 1)}", after + 2
    return f"{kind} {unit}{over}".strip(), after


_BEFORE_NUMBER = ("$", "€", "£", "¥")


def _counted(tokens: Sequence[Token], at: int) -> tuple[Token, ...]:
    """The words that tell what is counted: up to four on, before a mark or a word that leads elsewhere."""
    found = []
    for token in tokens[at : at + 5]:
        if not token.is_word or token.key in _LEADS_ON or token.group == "number" or token.key in DAY_WORDS:
            break
        if token.is_content:
            found.append(token)
    return tuple(found)


_LEADS_ON = frozenset(
    "in on at by for from to with and or but that which who as than were was is are had has have will would on into over "
    "after before during until since between against near per if while when because not".split()
)


def _with_shared_units(found: Sequence[Quantity], tokens: Sequence[Token]) -> Iterator[Quantity]:
    """In "1,000 to 5,500 kilometers" and "3 or 4 sites", the first number has the unit and the counted of the second; in
    "Phases 1 and 2", the second has the label of the first."""
    label, money, about, is_range = "", "", False, False
    for one, other in zip_longest(found, found[1:]):
        between = tokens[one.stop : other.at] if other else ()
        joins = other is not None and len(between) <= 1 and all(token.key in _JOINING for token in between)
        own = one.label or ("" if one.unit or one.is_order or one.value.denominator > 1 else label)
        label = own if joins else ""
        unit, counted, hedge = one.unit, one.counted, one.hedge
        value = one.value
        if other and joins and one.unit == other.unit == "dollar" and not _scale_of(one):
            value *= _scale_of(other) or 1  # "$10 to $15 million"
        if other and joins and not (unit or counted or own or one.is_order or one.is_loose):
            unit, counted = other.unit, other.counted
            hedge = hedge or ("about" if other.hedge == "about" else "")
        if one.said.split()[-1].lower() in SCALES and not (unit or counted or own or one.is_order):
            unit = money  # "$3 million to one and 2 million to another"
        money = unit if unit in _MONEY else money
        hedge = hedge or ("about" if about else "")
        ends_range, is_range = is_range, joins and _ranges(tokens, one.at, between)
        about = is_range and hedge == "about"
        yield replace(
            one, value=value, unit=unit, counted=counted, hedge=hedge, label=own, is_range=is_range or ends_range
        )


_MONEY = frozenset("dollar euro pound yen ruble won shekel zloty".split())


def _scale_of(quantity: Quantity) -> int:
    """What "million" or the like in a number as told multiplies by; 0 where there is none."""
    return SCALES.get(quantity.said.split()[-1].lower(), 0)


def _ranges(tokens: Sequence[Token], at: int, between: Sequence[Token]) -> bool:
    """Whether the number at `at` ranges up to the one after `between`: "200 to 300", "between 200 and 300"."""
    key = between[0].key if between else ""
    return key in ("to", "-", " - ") or (
        key == "and" and any(key_at(tokens, at - back) == "between" for back in (1, 2, 3))
    )


_JOINING = frozenset(("to", "or", "and", "-", " - ", ",", "of"))
