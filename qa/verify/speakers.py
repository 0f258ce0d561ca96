"""Is a claim attributed to whom the passages attribute it, and do the same parties do it to the same others?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from qa.names import forms_of
from qa.verify.evidence import Evidence, Forms
from qa.verify.naming import names
from qa.verify.source import Sentence, Source
from qa.verify.speech import DOCUMENTS, SAYING, is_bent, verb_of_saying
from qa.verify.tokens import Token, read
from qa.verify.types import Cited
from qa.verify.wording import TITLES

_BESIDE = frozenset(
    """the a an its their his her has have had was were is are be been being will would did does do also then again to
    with against by from not never may might could should must officials administration government""".split()
)
_PRONOUNS = frozenset("he she they it same his her their its this".split())
_NEARLY = 0.6
_LEAVING = frozenset(
    "exit withdraw withdrew withdrawal leav left depart departur retreat differ move step back".split()
)
_PASSIVE_BE = frozenset("is are was were be been being".split())


@dataclass(frozen=True, slots=True)
class Act:
    """Whom a sentence makes do something to whom: what each may be matched by, and the verb."""

    doer: Token
    verb: Token
    other: Token


def wrong_speaker(evidence: Evidence, forms: Forms) -> str:
    """Whom the claim makes say what the passages have somebody else say, told to the reader; empty if nobody."""
    for speaker in speakers(evidence.claim):
        if any(not token.ids.isdisjoint(DOCUMENTS) for token in speaker) or _speaks(speaker, evidence, forms):
            continue
        said = " ".join(token.text for token in speaker)
        return f"It attributes this to {said}; the passage cited does not."
    return ""


def speakers(sentence: Sentence) -> Iterator[tuple[Token, ...]]:
    """The names to which a sentence attributes something: before a verb of saying, or after "according to". Words such
    as "Army" or "Department" that stand with a name belong to it, or are one together."""
    tokens = sentence.tokens
    named = {id(token) for run in names(sentence) for token in run}
    begin = 0
    while begin < len(tokens):
        stop = begin
        while stop < len(tokens) and (id(tokens[stop]) in named or _is_office(tokens[stop])):
            stop += 1
        officials = stop + (stop < len(tokens) and tokens[stop].key == "officials")
        owns = stop > begin and tokens[stop - 1].text.endswith(("'s", "'"))  # "Moscow's demand"
        if (
            stop > begin
            and not owns
            and (verb_of_saying(tokens, officials) or _is_after_according(tokens, begin, stop))
        ):
            yield tokens[begin:stop]
        begin = max(stop, begin + 1)


def _is_office(token: Token) -> bool:
    return token.key in TITLES and token.is_capital and token.group == "word"


def _is_after_according(tokens: Sequence[Token], begin: int, stop: int) -> bool:
    """Whether the name at `begin` to `stop` is that after "according to": not "Polish" in "the Polish site Altair"."""
    if stop < len(tokens) and tokens[stop].is_content and not tokens[stop].is_capital:
        return False
    keys = [token.key for token in tokens[max(0, begin - 5) : begin]]
    return "according" in keys and not {",", ";"} & set(keys[keys.index("according") :])


def _speaks(speaker: Sequence[Token], evidence: Evidence, forms: Forms) -> bool:
    """Whether somebody of this name speaks in the sentences that the claim rests on, or is the voice of the passage."""
    mine = _ids_of([token for token in speaker if token.key not in TITLES] or speaker, forms)
    if all(token.key in TITLES for token in speaker):
        return True  # whether the passages name it, is told elsewhere
    offices = [token for token in speaker if token.key in TITLES and any(i.startswith("@") for i in mine)]
    if any(token.ids.isdisjoint(evidence.ids | evidence.over_ids) for token in offices):
        return False
    explicit = False
    place = next(at for at, token in enumerate(evidence.claim.tokens) if token is speaker[-1])
    verbs = _acts(evidence.claim.tokens, place)
    for source in evidence.sources:
        for sentence in _said_in(speaker, evidence, source):
            said = [token for run in speakers(sentence) for token in run]
            explicit = explicit or bool(said)
            if any(not token.ids.isdisjoint(mine) for token in (*said, *_before_any_saying(sentence))):
                return True
            acting = [_acts(sentence.tokens, at) for at in _places_of(mine, sentence.tokens)]
            if any(verb and (not said or not verb.isdisjoint(verbs)) for verb in acting):
                return True  # "Gates gave as a reason"
        above = [] if explicit else _voices(source.cited)
        if not explicit and _only_tells(verbs, evidence, source.cited):
            above = [*above, *_lines([source.cited.publisher, *source.cited.authors])]
        if any(_is_named(line, mine) for line in above):
            return True
    return False


def _places_of(ids: frozenset[str], tokens: Sequence[Token]) -> list[int]:
    return [at for at, token in enumerate(tokens) if token.is_capital and not token.ids.isdisjoint(ids)]


def _acts(tokens: Sequence[Token], at: int) -> frozenset[str]:
    """What the verb may be matched by that follows the name at `at`, or the list of names that it is in; empty if a
    small word follows."""
    after = (
        token for token in tokens[at + 1 : at + 6] if not token.is_capital and token.key not in ("and", ",", "the")
    )
    following = next(after, None)
    return following.ids if following is not None and following.is_content else frozenset()


def _said_in(speaker: Sequence[Token], evidence: Evidence, source: Source) -> Iterator[Sentence]:
    """The sentences that have most of what is put to the speaker; with one that goes by a pronoun, the one before."""
    by = {id(token) for token in speaker}
    places = [at for at in _own_clause(evidence.claim.tokens, speaker[0]) if id(evidence.claim.tokens[at]) not in by]
    scores = [evidence.overlap(sentence, places) for sentence in source.sentences]
    for at, sentence in enumerate(source.sentences):
        if scores[at] and scores[at] >= _NEARLY * max(scores):
            yield sentence
            leaning = {token.key for token in sentence.tokens} & _PRONOUNS
            if at and leaning and not (leaning <= _OWNING and any(speakers(sentence))):
                yield source.sentences[at - 1]
            if at + 1 < len(source.sentences) and _looks_back(source.sentences[at + 1]):
                yield source.sentences[at + 1]


def _looks_back(sentence: Sentence) -> bool:
    """Whether it tells of what was said before it: "cited the agency for that view"."""
    return any(
        one.key in ("that", "this", "these", "those") and other.key in _VIEWS
        for one, other in pairwise(sentence.tokens)
    )


_VIEWS = frozenset(
    "view views figure figures estimate claim claims assessment argument finding statement number".split()
)
_OWNING = frozenset("his her their its this same".split())
_SUBORDINATE = frozenset("although though while whereas".split())


def _own_clause(tokens: Sequence[Token], speaker: Token) -> list[int]:
    """The places of the main clause that a speaker stands in, with what hangs on it; all if that says too little."""
    clauses = [[0]]
    for at in range(1, len(tokens)):
        joined = tokens[at - 1].key == "," and tokens[at].key in ("and", "but", "while", "whereas", "although")
        joined = joined or (tokens[at - 1].key == "," and tokens[at] is speaker and tokens[0].key in _SUBORDINATE)
        if joined or tokens[at - 1].key == ";":
            clauses.append([])
        clauses[-1].append(at)
    by_source = any(token.key == "according" for token in tokens)
    own = next(places for places in clauses if any(tokens[at] is speaker for at in places))
    return own if sum(tokens[at].is_content for at in own) > 4 and not by_source else list(range(len(tokens)))


def _voices(cited: Cited) -> list[Sentence]:
    """Those whose voice a passage is in where no other speaks in it: its speaker, or who wrote and published it."""
    above = [*cited.section[-1:], cited.title, cited.publisher, *cited.authors]
    lines = [cited.speaker, *cited.section[-1:]] if cited.speaker else above
    return _lines(lines)


def _lines(lines: Sequence[str]) -> list[Sentence]:
    return [Sentence(tokens) for line in lines if line for tokens in read(line).sentences]


def _only_tells(verbs: frozenset[str], evidence: Evidence, cited: Cited) -> bool:
    """Whether a claim says no more of a speaker than that they tell what others hold: it names whose position a passage
    gives, and has a verb such as "describe"."""
    holder = {each for line in _lines([cited.speaker]) for run in names(line) for token in run for each in token.own}
    named = any(not holder.isdisjoint(token.own) for run in names(evidence.claim) for token in run)
    tells = not verbs.isdisjoint(_TELLING) or any(token.key == "according" for token in evidence.claim.tokens)
    return named and tells


_TELLING = frozenset("write describ report tell record summar note list explain put set give lay present name".split())


def _is_named(line: Sentence, mine: frozenset[str]) -> bool:
    """Whether a line over a passage has a name, or is what its acronym stands for."""
    initials = "".join(token.key[0] for token in line.tokens if token.is_content)
    return not line.ids.isdisjoint(mine) or initials in mine


def _before_any_saying(sentence: Sentence) -> list[Token]:
    """The names anywhere before a verb of saying in its clause, and those next to a noun of saying."""
    tokens, found = sentence.tokens, list[Token]()
    named = [token for run in names(sentence) for token in run]
    for at, token in enumerate(tokens):
        if token.ids.isdisjoint(SAYING) and token.key not in ("by", "according"):
            continue
        near = {id(each) for each in tokens[max(0, at - 14) : at + 8]}
        found += [each for each in named if id(each) in near]
    return found


def _ids_of(speaker: Sequence[Token], forms: Forms) -> frozenset[str]:
    name = " ".join(token.text for token in speaker)
    ids = set().union(*(token.ids for token in speaker))
    for form in (*forms(name), *forms_of(name)):
        for tokens in read(form).sentences:
            ids |= {each for token in tokens for each in token.ids}
    return frozenset(each for each in ids if not each.startswith("~"))


def swapped(evidence: Evidence) -> str:
    """An act of which the claim exchanges the two parties, told to the reader; empty if none."""
    theirs = [act for sentence in evidence.nearest for act in acts(sentence)]
    for mine in acts(evidence.claim):
        same = [act for act in theirs if not act.verb.own.isdisjoint(mine.verb.own)]
        kept = any(_same(act.doer, mine.doer) and _same(act.other, mine.other) for act in same)
        turned = [act for act in same if _same(act.doer, mine.other) and _same(act.other, mine.doer)]
        if turned and not kept:
            return (
                f"It says that {mine.doer.text} did to {mine.other.text} what the passage cited says "
                f"{turned[0].doer.text} did to {turned[0].other.text}."
            )
    return ""


def _same(one: Token, other: Token) -> bool:
    return not one.ids.isdisjoint(other.ids)


@lru_cache(maxsize=4096)
def acts(sentence: Sentence) -> list[Act]:
    """Verbs with the nearest name before and the nearest after them in their clause."""
    tokens, found = sentence.tokens, list[Act]()
    named = {id(token) for run in names(sentence) for token in run}
    for at, verb in enumerate(tokens):
        if not verb.is_content or id(verb) in named or verb.is_capital or not is_bent(verb):
            continue
        before = _doer(tokens, range(at - 1, max(-1, at - 8), -1), named)
        after = _other(tokens, range(at + 1, min(len(tokens), at + 9)), named)
        if before is None or after is None or _same(before, after):
            continue
        passive = at > 0 and any(token.key in _PASSIVE_BE for token in tokens[max(0, at - 2) : at])
        by = any(token.key == "by" for token in tokens[at + 1 : at + 5])
        next_to = tokens[at + 1].key
        turned = (passive and by) or next_to == "by" or (next_to == "from" and verb.ids.isdisjoint(_LEAVING))
        found.append(Act(after, verb, before) if turned else Act(before, verb, after))
    return found


def _doer(tokens: Sequence[Token], places: range, named: set[int]) -> Token | None:
    """The first name on the way, with nothing but small words and offices before it."""
    for at in places:
        if id(tokens[at]) in named:
            return tokens[at]
        if tokens[at].key not in _BESIDE and not (tokens[at].key in TITLES and tokens[at].is_capital):
            return None
    return None


def _other(tokens: Sequence[Token], places: range, named: set[int]) -> Token | None:
    """The first name on the way, in the same clause."""
    for at in places:
        if id(tokens[at]) in named:
            return tokens[at]
        if tokens[at].group == "mark" or tokens[at].key in ("and", "but", "that", "which", "who", "as", "of", "out"):
            return None
    return None
