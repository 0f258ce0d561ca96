"""Which measure a question of quantity asks for (money, a distance, a share …), and where a text states one.

"How far can it see?" is not answered by what it weighs: a number of another measure is no answer. Patterns over English,
no model; where a question names no measure, any number will do.
"""

import re
from typing import Literal

Measure = Literal["money", "distance", "share", "speed", "weight", "duration", ""]

_ASKED: tuple[tuple[Measure, str], ...] = (
    (
        "share",
        r"\b(?:what|which) (?:percent(?:age)?|share|proportion|fraction)\b|\bhow much of\b|\bwhat per ?cent\b|"
        r"\b(?:success|intercept|hit|kill) rate\b",
    ),
    (
        "money",
        r"\bhow much\b[^?]*\b(?:costs?|spend|spends|spent|pay|pays|paid|fund|funds|funded|funding|money|dollars?|worth)\b|"
        r"\b(?:unit (?:price|cost)|price tag|annual budget)\b|\b(?:what|whats|what's|what’s) (?:is |was |are |were )?(?:the |its |their )?"
        r"(?:total |unit |overall |estimated )*(?:price|cost)\b|\bhow expensive\b|\bprice of\b|"
        r"\bwhat (?:did|does|do|will|would|has|have)\b[^?]{1,80}\bcost\b",
    ),
    (
        "speed",
        r"\bhow fast\b|\b(?:what|whats|what's|what’s) (?:is |was )?(?:the |its )?(?:top |maximum |max |planned )?(?:speed|velocity)\b",
    ),
    (
        "distance",
        r"\bhow (?:far|high|deep|wide|tall)\b|\b(?:detection|max(?:imum)?|effective|operational|flight) (?:range|altitude|height|reach)\b|"
        r"\b(?:range|altitude|height|distance|reach)\b[^?]*\bin (?:km|kilomet(?:er|re)s|miles|feet|met(?:er|re)s)\b|"
        r"\b(?:what (?:is|was)|whats|what's|what’s) (?:the |its )?(?:range|altitude|height|diameter) of\b"
        r"(?! (?:the )?(?:options|threats|issues|views|opinions|measures|topics|systems)\b)",
    ),
    ("weight", r"\bhow heavy\b|\bhow much (?:does|do|did)\b[^?]*\bweigh\b|\b(?:explosive )?yield of\b"),
    (
        "duration",
        r"\bhow long (?:did|does|do|will|would|has|have|had|must|can|could|should)\b"
        r"|\bhow long (?:is|was|were|are)\b[^?]*\b(?:delay|wait|gap|pause|voyage|trip|flight|deployment|mission|war|talks|notice|period|term|"
        r"stay|at sea|in (?:the )?(?:air|orbit|space|force|service|office|use|place|flight)|away|delayed|suspended|stopped|halted|closed)\b"
        r"|\bhow much (?:time|longer|later)\b|\bhow late\b|\bby how much\b[^?]*\b(?:late|later|slip|slips|slipped|delay|delayed|overdue|behind)\b",
    ),
)  # fmt: skip
_ASKED_PATTERNS = tuple((measure, re.compile(pattern, re.IGNORECASE)) for measure, pattern in _ASKED)

_QUANTITY = (
    r"(?:\d[\d,.]*|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"ninety|hundreds?|thousands?|millions?|half|several|few|dozens?)"
)
_LENGTH = r"(?:km|kms|kilomet(?:er|re)s?|miles?|mi|nm|met(?:er|re)s?|m|feet|foot|ft|inch(?:es)?|yards?)"
_TIME = r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?)"
_STATED: dict[Measure, re.Pattern[str]] = {
    "money": re.compile(
        rf"[$€£¥]\s?\d[\d,.]*(?:\s(?:thousand|million|billion|trillion))?|\b{_QUANTITY}(?:\s(?:thousand|million|billion|trillion))?\s"
        r"(?:U\.S\. )?(?:dollars?|euros?|pounds?|rubles?|roubles?|yen|won|shekels?|zlotys?|kroner|crowns?|francs?|USD|EUR)\b",
        re.IGNORECASE,
    ),
    "distance": re.compile(rf"\b{_QUANTITY}(?:\s(?:thousand|hundred))?[\s-](?:nautical |square )?{_LENGTH}\b", re.IGNORECASE),
    "share": re.compile(
        rf"\d[\d,.]*\s?(?:%|percent\b|per ?cent\b)|\b(?:{_QUANTITY}\s(?:percent|per cent|quarters|thirds|fifths)|half|halves|"
        rf"(?:a|one)[\s-](?:third|quarter|fifth|tenth)|most|all|none|{_QUANTITY} (?:out )?of (?:the |its |their )?{_QUANTITY})\b",
        re.IGNORECASE,
    ),
    "speed": re.compile(
        rf"\bMach \d[\d.]*|\b{_QUANTITY}\s?(?:km/s|km/h|mph|knots)\b|\b{_QUANTITY}[\s-]{_LENGTH}[\s-](?:per|an?) (?:second|hour)\b|"
        rf"\b{_QUANTITY} times the speed\b|\b(?:within |in )?{_QUANTITY} {_TIME}\b",
        re.IGNORECASE,
    ),
    "weight": re.compile(rf"\b{_QUANTITY}[\s-](?:metric )?(?:tons?|tonnes?|kg|kilograms?|pounds?|lbs?|kilotons?|megatons?|kt|mt)\b", re.IGNORECASE),
    "duration": re.compile(
        rf"\b{_QUANTITY}(?:\s(?:and a half|to|or|hundred) ?{_QUANTITY}?)?[\s-]{_TIME}\b"
        r"|\b(?:until|till|through|to|since) (?:the end of |the beginning of |early |late |mid-)?(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:FY)?(?:19|20)\d\d\b",
        re.IGNORECASE,
    ),
}  # fmt: skip


def measure_asked(question: str) -> Measure:
    """The measure that `question` asks for; empty where it asks for none, or for a mere count.

    >>> measure_asked("How far can the radar see?")
    'distance'
    """
    return next((measure for measure, pattern in _ASKED_PATTERNS if pattern.search(question)), "")


def stated(measure: Measure, text: str) -> list[tuple[int, int]]:
    """Where `text` states a quantity of `measure`, as offsets, in order.

    >>> [("It sees 1,000 km far."[a:b]) for a, b in stated("distance", "It sees 1,000 km far.")]
    ['1,000 km']
    """
    return [match.span() for match in _STATED[measure].finditer(text)] if measure else []
