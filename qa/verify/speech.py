"""Verbs with which something is said, argued or held, and where a sentence has one."""

from collections.abc import Sequence
from itertools import pairwise

from qa.verify.tokens import Token

SAYING = frozenset(
    """give say argu claim maintain declar assert insist state tell write announc believ contend warn call note stress
    explain report conclud suggest describ demand estim judg think critic accus propos predict complain remark comment
    affirm confirm acknowledg admit name list observ welcom reiter repeat recommend forecast view consid urg oppos
    assess object fear worri quot cite count credit blame attribut charg promis statement opposit posit account request
    letter speech testimoni offer accord page letter promis pledg vow express voic tabl put write remark
    portray depict character present""".split()
)
"""Stems of verbs that may tell what somebody says or holds."""

_PLAIN = frozenset(
    """say argu claim maintain declar assert insist tell write announc contend warn note stress explain report conclud
    remark comment affirm acknowledg admit reiter repeat predict complain believ describ judg oppos demand want urg
    critic support reject refus fear count credit blame promis state name list cite identifi
    quot describ caution disclos reveal suggest recommend propos""".split()
)
_BETWEEN = frozenset(
    "has have had also then itself likewise officially later repeatedly publicly again himself did does not".split()
)


_SEVERAL = frozenset("officials authorities analysts experts republicans democrats".split())


DOCUMENTS = frozenset(
    """paper whitepap report document brief alert memo note articl page librari sourc passag glossari timelin profil
    comparison author fact sheet statement releas text entri editor translat account copi""".split()
)
"""Stems of words for what is written, which speaks as well."""


def tells_whose(token: Token) -> bool:
    """Whether a word only tells whose words something is: a verb of saying, a word for a document."""
    return not token.ids.isdisjoint(SAYING) or not token.ids.isdisjoint(DOCUMENTS)


def is_bent(token: Token) -> bool:
    """Whether a verb is not in its plain form, which many nouns share: "supported", "supports", "wrote"."""
    if token.text.endswith(("ers", "ors")) and token.key not in _VERBS_IN_ER:
        return False
    return token.text.endswith(("ed", "s", "ing")) or token.text.lower() != token.key or token.key in _SAME


_VERBS_IN_ER = frozenset(
    "offers considers enters delivers covers transfers orders refers alters favors monitors".split()
)
_SAME = frozenset("put hit cut set shut read".split())


def verb_of_saying(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb with which somebody surely says or holds something begins at `at`, auxiliaries before it."""
    begin, stop = at, min(len(tokens), at + 4)
    while at < stop and tokens[at].key in _BETWEEN:
        at += 1
    if at == stop or tokens[at].ids.isdisjoint(_PLAIN) or not tokens[at].text.islower():
        return False
    return at > begin or is_bent(tokens[at]) or tokens[at - 1].key in _SEVERAL


def tells_view(tokens: Sequence[Token]) -> bool:
    """Whether a sentence tells what somebody thinks otherwise than by such a verb: "for Altair, ...", "held that",
    "spoke out against", "came out for"."""
    keys = [token.key for token in tokens]
    opens = keys[:1] in (["for"], ["to"]) and tokens[min(1, len(tokens) - 1)].is_capital and "," in keys[2:6]
    return opens or any(pair in _VIEWS for pair in pairwise(keys))


_VIEWS = frozenset((verb, word) for verb in ("speak", "come") for word in ("out", "up")) | {("hold", "that")}
