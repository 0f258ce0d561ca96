"""The kinds of follow-up, and how each is recognised by what it leaves open."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.converse.phrases import Phrase
from qa.converse.pointing import own, points
from qa.converse.wording import ASKED, Kind

_LEAD = r"(?:(?:and|but|so|ok|okay|then|also|well|please|no|hm+|sorry|thanks|yes)[,.]?\s+)*"
_END = r"(?:(?<![A-Z]\.[A-Z])\.|[\s?!])*$"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up of one kind; `rest` are its words that the kind leaves to be worked out."""

    kind: Kind
    rest: str = ""


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^{_LEAD}(?:{pattern}){_END}", re.IGNORECASE)


_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, _whole("|".join(patterns))) for kind, patterns in ASKED.items()
)
_MEANT = re.compile(
    rf"^(?:(?:no|sorry|wait|hm+|oh|actually)[,.!]?\s+)*(?:but\s+)?(?:i\s+(?:meant|mean|was asking|am asking|was thinking|was talking|wanted)|what i meant was|that is not what i meant[,.;:]?)\s*[,:]?\s*(?:about\s+)?(?P<rest>.+?){_END}",
    re.IGNORECASE,
)  # fmt: skip
_NO = re.compile(rf"^no[,.!]\s+(?:not\s+.+?,\s*(?:but\s+)?)?(?P<rest>.+?){_END}", re.IGNORECASE)
_ABOUT = re.compile(
    rf"^{_LEAD}(?:(?:what|how) about|what of|same (?:question )?(?:for|about)|the same (?:question )?(?:for|about)|now for)\s+(?P<rest>.+?){_END}",
    re.IGNORECASE,
)
_BACK = re.compile(
    rf"^{_LEAD}(?P<rest>(?:(?:i (?:mean|meant) )?back (?:at|to)|returning to|coming back to|as for|turning to|regarding|concerning)\s+[^:,?]{{2,80}}[:,]\s*.+?){_END}",
    re.IGNORECASE,
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    *_FORMS,
    ("back", _BACK),
    ("meant", _MEANT),
    ("meant", _NO),
    ("about", _ABOUT),
)
REACTS = re.compile(
    r"^(?:what|how|why)\s+(?:do|does|did|has|have|will|would)\s+.{2,40}?\s(?P<verb>say|said|think|thought|answer|answered|reply|replied|respond|responded|react|reacted|object|objected|do)\s*$",
    re.IGNORECASE,
)
"""What somebody says or does to it, without what it is ("how did NATO react?")."""
_AND = re.compile(rf"^(?:and|or|but|also)[,]?\s+(?P<rest>.+?){_END}", re.IGNORECASE)
_SENTENCE = re.compile(
    r"^(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|"
    r"may|might|must|since when|until when|by when|in (?:what|which)|on (?:what|which)|at (?:what|which)|for (?:what|which|how)|by (?:what|which|whom|how)|to (?:what|which|whom)|with (?:what|which|whom)|from (?:what|which|whom)|"
    r"tell|show|give|list|name|quote|compare|explain|describe|define|find|write|please|summarize|summarise|ignore)\b",
    re.IGNORECASE,
)
_ASKS_LAST = re.compile(r"\b(?:when|where|why|how|who|what)[\s?.!]*$", re.IGNORECASE)
_TOPIC_FIRST = re.compile(r"^(?:(?:what )?about [^:?]{1,300}:|as of now,|what else is there on this:)\s", re.IGNORECASE)
"""A question that a rule has made, or one like it."""
_LAST = re.compile(r"[\s?.!]+$")
_I_MEAN_LAST = re.compile(rf"^(.{{2,80}}?),?\s+i (?:mean|meant){_END}", re.IGNORECASE)
_LONG, _SHORT = 16, 11


def follow_up(question: str, names: Callable[[str], Sequence[Phrase]] = lambda _: ()) -> FollowUp:
    """What kind of follow-up `question` would be after another question; of kind `none` if it stands alone by its form.
    `names` gives what a text names."""
    text = _I_MEAN_LAST.sub(r"I mean \1", question.strip())
    if _TOPIC_FIRST.match(text):
        return FollowUp("none", text)
    found = next(((kind, match) for kind, pattern in _PATTERNS if (match := pattern.match(text))), None)
    if found:
        rests = [value for value in found[1].groupdict().values() if value]
        return FollowUp(found[0], rests[0].strip() if rests else "")
    joined = _AND.match(text)
    rest = joined.group("rest").strip() if joined else text
    if joined and not _SENTENCE.match(rest) and not _ASKS_LAST.search(rest):
        return FollowUp("about", rest)
    pointing = len(rest.split()) <= _LONG and (points(rest, names(rest)) or bool(REACTS.match(_LAST.sub("", rest))))
    if joined and not pointing and own(rest, names(rest)) and len(rest.split()) > _SHORT:
        return FollowUp("none", rest)
    return FollowUp("points" if joined or pointing else "none", rest)


def is_sentence(text: str) -> bool:
    """Whether `text` begins as a question or a request does."""
    return bool(_SENTENCE.match(text.strip()))
