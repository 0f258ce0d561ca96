"""The words of quotations as a page shows them: their terms marked, their markers at the last word, rows as a table."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from portal.exchange import Exchange, Quotation, place_of
from portal.glosses import Glosses, cut
from portal.spoken import spoken_dates
from qa.rows import BAR, is_row


def last_word(text: str) -> tuple[str, str]:
    """`text` in two, so that a marker can stay on the line of the last word; a very long word is left to break."""
    opening, space, last = text.rpartition(" ")
    return (opening + space, last) if len(last) <= 24 else (text, "")


def worded(quoted: Sequence[Quotation], glosses: Glosses, exchange: Exchange) -> list[dict[str, Any]]:
    """The quotations with their statements' words cut for the page; the last word apart, for the markers to stay at.
    A table's rows stand together, as `parts` of their own."""
    told: set[str] = set()
    found: list[dict[str, Any]] = []
    for quotation in quoted:
        place = place_of(quotation.source) if quotation.source else None
        statements = []
        for statement in quotation.statements:
            marks = glosses.marks(statement.text, told, place)
            last = len(last_word(statement.text)[0])
            statements.append(
                {
                    "opening": cut(statement.text, marks, 0, last),
                    "last": cut(statement.text, marks, last),
                    "citations": statement.citations,
                    "why": statement.why,
                    "claims": statement.claims,
                    "cells": statement.text.split(BAR) if is_row(statement.text) else (),
                }
            )
        shown = {"source": quotation.source, "verdict": quotation.verdict, "dates": spoken_dates(quotation, exchange)}
        found.append({"statements": statements, "parts": _parts(statements), **shown})
    return found


def _parts(statements: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Runs of statements; `table` says that they are at least two rows of as many cells each."""
    runs = [list(run) for _, run in groupby(statements, lambda statement: len(statement["cells"]))]
    return [{"statements": run, "table": len(run) > 1 and bool(run[0]["cells"])} for run in runs]
