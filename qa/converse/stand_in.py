"""What a follow-up names anew, put in the place of its like in the last question: "And Poland?" after Romania."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.glossary import Glossary
from qa.converse.phrases import Phrase, head_of, is_plain_plural, names_in
from qa.converse.topic import Topic
from qa.names import YEAR

_ARTICLED = re.compile(r"^(?:U\.?S\.?|United|UK|U\.K\.|EU|Netherlands|Czech|Pentagon|Kremlin|Russians|Americans)(?!\w)")
_ARTICLE = re.compile(r"\b(?:the|an?)\s+$", re.IGNORECASE)
_BEFORE = re.compile(r"^(?P<joint>according to|in|for|with|of|at|by|from|on|to|under|since|until)\s+", re.IGNORECASE)
_IN = ("in", "at", "near")
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WHEN = re.compile(rf"^(?:\d|(?:early|late|mid|{_MONTH})\b)")
_TIME = re.compile(
    rf"^(?:(?:in|by|since|until|at|around|before|after|from)\s+)?(?:(?:the\s+)?(?:end|start|beginning|middle)\s+of\s+)?"
    rf"(?:(?:early|late|mid)[ -])?(?:(?:\d{{1,2}} )?{_MONTH} )?(?:19|20)\d\d$",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(
    rf"\b(?:in|by|since|until|on)\s+(?:(?:early|late|mid)[ -])?(?:(?:\d{{1,2}} )?{_MONTH} )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(rf"^(?:(?:in|on|by)\s+)?(?P<month>{_MONTH})$", re.IGNORECASE)
_MONTH_OF_YEAR = re.compile(rf"\b(?:\d{{1,2}} )?{_MONTH}(?= (?:19|20)\d\d\b)", re.IGNORECASE)
_YEARS_ON = re.compile(
    r"^(?:in\s+)?(?:(?P<number>a|one|two|three|four|five|ten|\d{1,2}) years? (?:later|after|earlier|before)(?: that)?"
    r"|the (?:next|following|previous|prior) year|the year (?:after|before)(?: that)?)$",
    re.IGNORECASE,
)
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_COUNTED = re.compile(
    r"(?:^|: )how many\s+(?P<noun>[a-z][\w-]*(?:\s+[a-z][\w-]*)??)(?=\s+(?!of\b)[\w-]+)", re.IGNORECASE
)
_KINDRED = {
    "term": ("term", "designator"),
    "designator": ("term", "designator"),
    "name": ("name", "term"),
}  # fmt: skip


def stood_in(rest: str, question: str, topic: Topic, glossary: Glossary) -> str:
    """`question`, which is about `topic`, asked of what `rest` names: in the place of its like, or of what the same
    words join ("according to Time"), or of what was counted; empty where `rest` has no like in it."""
    then = _at_a_time(_year_told(rest, question), question)
    if then:
        return then
    joined = _BEFORE.match(rest)
    bare = rest[joined.end() :] if joined else rest
    old = like(bare, topic, glossary) or _of_same_head(bare, topic)
    if old is not None:
        return _with(question, old, _of_same_kin(bare, old, glossary))
    placed = _placed(joined["joint"].casefold(), question, topic) if joined and not _WHEN.match(bare) else None
    if placed is not None:
        return question[: placed.start] + rest + question[placed.end :]
    counted = _COUNTED.search(question)
    if counted and not names_in(bare, glossary) and is_plain_plural(bare):
        return question[: counted.start("noun")] + bare + question[counted.end("noun") :]
    return ""


def counted_in(question: str) -> str:
    """What `question` asks how many of it there are; empty for other questions."""
    counted = _COUNTED.search(question)
    return counted["noun"] if counted else ""


def _placed(joint: str, question: str, topic: Topic) -> Phrase | None:
    """The last phrase of `question` that `joint` joins to it, with that word; of places, "in" and "at" are as one."""
    joints = "in|at|near" if joint in _IN else re.escape(joint)
    for one in reversed(topic.phrases):
        before = re.search(rf"\b(?:{joints})\s+(?:the\s+)?$", question[: one.start], re.IGNORECASE)
        if before and one.sort != "year" and not _WHEN.match(one.text):
            return replace(one, start=before.start())
    return None


def _of_same_head(words: str, topic: Topic) -> Phrase | None:
    """The phrase of the last question with the same noun as `words`: "the radar in Turkey" for "the radar in Qatar"."""
    if len(words.split()) < 2 or not head_of(words)[:1].islower():
        return None
    same = [one for one in topic.phrases if head_of(one.text).casefold() == head_of(words).casefold()]
    return same[-1] if len(same) == 1 and len(same[0].text.split()) > 1 else None


def _year_told(rest: str, question: str) -> str:
    """ "a year later" as "in 2012", after a question of 2011."""
    years = YEAR.findall(question)
    found = _YEARS_ON.match(rest)
    if found is None or len(years) != 1:
        return rest
    number = _NUMBERS.get((found["number"] or "one").casefold()) or int(found["number"])
    back = re.search(r"\b(?:before|earlier|previous|prior)\b", rest, re.IGNORECASE)
    return f"in {int(years[0]) + (-number if back else number)}"


def _at_a_time(rest: str, question: str) -> str:
    """`question` asked of the time `rest` ("by 2020", "in October") instead of its own; empty where either has none."""
    month = _MONTH_ALONE.match(rest)
    if month:
        dated = _MONTH_OF_YEAR.search(question)
        return question[: dated.start()] + month["month"] + question[dated.end() :] if dated else ""
    if not _TIME.match(rest):
        return ""
    old = list(_IN_YEAR.finditer(question))
    new = rest[:1].lower() + rest[1:] if _BEFORE.match(rest) else f"in {rest}"
    return question[: old[0].start()] + new + question[old[0].end() :] if len(old) == 1 else ""


def like(words: str, topic: Topic, glossary: Glossary) -> Phrase | None:
    """The phrase of the last question that `words` can stand in for: the last name of the same sort, or what is said
    around it ("a Patriot missile" for "a THAAD interceptor")."""
    bare = re.sub(r"^the\s+", "", words)
    names = proper(names_in(bare, glossary))
    if len(names) != 1:
        return None
    name, before = names[0], proper(topic.names)
    if any(name.text.casefold() == one.text.casefold() for one in before):
        return None
    kindred = _KINDRED.get(name.sort, (name.sort,))
    same = [one for one in before if one.sort == name.sort] or [one for one in before if one.sort in kindred]
    if len(same) > 1 and name.sort == "place":
        same = [one for one in same if one.text == topic.actor]
    if len(same) != 1 and not (same and name.sort in ("year", "designator")):
        return None
    if len(bare) <= len(name.text):
        return same[-1]
    around = [one for one in topic.phrases if one.start <= same[-1].start and same[-1].end <= one.end]
    bare = re.sub(r"^an?\s+", "", bare)
    return around[0] if around and len(bare.split()) <= len(around[0].text.split()) else None


def proper(names: Sequence[Phrase]) -> list[Phrase]:
    """Those of `names` that name one thing, and not a kind of things ("interceptors")."""
    return [one for one in names if one.sort in ("place", "year") or not (one.is_of_kind or _WHEN.fullmatch(one.text))]


def _of_same_kin(words: str, old: Phrase, glossary: Glossary) -> str:
    """ "Chicago" after "the Lisbon summit" as "the Chicago summit", if the glossary has such a term."""
    kin = f"{words} {old.text.rsplit(maxsplit=1)[-1]}"
    known = old.sort == "term" and any((a, b) == (0, len(kin)) for a, b, _ in glossary.occurrences(kin)[:1])
    return f"the {kin}" if known else words


def _with(question: str, old: Phrase, new: str) -> str:
    """`question` with `new` in the place of `old`."""
    new = f"the {new}" if _ARTICLED.match(new) else new
    return _ARTICLE.sub("", question[: old.start]) + new + question[old.end :]
