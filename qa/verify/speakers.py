"""Is a claim attributed to whom the passages attribute it, and do the same parties do it to the same others?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.names import forms_of
from qa.verify.evidence import Evidence, Forms
from qa.verify.naming import names
from qa.verify.source import Sentence
from qa.verify.tokens import Token, read

SAYING = frozenset(
    """give say argu claim maintain declar assert insist state tell write announc believ contend warn call
    note stress explain report conclud suggest describ demand estim judg think critic accus propos predict
    complain remark comment affirm confirm acknowledg admit reiter repeat recommend forecast view see consid urg oppos
    assess object fear worri quot cite give gave date list name""".split()
)
_PLAIN_SAYING = frozenset(
    """give say argu claim maintain declar assert insist tell write announc contend warn note stress explain
    report conclud remark comment affirm acknowledg admit reiter repeat predict complain believ describ judg oppos
    demand want urg critic support reject refus fear insist""".split()
)
_DOCUMENTS = frozenset(
    """paper report document brief alert memo note articl page librari sourc passag glossari timelin profil comparison
    author fact sheet statement releas text entri editor translat account copi""".split()
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
        if any(not token.ids.isdisjoint(_DOCUMENTS) for token in speaker) or _speaks(speaker, evidence, forms):
            continue
        said = " ".join(token.text for token in speaker)
        return f"It attributes this to {said}; the passage cited does not."
    return ""


def speakers(sentence: Sentence) -> Iterator[tuple[Token, ...]]:
    """The names to which a sentence attributes something: before a verb of saying, after "according to" or "by"."""
    tokens, runs = sentence.tokens, [(run[0], run) for run in names(sentence)]
    places = {id(token): at for at, token in enumerate(tokens)}
    for first, run in runs:
        begin, stop = places[id(first)], places[id(run[-1])] + 1
        if _is_before_saying(tokens, stop) or _is_after_according(tokens, begin):
            yield run


def _is_before_saying(tokens: Sequence[Token], stop: int) -> bool:
    at = stop
    while (
        at < len(tokens)
        and at < stop + 4
        and tokens[at].key
        in (
            "has",
            "have",
            "had",
            "also",
            "then",
            "itself",
            "officials",
            "likewise",
            "officially",
            "later",
            "repeatedly",
            "publicly",
            "again",
            "himself",
        )
    ):
        at += 1
    return at < len(tokens) and not tokens[at].ids.isdisjoint(_PLAIN_SAYING) and tokens[at].text.islower()


def _is_after_according(tokens: Sequence[Token], begin: int) -> bool:
    keys = [token.key for token in tokens[max(0, begin - 5) : begin]]
    return "according" in keys and not {",", ";"} & set(keys[keys.index("according") :])


def _speaks(speaker: Sequence[Token], evidence: Evidence, forms: Forms) -> bool:
    """Whether somebody of this name speaks in the sentences that the claim rests on, or is the voice of the passage."""
    mine = _ids_of(speaker, forms)
    explicit = False
    for source in evidence.sources:
        for sentence in source.sentences:
            if sentence not in evidence.nearest:
                continue
            said = [token for run in speakers(sentence) for token in run]
            explicit = explicit or bool(said)
            if any(not token.ids.isdisjoint(mine) for token in said):
                return True
            if any(not token.ids.isdisjoint(mine) for token in _before_any_saying(sentence)):
                return True
        if not explicit and any(
            not line.ids.isdisjoint(mine)
            for line in _voices(
                source.cited.speaker,
                source.cited.section,
                source.cited.title,
                source.cited.publisher,
                *source.cited.authors,
            )
        ):
            return True
    return False


def _voices(speaker: str, section: Sequence[str], title: str, *publishers: str) -> list[Sentence]:
    """Those whose voice a passage without a speaker of its own is in."""
    lines = [speaker, *section[-1:]] if speaker else [*section[-1:], title, *publishers]
    return [Sentence(tokens) for line in lines if line for tokens in read(line).sentences]


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
        same = [act for act in theirs if not act.verb.ids.isdisjoint(mine.verb.ids)]
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


def acts(sentence: Sentence) -> list[Act]:
    """Verbs with the nearest name before and the nearest after them in their clause."""
    tokens, found = sentence.tokens, list[Act]()
    named = {id(token) for run in names(sentence) for token in run}
    for at, verb in enumerate(tokens):
        if not verb.is_content or id(verb) in named or verb.is_capital:
            continue
        before = _nearest(tokens, range(at - 1, max(-1, at - 8), -1), named)
        after = _nearest(tokens, range(at + 1, min(len(tokens), at + 8)), named)
        if before is None or after is None or _same(before, after):
            continue
        passive = at > 0 and any(token.key in _PASSIVE_BE for token in tokens[max(0, at - 2) : at])
        by = any(token.key == "by" for token in tokens[at + 1 : at + 4])
        found.append(Act(after, verb, before) if passive and by else Act(before, verb, after))
    return found


def _nearest(tokens: Sequence[Token], places: range, named: set[int]) -> Token | None:
    for at in places:
        if tokens[at].key in (",", ";", ":", "(", ")", '"', "and", "that", "which", "but"):
            return None
        if id(tokens[at]) in named:
            return tokens[at]
    return None
