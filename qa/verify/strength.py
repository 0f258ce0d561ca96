"""Is a claim stronger than the passages, or does it turn a direction round?

What is planned, possible, proposed or only reported must not be told as done, certain, agreed or known; what holds of
some must not be told of all; and one of two opposites ("increase" and "decrease") must not stand for the other.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.verify.days import When
from qa.verify.denials import denials
from qa.verify.evidence import Evidence
from qa.verify.opposites import OPPOSITES
from qa.verify.quantities import Quantity
from qa.verify.source import Sentence
from qa.verify.tokens import Token
from qa.verify.wording import FORMS

_WEAK = frozenset(
    """may might could would should plan propos intend expect aim seek want hope consid possibl perhap potenti
    schedul if propos offer envisag forese ask demand request likely probabl due slate propose eventu future next
    want meant call urg until will shall upcom ought design goal possibility must need requir prospect recommend
    ambit ready readi will willing would-b option suggest estim""".split()
)
_MUST = frozenset(
    "must ought requir need oblig mandatori necessari oblige demand compel bind should essenti vital have-to insist condit condition unless prerequisit until".split()
)
_FUTURE = frozenset(
    """will shall would plan intend expect schedul due futur next slate aim to continu may must seek propos project forecast
    foreseen envisag hope promis agre pledg want commit go""".split()
)
_REPORTED = frozenset("reportedly allegedly supposedly purportedly unconfirmed rumored rumoured unverified".split())
_ALL = {
    "all": frozenset("all everi each entir whole full fulli any total both complet none throughout across".split()),
    "every": frozenset("all everi each any per annual year daili weekli month".split()),
    "always": frozenset("alway ever constant everi all never still remain consist throughout regular".split()),
    "only": frozenset("onli sole exclus alon singl mere just confin noth".split()),
    "solely": frozenset("onli sole exclus alon".split()),
    "exclusively": frozenset("onli sole exclus alon".split()),
    "most": frozenset("most major mani larg".split()),
    "entirely": frozenset("entir whole full fulli complet all total".split()),
    "unanimously": frozenset("unanim all".split()),
}


def overstated(evidence: Evidence) -> str:
    """What the claim says more strongly than the passages, told to the reader; empty if nothing."""
    return (
        _all_of_some(evidence)
        or _superlative(evidence)
        or _opposite(evidence)
        or _must_of_may(evidence)
        or _done_of_planned(evidence)
        or _values_of_a_plan(evidence)
        or _known_of_reported(evidence)
    )


def _superlative(evidence: Evidence) -> str:
    """ "the largest", "a record", "unprecedented" that the passages do not have."""
    known = evidence.ids | evidence.over_ids
    for token in evidence.claim.tokens:
        highest = token.key in _HIGHEST or (token.key.endswith("est") and token.key not in _NO_SUPERLATIVE)
        if not highest or token.group != "word" or not token.text.islower():
            continue
        if token.own.union(_SAME_HIGHEST.get(token.key, ())).isdisjoint(known):
            return f"It says “{token.text}”, which the passage cited does not."
    return ""


_HIGHEST = frozenset("record leading foremost premier unprecedented unique unrivaled best worst".split())
_NO_SUPERLATIVE = frozenset(
    "test protest request interest west northwest southwest forest rest contest invest guest suggest arrest harvest "
    "latest honest modest quest conquest digest".split()
)
_SAME_HIGHEST = {
    "biggest": ("largest",), "largest": ("biggest",), "greatest": ("largest", "biggest"), "leading": ("lead", "main", "top"),
    "earliest": ("first", "earli"), "oldest": ("first",), "newest": ("latest",), "nearest": ("closest",), "closest": ("nearest",),
    "unique": ("onli",), "highest": ("top", "maximum"), "lowest": ("minimum",),
}  # fmt: skip


def _all_of_some(evidence: Evidence) -> str:
    basis = frozenset().union(*(sentence.ids for sentence in evidence.nearest)) if evidence.nearest else frozenset()
    tokens = evidence.claim.tokens
    for at, token in enumerate(tokens):
        enough = _ALL.get(token.key)
        if enough is None or _is_bound(tokens, at):
            continue
        after = tokens[at + 1].key if at + 1 < len(tokens) else ""
        if token.key == "only" and after in ("after", "when", "if", "once") and after in evidence.ids:
            continue
        if basis.isdisjoint(enough):
            return f"It says “{token.text}”, which the passage cited does not."
    return ""


def _is_bound(tokens: Sequence[Token], at: int) -> bool:
    """ "at most", "not only", "most recent", "the most advanced": other words."""
    before = tokens[at - 1].key if at else ""
    after = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if tokens[at].key == "most":
        return before in ("at", "the", "its", "their") or after not in ("of", "countries", "members")
    return before in ("not", "at", "after", "above") or (tokens[at].key == "all" and after == "but")


def _opposite(evidence: Evidence) -> str:
    mine = evidence.claim.ids
    for token in evidence.claim.tokens:
        for opposite in _opposites_of(token):
            if opposite in mine:
                continue
            if any(not token.ids.isdisjoint(sentence.ids) for sentence in evidence.nearest):
                continue
            if token.key in _BEFORE_OBJECT and not _same_object(token, opposite, evidence):
                continue
            for sentence in evidence.nearest[:2]:
                if opposite not in sentence.ids:
                    continue
                if bool(denials(sentence)) == bool(denials(evidence.claim)):
                    found = next(each.text for each in sentence.tokens if opposite in each.ids)
                    return f"It says “{token.text}” where the passage cited says “{found}”."
    return ""


_BEFORE_OBJECT = frozenset("with without before after above below buy bought sell sold".split())


def _same_object(token: Token, opposite: str, evidence: Evidence) -> bool:
    """Whether "with", "before" or "bought" stands in the claim before what a near sentence has "without", "after" or
    "sold" before: "A before B" is "B after A"."""
    mine = _after(evidence.claim, token.own)
    return any(not mine.isdisjoint(_after(sentence, frozenset((opposite,)))) for sentence in evidence.nearest[:2])


def _after(sentence: Sentence, ids: frozenset[str]) -> frozenset[str]:
    """What the content words among the next five after words of a sentence may be matched by."""
    places = [at for at, token in enumerate(sentence.tokens) if not token.ids.isdisjoint(ids)]
    near = [each for at in places for each in sentence.tokens[at + 1 : at + 6] if each.is_content]
    return frozenset().union(*(each.ids for each in near))


def _opposites_of(token: Token) -> Iterator[str]:
    for each in token.ids:
        yield from OPPOSITES.get(each, ())


def _must_of_may(evidence: Evidence) -> str:
    basis = frozenset().union(*(sentence.ids for sentence in evidence.nearest)) if evidence.nearest else frozenset()
    for token in evidence.claim.tokens:
        if token.key == "must" and basis.isdisjoint(_MUST):
            return "It says “must”, which the passage cited does not."
        if token.key in ("will", "shall") and basis.isdisjoint(_FUTURE):
            return f"It says “{token.text}”, which the passage cited does not."
    return ""


def _done_of_planned(evidence: Evidence) -> str:
    """A verb that the passages have only as planned, possible or proposed, and the claim as done."""
    tokens = evidence.claim.tokens
    for sentence in evidence.nearest[:1]:
        for at, verb in _planned(sentence):
            mine = [n for n, each in enumerate(tokens) if not each.ids.isdisjoint(verb.ids) and _is_finite(tokens, n)]
            if mine and not any(_is_weak(tokens, n) for n in mine):
                return f"It tells as a fact what the passage cited says with “{sentence.tokens[at].text} {verb.text}”."
    return ""


def _planned(sentence: Sentence) -> Iterator[tuple[int, Token]]:
    """The places of words such as "may", "planned" or the "to" of "was to", each with the verb that follows; only verbs
    that the sentence has once."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        planned = token.key == "to" and at > 0 and tokens[at - 1].key in ("was", "were", "is", "are")
        if token.ids.isdisjoint(_MODAL) and not planned:
            continue
        verb = next((each for each in tokens[at + 1 : at + 5] if each.is_content), None)
        if verb is not None and not verb.is_capital and _is_once(sentence, verb):
            yield at, verb


def _is_finite(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word reads as what somebody did, does or can do: no noun, no infinitive."""
    before, word = tokens[at - 1].key if at else "", tokens[at].text.lower()
    if before in ("can", "will", "does", "did", "has", "have", "had", "is", "are", "was", "were", "been", "being"):
        return True
    if word.endswith("ed") and any(token.key == "with" for token in tokens[max(0, at - 5) : at]):
        return False  # "with launches by others included"
    bent = word.endswith("ed") or FORMS.get(word, word) != word or word in ("put", "hit", "cut", "set", "shut")
    return bent and before not in ("to", "be", "the", "a", "an", "its", "their", "of", "for", "this", "by", "with", "as")


def _is_weak(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word of the claim stands under a plan, a possibility or a wish: close after such a word, or after one
    that the whole sentence hangs on."""
    near = tokens[max(0, at - 8) : at + 10]
    planned = any(one.key in _TO_BE and other.key == "to" for one, other in pairwise(near))
    return planned or any(not token.ids.isdisjoint(_WEAK) for token in near)


_TO_BE = frozenset("was were is are be been".split())


def _values_of_a_plan(evidence: Evidence) -> str:
    """Dates and numbers that the passages have only for what is planned or expected, and the claim for what is so."""
    values = _values(evidence.claim)
    if not values or any(token.text.islower() and token.ids & _WEAK for token in evidence.claim.tokens):
        return ""
    having = [sentence for sentence in evidence.nearest if values <= _values(sentence)]
    planning = [_planning(sentence, values) for sentence in having]
    if not having or not all(planning):
        return ""
    return f"It tells as a fact what the passage cited says with “{planning[0]}”."


def _planning(sentence: Sentence, values: set[str]) -> str:
    """The word of planning after which, in its clause, `sentence` has all of `values`; empty if none."""
    for at, token in enumerate(sentence.tokens):
        if token.ids.isdisjoint(_PLANNED) or _is_noun(sentence.tokens, at):
            continue
        stop = next((n for n in range(at + 1, len(sentence.tokens)) if sentence.tokens[n].key in _ENDS), None)
        if values <= _values(sentence, range(at, len(sentence.tokens) if stop is None else stop)):
            return token.text
    return ""


def _is_noun(tokens: Sequence[Token], at: int) -> bool:
    """Whether a plan or a project is meant, of which something is told that need not lie ahead: not "a plan to"."""
    named = tokens[at].text.lower() in ("plan", "plans", "project", "projects", "proposal", "proposals")
    return named and all(token.key != "to" for token in tokens[at + 1 : at + 4])


def _values(sentence: Sentence, within: range | None = None) -> set[str]:
    """The dates and numbers of a sentence, or of a stretch of it, by which something is told from other things."""
    found: tuple[When | Quantity, ...] = (*sentence.dates, *sentence.quantities)
    return {_value(each) for each in found if within is None or each.at in within} - {""}


def _value(each: When | Quantity) -> str:
    """A date or a number by which something can be told from other things, as text; else empty."""
    if isinstance(each, Quantity):
        return "" if each.is_loose or each.is_order else str(each.value)
    return f"year {each.year}" if each.year else ""


_PLANNED = frozenset("plan propos intend expect hope schedul project forecast envisag forese".split())
_ENDS = frozenset(", ; : ( ) but while whereas although".split())


_MODAL = frozenset("may might could plan propos intend seek want hope would".split())


def _is_once(sentence: Sentence, verb: Token) -> bool:
    return sum(1 for token in sentence.tokens if not token.ids.isdisjoint(verb.ids)) == 1


def _known_of_reported(evidence: Evidence) -> str:
    """What the passages tell as reported or claimed, the claim as known."""
    if not evidence.claim.ids.isdisjoint(_UNSURE):
        return ""
    for sentence in evidence.nearest[:1]:
        for token in sentence.tokens:
            if token.key in _REPORTED or not token.ids.isdisjoint(_CLAIMED):
                return f"It leaves out “{token.text}”, which the passage cited says."
    return ""


_CLAIMED = frozenset("claim charg alleg accus suspect rumor purport".split())
_UNSURE = frozenset(
    """report alleg suppos purport unconfirm confirm rumor rumour accord say claim unverifi state estim may might could
    possibl appar charg accus suspect assert contend argu deni disput put give tell insist declar believ credit blame
    announc describ maintain warn cite quot complain object view consid see critic protest""".split()
)
