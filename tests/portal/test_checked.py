"""A lookup laid out: no word of the draft lost, the summary's counts, what a card shows, and the report."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fake_library import library, passages_of
from fake_lookup import FakeLookup
from hypothesis import given
from hypothesis import strategies as st

from portal.check_report import report
from portal.checked import MOST_LINES, SHOWN_PLACES, Checked, checked, edits, runs
from portal.verdicts import WORDINGS, searched, summary
from qa.lookup.types import Change, Finding, Lookup, Quotation, Verdict

DOCUMENTS = library()
LOOKUP = FakeLookup(DOCUMENTS, [passage for document in DOCUMENTS for passage in passages_of(document)])
TEXTS = {document.id: document.text for document in DOCUMENTS}
EVERY_VERDICT = """\
“Russia is demanding legally binding technical guarantees of limits on U.S. missile defenses”
“The Deveselu site in Romania was declared operational on 12 May 2018.”
“will not accept any limitations … do not have the technical capability”
According to Turkey, “Russia continues to block any cooperation efforts”
“NATO missile defense is a project of one side and gives no stability or security in Europe.”
"Who put the moon into the soup, and why on earth?"
"""


def laid_out(draft: str, name: str = "") -> Checked:
    return checked(draft, name, LOOKUP.lookup(LOOKUP.findings(draft)), TEXTS.__getitem__)


def lookup_of(*verdicts: Verdict) -> Lookup:
    return Lookup(tuple(Finding(Quotation("x", 0, 1), v, 1.0, ()) for v in verdicts), 71, 1234, 2.0)


def test_the_summary_counts_each_verdict() -> None:
    told = lookup_of("altered", "exact", "exact", "not_found", "stitched", "exact", "exact")
    expected = "7 quotations: 4 word for word, 1 altered, 1 joined from several places, 1 not in the library."
    assert summary(told) == expected
    assert searched(told) == "Searched 71 documents, 1,234 passages."
    assert summary(lookup_of("exact")) == "1 quotation, word for word."
    assert summary(lookup_of()) == "There is no quotation in this draft."


def test_every_verdict_has_words_of_its_own() -> None:
    shown = laid_out(EVERY_VERDICT)
    assert [card.finding.verdict for card in shown.cards] == list(WORDINGS)
    assert max(Counter(words.name for words in WORDINGS.values()).values()) == 1
    assert all(words.meaning and words.counted for words in WORDINGS.values())


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_no_character_of_a_draft_is_lost(draft: str, spans: list[tuple[int, int]]) -> None:
    quotations = [
        Quotation(draft[a:b], min(a, len(draft)), min(b, len(draft))) for a, b in map(sorted, spans) if a <= len(draft)
    ]
    found = [Finding(quotation, "not_found", 0.0, ()) for quotation in quotations]
    cut = runs(draft, found)
    assert "".join(run.text for run in cut) == draft
    for run in cut:
        assert run.number is None or quotations[run.number - 1].text in run.text


def test_a_marked_quotation_takes_its_marks_along() -> None:
    assert [run.text for run in laid_out("He said, “nothing at all”.").runs] == ["He said, ", "“nothing at all”", "."]
    assert [run.text for run in laid_out("nothing at all").runs] == ["nothing at all"]


def test_only_an_altered_quotation_is_corrected() -> None:
    shown = laid_out(EVERY_VERDICT)
    fixed = {card.finding.verdict: card.corrected for card in shown.cards if card.corrected}
    assert fixed == {"altered": "The Deveselu site in Romania was declared operational on 12 May 2016."}
    correction = next(card for card in shown.cards if card.corrected)
    assert "".join(change.source for change in correction.edits) == correction.corrected
    assert "".join(change.yours for change in correction.edits) == correction.finding.quotation.text


@given(st.lists(st.tuples(st.text(" ab\n", max_size=5), st.text(" ab\n", max_size=5)), max_size=5))
def test_a_diff_without_space_at_its_edges_has_the_same_words(words: list[tuple[str, str]]) -> None:
    changes = [Change("replace", yours, source) for yours, source in words]
    told = tuple(edits(changes))
    assert "".join(change.yours for change in told) == "".join(yours for yours, _ in words)
    assert "".join(change.source for change in told) == "".join(source for _, source in words)
    for change in told:
        assert change.op == "equal" or (change.yours, change.source) == (change.yours.strip(), change.source.strip())


def test_nearest_passages_are_never_called_found() -> None:
    for card in laid_out(EVERY_VERDICT).cards:
        nearest = card.finding.verdict in ("paraphrase", "not_found")
        assert card.found is not nearest
        assert ("Not a quotation" in card.heading) is nearest


def test_what_lies_between_joined_parts() -> None:
    card = laid_out("“will not accept any limitations … do not have the technical capability”").cards[0]
    gap = card.places[0].gap
    assert gap
    assert gap.words.startswith("or restrictions on the development")
    assert gap.words in TEXTS["paper"]
    assert card.places[1].gap is None
    backwards = laid_out("“do not have the technical capability … will not accept any limitations”").cards[0].places[0]
    assert backwards.gap
    assert "earlier in the same document" in backwards.gap.why
    apart = laid_out("“will not accept any limitations … declared operational on 12 May 2016”").cards[0].places[0]
    assert apart.gap
    assert "another document" in apart.gap.why
    long = laid_out("“Russia continues to block … do not have the technical capability”").cards[0].places[0]
    assert long.gap
    assert 80 < long.gap.count < 200


def test_many_places_are_folded_away_and_none_is_lost() -> None:
    finding = LOOKUP.findings("“Russia continues to block any cooperation efforts”")[0]
    many = replace(finding, occurrences=finding.occurrences * 20)
    card = checked("x", "", Lookup((many,), 4, 9, 1.0), TEXTS.__getitem__).cards[0]
    assert (len(card.places), len(card.more)) == (SHOWN_PLACES, 20 - SHOWN_PLACES)
    assert card.heading == "In the library at 20 places"
    common = checked("x", "", Lookup((replace(many, total=1500),) * 200, 4, 9, 1.0), TEXTS.__getitem__).cards
    assert sum(len(card.more) for card in common) == MOST_LINES
    assert all(len(card.places) + len(card.more) + card.unlisted == 1500 for card in common)


def test_the_report_names_everything_once_and_stays_inert() -> None:
    at = datetime(2026, 11, 25, 9, 5, tzinfo=UTC)
    words = report(laid_out(EVERY_VERDICT, "a *draft*.docx"), at, "https://desk.example")
    assert words.startswith("# Quotations checked\n\n6 quotations: 1 word for word,")
    assert "Checked on November 25, 2026, at 09:05 UTC, file a \\*draft\\*.docx." in words
    for number, wording in enumerate(WORDINGS.values(), 1):
        assert f"## {number}. {wording.name}\n" in words
    assert "~~2018.~~ **2016.**" in words
    assert "https://desk.example/passages/paper-2" in words
    assert words.count("### Not a quotation: nearest passages") == 2


@pytest.mark.parametrize("text", ["# no heading", "<b>no markup</b>", "1. no list\n# no heading", "[x](javascript:1)"])
def test_words_cannot_shape_the_report(text: str) -> None:
    finding = Finding(Quotation(text, 0, len(text), text), "not_found", 0.0, (), (text,), (text,))
    words = report(checked(text, text, Lookup((finding,), 1, 1, 1.0), TEXTS.__getitem__), datetime.now(UTC), "")
    headings = [line for line in words.splitlines() if line.startswith("#")]
    assert headings == ["# Quotations checked", "## 1. Not in the library"]
    assert "<b>" not in words
    assert not re.search(r"(?<!\\)\]\(", words)
