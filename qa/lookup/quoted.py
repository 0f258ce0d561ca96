"""A quotation by the usual rules of quoting: its words, and the joints where it says that it departs from its source.

An ellipsis leaves words out (`…`, `...`, `. . .`, also in brackets); words in brackets are put in (`[the U.S.]`); a
bracketed letter changes the first letter of a word (`[T]he`) or its ending (`resist[ed]`); `[sic]` and note markers
(`[3]`, `[^cnn]`, `¹`) are not part of what is quoted.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from corpus.words import Words, words

Kind = Literal["omission", "insertion", "note"]

_JOINT = re.compile(
    r"(?P<omission>[\[(]\s*(?:…|\.(?:\s?\.){1,3})\s*[\])]|…|(?<!\.)\.(?:\s?\.){2,3}(?!\.))"
    r"|(?P<note>\[(?:sic\.?|\^[\w-]{1,40}|\d{1,3}(?:[,–-]\s?\d{1,3})*)\](?!\w)|(?<=[\w.,;:!?’”\"])[⁰¹²³⁴-⁹]{1,3}(?!\w))"
    r"|(?P<ending>(?<=[^\W_])\[[^\W_]{1,6}\])"
    r"|(?P<letter>\[[^\W\d_]\](?=[^\W_]))"
    r"|(?P<insertion>\[[^\[\]]{1,300}\])"
)
_WORD_BEFORE = re.compile(r"[^\W_]{0,40}\Z")


@dataclass(frozen=True, slots=True)
class Joint:
    """One departure that the quotation marks itself, in the gap before word `at` (0 and the number of words: its
    ends)."""

    kind: Kind
    at: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation as it is looked up: its words (those in brackets left out) and its joints."""

    words: Words
    joints: tuple[Joint, ...] = ()

    def joint(self, at: int) -> Kind | None:
        """What is marked in the gap before word `at`; an omission before an insertion before a note."""
        kinds = {joint.kind for joint in self.joints if joint.at == at}
        ranks: tuple[Kind, ...] = ("omission", "insertion", "note")
        return next((kind for kind in ranks if kind in kinds), None)

    def segments(self) -> list[tuple[int, int]]:
        """The runs of words between omissions and insertions."""
        cuts = sorted({j.at for j in self.joints if j.kind != "note"} - {0, len(self.words)})
        return list(zip([0, *cuts], [*cuts, len(self.words)], strict=True))


def literal(text: str, is_known: Callable[[str], bool]) -> Quoted:
    """The quotation word for word, brackets and dots as they stand."""
    return Quoted(words(text, is_known))


def by_rules(text: str, is_known: Callable[[str], bool]) -> Quoted | None:
    """The quotation read by the rules above; None if it marks nothing, or nothing is left of it."""
    masked, marked = list(text), list[tuple[Kind, int]]()
    for found in _JOINT.finditer(text):
        start, end = found.span()
        if found.lastgroup == "letter":
            masked[start], masked[end - 1] = " ", "\u00ad"
            continue
        if found.lastgroup == "ending":
            start -= len(_WORD_BEFORE.search(text[max(0, start - 40) : start]).group())  # type: ignore[union-attr]
        masked[start:end] = " " * (end - start)
        kind: Kind = "insertion" if found.lastgroup in ("ending", "insertion") else found.lastgroup  # type: ignore[assignment]
        marked.append((kind, start))
    read = words("".join(masked), is_known)
    if not read or ("".join(masked) == text):
        return None
    joints = tuple(Joint(kind, sum(1 for begin, _ in read.spans if begin < start)) for kind, start in marked)
    return Quoted(Words(text, read.spans, read.forms), joints)
