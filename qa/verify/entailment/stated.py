"""A question and its answer as a statement: "Who won the cup?" and "Ajax" → "Ajax won the cup." """

import re

_AUX = r"is|was|are|were|has|had|have|can|could|will|would|did|does|do|may|might|should|must"
_WHO = re.compile(rf"^(?:Who|What) (?!(?:{_AUX})\b)(\w+(?:ed|s|n|t|w|d|g|k|e)\b .+)\?$")
_WHICH = re.compile(
    r"^(?:Which|What) (?:[\w’'-]+ ){1,3}((?:is|was|are|were|has|had|became|won|began|made|led|gave|held|took|wrote|"
    r"contains|includes|provides|\w{3,}ed) .+)\?$"
)
_WHAT_IS = re.compile(r"^(?:Who|What) (is|was|are|were) ((?:the|a|an|his|her|its|their|[A-Z])\b.+)\?$")
_HOW_MANY = re.compile(
    rf"^How many ((?!.*\b(?:did|do|does|are there|were there)\b).+ (?:{_AUX}|live|lived|died) .+)\?$"
)
_THERE = re.compile(r"^How many (.+) (are|were) there (.+)\?$")
_WHEN = re.compile(
    r"^(?:When|In (?:what|which) (?:year|month|city|country|state|town)|Where) (was|were|is|are) "
    r"(.+?) (born|built|made|held|sold|found|written|won|given|taken|released|\w{3,}ed)( [^?]*)?\?$"
)
_DANGLING = re.compile(r"\b(?:of|for|by|in|on|to|with|from|as|at|called|named|known|about)$")


def stated(question: str, answer: str) -> str | None:
    """The statement that `answer` to `question` makes; None where the question has no form that a rule knows."""
    question, answer = question.strip(), answer.strip().rstrip(".")
    if found := _THERE.match(question):
        return _sentence(f"There {found[2]} {answer} {found[1]} {found[3]}") if answer[:1].isdigit() else None
    if found := _HOW_MANY.match(question):
        return _sentence(f"{answer} {found[1]}") if re.fullmatch(r"[\d,.]+|[a-z]+", answer) else None
    if found := _WHEN.match(question):
        return _sentence(f"{found[2]} {found[1]} {found[3]}{found[4] or ''} {_placed(question, answer)}")
    if (found := _WHAT_IS.match(question)) and not _DANGLING.search(found[2]):
        return _sentence(f"{found[2]} {found[1]} {answer}")
    if found := (_WHICH.match(question) or _WHO.match(question)):
        return _sentence(f"{answer} {found[1]}")
    return None


def _placed(question: str, answer: str) -> str:
    if re.match(r"(?:in|on|at|during|by|near|from|since)\b", answer, re.IGNORECASE):
        return answer[0].lower() + answer[1:]
    dated = question.startswith("When") and re.search(r"\b\d{1,2},|\b\d{1,2} [A-Z]|[A-Z]\w+ \d{1,2}$", answer)
    return f"{'on' if dated else 'in'} {answer}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
