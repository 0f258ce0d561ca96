"""Acronyms and what they stand for, linked: in a sentence and its passages, "MDA" and "Missile Defense Agency" are one.

Whatever runs of words have the letters of an acronym that occurs on either side are linked with it, "SM-3" with
"Standard Missile-3" too, whether or not a glossary has them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import Prefix

from qa.verify.source import Sentence, Source
from qa.verify.tokens import Token

_BETWEEN = frozenset("of the and for to on in".split())
_LEAST, _MOST, _LEAST_OF_BEGINNINGS = 2, 10, 5


def linked(claim: Sentence, sources: Sequence[Source]) -> tuple[Sentence, tuple[Source, ...]]:
    """The claim and the sources, with acronyms and their long forms known by one more id, and names that come first."""
    own = {flat for token in claim.tokens if (flat := acronym(token))}
    known = own.union(*(_acronyms(source) for source in sources))
    named = _always_capital([claim]).union(*(_named(source) for source in sources))
    return _with(claim, known, named), tuple(
        _linked(source, frozenset(name for name in known if name in _acronyms(source) or _may_spell(source, name)))
        for source in sources
    )


@lru_cache(maxsize=512)
def _linked(source: Source, acronyms: frozenset[str]) -> Source:
    named = _named(source)
    return replace(
        source,
        sentences=tuple(_with(line, acronyms, named) for line in source.sentences),
        over=tuple(_with(line, acronyms, named) for line in source.over),
    )


@lru_cache(maxsize=512)
def _acronyms(source: Source) -> frozenset[str]:
    lines = (*source.sentences, *source.over)
    return frozenset(flat for line in lines for token in line.tokens if (flat := acronym(token)))


@lru_cache(maxsize=512)
def _named(source: Source) -> frozenset[str]:
    return _always_capital((*source.sentences, *source.over))


@lru_cache(maxsize=512)
def _initials(source: Source) -> str:
    lines = (*source.sentences, *source.over)
    spelt = [[line.tokens[at] for at in _spelling(line)] for line in lines]
    capital = [[token for token in tokens if token.is_capital] for tokens in spelt]
    return "|".join("".join(token.key[0] for token in tokens) for tokens in (*spelt, *capital))


def _may_spell(source: Source, name: str) -> bool:
    return len(name) >= _LEAST_OF_BEGINNINGS or name in _initials(source)


def _spelling(line: Sentence) -> list[int]:
    """The places of the words that acronyms are made of."""
    return [at for at, token in enumerate(line.tokens) if token.is_word and token.key not in _BETWEEN]


def _always_capital(lines: Sequence[Sentence]) -> frozenset[str]:
    """The words that have a capital inside sentences, and nowhere stand without: names, also where they come first."""
    capital, small = set[str](), set[str]()
    for line in lines:
        for token in line.tokens[1:]:
            if token.group == "word":
                (capital if token.is_capital else small).add(token.key)
    return frozenset(capital - small)


def acronym(token: Token) -> str:
    """The letters of an acronym or designator in lower case; "" for other words."""
    if token.group not in ("word", "designator", "initials") or not any(c.isupper() for c in token.text[1:]):
        return ""
    letters = "".join(c for c in token.text if c.isalnum())
    upper = sum(1 for c in letters if c.isupper() or c.isdigit())
    if not _LEAST <= len(letters) <= _MOST or upper < len(letters) - 1:
        return ""
    return letters.lower().removesuffix("s") if letters.endswith("s") else letters.lower()


def _with(line: Sentence, acronyms: Iterable[str], named: frozenset[str]) -> Sentence:
    marks: dict[int, set[str]] = {}
    spelling = _spelling(line)
    for places in (spelling, [at for at in spelling if line.tokens[at].is_capital]):  # "Ground-based Midcourse Defense"
        for name in acronyms:
            for run in _runs(line, places, name):
                for at in run:
                    marks.setdefault(at, set()).add(f"#{name}")
    for at, token in enumerate(line.tokens):
        if (name := acronym(token)) and name in acronyms:
            marks.setdefault(at, set()).add(f"#{name}")
    if line.tokens[0].key in named:
        marks.setdefault(0, set()).add(f"!{line.tokens[0].key}")
    if not marks:
        return line
    tokens = tuple(
        replace(token, ids=token.ids | marks[at], own=token.own | marks[at]) if at in marks else token
        for at, token in enumerate(line.tokens)
    )
    return Sentence(tokens)


def _runs(line: Sentence, places: Sequence[int], name: str) -> Iterator[Sequence[int]]:
    """The places of the words, among those at `places`, that begin with the letters of an acronym in order."""
    if len(name) >= _LEAST_OF_BEGINNINGS:
        yield from _beginnings(line, places, name)
    initials = "".join(line.tokens[at].key[0] for at in places)
    begin = initials.find(name)
    while begin >= 0:
        run = places[begin : begin + len(name)]
        words = [line.tokens[at] for at in run]
        telling = len(name) > 2 and all(token.is_content for token in words)
        if run[-1] - run[0] <= 2 * len(name) and (telling or all(token.is_capital for token in words)):
            yield run
        begin = initials.find(name, begin + 1)


def _beginnings(line: Sentence, places: Sequence[int], name: str) -> Iterator[Sequence[int]]:
    """The places of the words with a capital that begin with the parts of an abbreviation: "Central Command" for
    "CENTCOM"."""
    for first in range(len(places)):
        at, left = first, name
        while left and at < len(places) and line.tokens[places[at]].is_capital:
            shared = Prefix.similarity(left, line.tokens[places[at]].key)
            if shared < _LEAST:
                break
            at, left = at + 1, left[shared:]
        if not left and at - first > 1:
            yield places[first:at]
