"""Rows of tables: none is read without the row that names its columns, and that one answers nothing by itself.

A passage keeps a table as a line per row, cells parted by a bar.
"""

from qa.evidence import Evidence

BAR = " | "


def is_row(text: str) -> bool:
    """Whether `text` is a table's row.

    >>> is_row("Length | 48 pages. | 12 pages of text.")
    True
    """
    return BAR in text and "\n" not in text


def names_columns(item: Evidence) -> bool:
    """Whether `item` is the first row of a table, with others beneath it."""
    spans = item.hit.passage.sentences
    number = _number(item)
    return columns_over(item) == item.start and number + 1 < len(spans) and is_row(_text(item, number + 1))


def columns_over(item: Evidence) -> int | None:
    """Where the row begins that names the columns of the row `item`, by its place in the document: the first of its
    table. None where `item` is no row."""
    if not is_row(item.text):
        return None
    number = _number(item)
    while number and is_row(_text(item, number - 1)):
        number -= 1
    return item.hit.passage.sentences[number][0]


def _number(item: Evidence) -> int:
    return [start for start, _ in item.hit.passage.sentences].index(item.start)


def _text(item: Evidence, number: int) -> str:
    passage = item.hit.passage
    start, end = passage.sentences[number]
    return passage.text[start - passage.start : end - passage.start]
