"""Is what a claim denies told in the passages without that negation, or the other way round?

"The same" is "no different", "still under way" is "not finished", "only Japan" is "no country except Japan".
"""

from collections.abc import Sequence
from itertools import pairwise

from qa.verify.coverage import parts
from qa.verify.denials import Denial, denials, is_reversed, leaves_open, opens, times_denied
from qa.verify.evidence import Evidence, is_light
from qa.verify.opposites import opposites
from qa.verify.source import Sentence
from qa.verify.speech import tells_whose
from qa.verify.stems import stem
from qa.verify.strength import is_highest
from qa.verify.tokens import Token


def is_told_without(evidence: Evidence, denial: Denial) -> bool:
    """Whether the passages say in another way what the claim denies."""
    return _is_opened_there(evidence, denial) or _is_utmost(evidence, denial) or _is_contrary(evidence, denial)


def is_told_otherwise(evidence: Evidence, sentence: Sentence, denial: Denial) -> bool:
    """Whether the claim says in another way what a sentence denies."""
    return _is_reworded(evidence, sentence, denial) or is_exception(evidence.claim, sentence, denial)


def _is_reworded(evidence: Evidence, sentence: Sentence, denial: Denial) -> bool:
    """Whether the claim denies what a sentence does in another word, which the sentence has not ("did not come about"
    for "did not happen"), or by a prefix ("unsettled" for "did not settle")."""
    if not denial.places or is_reversed(sentence.tokens[denial.places[0]]):
        return bool(denial.places)  # "certain" for "no uncertainty"
    head, tokens = sentence.tokens[denial.places[0]], evidence.claim.tokens
    if any(not head.own.isdisjoint(_without_prefix(token)) for token in tokens):
        return True
    if not head.own.isdisjoint(_SETTLING) and any(token.key in ("open", "question") for token in tokens):
        return True
    heads = [tokens[each.places[0]] for each in denials(evidence.claim) if each.places]
    if len(heads) >= sum(len(denials(each)) for each in evidence.resting):
        return True
    place = next((at for at, token in enumerate(tokens) if not token.ids.isdisjoint(head.ids)), None)
    near = tokens if place is None else tokens[max(0, place - _NEAR) : place + _NEAR]
    return any(mine.own.isdisjoint(sentence.ids) for mine in (*heads, *filter(leaves_open, near)))


_NEAR = 8
_SETTLING = frozenset("settl say know resolv decid determin clear answer".split())


def is_exception(claim: Sentence, sentence: Sentence, denial: Denial) -> bool:
    """Whether the claim says by an "only", "all" or "needs" what a sentence does by two denials or an exception: "only
    Japan" for "no country except Japan", "all have" for "none is without"."""
    if sentence.tokens[denial.at - 1].key in _BE and _is_apart(claim, sentence, denial):
        return True
    after = sentence.tokens[denial.at + 1 : denial.at + 1 + 2 * _NEAR]
    if any(token.key == "confused" for token in after[:2]):
        return True
    if all(token.key not in _ONLY and token.own.isdisjoint(_NEEDING) for token in claim.tokens):
        return False
    return len(denials(sentence)) > len(denials(claim)) + 1 or any(token.key in _EXCEPT for token in after)


def _is_apart(claim: Sentence, sentence: Sentence, denial: Denial) -> bool:
    """Whether the claim sets apart ("whereas NATO has its own", "is separate from NATO's") what a sentence says not to
    be something ("is not the command network of NATO"), without saying that it is."""
    head = sentence.tokens[denial.places[0]] if denial.places else None
    told = [at for at, token in enumerate(claim.tokens) if head is not None and not token.ids.isdisjoint(head.own)]
    if not told:
        return any(token.key in _CONTRASTING for token in claim.tokens)
    return any(token.key in _PARTING for at in told for token in claim.tokens[max(0, at - 4) : at])


_PARTING = frozenset("whereas unlike separate distinct different".split())
_BE = ("is", "are", "was", "were")
_CONTRASTING = frozenset("whereas while unlike contrast separate distinct different own opposed".split())
_NEEDING = frozenset("all everi each both alway need depend requir must necessari essenti reli condit".split())
_EXCEPT = frozenset("other except unless until than else".split())


def _is_utmost(evidence: Evidence, denial: Denial) -> bool:
    """Whether a "no other" or the like says what the nearest sentence says by "the first", "only" or "the largest"."""
    told = [token for sentence in evidence.nearest[:1] for token in sentence.tokens]
    words = [token.key for token in evidence.claim.tokens[denial.at : denial.at + 2]]
    if words == ["not", "yet"]:
        return any(token.key == "only" for token in told)  # "only in July 2024"
    if words == ["no", "longer"] and any("chang" in token.own for token in told):
        return True
    beyond = any(token.key in _BEYOND for token in evidence.claim.tokens[denial.at + 1 : denial.at + _NEAR])
    if beyond and any(token.key in _ONLY for token in told):
        return True
    return words[0] in ("no", "never") and any(is_highest(token) or token.key in ("first", "only") for token in told)


def _is_contrary(evidence: Evidence, denial: Denial) -> bool:
    """Whether a sentence that the claim rests on says the opposite of what is denied ("the same" for "no different"),
    denies it by another word, sets it apart ("A and not B" for "A, while B"), or gives several numbers of what is not
    agreed."""
    claim = evidence.claim
    words = [claim.tokens[place] for place in denial.places[:4]]
    others = frozenset(each for word in words[:3] for own in word.own for each in opposites(own))
    sets_apart = denial.at and claim.tokens[denial.at - 1].key in ("and", ",", "but")
    for sentence in evidence.resting:
        if any(not token.own.isdisjoint(others) and token.own.isdisjoint(claim.ids) for token in sentence.tokens):
            return True
        if sets_apart and any(token.key in _CONTRASTING for token in sentence.tokens):
            return True
    for sentence in evidence.nearest:
        if any(times_denied(word, sentence) >= times_denied(word, claim) > 0 for word in words):
            return True
    return any(not word.own.isdisjoint(_AGREEING) for word in words[:1]) and len(evidence.resting[0].quantities) > 1


_AGREEING = frozenset("agre consensus singl uniform".split())
_ONLY = frozenset("only alone sole solely exclusively just".split())
_BEYOND = frozenset("other else beyond but except besides apart outside longer shorter".split())


def _is_opened_there(evidence: Evidence, denial: Denial) -> bool:
    """Whether a clause that the claim rests on denies what the claim does in a word that the claim has not: "differ in
    scope" for "not have the same scope". Of a word that the sentences have, it is the clause with that word."""
    claim = evidence.claim
    instead = any(token.key == "but" for token in claim.tokens[denial.at :])  # "did not treat it as a program, but as"
    if instead and any(_takes_up(one, each, claim) for each in evidence.resting for one in denials(each)):
        return True
    head = claim.tokens[denial.places[0]] if denial.places else None
    is_told = head is not None and any(not head.own.isdisjoint(sentence.ids) for sentence in evidence.nearest)
    own = next(part for part in parts(claim.tokens) if any(token is claim.tokens[denial.at] for token in part))
    beside = head.own if head and is_told else frozenset().union(*(token.own for token in own if token.is_content))
    other = len(denials(claim)) - 1
    for sentence in evidence.resting:
        told = denials(sentence)
        is_light = not is_told or (head is not None and tells_whose(head))
        if is_light and len(told) > other and any(_takes_up(one, sentence, claim) for one in told):
            return True
        asks = any(
            claim.tokens[place].key in _ASKING for place in range(denial.at, min(denial.at + 4, len(claim.tokens)))
        )
        if asks and any(_is_of_telling(sentence.tokens[one.at - 1]) for one in told if one.at):
            return True  # "did not say when" for "gave no date"
        for part in _clauses(sentence.tokens):
            is_open = any(
                opens(part, at, claim.tokens[denial.at :]) and token.own.isdisjoint(claim.ids)
                for at, token in enumerate(part)
            )
            if is_open and any(not token.ids.isdisjoint(beside) for token in part):
                return True
    return False


def _clauses(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The parts of a sentence between words and marks that turn it; lists stay whole."""
    turns = [at for at, token in enumerate(tokens) if token.key in _TURNS]
    return [tuple(tokens[one:other]) for one, other in pairwise([0, *turns, len(tokens)])]


_TURNS = frozenset("; : but while whereas although though because which who whose since".split())
_ASKING = frozenset("when whether how what which who why where since".split())


def _is_of_telling(token: Token) -> bool:
    return is_light(token) or tells_whose(token)


def _without_prefix(token: Token) -> frozenset[str]:
    """The stem of a word that a prefix denies, without it: "settl" of "unsettled"; none of another word."""
    prefix = "non" if token.key.startswith("non") else token.key[:2]
    if len(token.key) > 6 and (prefix == "non" or is_reversed(token)):
        return frozenset({stem(token.key[len(prefix) :])})
    return frozenset()


def _takes_up(denial: Denial, sentence: Sentence, claim: Sentence) -> bool:
    """Whether the claim speaks of most of what a sentence denies."""
    words = [sentence.tokens[place] for place in denial.places[:5]]
    return len(words) > 1 and sum(not word.ids.isdisjoint(claim.ids) for word in words) >= len(words) / 2
