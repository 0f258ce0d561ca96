"""Sentences of the month that a question names, and those of another month of that year."""

from collections.abc import Callable

from qa.dated.mentions import date_mentions


def of_another_month(asked: str) -> Callable[[str], bool]:
    """What tells of a sentence whether it names only other months of a year of which the question `asked` names a
    month."""
    wanted = _months(asked)
    years = {year for year, _ in wanted}

    def of_another(text: str) -> bool:
        named = {(year, month) for year, month in _months(text) if year in years} if wanted else set()
        return bool(named) and not named & wanted

    return of_another


def _months(text: str) -> set[tuple[int, int]]:
    return {(each.when.year, each.when.month) for each in date_mentions(text) if each.when.month}
