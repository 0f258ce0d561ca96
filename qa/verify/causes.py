"""Does a claim give a cause, a purpose or an occasion that the passages do not?"""

from collections.abc import Sequence

from qa.verify.evidence import Evidence, weight
from qa.verify.tokens import Token

_LEADING = tuple(
    sorted(
        (
            tuple(phrase.split())
            for phrase in (
                "because,due to,owing to,thanks to,as a result,as a consequence,in response to,in reaction to,"
                "in return for,in exchange for,in order to,on account of,out of fear,prompted by,caused by"
            ).split(",")
        ),
        key=len,
        reverse=True,
    )
)
"""What leads to a cause or a purpose, and to nothing else."""

_FIRST = frozenset(phrase[0] for phrase in _LEADING)

_GIVING = frozenset(
    """because due owe thank result respons respond reaction caus reason order prompt therefor thus henc blame attribut
    purpos ground motiv justifi basi why consequ so over trigger forc lead led given explain worri fear concern save aim
    need requir after follow answer when sinc""".split()
)
"""Stems of words by which a passage may give a cause."""


def wrong_cause(evidence: Evidence) -> str:
    """The first cause that the passages do not give, told to the reader; empty if none: most of its words are not
    theirs, or some are not, and they give no cause at all."""
    known = evidence.over_ids | evidence.near_ids
    gives = any(not token.own.isdisjoint(_GIVING) for sentence in evidence.nearest[:2] for token in sentence.tokens)
    for words in _causes(evidence.claim.tokens):
        telling = [token for token in words if token.is_content and weight(token) >= 1]
        missing = [token for token in telling if token.ids.isdisjoint(known)]
        if missing and (2 * len(missing) >= len(telling) or (len(missing) > 1 and not gives)):
            return f"It gives a cause, “{' '.join(token.text for token in words)}”, which the passage cited does not."
    return ""


_BE = frozenset("is are was were be been still now".split())


def _causes(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """The words of each cause, from those that lead to it to the end of its clause."""
    found = list[Sequence[Token]]()
    keys = tuple(token.key for token in tokens)
    for at in (n for n, key in enumerate(keys) if key in _FIRST):
        phrase = next((each for each in _LEADING if keys[at : at + len(each)] == each), ())
        is_due = phrase == ("due", "to") and at and keys[at - 1] in _BE  # "were due to enter service"
        if phrase and not is_due:
            begin = at + len(phrase)
            stop = next((n for n in range(begin + 1, len(tokens)) if tokens[n].group == "mark"), len(tokens))
            found.append(tokens[at:stop])
    return found
