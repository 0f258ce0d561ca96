"""The kind of answer that a question wants, by patterns over English."""

import re
from typing import Literal

Wants = Literal[
    "date", "number", "person", "place", "definition", "reason", "view", "comparison", "mention", "list", "check", "any"
]  # fmt: skip

_WANTS: tuple[tuple[Wants, str], ...] = (
    ("comparison", r"\b(compare|comparison|contrast|differ|differs|difference|differences|versus|vs\.?|both sides)\b"),
    ("number", r"\b(how (many|much|large|big|far|fast|long|high|old|heavy)|what (number|percentage|share|range|price|cost)|number of|(?:head)?count of)\b"),
    ("date", r"^(and )?(since |by )?when\b|^(the )?exact (date|day|year)\b|\b(what|which) (year|years|date|dates|day|month|decade)\b|\bin what year\b|\bhow (recently|soon)\b"),
    ("person", r"^(and )?(who|whom|whose)\b|\bwhich (official|officials|person|president|minister|secretary|general)\b"),
    ("place", r"^(and )?where\b|\bwhich (country|countries|nation|nations|states|city|place|site|sites|base)\b"),
    ("reason", r"^(and )?why\b|\bwhy (did|do|does|is|are|was|were|has|have|had|would)\b|^why'd\b|\b(reason|reasons|because of what|what caused|how come)\b"),
    ("definition", r"^(and )?what (is|are|was|were) (meant by |an? |the )?[^?]{1,60}\??$|\b(define|definition of|meaning of|stand for|stands for|what (does|do|did) [^?]{1,60} mean)\b"),
    ("check", r"^(is|are|was|were|does|do|did|has|have|had|can|could|will|would|may|might)\b|,? (right|correct|true|isn.t it)\?*$"),
    ("list", r"\b(list|name|which|what are|what were|enumerate)\b"),
)  # fmt: skip
_MENTION = re.compile(
    r"^(?:does|do|did|is|are|was|were)\b.*\b(?:mention(?:s|ed)?|name[sd]?|refer(?:s|red)? to|talk(?:s|ed)? about|discuss(?:es|ed)?)\b",
    re.IGNORECASE,
)
_VIEW = re.compile(
    r"\b(think|thinks|believe|believes|view|views|opinion|positions? (?:of|on|about|towards?|regarding)|stance|own (analysis|view|position|recommendation)|recommend|"
    r"recommends|recommendation|conclude|concludes|conclusion|predict|predicts|argue|argues|answer to|respond to|reply to|say must|want|wants)\b", re.IGNORECASE
)  # fmt: skip
_TOPIC_FIRST = re.compile(
    r"^(?:(?:what )?about [^:?]{1,300}:|as of now,|what else is there on this:)\s*", re.IGNORECASE
)


def wanted(text: str) -> Wants:
    """The kind of answer that the question `text` wants."""
    text = _TOPIC_FIRST.sub("", text.strip())
    folded = text.lower()
    if _MENTION.search(folded):
        return "mention"
    if _VIEW.search(text) and not re.match(r"^(when|where|how many|which)\b", folded):
        first = next((wants for wants, pattern in _WANTS[:1] if re.search(pattern, folded)), None)
        return first or "view"
    return next((wants for wants, pattern in _WANTS if re.search(pattern, folded)), "any")
