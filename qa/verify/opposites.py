"""Pairs of words of which one must not stand for the other."""

from qa.verify.stems import stem

_PAIRS = """
increase rise grow raise growth expand boost | decrease reduce cut lower shrink fall decline reduction fell
accept agree approve endorse | refuse reject decline
succeed success successful successfully succeeded | fail failure unsuccessful failed
before | after
above | below
support supports | oppose opposes opposed
allow permit | forbid prohibit ban
enter entered join | leave left quit withdraw withdrew
begin began start | end ended stop halt
open opened | close closed
first | last
earlier | later
faster | slower
larger bigger | smaller
higher | lower
longer | shorter
stronger strengthen | weaker weaken undermine
offensive | defensive
legal lawful | illegal unlawful
binding | non-binding nonbinding
possible able | impossible unable
confirm confirmed acknowledge acknowledged | deny denied unconfirmed
sign signed | veto vetoed
damage damaged | sink sunk destroy destroyed
hard difficult | impossible
win won | lose lost
buy bought | sell sold
import | export
ally | enemy adversary
friend | enemy
east eastern | west western
north northern | south southern
public | secret
permanent | temporary
likely | unlikely
stable stability | unstable instability
willing | unwilling
include included | exclude excluded
majority | minority
maximum | minimum
best | worst
better | worse
praise praised | criticize criticized
hit struck | missed miss
ahead | behind
land-based | sea-based
with | without
short-range | long-range
advance advanced | retreat
add added | remove removed
arrive arrived | depart departed
complete completed | incomplete
true | false
safe | dangerous
threatening | reassuring
necessary | unnecessary
optimistic | pessimistic
resume resumed | suspend suspended
accelerate | delay delayed
valid | invalid
effective | ineffective
accurate | inaccurate
capable | incapable
sufficient | insufficient
active | inactive
direct | indirect
certain | uncertain
known | unknown
successful | unsuccessful
armed | unarmed
limited | unlimited
conditional | unconditional
authorized | unauthorized
initial | full
"""


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _PAIRS.strip().splitlines():
        sides = [{stem(word) for word in side.split()} for side in line.split("|")]
        for one, other in (sides, sides[::-1]):
            for word in one:
                found.setdefault(word, set()).update(other - one)
    return {word: frozenset(others) for word, others in found.items()}


OPPOSITES = _opposites()
"""For each stem, the stems that say the opposite."""
