"""Words that tell whether a name or a noun stands for somebody who can do something."""

import re

DOERS = frozenset(
    """president minister secretary government senate congress parliament army navy marines official company firm
    contractor ministry agency department alliance ally member country state nation troop force military crew personnel
    staff soldier sailor team commander director general admiral chairman administration committee commission court
    senator representative lawmaker taxpayer consortium group organization destroyer ship leader side pilot unit battery
    diplomat ambassador negotiator founder delegation council family brother scientist researcher engineer king queen
    funding budget people""".split()
)
"""Nouns for whoever does something, in the form of the dictionary."""

COUNTRIES_TOGETHER = frozenset("country nation ally member state contributor".split())
"""Nouns for countries that a sentence goes on to name."""

OF_DOERS = re.compile(r"[a-z]{3}(?:ers?|ors?|ists?|ians?|eers?|ants?|men|women)$")
"""Endings of further such nouns …"""

NO_DOERS = frozenset(
    """interceptor sensor number order power letter matter water center booster launcher carrier theater weather
    computer reactor motor sector factor error after under over later other further together however never rather either
    whether earlier former silver paper chapter quarter winter summer september october november december barrier
    counter transfer cluster charter offer cover border corner character layer tower laser register newer longer higher
    lower larger smaller fewer greater better faster constant important significant relevant distant corridor minor
    major prior superior interior exterior mirror vector warrant grant plant russian iranian liter meter kilometer river
    danger finger master disaster per every ever""".split()
)
"""… and words with such endings that are none."""

THINGS = frozenset(
    """treaty act system approach interceptor radar missile phase block initiative program project plan review paper
    report order memorandum declaration agreement statement sea ocean site base test satellite rocket warhead tests day
    week english""".split()
)
"""Last words of names that stand for things."""

TITLES = frozenset("the u.s president general admiral mr mrs ms dr of and for".split())
"""Words of a name that do not tell who it is."""

PEOPLE = frozenset("president presidents minister secretary general admiral".split())
"""First words of names of people."""

SAYS = frozenset("say tell announce claim report state argue write declare warn note add confirm".split())
"""Verbs after which "that" begins what is said."""

MODAL = frozenset("to will would can could may might must should shall did do does helped help".split())
"""Words before a verb without an ending."""

ENDLESS = frozenset("put set cut hit cost let shut beat".split())
"""Verbs that look the same in the past."""

TAKES = frozenset({"take", "assume"})
"""Verbs that begin what the noun after them names: "took command"."""

APPOINTS = frozenset("name appoint nominate confirm choose".split())
"""Verbs that give somebody an office, or something else …"""

OFFICES = frozenset("director chief chairman commander".split())
"""… and nouns of the family for whoever holds an office."""

REALMS = frozenset("republic kingdom federation union emirates".split())
"""Last words of names of countries."""

NOT_COUNTRIES = frozenset({"europe", "european", "europeans", "middle east", "middle eastern", "soviet"})
"""Names of places that are no country."""
