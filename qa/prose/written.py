"""A model's text, as it comes in pieces, becomes sentences with the keys that each cites.

A sentence is given out once the next has begun: only then is it certain where it ended and that no key follows. Keys
that are none of this request's are dropped, and so is every bracket that holds nothing but such; no key is ever part of
a sentence's words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.sentences import sentences
from qa.prose.plain import plain_words
from qa.prose.types import Written

_BRACKETS = re.compile(r"[\[【［(（]([^\[\]【】［］()（）\n]{1,200})[\]】］)）]")
_MARKER = re.compile(r"^(?=\S*\d)\S+$")
_AT_AN_END = re.compile(r"\s*(?:[.!?,;:\[【［]|$)")
_OPEN = re.compile(r"[\[【［(（][^\]】］)）\n]{0,200}$")
_NEXT_WORD = re.compile(r"\S+\s")
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")
LONGEST_SENTENCE_CHARS = 4000


@dataclass(frozen=True, slots=True)
class _Cleared:
    """Text without its keys, and where in it each key stood."""

    text: str
    keys: tuple[tuple[int, str], ...]


def written_sentences(pieces: Iterable[str], keys: Iterable[str]) -> Iterator[Written | None]:
    """The sentences of the text that comes in `pieces`, as they are complete; None wherever a piece brought none.

    `keys` are those that the model was given. The last may not be `whole`; what has no end ends there.
    """
    known = {key.casefold(): key for key in keys}
    held = ""
    for piece in pieces:
        held += piece.replace("\r", "\n")
        if len(held) > LONGEST_SENTENCE_CHARS:
            yield Written(plain_words(held[:100]), (), whole=False)
            return
        complete, held = _complete(held, known)
        if not complete:
            yield None
        yield from complete
    yield from _sentences(_cleared(held, known), ended=True)


def _complete(text: str, known: Mapping[str, str]) -> tuple[list[Written], str]:
    """The sentences of `text` after which another has surely begun, and the rest of it."""
    found: list[Written] = []
    while (cut := _first_cut(text, known)) is not None:
        found += _sentences(_cleared(text[:cut], known), ended=False)
        text = text[cut:]
    return found, text


def _first_cut(text: str, known: Mapping[str, str]) -> int | None:
    """Where in `text` the second sentence begins, once a word of it is complete; None before."""
    open_bracket = _OPEN.search(text)
    seen = text[: open_bracket.start()] if open_bracket else text
    cleared, origin = _mapped(seen, known)
    spans = list(_spans(cleared))
    if len(spans) < 2 or not _NEXT_WORD.match(cleared[spans[1][0] :]):
        return None
    return origin[spans[1][0]]


def _sentences(cleared: _Cleared, *, ended: bool) -> Iterator[Written]:
    """The sentences of `cleared`; a key belongs to the sentence that it follows or stands in."""
    spans = list(_spans(cleared.text))
    for number, (start, end) in enumerate(spans):
        following = spans[number + 1][0] if number + 1 < len(spans) else len(cleared.text)
        first = 0 if number == 0 else start + 1
        own = tuple(dict.fromkeys(key for at, key in cleared.keys if first <= at <= following))
        words = plain_words(cleared.text[start:end])
        if words:
            whole = bool(own) or not ended or number + 1 < len(spans) or _ENDED.search(words) is not None
            yield Written(words, own, whole)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of `text`; every line break ends one."""
    for line in re.finditer(r"[^\n]+", text):
        yield from sentences(text, line.start(), line.end())


def _cleared(text: str, known: Mapping[str, str]) -> _Cleared:
    """`text` without its keys."""
    kept, found, at, size = [], [], 0, 0
    for start, end, keys in _citing(text, known):
        kept.append(text[at:start])
        size += start - at
        found += [(size, key) for key in keys]
        at = end
    kept.append(text[at:])
    return _Cleared("".join(kept), tuple(found))


def _mapped(text: str, known: Mapping[str, str]) -> tuple[str, list[int]]:
    """`text` without its keys, and for each character of that its place in `text`."""
    kept: list[str] = []
    origin: list[int] = []
    at = 0
    for start, end, _ in (*_citing(text, known), (len(text), len(text), ())):
        kept.append(text[at:start])
        origin += range(at, start)
        at = end
    return "".join(kept), origin


def _citing(text: str, known: Mapping[str, str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Every stretch of `text` that is a citation, as (start, end, the known keys in it), in order.

    In square brackets, what is at the end of a clause or looks like a marker is one, known or not; a key that was given
    is one wherever it stands.
    """
    found = []
    for bracket in _BRACKETS.finditer(text):
        words = re.split(r"[\s,;]+", bracket.group(1).strip())
        keys = tuple(known[word.casefold()] for word in words if word.casefold() in known)
        square = bracket.group()[0] not in "(（"
        marker = any(_MARKER.match(word) for word in words) or _AT_AN_END.match(text, bracket.end())
        if keys or (square and marker):
            found.append((bracket.start(), bracket.end(), keys))
    taken = [(start, end) for start, end, _ in found]
    for bare in re.finditer("|".join(known) or "$.", text, re.IGNORECASE):
        if not any(start <= bare.start() < end for start, end in taken):
            found.append((bare.start(), bare.end(), (known[bare.group().casefold()],)))
    return sorted(found)
