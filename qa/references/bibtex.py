"""CSL-JSON items → a BibTeX file in UTF-8. Pure functions; nothing in a title can end its field or begin another."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate

from qa.references.items import Item
from qa.references.names import whole_family

TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "report": "techreport",
    "thesis": "phdthesis",
}
CONTAINER = {"article": "journal"}
PUBLISHER = {"techreport": "institution", "phdthesis": "school", "book": "publisher", "incollection": "publisher"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPECIAL = {
    **{character: "\\" + character for character in "&%$#_"},
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
ESCAPES = str.maketrans(SPECIAL)
PAIRED = str.maketrans({**SPECIAL, "{": r"\{", "}": r"\}"})
"""For text whose braces pair up: readers know these better, but BibTeX counts them."""


def bibtex(items: Sequence[Item]) -> str:
    """One entry for each item, a blank line between them; keys are unique and the same for the same documents."""
    return "\n".join(_entry(item) for item in items)


def _entry(item: Item) -> str:
    kind = TYPES.get(item["type"], "misc")
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(item, kind) if value)
    return f"@{kind}{{{key(item)},\n{fields}}}\n"


def _fields(item: Item, kind: str) -> Iterator[tuple[str, str]]:
    """Each field with its value in braces; only the month is a name of BibTeX's own."""
    year, month, day = [*item.get("issued", {"date-parts": [[]]})["date-parts"][0], None, None, None][:3]
    yield "title", f"{{{{{written(item['title'])}}}}}"  # twice in braces: its case stays
    yield "author", braced(" and ".join(_name(name) for name in item.get("author", ())))
    yield CONTAINER.get(kind, "howpublished"), braced(written(item.get("container-title", "")))
    yield PUBLISHER.get(kind, "organization"), braced(written(item.get("publisher", "")))
    yield "type", braced(written(item.get("genre", "")))
    yield "year", braced(str(year or ""))
    yield "month", MONTHS[month - 1] if month else ""
    yield "day", braced(str(day or ""))
    yield "url", braced(item.get("URL", ""))
    yield "urldate", braced("-".join(f"{part:02}" for part in item["accessed"]["date-parts"][0]))
    yield "langid", braced(written(item.get("language", "")))
    yield "note", braced(written(item.get("note", "")))


def braced(value: str) -> str:
    """`value` in braces, nothing for nothing."""
    return f"{{{value}}}" if value else ""


def written(text: str) -> str:
    """`text` on one line, with what means something to TeX escaped so that braces always pair up."""
    line = one_line(text)
    return line.translate(PAIRED if paired(line) else ESCAPES)


def paired(text: str) -> bool:
    """Whether every brace in `text` has its partner."""
    depths = list(accumulate({"{": 1, "}": -1}.get(character, 0) for character in text))
    return not depths or (depths[-1] == 0 and min(depths) >= 0)


def one_line(text: str) -> str:
    """`text` on one line without control characters or line separators of any kind."""
    return " ".join(
        "".join(c if unicodedata.category(c) not in ("Cc", "Zl", "Zp", "Cs") else " " for c in text).split()
    )


def _name(name: dict[str, str]) -> str:
    """`{An Institution}`, `von der Leyen, Ursula` or `King, Jr., Martin Luther`; each part in braces of its own where
    it could be read as several."""
    if "literal" in name:
        return braced(written(name["literal"]))
    return ", ".join(
        part
        for part in (_part(whole_family(name)), _part(name.get("suffix", "")), _part(name.get("given", "")))
        if part
    )


def _part(text: str) -> str:
    part = written(text)
    return f"{{{part}}}" if "," in part or re.search(r"\band\b", part, re.IGNORECASE) else part


def key(item: Item) -> str:
    """`missile2011russian-1a2b3c4d`: a name, the year, a word of the title and the end of the id, in ASCII."""
    names = item.get("author", ())
    name = (names[0].get("family") or _word(names[0]["literal"], 3)) if names else ""
    year = str(item["issued"]["date-parts"][0][0]) if "issued" in item else ""
    return f"{_ascii(name)}{year}{_ascii(_word(item['title'], 4))}-{_ascii(item['id'])[-8:] or 'x'}"


def _word(text: str, letters: int) -> str:
    """The first word of `text` with at least so many letters."""
    return next(iter(re.findall(rf"\w{{{letters},}}", text)), "")


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())
