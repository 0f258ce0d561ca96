"""The dates that a text names, and which of them are targets: what is planned or expected for then.

Patterns over English text. A date counts as a target where a word of planning stands before it in the same clause
("would be delivered by the end of FY2016"), unless that word itself is dated ("planned in 2011 for …").
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from qa.dated.types import MONTHS, Mention, When

_MONTH = (
    "(?P<month{0}>" + "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in MONTHS) + r")\.?"
)
_DATE = re.compile(
    rf"\b(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<until1>\d{{1,2}}))? {_MONTH.format(1)},? "
    r"(?P<year1>(?:19|20)\d\d)\b"
    rf"|\b{_MONTH.format(2)} (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?[-–]\s?(?P<until2>\d{{1,2}}))?, "
    r"(?P<year2>(?:19|20)\d\d)\b"
    rf"|\b{_MONTH.format(3)} (?P<year3>(?:19|20)\d\d)\b"
    r"|\bFY ?(?P<year4>(?:19|20)\d\d)\b"
    r"|(?<![\w$€£,.-])(?:(?:19|20)\d\d[-–])?(?P<year5>(?:19|20)\d\d)(?![\w%]|[-–]\w|[,.]\d|\s?(?:km|kilomet|miles?\b|feet\b|soldiers\b|sailors\b|people\b))",
    re.IGNORECASE,
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERS = {name[:3].casefold(): number for number, name in enumerate(MONTHS, start=1)}
_CLAUSE = re.compile(r"[;:]\s|,? (?:while|but|whereas|although)\b|, and\b|, (?=[a-z]+ (?:said|wrote|reported)\b)")
_PLANS = re.compile(
    r"\b(?:will|would|shall|planned|planning|plans? (?:to|for \d+)|scheduled|due(?! to)|(?:was|were|is|are) due|"
    r"targets? (?:was|were|is|date|year|moved)|targeted for|goals?|aim(?:s|ed)? (?:to|for|at)|intend(?:s|ed)? to|"
    r"expect(?:s|ed|ing)|projected|foresaw|foresees|foreseen|forecast|to (?:have|be|begin|start)|"
    r"(?:was|were|is|are) to|could(?: have)? be)\b"
    r"|\btargets? (?:years )?of (?:(?:about|around|and|\d{4},?)\s*)*$",
    re.IGNORECASE,
)
_OF_THE_PLAN_ITSELF = re.compile(
    r"\b(?:planned|scheduled|proposed|projected|expected|plan|plans|forecast)\s+(?:as announced\s+)?"
    r"(?:in|on|of|dated|from|as of)\s+"
    r"(?:(?:about|early|late|mid|around|the|spring|summer|autumn|winter)[\s-]+)*$",
    re.IGNORECASE,
)
_BEYOND = re.compile(r"\b(?:extended|extension|prolonged|lasts?|runs?)\b[^;]*\b(?:to|until|till)\s+(?:the end of\s+)?$")
_FROM = re.compile(r"(?:19|20)\d\d (?:to|through|until) $")
_NO_TARGET = re.compile(r"\b(?:according to|as reported|as of)\b[^,;]*$", re.IGNORECASE)

_HAPPENED = re.compile(
    r"\b(?:was|were|had been|has been|have been|became|moved|slipped|announced|declared|signed|said|reported|wrote|"
    r"arrived|ended|failed|succeeded|dropped|cancell?ed)\b",
    re.IGNORECASE,
)
"""After a word of planning: what follows happened all the same ("planned for 2018, was announced in July 2024")."""
_CITED = re.compile(
    r"\b(?:report|reports|alert|article|statement|press release|fact sheet|letter|white paper|"
    r"commentary|page|post|note) of\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def date_mentions(text: str, *, said: date | None = None) -> tuple[Mention, ...]:
    """The dates in `text`, in order; those after the day on which it was `said` are targets too.

    >>> [(m.when.words(), m.target) for m in date_mentions("Planned in 2011 for 2018, it was ready in July 2024.")]
    [('2011', False), ('2018', True), ('July 2024', False)]
    """
    found: list[Mention] = []
    if _YEAR.search(text) is None:
        return ()
    for match in _DATE.finditer(text):
        when = _when(match)
        if when is not None:
            before = text[: match.start()]
            target = (said is not None and when.first > said) or _is_target(before) or _ends_later(before, found)
            found.append(Mention(when, match.start(), match.end(), target))
    return tuple(found)


def _ends_later(before: str, earlier: Sequence[Mention]) -> bool:
    """Whether a date after `before` ends a stretch that begins no earlier than what the sentence dates first: "the
    paper of 1 November 2011 says 2011 to 2020"."""
    return len(earlier) > 1 and bool(_FROM.search(before)) and earlier[-1].when.last >= earlier[-2].when.first


def _when(match: re.Match[str]) -> When | None:
    """The date that `match` names; None for one that the calendar does not have."""
    named = {key.rstrip("12345"): value for key, value in match.groupdict().items() if value}
    year, month = int(named["year"]), named.get("month", "")
    when = When(year, _NUMBERS.get(month[:3].casefold(), 0), int(named.get("until") or named.get("day") or 0))
    try:
        date(when.year, when.month or 1, when.day or 1)
    except ValueError:
        return None
    return when


def _is_target(before: str) -> bool:
    """Whether a date that follows the words `before` is one that something is planned or expected for."""
    ends = [match.end() for match in _CLAUSE.finditer(before)]
    clause = before[ends[-1] :] if ends else before
    if _BEYOND.search(clause):
        return True
    if _OF_THE_PLAN_ITSELF.search(clause) or _NO_TARGET.search(clause):
        return False
    plans = list(_PLANS.finditer(clause))
    if not plans:
        return False
    since = clause[plans[-1].end() :]
    return not _HAPPENED.search(since) and not _CITED.search(since)
