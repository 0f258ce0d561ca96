"""Who holds an office, asked by the verb ("who heads it?"), put by the noun that the library has ("the director")."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from qa.names import Name, mentions

_HOLDS = re.compile(
    r"^(?P<before>(?:and |so |but |then )?who (?:currently |now )?)"
    r"(?:(?:is |are )?(?:in charge of|at the head of|heading|leading)|"
    r"heads|leads|runs|directs|chairs|commands)\s+(?P<of>[^?]+?)(?P<after>(?: now| today| currently)?\s*\?*)$",
    re.IGNORECASE,
)
_OFFICES = "director|head|chief|commander|chairman|chairwoman|chair|administrator|president|secretary general|boss"
_OFFICE = re.compile(rf"\b(?:{_OFFICES})\b", re.IGNORECASE)
_NEAR = 40


def by_office(text: str, names: Sequence[Name], passages: Iterable[str]) -> str:
    """The question `text` put by the office that `passages` name most often beside what it asks the holder of; as it is
    where it asks for none, or none is named there.

    >>> by_office("Who runs NASA?", [Name("NASA", ("nasa",))], ["NASA director Mary Doe spoke."])
    'Who is the director of NASA?'
    """
    asks = _HOLDS.match(text.strip())
    named = [name for name in names if asks and name.text in asks["of"]]
    if asks is None or len(named) != 1:
        return text
    found: Counter[str] = Counter()
    for passage in passages:
        for noun in _OFFICE.finditer(passage):
            around = passage[max(0, noun.start() - _NEAR) : noun.end() + _NEAR]
            found[noun.group().casefold()] += mentions(around, named[0].forms)
    office, count = max(found.items(), key=lambda each: (each[1], each[0]), default=("", 0))
    return f"{asks['before']}is the {office} of {asks['of']}{asks['after']}" if count else text
