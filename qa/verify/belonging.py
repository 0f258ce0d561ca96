"""By what a passage names a country or a body without its name: its offices, leaders and places, and what a library's
glossary says of its terms. "Washington denied" for "the State Department denied", "the Romanian site" for "Deveselu".
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.glossary import Glossary
from corpus.sentences import sentences
from qa.verify.naming import names
from qa.verify.source import Sentence, Source
from qa.verify.tokens import Token, read

Belonging = Callable[[str], Sequence[str]]
"""The names that belong to the one with this id (`Token.own`)."""

_FURTHER = re.compile(r"; |, (?:which|who|whose|and|but) ")
_PARTLY = re.compile(r"\bNorth American and European|\b(?:North|South) American\b")
_BODY = re.compile(
    r"^[^.;,]{1,99} is (?:the|an?) [^.;,]{0,40}\b(?:agency|alliance|association|group|office|organization)\b"
)
_OF = {
    "united states": """State Department|Department of State|Secretary of State|Pentagon|Department of Defense|Defense
    Department|Secretary of Defense|Defense Secretary|White House|Congress|Senate|House of Representatives|President
    Reagan|President Bush|President Clinton|President Obama|President Trump|President Biden|Obama|Alaska|California|
    Hawaii|Fort Greely|Vandenberg""",
    "russia": "President Putin|Putin|President Medvedev|Medvedev|Foreign Minister Lavrov|Lavrov|Duma|Kaliningrad",
    "soviet union": "Gorbachev|Brezhnev",
    "north korea": "Kim Jong Un|Kim Jong Il",
    "turkey": "Erdogan|Erdoğan",
    "israel": "Netanyahu",
    "ukraine": "Zelensky|Zelenskyy",
    "poland": "Duda|Tusk|Sikorski",
    "japan": "Prime Minister Abe",
    "nato": "Secretary General|North Atlantic Council",
    "pentagon": "Secretary of Defense|Defense Secretary|Department of Defense|Defense Department",
    "congress": "Senate|House of Representatives|Members of Congress",
}


def belonging_in(glossary: Glossary) -> Belonging:
    """What gives, of a name's id, the terms of the glossary whose meaning begins with a sentence that has this name."""
    found: dict[str, list[str]] = {}
    bodies = {each for term in glossary.terms if _BODY.search(term.meaning) for each in read(term.name).tokens[0].own}
    for term in glossary.terms:
        start, end = next(iter(sentences(term.meaning)), (0, 0))
        told = _FURTHER.split(term.meaning[start:end])[0]
        about = [token for tokens in read(_PARTLY.sub("", told)).sentences for token in _named(Sentence(tokens))]
        country = next((token for token in about if _is_country(token)), None)
        of = {
            each
            for token in about
            if token is country or token.own & bodies or (token.text.isalpha() and token.text.istitle())
            for each in token.own
            if token is country or not _is_country(token)
        }
        for each in of:
            found.setdefault(each, []).extend(form for form in term.forms if len(form) > 2 and form[0].isupper())

    return lambda name: found.get(name, ())


def _is_country(token: Token) -> bool:
    return any(each.startswith("@") for each in token.own)


def _named(sentence: Sentence) -> Iterator[Token]:
    return (token for run in names(sentence) for token in run)


def belonging(claim: Sentence, sources: Sequence[Source], known: Belonging) -> tuple[Sentence, tuple[Source, ...]]:
    """The claim and the sources; a name of the claim that no source has, and what in the sources belongs to it, have
    one id more in common."""
    ids = frozenset[str]().union(*(source.ids | source.over_ids for source in sources))
    tokens, marked = list(claim.tokens), tuple(sources)
    for token in _named(claim):
        if not token.own.isdisjoint(ids):
            continue
        owned = tuple(sorted({form for each in token.own for form in (*_general(each), *known(each))}))
        mark = f"&{min(token.own)}"
        found = tuple(_marked(source, owned, mark) for source in marked) if owned else marked
        if any(one is not other for one, other in zip(found, marked, strict=True)):
            at = next(at for at, each in enumerate(claim.tokens) if each is token)
            tokens[at] = replace(token, ids=token.ids | {mark}, own=token.own | {mark})
            marked = found
    return Sentence(tuple(tokens)) if marked is not sources else claim, marked


def _general(name: str) -> tuple[str, ...]:
    return tuple(re.split(r"\s*\|\s*", " ".join(_OF_ID[name].split()))) if name in _OF_ID else ()


_OF_ID = {min(read(name.title()).tokens[0].own): owned for name, owned in _OF.items()}


@lru_cache(maxsize=512)
def _marked(source: Source, owned: tuple[str, ...], mark: str) -> Source:
    """The source, each of the names `owned` in it known by `mark` too; itself if it has none."""
    wanted = [read(name).tokens for name in owned]
    lines = [[_with(line, wanted, mark) for line in lines] for lines in (source.sentences, source.over)]
    if all(one is other for one, other in zip((*lines[0], *lines[1]), (*source.sentences, *source.over), strict=True)):
        return source
    return replace(source, sentences=tuple(lines[0]), over=tuple(lines[1]))


def _with(line: Sentence, wanted: Sequence[Sequence[Token]], mark: str) -> Sentence:
    keys = [token.key for token in line.tokens]
    places = {
        place
        for words in wanted
        for at in range(len(keys) - len(words) + 1)
        if keys[at : at + len(words)] == [word.key for word in words]
        for place in range(at, at + len(words))
    }
    if not places:
        return line
    return Sentence(
        tuple(
            replace(token, ids=token.ids | {mark}, own=token.own | {mark}) if at in places else token
            for at, token in enumerate(line.tokens)
        )
    )
