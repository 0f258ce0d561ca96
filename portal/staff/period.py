"""The days that the staff pages tell of, as their form and links choose them."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from starlette.requests import Request

from qa.asked.types import Period

CHOICES = {7: "7 days", 30: "30 days", 90: "90 days", 365: "A year"}
USUAL_DAYS = 30
LONGEST_DAYS = 1300


@dataclass(frozen=True, slots=True)
class Chosen:
    """A period, and how it was chosen: as so many `days` up to today, or (0) by its first and last day. `fault` says
    what was wrong with what was asked for; the usual period is then shown."""

    period: Period
    days: int
    fault: str = ""

    def query(self, **others: object) -> str:
        """The same period as a query string, with `others` added."""
        named: dict[str, object] = {"days": self.days} if self.days else {}
        if not self.days:
            named = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        return urlencode(named | {name: value for name, value in others.items() if value})


def chosen(request: Request, today: date) -> Chosen:
    """The period that `request` asks for, in days of UTC."""
    query = request.query_params
    first, last = query.get("from", ""), query.get("to", "")
    if not first and not last:
        days = query.get("days", "")
        if days.isascii() and days.isdigit() and len(days) < 5 and 0 < int(days) <= LONGEST_DAYS:
            return _last_days(int(days), today)
        return _last_days(USUAL_DAYS, today, "" if not days else f"A period has 1 to {LONGEST_DAYS} days.")
    try:
        period = Period(date.fromisoformat(first or last), date.fromisoformat(last or first))
    except ValueError:
        return _last_days(USUAL_DAYS, today, "Please write dates as 2026-11-01.")
    if not 0 <= (period.last - period.first).days < LONGEST_DAYS or period.last == date.max:
        return _last_days(USUAL_DAYS, today, f"A period ends after it begins, and has at most {LONGEST_DAYS} days.")
    return Chosen(period, 0)


def _last_days(days: int, today: date, fault: str = "") -> Chosen:
    return Chosen(Period(today - timedelta(days=days - 1), today), days, fault)
