"""Authors as documents write them → names as reference styles need them: family and given, or an institution's own.

When in doubt a name is taken whole: an institution that is turned about misleads, a person who is not does not.
"""

import re

INSTITUTION = re.compile(
    r"""\b(?:academy|administration|affairs|agency|alliance|analysis|army|assembly|association|authority|bank|board|
    bulletin|bureau|cabinet|center|centre|chamber|chronicle|club|college|command|commission|committee|company|
    conference|congress|contributors?|cooperation|corporation|corps|council|court|daily|defen[cs]e|delegation|
    department|desk|directorate|division|editors?|embassy|federation|force|forces|forum|foundation|fund|gazette|
    government|group|headquarters|house|inc|initiative|institut|institute|institution|intelligence|international|
    journal|kremlin|laboratory|labs?|league|library|llc|ltd|magazine|media|ministry|mission|monitor|museum|nation|
    national|navy|network|news|observatory|office|organi[sz]ation|panel|parliament|partners|party|post|presidency|
    press|program|programme|project|publications?|records?|relations|report|representatives|research|resources?|
    review|school|secretariat|security|senate|service|services|society|staff|state|states|studies|survey|taskforce|
    team|times|today|treasury|tribune|trust|union|university|watch|weekly|world)\b""",
    re.IGNORECASE | re.VERBOSE,
)
PARTICLES = frozenset("al ben bin da de del della den der di dos du el ibn la le ten ter van von zu zum zur".split())
BETWEEN = frozenset(("e", "i", "y"))
"""Words between the two family names of a Spanish, Catalan or Portuguese name."""
SUFFIXES = frozenset(("jr.", "jr", "sr.", "sr", "ii", "iii", "iv"))
RANKS = frozenset(
    (
        "adm.", "amb.", "capt.", "col.", "dr.", "gen.", "gov.", "hon.", "lt.", "maj.", "mr.", "mrs.", "ms.", "pres.",
        "prof.", "rep.", "sec.", "sen.", "sgt.", "sir", "vice",
    )
)  # fmt: skip
LONGEST_NAME_WORDS = 6
MIDDLE_INITIAL = re.compile(r"[^\W\d_]+ [^\W\d_]\. [^\W\d_]+")
"""As in `Daryl G. Press`, which no institution is called."""

Name = dict[str, str]


def csl_names(authors: tuple[str, ...], publisher: str = "") -> list[Name]:
    """The authors as CSL-JSON names, in order, each once."""
    return [csl_name(author, publisher) for author in dict.fromkeys(" ".join(a.split()) for a in authors) if author]


def written_name(name: Name) -> str:
    """A CSL-JSON name as `Family, Given, Suffix`, or an institution's own name."""
    if "literal" in name:
        return name["literal"]
    return ", ".join(part for part in (whole_family(name), name.get("given", ""), name.get("suffix", "")) if part)


def whole_family(name: Name) -> str:
    """The family name with its particles: `von der Leyen`."""
    return " ".join(part for part in (name.get("non-dropping-particle"), name["family"]) if part)


def csl_name(written: str, publisher: str = "") -> Name:
    """One author as a CSL-JSON name.

    `Family, Given` is a person and `{Any Words}` an institution, whatever they look like. Else a person is two to six
    capitalized words, initials and particles without a word that institutions go by, and not the publisher.

    >>> csl_name("Ursula von der Leyen")
    {'family': 'Leyen', 'given': 'Ursula', 'non-dropping-particle': 'von der'}
    >>> csl_name("U.S. Department of State")
    {'literal': 'U.S. Department of State'}
    """
    if written.startswith("{") and written.endswith("}"):
        return {"literal": written[1:-1].strip() or written}
    if written == publisher or (INSTITUTION.search(written) and not MIDDLE_INITIAL.fullmatch(written)):
        return {"literal": written}
    family, _, rest = (part.strip() for part in written.partition(","))
    if rest and rest.casefold() not in SUFFIXES:
        return (
            _turned(family, rest) if _are_names(rest.split()) and _are_names(family.split()) else {"literal": written}
        )
    return _spoken(family.split(), rest) or {"literal": written}


def _spoken(words: list[str], suffix: str) -> Name | None:
    """`Dr. Martin Luther King Jr.` in its parts; None if that is no person's name."""
    while len(words) > 2 and words[0].casefold() in RANKS:
        words = words[1:]
    if len(words) > 2 and words[-1].casefold() in SUFFIXES:
        words, suffix = words[:-1], words[-1]
    if not 2 <= len(words) <= LONGEST_NAME_WORDS or not _are_names(words) or words[0] in PARTICLES:
        return None
    first = len(words) - 1
    if first > 2 and words[first - 1] in BETWEEN:
        first -= 2
    while first > 1 and words[first - 1] in PARTICLES:
        first -= 1
    return _parts(" ".join(words[:first]), words[first:], suffix)


def _turned(family: str, given: str) -> Name:
    """`von der Leyen, Ursula` and `King, Martin Luther, Jr.` in their parts."""
    given, _, suffix = (part.strip() for part in given.partition(","))
    return _parts(given, family.split(), suffix)


def _parts(given: str, family: list[str], suffix: str) -> Name:
    particles = []
    while len(family) > 1 and family[0] in PARTICLES:
        particles.append(family[0])
        family = family[1:]
    name = {"family": " ".join(family), "given": given}
    if particles:
        name["non-dropping-particle"] = " ".join(particles)
    if suffix:
        name["suffix"] = suffix
    return name


def _are_names(words: list[str]) -> bool:
    return bool(words) and all(_is_name(word.rstrip(",")) for word in words)


def _is_name(word: str) -> bool:
    """Whether a person's name may hold `word`: `José`, `Z.`, `J.R.R.`, `O’Brien`, `al-Assad`, `von`; not `NATO`."""
    if word in PARTICLES or word in BETWEEN:
        return True
    letters = re.sub(r"[.’'ʼ-]", "", word)
    if not letters.isalpha():
        return False
    if re.fullmatch(r"(?:\w\.-?)+", word):
        return word[0].isupper()
    return any(part[:1].isupper() for part in re.split(r"[’'ʼ-]", word)) and not (
        len(letters) > 1 and letters.isupper()
    )
