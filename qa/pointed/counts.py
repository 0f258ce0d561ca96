"""How many: whether a sentence counts what a question asks the number of, rather than something else."""

import re

from qa.doers.verbs import dictionary_forms
from qa.doers.words import BE, Sentence, Word, read
from qa.kinds import numbers_in

_ASKS = re.compile(
    r"^(?:and |so |but |then |about |roughly |exactly )?"
    r"(?:how many|what(?: is|['’]s| was)? the number of|what number of) "
    r"(?:of (?:the |its |their |our )?|more |other |further |new )?(?=\S)",
    re.IGNORECASE,
)
_KIN = (
    "ship destroyer cruiser vessel frigate warship submarine",
    "missile interceptor rocket round weapon launch target",
    "soldier troop sailor personnel people person man crew staff member employee airman contractor operator dead",
    "test shot try attempt intercept intercepts launch hit success failure",
    "battery unit system fire-unit launcher",
    "launcher tube cell silo",
    "country nation state ally member government",
    "senator vote lawmaker representative member",
    "site base location area",
    "radar sensor array antenna",
    "satellite sensor spacecraft",
    "warhead weapon head",
    "drone aircraft shahed plane jet",
    "day week month year hour minute",
)
_KINDRED = tuple(frozenset(line.split()) for line in _KIN)
_STOPS = frozenset("does do did has have had will would can could are is was were may might should".split()) | BE
_DIGITS = re.compile(r"^(?:[$€£]?\s?\d[\d.,]*(?<=\d)|\w+)")
_NEAR = 5
_LONGEST = 5


def counted(text: str) -> frozenset[str] | None:
    """What the question `text` asks the number of: the noun and its kin, as a dictionary has them; None where it
    asks for no number of things."""
    asks = _ASKS.match(text.strip())
    if asks is None:
        return None
    words = read(text.strip()[asks.end() :]).words[:_LONGEST]
    noun: Word | None = None
    for word in words:
        if word.low in _STOPS or not word.is_word or (noun is not None and not word.low.endswith("s")):
            break
        noun = word if word.low.endswith("s") or word.low in ("people", "personnel", "aircraft") else noun
    if noun is None:
        return None
    own = noun.forms
    return own.union(*(kin for kin in _KINDRED if own & kin))


def is_counted(wanted: frozenset[str], text: str) -> bool:
    """Whether the sentence `text` has a number of what is `wanted`: before the noun, or after "the number of"."""
    after = [_DIGITS.sub("", text[start:], count=1) for start, _ in numbers_in(text)]
    return any(_follows(wanted, read(rest)) for rest in after) or _is_number_of(wanted, text)


def _follows(wanted: frozenset[str], after: Sentence) -> bool:
    for word in after.words[:_NEAR]:
        if not word.is_word and word.text not in ("-", "–", "(", ")"):
            return False
        if word.forms & wanted or any(part in wanted for part in word.low.split("-")):
            return True
    return False


def _is_number_of(wanted: frozenset[str], text: str) -> bool:
    found = re.search(r"\bnumber of ((?:[\w-]+ ){0,4}[\w-]+)", text)
    return found is not None and any(dictionary_forms(word) & wanted for word in found[1].split())
