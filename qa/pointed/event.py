"""Of which event a question of where or when asks, and whether a sentence tells of that event.

Read off the words, not understood: the verb of the question, or what follows a verb that says little ("become
operational"), with the verbs that may tell the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.doers.verbs import FAMILIES, HEADED, Deed, dictionary_forms, is_past
from qa.doers.words import AUXILIARY, BE, Word, read
from qa.verify.wording import LIGHT, SMALL

_EVER = frozenset("first last finally actually really ever originally initially officially formally exactly".split())
_BECOMES = frozenset("be become get take make come go enter".split())
_INTENDS = frozenset("begin start plan expect want try hope intend do have set".split())
_BEING = frozenset(
    "locate situate base place station deploy put keep stand lie house site find sit be belong store hold".split()
)
_MAY_BE_NOUNS = frozenset(
    """site test base host report plan order award ship station contract command head lead fire strike attack launch
    cover place build work move offer release review visit tour guard lock use help control staff man crew fund
    transfer supply purchase field exit vote""".split()
)
_STATES = frozenset("operational ready complete active open effective available".split())
_VERBS = frozenset().union(*(family.verbs for family in FAMILIES)) | LIGHT | _BECOMES | _INTENDS
_LONG_ENOUGH = 5
_KEPT = 6


@dataclass(frozen=True, slots=True)
class Event:
    """What is asked the place or the time of: `forms` are words that tell of it, as a dictionary has them; none where
    something just is somewhere. `first`: the first of its kind."""

    forms: frozenset[str]
    first: bool = False

    @property
    def is_being(self) -> bool:
        """Whether it is no event: something is or was somewhere."""
        return not self.forms

    def told(self, text: str) -> bool:
        """Whether the sentence `text` has a word for it."""
        return self.is_being or any(self._is(word) for word in read(text).words)

    def _is(self, word: Word) -> bool:
        return bool(word.forms & self.forms) or any(
            len(form) >= _LONG_ENOUGH and word.low.startswith(form[:_KEPT].removesuffix("e")) for form in self.forms
        )


def event_asked(rest: str) -> Event | None:
    """The event that the words `rest` of a question, those after "when" or "where", ask of; None where none is read."""
    words = [word for word in read(rest).words if word.is_word]
    at, being = 0, False
    while at < len(words) and words[at].low in BE | AUXILIARY | {"did", "does", "do"}:
        being = words[at].low in BE
        at += 1
    first = any(word.low == "first" for word in words)
    deed = _done(words[at:]) if being else _doing(words[at:])
    return Event(deed, first) if deed is not None else None


def _done(words: Sequence[Word]) -> frozenset[str]:
    """What is said to be done ("was the treaty signed"); nothing where something only is somewhere."""
    done = [word for word in words if _is_lower(word) and is_past(word.low) and "-" not in word.low]
    if done:
        return frozenset() if done[-1].forms & _BEING else _all_of(done[-1].low)
    state = [word for word in words if word.low in _STATES]
    return frozenset({state[-1].low}) if state else frozenset()


def _doing(words: Sequence[Word]) -> frozenset[str] | None:
    """What somebody is said to do ("did Spain agree"), or is said to become; None where no verb is known."""
    verbs = [number for number, word in enumerate(words) if _is_lower(word) and word.forms & _VERBS]
    sure = [number for number in verbs if not words[number].forms & _MAY_BE_NOUNS] or verbs
    if not sure:
        done = [word for word in words if _is_lower(word) and is_past(word.low)]
        return _all_of(done[-1].low) if done else None
    verb, after = words[sure[0]], words[sure[0] + 1 :]
    if verb.forms & _INTENDS:
        return _doing(after[1:]) if after and after[0].low == "to" else None
    if verb.forms & _BECOMES:
        following = next((word for word in after if _is_lower(word)), None)
        return following.forms if following is not None else None
    return frozenset() if verb.forms & _BEING else _all_of(verb.low)


def _is_lower(word: Word) -> bool:
    return word.text.islower() and word.low not in SMALL | _EVER


def _all_of(verb: str) -> frozenset[str]:
    """The forms of `verb`, and the words of the family of verbs that it stands for."""
    own = dictionary_forms(verb)
    return own.union(*(family.verbs | family.nouns | family.turned for family in _families_of(own)))


def _families_of(own: frozenset[str]) -> list[Deed]:
    return [family for head, family in HEADED if head in own]
