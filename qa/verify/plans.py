"""Is what the passages tell as planned, possible or claimed told as done, certain or known?"""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from qa.verify.coverage import parts
from qa.verify.evidence import Evidence, weight
from qa.verify.source import Sentence
from qa.verify.speech import tells_view, tells_whose
from qa.verify.tokens import Token

_AHEAD = frozenset(
    """may might could would propos intend expect forese foresaw envisag slate due hope want seek possibl potenti
    forecast ought invit prospect option condit request ask considering""".split()
)
"""Stems of words after which something lies ahead, or only may be."""

_BENT = frozenset("plan plann schedul project".split())
"""Stems of verbs that do so where they are bent: "planned", "considering"; "the project" does not."""

_OPEN = (
    _AHEAD
    | _BENT
    | frozenset(
        """anticip should aim consid perhap if provid offer demand likely probabl eventu future urg until will
        shall upcom design goal must need requir recommend ambit ready readi willing would-b suggest estim target set
        await pend promis pledg vow commit abl capabl abil risk fear look intent allow enabl permit too mean threaten
        prioriti task idea wish vision concept option prospect object argument agenda chanc""".split()
    )
)
"""Stems of words by which a claim leaves open whether something is so."""

_GIVEN_UP = frozenset("cancel scrap abandon drop shelv halt reject refus delay postpon".split())
_CLAIMED = frozenset(
    "claim charg alleg accus suspect rumor purport argu contend insist reportedly allegedly supposedly".split()
)
_UNSURE = frozenset(
    """report alleg suppos purport unconfirm rumor rumour accord say claim unverifi state estim may might could
    possibl appar charg accus suspect assert contend argu deni disput put give tell insist declar believ credit blame
    announc describ maintain warn cite quot complain object view consid see critic protest case account
    propos recommend view eye advoc press support favor oppos reject demand urg posit opinion stanc
    fear regard argument suspicion complaint suggest idea thesi content figur dismiss""".split()
)
_LEAST = 0.5


def told_as_fact(evidence: Evidence) -> str:
    """What the claim tells as a fact though the passages do not, told to the reader; empty if nothing."""
    return _done_of_planned(evidence) or _known_of_reported(evidence)


def _done_of_planned(evidence: Evidence) -> str:
    """What the nearest sentence has in a clause of what is planned, proposed or possible, where no word of the claim
    leaves anything open."""
    tokens = evidence.claim.tokens
    if is_to_be(tokens) or not _is_done(tokens) or any(token.text.islower() and token.ids & _OPEN for token in tokens):
        return ""
    told = next((at for at, token in enumerate(tokens) if "announc" in token.own), None)
    if told is not None and all(token.key != "that" for token in tokens[told : told + 6]):
        return ""  # "announced an increase"
    for sentence in evidence.nearest[:1]:
        for part in parts(sentence.tokens):
            for token, after in pairwise(part):
                if _is_kept(token, sentence, evidence.claim):
                    continue
                if _lies_ahead(token, after) and _is_told(part, token, evidence):
                    return f"It tells as a fact what the passage cited says with “{token.text}”."
    return ""


def _is_kept(token: Token, sentence: Sentence, claim: Sentence) -> bool:
    """Whether a word that leaves something open has its like in the claim: a synonym ("looked for" for "sought"), or
    the alternatives that it is told of ("of three kinds: A, B or C" for "could be A, B or C")."""
    keys = frozenset(each.key for each in claim.tokens)
    if token.key in _MAY and any(each.key == "or" for each in sentence.tokens) and keys & _ALTERNATIVE:
        return True
    if "can" in keys and not token.own.isdisjoint(_POSSIBLE):
        return True
    if token.own.isdisjoint(_WISHING):
        return False
    return any(each.text.islower() and each.is_content and not each.ids.isdisjoint(token.ids) for each in claim.tokens)


_MAY = frozenset("could may might".split())
_ALTERNATIVE = frozenset("or either any whether kinds types sorts forms".split())
_WISHING = frozenset("seek sought want hope ask request invit propos consid".split())
_POSSIBLE = frozenset("option possibl potenti permit".split())


def _is_done(tokens: Sequence[Token]) -> bool:
    """Whether a sentence has a verb other than of saying that tells of something done or being so: "began", "were",
    "has"; none where an event is only named ("statements put the arrival in 2026")."""
    for at, token in enumerate(tokens):
        says = tells_whose(token) or token.key in _PUTTING
        auxiliary = token.key in _BE | _HAVE and any(tells_whose(each) for each in tokens[at + 1 : at + 4])
        bent = token.text.islower() and (token.text.endswith(("ed", "s")) or token.text != token.key)
        if not says and not auxiliary and ((token.is_content and bent) or token.key in _BE | _HAVE):
            return True
    return False


def _lies_ahead(token: Token, after: Token) -> bool:
    if not token.text.islower() or after.key == "not":
        return False  # what could not be is no plan
    planned = not token.own.isdisjoint(_BENT) and (token.text.endswith(("ed", "ing")) or after.key == "to")
    is_to = token.key in ("was", "were") and after.key == "to"
    return planned or is_to or not token.own.isdisjoint(_AHEAD) or token.key in _AHEAD


def is_to_be(tokens: Sequence[Token]) -> bool:
    """Whether something "is to", "was also to" or "was not going to" happen."""
    for at, token in enumerate(tokens):
        after = list(takewhile(lambda each: each.key == "go" or not each.is_content, tokens[at + 1 : at + 4]))
        if token.key in _BE and any(each.key == "to" for each in after):
            return True
    return False


_BE = frozenset("was were is are be been".split())
_HAVE = frozenset("has have had".split())
_PUTTING = frozenset("put pointed placed".split())


def _is_told(part: Sequence[Token], but: Token, evidence: Evidence) -> bool:
    """Whether the claim has a good part of what a clause says beside the word `but`."""
    says = [token for token in part if weight(token) >= 1 and token is not but]
    told = [token for token in says if not token.ids.isdisjoint(evidence.claim.ids)]
    at = next(n for n, token in enumerate(part) if token is but)
    meant = frozenset[str]().union(*(token.own for token in part[at : at + 4]))
    mine = pairwise(evidence.claim.tokens)
    if any(one.key == "to" and other.is_content and not other.ids.isdisjoint(meant) for one, other in mine):
        return False  # "the decision to station a battery"
    if any(token.own & _GIVEN_UP and token.own.isdisjoint(meant) for token in evidence.claim.tokens):
        return False  # "the planned interceptor" was cancelled
    return len(told) > 1 and sum(map(weight, told)) >= _LEAST * sum(map(weight, says))


def _known_of_reported(evidence: Evidence) -> str:
    """What the passages tell as claimed, the claim as known."""
    if not evidence.claim.ids.isdisjoint(_UNSURE) or tells_view(evidence.claim.tokens):
        return ""
    for sentence in evidence.nearest[:1]:
        for token in sentence.tokens:
            if not token.ids.isdisjoint(_CLAIMED):
                return f"It leaves out “{token.text}”, which the passage cited says."
    return ""
