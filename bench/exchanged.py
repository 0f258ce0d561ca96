"""Sentences made false by another value: a number, a date, a name or a designator in the place of the true one."""

import random
from collections.abc import Iterator, Sequence

from bench.gazetteer import COUNTRIES, FAMILIES, MONTHS, NUMBER_WORDS, UNITS
from bench.truths import Falsehood, Material, Truth, bare, has, is_absent, is_elsewhere, swap


def other_number(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """A figure or number word near the true one; or its unit exchanged."""
    words = truth.text.split()
    for at, word in enumerate(words):
        sign = bare(word)
        following = bare(words[at + 1]) if at + 1 < len(words) else ""
        if _is_of_date(words, at):
            continue
        for unit, others in UNITS.items():
            if following == unit and any(c.isdigit() for c in sign):
                other = draw.choice(others)
                if is_absent(other, truth):
                    yield from filter(None, [swap("number", truth, f"{sign} {unit}", f"{sign} {other}")])
        for new in _near(sign, draw):
            if is_absent(new.lstrip("$"), truth):
                yield from filter(None, [swap("number", truth, sign, new)])
                break


def _is_of_date(words: Sequence[str], at: int) -> bool:
    sign = bare(words[at])
    around = [bare(each).lower() for each in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])]
    if sign.isdigit() and (1900 <= int(sign) <= 2100 or any(each in MONTHS for each in around)):
        return True
    return any(each in ("no", "phase", "fiscal", "fy", "block") for each in around[:1])


def _near(sign: str, draw: random.Random) -> Iterator[str]:
    """Values near a figure ("1,550", "$9.8", "87") or a number word, as it is written; nothing for other words."""
    if sign.lower() in NUMBER_WORDS:
        at = NUMBER_WORDS.index(sign.lower())
        for step in draw.sample((-2, -1, 1, 2, 3), 5):
            if 1 < at + step < len(NUMBER_WORDS):
                yield NUMBER_WORDS[at + step]
        return
    dollars = "$" if sign.startswith("$") else ""
    digits = sign.lstrip("$").rstrip("%")
    percent = "%" if sign.endswith("%") else ""
    if not digits or not all(c.isdigit() or c in ",." for c in digits) or not digits[0].isdigit():
        return
    places = len(digits.split(".")[1]) if "." in digits else 0
    value = float(digits.replace(",", ""))
    for factor in draw.sample((0.5, 0.8, 0.9, 1.1, 1.2, 1.5, 2.0), 7):
        new = round(value * factor, places) if places else float(round(value * factor))
        if new == value:
            new = value + (1 if factor > 1 else 2)
        if new > 0:
            shown = f"{new:,.{places}f}" if "," in digits or new >= 10_000 else f"{new:.{places}f}"
            yield f"{dollars}{shown}{percent}"


def other_date(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """Another year, month or day; or, of a passage with several years, one that it has for something else."""
    words = truth.text.split()
    for at, word in enumerate(words):
        sign = bare(word)
        before = bare(words[at - 1]).lower() if at else ""
        after = bare(words[at + 1]).lower() if at + 1 < len(words) else ""
        if sign.isdigit() and 1950 <= int(sign) <= 2100:
            years = [str(int(sign) + step) for step in (-4, -3, -2, -1, 1, 2, 3, 4)]
            there = [each for each in years if is_elsewhere(each, truth)]
            away = [each for each in years if is_absent(each, truth)]
            for pool in (there, away):
                if pool:
                    yield from filter(None, [swap("date", truth, sign, draw.choice(pool))])
        elif sign in MONTHS.values() and (sign != "May" or after.isdigit() or before in ("in", "of", "since")):
            away = [each for each in MONTHS.values() if is_absent(each, truth) and is_absent(each[:3], truth)]
            if away:
                yield from filter(None, [swap("date", truth, sign, draw.choice(away))])
        elif sign.isdigit() and int(sign) <= 31 and (before in MONTHS or after in MONTHS):
            days = [str(day) for day in range(1, 29) if is_absent(str(day), truth)]
            month = words[at - 1] if before in MONTHS else words[at + 1]
            old = f"{bare(month)} {sign}" if before in MONTHS else f"{sign} {bare(month)}"
            yield from filter(None, [swap("date", truth, old, old.replace(sign, draw.choice(days)))])


def other_name(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """Another person, country, place, ship or outlet of the library."""
    for pool in (material.people, COUNTRIES, material.places, material.ships, material.outlets):
        present = [name for name in pool if has(truth.text, name) and not _is_voice(truth, name)]
        others = [name for name in pool if is_absent(name, truth) and is_absent(name.split()[-1], truth)]
        moved = [name for name in pool if is_elsewhere(name, truth)]
        for name in present:
            drawn = (*moved, *draw.sample(others, min(3, len(others))))
            choices = [other for other in drawn if not {*other.split()} & {*name.split()}]
            if choices:
                yield from filter(None, [swap("name", truth, name, draw.choice(choices))])


def _is_voice(truth: Truth, name: str) -> bool:
    return name in (truth.cited.publisher, *truth.cited.authors)


def other_designator(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """Another member of the same family: SM-3 Block IIA and IB, S-300 and S-400, Phase 3 and 4."""
    for family in FAMILIES:
        for name in family:
            if not has(truth.text, name) or any(len(o) > len(name) and name in o and o in truth.text for o in family):
                continue
            others = [other for other in family if other != name and not has(truth.text, other)]
            away = [other for other in others if is_absent(other, truth)]
            moved = [other for other in others if is_elsewhere(other, truth)]
            choices = [*away, *moved]
            if choices:
                yield from filter(None, [swap("designator", truth, name, draw.choice(choices))])
