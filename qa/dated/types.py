"""The types of dates: a stretch of time as a text names it, and the date of a sentence with where it comes from."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
Origin = Literal["sentence", "heading", "document", "none"]


@dataclass(frozen=True, slots=True)
class When:
    """A year, a month or a day, as precise as it is known; `month` and `day` are 0 where they are not."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def of(cls, day: date) -> "When":
        """The day itself."""
        return cls(day.year, day.month, day.day)

    @property
    def first(self) -> date:
        """The first day of it."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day of it."""
        if self.day:
            return self.first
        following = date(self.year + 1, 1, 1) if self.month in (0, 12) else date(self.year, self.month + 1, 1)
        return following - timedelta(days=1)

    @property
    def middle(self) -> date:
        """The day in its middle, by which dates of different precision are put in order."""
        return self.first + (self.last - self.first) // 2

    def words(self) -> str:
        """`2011`, `November 2011` or `1 November 2011`."""
        parts = (str(self.day or ""), MONTHS[self.month - 1] if self.month else "", str(self.year))
        return " ".join(part for part in parts if part)

    def month_words(self) -> str:
        """The same without its day: `November 2011`."""
        return When(self.year, self.month).words()

    def iso(self) -> str:
        """`2011`, `2011-11` or `2011-11-01`."""
        parts = (f"{self.year:04}", f"{self.month:02}" if self.month else "", f"{self.day:02}" if self.day else "")
        return "-".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Mention:
    """A date that a text names at `start:end`. `target`: it is one that something is planned or expected for, not one
    at which something was so or was said."""

    when: When
    start: int
    end: int
    target: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """When a sentence speaks, and where that is known from: its own words, the heading over it, or its document.

    `when` is None, and `origin` `none`, where nothing tells. `target` is the last date that it plans or expects
    something for.
    """

    when: When | None
    origin: Origin
    target: When | None = None
