"""How exact a number is said to be: the words for it, and how one may be told in place of another."""

from typing import Literal

Hedge = Literal["", "about", "under", "over", "at most", "at least"]

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
    ("just", "short", "of"): "under", ("shy", "of"): "under", ("region", "of"): "about", ("as", "many", "as"): "at most",
    ("as", "much", "as"): "at most", ("not", "exceed"): "at most", ("not", "exceeding"): "at most",
    ("no", "longer", "than"): "at most", ("no", "higher", "than"): "at most", ("approximate",): "about", ("topped",): "over", ("surpassed",): "over",
}  # fmt: skip
STRONGER: dict[Hedge, frozenset[Hedge]] = {
    "": frozenset({"", "about", "at least", "at most"}),
    "about": frozenset({"about", "under"}),
    "under": frozenset({"under", "about", "at most"}),
    "over": frozenset({"over", "at least"}),
    "at most": frozenset({"at most"}),
    "at least": frozenset({"at least"}),
}
"""What may be said of a value for which the source says the key; an exact one may be told less exactly."""
