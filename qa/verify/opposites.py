"""Pairs of words of which one must not stand for the other."""

from functools import lru_cache

from qa.verify.stems import stem

_PAIRS = """
increase rise grow raise growth expand boost gain | decrease reduce cut lower shrink fall decline reduction fell lose;
accept agree approve endorse welcome | refuse reject decline condemn regret dismiss; admit | deny; promise | refuse;
succeed success successful successfully succeeded | fail failure unsuccessful failed; support supports | oppose
opposes opposed; allow permit | forbid prohibit ban prevent; confirm confirmed acknowledge acknowledged | deny denied
unconfirmed; praise praised | criticize criticized fault; sign signed | veto vetoed; enter entered join | leave left
quit withdraw withdrew; begin began start | end ended stop halt; open opened | close closed; resume resumed extend |
suspend suspended; accelerate | delay delayed slow; advance advanced | retreat; add added | remove removed; arrive
arrived | depart departed; win won | lose lost; buy bought | sell sold; import | export; include included | exclude
excluded; keep kept | scrap abandon drop; share | separate; repeat | correct; strengthen | weaken undermine; damage
damaged | sink sunk destroy destroyed; hit struck | missed miss; before | after; above | below; with | without; ahead
| behind; first | last; earlier early | later late; fast quick | slow; faster | slower; larger bigger | smaller; large
| small; higher | lower; high | low; longer | shorter; long | short; long-range | short-range; wide broad wider |
narrow narrower; stronger strong | weaker weak; more | fewer less; many | few; most | least; majority | minority;
maximum | minimum; best | worst; better | worse; cheap | expensive; easy simple | hard difficult complex; hard
difficult | impossible; full complete | partial interim limited initial; fully | partly partially; permanent |
temporary provisional interim; public | secret classified; offensive | defensive; ally | enemy adversary; friend |
enemy; east eastern | west western; north northern | south southern; land-based | sea-based; likely | unlikely;
possible able | impossible unable; safe | dangerous; threatening | reassuring; optimistic | pessimistic; true | false;
same alike identical equal | different; common joint same shared | separate distinct different; known | unknown
secret; new | old; old | modern
"""
_DENYING = ("un", "in", "im", "il", "ir", "non", "dis")
_SHORTEST = 5


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _PAIRS.split(";"):
        sides = [{stem(word) for word in side.split()} for side in pair.split("|")]
        for one, other in (sides, sides[::-1]):
            for word in one:
                found.setdefault(word, set()).update(other - one)
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSITES = _opposites()


@lru_cache(maxsize=20_000)
def opposites(stemmed: str) -> frozenset[str]:
    """The stems that say the opposite of one: those of the pairs, and the same with or without a prefix that denies."""
    found = _OPPOSITES.get(stemmed, frozenset())
    if not stemmed.isalpha() or len(stemmed) < _SHORTEST:
        return found
    without = {stemmed[len(each) :] for each in _DENYING if stemmed.startswith(each) and len(stemmed) > len(each) + 3}
    return found.union(without, (each + stemmed for each in _DENYING))
