"""A follow-up completed by rules: the question that it stands for, in English that could have been typed.

Where no rule makes a sentence of it, what the last question was about is put before it ("About the radar: …"), and where
that cannot be told, the last question itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus.glossary import Glossary
from qa.converse.clauses import asked_why, bare_question, claim_of, counted, embedded, lowered
from qa.converse.forms import REACTS, FollowUp, is_sentence
from qa.converse.phrases import head_of, is_plain_plural, names_in
from qa.converse.pointing import points
from qa.converse.referents import resolved
from qa.converse.scope import KINDS, named_document
from qa.converse.stand_in import counted_in, like, stood_in
from qa.converse.topic import Topic
from qa.converse.wording import Kind
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
_THOSE = re.compile(r"^the\s+(?P<which>[A-Z][\w-]*|first|second|third|last|old|new)\s+ones?$")
_JOINED = re.compile(r"^(?:in|for|with|of|at|by|from|on|to|since|before|after|during|under)\s+", re.IGNORECASE)
_BACK_TO = re.compile(
    r"^(?:(?:i (?:mean|meant) )?back (?:at|to)|returning to|coming back to|as for|turning to|regarding|concerning)\s+"
    r"(?P<topic>[^:,?]+)[:,]\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_THEY = re.compile(r"\b(?:it|they|them)\b", re.IGNORECASE)
_UNCOUNTED = re.compile(r"^how many\s+(?:is|are|was|were|has|have|had|do|does|did|will|would|can)\b", re.IGNORECASE)
_REACTS_TO = re.compile(r"^(?P<ask>.+?)\s+to\s+(?:that|it|this)$", re.IGNORECASE)
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
    stands = stood_in(rest, same.question, topic, glossary)
    if stands:
        return Made(stands)
    if _WHEN_OR_WHERE.match(rest):
        return Made(f"{same.question} {rest if _JOINED.match(rest) else f'in {rest}'}")
    if names_in(rest, glossary) or not topic.told:
        return Made(f"What about {rest}: {lowered(same.question)}", rest)
    return Made(f"What about {rest}, on {topic.told}")


def _spelled_out(rest: str, topic: Topic, glossary: Glossary) -> str:
    """ "the one in Poland" as "Poland" where the last question names another such place, else as "the site in Poland";
    "the Dutch ones" as "the Dutch batteries"."""
    ones, those = _ONES.match(rest), _THOSE.match(rest)
    if those and topic.things:
        return f"the {those['which']} {head_of(topic.thing_of(plural=rest.endswith('s'), acting=True))}"
    if not ones or not topic.things:
        return rest
    where = re.sub(r"^\S+\s+", "", ones["rest"])
    if like(where, topic, glossary) is not None:
        return where
    thing = _bare_noun(topic.thing_of(plural=True, acting=True))
    return f"the {thing[: thing.find(head_of(thing)) + len(head_of(thing))]} {ones['rest']}"


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
    stands = stood_in(_spelled_out(rest, topic, glossary), same.question, topic, glossary)
    return Made(stands) if stands else Made(f"What about {rest}: {lowered(same.question)}", rest)


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


def _pointing(rest: str, same: Made, topic: Topic, glossary: Glossary) -> Made | None:
    """A question some words of which point back, or that names nothing of its own."""
    rest = bare_question(rest)
    asked = rest if _UNCOUNTED.match(rest) is None else _counted(rest, same.question, topic)
    if asked != rest and not points(asked, names_in(asked, glossary)):
        return Made(asked)
    rest = asked
    part = _PARTITIVE.search(rest)
    if part and topic.told:
        return Made(f"{rest} of {topic.clause or topic.told}", rest, stems(part["which"] or ""))
    reacted = _REACTS_TO.match(rest)
    if reacted and REACTS.match(reacted["ask"]):
        rest = reacted["ask"]
    reacts = REACTS.match(rest)
    if reacts and topic.told and not points(rest):
        joint = "about" if not reacted and reacts["verb"] in ("say", "said", "think", "thought", "do") else "to"
        return Made(f"{rest} {joint} {topic.clause or topic.told}", rest)
    text, left = resolved(rest, topic, glossary)
    if text == rest or left:
        named = bool(topic.told) and len(topic.told) <= LONGEST_TOPIC_CHARS
        return Made(f"About {topic.told}: {lowered(text)}", guessed=text == rest) if named else None
    return Made(text)


def _counted(rest: str, question: str, topic: Topic) -> str:
    """ "how many are there?" with the noun of what the last question asked how many of it there are, or was about."""
    asked = topic.asked_for if re.match(r"how many\b", question, re.IGNORECASE) else ""
    plural = topic.thing_of(plural=True)
    if re.search(r"\bthere\b", rest, re.IGNORECASE):
        plural = plural[: plural.find(head_of(plural)) + len(head_of(plural))]
    noun = asked or counted_in(question) or (_bare_noun(plural) if is_plain_plural(plural) else "")
    return re.sub(r"(?i)^how many", f"how many {noun}", rest) if noun else rest


def _back(rest: str, _same: Made, topic: Topic, _glossary: Glossary) -> Made:
    """A question on a topic that the conversation had before ("Back to the radar: when did it …?")."""
    named = _BACK_TO.match(rest)
    if named is None:
        return Made(rest)
    text = _THEY.sub(named["topic"], named["rest"], count=1)
    is_there = head_of(named["topic"]).casefold() in topic.told.casefold()
    told = topic.told if is_there and len(topic.told) <= LONGEST_TOPIC_CHARS else named["topic"]
    return Made(f"About {told}: {lowered(bare_question(text))}", text)


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
    "back": _back,
}
