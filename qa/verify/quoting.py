"""Quotations: is the whole sentence the passages' own words, and are the quotations inside it?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import fold
from corpus.sentences import sentences
from corpus.words import Words, words
from qa.lookup.quoted import by_rules, literal
from qa.verify.tokens import tidied
from qa.verify.types import Cited

_MARKS = re.compile(r"\"([^\"]{1,4000})\"|(?<![\w'])'((?:[^'\"]|(?<=\w)'(?=\w)){1,4000}?)'(?!\w)")
_SIMPLE = re.compile(r"[^\W_]+")


def is_literal(sentence: str, cited: Sequence[Cited]) -> bool:
    """Whether `sentence` is one or more whole sentences of one cited passage, word for word, typography folded."""
    wanted = _plain(sentence)
    return bool(wanted) and any(wanted in _runs(each.text, wanted) for each in cited)


def _plain(text: str) -> str:
    return fold(tidied(text), case=True).text.strip().rstrip(".").strip()


def _runs(text: str, wanted: str) -> set[str]:
    """The runs of whole sentences in `text` that are as long as `wanted`."""
    spans, plain = _sentences(text)
    found = set()
    for first in range(len(spans)):
        if not wanted.startswith(plain[first][:20]):
            continue
        for last in range(first, min(first + 6, len(spans))):
            found.add(_plain(text[spans[first][0] : spans[last][1]]))
    return found


@lru_cache(maxsize=512)
def _sentences(text: str) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
    """Where each sentence of a passage stands, and its plain words."""
    spans = tuple(sentences(text))
    return spans, tuple(_plain(text[start:end]) for start, end in spans)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation inside a sentence: its words as written, at `start:end` of the tidied sentence, marks included."""

    text: str
    start: int
    end: int


def quotations(sentence: str) -> Iterator[Quotation]:
    """What stands in quotation marks in a tidied sentence. A mark that is never closed quotes all that follows."""
    reached = 0
    for found in _MARKS.finditer(sentence):
        yield Quotation(found.group(1) or found.group(2), *found.span())
        reached = found.end()
    lone = sentence.find('"', reached)
    if lone >= 0:
        yield Quotation(sentence[lone + 1 :], lone, len(sentence))


def misquoted(sentence: str, cited: Sequence[Cited]) -> str:
    """The first quotation inside the sentence that no cited passage has word for word, told; empty if all are."""
    for quotation in quotations(tidied(sentence)):
        if not any(_stands(quotation.text, each) for each in cited):
            return f"It quotes “{_short(quotation.text)}”, which is not word for word in the passage cited."
    return ""


def _short(text: str) -> str:
    text = text.strip(" ,.")
    return text if len(text) <= 80 else text[:77].rstrip() + "…"


def _stands(text: str, cited: Cited) -> bool:
    lines = [tidied(cited.text), tidied(cited.title), *(tidied(part) for part in cited.section)]
    return any(_stands_in(text, words(line)) for line in lines)


def _stands_in(text: str, known: Words) -> bool:
    quoted = literal(text, lambda _: False)
    if not quoted.words:
        return True
    if _at(quoted.words.keys, known.keys, 0) >= 0:
        return True
    ruled = by_rules(text, lambda _: False)
    if ruled is None:
        return False
    reached = 0
    for start, end in ruled.segments():
        place = _at(ruled.words.keys[start:end], known.keys, reached)
        if place < 0:
            return False
        reached = place + end - start
    return True


def _at(wanted: Sequence[str], known: Sequence[str], reached: int) -> int:
    """Where `wanted` stands in `known` from `reached` on; -1 if nowhere."""
    sought, text = f" {' '.join(wanted)} ", f" {' '.join(known[reached:])} "
    at = text.find(sought)
    return -1 if at < 0 else reached + text.count(" ", 0, at + 1) - 1


def without_quotations(sentence: str) -> str:
    """A tidied sentence without what it quotes."""
    kept, reached = [], 0
    for quotation in quotations(sentence):
        kept.append(sentence[reached : quotation.start])
        reached = quotation.end
    return " ".join([*kept, sentence[reached:]])
