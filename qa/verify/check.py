"""Whether a sentence of prose may be shown as fact: every check in turn, and the verdict."""

import re
from collections.abc import Callable, Sequence

from qa.verify.aligned import exchanged
from qa.verify.attach import out_of_place
from qa.verify.belonging import Belonging, belonging
from qa.verify.causes import wrong_cause
from qa.verify.connecting import without_connectives
from qa.verify.coverage import Part, covered, put_on
from qa.verify.crossed import crossed
from qa.verify.evidence import Evidence, Forms, weight
from qa.verify.figures import wrong_date, wrong_number
from qa.verify.linked import linked
from qa.verify.naming import wrong_name
from qa.verify.plans import told_as_fact
from qa.verify.polarity import flipped
from qa.verify.present import outdated
from qa.verify.quoting import is_literal, misquoted, quotations, without_quotations
from qa.verify.retold import Encode, retold
from qa.verify.source import Source, claim_of, sources_of
from qa.verify.speakers import swapped, wrong_speaker
from qa.verify.speech import tells_whose
from qa.verify.strength import overstated
from qa.verify.tokens import tidied
from qa.verify.types import Checked, Cited, Support

LONGEST_CHARS = 4_000
"""Longer sentences are not checked: no reader could either. They are unsupported."""

_ENOUGH, _ENOUGH_OF_PART, _PLAINLY = 0.5, 0.2, 0.65
_ANSWERS = re.compile(r"^(?:Yes[,:;] |No[,:;] (?=.*\b(?:not|no|never|none|nothing|neither|nor|without)\b))")
"""What answers a question and is said once more by what follows: a "no" where that denies something."""

_LEAST_OF_EACH = 0.2


class Verifier:
    """Checks sentences by rules; of one whose words the passages do not plainly have, `support` has a say too, where
    there is such a model.

    What it finds less probable than `least` is unsupported. The carried model by itself holds back too much that is
    true, so that its lenient threshold serves best (`qa.verify.support.fitted().lenient`); a better one is asked of
    every sentence that is not quoted (`of_all`), with what stands over the passage. `forms` gives the other forms of a
    name (`qa.verify.forms.forms_in` those of a library's glossary), `owned` what belongs to one
    (`qa.verify.belonging.belonging_in`). With `encode`, words that no passage has may retell one (`qa.verify.retold`);
    without, too many of them are always put on.
    """

    def __init__(
        self,
        support: Support | None = None,
        forms: Forms = lambda _: (),
        least: float = 0.25,
        *,
        of_all: bool = False,
        owned: Belonging = lambda _: (),
        encode: Encode | None = None,
    ) -> None:
        self._support = support
        self._forms = forms
        self._least = least
        self._of_all = of_all
        self._owned = owned
        self._encode = encode

    def check(self, sentence: str, cited: Sequence[Cited]) -> Checked:
        """`quoted`, `supported`, or `unsupported` with why. Never raises for any text."""
        if not cited:
            return _unsupported("It cites nothing.")
        if len(sentence) > LONGEST_CHARS:
            return _unsupported("It is too long to be checked.")
        words = without_connectives(_ANSWERS.sub("", tidied(sentence), count=1))
        if not any(c.isalnum() for c in words):
            return _unsupported("It says nothing that could be checked.")
        if is_literal(sentence, cited):
            return Checked("quoted")
        why = misquoted(sentence, cited)
        if why:
            return _unsupported(why)
        return self._checked(words, cited)

    def _checked(self, words: str, cited: Sequence[Cited]) -> Checked:
        sources = tuple(sources_of(cited))
        claims = [Evidence(*belonging(*linked(claim, sources), self._owned)) for claim in claim_of(words)]
        if not any(weight(token) for evidence in claims for token in evidence.claim.tokens):
            return _unsupported("It says nothing that could be checked.")
        for evidence in claims:
            why = next(filter(None, (rule(evidence) for rule in self._rules())), "") or self._uncovered(evidence, words)
            if why:
                return _unsupported(why)
        idle = _idle(words, sources)
        if idle:
            return _unsupported(f"One of the passages cited, from “{idle}”, has nothing of it.")
        return Checked("quoted" if _only_quotes(words) else "supported")

    def _rules(self) -> Sequence[Callable[[Evidence], str]]:
        forms = self._forms
        return (
            wrong_number,
            wrong_date,
            lambda evidence: wrong_name(evidence, forms),
            flipped,
            lambda evidence: wrong_speaker(evidence, forms),
            swapped,
            overstated,
            told_as_fact,
            outdated,
            exchanged,
            crossed,
            out_of_place,
            wrong_cause,
        )

    def _uncovered(self, evidence: Evidence, words: str) -> str:
        parts = covered(evidence)
        whole = sum(part.whole for part in parts)
        if not whole:
            return ""
        share = sum(part.held for part in parts) / whole
        worst = min(parts, key=_share)
        for added in put_on(evidence):
            if self._encode is None or not retold(evidence, added, self._encode):
                words_of_it = " ".join(token.text for token in added)
                return f"It adds “{words_of_it}”, which the passage cited does not say."
        if share < _ENOUGH or (_share(worst) < _ENOUGH_OF_PART and len(worst.missing) > 1):
            return f"The passage cited does not say “{worst.text.strip(' ,;')}”."
        if self._support is not None and (self._of_all or share < _PLAINLY):
            read = [_as_read(source.cited) if self._of_all else source.cited.text for source in evidence.sources]
            probable = max(self._support.of(words, read))
            if probable < self._least:
                return "The passage cited does not bear this out."
        return ""


def _as_read(cited: Cited) -> str:
    """A passage under its title, headings and speaker, as a reader of the citation sees it."""
    over = dict.fromkeys([cited.title, *cited.section, cited.speaker])
    return "\n".join([" | ".join(each for each in over if each), cited.text]).strip()


def _unsupported(why: str) -> Checked:
    return Checked("unsupported", why)


def _share(part: Part) -> float:
    return part.held / part.whole if part.whole else 1.0


def _idle(words: str, sources: Sequence[Source]) -> str:
    """The title of a passage that contributes nothing to the sentence, where several are cited; else empty."""
    if len(sources) < 2:
        return ""
    telling = [(weight(token), token.own) for claim in claim_of(words) for token in claim.tokens if weight(token)]
    whole = sum(says for says, _ in telling)
    for source in sources:
        held = sum(says for says, own in telling if not own.isdisjoint(source.ids))
        if held < _LEAST_OF_EACH * whole:
            return source.cited.title or "a passage"
    return ""


def _only_quotes(words: str) -> bool:
    """Whether all that a sentence says beside its quotations is whose words they are, and when."""
    if not any(quotations(words)):
        return False
    rest = [token for claim in claim_of(without_quotations(words)) for token in claim.tokens]
    return all(not token.is_content or token.is_capital or tells_whose(token) for token in rest)
