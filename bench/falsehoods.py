"""Sentences made false on purpose, from true ones and from other material of the same library: what `bench.grounding`
puts to the check of prose.

A falsehood is plausible: a number near the true one, a date, name or designator of the same sort, a negation put in or
taken out, another speaker, a clause put on, another passage cited. It is false by construction: what is put in stands
nowhere in the passage or over it, or only in another sentence of it, where it says something else. Nothing here is
shared with `qa.verify`: words are told apart by white space and by lists.
"""

import random
from collections.abc import Callable, Iterator, Sequence

from bench.exchanged import other_date, other_designator, other_name, other_number
from bench.gazetteer import MONTHS, TITLES
from bench.retold import other_citation, other_speaker, put_on, turned
from bench.truths import MARKS, Falsehood, Material, Truth, bare
from qa.verify.types import Cited

KINDS = ("number", "date", "name", "designator", "negation", "speaker", "added clause", "wrong citation")
MAKERS: dict[str, Callable[[Truth, Material, random.Random], Iterator[Falsehood]]] = {
    "number": other_number,
    "date": other_date,
    "name": other_name,
    "designator": other_designator,
    "negation": turned,
    "speaker": other_speaker,
    "added clause": put_on,
    "wrong citation": other_citation,
}


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


def material_of(passages: Sequence[tuple[str, Cited]], outlets: Sequence[str], places: Sequence[str]) -> Material:
    """What the passages name: people after a title, ships after "USS"; of `outlets` and `places` those that occur."""
    text = "\n".join(cited.text for _, cited in passages)
    people, ships = set(), set()
    words = text.split()
    for at, word in enumerate(words[:-3]):
        if word == "USS":
            ships.add(f"USS {bare(words[at + 1])}")
        if bare(word) in TITLES and words[at + 1][:1].isupper() and word[-1] not in MARKS:
            run = []
            for following in words[at + 1 : at + 4]:
                if not following[:1].isupper() or bare(following) in TITLES or bare(following) in MONTHS.values():
                    break
                run.append(bare(following))
                if following[-1] in MARKS or following.endswith(("'s", "’s")):
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
