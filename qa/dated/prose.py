"""Prose that says how something is now must cite what is newest: the check of that, in front of the others."""

import re
from collections.abc import Sequence

from qa.dated.mentions import date_mentions
from qa.dated.sentences import sentence_date
from qa.dated.types import When
from qa.types import Citation
from qa.verify.types import Check, Checked, Cited

OLDER_YEARS = 1
"""By how many years what is cited for now may be older than the newest source found."""
_OF_NOW = re.compile(
    r"\b(?:now|currently|today|at present|presently|the latest|the newest|most recent|to this day|nowadays)\b",
    re.IGNORECASE,
)


class CheckOfNow:
    """Checks as `check` does, and holds no sentence for supported that says "now" of what is older than `newest`."""

    def __init__(self, check: Check, newest: When | None) -> None:
        self._check = check
        self._newest = newest

    def check(self, sentence: str, cited: Sequence[Cited]) -> Checked:
        """As `Check.check`."""
        checked = self._check.check(sentence, cited)
        if checked.verdict == "unsupported" or self._newest is None or not _OF_NOW.search(sentence):
            return checked
        own = date_mentions(sentence)
        dates = [when for each in cited for when in _dates(each)]
        newest = max(dates, key=lambda when: when.middle, default=None)
        if own or newest is None or newest.year + OLDER_YEARS >= self._newest.year:
            return checked
        return Checked(
            "unsupported",
            f"It says how it is now from a source of {newest.words()}; the newest is of {self._newest.words()}.",
        )


def newest_of(citations: Sequence[Citation]) -> When | None:
    """The newest date at which a sentence cited speaks."""
    dates = [sentence_date(one.quote, one.section, one.meta).when for one in citations]
    return max((when for when in dates if when is not None), key=lambda when: when.middle, default=None)


def _dates(cited: Cited) -> list[When]:
    """The dates that a passage names and does not only plan for, else that of its document."""
    named = [mention.when for mention in date_mentions(cited.text) if not mention.target]
    return named or ([When.of(cited.published)] if cited.published else [])
