"""What the words of a follow-up that point back stand for in the topic of the last turns."""

import re
from collections.abc import Callable, Sequence

from corpus.glossary import Glossary
from qa.converse.phrases import Phrase, head_of, is_plain_plural, names_in
from qa.converse.pointing import POINTER, own, points_inward, says_what_there_is
from qa.converse.topic import GENERIC, Topic
from qa.names import YEAR

_AGENTIVE = re.compile(
    r"\b(?:choose|buy|order|send|deploy|drop|cancel|stop|move|put|vote|react|want|demand|say|think|oppose|offer|agree|accept|fear|insist|claim|believe|need|propose|reject|answer|respond|reply|"
    r"expect|promise|find|found|report|reported|object|refuse|see|sign|withdraw|threaten|pay|recommend|argue|decide|plan|get|build|do|take|try|hope|call)s?\b",
    re.IGNORECASE,
)  # fmt: skip
_HEAD = re.compile(
    r"\b(?P<det>the|this|that|these|those|such)\s+(?:same\s+)?(?P<noun>(?-i:[a-z])[\w-]*)\b(?!\s+(?:of|for|in|on|at|to|with|between|about|from|that|which|who)\b)(?!['’]s)",
    re.IGNORECASE,
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_IS_THERE = re.compile(r"^(?:\w+ )?(?:is|are|was|were|will|has|have|had)\s+$", re.IGNORECASE)
_AFTER_HEAD = r"(?:of|in|on|at|for|with|that|which|who|to|by|from)"
_HE = re.compile(r"\b(?:he|she|him|his|her)\b", re.IGNORECASE)
_AFTER_PRONOUN = re.compile(
    r"\s+(?:mean|cost|happen|work|end|start|begin|in|on|at|by|for|so|still|really|ever|now|true|with|and|or|from|to|before|"
    r"after|come|go)\b"
)
_PLURAL = {"does": "do", "has": "have", "is": "are", "was": "were"}
_SINGULAR = {"do": "does", "have": "has", "are": "is", "were": "was"}


def resolved(text: str, topic: Topic, glossary: Glossary) -> tuple[str, bool]:
    """`text` with the words that point back replaced by what they stand for, each once; and whether any is left."""
    years = [one.text for one in topic.names if one.sort == "year"]
    said = {match.group() for match in YEAR.finditer(topic.claim)}
    years = years or (list(said) if len(said) == 1 else [])
    if years:
        text = re.sub(
            rf"\b({_MONTH})\s+(?:of\s+)?(?:that|the same) year\b", rf"\1 {years[-1]}", text, flags=re.IGNORECASE
        )
        text = re.sub(r"\b(?:of |in )?(?:that|the same) year\b", f"in {years[-1]}", text, flags=re.IGNORECASE)
    text = _definite(text, topic, glossary)
    names = [one for one in names_in(text, glossary) if one.sort != "year"]
    left = False
    done: dict[str, bool] = {}

    def put(match: re.Match[str]) -> str:
        nonlocal left
        word = match.group().casefold()
        if _is_joining(text, match, own(text, names)) or points_inward(text, match, names):
            return match.group()
        if done.get(word):
            return match.group()
        found = _referent(word, text, match, topic)
        if not found:
            left = True
            return match.group()
        done[word] = True
        return found

    put_in = re.sub(r"\s+", " ", POINTER.sub(put, text)).strip()
    return _agreeing(put_in, topic), left


def _agreeing(text: str, topic: Topic) -> str:
    """ "do Japan get" as "does Japan get", "has the interceptors" as "have the interceptors"."""
    for one in filter(None, (topic.actor, *(each.text for each in topic.things))):
        plural = is_plain_plural(one)
        forms = _PLURAL if plural else _SINGULAR
        before = re.compile(rf"\b({'|'.join(forms)})(?=(?:\s+the)?\s+{re.escape(one)}(?![\w’'-]))", re.IGNORECASE)
        text = before.sub(lambda found: _as_first({**_PLURAL, **_SINGULAR}[found[1].casefold()], found[1]), text)
    return text


def _as_first(word: str, like: str) -> str:
    return word.capitalize() if like[:1].isupper() else word


def _definite(text: str, topic: Topic, glossary: Glossary) -> str:
    """ "the treaty" as the treaty that the last question or its answer names."""

    def put(match: re.Match[str]) -> str:
        noun = match["noun"].casefold()
        if noun in GENERIC or (
            match["det"].casefold() == "that"
            and match.start()
            and text[: match.start()].rstrip().casefold().endswith(("say", "says", "said", "claim", "think", "mean"))
        ):
            return match.group()
        full = next((one for one in (topic.thing, *(p.text for p in topic.phrases)) if _has_head(one, noun)), "")
        if not full and topic.asked_for.casefold() != noun:
            full = next((one.text for one in topic.names if one.sort == "term" and _is_a(one.text, noun, glossary)), "")
        return _with_article(full) if full else match.group()

    return _HEAD.sub(put, text)


def _is_a(name: str, noun: str, glossary: Glossary) -> bool:
    """Whether a glossary term is called a `noun` in one of its forms ("New START" is a treaty), or is explained so."""
    terms = [term for _, _, term in glossary.occurrences(name)]
    is_one = re.compile(
        rf"(?:^|\b(?:is|was)\s+)(?:an?|the)\s+(?:(?!{_AFTER_HEAD}\b)[\w.’'-]+\s+){{0,5}}{re.escape(noun)}\b",
        re.IGNORECASE,
    )
    return any(
        any(re.search(rf"\b{re.escape(noun)}\b", form, re.IGNORECASE) for form in term.forms)
        or is_one.search(term.meaning[:120])
        for term in terms
    )


def _has_head(phrase: str, noun: str) -> bool:
    return head_of(phrase).casefold().removesuffix("s") == noun.removesuffix("s") and len(phrase.split()) > 1


def _with_article(phrase: str) -> str:
    return (
        phrase
        if re.match(r"^(?:the|a|an|its|their|his|her)\s|^[A-Z]", phrase, re.IGNORECASE if phrase[:1].islower() else 0)
        else f"the {phrase}"
    )


def _is_joining(text: str, match: re.Match[str], names: Sequence[Phrase]) -> bool:
    """Whether "that", "it", "there" or "then" does not point back here; "there" says what there is of `names`."""
    word, before, after = match.group().casefold(), text[: match.start()], text[match.end() :]
    if word == "there":
        return says_what_there_is(text, match) and (bool(names) or bool(_IS_THERE.search(before)))
    if word == "then":
        return True
    if word == "that":
        return bool(
            re.match(
                r"\s+(?:the|a|an|it|they|he|she|[A-Z]|there|no|any|all|is|are|was|were|will|would|can|could|has|have)\b",
                after,
            )
        ) and bool(before.strip())
    if word == "it":
        return (
            bool(re.match(r"\s+(?:true|possible|likely|clear|correct)?\s*(?:that|to)\b", after, re.IGNORECASE))
            or bool(re.search(r"\bhow long (?:does|did|will|would)\s+$", before, re.IGNORECASE))
            or bool(re.match(r"\s+takes?\b", after, re.IGNORECASE))
        )
    if word in ("both", "this", "these", "those"):
        return bool(re.match(r"\s+(?:year|month|week|century|decade|day)\b", after, re.IGNORECASE))
    return False


def _referent(word: str, text: str, match: re.Match[str], topic: Topic) -> str:
    """What `word`, found by `match` in `text`, stands for; empty where nothing fits."""
    found = _REFERENTS.get(word)
    return found(text, match, topic) if found else ""


def _he(_text: str, match: re.Match[str], topic: Topic) -> str:
    own = match.group().casefold() in ("his", "hers")
    own = own or (match.group().casefold() == "her" and bool(re.match(r"\s+[a-z]", match.string[match.end() :])))
    return _possessive(topic.person) if topic.person and own else topic.person


def _its(_text: str, match: re.Match[str], topic: Topic) -> str:
    owner = (topic.actor if match.group().casefold() == "their" else "") or topic.thing or topic.actor
    return _possessive(owner) if owner else ""


def _it(text: str, match: re.Match[str], topic: Topic) -> str:
    """Who acts where the word is the subject of doing something, else the thing."""
    word, subject = match.group().casefold(), _acts(text, match)
    thing = topic.thing_of(plural=word.startswith("the"), acting=_does(text, match))
    actor = "" if not topic.actor or topic.actor in text or _HE.search(text) else topic.actor
    if subject and not actor and word == "they" and not any(one.is_plural for one in topic.things):
        return ""
    if word == "them" and re.search(r"\bof\s+$", text[: match.start()]) and head_of(thing).endswith("s"):
        return thing if re.match(r"(?:the|its|their|all|every)\b", thing, re.IGNORECASE) else f"the {thing}"
    return (actor if subject and actor else _with_the(thing)) or actor or ("" if subject else topic.clause)


def _this(_text: str, match: re.Match[str], topic: Topic) -> str:
    after = match.string[match.end() :]
    if re.match(r"\s+[a-z]", after) and not _AFTER_PRONOUN.match(after):
        return ""  # "this plan" names it
    if re.search(r"\babout\s+$", match.string[: match.start()], re.IGNORECASE):
        return _with_the(topic.thing) or topic.clause
    return _with_the(topic.thing_of(plural=match.group().casefold().endswith("se"))) or topic.clause


def _there(text: str, _match: re.Match[str], topic: Topic) -> str:
    """In the place that was spoken of; of people, at the one thing that was spoken of with it ("the summit in Lisbon")."""
    sited = re.compile(rf"the\s+.+\s+(?:in|at|near)\s+(?:the\s+)?{re.escape(topic.place)}\b", re.IGNORECASE)
    found = next((match.group() for one in topic.phrases if (match := sited.match(one.text))), "")
    if re.match(r"who\b", text, re.IGNORECASE) and topic.place and found and not is_plain_plural(found):
        return f"at {found}"
    return f"in {topic.place}" if topic.place else ""


def _acts(text: str, match: re.Match[str]) -> bool:
    """Whether the word is the subject of a verb of saying, wanting or doing."""
    after = text[match.end() :]
    asked = re.search(r"\b(?:do|does|did|will|would|can|could|should|may)\s+$", text[: match.start()], re.IGNORECASE)
    return bool(_AGENTIVE.match(after.lstrip())) or bool(asked and _AGENTIVE.search(after))


def _does(text: str, match: re.Match[str]) -> bool:
    """Whether the word is the subject of a question that is not in the passive."""
    asked = re.search(r"\b(?:do|does|did|will|would|can|could|should|may)\s+$", text[: match.start()], re.IGNORECASE)
    return bool(asked) and not re.match(r"\s+(?:be|get|have been)\b", text[match.end() :])


def _any(_text: str, _match: re.Match[str], topic: Topic) -> str:
    plural = topic.thing_of(plural=True, acting=True)
    return f"any {re.sub(r'^(?:the|which|what) ', '', plural)}" if is_plain_plural(plural) else ""


_REFERENTS: dict[str, Callable[[str, re.Match[str], Topic], str]] = {
    **dict.fromkeys(("he", "she", "him", "his", "her", "hers"), _he),
    **dict.fromkeys(("its", "their", "theirs"), _its),
    **dict.fromkeys(("they", "them", "it", "itself"), _it),
    **dict.fromkeys(("this", "that", "these", "those"), _this),
    "there": _there,
    "any": _any,
}


def _with_the(thing: str) -> str:
    """A plain word, or words about one thing, with an article: "which interceptors" are "the interceptors" from then
    on."""
    if not thing or re.match(r"(?:the|a|an|its|their|all|every|what|how|who)\b", thing, re.IGNORECASE):
        return thing
    head = head_of(thing)
    single = head[:1].islower() and not head.endswith("s")
    return f"the {thing}" if single or (" " not in thing and thing[:1].islower()) else thing


def _possessive(owner: str) -> str:
    return owner + ("’" if owner.endswith("s") and " " in owner else "’s")
