"""Sentences made false by what is said: denied, put to another, with a clause put on, citing another passage."""

import random
from collections.abc import Iterator
from dataclasses import replace

from bench.gazetteer import AUXILIARIES, BEARERS, ORDERED, PAST, PUT_ON, SAME, SPEECH
from bench.truths import MARKS, Falsehood, Material, Truth, bare, has, held, is_absent, swap, words_of
from qa.verify.types import Cited

_OPENERS = frozenset("The A An In On As Two Three Some One Most Both Its Each Forecasts This These".split())


def turned(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
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
        elif word in PAST and at and words[at - 1].strip(MARKS)[:1].isupper() and words[at - 1][-1:] not in ",;:":
            text = " ".join([*words[:at], "did not", PAST[word], *words[at + 1 :]])
            yield Falsehood("negation", text, truth.cited, f"{word} → did not {PAST[word]}", truth)


def other_speaker(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """Another speaker where one speaks, one put before a sentence without any, or the two parties exchanged."""
    bearers = [*BEARERS, *material.outlets, *material.people]
    others = [name for name in bearers if is_absent(name, truth) and is_absent(name.split()[-1], truth)]
    lowered = truth.text.lower()
    spoken = any(f" {verb}" in lowered for verb in SPEECH) or "according to" in lowered
    if spoken:
        for name in bearers:
            at = truth.text.find(name)
            if has(truth.text, name) and _speaks(truth.text, at, at + len(name)) and others:
                yield from filter(None, [swap("speaker", truth, name, draw.choice(others))])
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


def put_on(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """A clause put on: a cause, a qualification, or what another document of the library says."""
    if truth.text[-1:] != ".":
        return
    known = held(truth.cited)

    def is_new(clause: str) -> bool:
        weighty = [word for word in map(str.lower, words_of(clause)) if len(word) > 4]
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


def other_citation(truth: Truth, material: Material, draw: random.Random) -> Iterator[Falsehood]:
    """The nearest passage by words that does not hold the sentence: of the same document, or of another."""
    mine = {word.lower() for word in words_of(truth.text) if len(word) > 3}
    telling = {bare(word) for word in truth.text.split()[1:] if word[:1].isupper() or any(c.isdigit() for c in word)}
    own: list[tuple[float, Cited]] = []
    others: list[tuple[float, Cited]] = []
    for document, cited in material.passages:
        if cited.text == truth.cited.text or truth.quote[:60] in cited.text:
            continue
        words = held(cited)
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
