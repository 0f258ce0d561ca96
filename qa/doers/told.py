"""Whether a sentence tells who does what a question asks the doer of.

Read off the order of its words, not understood: a name of the kind sought before the verb, after "by", or beside a noun
for whoever does it. A sentence that is missed only loses its place or gets a word of doubt.
"""

from collections.abc import Iterator

from qa.doers.asked import Sought
from qa.doers.named import is_common_doer, is_common_noun, is_doer, names_given, without_given
from qa.doers.verbs import is_past
from qa.doers.wording import APPOINTS, COUNTRIES_TOGETHER, ENDLESS, MODAL, OFFICES, SAYS, TAKES
from qa.doers.words import AUXILIARY, BE, PREPOSITIONS, Run, Sentence, read

_NEAR, _FAR = 4, 12
_YEAR_DIGITS = 4
_WITH = frozenset({"with", "to", "by", "between"})


def tells(wanted: Sought, text: str) -> bool:
    """Whether the sentence `text` tells a doer of the kind that is `wanted`."""
    sentence = read(text)
    if wanted.title and not any(word.forms & wanted.title for word in sentence.words):
        return False
    return any(_at(wanted, sentence, place) for place in range(len(sentence.words)))


def tells_of_others(wanted: Sought, text: str) -> bool:
    """Whether the sentence `text` tells who does it for somebody else than the question names ("Y director")."""
    sentence = read(text)
    nouns = (at for at, word in enumerate(sentence.words) if word.forms & wanted.deed.nouns)
    return bool(wanted.given) and any(_is_of_others(wanted, sentence, at) for at in nouns)


def doers(wanted: Sought, text: str) -> int:
    """How many of the kind that is `wanted` the sentence `text` names."""
    sentence = read(text)
    return sum(is_doer(wanted, sentence, run) for run in sentence.names)


def _at(wanted: Sought, sentence: Sentence, place: int) -> bool:
    """Whether the word at `place` tells the deed, with a doer."""
    word = sentence.words[place]
    if not word.is_word:
        return False
    deed = wanted.deed
    if word.forms & deed.verbs and not word.is_capital and _by_the_verb(wanted, sentence, place):
        return True
    if word.forms & deed.turned and not word.is_capital and _from_the_other_side(wanted, sentence, place):
        return True
    if word.forms & TAKES and sentence.word(place + 1) in deed.verbs | {"charge"}:
        return _is_active(sentence, place) and _subject(wanted, sentence, place)
    return bool(word.forms & deed.nouns) and _beside_the_noun(wanted, sentence, place)


def _by_the_verb(wanted: Sought, sentence: Sentence, place: int) -> bool:
    if wanted.done_to:
        return is_past(sentence.word(place)) and any(is_doer(wanted, sentence, run) for run in sentence.names)
    if _is_passive(sentence, place):
        return any(is_doer(wanted, sentence, run) for run in _after_by(sentence, place)) or _any_doers(
            wanted, sentence, place, "by"
        )
    if not _is_active(sentence, place) or not _is_of_the_matter(wanted, sentence, place):
        return False
    return _subject(wanted, sentence, place)


def _is_passive(sentence: Sentence, place: int) -> bool:
    """Whether the verb at `place` tells what is done to its subject ("was signed", "the treaty, signed in 1987")."""
    if not is_past(sentence.word(place)):
        return False
    before = place - 1
    while sentence.word(before) in AUXILIARY - {"has", "have", "had"} or sentence.word(before).endswith("ly"):
        before -= 1
    if sentence.word(before) in BE:
        return True
    if "by" in [sentence.word(at) for at in range(place + 1, place + 4)]:
        return True
    return (
        sentence.word(before) == ","
        and sentence.word(place + 1) in PREPOSITIONS | {","}
        and _opens_an_aside(sentence, place)
    )


def _opens_an_aside(sentence: Sentence, place: int) -> bool:
    """Whether the comma before `place` is the first of two rather than the second."""
    return sum(word.text == "," for word in sentence.words[:place]) % 2 == 1


def _is_active(sentence: Sentence, place: int) -> bool:
    """Whether the word at `place` can be a verb with a subject before it, rather than a noun or an adjective."""
    word, before = sentence.word(place), place - 1
    while sentence.word(before) in AUXILIARY - MODAL or sentence.word(before).endswith("ly"):
        before -= 1
    previous = sentence.word(before)
    if previous in MODAL or (is_past(word) and word not in ENDLESS):
        return previous not in ("the", "a", "an", "its", "their", "of") and not (
            previous in PREPOSITIONS and previous != "to"
        )
    if previous in PREPOSITIONS or previous in ("the", "a", "an", "its", "their", "this", "that", "no"):
        return False
    if word.endswith("s") or word in ENDLESS:
        return True
    if word.endswith("ing"):
        return previous in BE or previous == ","
    return _is_plural(sentence, before)


def _is_plural(sentence: Sentence, place: int) -> bool:
    """Whether a subject that ends at `place` is of several: then the verb has no ending."""
    if place < 0:
        return False
    word = sentence.words[place]
    if not word.is_capital:
        return word.low.endswith("s") and is_common_noun(word)
    run = next((run for run in sentence.names if run.begin <= place < run.end), None)
    return run is not None and (sentence.word(run.begin - 1) in ("and", "the") and "and" in _lows(sentence, run.begin))


def _lows(sentence: Sentence, stop: int) -> set[str]:
    return {word.low for word in sentence.words[max(0, stop - _NEAR) : stop]}


def _subject(wanted: Sought, sentence: Sentence, place: int) -> bool:
    """Whether a doer stands before the verb at `place`, in its clause and after no preposition."""
    begin = _clause(sentence, place)
    runs = [run for run in sentence.names if begin <= run.begin and run.end <= place]
    if any(_is_free(sentence, run.begin) and is_doer(wanted, sentence, run, place) for run in runs):
        return True
    if wanted.kind == "country" and any(word.forms & COUNTRIES_TOGETHER for word in sentence.words[begin:place]):
        return any(run.begin > place and is_doer(wanted, sentence, run) for run in sentence.names)
    return any(
        is_common_doer(wanted, sentence.words[at]) and _is_free(sentence, _noun_begins(sentence, at))
        for at in range(begin, place)
    )


def _clause(sentence: Sentence, place: int) -> int:
    """Where the clause begins that the verb at `place` is of."""
    for at in range(place - 1, -1, -1):
        if sentence.word(at) in (";", ":", "while", "because", "whose"):
            return at + 1
        if sentence.word(at) == "that" and at and sentence.words[at - 1].forms & SAYS:
            return at + 1
    return 0


def _is_free(sentence: Sentence, place: int, but: frozenset[str] = frozenset()) -> bool:
    """Whether what begins at `place` hangs on no preposition, `but` for these."""
    before = place - 1
    while sentence.word(before) in ("the", "a", "an", "its", "their") or _is_count(sentence.word(before)):
        before -= 1
    return sentence.word(before) not in PREPOSITIONS - but


def _is_count(word: str) -> bool:
    return word.isdigit() and len(word) < _YEAR_DIGITS


def _noun_begins(sentence: Sentence, place: int) -> int:
    """Where the words begin that tell more of the noun at `place`."""
    while place and (sentence.words[place - 1].is_capital or sentence.word(place - 1) in ("senior", "foreign")):
        place -= 1
    return place


def _after_by(sentence: Sentence, place: int) -> Iterator[Run]:
    """The names after the first "by" that follows the verb at `place`, as one list."""
    by = next(
        (at for at in range(place + 1, min(len(sentence.words), place + _FAR)) if sentence.word(at) == "by"), None
    )
    for run in sentence.names:
        if by is not None and by < run.begin <= by + _FAR:
            yield run


def _any_doers(wanted: Sought, sentence: Sentence, place: int, after: str) -> bool:
    """Whether a common noun for a doer follows the word `after` behind the verb at `place`."""
    stop = min(len(sentence.words), place + _FAR)
    by = next((at for at in range(place + 1, stop) if sentence.word(at) == after), None)
    if by is None:
        return False
    return any(is_common_doer(wanted, word) for word in sentence.words[by + 1 : by + 1 + _NEAR])


def _from_the_other_side(wanted: Sought, sentence: Sentence, place: int) -> bool:
    """Whether the verb at `place` tells the deed from the other side: the doer follows it, or is its subject where the
    verb is passive ("was awarded")."""
    if sentence.words[place].forms & APPOINTS and not _names_the_office(wanted, sentence, place):
        return False
    if _is_passive(sentence, place) and _subject(wanted, sentence, place):
        return True
    if "site" in sentence.words[place].forms and sentence.word(place + 1) not in ("in", "at"):
        return False
    stop = next(
        (at for at in range(place, len(sentence.words)) if sentence.word(at) in (";", ":")), len(sentence.words)
    )
    return any(place < run.begin < stop and is_doer(wanted, sentence, run) for run in sentence.names)


def _names_the_office(wanted: Sought, sentence: Sentence, place: int) -> bool:
    """Whether what somebody is chosen for at `place` is what is asked: to lead, as a director; or no office is."""
    if not wanted.deed.nouns & OFFICES:
        return True
    near = sentence.words[max(0, place - _FAR) : place] + sentence.words[place + 1 :]
    return any(word.forms & (wanted.deed.nouns | wanted.deed.verbs) and not word.is_capital for word in near)


def _beside_the_noun(wanted: Sought, sentence: Sentence, place: int) -> bool:
    """Whether somebody by name is what the noun at `place` says ("MDA director X", "X, commander of"), and not of
    somebody else's ("commander of Y", "Y director")."""
    if wanted.given and _is_of_others(wanted, sentence, place):
        return False
    near = (run for run in sentence.names if place - _FAR <= run.end and run.begin <= place + _NEAR)
    return any(_is_free(sentence, run.begin, _WITH) and is_doer(wanted, sentence, run) for run in near)


def _is_of_others(wanted: Sought, sentence: Sentence, place: int) -> bool:
    """Whether the noun at `place` is put with a name that the question does not give."""
    before = next((run for run in sentence.names if run.begin < place <= run.end), None)
    if before is not None and not names_given(wanted, before.words[: place - before.begin]):
        return True
    after = next((run for run in sentence.names if place + 1 < run.begin <= place + 3), None)
    return sentence.word(place + 1) == "of" and after is not None and not names_given(wanted, after.words)


def _is_of_the_matter(wanted: Sought, sentence: Sentence, place: int) -> bool:
    """Whether the verb at `place` has what the question is about after it, or the sentence leaves that to what stands
    over it; what is itself its subject is not what it is done to."""
    begin = _clause(sentence, place)
    before, after = sentence.words[begin:place], sentence.words[place + 1 :]
    if wanted.given:
        subjects = (run for run in sentence.names if begin <= run.begin and run.end <= place)
        if any(
            _is_free(sentence, run.begin) and names_given(wanted, run.words) and not without_given(wanted, run)
            for run in subjects
        ):
            return False
        if names_given(wanted, after):
            return True
        of_others = any(place < run.begin <= place + 2 for run in sentence.names)
        return not of_others and not names_given(wanted, before)
    said = [frozenset().union(*(word.forms for word in side)) for side in (after, before)]
    return bool(wanted.matter & said[0]) or not wanted.matter & said[1]
