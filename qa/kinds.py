"""Whether a sentence holds the kind of thing that a question asks for: a date, a number, a name, a reason.

Patterns over English text. They prefer one sentence over another and mark the answering words; they never decide alone.
"""

import re
from collections.abc import Mapping

from qa.measures import stated
from qa.question import Question
from qa.wants import Wants

_MONTH = r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?:[–-]\d{{1,2}})? {_MONTH}(?:,? \d{{4}})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:[–-]\d{{1,2}})?(?:,? \d{{4}})?|"
    rf"{_MONTH} \d{{4}}|(?:1[5-9]|20)\d\d(?:s)?|\d{{1,2}}th century|{_MONTH}\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w-])(?:[$€£]\s?)?\d[\d,.]*(?:\s?(?:%|percent|million|billion|trillion|thousand|hundred|km|miles?|feet|ft|meters?|people))?"
    r"|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|dozens|twenty|thirty|forty|fifty|hundreds?|"
    r"thousands?|half|both|several|million|billion)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:[Pp]hase|Block|Sections?|Articles?|Baseline|Public Law|Executive Order|Flight|Tranche|Event|Resolution|H\.R\.|S\.|No\.|Chapter|"
    r"Part|Annex|Field|Stage)\s?\d[\d.-]*"
)
"""Numbers that count nothing: they tell one thing of a kind from another."""
_PROPER = re.compile(
    r"(?<![.!?]\s)(?<!^)\b[A-Z][a-zA-Z’'-]+(?:\s+(?:of|the|de|van|von|bin|al)?\s*[A-Z][a-zA-Z’'.-]+)*|\b[A-Z][a-z]+(?:\s+[A-Z][a-zA-Z’'-]+)+"
)
_DEFINES = re.compile(
    r"\b(?:is|are|was|were|means|refers to|stands for|denotes|known as|called)\b|\([A-Z][A-Za-z/-]+\)"
)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|so that|in order to|therefore|thus|thereby|as a result|reason|cause[sd]?|led to|to (?:protect|defend|avoid|prevent|create)|"
    r"perceive[sd]?|concern(?:ed|s)?|fear(?:ful|s|ed)?|oppose[sd]?|argue[sd]?)\b", re.IGNORECASE
)  # fmt: skip
_JUDGES = re.compile(
    r"\b(?:must|should|ought|will not|will|would|need(?:s|ed)?|best|interest|necessary|believe[sd]?|argue[sd]?|maintain[s]?|demand(?:s|ed|ing)?|"
    r"oppose[sd]?|support[s]?|want[s]?|willing|recommend(?:s|ed)?)\b", re.IGNORECASE
)  # fmt: skip
_NEGATION = re.compile(r"\b(?:not|never|no longer|neither|nor|cannot|without|none)\b|n[’']t\b", re.IGNORECASE)
KINDS: Mapping[Wants, re.Pattern[str]] = {
    "date": _DATE,
    "number": _NUMBER,
    "person": _PROPER,
    "place": _PROPER,
    "definition": _DEFINES,
    "reason": _REASON,
    "view": _JUDGES,
}


def spans_of(question: Question, text: str) -> list[tuple[int, int]]:
    """Where `text` holds the kind of thing asked for, other than what the question holds itself."""
    pattern = KINDS.get(question.wants)
    if pattern is None:
        return []
    asked = question.text.casefold()
    if question.measure:
        return [(a, b) for a, b in stated(question.measure, text) if text[a:b].casefold() not in asked]
    uncounted = (_DATE, _LABEL) if question.wants == "number" else ()
    taken = [match.span() for pattern_of in uncounted for match in pattern_of.finditer(text)]
    return [
        match.span()
        for match in pattern.finditer(text)
        if match.group().strip()
        and match.group().casefold() not in asked
        and not any(start <= match.start() < end for start, end in taken)
    ]


def numbers_in(text: str) -> list[tuple[int, int]]:
    """Where `text` has numbers that may count something: no dates, and none that tell one thing from another."""
    taken = [match.span() for uncounted in (_DATE, _LABEL) for match in uncounted.finditer(text)]
    found = (match.span() for match in _NUMBER.finditer(text))
    return [span for span in found if not any(start <= span[0] < end for start, end in taken)]


def negates(text: str) -> bool:
    """Whether `text` denies something."""
    return _NEGATION.search(text) is not None
