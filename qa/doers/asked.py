"""What a question asks of whoever does something: who it is ("who signed it?", "which countries will host it?"), or
what somebody by name did ("how many missiles did Iran fire?").

Of questions of who, only those are read whose answer is the subject of the deed; in all others ("whom did they
choose?", "which radar is the oldest?") no doer is sought.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.doers.verbs import Deed, deed_of, deed_of_noun, is_past
from qa.doers.words import AUXILIARY, BE, Word, read
from qa.names import Name

Kind = Literal["anyone", "country", "ship", "other", "named"]
_Read = tuple[Deed, tuple[Word, ...], bool]
"""A deed, the words of the question after it, and whether it is done to whoever is sought ("are based at")."""

_KINDS: dict[str, Kind] = {
    **dict.fromkeys("country nation state ally member government".split(), "country"),
    **dict.fromkeys("ship destroyer cruiser vessel frigate warship".split(), "ship"),
    **dict.fromkeys(
        "company firm contractor manufacturer maker supplier corporation business agency office committee commission "
        "organization department ministry service command official senator representative president minister secretary "
        "general admiral director commander leader lawmaker congressman chairman ambassador person people party group "
        "administration court".split(),
        "other",
    ),
}
_TITLES = frozenset("senator representative president general admiral ambassador".split())
_ASKS = re.compile(
    r"^(?:and |so |but |then |exactly )?(?:(who)(?:['’]s)?|(?:which|what)(?: of the)?) (?=\S)", re.IGNORECASE
)
_DID = re.compile(r"\b(?:did|does|do|has|have|had|will|would|can|could) (?:the )?", re.IGNORECASE)
_ASIDES = frozenset("actually really currently now first originally also finally exactly all ever else".split())
_NO_VERBS = frozenset("or the a an this that these those it we you they i in on".split())
_NO_MATTER = frozenset("the for and with from its their our his her this that into over against about charge".split())
_LONGEST_NOUN = 4
_SHORTEST_MATTER = 3


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is sought: what kind of doer (`doer` where it is one by name, `several` where more than one is asked for),
    the deed, the words of what it is done to, as a dictionary has them, the names that the question gives beside, and
    whether the deed is one that is done to whoever is sought. `title`: what they must be called in the sentence."""

    kind: Kind
    deed: Deed
    matter: frozenset[str] = frozenset()
    given: tuple[Name, ...] = ()
    done_to: bool = False
    several: bool = False
    title: frozenset[str] = frozenset()
    doer: Name | None = None


def sought(text: str, names: Sequence[Name]) -> Sought | None:
    """Whom the question `text` seeks, which names `names`; None where it seeks nobody."""
    text = re.sub(r"\b(who)['’]s\b", r"\1 is", text.strip(), flags=re.IGNORECASE)
    asks = _ASKS.match(text)
    if asks is None:
        return None
    words = read(text[asks.end() :]).words
    length = 0 if asks.group(1) else _noun_length(words)
    if length is None:
        return None
    noun = words[length - 1] if length else None
    several = noun is not None and noun.low.endswith("s")
    found = _deed(words[length:], several=several)
    if found is None or (found[2] and noun is None):
        return None
    deed, rest, done_to = found
    return Sought(
        _kind(words[:length]) if noun else "anyone",
        deed,
        matter=frozenset().union(*(word.forms for word in rest if _tells_matter(word))),
        given=tuple(name for name in names if not name.is_year and not is_place_of_it(text, name)),
        done_to=done_to,
        several=several,
        title=noun.forms & _TITLES if noun else frozenset(),
    )


def of_somebody(text: str, names: Sequence[Name]) -> Sought | None:
    """The deed of somebody by name that the question `text` asks more of; None where it asks of none."""
    for found in _DID.finditer(text):
        rest = text[found.end() :]
        doer = next((name for name in names if rest.startswith(name.text)), None)
        if doer is None:
            continue
        words = [word for word in read(rest[len(doer.text) :]).words if word.low not in AUXILIARY | _ASIDES]
        if words and words[0].text.islower() and not words[0].low.endswith("ly"):
            return Sought("named", deed_of(words[0].low), doer=doer)
    return None


def words_of(names: Iterable[Name]) -> frozenset[str]:
    """The single words of every form of `names`, in lower case."""
    return frozenset(part for name in names for form in name.forms for part in re.split(r"[\s/-]+", form) if part)


def _noun_length(words: Sequence[Word]) -> int | None:
    """How many words after "which" say who is asked for ("Russian official"); None where they ask for nobody."""
    known = [at for at, word in enumerate(words[:_LONGEST_NOUN]) if word.forms & _KINDS.keys()]
    if not known:
        return None
    end = known[0]
    while end + 1 in known and not words[end].low.endswith("s") and not is_past(words[end + 1].low):
        end += 1
    return end + 1


def _kind(words: Sequence[Word]) -> Kind:
    """What kind of doer `words` say ("NATO members"); the states of one country are no countries."""
    noun = words[-1]
    if "state" in noun.forms and words[0].low.rstrip(".") in ("u.s", "us", "american", "federal"):
        return "other"
    return next(_KINDS[form] for form in sorted(noun.forms) if form in _KINDS)


def _deed(words: Sequence[Word], *, several: bool) -> _Read | None:
    """The deed that the words after "who" or "which countries" tell; None where the question has a subject of its own,
    or asks who somebody is."""
    at, was = 0, ""
    while at < len(words) and (words[at].low in BE | AUXILIARY | _ASIDES or words[at].low.endswith("ly")):
        was = words[at].low if words[at].low in BE | AUXILIARY else was
        at += 1
    if at >= len(words) or was in ("did", "does", "do") or not words[at].text.islower():
        return None
    if was in BE:
        return _of_being(words, at)
    word = words[at].low
    bent = bool(was) or several or is_past(word) or word.endswith("s")
    return (deed_of(word), tuple(words[at + 1 :]), False) if bent and word not in _NO_VERBS else None


def _of_being(words: Sequence[Word], at: int) -> _Read | None:
    """The same after "is" or "were": "paying for", "the commander of", "in charge of", "based at"."""
    word = words[at]
    if word.low.endswith("ing"):
        return deed_of(word.low), tuple(words[at + 1 :]), False
    if word.low in ("the", "a", "an", "in", "responsible"):
        head = next((n for n in range(at + 1, len(words)) if words[n].low in ("of", "for", "to")), len(words))
        deed = deed_of_noun(words[head - 1].low) if head - at <= _LONGEST_NOUN else None
        return (deed, (*words[at : head - 1], *words[head:]), False) if deed else None
    return (deed_of(word.low), tuple(words[at + 1 :]), True) if is_past(word.low) else None


def _tells_matter(word: Word) -> bool:
    return word.is_word and len(word.low) >= _SHORTEST_MATTER and word.low not in _NO_MATTER


def is_place_of_it(text: str, name: Name) -> bool:
    """Whether the question gives a name only as where it is ("the site in Poland"): whoever is there may well do it."""
    return re.search(rf"\b(?:in|from|near)\s+{re.escape(name.text)}", text) is not None
