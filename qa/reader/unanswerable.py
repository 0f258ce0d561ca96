"""Questions that sound right and have no answer: an answerable one with one thing changed that its passage turns on.

The kinds are those that Rajpurkar, Jia and Liang (2018) found in SQuAD 2.0: another name, another number, an antonym, a
negation, another thing asked about. Each change is made by rule and only where the passage does not hold what it brings
in, so a few of them still have an answer; most do not.
"""

import random
import re
from collections.abc import Callable, Sequence

ANTONYMS = {
    "first": "last", "last": "first", "largest": "smallest", "smallest": "largest", "highest": "lowest",
    "lowest": "highest", "most": "least", "least": "most", "more": "less", "before": "after", "after": "before",
    "oldest": "youngest", "youngest": "oldest", "earliest": "latest", "latest": "earliest", "north": "south",
    "south": "north", "east": "west", "west": "east", "northern": "southern", "southern": "northern",
    "eastern": "western", "western": "eastern", "best": "worst", "worst": "best", "increase": "decrease",
    "decrease": "increase", "increased": "decreased", "decreased": "increased", "won": "lost", "lost": "won",
    "win": "lose", "lose": "win", "began": "ended", "begin": "end", "start": "end", "started": "ended",
    "founded": "dissolved", "built": "demolished", "allowed": "forbidden", "accepted": "rejected",
    "supported": "opposed", "opposed": "supported", "support": "oppose", "oppose": "support", "left": "joined",
    "joined": "left", "born": "buried", "died": "married", "longest": "shortest", "shortest": "longest",
    "major": "minor", "minor": "major", "public": "private", "private": "public", "always": "never",
    "successful": "failed", "legal": "illegal", "upper": "lower", "lower": "upper", "old": "new", "new": "old",
    "high": "low", "low": "high", "large": "small", "small": "large", "positive": "negative", "early": "late",
    "banned": "permitted", "common": "rare", "many": "few", "above": "below", "inside": "outside", "gain": "lose",
    "agreed": "refused", "signed": "rejected", "deployed": "withdrawn", "bought": "sold", "sold": "bought",
}  # fmt: skip
_AUXILIARY = re.compile(
    r"\b(did|does|do|is|are|was|were|can|could|has|have|had|will|would|should|may|must)\b", re.IGNORECASE
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w-]+(?: (?:of |the |de )?[A-Z][\w-]+)*")
_NUMBER = re.compile(r"\b\d[\d,]*(?:\.\d+)?\b")
_WORD = re.compile(r"\b[a-z]{5,}\b")
_QUESTION_WORDS = frozenset({"which", "where", "whose", "there", "their", "these", "those", "would", "could", "about"})

Change = Callable[[str, str, Sequence[str], random.Random], str | None]


def changed(question: str, passage: str, answer: str, others: Sequence[str], shuffle: random.Random) -> str | None:
    """`question` with one thing changed so that `passage` should not answer it any more; None where no rule applies.

    `others` are texts of the same article, from which other names and things are taken.
    """
    order: list[Change] = [_another_name, _another_number, _antonym, _another_thing]
    weights = [0.4, 0.2, 0.2, 0.2]
    rules = sorted(order, key=lambda rule: shuffle.random() ** (1 / weights[order.index(rule)]), reverse=True)
    if shuffle.random() < 0.08:
        rules.insert(0, _negation)
    for rule in rules:
        made = rule(question, passage, others, shuffle)
        if made and made != question and answer.casefold() not in made.casefold():
            return made
    return None


def _another_name(question: str, passage: str, others: Sequence[str], shuffle: random.Random) -> str | None:
    names = _NAME.findall(question)
    if not names:
        return None
    held = passage if shuffle.random() < 0.75 else question  # now and then a name that the passage does hold
    pool = [name for text in shuffle.sample(others, min(4, len(others))) for name in _NAME.findall(text)]
    pool += [name for name in _NAME.findall(passage) if held is question]
    name = shuffle.choice(names)
    fitting = [each for each in pool if each not in held and abs(each.count(" ") - name.count(" ")) <= 1]
    return question.replace(name, shuffle.choice(fitting), 1) if fitting else None


def _another_number(question: str, passage: str, _: Sequence[str], shuffle: random.Random) -> str | None:
    numbers = _NUMBER.findall(question)
    if not numbers:
        return None
    number = shuffle.choice(numbers)
    for _attempt in range(10):
        digits = list(number)
        place = shuffle.choice([at for at, digit in enumerate(digits) if digit.isdigit()][-2:])
        digits[place] = shuffle.choice("0123456789")
        other = "".join(digits)
        if other != number and other not in passage and not other.startswith("0"):
            return question.replace(number, other, 1)
    return None


def _antonym(question: str, passage: str, _: Sequence[str], shuffle: random.Random) -> str | None:
    found = [word for word in re.findall(r"\b[a-z]+\b", question) if word in ANTONYMS]
    fair = [word for word in found if not re.search(rf"\b{ANTONYMS[word]}\b", passage, re.IGNORECASE)]
    if not fair:
        return None
    word = shuffle.choice(fair)
    return re.sub(rf"\b{word}\b", ANTONYMS[word], question, count=1)


def _negation(question: str, _passage: str, _: Sequence[str], shuffle: random.Random) -> str | None:
    places = list(_AUXILIARY.finditer(question))
    if not places or re.search(r"\bnot\b|n't\b|\bnever\b", question):
        return None
    place = shuffle.choice(places)
    rest = question[place.end() :]
    subject = re.match(r" (?:the |a |an )[\w’'-]+| [A-Z][\w’'-]+", rest)
    at = place.end() + (subject.end() if subject else 0)
    return f"{question[:at]} {shuffle.choice(['not', 'not', 'never'])}{question[at:]}"


def _another_thing(question: str, passage: str, others: Sequence[str], shuffle: random.Random) -> str | None:
    low = passage.casefold()
    words = [word for word in _WORD.findall(question) if word in low and word not in _QUESTION_WORDS]
    if not words or not others:
        return None
    pool = [word for word in _WORD.findall(shuffle.choice(others)) if word not in low and word not in question]
    word = shuffle.choice(words)
    alike = [each for each in pool if each[-2:] == word[-2:]]  # same ending: mostly the same part of speech
    return re.sub(rf"\b{word}\b", shuffle.choice(alike), question, count=1) if alike else None
