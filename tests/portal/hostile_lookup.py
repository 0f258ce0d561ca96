"""A lookup in which every word is an attack: what a hostile draft in a hostile library could bring onto a page."""

from collections.abc import Sequence

from corpus.types import Metadata, Tier
from qa.lookup.types import Change, Finding, Lookup, Occurrence, Quotation, Verdict

VERDICTS: tuple[Verdict, ...] = ("exact", "altered", "stitched", "elsewhere", "paraphrase", "not_found")


def hostile_lookup(attacks: Sequence[str]) -> tuple[str, Lookup]:
    """A draft of all `attacks` and a finding for each, with the attack in every text of it; verdicts take turns."""
    draft, findings = "", []
    for number, attack in enumerate(attacks):
        start = len(draft)
        quotation = Quotation(attack, start, start + len(attack), attack)
        verdict = VERDICTS[number % len(VERDICTS)]
        places = (occurrence(attack),) * 5
        findings.append(Finding(quotation, verdict, 0.5, places, (attack,), (attack,)))
        draft += f"{attack}\n"
    return draft, Lookup(tuple(findings), 1, 1, 1.0)


def occurrence(attack: str) -> Occurrence:
    """A place whose every text is `attack`."""
    meta = Metadata(
        attack, (attack,), attack, kind=attack, access=Tier.PUBLIC, audience=attack, source_url=f"javascript:{attack}",
        topics=(attack,), summary=attack,
    )  # fmt: skip
    changes = (
        Change("equal", attack, attack),
        Change("replace", attack, attack, "number"),
        Change("insert", attack, ""),
    )
    return Occurrence("a-1", "a", meta, (attack,), 1, attack, attack, 0, len(attack), attack, attack, changes)
