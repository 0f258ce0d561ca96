"""A follow-up completed by rules: the question that it stands for, in English that could have been typed.

Where no rule makes a sentence of it, what the last question was about is put before it ("About the radar: …"), and where
that cannot be told, the last question itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus.glossary import Glossary
from qa.converse.clauses import asked_why, bare_question, claim_of, counted, embedded, lowered
from qa.converse.forms import REACTS, FollowUp, Kind, is_sentence, points
from qa.converse.phrases import Phrase, names_in
from qa.converse.referents import resolved
from qa.converse.scope import KINDS, named_document
from qa.converse.topic import Topic
from qa.question import FRAMING

LONGEST_TOPIC_CHARS = 120
_SAME: tuple[Kind, ...] = ("again", "short", "source", "other", "after", "before")
_PARTITIVE = re.compile(
    r"\b(?:the|its|their)\s+(?:(?P<which>[\w-]+)\s+)?(?:part|side|aspect|half|section|component|piece|point|question)s?\s*$",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"\b(?:the|its|their)\s+(?:[\w-]+\s+)?(?:part|side|aspect|half|section)s?\s+(?:about\s+.+?\s+)?of\b", re.IGNORECASE
)
_ARTICLED = re.compile(r"^(?:U\.?S\.?|United|UK|U\.K\.|EU|Netherlands|Czech|Pentagon|Kremlin|Russians|Americans)(?!\w)")
_SCOPE = re.compile(
    r"^(?:(?:look|only|just|the one|what is said|what it says)\s+)?(?P<words>(?:in|from|by|according to|per|under)\s+(?:the|that|this|MDAA|its|a)\b.+)$",
    re.IGNORECASE,
)
_OLD_SCOPE = re.compile(
    rf",?\s*\b(?:in|from|according to|per)\s+(?:the|that|this)\s+(?:\d{{4}}\s+)?(?:MDAA\s+)?{KINDS}\b", re.IGNORECASE
)
_SCOPE_SUBJECT = re.compile(
    rf"\b(does|did|do|can|will)\s+the\s+(?:\d{{4}}\s+)?(?:MDAA\s+)?{KINDS}\s+([a-z]+)\b", re.IGNORECASE
)
_OBJECT = re.compile(
    r"^(?P<frame>.*\b(?:say|says|said|tell|tells|think|thinks|write|writes)\s+(?:us\s+)?(?:about|on|of))\s+(?P<object>.+)$",
    re.IGNORECASE,
)
_QUESTION_CLAUSE = re.compile(r"^(?:how|why|what|when|where|who|which|whether)\b", re.IGNORECASE)
_ONES = re.compile(
    r"^the ones?\s+(?P<rest>(?:in|of|from|at|on|with|that|which|for|by|before|after|during)\b.+)$", re.IGNORECASE
)
_WRAPPED = re.compile(
    r"^(?:what about [^:?]+:|as of now,|what else is there on this:|(?:why|since when|when|where|who|how|how many|how much|by whom|which ones?):)\s*",
    re.IGNORECASE,
)
_WHEN_OR_WHERE = re.compile(
    r"^(?:(?:in|for|at|by|since|before|after|during|on|under)\s+.+|(?:(?:early|late|mid)[ -])?(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+)?(?:19|20)\d\d)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Made:
    """The question that a rule makes; the words that it turns on where those are fewer; the matter that it keeps to;
    and whether the topic put before it is only guessed."""

    question: str
    turns_on: str = ""
    matter: tuple[str, ...] = ()
    guessed: bool = False


def unwrapped(question: str) -> str:
    """`question` without what a rule has put before it, so that completions do not pile up."""
    return _WRAPPED.sub("", bare_question(question))


def completed(form: FollowUp, same: Made, topic: Topic, glossary: Glossary) -> Made | None:
    """The follow-up `form` after the question `same`, which is about `topic`; None where no rule makes sense of it."""
    rule = _RULES.get(form.kind, _pointing)
    return rule(form.rest, same, topic, glossary)


def _again(_rest: str, same: Made, _topic: Topic, _glossary: Glossary) -> Made:
    return same


def _more(_rest: str, same: Made, _topic: Topic, _glossary: Glossary) -> Made:
    return replace(same, question=f"What else is there on this: {lowered(same.question)}")


def _true(_rest: str, same: Made, topic: Topic, _glossary: Glossary) -> Made:
    claim = claim_of(topic.claim)
    return Made(f"Is it true that {claim}") if claim else same


def _narrowed(rest: str, same: Made, topic: Topic, glossary: Glossary) -> Made:
    """The same question, of one part of the matter alone."""
    rest = resolved(rest, topic, glossary)[0]
    part = _PART_OF.sub(f"the part about {rest} of", same.question)
    question = part if part != same.question else f"{same.question}, and only the part about {rest}"
    return Made(question, same.turns_on, stems(rest))


def stems(words: str) -> tuple[str, ...]:
    """The beginnings of the words of `words` that name a matter: "limits" is found in "limitations"."""
    found = [word for word in re.findall(r"[\w-]{3,}", words.casefold()) if word not in FRAMING]
    return tuple(word.removesuffix("s")[:7] for word in found)


def _still(_rest: str, same: Made, topic: Topic, _glossary: Glossary) -> Made:
    """Whether what was answered is so today."""
    claim = claim_of(topic.claim)
    if re.match(r"^(?:when|who|why)\b", same.question, re.IGNORECASE) and claim:
        return Made(f"Is it still true now that {claim}")
    return replace(same, question=f"As of now, {lowered(same.question)}")


def _dated(_rest: str, same: Made, topic: Topic, _glossary: Glossary) -> Made:
    """When what was answered was so."""
    claim = claim_of(topic.claim)
    if claim:
        return Made(f"When was it that {claim}")
    return Made(asked_why(same.question, "when") or f"When: {lowered(same.question)}")


def _asks(word: str, same: Made, topic: Topic, _glossary: Glossary) -> Made:
    return Made(_asked(word, same.question, topic))


def _asked(word: str, question: str, topic: Topic) -> str:
    """A bare question word ("Why?", "Since when?", "How many?") asked of the last question."""
    word = re.sub(r"\s+(?:not|so|is that|was that|is this)$", "", word.casefold())
    word = {
        "how come": "why",
        "for what reason": "why",
        "for what reasons": "why",
        "how so": "how",
        "what for": "why",
    }.get(word, word)
    if word.startswith(("how many", "how much")):
        return counted(question, word) or f"{word}: {lowered(question)}"
    swapped = asked_why(question, word)
    if swapped and word not in ("who", "whom", "which one", "which ones"):
        return swapped
    whole = embedded(question)
    if whole and word == "why":
        return f"why {whole.asked} {'that much' if whole.verb == 'cost' else 'that'} {whole.rest}"
    claim = claim_of(topic.claim)
    return f"why is it that {claim}" if claim and word == "why" else f"{word}: {lowered(question)}"


def _about(rest: str, same: Made, topic: Topic, glossary: Glossary) -> Made:
    """The last question asked of something else: in the place of its like, or with it named first; or of a document."""
    if named_document(re.sub(r"^(?:in|from)\s+", "", rest)):
        return _meant(rest, same, topic, glossary)
    rest = resolved(_spelled_out(rest, topic, glossary), topic, glossary)[0]
    if is_sentence(rest):
        return Made(rest)
    bare = re.sub(r"^(?:in|for|with|of|at|by|from|on|to)\s+", "", rest, flags=re.IGNORECASE)
    old = _like(bare, topic, glossary)
    if old is not None:
        kin = (
            f"{bare} {old.text.rsplit(maxsplit=1)[-1]}"  # "and Chicago?" after the Lisbon summit is of the summit there
        )
        known = (
            old.sort == "term" and bool(glossary.occurrences(kin)) and glossary.occurrences(kin)[0][:2] == (0, len(kin))
        )
        return Made(_with(same.question, old, f"the {kin}" if known else bare))
    if _WHEN_OR_WHERE.match(rest):
        return Made(f"{same.question} {rest if bare != rest else f'in {rest}'}")
    if names_in(rest, glossary) or not topic.told:
        return Made(f"What about {rest}: {lowered(same.question)}", rest)
    return Made(f"What about {rest}, on {topic.told}")


def _spelled_out(rest: str, topic: Topic, glossary: Glossary) -> str:
    """ "the one in Poland" as "Poland" where the last question names another such place, else as "the site in Poland"."""
    ones = _ONES.match(rest)
    if not ones or not topic.things:
        return rest
    where = re.sub(r"^\S+\s+", "", ones["rest"])
    if _like(where, topic, glossary) is not None:
        return where
    return f"the {_bare_noun(topic.thing_of(plural=True, acting=True))} {ones['rest']}"


def _with(question: str, old: Phrase, new: str) -> str:
    """`question` with `new` in the place of `old`."""
    return (
        re.sub(r"\b(?:the|an?)\s+$", "", question[: old.start], flags=re.IGNORECASE)
        + _fitted(new)
        + question[old.end :]
    )


def _like(words: str, topic: Topic, glossary: Glossary) -> Phrase | None:
    """The phrase of the last question that `words` can stand in for: the last name of the same sort."""
    words = re.sub(r"^the\s+", "", words)
    names = names_in(words, glossary)
    if len(names) != 1 or len(words) > len(names[0].text):
        return None
    name = names[0]
    if any(name.text.casefold() == one.text.casefold() for one in topic.names):
        return None
    kindred = _KINDRED.get(name.sort, (name.sort,))
    same = [one for one in topic.names if one.sort == name.sort] or [one for one in topic.names if one.sort in kindred]
    return same[-1] if len(same) == 1 or (same and name.sort in ("year", "designator")) else None


_KINDRED = {
    "term": ("term", "designator"),
    "designator": ("term", "designator"),
    "name": ("name", "term"),
}  # fmt: skip


def _fitted(words: str) -> str:
    """`words` with the article that they need."""
    return f"the {words}" if _ARTICLED.match(words) else words


def _meant(rest: str, same: Made, topic: Topic, glossary: Glossary) -> Made:
    """A correction: of where to look ("in the white paper"), of whom or what it is about, or of the whole question."""
    scope = _scope(rest)
    if scope:
        return replace(
            same, question=_scoped(same.question, scope), turns_on=_scoped(bare_question(same.turns_on), scope)
        )
    rest = resolved(rest, topic, glossary)[0]
    framed = _OBJECT.match(same.question)
    if is_sentence(rest) and not (framed and _QUESTION_CLAUSE.match(rest)):
        return Made(rest)
    if framed:
        return Made(f"{framed['frame']} {rest}")
    old = _like(rest, topic, glossary)
    if old is not None:
        return Made(_with(same.question, old, rest))
    return Made(f"What about {rest}: {lowered(same.question)}", rest)


def _scope(rest: str) -> str:
    """Where to look, if `rest` says that and no more: "in the Kurecik brief"; else empty."""
    scope = _SCOPE.match(rest)
    return scope["words"] if scope else f"in {rest}" if named_document(rest) else ""


def _scoped(question: str, scope: str) -> str:
    """`question` put to another kind of document than it named: "… in the white paper"."""
    where = re.sub(r"^\S+\s+", "", scope)
    if _SCOPE_SUBJECT.search(question):
        return _SCOPE_SUBJECT.sub(lambda found: f"{found[1]} {where} {found[2]}", question, count=1)
    return f"{_OLD_SCOPE.sub('', question)}, {scope}"


def _pointing(rest: str, _same: Made, topic: Topic, glossary: Glossary) -> Made | None:
    """A question some words of which point back, or that names nothing of its own."""
    rest = bare_question(rest)
    part = _PARTITIVE.search(rest)
    if part and topic.told:
        return Made(f"{rest} of {topic.clause or topic.told}", rest, stems(part["which"] or ""))
    reacts = REACTS.match(rest)
    if reacts and topic.told and not points(rest):
        joint = "about" if reacts["verb"] in ("say", "said", "think", "thought", "do") else "to"
        return Made(f"{rest} {joint} {topic.clause or topic.told}", rest)
    text, left = resolved(rest, topic, glossary)
    if text == rest or left:
        named = bool(topic.told) and len(topic.told) <= LONGEST_TOPIC_CHARS
        return Made(f"About {topic.told}: {lowered(text)}", guessed=text == rest) if named else None
    return Made(text)


def _bare_noun(phrase: str) -> str:
    return re.sub(r"^(?:the|a|an|which|what)\s+", "", phrase, flags=re.IGNORECASE)


_Rule = Callable[[str, Made, Topic, Glossary], Made | None]
_RULES: dict[Kind, _Rule] = {
    **dict.fromkeys(_SAME, _again),
    "more": _more,
    "still": _still,
    "true": _true,
    "dated": _dated,
    "narrow": _narrowed,
    "asks": _asks,
    "about": _about,
    "meant": _meant,
}
