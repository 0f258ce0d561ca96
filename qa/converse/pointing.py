"""Words that point back to what was said before: it, they, there, "that"; and where they do not."""

import re
from collections.abc import Sequence

from qa.converse.phrases import Phrase, is_plain_plural

POINTER = re.compile(
    r"\b(?:it|its|itself|they|them|their|theirs|he|she|him|his|her|hers|these|those|this|there|the same|the (?:former|latter))\b"
    r"|(?:(?<=^)|(?<=\bis )|(?<=\bare )|(?<=\bwas )|(?<=\bdoes )|(?<=\bdid )|(?<=\bdo )|(?<=\bhas )|(?<=\bwill )|(?<=\bwould )|(?<=\bcan )|(?<=\bcould )|(?<=\babout )|(?<=\bof )|(?<=\bfor )|(?<=\bafter )|(?<=\bbefore )|(?<=\bto )|(?<=\bin )|(?<=\bon )|(?<=\bat )|(?<=\bby )|(?<=\bwith )|(?<=\bthan )|(?<=\bfrom )|(?<=\bsince )|(?<=\bunder )|(?<=\blike )|(?<=\bwhy )|(?<=\bhow )|(?<=\bor )|(?<=\band ))that\b(?!\s+(?-i:[A-Z]))"
    r"|\bthat(?=[\s?.!]*$)"
    r"|\bany(?=\s+(?:at|in|on|near|from|for|left|there|now|today|sent|built|[a-z]{3,}ed)\b|[\s?.!]*$)",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:the (?:two|three|four)(?!\s+(?:[\w-]+\s+){1,2}(?:of|between|that|which)\b)|the (?:ones?|others?)|both|the other|(?:an?|any)\s+(?:newer|later|earlier|older|more recent|better|second|third|further|other)|another|(?:one|each|a single)\s+(?!(?:of|day|year|time)\b)(?-i:[a-z])\w*|that (?:year|month|day|time))\b|\b(?:in|of|per|for|to|by) one(?=[\s?.!]*$)",
    re.IGNORECASE,
)
_NOWHERE = re.compile(
    r"\b(?:is it (?:true|possible|likely|correct|right|fair|known) (?:that|to)|(?:is|are|was|were|will|has|have) there (?:be |been )?(?:any(?!\s+(?:at|in|on|near|left|now|there)\b|[\s?.!]*$)|a|an|no|more|other|still)\b|there (?:is|are|was|were)"
    r"|the same (?:as|time|way|thing as)|how long (?:does|did|will|would) it take|what is it that|it (?:is|was) (?:true|said|known|clear)|what (?:does|did|will|would) it take to|that (?:the|an?|no|any|all|each|it|they|he|she|we|you|there)\b"
    r"|this (?:year|month|week|library|decade|century|desk)|these days|her majesty)\b",
    re.IGNORECASE,
)
_INWARD = re.compile(r"\b(?:it|its|itself|they|them|their|theirs|he|she|him|his|her|hers)\b", re.IGNORECASE)
_AT_END = re.compile(
    r"^\s*(?:[?.!,;]|$|(?:now|so|too|as well|at all|today|anymore|then|yet|again|instead|in|at|on|by|for|from|to|with|and|or)\b)",
    re.IGNORECASE,
)
_BE = r"\b(?:is|are|was|were|be|been|will|would|has|have|had)"
_THERE_BEFORE = re.compile(rf"(?:\b(?:how many|how much|what|which|whose)\s+(?!{_BE})\w.*)?{_BE}\s+$", re.IGNORECASE)
_TOLD_IN_FULL = re.compile(
    rf"\b(?:how many|what|which)\s+(?:(?!{_BE}\b)[a-z-]+\s+){{3,}}{_BE}\s+there\b", re.IGNORECASE
)
"""What there is, told in three words or more ("what new missile defense sensors are there?")."""
_THERE_AFTER = re.compile(
    r"\s+(?:(?:be|been)\s+)?(?!(?:be|been|in|at|on|by|for|from|with|and|or|now|then|today|still|before|after|during|since|until|yet|already)\b)\w",
    re.IGNORECASE,
)
_THERE_IS = re.compile(r"\bthere\b", re.IGNORECASE)
NAMELESS = re.compile(
    r"\bthe\s+(?!(?:U\.?S|EU|UK|(?:MDAA\s+)?white paper|library|glossary|timeline)\b)[a-z]", re.IGNORECASE
)
"""Something spoken of as known, by a word that names nothing by itself."""
_UNTOLD = re.compile(
    NAMELESS.pattern
    + r"[\w-]*(?!\s+(?:[\w-]+\s+)?(?:of|for|between|against|about)\s+(?!(?:the|its|their|this|that|these|those|it|them|next|last)\b)[\w-])(?![\w-])",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\b(?:the|its|their|his|her|this|that|these|those)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the|each|every)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)


def own(text: str, names: Sequence[Phrase]) -> list[Phrase]:
    """Those of `names`, which are in `text`, that say by themselves what is spoken of: proper names, and kinds of things
    told in several words without an article that points ("early-warning radars"); no everyday word ("interceptors")."""
    return [one for one in names if not one.is_of_kind or (" " in one.text and not _definite(text, one))]


def points(text: str, names: Sequence[Phrase] = ()) -> bool:
    """Whether a word of `text` points to something that was said before, and not to one of `names`, which are those in
    `text` itself."""
    if not own(text, names) and (_WEAK.search(text) or _THERE_IS.search(_TOLD_IN_FULL.sub("", _elsewhere(text)))):
        return True
    return stands_for_said(text, names)


def stands_for_said(text: str, names: Sequence[Phrase]) -> bool:
    """Whether a word of `text` stands for something that was said before, so that nobody could tell without that what is
    asked."""
    return _stands_for(_elsewhere(text), names)


def speaks_as_known(text: str) -> bool:
    """Whether `text` speaks of something as known that it does not name ("the protests", "the two"), nor tells by what
    follows it ("the phases of flight")."""
    return bool(_UNTOLD.search(text) or _WEAK.search(text))


def _elsewhere(text: str) -> str:
    return _NOWHERE.sub(lambda found: " " * len(found.group()), text)


def _stands_for(text: str, names: Sequence[Phrase]) -> bool:
    return any(
        not points_inward(text, match, names) and not says_what_there_is(text, match)
        for match in POINTER.finditer(text)
    )


def points_inward(text: str, match: re.Match[str], names: Sequence[Phrase]) -> bool:
    """Whether a pronoun stands for a name before it in the same question ("What does Russia demand before it …?"), or
    for a kind of things there ("How do interceptors find their targets?")."""
    word = match.group().casefold()
    if not _INWARD.fullmatch(word):
        return False
    if not any(_is_for(word, one, text) for one in names if one.start < match.start()):
        return False
    return word in ("its", "their", "his", "her") or not _AT_END.match(text[match.end() :])


def _is_for(pronoun: str, name: Phrase, text: str) -> bool:
    """Whether `pronoun` may stand for `name` in `text`: for one of a kind or for several, as many as it says."""
    if not name.is_of_kind:
        return True
    if is_plain_plural(name.text):
        return pronoun.startswith("the")
    return pronoun.startswith("it") and bool(_ARTICLE.search(text[: name.start]))


def _definite(text: str, name: Phrase) -> bool:
    return bool(_DEFINITE.search(text[: name.start]))


def says_what_there_is(text: str, match: re.Match[str]) -> bool:
    """Whether "there", found by `match`, says that there is something, which the question names ("how many ships are
    there?"), and no place ("who was there?")."""
    if match.group().casefold() != "there":
        return False
    before = _THERE_BEFORE.search(text[: match.start()])
    if before is None:
        return False
    asked = len(before.group().split()) > 1
    return asked or bool(_THERE_AFTER.match(text[match.end() :]))
