"""Is what the passages tell as planned, possible or claimed told as done, certain or known?"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.verify.coverage import parts
from qa.verify.days import When
from qa.verify.evidence import Evidence, weight
from qa.verify.quantities import Quantity
from qa.verify.source import Sentence
from qa.verify.speech import tells_whose
from qa.verify.tokens import Token
from qa.verify.wording import FORMS

_WEAK = frozenset(
    """anticip may might could would should plan propos intend expect aim seek want hope consid possibl perhap potenti
    schedul if propos offer envisag forese ask demand request likely probabl due slate propose eventu future next
    want meant call urg until will shall upcom ought design goal possibility must need requir prospect recommend
    ambit ready readi will willing would-b option suggest estim target set slate await pend promis pledg vow commit abl
    capabl abil risk fear envis look""".split()
)
_REPORTED = frozenset("reportedly allegedly supposedly purportedly unconfirmed rumored rumoured unverified".split())


def told_as_fact(evidence: Evidence) -> str:
    """What the claim tells as a fact though the passages do not, told to the reader; empty if nothing."""
    return (
        _done_of_planned(evidence)
        or _clause_of_a_plan(evidence)
        or _values_of_a_plan(evidence)
        or _known_of_reported(evidence)
        or _known_of_argued(evidence)
    )


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
        if _is_noun(tokens, at):
            continue
        if not token.ids.isdisjoint(_BEFORE_TO) and all(each.key != "to" for each in tokens[at + 1 : at + 3]):
            continue  # "seeking negotiated reductions"
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
    return bent and before not in (
        "to",
        "be",
        "the",
        "a",
        "an",
        "its",
        "their",
        "of",
        "for",
        "this",
        "by",
        "with",
        "as",
    )


def _is_weak(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word of the claim stands under a plan, a possibility or a wish: close after such a word, or after one
    that the whole sentence hangs on."""
    near = tokens[max(0, at - 8) : at + 10]
    return _has_to_be(near) or any(not token.ids.isdisjoint(_WEAK) for token in near)


def _has_to_be(tokens: Sequence[Token]) -> bool:
    """Whether something "is to" or "was to" happen."""
    return any(one.key in _TO_BE and other.key == "to" for one, other in pairwise(tokens))


_TO_BE = frozenset("was were is are be been".split())


def _clause_of_a_plan(evidence: Evidence) -> str:
    """What the passages have only in a clause of what is expected, proposed or possible, in whatever verb the claim
    tells it."""
    if any(not token.ids.isdisjoint(_WEAK) for token in evidence.claim.tokens) or _has_to_be(evidence.claim.tokens):
        return ""
    for sentence in evidence.nearest[:1]:
        for part in parts(sentence.tokens):
            for token in part:
                ahead = token.key in _AHEAD or not token.own.isdisjoint(_EXPECTED)
                if ahead and token.text.islower() and _is_mostly_told(part, token, evidence):
                    return f"It tells as a fact what the passage cited says with “{token.text}”."
    return ""


_EXPECTED = frozenset("expect forese foresaw envisag propos intend forecast request".split())
_AHEAD = frozenset("would could may might".split())
_MOSTLY = 0.7


def _is_mostly_told(part: Sequence[Token], but: Token, evidence: Evidence) -> bool:
    """Whether the claim has most of what a clause says beside the word `but`."""
    says = [token for token in part if weight(token) >= 1 and token is not but]
    told = sum(not token.ids.isdisjoint(evidence.claim.ids) for token in says)
    return told >= max(2, _MOSTLY * len(says))


def _values_of_a_plan(evidence: Evidence) -> str:
    """Dates and numbers that the passages have only for what is planned or expected, and the claim for what is so."""
    values = _values(evidence.claim)
    tokens = evidence.claim.tokens
    if not values or _has_to_be(tokens) or any(token.text.islower() and token.ids & (_WEAK | _PLANNED) for token in tokens):
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
        last = min(len(sentence.tokens), at + _REACH)
        stop = next((n for n in range(at + 1, last) if sentence.tokens[n].key in _ENDS), last)
        if values <= _values(sentence, range(at, stop)):
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
_REACH = 12
_ENDS = frozenset(", ; : ( ) but while whereas although".split())


_BEFORE_TO = frozenset("intend seek want hope".split())
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


def _known_of_argued(evidence: Evidence) -> str:
    """What the passages have somebody argue whom the claim does not name, told as so."""
    if any(map(tells_whose, evidence.claim.tokens)):
        return ""
    for sentence in evidence.nearest[:1]:
        for at, token in enumerate(sentence.tokens):
            if token.own.isdisjoint(_ARGUED) or not token.text.islower():
                continue
            by = [each for each in sentence.tokens[max(0, at - 8) : at] if each.is_capital and each.is_content]
            if by and all(each.ids.isdisjoint(evidence.claim.ids) for each in by):
                return f"It leaves out “{token.text}”, which the passage cited says."
    return ""


_ARGUED = frozenset("argu contend insist assert".split())
_CLAIMED = frozenset("claim charg alleg accus suspect rumor purport".split())
_UNSURE = frozenset(
    """report alleg suppos purport unconfirm confirm rumor rumour accord say claim unverifi state estim may might could
    possibl appar charg accus suspect assert contend argu deni disput put give tell insist declar believ credit blame
    announc describ maintain warn cite quot complain object view consid see critic protest""".split()
)
