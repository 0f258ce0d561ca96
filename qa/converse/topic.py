"""What a question is about, whose doing, where, and whom it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.glossary import Glossary
from qa.converse.clauses import embedded
from qa.converse.phrases import Phrase, names_in, phrases_in
from qa.converse.pointing import POINTER

_AFTER_ABOUT = re.compile(
    r"\b(?:about|vote on|voted on|regarding|concerning|on the subject of|opinion of|view of|answer to|to)\s+$",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\s+(?:before|because|unless|if|while|although|so that|in order to|according to)\s+", re.IGNORECASE
)
_TITLES = re.compile(
    r"\b(?:President|Prime Minister|Senator|Secretary|General|Admiral|Minister|Ambassador|Director|Chancellor|Congressman|Representative|Dr|Mr|Mrs|Ms)\.?\s+(?:[A-Z][\w.’'-]+\s?){1,3}"
)
_PERSON = re.compile(r"(?<![\w.])[A-Z][a-z]+(?:\s+[A-Z][\w.]*)?\s+[A-Z][a-z’'-]+(?![\w-])")
_OFFICE = re.compile(
    r"^(?:the\s+)?(?:[\w-]+\s+)?(?:director|head|chief|commander|president|minister|secretary|leader|chairman|author|founder)s?\s+of\s+(?P<whole>.+)$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:(?:early|late|mid)[ -])?(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)?"
    r"(?: ?\d{1,2})?,? ?(?:(?:19|20)\d\d)?",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:in|at|near)\s+(?:the\s+)?$", re.IGNORECASE)
_WHICH_ARE_AT = re.compile(
    r"^(?:which|what|how many)\s+(?P<noun>(?!(?:is|are|was|were)\b)[\w-]+s)\s+(?:are|were)\s+(?:there\s+)?"
    r"(?P<where>(?:in|at|near)\s+(?:the\s+)?(?-i:[A-Z])[\w.’'-]*(?:\s+(?-i:[A-Z])[\w.’'-]*){0,3})(?:\s+(?:now|today|currently))?[?. ]*$",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(r"^(?:which|what|how many)\s+(?=[a-z])", re.IGNORECASE)
GENERIC = frozenset(
    "part parts reason reasons same other one ones two three four time times way ways point points end rest first last next latter former thing things case moment beginning start".split()
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What the last question was about: who acts in it, the thing it is about, where, and the person it names. `claim` is
    the first sentence that was cited for it, `clause` the question as a clause ("what Russia demands")."""

    actor: str = ""
    things: tuple[Phrase, ...] = ()
    place: str = ""
    person: str = ""
    clause: str = ""
    claim: str = ""
    asked_for: str = ""
    names: tuple[Phrase, ...] = ()
    phrases: tuple[Phrase, ...] = ()

    @property
    def thing(self) -> str:
        """What it was mainly about; empty where there is none."""
        return self.things[0].text if self.things else ""

    def thing_of(self, *, plural: bool, acting: bool = False) -> str:
        """The same for a word that stands for one or for several; `acting` prefers what the question asked which it
        is ("which countries will host …")."""
        found = [one.text for one in self.things if one.is_plural is plural]
        return self.asked_for if acting and self.asked_for in found else found[0] if found else self.thing

    @property
    def told(self) -> str:
        """What it was about, in a noun phrase; empty where there is none."""
        thing = next((one.text for one in self.things if _has_name(one.text, self.names)), self.thing)
        if thing and self.actor and self.actor.casefold() not in thing.casefold() and not _has_name(thing, self.names):
            return f"{self.actor} and {thing}"
        return thing or self.clause or self.actor


def _has_name(words: str, names: Sequence[Phrase]) -> bool:
    return any(one.text in words for one in names)


def topic_of(question: str, cited: Sequence[str], glossary: Glossary) -> Topic:
    """The topic of `question`, which stands alone, and of the sentences `cited` for it."""
    main = _SUBORDINATE.split(question, maxsplit=1)[0]
    names = names_in(question, glossary)
    found = phrases_in(question, glossary)
    whole = [one for one in found if one.end <= len(main)] or found
    clause = embedded(question)
    actor = _actor(question, whole, clause.subject if clause else "")
    person = _person(question, glossary) or next((who for each in cited if (who := _person(each, glossary))), "")
    things = _things(question, whole, actor, person, names)
    things = _sited(question, things)
    places = [one for one in names if one.sort == "place"]
    places = [one for one in names if _is_at(one, question)] or places
    return Topic(
        actor=actor,
        things=tuple(replace(one, text=_told(one.text)) for one in things),
        place=places[-1].text if places else "",
        person=person or next((one.text for one in names if one.sort == "name"), ""),
        clause=clause.clause if clause else "",
        claim=cited[0] if cited else "",
        asked_for=_asked_for(question, things),
        names=tuple(names),
        phrases=tuple(found),
    )


def _sited(question: str, things: list[Phrase]) -> list[Phrase]:
    """`things`, that of which the question asks which or how many of it are in a place with that place, first."""
    found = _WHICH_ARE_AT.match(question)
    if found is None:
        return things
    thing = f"the {found['noun']} {found['where']}"
    return [Phrase(thing, found.start("noun"), found.end("where"), "thing"), *things]


def _is_at(name: Phrase, question: str) -> bool:
    """Whether the question says of something that it is at `name`."""
    is_name = name.sort != "year" and not name.is_of_kind and not _DATE.fullmatch(name.text)
    return is_name and bool(_AT.search(question[: name.start]))


def _opens(question: str) -> bool:
    """Whether the question is one of what a thing is, whose first phrase is what it is about."""
    return bool(
        re.match(
            r"^(?:so\s+)?(?:what|who|where)(?:['’]s|\s+(?:is|are|was|were))\b|^(?:is|are|was|were|does|do|did|has|have|can|could|will|would)\b|^(?:when|why|how)\s+(?:is|are|was|were|has|have|did|does|will|would)\b",
            question,
            re.IGNORECASE,
        )
    )


def _things(question: str, found: Sequence[Phrase], actor: str, person: str, names: Sequence[Phrase]) -> list[Phrase]:
    """What the question may be about, likeliest first: what it asks what is said about; else what it opens with, named
    things first; else what it ends with."""
    things = [one for one in found if one.sort != "year" and not one.is_document and _names_thing(one)]
    things = [_of_whom(one) for one in things if one.text != actor and one.text not in person]
    elsewhere = [one for one in things if one.sort != "place" or not _AT.search(question[: one.start])]
    doers = [one for one in found if one.text == actor and one.sort in ("term", "designator")]
    things = [one for one in things if one.sort != "place"] or (things if elsewhere else doers or things)
    about = [one for one in things if _AFTER_ABOUT.search(question[: one.start])]
    if not _opens(question):
        things.reverse()
    asked = _ASKED_FOR.match(question)
    start = asked.end() if asked else -1

    def rank(one: Phrase) -> tuple[bool, bool, bool]:
        named = one.sort != "thing" or _has_name(one.text, names)
        return one not in about, not (named and one.start == start), not named

    things.sort(key=rank)
    return things


def _asked_for(question: str, things: Sequence[Phrase]) -> str:
    """What the question asks which or how many of it there are; empty for other questions."""
    asked = _ASKED_FOR.match(question)
    return next((one.text for one in things if asked and one.start == asked.end()), "")


def _of_whom(phrase: Phrase) -> Phrase:
    """ "the director of MDA" as MDA: somebody is asked for, something is spoken of."""
    found = _OFFICE.match(phrase.text)
    return replace(phrase, text=found["whole"], sort="term") if found else phrase


def _names_thing(phrase: Phrase) -> bool:
    return len(phrase.text) > 2 and phrase.text.casefold() not in GENERIC and not _DATE.fullmatch(phrase.text)


def _told(text: str) -> str:
    return re.sub(r"^(The|A|An)\s", lambda found: found.group().lower(), text)


def _actor(question: str, found: Sequence[Phrase], subject: str) -> str:
    """The place, organisation or group whose doing the question is about."""
    if (
        subject
        and not re.fullmatch(POINTER, subject)
        and not re.search(r"\b(?:paper|memo|library|document)\b", subject, re.IGNORECASE)
    ):
        return subject
    first = next((one for one in found if one.sort == "place" and not _AT.search(question[: one.start])), None)
    groups = re.search(
        r"\bthe (?:Russians|Americans|Poles|Germans|Chinese|Japanese|Iranians|Turks|British|French|allies|Soviets)\b",
        question,
        re.IGNORECASE,
    )
    return groups.group() if groups else first.text if first else ""


def _person(text: str, glossary: Glossary) -> str:
    titled = _TITLES.search(text)
    if titled:
        return titled.group().strip()
    taken = [one for one in names_in(text, glossary) if one.sort in ("place", "term", "designator")]
    for match in _PERSON.finditer(text):
        if not any(one.start < match.end() and match.start() < one.end for one in taken) and _is_person(match.group()):
            return match.group()
    return ""


def _is_person(words: str) -> bool:
    return not re.search(
        r"\b(?:Missile|Defen[sc]e|Agency|Site|Aegis|Ashore|Treaty|Review|Act|Command|Force|Navy|Army|Department|Council|House|Summit|System|Program|White|Paper|Office|North|South|East|West|Block|Phase|Service|University|Institute|Congress|Senate|State|States|The|In|On)\b",
        words,
    )
