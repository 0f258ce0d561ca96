"""Is what the passages tell of a date told as being so now?"""

from collections.abc import Sequence

from qa.verify.evidence import Evidence
from qa.verify.tokens import Token

_NOW = frozenset("now today currently nowadays presently still".split())
_LASTING = frozenset(
    "still remain continu yet stay keep sinc ongo stand now today current nowaday present latest".split()
)
_PRESENT, _PAST = frozenset("is are".split()), frozenset("was were had did".split())
_PERFECT = frozenset("has have".split())


def outdated(evidence: Evidence) -> str:
    """What the claim, without a date, tells as so now while the passages tell it of a date, told; empty if nothing."""
    if evidence.claim.dates or not evidence.nearest:
        return ""
    basis = evidence.near_ids
    lasts = (
        any(token.key in _PRESENT | _PERFECT for token in evidence.nearest[0].tokens) and not evidence.nearest[0].dates
    )
    tokens = evidence.claim.tokens
    for at, token in enumerate(tokens):
        is_now = token.key in _NOW or (token.key == "present" and at and tokens[at - 1].key == "at")
        if is_now and basis.isdisjoint(_LASTING) and not lasts:
            return f"It says “{token.text}”, which the passage cited does not."
    mine = {token.key for token in tokens} | {"is" for at in range(len(tokens)) if _owns(tokens, at)}
    best = evidence.nearest[0]
    theirs = {token.key for token in best.tokens}
    now = mine & _PRESENT and not mine & _PAST
    then = theirs & (_PAST - {"did"}) and not theirs & (_PRESENT | _PERFECT) and best.dates
    if now and then:
        return f"It tells as so now what the passage cited tells of {best.dates[0].said}."
    return ""


def _owns(tokens: Sequence[Token], at: int) -> bool:
    """Whether "has" or "have" at a place stands by itself: "has seven batteries", not "has fired seven"."""
    after = tokens[at + 1 : at + 3]
    done = any(
        each.text.endswith("ed") or each.text.lower() != each.key or each.key in ("been", "had", "to") for each in after
    )
    return tokens[at].key in _PERFECT and not done
