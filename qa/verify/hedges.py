"""How exact a number is said to be: the words for it, and how one may be told in place of another."""

from collections.abc import Sequence
from typing import Literal

from qa.verify.tokens import Token

Hedge = Literal["", "about", "under", "over", "at most", "at least", "during"]

HEDGES: dict[tuple[str, ...], Hedge] = {
    ("about",): "about", ("around",): "about", ("roughly",): "about", ("approximately",): "about", ("some",): "about",
    ("circa",): "about", ("estimated",): "about", ("nearly",): "under", ("almost",): "under", ("just", "under"): "under",
    ("just", "over"): "over", ("more", "than"): "over", ("over",): "over", ("above",): "over", ("exceeding",): "over",
    ("excess", "of"): "over", ("greater", "than"): "over", ("at", "least"): "at least", ("no", "fewer", "than"): "at least",
    ("no", "less", "than"): "at least", ("not", "less", "than"): "at least", ("minimum", "of"): "at least",
    ("less", "than"): "under", ("fewer", "than"): "under", ("under",): "under", ("below",): "under",
    ("up", "to"): "at most", ("at", "most"): "at most", ("no", "more", "than"): "at most",
    ("not", "more", "than"): "at most", ("maximum", "of"): "at most", ("beyond",): "over", ("upwards", "of"): "over", ("exceed",): "over", ("exceeds",): "over",
    ("exceeded",): "over", ("close", "to"): "about", ("nearing",): "under", ("approaching",): "under",
    ("just", "short", "of"): "under", ("shy", "of"): "under", ("region", "of"): "about", ("as", "many", "as"): "at most", ("as", "far", "as"): "at most",
    ("as", "much", "as"): "at most", ("not", "exceed"): "at most", ("not", "exceeding"): "at most",
    ("no", "longer", "than"): "at most", ("no", "higher", "than"): "at most", ("approximate",): "about", ("topped",): "over", ("surpassed",): "over",
    ("passed",): "over", ("topping",): "over", ("surpassing",): "over", ("passing",): "over", ("crossed",): "over",
    ("north", "of"): "over", ("past", "the"): "over", ("higher", "than"): "over", ("longer", "than"): "over", ("order", "of"): "about",
    ("vicinity", "of"): "about", ("neighborhood", "of"): "about", ("not", "yet"): "under", ("not", "quite"): "under",
    ("short", "of"): "under", ("minimum",): "at least", ("no", "shorter", "than"): "at least", ("no", "lower", "than"): "at least",
    ("maximum",): "at most", ("as", "long", "as"): "at most", ("as", "high", "as"): "at most", ("not", "above"): "at most",
    ("not", "below"): "at least", ("approach",): "under", ("approached",): "under", ("approximating",): "about", ("approx",): "about", ("something", "like"): "about", ("more", "or", "less"): "about",
    ("approx", "."): "about", ("ca",): "about", ("ca", "."): "about", ("c", "."): "about",
}  # fmt: skip
STRONGER: dict[Hedge, frozenset[Hedge]] = {
    "": frozenset({"", "about", "at least", "at most", "during"}),
    "about": frozenset({"about", "under"}),
    "under": frozenset({"under", "about", "at most"}),
    "over": frozenset({"over", "at least", "during"}),
    "during": frozenset({"during", "", "about", "over"}),
    "at most": frozenset({"at most"}),
    "at least": frozenset({"at least"}),
}
"""What may be said of a value for which the source says the key; an exact one may be told less exactly."""


_LEADING = frozenset("under over above below around past beyond".split())
_ABOUT = frozenset("about roughly nearly almost".split())


def hedge_of(tokens: Sequence[Token], begin: int, after: int) -> Hedge:
    """How exact the number at `begin` to before `after` is said to be."""
    before = begin - 1
    article = _key(tokens, before)
    leads = _key(tokens, before - 1) in _LEADING and tokens[begin].group != "word"
    if (article in ("a", "an") and not leads) or (article == "the" and _key(tokens, before - 1) in _ABOUT):
        before -= 1  # not "more than the 20 of last year", "under a $20 million contract"
    if _key(tokens, before) == "between":
        before -= 1
    for length in (3, 2, 1):
        words = tuple(_key(tokens, before - length + 1 + n) for n in range(length))
        if words in HEDGES:
            return _bounded(tokens, before - length, HEDGES[words])
    if _key(tokens, before) == "than" and _key(tokens, before - 1).endswith("er"):
        return "under" if _key(tokens, before - 1) in _DOWNWARDS else "over"  # "faster than five times"
    return _hedge_after(tokens, after)


def _hedge_after(tokens: Sequence[Token], after: int) -> Hedge:
    """ "or so" right after a number, or after what it counts."""
    for at in range(after, after + 3):
        following = (_key(tokens, at), _key(tokens, at + 1))
        if following in _AFTERWARDS and _key(tokens, at + 2) != "than":
            return _AFTERWARDS[following]
        if at >= len(tokens) or not tokens[at].is_content:
            break
    return ""


_AFTERWARDS: dict[tuple[str, str], Hedge] = {
    ("or", "so"): "about", ("or", "thereabouts"): "about", ("or", "more"): "at least", ("or", "less"): "at most",
    ("or", "fewer"): "at most", ("or", "longer"): "at least", ("or", "higher"): "at least", ("or", "greater"): "at least",
    ("or", "over"): "at least", ("or", "above"): "at least", ("and", "more"): "at least", ("or", "larger"): "at least",
    ("or", "shorter"): "at most", ("or", "under"): "at most", ("or", "below"): "at most", ("or", "lower"): "at most",
    ("and", "up"): "at least", ("and", "above"): "at least", ("give", "or"): "about",
}  # fmt: skip


def _bounded(tokens: Sequence[Token], at: int, hedge: Hedge) -> Hedge:
    """The hedge that ends before `at` + 1, turned where the clause denies it: "neither may have more than 1,550"."""
    if hedge not in ("over", "under"):
        return hedge
    for token in reversed(tokens[max(0, at - 8) : at + 1]):
        if token.key in (",", ";", "but", "and"):
            break
        if token.key in ("no", "not", "neither", "never", "nor"):
            return "at most" if hedge == "over" else "at least"
    return hedge


_DOWNWARDS = frozenset("fewer lower smaller shorter slower later closer nearer".split())


def _key(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].key if 0 <= at < len(tokens) else ""
