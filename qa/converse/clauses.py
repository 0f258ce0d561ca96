"""Questions taken apart and turned about: the clause inside a question, and the same question asked for something else."""

import re
from dataclasses import dataclass

_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)(?:n['’]t)?"
_WH = r"(?:what|when|where|why|how|who|whom|since when|until when|by when)"
_DO = re.compile(r"^(?P<wh>what|who|whom|why|how|when|where)\s+(?P<do>does|do|did)\s+(?P<rest>.+)$", re.IGNORECASE)
_SWAP = re.compile(
    rf"^(?:(?:when|where|why|how|since when|until when|by when)\s+)?(?P<clause>{_AUXILIARY}\s+.+)$", re.IGNORECASE
)
_COUNTED = re.compile(r"^(?:what|which)\s+(?P<noun>(?!(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may)\b)[\w-]+(?:\s+[\w-]+){0,2}?)\s+(?P<rest>(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may)\b.+)$", re.IGNORECASE)  # fmt: skip
_THAT_CLAUSE = re.compile(
    r"^(?:but|and|however|yet|so|also|moreover|thus|hence|therefore|instead|in addition|for example)\b[, ]*",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"^(?:it|they|he|she|this|that|these|those|such|both|its|their|his|her|there|which|who)\b", re.IGNORECASE
)
_ENDING = re.compile(r"(?:(?<![A-Z]\.[A-Z])\.|[\s?!,;:])+$")
LONGEST_CLAIM_CHARS = 170

_PAST = {
    "say": "said", "think": "thought", "give": "gave", "get": "got", "make": "made", "mean": "meant", "see": "saw",
    "take": "took", "put": "put", "tell": "told", "find": "found", "hold": "held", "build": "built", "pay": "paid",
    "begin": "began", "come": "came", "go": "went", "become": "became", "withdraw": "withdrew", "shoot": "shot",
    "write": "wrote", "leave": "left", "send": "sent", "spend": "spent", "cost": "cost", "keep": "kept", "know": "knew",
    "want": "wanted", "need": "needed", "show": "showed", "bring": "brought", "run": "ran", "have": "had",
    "do": "did", "choose": "chose", "break": "broke", "lose": "lost", "win": "won", "fall": "fell", "speak": "spoke",
}  # fmt: skip
VERBS = frozenset(
    "stop choose cancel drop end close move start vote float deliver react demand require ask offer propose agree answer reply object oppose reject refuse accept believe claim argue recommend "
    "conclude predict announce decide declare threaten fear expect insist warn promise plan order intend hope cover call "
    "describe define name report state admit deny deploy launch test use cancel change contain carry include protect cause "
    "sign suggest support respond react try allow limit".split()
) | frozenset(_PAST)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A question as a clause: "what Russia demands before it will cooperate". `subject` and `verb` are those it has,
    `asked` is it up to the verb as it is asked ("does Russia demand"), `rest` what comes after."""

    clause: str
    subject: str
    verb: str
    asked: str
    rest: str


def bare_question(question: str) -> str:
    """`question` without its question mark."""
    return _ENDING.sub("", question.strip())


def lowered(text: str) -> str:
    """`text` with a small first letter, unless its first word is a name or an acronym."""
    first = text.split(maxsplit=1)[0] if text else ""
    if re.fullmatch(r"[A-Z][a-z]*['’]?[a-z]*", first) and first.casefold() in _OPENERS:
        return text[:1].lower() + text[1:]
    return text


def raised(text: str) -> str:
    """`text` with a capital at its start and one question mark at its end."""
    words = _ENDING.sub("", re.sub(r"\s+", " ", text).strip())
    return words[:1].upper() + words[1:] + "?" if words else words


def embedded(question: str) -> Embedded | None:
    """A question of the form "What does SUBJECT VERB …" as a clause; None for others."""
    found = _DO.match(bare_question(question))
    if found is None:
        return None
    words = found["rest"].split()
    for number, word in enumerate(words[1:6], start=1):
        if word in VERBS:
            subject, rest = " ".join(words[:number]), " ".join(words[number + 1 :])
            verb = _inflected(word.casefold(), found["do"].casefold())
            clause = f"{found['wh'].lower()} {subject} {verb} {rest}".strip()
            return Embedded(clause, subject, word.casefold(), f"{found['do'].lower()} {subject} {word}", rest)
    named = re.match(
        r"(?P<subject>(?:the\s+)?(?:[A-Z][\w.’'-]*\s+){1,4})(?P<verb>[a-z]+)\b\s*(?P<rest>.*)$", found["rest"]
    )
    if named is None:
        return None
    subject, verb = named["subject"].strip(), named["verb"]
    clause = f"{found['wh'].lower()} {subject} {_inflected(verb, found['do'].casefold())} {named['rest']}".strip()
    return Embedded(clause, subject, verb, f"{found['do'].lower()} {subject} {verb}", named["rest"])


def asked_why(question: str, word: str) -> str | None:
    """`question` asked with the question word `word` ("why", "since when") instead of its own; None where that is no
    English."""
    text = bare_question(question)
    found = _SWAP.match(text)
    if found:
        return f"{word} {lowered(found['clause'])}"
    return None


def counted(question: str, word: str) -> str | None:
    """ "Which interceptors are in Poland?" asked as "how many interceptors are in Poland"; None for other questions."""
    found = _COUNTED.match(bare_question(question))
    return f"{word} {found['noun']} {found['rest']}" if found and found["noun"].endswith("s") else None


def claim_of(sentence: str) -> str:
    """A quoted sentence as the clause after "that"; empty where it is too long or leans on the one before it."""
    text = _THAT_CLAUSE.sub("", re.sub(r"\s+", " ", sentence).strip()).rstrip(".!;: ")
    if not text or len(text) > LONGEST_CLAIM_CHARS or _LEANING.match(text) or "?" in text or ":" in text:
        return ""
    if not re.search(
        r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|[a-z]{2,}(?:ed|es|s))\b", text
    ):
        return ""
    return lowered(re.sub(r"[\"“”]", "", text))


def _inflected(verb: str, do: str) -> str:
    if do == "did":
        return _PAST.get(verb) or (
            verb + "d" if verb.endswith("e") else verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else verb + "ed"
        )
    if do == "does":
        if verb in ("have", "do", "go"):
            return {"have": "has", "do": "does", "go": "goes"}[verb]
        return (
            verb[:-1] + "ies"
            if re.search(r"[^aeiou]y$", verb)
            else verb + ("es" if re.search(r"(?:s|x|ch|sh)$", verb) else "s")
        )
    return verb


_OPENERS = frozenset(
    "the a an this that these those in on at by for from to with of after before during under over since until when while "
    "if although though because as its their his her our it they he she we there no not all some many most both each every "
    "one two three four five six seven eight nine ten is are was were do does did has have had can could will would should "
    "may might must what which who whom whose where why how neither nor only other another such several officials critics "
    "according early late about between only".split()
)
