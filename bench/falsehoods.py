"""Sentences made false on purpose, from true ones and from other material of the same library: what `bench.grounding`
puts to the check of prose.

A falsehood is plausible: a number near the true one, a date, name or designator of the same sort, a negation put in or
taken out, another speaker, a clause put on, another passage cited. It is false by construction: what is put in stands
nowhere in the passage or over it, or only in another sentence of it, where it says something else. Nothing here is
shared with `qa.verify`: words are told apart by white space and by lists.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bench.gazetteer import (
    AUXILIARIES,
    BEARERS,
    COUNTRIES,
    FAMILIES,
    MONTHS,
    NUMBER_WORDS,
    ORDERED,
    PAST,
    PUT_ON,
    SAME,
    SPEECH,
    TITLES,
    UNITS,
)  # fmt: skip
from qa.verify.types import Cited

KINDS = ("number", "date", "name", "designator", "negation", "speaker", "added clause", "wrong citation")
_OPENERS = frozenset("The A An In On As Two Three Some One Most Both Its Each Forecasts This These".split())
_MARKS = ".,;:!?()[]\"'“”‘’"


@dataclass(frozen=True, slots=True)
class Truth:
    """A sentence that `cited` holds: `quote` are its words in the passage, `text` the same or a paraphrase of them."""

    document: str
    text: str
    quote: str
    cited: Cited
    is_paraphrase: bool


@dataclass(frozen=True, slots=True)
class Falsehood:
    """A truth made false: what now stands there, what it cites, and the change in words."""

    kind: str
    text: str
    cited: Cited
    change: str
    truth: Truth


@dataclass(frozen=True, slots=True)
class Material:
    """What a library offers to make falsehoods with: people, countries, places, ships and outlets that it names, and
    all passages."""

    people: tuple[str, ...]
    places: tuple[str, ...]
    outlets: tuple[str, ...]
    ships: tuple[str, ...]
    passages: tuple[tuple[str, Cited], ...]


def falsehoods(truths: Sequence[Truth], material: Material, count: int, seed: int) -> list[Falsehood]:
    """`count` falsehoods, as many of each kind, half of them of paraphrases as far as there are enough that can be made
    false in that way. No truth is used twice for a kind."""
    draw = random.Random(seed)
    made: list[Falsehood] = []
    for number, kind in enumerate(KINDS):
        wanted = count // len(KINDS) + (number < count % len(KINDS))
        pools = [[truth for truth in truths if truth.is_paraphrase is of] for of in (True, False)]
        for pool in pools:
            draw.shuffle(pool)
        halves = [list(_made(kind, pool, material, wanted, draw)) for pool in pools]
        rewritten = halves[0][: max(wanted // 2, wanted - len(halves[1]))]
        made += [*rewritten, *halves[1][: wanted - len(rewritten)]]
    return made


def _made(
    kind: str, pool: Sequence[Truth], material: Material, wanted: int, draw: random.Random
) -> Iterator[Falsehood]:
    found = 0
    for truth in pool:
        if found == wanted:
            return
        options = list(MAKERS[kind](truth, material, draw))
        if options:
            found += 1
            yield draw.choice(options)


def bare(word: str) -> str:
    """A word without the marks around it and without a possessive."""
    word = word.strip(_MARKS)
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _over(cited: Cited) -> str:
    lines = [cited.title, *cited.section, cited.speaker, cited.publisher, *cited.authors]
    return " ".join([*lines, cited.published.strftime("%-d %B %Y") if cited.published else ""])


def _words(text: str) -> list[str]:
    return [bare(part) for word in text.split() for part in word.replace("–", "-").replace("/", "-").split("-")] + [
        bare(word) for word in text.split()
    ]


@lru_cache(maxsize=4096)
def _held(cited: Cited) -> frozenset[str]:
    """The words of a passage and of what stands over it, in lower case."""
    return frozenset(word.lower() for word in _words(f"{cited.text} {_over(cited)}"))


def _absent(new: str, truth: Truth) -> bool:
    """Whether `new` stands nowhere in the passage, over it, or in the sentence, in any form that is known here."""
    everything = f"{truth.cited.text} {_over(truth.cited)} {truth.text}".lower()
    held = _held(truth.cited).union(word.lower() for word in _words(truth.text))
    return not any(
        form.lower() in everything if " " in form else form.lower() in held for form in SAME.get(new.lower(), (new,))
    )


def _elsewhere(new: str, truth: Truth) -> bool:
    """Whether `new` stands in the passage, but not in the sentence nor in what it paraphrases."""
    near = f"{truth.quote} {truth.text}".lower()
    forms = SAME.get(new.lower(), (new,))
    return new.lower() in truth.cited.text.lower() and not any(form.lower() in near for form in forms)


def _swap(kind: str, truth: Truth, old: str, new: str) -> Falsehood | None:
    """`old` replaced everywhere in the sentence, as whole words."""
    text, reached, at = "", 0, truth.text.find(old)
    while at >= 0:
        stop = at + len(old)
        before, after = truth.text[max(0, at - 1) : at], truth.text[stop : stop + 1]
        if not before.isalnum() and not after.isalnum():
            text += truth.text[reached:at] + new
            reached = stop
        at = truth.text.find(old, stop)
    text += truth.text[reached:]
    return None if text == truth.text else Falsehood(kind, text, truth.cited, f"{old} → {new}", truth)


def _number(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """A figure or number word near the true one; or its unit exchanged."""
    words = truth.text.split()
    for at, word in enumerate(words):
        sign = bare(word)
        following = bare(words[at + 1]) if at + 1 < len(words) else ""
        if _is_of_date(words, at):
            continue
        for unit, others in UNITS.items():
            if following == unit and any(c.isdigit() for c in sign):
                other = draw.choice(others)
                if _absent(other, truth):
                    yield from filter(None, [_swap("number", truth, f"{sign} {unit}", f"{sign} {other}")])
        for new in _near(sign, draw):
            if _absent(new.lstrip("$"), truth):
                yield from filter(None, [_swap("number", truth, sign, new)])
                break


def _is_of_date(words: Sequence[str], at: int) -> bool:
    sign = bare(words[at])
    around = [bare(each).lower() for each in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])]
    if sign.isdigit() and (1900 <= int(sign) <= 2100 or any(each in MONTHS for each in around)):
        return True
    return any(each in ("no", "phase", "fiscal", "fy", "block") for each in around[:1])


def _near(sign: str, draw: random.Random) -> Iterator[str]:
    """Values near a figure ("1,550", "$9.8", "87") or a number word, as it is written; nothing for other words."""
    if sign.lower() in NUMBER_WORDS:
        at = NUMBER_WORDS.index(sign.lower())
        for step in draw.sample((-2, -1, 1, 2, 3), 5):
            if 1 < at + step < len(NUMBER_WORDS):
                yield NUMBER_WORDS[at + step]
        return
    dollars = "$" if sign.startswith("$") else ""
    digits = sign.lstrip("$").rstrip("%")
    percent = "%" if sign.endswith("%") else ""
    if not digits or not all(c.isdigit() or c in ",." for c in digits) or not digits[0].isdigit():
        return
    places = len(digits.split(".")[1]) if "." in digits else 0
    value = float(digits.replace(",", ""))
    for factor in draw.sample((0.5, 0.8, 0.9, 1.1, 1.2, 1.5, 2.0), 7):
        new = round(value * factor, places) if places else float(round(value * factor))
        if new == value:
            new = value + (1 if factor > 1 else 2)
        if new > 0:
            shown = f"{new:,.{places}f}" if "," in digits or new >= 10_000 else f"{new:.{places}f}"
            yield f"{dollars}{shown}{percent}"


def _date(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """Another year, month or day; or, of a passage with several years, one that it has for something else."""
    words = truth.text.split()
    for at, word in enumerate(words):
        sign = bare(word)
        before = bare(words[at - 1]).lower() if at else ""
        after = bare(words[at + 1]).lower() if at + 1 < len(words) else ""
        if sign.isdigit() and 1950 <= int(sign) <= 2100:
            years = [str(int(sign) + step) for step in (-4, -3, -2, -1, 1, 2, 3, 4)]
            there = [each for each in years if _elsewhere(each, truth)]
            away = [each for each in years if _absent(each, truth)]
            for pool in (there, away):
                if pool:
                    yield from filter(None, [_swap("date", truth, sign, draw.choice(pool))])
        elif sign in MONTHS.values() and (sign != "May" or after.isdigit() or before in ("in", "of", "since")):
            away = [each for each in MONTHS.values() if _absent(each, truth) and _absent(each[:3], truth)]
            if away:
                yield from filter(None, [_swap("date", truth, sign, draw.choice(away))])
        elif sign.isdigit() and int(sign) <= 31 and (before in MONTHS or after in MONTHS):
            days = [str(day) for day in range(1, 29) if _absent(str(day), truth)]
            month = words[at - 1] if before in MONTHS else words[at + 1]
            old = f"{bare(month)} {sign}" if before in MONTHS else f"{sign} {bare(month)}"
            yield from filter(None, [_swap("date", truth, old, old.replace(sign, draw.choice(days)))])


def _name(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """Another person, country, place, ship or outlet of the library."""
    for pool in (material.people, COUNTRIES, material.places, material.ships, material.outlets):
        present = [name for name in pool if _has(truth.text, name) and not _is_voice(truth, name)]
        others = [name for name in pool if _absent(name, truth) and _absent(name.split()[-1], truth)]
        moved = [name for name in pool if _elsewhere(name, truth)]
        for name in present:
            drawn = (*moved, *draw.sample(others, min(3, len(others))))
            choices = [other for other in drawn if not {*other.split()} & {*name.split()}]
            if choices:
                yield from filter(None, [_swap("name", truth, name, draw.choice(choices))])


def _has(text: str, name: str) -> bool:
    at = text.find(name)
    if at < 0:
        return False
    before, after = text[max(0, at - 1) : at], text[at + len(name) : at + len(name) + 1]
    return not before.isalnum() and not after.isalnum() and before not in ("-",) and after not in ("-",)


def _is_voice(truth: Truth, name: str) -> bool:
    return name in (truth.cited.publisher, *truth.cited.authors)


def _designator(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """Another member of the same family: SM-3 Block IIA and IB, S-300 and S-400, Phase 3 and 4."""
    for family in FAMILIES:
        for name in family:
            if not _has(truth.text, name) or any(len(o) > len(name) and name in o and o in truth.text for o in family):
                continue
            others = [other for other in family if other != name and not _has(truth.text, other)]
            away = [other for other in others if _absent(other, truth)]
            moved = [other for other in others if _elsewhere(other, truth)]
            choices = [*away, *moved]
            if choices:
                yield from filter(None, [_swap("designator", truth, name, draw.choice(choices))])


def _negation(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """A "not" taken out or put in."""
    words = truth.text.split(" ")
    for at, word in enumerate(words):
        after = bare(words[at + 1]).lower() if at + 1 < len(words) else ""
        if word == "not" and at and words[at - 1].lower() in (*AUXILIARIES, "did", "does", "do") and after != "only":
            kept = [*words[:at], *words[at + 1 :]]
            yield Falsehood("negation", " ".join(kept), truth.cited, "not taken out", truth)
        elif word in ("cannot", "can't", "can’t"):
            yield Falsehood(
                "negation", " ".join([*words[:at], "can", *words[at + 1 :]]), truth.cited, "cannot → can", truth
            )
        elif (
            word in AUXILIARIES and at and after not in ("not", "no", "", "never", "only", "nothing", "nor", "neither")
        ):
            if not any(
                bare(each).lower() in ("not", "no", "never", "neither", "nor", "nothing") for each in words[at:]
            ):
                text = " ".join([*words[: at + 1], "not", *words[at + 1 :]])
                yield Falsehood("negation", text, truth.cited, f"{word} → {word} not", truth)
        elif word in PAST and at and words[at - 1].strip(_MARKS)[:1].isupper() and words[at - 1][-1:] not in ",;:":
            text = " ".join([*words[:at], "did not", PAST[word], *words[at + 1 :]])
            yield Falsehood("negation", text, truth.cited, f"{word} → did not {PAST[word]}", truth)


def _speaker(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """Another speaker where one speaks, one put before a sentence without any, or the two parties exchanged."""
    bearers = [*BEARERS, *material.outlets, *material.people]
    others = [name for name in bearers if _absent(name, truth) and _absent(name.split()[-1], truth)]
    lowered = truth.text.lower()
    spoken = any(f" {verb}" in lowered for verb in SPEECH) or "according to" in lowered
    if spoken:
        for name in bearers:
            at = truth.text.find(name)
            if _has(truth.text, name) and _speaks(truth.text, at, at + len(name)) and others:
                yield from filter(None, [_swap("speaker", truth, name, draw.choice(others))])
    elif others and not truth.text.startswith(("4 ", "The two")):
        name = draw.choice(others)
        first, rest = truth.text[0], truth.text[1:]
        opening = (
            first.lower() if truth.text.split()[0] in ("The", "A", "An", "In", "On", "As", "Two", "Three") else first
        )
        said = draw.choice((f"According to {name}, {opening}{rest}", f"{name} said that {opening}{rest}"))
        yield Falsehood("speaker", said, truth.cited, f"put to {name}", truth)
    yield from _exchanged(truth)


def _speaks(text: str, start: int, stop: int) -> bool:
    before, after = text[max(0, start - 20) : start].lower(), text[stop : stop + 14].lower()
    return "according to " in before[-17:] or any(after.startswith(f" {verb}") for verb in SPEECH)


def _exchanged(truth: Truth) -> Iterator[Falsehood]:
    """The two countries of "A offered B", where one acts on the other."""
    words = truth.text.split()
    for at, word in enumerate(words):
        if bare(word) not in ORDERED or at < 1:
            continue
        before, after = " ".join(words[:at]), " ".join(words[at + 1 : at + 4])
        doers = [name for name in BEARERS if before.endswith(name)]
        others = [name for name in BEARERS if after.startswith(name) or after.startswith(f"the {name}")]
        if doers and others and doers[0] != others[0] and " and " not in before[-30:]:
            one, other = doers[0], others[0]
            text = truth.text.replace(one, "\0").replace(other, one).replace("\0", other)
            yield Falsehood("speaker", text, truth.cited, f"{one} ↔ {other}", truth)


def _added(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """A clause put on: a cause, a qualification, or what another document of the library says."""
    if truth.text[-1:] != ".":
        return
    known = _held(truth.cited)

    def is_new(clause: str) -> bool:
        weighty = [word for word in map(str.lower, _words(clause)) if len(word) > 4]
        return sum(1 for word in set(weighty) if word not in known and word.rstrip("s") not in known) >= 2

    clauses = [clause for clause in PUT_ON if is_new(clause)]
    for clause in draw.sample(clauses, min(2, len(clauses))):
        yield Falsehood("added clause", f"{truth.text[:-1]}{clause}.", truth.cited, clause, truth)
    for document, cited in draw.sample(material.passages, min(20, len(material.passages))):
        if document == truth.document:
            continue
        first = cited.text.split(". ")[0].strip().rstrip(".")
        if 6 <= len(first.split()) <= 16 and first[:1].isupper() and "\n" not in first and is_new(first):
            opening = first[0].lower() + first[1:] if first.split()[0] in _OPENERS else first
            yield Falsehood("added clause", f"{truth.text[:-1]}, and {opening}.", truth.cited, f"and {opening}", truth)
            return


def _wrong_citation(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """The nearest passage by words that does not hold the sentence: of the same document, or of another."""
    mine = {word.lower() for word in _words(truth.text) if len(word) > 3}
    telling = {bare(word) for word in truth.text.split()[1:] if word[:1].isupper() or any(c.isdigit() for c in word)}
    own: list[tuple[float, Cited]] = []
    others: list[tuple[float, Cited]] = []
    for document, cited in material.passages:
        if cited.text == truth.cited.text or truth.quote[:60] in cited.text:
            continue
        words = _held(cited)
        share = len(mine & words) / max(len(mine), 1)
        lacking = [name for name in telling if not any(f.lower() in words for f in SAME.get(name.lower(), (name,)))]
        if lacking and share < 0.55:
            (own if document == truth.document else others).append((share, cited))
    for pool in (own, others):
        if pool:
            cited = max(pool, key=lambda each: each[0])[1]
            yield replace(
                Falsehood("wrong citation", truth.text, cited, "another passage", truth),
                change=f"cites {cited.title}: {' '.join(cited.text.split()[:12])} …",
            )


MAKERS: dict[str, Callable[[Truth, Material, random.Random], Iterator[Falsehood]]] = {
    "number": _number,
    "date": _date,
    "name": _name,
    "designator": _designator,
    "negation": _negation,
    "speaker": _speaker,
    "added clause": _added,
    "wrong citation": _wrong_citation,
}


def material_of(passages: Sequence[tuple[str, Cited]], outlets: Sequence[str], places: Sequence[str]) -> Material:
    """What the passages name: people after a title, ships after "USS"; of `outlets` and `places` those that occur."""
    text = "\n".join(cited.text for _, cited in passages)
    people, ships = set(), set()
    words = text.split()
    for at, word in enumerate(words[:-3]):
        if word == "USS":
            ships.add(f"USS {bare(words[at + 1])}")
        if bare(word) in TITLES and words[at + 1][:1].isupper() and word[-1] not in _MARKS:
            run = []
            for following in words[at + 1 : at + 4]:
                if not following[:1].isupper() or bare(following) in TITLES or bare(following) in MONTHS.values():
                    break
                run.append(bare(following))
                if following[-1] in _MARKS or following.endswith(("'s", "’s")):
                    break
            if run and run[-1] not in ("The", "State", "Defense") and run[-1].isalpha():
                people.add(" ".join(run))
    return Material(
        tuple(sorted(people)),
        tuple(place for place in places if place in text),
        tuple(sorted({outlet for outlet in outlets if outlet in text})),
        tuple(sorted(ships)),
        tuple(passages),
    )
