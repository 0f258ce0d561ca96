"""What a follow-up names anew, put in the place of its like in the last question: "And Poland?" after Romania."""

import re
from collections.abc import Sequence

from corpus.glossary import Glossary
from qa.converse.phrases import Phrase, is_plain_plural, names_in
from qa.converse.topic import Topic

_ARTICLED = re.compile(r"^(?:U\.?S\.?|United|UK|U\.K\.|EU|Netherlands|Czech|Pentagon|Kremlin|Russians|Americans)(?!\w)")
_ARTICLE = re.compile(r"\b(?:the|an?)\s+$", re.IGNORECASE)
_BEFORE = re.compile(r"^(?P<joint>according to|in|for|with|of|at|by|from|on|to|under|since|until)\s+", re.IGNORECASE)
_IN = ("in", "at", "near")
_WHEN = re.compile(
    r"^(?:\d|(?:early|late|mid|January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
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
    joined = _BEFORE.match(rest)
    bare = rest[joined.end() :] if joined else rest
    old = like(bare, topic, glossary)
    if old is not None:
        return _with(question, old, _of_same_kin(bare, old, glossary))
    joint = joined["joint"].casefold() if joined else ""
    placed = re.compile(rf"\b(?:{'in|at|near' if joint in _IN else re.escape(joint)})\s+(?:the\s+)?$", re.IGNORECASE)
    alike = [one for one in topic.phrases if joint and one.sort != "year" and placed.search(question[: one.start])]
    if alike and not _WHEN.match(bare):
        return _with(question, alike[-1], bare)
    counted = _COUNTED.search(question)
    if counted and not names_in(bare, glossary) and is_plain_plural(bare):
        return question[: counted.start("noun")] + bare + question[counted.end("noun") :]
    return ""


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
    return [
        one
        for one in names
        if one.sort in ("place", "year") or not (one.text[:1].islower() or _WHEN.fullmatch(one.text))
    ]


def _of_same_kin(words: str, old: Phrase, glossary: Glossary) -> str:
    """ "Chicago" after "the Lisbon summit" as "the Chicago summit", if the glossary has such a term."""
    kin = f"{words} {old.text.rsplit(maxsplit=1)[-1]}"
    known = old.sort == "term" and any((a, b) == (0, len(kin)) for a, b, _ in glossary.occurrences(kin)[:1])
    return f"the {kin}" if known else words


def _with(question: str, old: Phrase, new: str) -> str:
    """`question` with `new` in the place of `old`."""
    new = f"the {new}" if _ARTICLED.match(new) else new
    return _ARTICLE.sub("", question[: old.start]) + new + question[old.end :]
