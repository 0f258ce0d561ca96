"""Words that no passage has: are they put on, or do they say in words of their own what a passage says?

The clause that has them is left out for a trial, and both sentences are held against the sentences that the claim rests
on, as vectors of meaning. What is put on makes a claim less like its source, so that it is liker without; what retells
is missed. Word by word that would not show (single words are as near to their opposites); by the clause it does.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.verify.coverage import parts
from qa.verify.evidence import Evidence, weight
from qa.verify.tokens import Token

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts → unit vectors, a row each."""

_MISSED, _NOT_MISSED = 0.03, -0.03
"""How much less like its source a claim must be without the clause, and at least without the words alone (cosines)."""


def retold(evidence: Evidence, words: Sequence[Token], encode: Encode) -> bool:
    """Whether `words` of the claim, which no passage has, retell what the passages say. Never where it has no other
    clause: nothing would be left to hold against its source."""
    tokens = evidence.claim.tokens
    meant = {id(token) for token in words}
    clause = {id(token) for part in parts(tokens) if any(id(token) in meant for token in part) for token in part}
    rest = [token for token in tokens if id(token) not in clause]
    if not any(weight(token) for token in rest):
        return False
    places = [at for at, token in enumerate(tokens) if id(token) in meant]
    trials = [tokens, rest, [*tokens[: places[0]], *tokens[places[-1] + 1 :]]]
    whole, without_clause, without_words = _likeness(trials, evidence, encode)
    return whole - without_clause > _MISSED and whole - without_words > _NOT_MISSED


def _likeness(trials: Sequence[Sequence[Token]], evidence: Evidence, encode: Encode) -> list[float]:
    """How like each of `trials` is to the liker of: one sentence that the claim rests on, and all of them in order."""
    near = {id(sentence) for sentence in evidence.nearest}
    together = [token for sentence in evidence.sentences if id(sentence) in near for token in sentence.tokens]
    sources = dict.fromkeys([*(_text(sentence.tokens) for sentence in evidence.nearest), _text(together)])
    vectors = encode([*map(_text, trials), *sources])
    return [float(value) for value in (vectors[: len(trials)] @ vectors[len(trials) :].T).max(axis=1)]


def _text(tokens: Iterable[Token]) -> str:
    return " ".join(token.text for token in tokens)
