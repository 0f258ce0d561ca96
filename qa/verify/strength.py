"""Is a claim stronger than the passages, or does it turn a direction round?

What holds of some must not be told of all, what may be as what must, nor one of two opposites ("increase" and
"decrease") for the other.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from qa.verify.compared import says_the_same, turned
from qa.verify.denials import denials, leaves_open, opens
from qa.verify.evidence import Evidence, weight
from qa.verify.numerals import NUMBER_WORDS
from qa.verify.opposites import opposites
from qa.verify.plans import is_to_be
from qa.verify.source import Sentence
from qa.verify.stems import stem
from qa.verify.synonyms import GROUPS
from qa.verify.tokens import Token

_MUST = frozenset(
    "must ought requir need oblig mandatori necessari oblige demand compel bind should essenti vital have-to insist condit condition unless prerequisit until".split()
)
_MAY = frozenset("may might could".split())
_WILL = frozenset("will shall would must plan expect intend go schedul due promis slate set".split())
_ALL = {
    "all": frozenset("all everi each entir whole full fulli any total both complet none throughout across".split()),
    "every": frozenset("all everi each any per annual year daili weekli month".split()),
    "always": frozenset("alway ever constant everi all never still remain consist throughout regular".split()),
    "only": frozenset("onli sole exclus alon singl mere just confin noth part few littl small".split()),
    "solely": frozenset("onli sole exclus alon".split()),
    "exclusively": frozenset("onli sole exclus alon".split()),
    "most": frozenset("most major mani larg half bulk chiefli main all everi third quarter percent".split()),
    "entire": frozenset("entir whole full fulli complet all total everi each".split()),
    "whole": frozenset("entir whole full fulli complet all total everi each".split()),
    "entirely": frozenset("entir whole full fulli complet all total".split()),
    "unanimously": frozenset("unanim all".split()),
}


def overstated(evidence: Evidence) -> str:
    """What the claim says more strongly than the passages, told to the reader; empty if nothing."""
    return _all_of_some(evidence) or _superlative(evidence) or _opposite(evidence) or _must_of_may(evidence)


def _superlative(evidence: Evidence) -> str:
    """ "the largest", "a record", "unprecedented" that the passages do not have."""
    known = evidence.ids | evidence.over_ids
    near = [token for sentence in evidence.nearest for token in sentence.tokens]
    tokens = evidence.claim.tokens
    for at, token in enumerate(tokens):
        if not is_highest(token):
            continue
        before = [each.key for each in tokens[max(0, at - 2) : at]]
        if token.key in ("record", "leading") and (before[-1:] not in (["a"], ["the"]) or before[:1] == ["on"]):
            continue  # "its record in Ukraine", "leading to", "on the record"
        if token.key == "record" and any(map(is_highest, evidence.nearest[0].tokens if evidence.nearest else ())):
            continue
        if any(is_highest(each) and _base_groups(each) & _base_groups(token) for each in near):
            continue
        if token.own.union(_SAME_HIGHEST.get(token.key, ())).isdisjoint(known) and not _tells_of_highest(evidence):
            return f"It says “{token.text}”, which the passage cited does not."
    return ""


def _tells_of_highest(evidence: Evidence) -> bool:
    """Whether the nearest sentence tells of the utmost in another way: "more than any other", "the maximum range"."""
    keys = [token.key for sentence in evidence.nearest[:1] for token in sentence.tokens]
    return ("than", "any") in pairwise(keys) or not _UTMOST.isdisjoint(keys)


def _base_groups(token: Token) -> frozenset[int]:
    """The groups of synonyms of what a superlative is one of: those of "fast" for "fastest"."""
    base = token.key.removesuffix("est")
    return frozenset(
        group for each in (base, base + "e", base[:-1], base[:-1] + "y") for group in GROUPS.get(stem(each), ())
    )


_UTMOST = frozenset("maximum minimum peak record unprecedented".split())


def is_highest(token: Token) -> bool:
    """Whether a word tells of the utmost of a kind: "largest", "record"."""
    highest = token.key in _HIGHEST or (token.key.endswith("est") and token.key not in _NO_SUPERLATIVE)
    return highest and token.group == "word" and token.text.islower()


_HIGHEST = frozenset("record leading foremost premier unprecedented unique unrivaled best worst".split())
_NO_SUPERLATIVE = frozenset(
    "test protest request interest west northwest southwest forest rest contest invest guest suggest arrest harvest "
    "latest honest modest quest conquest digest".split()
)
_SAME_HIGHEST = {
    "biggest": ("largest",), "largest": ("biggest",), "greatest": ("largest", "biggest"), "leading": ("lead", "main", "top", "front"),
    "earliest": ("first", "earli"), "oldest": ("first",), "newest": ("latest",), "nearest": ("closest",), "closest": ("nearest",),
    "unique": ("onli",), "highest": ("top", "maximum"), "lowest": ("minimum",),
}  # fmt: skip


def _all_of_some(evidence: Evidence) -> str:
    basis = frozenset().union(*(sentence.ids for sentence in (*evidence.around, *evidence.nearest)))
    tokens = evidence.claim.tokens
    for at, token in enumerate(tokens):
        enough = _ALL.get(token.key)
        if token.key == "all" and (some := _some_of_them(evidence, at)):
            return f"It says “all {tokens[at + 1].text}”; the passage cited says “{some}”."
        if enough is None or _is_bound(tokens, at) or (token.key == "all" and _sums_up(tokens, at)):
            continue
        if token.key == "only" and (_only_dates(evidence.claim, at) or _is_not_more(evidence, at)):
            continue
        if basis.isdisjoint(enough) and not (token.key in _EXACT and _is_denied_twice(evidence)):
            return f"It says “{token.text}”, which the passage cited does not."
    return ""


def _sums_up(tokens: Sequence[Token], at: int) -> bool:
    """Whether an "all" only sums up what the claim itself lists: "A, B and C were all banned"."""
    before = [token.key for token in tokens[:at]]
    return "," in before and "and" in before and before[-1] in _BE


_BE = frozenset("is are was were be been have has had would will".split())
_EXACT = frozenset("all every always only solely".split())


def _is_denied_twice(evidence: Evidence) -> bool:
    """Whether the nearest sentence says by a denial of a lack or of all others what "all" or "only" says: "none is
    without", "everything but"."""
    for sentence in evidence.nearest[:1]:
        opening = {at for at in range(len(sentence.tokens)) if opens(sentence.tokens, at, ())}
        keys = [token.key for token in sentence.tokens]
        return len(opening.union(each.at for each in denials(sentence))) > 1 or ("everything", "but") in pairwise(keys)
    return False


def _some_of_them(evidence: Evidence, at: int) -> str:
    """What the nearest sentence says of only some ("five of eight"), where an "all" at a place tells it of all eight."""
    whole = next((each for each in evidence.claim.quantities if each.at == at + 1), None)
    for sentence in evidence.nearest[:1] if whole else ():
        for one, other in pairwise(sentence.quantities):
            between = [token.key for token in sentence.tokens[one.stop : other.at]]
            part = other.value == whole.value and one.value < other.value and not one.is_order  # type: ignore[union-attr]
            if part and between in (["of"], ["of", "the"], ["out", "of"], ["out", "of", "the"]):
                return f"{one.said} of {other.said}"
    return ""


def _only_dates(claim: Sentence, at: int) -> bool:
    """Whether "only" stands before a number, a time or what is little: "only after", "only 33", "only provisional"."""
    after = [token.key for token in claim.tokens[at + 1 : at + 2]]
    numbers = {quantity.at for quantity in claim.quantities} | claim.dated
    near = takewhile(
        lambda n: n in numbers or not claim.tokens[n].is_content or claim.tokens[n].key in _PARTS_OF_TIME,
        range(at + 1, len(claim.tokens)),
    )
    if after and (after[0] in _LITTLE or after[0] in _UNITS_OF_TIME):
        return True
    return after[:1] in (["after"], ["when"], ["if"], ["once"], ["later"]) or not numbers.isdisjoint(near)


_LITTLE = frozenset("provisional conditional partial interim temporary limited small slightly part some".split())
_UNITS_OF_TIME = frozenset("minutes hours days weeks months".split())
_PARTS_OF_TIME = frozenset("early late mid end beginning start spring summer autumn fall winter".split())


def _is_not_more(evidence: Evidence, at: int) -> bool:
    """Whether the passages say of what an "only" at a place is said of that it is not more: "some, but not all"."""
    after = evidence.claim.tokens[at + 1 : at + 2]
    return any(
        not token.own.isdisjoint(sentence.ids) and bool(denials(sentence))
        for token in after
        for sentence in evidence.nearest[:2]
    )


def _is_bound(tokens: Sequence[Token], at: int) -> bool:
    """ "at most", "not only", "most recent", "the most advanced": other words."""
    before = tokens[at - 1].key if at else ""
    after = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if tokens[at].key == "most":
        is_plural = after.endswith("s") and not after.endswith(("ous", "ss", "us"))
        return before in ("at", "the", "its", "their", "a") or not (after == "of" or is_plural)
    is_all = tokens[at].key == "all"
    counted = is_all and (after in NUMBER_WORDS or after.isdigit())
    sums_up = is_all and before == "in" and after in ("", ".", ",", ";")
    return counted or sums_up or before in ("not", "at", "after", "above") or (is_all and after in ("but", "along"))


def _opposite(evidence: Evidence) -> str:
    told = next(filter(None, (turned(evidence.claim, sentence) for sentence in evidence.nearest[:2])), "")
    if told:
        return f"It says “{told}” the other way round than the passage cited."
    near = frozenset[str]().union(*(sentence.ids for sentence in evidence.nearest))
    for at, token in enumerate(evidence.claim.tokens):
        if token.key in _NO_OPPOSITE or not token.ids.isdisjoint(near):
            continue
        for opposite in _opposites_of(token):
            if opposite in evidence.claim.ids or (
                token.key in _BEFORE_OBJECT and not _same_object(at, opposite, evidence)
            ):
                continue
            for sentence in evidence.nearest[:2]:
                place = next((n for n, each in enumerate(sentence.tokens) if opposite in each.ids), None)
                if place is None or not _is_beside(evidence.claim, at, sentence, place):
                    continue
                if not _agree(evidence.claim, at, sentence, place):
                    return f"It says “{token.text}” where the passage cited says “{sentence.tokens[place].text}”."
    return ""


def _is_beside(claim: Sentence, at: int, sentence: Sentence, place: int) -> bool:
    """Whether two words at their places stand beside the same: else they are told of different things."""
    near = [
        [token for token in of.tokens[max(0, n - 5) : n + 6] if weight(token) and token is not of.tokens[n]]
        for of, n in ((claim, at), (sentence, place))
    ]
    return any(not one.ids.isdisjoint(other.ids) for one in near[0] for other in near[1])


_NO_OPPOSITE = frozenset("lasts lasted lasting".split())


def _agree(claim: Sentence, at: int, sentence: Sentence, place: int) -> bool:
    """Whether two opposite words at their places say the same: one is denied, or their sides are exchanged."""
    if any(of.tokens[n].key == "with" and _is_without(of.tokens, n) for of, n in ((claim, at), (sentence, place))):
        return True
    close = [any(n - 4 <= each.at < n for each in denials(of)) for of, n in ((claim, at), (sentence, place))]
    same = close[0] is close[1] and _is_denied(claim, at) is _is_denied(sentence, place)
    return not same or says_the_same(claim, at, sentence, place)


def _is_without(tokens: Sequence[Token], at: int) -> bool:
    """Whether the "with" at `at` says without: "with no", "not with", "rather than with"."""
    before, after = tokens[at - 1].key if at else "", tokens[at + 1].key if at + 1 < len(tokens) else ""
    return after == "no" or before in ("not", "than", "of")


def _is_denied(sentence: Sentence, at: int) -> bool:
    """Whether the sentence denies anything, or a word such as "failed" stands close before the one at `at`."""
    elsewhere = any(denial.at != at + 1 for denial in denials(sentence))  # "refused to" is the denial itself
    return elsewhere or any(map(leaves_open, sentence.tokens[max(0, at - 3) : at]))


_BEFORE_OBJECT = frozenset(
    "with without before after above below buy bought sell sold more less fewer many few".split()
)


def _same_object(at: int, opposite: str, evidence: Evidence) -> bool:
    """Whether "with", "before" or "bought" stands in the claim before what a near sentence has "without", "after" or
    "sold" before: "A before B" is "B after A"."""
    mine = _after(evidence.claim, at)
    return bool(mine) and any(
        opposite in token.ids and not mine.isdisjoint(_after(sentence, place))
        for sentence in evidence.nearest[:2]
        for place, token in enumerate(sentence.tokens)
    )


def _after(sentence: Sentence, at: int) -> frozenset[str]:
    """What the words among the five after a place may be matched by, or after a "than" among them; nothing after one
    that belongs to a number ("more than 20", "20 or fewer")."""
    after = list(takewhile(lambda each: each.key not in _TURNS, sentence.tokens[at + 1 : at + 7]))
    than = next((n for n, each in enumerate(after) if each.key == "than"), -1)
    bounds = any(at + 2 in range(each.at, each.stop) for each in sentence.quantities) and than == 0
    if bounds or (at and sentence.tokens[at - 1].key == "or"):
        return frozenset()
    return frozenset().union(*(each.ids for each in after[than + 1 : than + 6] if weight(each)))


_TURNS = frozenset("rather instead not but , ;".split())


def _opposites_of(token: Token) -> Iterator[str]:
    for each in token.ids:
        yield from opposites(each)


def _must_of_may(evidence: Evidence) -> str:
    near = [token for sentence in evidence.nearest for token in sentence.tokens]
    known = frozenset(token.key for token in near if token.text.islower())
    tokens = evidence.claim.tokens
    for token, after in pairwise(tokens):
        is_open = known & _MAY and token.key not in known and evidence.near_ids.isdisjoint(_WILL) and not is_to_be(near)
        is_sure = token.key in ("will", "would") and is_open
        if is_sure or (token.key == "must" and not _is_bidden(near, is_forbidden=after.key in ("not", "never"))):
            return f"It says “{token.text}”, which the passage cited does not."
    return ""


def _is_bidden(near: Sequence[Token], *, is_forbidden: bool) -> bool:
    """Whether sentences say that something must be, or must not: "has to", "please", "do not", "is not allowed"."""
    bidden = any(token.own & _MUST or token.key == "please" for token in near)
    has_to = any(
        one.key in ("have", "has", "had", "do") and other.key in ("to", "not") for one, other in pairwise(near)
    )
    return (
        bidden or has_to or (is_forbidden and any(token.key in ("not", "no") or leaves_open(token) for token in near))
    )
