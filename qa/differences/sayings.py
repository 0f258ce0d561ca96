"""What the words around a figure or a date say of it: who gives it, in which state the things are that it counts, and
which aspect of a thing it measures."""

import re

_SAYS = r"""(?:had )?(?:counted|counts?|reported|reports?|said|says?|wrote|writes?|gave|gives?|puts?|estimated|
estimates?|listed|lists?|cited|cites?|noted|notes?|recorded|records?|told|announced|announces?|stated|states?|claimed|claims?|showed|
shows?|found|finds?|described|describes?|mentioned|mentions?|credited|credits?|speaks?[ ]of|spoke[ ]of|quoted|quotes?|
dates?|dated|names?|named|calls?|called)""".replace("\n", "")
_WHO = r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother|[Ii]ts|[A-Z])[^,;:]{0,70}?(?:\([\w/ -]+\) )?"
_ACCORDING = (
    r"\b(?:according to|citing|as (?:reported|told|stated|given|counted|recorded) by|as reported in|in the words of)\b"
)
_ATTRIBUTED = re.compile(
    rf"^(?:(?:In|On|By|As of) [^,;]{{3,30}},? )?{_WHO}(?:, [^,;:]{{3,70}}, )?\b{_SAYS}\b(?: in [^,;]{{3,25}})?"
    r"(?: that)?(?! (?:on|as)\b)"
    rf"|,? ?{_ACCORDING} [^;]*?(?=[,;.]?$|, )"
    rf"|, (?:as )?{_WHO}\b{_SAYS}\b[^,;]*(?=[.]?$|, )"
    r"|\b[Aa]ccording to [^,;]*,"
)
_STATES = {
    "planned": "planned plans? planning scheduled projected expected expects? would will targets? goal forecast due "
    "foresaw intended proposed to.be to.have estimated? estimates "
    "budgeted hoped offered (?:is|are|was|were).to could might should meant allotted set.aside",
    "asked": "requested requests? asked.for sought seeks? needed needs? required requires? requirement wanted wants?",
    "ordered": "ordered orders? contracts? contracted bought buys? purchased? purchases? awarded sold sales? agreed",
    "built": "built delivered deliver(?:y|ies) produced produces? received manufactured completed",
    "deployed": "deployed operational fielded installed stationed emplaced active in.service in.operation on.duty "
    "ready on.alert loaded available certified",
    "used": "fired launched launches shot expended used tested attempts? attempted flown",
    "struck": "intercepted intercepts? destroyed downed shot.down hits? struck killed defeated "
    "success(?:es|ful|fully)? succeeded",
    "lost": "lost losses damaged failed failures? misses missed retired removed dismantled",
    "hurt": "wounded injured hurt injuries",
    "dead": "died dead deaths? fatalities",
    "invited": "invited registered signed.up enrolled booked reserved applied",
    "turned": "before after following until later originally initially at.first in.the.end finally remaining so.far "
    "already by.then again revised corrected",
    "stretched": "over.(?:\\w+.){1,2}(?:years|months|weeks|days) annual(?:ly)? yearly "
    "(?:first|second|last|third|opening).\\w+ morning evening afternoon half quarter daily weekly "
    "monthly noon midnight peak",
    "restricted": "who whose whom aged under with without among including",
    "permitted": "limit(?:ed|s)? allowed allows? permit(?:ted|s)? ceiling caps? capacity room.for maximum",
}
_ASPECTS = {
    "range": r"range reach(?:es|ed)? fl(?:y|ies|ew) flight travel\w* far sees? detect\w* track\w*",
    "height": "altitudes? heights? high apogee above.the.(?:earth|ground|sea) ceiling deep",
    "size": "length long diameter wide width tall radius perimeter aperture",
    "away": r"from.(?=[A-Za-z]) away distance apart border near off.the.coast",
    "cost": r"cost\w* price[ds]? unit worth expens\w+ pa(?:y|id) c[ao]me.to amount\w*",
    "contract": r"contract\w* award\w* deal order sale",
    "budget": r"budget\w* request\w* asked fund\w* appropriat\w* spen[dt]\w* approved authoriz\w*",
    "saved": r"sav(?:e|es|ed|ing|ings) cut overrun growth increase\w* rose more less fell",
}
APART = frozenset({"contract", "budget", "saved", "height", "size", "away"})
"""The aspects that make a sum or a distance another one, whatever else is said of it."""


_PARTIAL = re.compile(
    r"\b(?:first (?:sum|part|batch|payment|instal+ment|step|group|wave|lot|year)|initial|down payment|tranche|"
    r"instal+ment|part of|portion of|share of the (?:cost|price|sum)|partly|partial(?:ly)?|reconciliation|"
    r"appropriations?|pending|so far|of which|of whom|of them|of these|of those)\b",
    re.IGNORECASE,
)
_SEASON = re.compile(
    r"\b(?:spring|summer|autumn|winter|fall of|January|February|March|April|June|July|August|September|October|"
    r"November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|early|mid|late)\b"
)


def _patterns(words: dict[str, str], flags: re.RegexFlag) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(rf"\b(?:{each.replace(' ', '|')})\b", flags)) for name, each in words.items())


_STATE_PATTERNS = _patterns(_STATES, re.IGNORECASE)
_ASPECT_PATTERNS = _patterns(_ASPECTS, re.RegexFlag(0))


def own_words(text: str) -> str:
    """`text` without the words that name who says so.

    >>> own_words("CRS reported 33 ships, according to a trade site.")
    ' 33 ships.'
    """
    return _ATTRIBUTED.sub("", text)


def states_in(words: str) -> frozenset[str]:
    """In which state the things are that `words` count, as far as they say: planned, built, deployed …"""
    return frozenset(name for name, pattern in _STATE_PATTERNS if pattern.search(words))


def partial(text: str) -> bool:
    """Whether `text` gives only a part of a sum or count, or one that is still to change."""
    return _PARTIAL.search(text) is not None


def done_in(words: str) -> frozenset[str]:
    """What is done to or by the things that `words` count, by the participles."""
    return frozenset(word.casefold() for word in re.findall(r"\b[a-z]+ed\b", words))


def season_of(text: str) -> frozenset[str]:
    """The seasons, months and days of the week that `text` names."""
    return frozenset(word.casefold() for word in _SEASON.findall(text))


def aspects_in(words: str) -> frozenset[str]:
    """Which aspects of a thing `words` measure, as far as they say: its range, its cost … Names do not count."""
    return frozenset(name for name, pattern in _ASPECT_PATTERNS if pattern.search(words))
