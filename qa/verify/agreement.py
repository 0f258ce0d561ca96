"""How far the words of a claim agree with a text, without a model: shared words, numbers, names, negation.

Words are compared by a rough stem. Words without content do not count; numbers and names count more than others.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.words import words
from qa.kinds import negates
from qa.names import forms_of, mentions

_EMPTY = frozenset(
    "a an the of to in on at for from by with about as into than that this these those it its he she they we you i his "
    "her their our my your and or but if so nor not no is are was were be been being has have had do does did will "
    "would can could may might must shall should there here who which what when where how also such any some each only "
    "just very more most other s t re ve ll d one while during between both all".split()
)
_ENDINGS = ("ations", "ation", "ments", "ment", "ingly", "edly", "ings", "ing", "ies", "ied", "ely", "ers", "ed", "er",
            "es", "ly", "al", "e", "s", "y")  # fmt: skip
_SHORTEST_STEM = 4
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][\w’'-]*[\w](?: [A-Z][\w’'-]*[\w])*")
_NUMBER_WEIGHT, _NAME_WEIGHT = 2.0, 1.5
_FIGURES = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"first": "1", "second": "2", "third": "3", "thirty": "30", "forty": "40", "fifty": "50", "dozen": "12"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Shares (0 to 1) of what the claim holds that the text holds too; 1 where the claim holds none of it.

    `coverage` is of its words, by weight, `order` of its neighbouring words that are neighbours in the text too.
    `negation_differs` is 1.0 where one of them denies and the other does not.
    """

    coverage: float
    order: float
    numbers: float
    names: float
    negation_differs: float


def agreement(claim: str, text: str) -> Agreement:
    """How far `claim` agrees with `text`."""
    wanted, held = stems(claim), stems(text)
    total = sum(wanted.values())
    covered = sum(weight for each, weight in wanted.items() if each in held)
    runs = list(pairwise(wanted))
    there = list(held)
    held_runs = {run for gap in (1, 2) for run in zip(there, there[gap:], strict=False)}
    return Agreement(
        covered / total if total else 1.0,
        sum(run in held_runs for run in runs) / len(runs) if runs else 1.0,
        _share(numbers(claim), numbers(text)),
        _named(claim, text),
        float(negates(claim) != negates(text)),
    )


def coverage(claim: str, text: str) -> float:
    """The share, by weight, of the claim's words with content that `text` holds; 1 where it has none."""
    return agreement(claim, text).coverage


def stems(text: str) -> dict[str, float]:
    """The stems of the words with content in `text`, in order, each with its weight."""
    found: dict[str, float] = {}
    for form in words(text).forms:
        key = form.lower()
        if key not in _EMPTY or key in _FIGURES:
            is_number = key in _FIGURES or key[0].isdigit()
            weight = _NUMBER_WEIGHT if is_number else _NAME_WEIGHT if form[0].isupper() else 1.0
            found.setdefault(_FIGURES.get(key) or stem(key), weight)
    return found


def stem(word: str) -> str:
    """`word`, in lower case, without its ending; long words also without what follows their eighth letter."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)][:8]
    return word[:8]


def numbers(text: str) -> set[str]:
    """The numbers of `text` in figures, without marks between thousands; small ones also from words."""
    written = {_FIGURES[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _FIGURES}
    return written | {found.replace(",", "").rstrip(".") for found in _NUMBER.findall(text)}


def _share(wanted: set[str], held: set[str]) -> float:
    return len(wanted & held) / len(wanted) if wanted else 1.0


def _named(claim: str, text: str) -> float:
    names = {found.group() for found in _NAME.finditer(claim)}
    return sum(mentions(text, forms_of(name)) for name in names) / len(names) if names else 1.0
