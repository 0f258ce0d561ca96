"""The words of a text as a reader would compare them: typography folded, each with its place.

Two texts that differ only in typography (ligatures and other compatibility characters, soft hyphens, quotation marks,
dashes, white space, hyphens at the end of a line) have the same words in the same order, and the same marks between
them. Scripts that are written without spaces count each character as a word.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
"""Characters that show nothing, as the inside of a character class; the soft hyphen is one of them."""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
WORD = re.compile(rf"(?:(?![{_UNSPACED}])[^\W_])(?:(?![{_UNSPACED}])[^\W_]|[{INVISIBLE}\u0300-\u036f])*|[{_UNSPACED}]")
LINE_END_HYPHEN = re.compile(r"[-\u2010\u2011\u00ad][ \t]*\r?\n(?:[ \t]*>)*[ \t]*")
"""A hyphen at the end of a line, with the line break and a block quote's marks on the next line."""

QUOTE_MARKS = "'\"`´‘’‚‛“”„‟‹›«»′″‵‶「」『』＂＇"
DASHES = "-‐‑‒–—―−﹘﹣－"
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_QUOTED_LINE = re.compile(r"\n[ \t]*(?:>[ \t]*)+")
_SAME_MARK = str.maketrans({**dict.fromkeys(QUOTE_MARKS + "*_", ""), **dict.fromkeys(DASHES, "-")})
_RUN = re.compile(r"--+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `text` in order: `spans` are their offsets in it, `forms` how they read (case kept)."""

    text: str
    spans: tuple[tuple[int, int], ...]
    forms: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def keys(self) -> tuple[str, ...]:
        """The words without case: what a search goes by."""
        return tuple(key_of(form) for form in self.forms)


def words(text: str, is_known: Callable[[str], bool] = lambda _: False) -> Words:
    """The words of `text`. The parts of a word that is hyphenated at a line's end are one word if `is_known` says of
    the joined key that it is one, else two.

        >>> words("A ﬁrst—and “last” co-\\noperation", {"cooperation"}.__contains__).forms
        ('A', 'first', 'and', 'last', 'cooperation')
    """
    spans = [found.span() for found in WORD.finditer(text)]
    if "\n" in text and LINE_END_HYPHEN.search(text):
        spans = _joined(text, spans, is_known)
    return Words(text, tuple(spans), tuple(form_of(text[start:end]) for start, end in spans))


def form_of(raw: str) -> str:
    """How one word of a text reads, without what typography adds to it.

    >>> form_of("ef\\u00adﬁ-\\nciency")
    'efficiency'
    """
    if "\n" in raw:
        raw = LINE_END_HYPHEN.sub("", raw)
    return raw if raw.isascii() else unicodedata.normalize("NFKC", _HIDDEN.sub("", raw))


def key_of(form: str) -> str:
    """`form` without case."""
    return form.lower() if form.isascii() else unicodedata.normalize("NFKC", form.casefold())


def marks_of(gap: str) -> str:
    """What stands between two words, folded: no quotation marks, one kind of dash, no white space, no emphasis.

    >>> marks_of(" — "), marks_of("’"), marks_of(",” "), marks_of("; ")
    ('-', '', ',', ';')
    """
    if gap == " ":
        return ""
    if not gap.isascii():
        gap = unicodedata.normalize("NFKC", _HIDDEN.sub("", gap.translate(_SAME_MARK)))
    if "\n" in gap:
        gap = _QUOTED_LINE.sub("\n", gap)
    return _RUN.sub("-", _SPACE.sub("", gap).translate(_SAME_MARK))


def _joined(text: str, spans: list[tuple[int, int]], is_known: Callable[[str], bool]) -> list[tuple[int, int]]:
    """`spans`, the two parts of a known word that a line's end has hyphenated made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and "\n" in text[joined[-1][1] : start]:
            before, last = joined[-1]
            soft = text[last - 1] == "\u00ad"
            if LINE_END_HYPHEN.fullmatch(text, last - soft, start) and (
                soft or is_known(key_of(form_of(text[before:end])))
            ):
                joined[-1] = before, end
                continue
        joined.append((start, end))
    return joined
