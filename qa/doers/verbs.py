"""Verbs that may tell of the same deed, and the words for whoever does it.

A family is a line of three parts: verbs whose subject does it; nouns for whoever does it ("commander", "buyer"); and
verbs that tell the same from the other side, where the doer is whom it is done to or where it is done ("sold to",
"deployed in"). The families are about English in general; a verb of none of them stands for itself.
"""

from dataclasses import dataclass
from functools import lru_cache

from qa.verify.wording import FORMS

_FAMILIES = """
command lead head run direct manage oversee supervise chair preside govern administer control | commander director chief
head leader chairman chairwoman chair boss administrator charge responsible | name appoint nominate confirm choose
: operate run staff man crew use control fly | operator user | hand transfer pass
: pay fund finance bear cover spend provide foot sponsor underwrite subsidize | payer sponsor donor taxpayer funding
 | charge bill
: buy purchase acquire procure order get receive field | buyer customer purchaser | sell export deliver supply ship
: host house accept station take | host | deploy base station place locate build install put stand keep site
: make build produce manufacture develop design assemble construct supply | maker manufacturer builder contractor
developer producer supplier designer contract | award
: sign conclude initial ink agree | signatory party signer signature |
: found establish create start launch form organize open | founder creator |
: sell export supply deliver | seller exporter supplier | buy purchase order acquire
: win receive get secure earn gain obtain | winner recipient holder | award give choose select pick grant
: give donate send provide deliver supply contribute transfer dispatch lend offer commit | donor supplier contributor
contribution provider | receive get
: shoot intercept destroy down hit kill defeat bring engage stop | |
: own possess | owner |
: negotiate agree | negotiator |
: propose offer suggest float raise recommend introduce present table | author sponsor proposal idea |
: cancel drop scrap end halt stop abandon kill axe shelve terminate replace ditch | |
: oppose object resist reject criticize protest block refuse condemn decline veto | opponent critic |
: support back favor endorse welcome | supporter backer |
: vote | |
: decide order authorize approve choose determine direct | authority decision |
: withdraw leave quit exit pull abandon denounce notify | withdrawal |
: write author publish issue release draft prepare sign | author writer editor |
: say state tell claim argue declare call describe warn insist assert write announce note add admit acknowledge put |
speaker | according
: announce declare reveal unveil present say | |
: approve ratify pass adopt consent endorse accept vote | approval |
: attack strike fire launch bomb hit shell send | attacker |
: test fire launch try | |
: help assist join participate take contribute | participant contributor |
: protect defend guard cover shield | defender protector |
: name appoint nominate choose select pick | |
: succeed replace follow take | successor |
: violate break breach | violator |
: receive get | recipient | give donate send deliver supply provide award transfer
: base station deploy place locate assign home | homeport |
: move transfer relocate reach arrive come go send | |
: visit inspect tour | visitor |
: meet host | |
: ask request demand want seek require insist | |
: threaten warn | |
: invent discover devise develop introduce create pioneer formulate conceive design patent propose build
| inventor discoverer |
: defeat beat | winner |
: rule govern reign | ruler king queen |
: teach train instruct | teacher trainer |
: kill murder assassinate | killer assassin murderer |
: discover find spot | discoverer |
: marry wed | wife husband spouse |
: invade occupy conquer seize capture | invader |
: show demonstrate prove find establish | |
: think believe consider argue say | | according
: study examine review investigate | |
"""
_IRREGULAR = """
have has had having|do does did done|hit hit|beat beat beaten|drive drove driven|ride rode ridden|steal stole stolen|
swear swore sworn|lay laid|lend lent|hang hung|hide hid hidden|freeze froze frozen|overthrow overthrew overthrown|
wear wore worn|eat ate eaten|sing sang sung|fly flies|feed fed|flee fled|bind bound|deal dealt|sink sank sunk|
take takes taking|be is are was were been being am|found founded|man manned manning|bid bade
"""
_FORMS = {form: line.split()[0] for line in _IRREGULAR.replace("\n", "").split("|") for form in line.split()[1:]}


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does: the verbs whose subject does it, the nouns for whoever does it, and the verbs that tell it
    from the other side; all in the form of the dictionary."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    turned: frozenset[str]


def _families() -> tuple[tuple[str, Deed], ...]:
    found = []
    for line in _FAMILIES.replace("\n", " ").split(":"):
        verbs, nouns, turned = (frozenset(part.split()) for part in line.split("|"))
        found.append((line.split()[0], Deed(verbs, nouns, turned)))
    return tuple(found)


HEADED = _families()
"""Each family with its first verb, which all the others may stand for."""
FAMILIES = tuple(family for _, family in HEADED)


def deed_of(word: str) -> Deed:
    """What a verb of a question asks the doer of: its own forms and every family that it is of."""
    own = dictionary_forms(word)
    found = [family for family in FAMILIES if own & family.verbs]
    return Deed(
        own.union(*(family.verbs for family in found)),
        frozenset().union(*(family.nouns for family in found)),
        frozenset().union(*(family.turned for family in found)),
    )


def deed_of_noun(noun: str) -> Deed | None:
    """What whoever is called `noun` ("commander", "in charge") does; None where no family has the noun."""
    own = dictionary_forms(noun)
    found = [family for family in FAMILIES if own & family.nouns]
    if not found:
        return None
    return Deed(found[0].verbs, found[0].nouns, found[0].turned)


@lru_cache(maxsize=20_000)
def dictionary_forms(word: str) -> frozenset[str]:
    """What `word` may be in a dictionary: "signed" is of "sign" (or of "signe", which no family has)."""
    word = word.casefold()
    known = _FORMS.get(word) or FORMS.get(word)
    if known:
        return frozenset({known})
    found = {word}
    if word.endswith("ies"):
        found.add(word[:-3] + "y")
    elif word.endswith("s") and not word.endswith("ss"):
        found |= {word[:-1], word[:-2]} if word.endswith("es") else {word[:-1]}
    for ending in ("ed", "ing"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 2:
            found |= {root, root + "e"}
            found |= {root[:-1]} if root[-1] == root[-2] else set()
            found |= {root[:-1] + "y"} if root.endswith("i") else set()
    return frozenset(found)


def is_past(word: str) -> bool:
    """Whether `word` may be a past form or a participle of the past."""
    word = word.casefold()
    if word in _FORMS or word in FORMS:
        return not word.endswith(("ing", "s"))
    return word.endswith("ed") or word in _UNCHANGED


_UNCHANGED = frozenset("put set cut hit cost let shut read".split())
