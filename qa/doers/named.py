"""Whether a name or a noun of a sentence stands for somebody of the kind that a question seeks."""

from collections.abc import Sequence

from corpus.glossary import DESIGNATOR
from qa.doers.asked import Sought, words_of
from qa.doers.wording import (
    DOERS,
    NO_DOERS,
    NOT_COUNTRIES,
    OF_DOERS,
    PEOPLE,
    REALMS,
    THINGS,
    TITLES,
)
from qa.doers.words import Run, Sentence, Word, follows_as_a_verb
from qa.names import all_names, mentions

_COUNTRIES = frozenset(all_names()) - NOT_COUNTRIES
_SHIPS = ("USS", "HMS", "JS", "ROKS")


def is_doer(wanted: Sought, sentence: Sentence, run: Run, verb: int = -1) -> bool:
    """Whether the name `run` is of the kind sought, and none that the question gives; `verb` is where a verb stands
    that may follow it."""
    if run.end != verb and not (_is_common(sentence, run.end) or follows_as_a_verb(sentence, run.end)):
        return False
    if wanted.doer is not None:
        return mentions(run.text, wanted.doer.forms)
    left = without_given(wanted, run)
    if (
        not left
        or _is_given_in_brackets(wanted, sentence, run)
        or run.words[-1].low in THINGS
        or DESIGNATOR.search(run.text)
    ):
        return False
    if wanted.kind == "ship":
        return run.words[0].text in _SHIPS
    whole = run.text.casefold().removeprefix("the ").rstrip(".") in _COUNTRIES or run.words[-1].low in REALMS
    country = whole or left[0].low in _COUNTRIES
    if wanted.kind == "country":
        return country and run.words[0].low not in PEOPLE
    return wanted.kind == "anyone" or not (whole or (country and len(left) == 1))


def is_common_doer(wanted: Sought, word: Word) -> bool:
    """Whether a noun without a name is one for somebody, by itself or by its ending: "officials", "engineers"."""
    if wanted.kind != "anyone" or word.is_capital:
        return False
    return is_common_noun(word)


def is_common_noun(word: Word) -> bool:
    """Whether `word` is a noun for somebody."""
    return bool(word.forms & DOERS) or (OF_DOERS.search(word.low) is not None and not word.forms & NO_DOERS)


def without_given(wanted: Sought, run: Run) -> list[Word]:
    """The words of a name without titles and without those that the question gives itself."""
    given = words_of(wanted.given)
    return [word for word in run.words if word.low not in given and word.low not in TITLES]


def names_given(wanted: Sought, words: Sequence[Word]) -> bool:
    """Whether `words` hold a name that the question gives."""
    text = " ".join(word.text for word in words)
    return any(mentions(text, name.forms) for name in wanted.given)


def _is_given_in_brackets(wanted: Sought, sentence: Sentence, run: Run) -> bool:
    """Whether a name that the question gives follows in brackets: "Northern Command (NORTHCOM)"."""
    return sentence.word(run.end) == "(" and names_given(wanted, sentence.words[run.end + 1 : run.end + 2])


def _is_common(sentence: Sentence, place: int) -> bool:
    """Whether a common noun for a doer stands at `place`: "Turkish troops"."""
    return place < len(sentence.words) and bool(sentence.words[place].forms & DOERS)
