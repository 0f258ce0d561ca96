"""A follow-up completed: the question that it stands for after the thread of a conversation."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from corpus.glossary import Glossary
from qa.converse.clauses import bare_question, lowered, raised
from qa.converse.forms import FollowUp, follow_up, is_sentence
from qa.converse.phrases import Phrase, head_of, names_in, phrases_in
from qa.converse.pointing import NAMELESS, own, speaks_as_known, stands_for_said
from qa.converse.rules import Made, completed, unwrapped
from qa.converse.scope import place_apart
from qa.converse.stand_in import stood_in
from qa.converse.topic import topic_of
from qa.converse.turns import exchanges
from qa.converse.types import ByItself
from qa.question import FRAMING
from qa.types import Turn

_SAYS_WHAT = re.compile(
    r"\b(?:about|concerning|regarding)\s+(?!(?:the|its|their|his|her|this|that|these|those|it|them|him)\b)\w",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"^(?:what|who)(?:['’]s|\s+(?:is|are|was|were))\s+(?:an?\s+)?[\w-]+(?:\s+[\w-]+)?[\s?]*$|^what (?:does|do|did)\b.*\bmean[\s?]*$|^define\b",
    re.IGNORECASE,
)
_HAPPENED = re.compile(r"\b(?:did|was|were|had|went|\w+ed)\b", re.IGNORECASE)
_LONGEST_BARE = 14
_FRAGMENT = re.compile(
    r"^(?:the|an?|in|at|on|of|for|from|by|with|under|according to|since|until|to|one|two|three)\s+(?:[\w.’'/-]+\s*){1,5}\??$",
    re.IGNORECASE,
)
"""A few words without a verb: "In 2017?", "The Hwasong-19?"."""
_PLACED = re.compile(
    r"^(?:in|at|by|since|until|during|under|near)\s+(?:the\s+)?(?:[A-Z][\w.’'-]*|(?:19|20)\d\d)(?:\s+[A-Z\d][\w.’'-]*)*$"
)


NO_TERMS = Glossary(())
"""Of a library without a glossary."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What a conversation has come to: the last question that stands alone, the words of it that it turns on and the
    matter that it keeps to (as in `Meant`), the sentences cited last, and the questions before that
    one, as they stand alone."""

    question: str = ""
    turns_on: str = ""
    matter: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewritten:
    """`question` stands alone, and leaned as `form` says; `turns_on`, `matter` and `by_itself` are as in `Meant`.
    `guessed`: the topic that was put before it is only likely."""

    question: str
    turns_on: str
    form: FollowUp
    matter: tuple[str, ...] = ()
    guessed: bool = False
    by_itself: ByItself | None = None

    @property
    def leans(self) -> bool:
        """Whether it leans on what was said before."""
        return self.form.kind != "none"


def leaning(question: str, glossary: Glossary, thread: Thread) -> FollowUp:
    """What kind of follow-up `question` is after the last question of `thread`."""
    found = follow_up(question, lambda text: _names(text, glossary))
    if found.kind == "none" and names_in(thread.question, glossary) and _is_bare(found.rest, glossary, thread):
        return FollowUp("bare", found.rest)
    return found


def rewritten(question: str, thread: Thread, glossary: Glossary, whole: Container[str] = ()) -> Rewritten:
    """`question` completed from `thread`; as it is where it stands alone, as do those in `whole`."""
    if not thread.question or question in whole:
        return Rewritten(question, question, FollowUp("none", question))
    form = leaning(question, glossary, thread)
    before, where = place_apart(thread.question)
    if form.kind == "back":
        before, where = _earlier(form.rest, thread) or before, ""
    topic = topic_of(before, thread.cited, glossary)
    part = bare_question(form.rest)
    is_fragment = form.kind in ("none", "bare") and bool(_FRAGMENT.match(part))
    if is_fragment and (_PLACED.match(part) or stood_in(part, before, topic, glossary)):
        form = FollowUp("about", part)
    if form.kind == "none":
        return Rewritten(question, question, form)
    same = Made(raised(unwrapped(before)).rstrip("?"), thread.turns_on, thread.matter)
    made = completed(form, same, topic, glossary)
    if made is not None and where and form.kind in _THERE and not place_apart(made.question)[1]:
        made = replace(made, question=f"{bare_question(made.question)}, {where}")
    if made is None:
        joined = f"{bare_question(thread.question)}? {question.strip()}"
        return Rewritten(joined, form.rest or thread.turns_on, form)
    full, alone = raised(made.question), _by_itself(form.rest, glossary) if made.guessed else None
    return Rewritten(full, made.turns_on or full, form, made.matter, made.guessed, alone)


def _by_itself(text: str, glossary: Glossary) -> ByItself | None:
    """`text` as a question that can be put by itself: whole, and of something that it names, or of how things of a kind
    are ("how do decoys work?"), not of what has happened ("were there protests?"). None for others."""
    names = _names(text, glossary)
    if not is_sentence(text) or stands_for_said(text, names):
        return None
    is_how = re.match(r"(?:how|why|what)\s+(?:do|can|are)\b", text, re.IGNORECASE)
    kinds = [
        one for one in phrases_in(text, glossary) if (is_how and one.is_plural) or " " in re.sub(r"^the ", "", one.text)
    ]
    if not own(text, names) and (_HAPPENED.search(text) or not kinds):
        return None
    return ByItself(raised(text), speaks_as_known(text))


def _earlier(words: str, thread: Thread) -> str:
    """The latest question of the thread that is of what `words` ("back to the radar: …") return to; empty for none."""
    matter = [word for word in re.findall(r"[\w-]{3,}", re.split(r"[:,]", words)[0].casefold()) if word not in FRAMING]
    for question in reversed((*thread.earlier, thread.question)):
        if any(re.search(rf"\b{re.escape(word.removesuffix('s'))}", question, re.IGNORECASE) for word in matter[-1:]):
            return question
    return ""


def _names(text: str, glossary: Glossary) -> list[Phrase]:
    """What `text` names; a year names nothing by itself."""
    return [one for one in names_in(text, glossary) if one.sort != "year"]


def _is_bare(text: str, glossary: Glossary, thread: Thread) -> bool:
    """Whether a short question names nothing by itself but speaks of it as known ("how many were hurt in the
    protests?"). A kind of things that the glossary tells of in several words ("the kill vehicle") is known from there
    unless the conversation has spoken of it."""
    names = _names(text, glossary)
    if len(text.split()) > _LONGEST_BARE or own(text, names) or _DEFINES.match(text) or _SAYS_WHAT.search(text):
        return False
    said = " ".join([thread.question, *thread.cited]).casefold()
    known = {
        one.start for one in names if " " in one.text and head_of(one.text).casefold().removesuffix("s") not in said
    }
    nameless = any(match.end() - 1 not in known for match in NAMELESS.finditer(text))
    return nameless or (len(text.split()) <= 4 and not names)


def fold(
    questions: Sequence[str],
    cited: Sequence[tuple[str, ...]],
    glossary: Glossary,
    whole: Container[str] = (),
    titles: Sequence[str] = (),
) -> Thread:
    """The thread of a conversation of `questions`, for each of which the sentences `cited` were answered, from documents
    of the `titles`."""
    thread = Thread()
    for question, sentences, where in zip_longest(questions, cited, titles[: len(questions)], fillvalue=""):
        made = rewritten(question, thread, glossary, whole)
        if made.form.kind in _KEEPING and thread.question:
            thread = replace(thread, cited=tuple(sentences) or thread.cited)
        else:
            alone = _put_apart(made, " ".join([*sentences, where])) if sentences else None
            full, turns_on = (alone, alone) if alone else (made.question, made.turns_on)
            earlier = (*thread.earlier, *filter(None, [thread.question]))
            thread = Thread(full, turns_on, made.matter, tuple(sentences), earlier)
    return thread


def _put_apart(made: Rewritten, answered: str) -> str:
    """The question that `made` was put by itself as, where what was `answered` speaks of nothing of the topic put before
    it; empty elsewhere."""
    if made.by_itself is None:
        return ""
    topic = made.question.lower().partition(lowered(made.by_itself.question).lower())[0]
    words = [word for word in re.findall(r"[\w-]{3,}", topic.removeprefix("about ")) if word not in FRAMING]
    return "" if any(word.removesuffix("s") in answered.casefold() for word in words) else made.by_itself.question


_THERE = ("again", "short", "more", "still", "true", "dated", "narrow", "asks", "about")
"""Follow-ups that keep to the documents that the question before them was put to."""
_KEEPING = ("again", "short", "source", "after", "before", "more", "still", "true", "dated")
"""Follow-ups after which the conversation is still at the question before them."""


def rewritten_after(question: str, history: Sequence[Turn], glossary: Glossary = NO_TERMS) -> Rewritten:
    """`question` after `history`, by their words alone: without a library that has what was cited."""
    told = exchanges(history)
    thread = fold([one.question for one in told], [()] * len(told), glossary)
    return rewritten(question, thread, glossary)


def standalone(question: str, history: Sequence[Turn], glossary: Glossary = NO_TERMS) -> str:
    """The question alone of `rewritten_after`."""
    return rewritten_after(question, history, glossary).question
