"""A follow-up completed: the question that it stands for after the thread of a conversation."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from corpus.glossary import Glossary
from qa.converse.clauses import bare_question, raised
from qa.converse.forms import FollowUp, follow_up
from qa.converse.phrases import Phrase, names_in
from qa.converse.rules import Made, completed, unwrapped
from qa.converse.scope import place_apart
from qa.converse.stand_in import stood_in
from qa.converse.topic import topic_of
from qa.converse.turns import exchanges
from qa.question import FRAMING
from qa.types import Turn

_NAMELESS = re.compile(r"\b(?:the)\s+(?!(?:U\.?S|EU|UK)\b)[a-z]", re.IGNORECASE)
_DEFINES = re.compile(
    r"^(?:what|who)(?:['’]s|\s+(?:is|are|was|were))\s+(?:an?\s+)?[\w-]+(?:\s+[\w-]+)?[\s?]*$|^what (?:does|do|did)\b.*\bmean[\s?]*$|^define\b",
    re.IGNORECASE,
)
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
    """`question` stands alone, and leaned as `form` says; `turns_on` and `matter` are as in `Meant`. `guessed`: the
    topic that was put before it is only likely."""

    question: str
    turns_on: str
    form: FollowUp
    matter: tuple[str, ...] = ()
    guessed: bool = False

    @property
    def leans(self) -> bool:
        """Whether it leans on what was said before."""
        return self.form.kind != "none"


def leaning(question: str, glossary: Glossary, before: str) -> FollowUp:
    """What kind of follow-up `question` is after the question `before`."""
    found = follow_up(question, lambda text: [one.start for one in _named(text, glossary)])
    if found.kind == "none" and _is_bare(found.rest, glossary) and names_in(before, glossary):
        return FollowUp("bare", found.rest)
    return found


def rewritten(question: str, thread: Thread, glossary: Glossary, whole: Container[str] = ()) -> Rewritten:
    """`question` completed from `thread`; as it is where it stands alone, as do those in `whole`."""
    if not thread.question or question in whole:
        return Rewritten(question, question, FollowUp("none", question))
    form = leaning(question, glossary, thread.question)
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
    return Rewritten(raised(made.question), made.turns_on or raised(made.question), form, made.matter, made.guessed)


def _earlier(words: str, thread: Thread) -> str:
    """The latest question of the thread that is of what `words` ("back to the radar: …") return to; empty for none."""
    matter = [word for word in re.findall(r"[\w-]{3,}", re.split(r"[:,]", words)[0].casefold()) if word not in FRAMING]
    for question in reversed((*thread.earlier, thread.question)):
        if any(re.search(rf"\b{re.escape(word.removesuffix('s'))}", question, re.IGNORECASE) for word in matter[-1:]):
            return question
    return ""


def _named(text: str, glossary: Glossary) -> list[Phrase]:
    """What `text` names: a year or a term of everyday ("interceptors") names nothing by itself."""
    found = names_in(text, glossary)
    return [one for one in found if one.sort != "year" and (one.sort == "place" or not one.text[:1].islower())]


def _is_bare(text: str, glossary: Glossary) -> bool:
    """Whether a short question names nothing by itself but speaks of it as known ("how many were hurt in the
    protests?")."""
    if len(text.split()) > _LONGEST_BARE or _named(text, glossary) or _DEFINES.match(text):
        return False
    return bool(_NAMELESS.search(text)) or (len(text.split()) <= 4 and not names_in(text, glossary))


def fold(
    questions: Sequence[str], cited: Sequence[tuple[str, ...]], glossary: Glossary, whole: Container[str] = ()
) -> Thread:
    """The thread of a conversation of `questions`, for each of which the sentences `cited` were answered."""
    thread = Thread()
    for question, sentences in zip(questions, cited, strict=True):
        made = rewritten(question, thread, glossary, whole)
        if made.form.kind in _KEEPING and thread.question:
            thread = replace(thread, cited=sentences or thread.cited)
        else:
            earlier = (*thread.earlier, *filter(None, [thread.question]))
            thread = Thread(made.question, made.turns_on, made.matter, sentences, earlier)
    return thread


_THERE = ("again", "short", "more", "still", "true", "dated", "narrow", "asks", "about")
"""Follow-ups that keep to the documents that the question before them was put to."""
_KEEPING = ("again", "short", "source", "after", "before", "more", "still", "true")
"""Follow-ups after which the conversation is still at the question before them."""


def rewritten_after(question: str, history: Sequence[Turn], glossary: Glossary = NO_TERMS) -> Rewritten:
    """`question` after `history`, by their words alone: without a library that has what was cited."""
    told = exchanges(history)
    thread = fold([one.question for one in told], [()] * len(told), glossary)
    return rewritten(question, thread, glossary)


def standalone(question: str, history: Sequence[Turn], glossary: Glossary = NO_TERMS) -> str:
    """The question alone of `rewritten_after`."""
    return rewritten_after(question, history, glossary).question
