"""Which passages are cited for a sentence: all that bear it out, and one more where it takes one more."""

import re
from collections.abc import Sequence

from handmade import metadata, passage

from qa.prose.types import Excerpt
from qa.prose.verdict import verdict_on
from qa.types import Retrieved
from qa.verify.types import Checked, Cited


class ShareCheck:
    """Holds a sentence supported if a share of its longer words stands in what it cites, some in each."""

    def __init__(self, share: float) -> None:
        self._share = share

    def check(self, sentence: str, cited: Sequence[Cited]) -> Checked:
        wanted = set(re.findall(r"\w{4,}", sentence.casefold()))
        held = [wanted & set(re.findall(r"\w+", one.text.casefold())) for one in cited]
        enough = all(held) and len(set().union(*held)) >= self._share * len(wanted)
        return Checked("supported") if enough else Checked("unsupported", "Too little of it is there.")


def excerpt(text: str, document_id: str, kind: str = "brief") -> Excerpt:
    """A passage of one sentence."""
    found = passage(text, document_id=document_id)
    return Excerpt(Retrieved(found, metadata(kind=kind), 0.5), found.start, found.end)


RADAR, TREATY = excerpt("The radar stands in Poland.", "a"), excerpt("Warheads are limited.", "b")
SHIPS, TERM = excerpt("Ships sail to Spain.", "a"), excerpt("Rota: Ships live there.", "c", "glossary")
GIVEN = (RADAR, TREATY, SHIPS, TERM)
BOTH = "The radar stands in Poland, warheads are limited."


def test_one_passage_that_says_half_of_it_does_not_hide_the_other() -> None:
    assert verdict_on(BOTH, (RADAR, TREATY), GIVEN, ShareCheck(0.5)) == (Checked("supported"), [RADAR, TREATY])


def test_what_bears_nothing_out_is_not_cited() -> None:
    assert verdict_on("The radar stands in Poland.", (SHIPS, RADAR), GIVEN, ShareCheck(1)) == (
        Checked("supported"),
        [RADAR],
    )


def test_a_passage_that_completes_a_sentence_is_cited_too() -> None:
    text = "The radar stands in Poland; Ships sail."
    assert verdict_on(text, (RADAR,), GIVEN, ShareCheck(1)) == (Checked("supported"), [RADAR, SHIPS])
    assert verdict_on(text, (RADAR,), (RADAR, TREATY), ShareCheck(1))[1] == []
    term = "The radar stands in Poland; Rota is there."
    assert verdict_on(term, (RADAR,), GIVEN, ShareCheck(1))[1] == [RADAR, TERM]


def test_only_the_same_document_and_the_glossary_complete_a_sentence() -> None:
    assert verdict_on(BOTH, (RADAR,), GIVEN, ShareCheck(1))[1] == []


def test_a_passage_that_says_nothing_of_it_is_never_completed() -> None:
    assert verdict_on("The radar stands in Poland.", (TREATY,), GIVEN, ShareCheck(1))[0].verdict == "unsupported"
    assert verdict_on("The radar stands in Poland.", (), GIVEN, ShareCheck(0))[0].why == "It cites no passage."
