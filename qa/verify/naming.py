"""Do the passages, or what stands over them, have the names and designators of a claim, in one of their forms?"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from qa.names import forms_of
from qa.verify.days import DAY_WORDS, MONTHS
from qa.verify.evidence import Evidence, Forms
from qa.verify.numerals import NUMBER_WORDS, ONES
from qa.verify.source import Sentence
from qa.verify.speech import verb_of_saying
from qa.verify.tokens import Token, read
from qa.verify.wording import ORDINARY, SMALL, TITLES

_OPENING = frozenset(
    """yes indeed overall finally initially originally today currently earlier besides except unlike alongside contrary
    regardless notwithstanding beyond beneath including following given pending versus plus later soon""".split()
)
_NOT_NAMED = (SMALL - ORDINARY) | _OPENING | DAY_WORDS | frozenset(MONTHS) | TITLES


def wrong_name(evidence: Evidence, forms: Forms) -> str:
    """The first name that the passages do not have, told to the reader; empty if all are held."""
    known = _name_ids(evidence.ids | evidence.over_ids)
    missing = [
        (run, token)
        for run in names(evidence.claim)
        for token in run
        if _name_ids(token.ids).isdisjoint(known)
        and not (_is_of_office(token, evidence) or _is_given(run, token, known))
    ]
    for run, token in missing:
        if not _in_another_form(run, token, evidence, forms):
            said = " ".join(each.text for each in run)
            return f"It names {said}, which the passage cited does not."
    return _wrong_office(evidence, forms) or _mixed_up(evidence)


def _is_of_office(token: Token, evidence: Evidence) -> bool:
    """Whether a "U.S." only tells whose an office is that the passages name without: "the U.S. Navy"."""
    tokens = evidence.claim.tokens
    office = next((other for one, other in pairwise(tokens) if one is token), None)
    if office is None or token.key not in ("u.s.", "us"):
        return False
    known = not office.ids.isdisjoint(evidence.ids | evidence.over_ids)
    return known and office.key in _OFFICES and office.is_capital


def _is_given(run: Sequence[Token], token: Token, known: frozenset[str]) -> bool:
    """Whether it is the first name of somebody well known whom the passages have by the last: "Vladimir" of "Putin"."""
    last = next((other for one, other in pairwise(run) if one is token), None)
    return last is not None and (token.key, last.key) in _PEOPLE and not _name_ids(last.ids).isdisjoint(known)


_PEOPLE = frozenset(
    tuple(name.split("_"))
    for name in """barack_obama ronald_reagan donald_trump joe_biden vladimir_putin dmitry_medvedev dmitri_medvedev
    sergei_lavrov sergey_lavrov mikhail_gorbachev boris_yeltsin robert_gates leon_panetta chuck_hagel donald_rumsfeld
    mark_rutte jens_stoltenberg fogh_rasmussen anders_rasmussen donald_tusk andrzej_duda volodymyr_zelensky
    benjamin_netanyahu""".split()
)
_OFFICES = frozenset("navy army congress senate house department air marine secretary president defense state".split())


def _wrong_office(evidence: Evidence, forms: Forms) -> str:
    """A name of ordinary words, each written with a capital, that the passages do not have together nor as an acronym:
    "Missile Defense Agency"; one of two words only if they have not both of them with a capital: "White House"."""
    lines = (*evidence.sentences, *evidence.lines)
    capital = frozenset[str]().union(*(token.own for line in lines for token in line.tokens if token.is_capital))
    for run in _offices(evidence.claim):
        short = "#" + "".join(each.key[0] for each in run)
        if short in evidence.ids | evidence.over_ids or any(_stands(run, line.tokens) for line in lines):
            continue
        if any(_in_another_form(run, token, evidence, forms) for token in run):
            continue
        if len(run) > 2 or any(token.own.isdisjoint(capital) for token in run):
            return f"It names {' '.join(each.text for each in run)}, which the passage cited does not."
    return ""


def _offices(sentence: Sentence) -> Iterator[tuple[Token, ...]]:
    """The runs of two or more words with a capital of which each is an ordinary one, or all but the last."""
    run: list[Token] = []
    for token in (*sentence.tokens, None):
        if token is not None and token.key in TITLES and token.is_capital:
            run.append(token)
            continue
        if token is not None and run and token.text.istitle() and (token.key in SMALL or token.key in ONES):
            run.append(token)
        if len(run) > 1:
            yield tuple(run)
        run = []


@lru_cache(maxsize=4096)
def names(sentence: Sentence) -> tuple[tuple[Token, ...], ...]:
    """The runs of words that are written like names, in order. The first word of a sentence is one only if it is
    written as no other word is, or if a name follows."""
    tokens = sentence.tokens
    runs = groupby(
        enumerate(tokens),
        lambda each: _may_be_name(each[1]) and (not _opens(tokens, each[0]) or _surely_name(tokens, each[0])),
    )
    return tuple(tuple(token for _, token in run) for is_name, run in runs if is_name)


def _may_be_name(token: Token) -> bool:
    if not token.is_word or token.group in ("number", "ordinal", "iso", "decade"):
        return False
    if token.key in ORDINARY and token.text.isupper():
        return True
    return token.is_capital and token.key not in _NOT_NAMED and (token.key not in ONES or token.text.istitle())


def _opens(tokens: Sequence[Token], at: int) -> bool:
    return at == 0 or tokens[at - 1].key in ('"', ":", "...") or (not tokens[at - 1].is_word and at == 1)


def _surely_name(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if (
        token.group != "word"
        or any(each.startswith("@") for each in token.ids)
        or token.text[1:] != token.text[1:].lower()
    ):
        return True
    if token.key in NUMBER_WORDS:
        return False
    if token.text.endswith("'s") or any(each.startswith("!") for each in token.ids):  # "Mabus's reply"
        return True
    ordinary = any(each.startswith("~") for each in token.ids) or token.key.endswith(("ing", "ly", "ed"))
    if at + 1 < len(tokens) and tokens[at + 1].key == "," and not ordinary:
        return True
    known = any(each.startswith("~") for each in token.ids) and token.key not in ORDINARY
    if not known and (verb_of_saying(tokens, at + 1) or _acts_alone(tokens, at)):
        return True
    named = at + 1 < len(tokens) and _may_be_name(tokens[at + 1])
    return named and not (
        ordinary and (tokens[at + 1].group == "designator" or token.key.endswith(("ing", "ly", "ed")))
    )


def _acts_alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether a first word without an article is the subject of a verb that follows, and no noun that needs none:
    "Gabala received", but "Construction began", "Auditors found"."""
    if tokens[at].key.endswith(_BARE) or at + 1 == len(tokens):
        return False
    after = tokens[at + 2] if tokens[at + 1].key in _ADVERBS and at + 2 < len(tokens) else tokens[at + 1]
    return after.text in _FINITE or (after.is_content and after.text.islower() and after.text.endswith("ed"))


_BARE = tuple("s ion ment ance ence ing ity ness ship ism ure al age ics th ly ed".split())
_ADVERBS = frozenset("first also then later never soon again itself".split())
_FINITE = frozenset(
    """is was has had will would does did can could may might began took gave held came went made put saw sent sold
    built bought left led lost won met set lies sees has says gets goes sits takes makes gives holds runs""".split()
)


def _name_ids(ids: frozenset[str]) -> frozenset[str]:
    """What a name may be matched by: no synonyms."""
    return frozenset(each for each in ids if not each.startswith("~"))


def _in_another_form(run: Sequence[Token], token: Token, evidence: Evidence, forms: Forms) -> bool:
    """Whether the passages have another form of the name, or of a stretch of it that holds `token`."""
    at = next(n for n, each in enumerate(run) if each is token)
    known = evidence.ids | evidence.over_ids
    for length in range(min(len(run), 6), 0, -1):
        for start in range(max(0, at - length + 1), min(at, len(run) - length) + 1):
            name = " ".join(each.text for each in run[start : start + length])
            for form in (*forms(name), *forms_of(name)[1:]):
                if _holds_form(form, evidence, known):
                    return True
    return False


def _holds_form(form: str, evidence: Evidence, known: frozenset[str]) -> bool:
    words = [token for sentence in read(form).sentences for token in sentence if token.is_word]
    if [word.key.removesuffix("s") for word in words[-2:]] == ["ballistic", "missile"] and len(words) > 2:
        words = words[:-2]  # "intercontinental class" for ICBM
    if not words or any(_name_ids(word.ids).isdisjoint(known) for word in words):
        return False
    lines = (*evidence.sentences, *evidence.lines)
    if len(words) > 2 and all(
        word.key.isalpha() and len(word.key) > 3 for word in words
    ):  # "intercontinental or submarine-launched ballistic missiles"
        return any(all(not _name_ids(word.ids).isdisjoint(line.ids) for word in words) for line in lines)
    return any(_stands(words, line.tokens) for line in lines)


def _stands(words: Sequence[Token], tokens: Sequence[Token]) -> bool:
    return any(
        all(not _name_ids(word.ids).isdisjoint(token.ids) for word, token in zip(words, tokens[at:], strict=False))
        for at in range(len(tokens) - len(words) + 1)
    )


def _mixed_up(evidence: Evidence) -> str:
    """Two neighbouring names of the claim of which the passages have each, but always beside another: "Jens Rutte"."""
    lines = (*evidence.sentences, *evidence.lines)
    claimed = evidence.claim.ids
    for run in names(evidence.claim):
        for one, other in pairwise(run):
            if one.text.endswith("'s"):  # "Heritage's Peter Brookes"
                continue
            after = [_next_names(line, one) for line in lines]
            followers = [each for some in after for each in some]
            if not followers or any(each is None or not each.ids.isdisjoint(other.ids) for each in followers):
                continue
            if all(each is not None and each.ids.isdisjoint(claimed) for each in followers):
                return f"It names {one.text} {other.text}; the passage cited has {one.text} {followers[0].text}."  # type: ignore[union-attr]
    return ""


def _next_names(line: Sentence, name: Token) -> list[Token | None]:
    """What name follows each place of `name` in `line`; None where none does."""
    tokens = line.tokens
    return [
        tokens[at + 1] if at + 1 < len(tokens) and _may_be_name(tokens[at + 1]) else None
        for at, token in enumerate(tokens)
        if not _name_ids(token.ids).isdisjoint(name.ids)
    ]
