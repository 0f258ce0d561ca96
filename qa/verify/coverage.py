"""How much of what a claim says stands in the passages, word by word, and which part of it does not."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa.verify.evidence import Evidence, weight
from qa.verify.tokens import Token

_JOINS = frozenset(
    "and but while which who whose where when because although though as after before whereas so or that".split()
)
_BREAKS = frozenset(", ; : ( ) - --".split())
_PREFIX = 5


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
    for token in tokens:
        says = weight(token)
        if not says:
            continue
        whole += says
        if not token.ids.isdisjoint(known) or token.group in ("number", "iso", "ordinal", "decade"):
            held += says
        elif _alike(token, evidence):
            held += says * 0.8
        else:
            missing.append(token)
    return Part(tokens, whole, held, tuple(missing))


def _alike(token: Token, evidence: Evidence) -> bool:
    """Whether the passages have a word that begins like this one ("operational", "operator")."""
    return len(token.key) >= _PREFIX + 1 and token.key[:_PREFIX] in _beginnings(evidence)


def _beginnings(evidence: Evidence) -> frozenset[str]:
    return frozenset(each[:_PREFIX] for source in evidence.sources for each in source.ids if len(each) >= _PREFIX)
