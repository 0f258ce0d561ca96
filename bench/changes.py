"""A true claim made false by rule: one thing changed that its text turns on.

Each change brings in something that the text does not hold, so nearly all of them are false.
"""

import random
import re
from collections.abc import Callable, Sequence

from qa.reader.unanswerable import ANTONYMS

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
NUMBER_WORDS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty",
)  # fmt: skip
NAME = re.compile(
    r"(?<=[a-z,;] )[A-Z][\w’'-]+(?: (?:of |the |de |and )?[A-Z][\w’'-]+)*|^[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+"
)
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])")
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b")
_AUXILIARY = re.compile(r"\b(is|are|was|were|can|could|has|have|had|will|would|should|may|might|must|did|does|do)\b")
_NEGATION = re.compile(r"\b(?:(?<=not)|not|never|no longer)\b ?|n[’']t\b")
_UNITS = (
    ("million", "billion"), ("kilometres", "miles"), ("kilometers", "miles"), ("miles", "kilometers"),
    ("metres", "feet"), ("meters", "feet"), ("feet", "meters"), ("months", "years"), ("weeks", "months"),
    ("days", "weeks"), ("hours", "days"), ("century", "decade"), ("euros", "dollars"), ("tons", "pounds"),
    ("billion", "million"), ("years", "months"),
)  # fmt: skip
_STRENGTH = (
    ("may", "must"), ("might", "will"), ("could", "did"), ("can", "cannot"), ("should", "need not"),
    ("plans to", "refuses to"), ("planned to", "declined to"), ("expected to", "forbidden to"), ("some", "all"),
    ("many", "all"), ("most", "all"), ("often", "never"), ("usually", "never"), ("sometimes", "always"),
    ("partly", "entirely"), ("about", "exactly"), ("at least", "at most"), ("more than", "less than"),
    ("up to", "more than"), ("nearly", "more than"), ("would", "would not"), ("only", "not only"),
    ("all", "none of"), ("both", "neither of"), ("first", "last"), ("before", "after"), ("after", "before"),
    ("until", "after"), ("because of", "despite"), ("although", "because"),
)  # fmt: skip
Change = Callable[[str, str, Sequence[str], random.Random], str | None]


def falsified(claim: str, text: str, others: Sequence[str], shuffle: random.Random) -> tuple[str, str] | None:
    """`claim`, which `text` bears out, with one thing changed so that it no longer does, as (kind of change, claim).

    `others` are texts that names may be taken from. None where no rule applies.
    """
    kinds = sorted(RULES, key=lambda kind: shuffle.random() ** (1 / RULES[kind][1]), reverse=True)
    for kind in kinds:
        made = RULES[kind][0](claim, text, others, shuffle)
        if made and made != claim:
            return kind, made
    return None


def negated(claim: str) -> str | None:
    """`claim` with its first auxiliary negated, or its negation taken out; None where it has neither."""
    bare = _NEGATION.sub("", claim, count=1)
    if bare != claim:
        return re.sub(r"\b(ca|wo)\b", lambda m: {"ca": "can", "wo": "will"}[m.group()], bare)
    return _AUXILIARY.sub(r"\1 not", claim, count=1) if _AUXILIARY.search(claim) else None


def _another_name(claim: str, text: str, others: Sequence[str], shuffle: random.Random) -> str | None:
    names: list[str] = [found.group() for found in NAME.finditer(claim)]
    if not names:
        return None
    name = shuffle.choice(names)
    pool: list[str] = (
        NAME.findall(text) if shuffle.random() < 0.5 else []
    )  # another's part: the text holds the name elsewhere
    pool = pool or [each for other in others for each in NAME.findall(other)]
    fitting = [n for n in pool if n not in claim and name not in n and abs(n.count(" ") - name.count(" ")) <= 1]
    return claim.replace(name, shuffle.choice(fitting), 1) if fitting else None


def _swapped_names(claim: str, _text: str, _: Sequence[str], shuffle: random.Random) -> str | None:
    names = list(dict.fromkeys(found.group() for found in NAME.finditer(claim)))
    if len(names) < 2:
        return None
    one, other = shuffle.sample(names, 2)
    if one in other or other in one or re.search(rf"{re.escape(one)},? (?:and|or) {re.escape(other)}", claim):
        return None
    return claim.replace(one, "\0").replace(other, one).replace("\0", other)


def _another_number(claim: str, text: str, _: Sequence[str], shuffle: random.Random) -> str | None:
    found = list(NUMBER.finditer(claim))
    if not found:
        words = list(_NUMBER_WORD.finditer(claim))
        if not words:
            return None
        place = shuffle.choice(words)
        fresh = [word for word in NUMBER_WORDS if word not in text]
        return claim[: place.start()] + shuffle.choice(fresh) + claim[place.end() :] if fresh else None
    place = shuffle.choice(found)
    if shuffle.random() < 0.25:
        held: list[str] = [n for n in NUMBER.findall(text) if n not in claim and len(n) == len(place.group())]
        if held:
            return claim[: place.start()] + shuffle.choice(held) + claim[place.end() :]
    for _attempt in range(10):
        digits = list(place.group())
        at = shuffle.choice([n for n, digit in enumerate(digits) if digit.isdigit()])
        digits[at] = shuffle.choice("0123456789")
        other = "".join(digits)
        if other != place.group() and other not in text and not other.startswith("0"):
            return claim[: place.start()] + other + claim[place.end() :]
    return None


def _another_month(claim: str, text: str, _: Sequence[str], shuffle: random.Random) -> str | None:
    place = _MONTH.search(claim)
    fresh = [month for month in MONTHS if month not in text and month not in claim]
    return claim[: place.start()] + shuffle.choice(fresh) + claim[place.end() :] if place and fresh else None


def _negation(claim: str, _text: str, _: Sequence[str], _shuffle: random.Random) -> str | None:
    return negated(claim)


def _from(table: Sequence[tuple[str, str]]) -> Change:
    def change(claim: str, text: str, _: Sequence[str], shuffle: random.Random) -> str | None:
        for before, after in shuffle.sample(list(table), len(table)):
            if re.search(rf"\b{before}\b", claim) and not re.search(rf"\b{after}\b", text, re.IGNORECASE):
                return re.sub(rf"\b{before}\b", after, claim, count=1)
        return None

    return change


def _added(claim: str, text: str, others: Sequence[str], shuffle: random.Random) -> str | None:
    """A clause from elsewhere put at the end."""
    if not others or not claim.endswith("."):
        return None
    clause = re.search(r", ((?:and|but|which|who|while|because) [^,.]{15,70})[.,]", shuffle.choice(others))
    if not clause or clause.group(1) in text:
        return None
    return f"{claim[:-1]}, {clause.group(1)}."


RULES: dict[str, tuple[Change, float]] = {
    "name": (_another_name, 0.22), "swapped": (_swapped_names, 0.06), "number": (_another_number, 0.24),
    "month": (_another_month, 0.1), "negation": (_negation, 0.14), "antonym": (_from(tuple(ANTONYMS.items())), 0.12),
    "strength": (_from(_STRENGTH), 0.1), "unit": (_from(_UNITS), 0.06), "added": (_added, 0.1),
}  # fmt: skip
"""Each kind of change, and its weight in the lot."""
