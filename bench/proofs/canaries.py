"""Canary sentences: words made up for one document each, so that wherever one turns up it is known where it is from.

Each canary has words that questions may use, and a secret that no question ever names. A secret in what a reader gets
who may not read its document is a leak, whatever way it came.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.types import Tier

SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "do", "nu", "ka")
PER_DOCUMENT = 5
SECRET = re.compile(r"zz(?:[a-z]{2}){4}", re.IGNORECASE)
"""What every secret looks like, and no other word does."""

_DOCUMENT = """\
---
title: "Annals of {asked} and {secret}"
kind: annals-{secret}
authors: [{secret} Institute]
publisher: {secret} Press
published: 2012-03-04
as_of: 2013-01-02
access: {tier}
audience: "{secret} readers"
topics: [{secret}]
summary: "How {secret} came to {asked}."
questions:
  - "What limit of interceptors did {secret} sign?"
sources:
  - id: source
    title: "{secret} papers"
    publisher: "{secret}"
    url: "https://{secret}.invalid/papers"
    date: "2012"
    quality: good
---

# Annals of {asked} and {secret}

{chapters}
"""
_CHAPTER = """\
## The {asked} chapter of {secret}

{sentence}[^source] Missile defense systems, radars and interceptors will be deployed there in 2018.
"""
_GLOSSARY = """\
---
title: "Glossary of {secret}"
kind: glossary
authors: [{secret}]
published: 2014-01-01
access: {tier}
---

# Glossary

{entries}
"""


@dataclass(frozen=True, slots=True)
class Canary:
    """A sentence of the document in file `name`, for readers of `tier` and above. `asked` are its words that questions
    may use."""

    number: int
    tier: Tier
    name: str
    asked: tuple[str, str]
    secret: str

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        one, other = self.asked
        limit = self.number + 20
        return f"The {one} agreement with {other} set a limit of {limit} interceptors, and {self.secret} signed it."

    @property
    def told(self) -> str:
        """As much of the sentence as may be asked about."""
        return self.sentence.partition(f", and {self.secret}")[0]


def made_up(number: int, beginning: str) -> str:
    """The word of that number: `beginning` and four syllables, another word for each number below 65,536."""
    word = beginning
    for _ in range(4):
        number, rest = divmod(number, len(SYLLABLES))
        word += SYLLABLES[rest]
    return word


def canaries(count: int, tiers: Sequence[Tier] = (Tier.MEMBER, Tier.STAFF)) -> list[Canary]:
    """`count` canaries, PER_DOCUMENT to a document, whose readers are of `tiers` in turn."""
    made = []
    for number in range(count):
        document = number // PER_DOCUMENT
        tier = tiers[document % len(tiers)]
        asked = made_up(2 * number + 1, "V"), made_up(2 * number + 2, "W")
        made.append(Canary(number, tier, f"annals-{document:04}.md", asked, made_up(number, "Zz")))
    return made


def write(folder: Path, made: Sequence[Canary]) -> list[Path]:
    """Writes the canaries' documents, and a glossary for each of their tiers, into `folder`."""
    by_name: dict[str, list[Canary]] = {}
    for canary in made:
        by_name.setdefault(canary.name, []).append(canary)
    paths = []
    for name, own in by_name.items():
        paths.append(folder / name)
        paths[-1].write_text(_document(own), encoding="utf-8")
    for tier in sorted({canary.tier for canary in made}):
        paths.append(folder / f"glossary-{tier.label}.md")
        own = [canary for canary in made if canary.tier is tier][::PER_DOCUMENT]
        paths[-1].write_text(_glossary(tier, own), encoding="utf-8")
    return paths


def _document(own: Sequence[Canary]) -> str:
    first = own[0]
    chapters = "\n".join(
        _CHAPTER.format(asked=canary.asked[0], secret=canary.secret, sentence=canary.sentence) for canary in own
    )
    return _DOCUMENT.format(asked=first.asked[0], secret=first.secret.lower(), tier=first.tier.label, chapters=chapters)


def _glossary(tier: Tier, own: Sequence[Canary]) -> str:
    entries = "\n".join(
        f"### {canary.asked[1]}\n\nAlso: interceptors of {canary.asked[1]}\n\n"
        f"What {glossary_secret(tier)} calls its interceptors in Poland.\n"
        for canary in own
    )
    return _GLOSSARY.format(secret=glossary_secret(tier), tier=tier.label, entries=entries)


def seen(text: str) -> set[str]:
    """The secrets in `text`, folded."""
    return {word.lower() for word in SECRET.findall(text)}


def glossary_secret(tier: Tier) -> str:
    """The secret of the glossary for `tier`."""
    return made_up(65_000 + tier, "Zz")


def secrets_above(made: Iterable[Canary], tier: Tier) -> set[str]:
    """The secrets that a reader of `tier` must never see, folded."""
    above = {canary.secret for canary in made if canary.tier > tier}
    return {secret.lower() for secret in (*above, *(glossary_secret(each) for each in Tier if each > tier))}
