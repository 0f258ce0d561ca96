"""How much of what a claim says stands in the passages, word by word, and which part of it does not."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa.verify.evidence import Evidence, is_light, weight
from qa.verify.naming import names
from qa.verify.source import Sentence
from qa.verify.tokens import Token
from qa.verify.wording import TITLES

_JOINS = frozenset(
    "and but while which who whose where when because although though as after before whereas so or that".split()
)
_BREAKS = frozenset(", ; : ( ) - --".split())
_PREFIX = 5
_RUN = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a claim: its words, what they weigh in all, and what those weigh that the passages have."""

    tokens: tuple[Token, ...]
    whole: float
    held: float
    missing: tuple[Token, ...]

    @property
    def text(self) -> str:
        """Its words, for messages."""
        return " ".join(token.text for token in self.tokens)


def covered(evidence: Evidence) -> list[Part]:
    """The parts of a claim, in order, each with how much of it the passages have."""
    return [_part(tokens, evidence) for tokens in parts(evidence.claim.tokens)]


def put_on(evidence: Evidence) -> Iterator[tuple[Token, ...]]:
    """The runs of words that the sentences do not have on which the claim rests, where they are too many to stand for
    others of those sentences; one more, where they have one between any two of them."""
    known = evidence.over_ids.union(*(sentence.ids for sentence in evidence.around))
    starts = frozenset(each[:_PREFIX] for each in known if len(each) >= _PREFIX)
    spare = _spare(evidence)
    run, held, gaps = list[Token](), 0, 0
    for token in _telling(evidence.claim):
        if token.ids.isdisjoint(known) and not (len(token.key) > _PREFIX and token.key[:_PREFIX] in starts):
            run, gaps = ([*run, token], gaps + held) if held <= 1 else ([token], 0)
            held = 0
        else:
            held += 1
        if len(run) > _RUN + min(gaps, 1) or (len(run) == _RUN and not spare):
            yield tuple(run)
            run, gaps = [], 0


def _telling(sentence: Sentence) -> list[Token]:
    """The content words of a sentence that belong to no number and no date, and are no light verbs."""
    counted = {place for quantity in sentence.quantities for place in range(quantity.at, quantity.stop)}
    return [
        token
        for at, token in enumerate(sentence.tokens)
        if token.is_content and weight(token) >= 1 and at not in sentence.dated and at not in counted
    ]


def _spare(evidence: Evidence) -> int:
    """How many telling words of the sentences that the claim rests on it has not: as many may be told otherwise."""
    mine = evidence.claim.ids
    return sum(
        1
        for sentence in evidence.resting
        for token in _telling(sentence)
        if token.ids.isdisjoint(mine) and (not token.is_capital or _only_opens(token, sentence))
    )


def _only_opens(token: Token, sentence: Sentence) -> bool:
    """Whether a word has its capital only because a sentence begins with it."""
    named = (each for run in names(sentence) for each in run)
    return token is sentence.tokens[0] and token.key not in TITLES and all(each is not token for each in named)


def parts(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The clauses of a sentence, cut at marks and at words that join clauses; shorter than three words, joined to the
    next."""
    part: list[Token] = []
    for token in tokens:
        cuts = token.key in _BREAKS or token.key in _JOINS
        if cuts and sum(1 for each in part if each.is_content) >= 2:
            yield tuple(part)
            part = []
        part.append(token)
    if part:
        yield tuple(part)


def _part(tokens: tuple[Token, ...], evidence: Evidence) -> Part:
    whole = held = 0.0
    missing = []
    known = evidence.ids | evidence.over_ids
    beginnings = frozenset(each[:_PREFIX] for each in evidence.ids if len(each) >= _PREFIX)
    counted = {id(token) for token in _telling(evidence.claim)}
    for token in tokens:
        says = weight(token)
        if not says or (says >= 1 and id(token) not in counted):
            continue
        whole += says
        if not token.ids.isdisjoint(known):
            held += says
        elif len(token.key) > _PREFIX and token.key[:_PREFIX] in beginnings:  # "operational", "operator"
            held += says * 0.8
        elif not is_light(token):
            missing.append(token)
    return Part(tokens, whole, held, tuple(missing))
