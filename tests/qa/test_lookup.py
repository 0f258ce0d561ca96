"""Quotations put to a real library: each verdict, and every place."""

import random
from contextvars import copy_context
from typing import Any

import pytest

from corpus.types import Tier
from qa.chat.leaving import Asker, work_for
from qa.desk import Desk
from qa.errors import AskerLeft, QuestionError
from qa.lookup.types import Draft, Finding
from qa.types import Filters

DEMAND = (
    "Russia is demanding legally binding technical guarantees of limits on U.S. missile defenses as a condition for "
    "cooperation."
)
WILLING = (
    "The United States is willing to cooperate with Russia on missile defense, but will not accept any limitations or "
    "restrictions on the development or deployment of U.S. missile defenses."
)
SHIELD = "Russian officials maintain the NATO missile defense shield is a unilateral project"
SUMMIT = "The next NATO Summit will be held in Chicago in May, during a U.S. presidential election year"


@pytest.fixture(scope="module")
def check(desk: Desk) -> Any:
    """Looks up a text that has one quotation; every promise about a finding is held on the way."""

    def checked(text: str, tier: Tier = Tier.STAFF) -> Finding:
        (finding,) = desk.lookup(text, tier=tier).findings
        assert text[finding.quotation.start : finding.quotation.end] == finding.quotation.text
        for place in finding.occurrences:
            document = desk.document(place.document_id, tier=tier).document
            assert place.quote == document.text[place.start : place.end]
            assert document.text[: place.start].endswith(place.before)
            assert document.text[place.end :].startswith(place.after)
            assert desk.passage(place.passage_id, tier=tier).passage.document_id == place.document_id
            if place.changes:
                covered = finding.quotation.text[slice(*place.covers)]
                assert "".join(change.yours for change in place.changes) == covered
                assert "".join(change.source for change in place.changes) == place.quote
        return finding

    return checked


def test_words_as_they_stand_are_exact(check: Any) -> None:
    finding = check(DEMAND)
    assert (finding.verdict, finding.similarity, finding.folded, finding.warnings) == ("exact", 1.0, (), ())
    assert finding.occurrences[0].quote == DEMAND
    assert finding.occurrences[0].meta.kind == "white-paper"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("“" + DEMAND.replace("legally binding", "‘legally binding’") + "”", "Quotation marks"),
        (DEMAND.replace("guarantees", "guar-\nantees"), "hyphenated at the end of a line"),
        (DEMAND.replace("missile ", "missile\n  "), "White space"),
        (DEMAND.replace("defenses", "de\u00adfenses"), "Invisible characters"),
        (DEMAND.replace("technical", "ｔechnical"), "special forms of letters"),
        ("r" + DEMAND[1:], "first letter is a capital letter in the library: “Russia”"),
        (DEMAND.replace("binding", "**binding**"), "emphasis"),
        ("“" + DEMAND[:-1] + ",”", "punctuation at the ends"),
        (DEMAND.replace("guarantees", "guarantees[3]"), "note marker"),
        ("[r]" + DEMAND[1:], "first letter is a capital"),
    ],
)
def test_typography_is_folded_and_told(check: Any, text: str, told: str) -> None:
    finding = check(text)
    assert finding.verdict == "exact"
    assert told in " ".join(finding.folded)


@pytest.mark.parametrize(
    ("text", "matter", "warning"),
    [
        (WILLING.replace("will not", "will"), "negation", "Your draft leaves out “not”, which the library has."),
        (DEMAND.replace("is demanding", "is not demanding"), "negation", "Your draft adds “not”"),
        ("From 2012 to 2020 under the PAA, U.S. missile defense systems will be deployed in Poland", "number",
         "Your draft says 2012; the library says 2011."),
        (SUMMIT.replace("Chicago", "Warsaw"), "name", "Your draft says “Warsaw”; the library says “Chicago”."),
        (DEMAND.replace("technical ", ""), "wording", "Your draft leaves out “technical”"),
        (DEMAND.replace("Russia", "Moscow"), "name", "Your draft says “Moscow”; the library says “Russia”."),
        (WILLING.replace("defense, but", "defense but"), "punctuation", "has nothing where the library has “,”"),
        (DEMAND.replace("technical", "Technical"), "capitals", "writes “Technical”; the library writes “technical”"),
    ],
)  # fmt: skip
def test_changed_words_are_altered_and_the_change_is_named(check: Any, text: str, matter: str, warning: str) -> None:
    finding = check(text)
    assert finding.verdict == "altered"
    assert matter in {change.matter for change in finding.occurrences[0].changes}
    assert warning in finding.warnings[0]


def test_the_gravest_change_is_told_first(check: Any) -> None:
    text = WILLING.replace("willing", "ready").replace("Russia", "China").replace("will not", "will")
    warnings = check(text).warnings
    assert [("not" in w, "China" in w, "ready" in w) for w in warnings] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip


def test_an_honest_ellipsis_is_exact_and_what_it_leaves_out_is_shown(check: Any) -> None:
    finding = check("The United States is willing to cooperate … but will not accept any limitations")
    assert finding.verdict == "exact"
    assert finding.folded == ("Your draft leaves out “with Russia on missile defense,” and marks it.",)
    assert "with Russia on missile defense, but" in finding.occurrences[0].quote


@pytest.mark.parametrize("dots", ["…", "...", ". . .", "[…]", "[...]", "(…)", ". . . ."])
def test_every_way_to_write_an_ellipsis_is_known(check: Any, dots: str) -> None:
    assert check(f"The United States is willing to cooperate {dots} but will not accept").verdict == "exact"


def test_words_in_brackets_are_the_drafts_own(check: Any) -> None:
    finding = check("The United States is willing to cooperate with [Moscow] on missile defense")
    assert finding.verdict == "exact"
    assert "in brackets as its own words, where the library has “Russia”" in finding.folded[0]


def test_an_ellipsis_that_drops_a_not_is_flagged(check: Any) -> None:
    finding = check("The United States is willing … to accept any limitations or restrictions on the development")
    assert finding.verdict != "exact"
    assert "not" in finding.warnings[0]


def test_two_sentences_of_one_document_made_one_are_stitched(check: Any) -> None:
    finding = check(f"{DEMAND} {SUMMIT}")
    assert finding.verdict == "stitched"
    assert "It leaves out" in finding.warnings[1]
    assert "does not mark it" in finding.warnings[1]
    parts = {place.covers for place in finding.occurrences}
    assert len(parts) == 2


def test_another_order_is_said(check: Any) -> None:
    finding = check(f"{SUMMIT}. {DEMAND}")
    assert finding.verdict == "stitched"
    assert "in another order" in finding.warnings[1]


def test_two_documents_made_one_are_stitched_even_with_an_ellipsis(check: Any, desk: Desk) -> None:
    brief = "The AN/TPY-2 radar at Kurecik went into operation"
    other = next(
        d.document.text[p.sentences[0][0] : p.sentences[0][1]]
        for d in (desk.document(e.id) for e in desk.documents() if "Kurecik" in e.meta.title)
        for p in d.passages
        if len(p.text) > len(brief)
    )
    finding = check(f"{DEMAND[:-1]} … {other}")
    assert finding.verdict == "stitched"
    assert "It goes from “Russian Cooperation" in finding.warnings[1]


@pytest.mark.parametrize(
    ("draft", "verdict", "named"),
    [
        (f"According to the glossary, “{DEMAND}”", "elsewhere", "the glossary"),
        (f"According to the white paper, “{DEMAND}”", "exact", "the white paper"),
        (f"As the 2011 paper states, “{DEMAND}”", "exact", "the 2011 paper"),
        (f"The 2015 paper states: “{DEMAND}”", "elsewhere", "The 2015 paper"),
        (f"“{SHIELD},” said Washington.", "elsewhere", "Washington"),
        (f"“{SHIELD},” said Moscow.", "exact", "Moscow"),
        (f"General Smith wrote that “{DEMAND[:-1]}”.", "elsewhere", "General Smith"),
        (f"He wrote that “{DEMAND[:-1]}”.", "exact", ""),
        (f"> {DEMAND}\n> — General Smith", "elsewhere", "General Smith"),
        (f"In “Russian Cooperation with the Unites States on Missile Defense” we read:\n\n> {DEMAND}", "exact",
         "Russian Cooperation with the Unites States on Missile Defense"),
    ],
)  # fmt: skip
def test_whom_the_draft_names_is_compared(desk: Desk, draft: str, verdict: str, named: str) -> None:
    finding = desk.lookup(draft, tier=Tier.STAFF).findings[-1]
    assert (finding.verdict, finding.quotation.attributed_to) == (verdict, named)
    assert (finding.verdict == "elsewhere") == any("Your draft names" in warning for warning in finding.warnings)


def test_other_words_for_the_same_are_no_quotation(check: Any) -> None:
    finding = check(
        "Moscow insists on a legally binding guarantee that limits American missile defence before it cooperates"
    )
    assert finding.verdict == "paraphrase"
    assert finding.occurrences
    assert all(not place.changes for place in finding.occurrences)
    assert finding.total == 0


@pytest.mark.parametrize(
    "text",
    [
        "The quick brown fox jumped over the lazy dog and went home to eat its supper before dark.",
        "Россия будет сотрудничать с Соединёнными Штатами",
        "美国导弹防御系统在欧洲",
        "xyzzy plugh",
        "\u0301\u0301 ok",
    ],
)
def test_what_is_not_there_is_not_found(check: Any, text: str) -> None:
    finding = check(text)
    assert (finding.verdict, finding.total) == ("not_found", 0)


def test_a_draft_is_looked_up_quotation_by_quotation_with_progress(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    draft = f"It says “{DEMAND[:-1]}” and calls it “however small”.\n\n> {SUMMIT}\n\nNothing more."
    found = desk.lookup(draft, tier=Tier.PUBLIC, progress=lambda done, of: told.append((done, of)))
    assert [finding.verdict for finding in found.findings] == ["exact"] * 3
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert found.documents == len(desk.documents(tier=Tier.PUBLIC))


def test_a_draft_is_not_looked_up_further_for_somebody_who_has_gone(desk: Desk) -> None:
    asker, told = Asker(), []

    def progress(done: int, _of: int) -> None:
        told.append(done)
        if done:
            asker.leave()

    def look_up() -> None:
        work_for(asker)
        desk.lookup("He wrote “missile defense”, “limits” and “NATO”.", progress=progress)

    with pytest.raises(AskerLeft):
        copy_context().run(look_up)
    assert told == [0, 1]


def test_block_quotes_of_a_file_are_quotations(desk: Desk) -> None:
    text = f"Before it.\n\n{DEMAND}\n\nAfter it."
    start = text.index(DEMAND)
    (finding,) = desk.lookup(Draft(text, ((start, start + len(DEMAND)),))).findings
    assert (finding.quotation.text, finding.verdict) == (DEMAND, "exact")


def test_filters_narrow_what_is_searched(desk: Desk) -> None:
    found = desk.lookup(DEMAND, filters=Filters(kinds=("glossary",)))
    assert found.documents == 1
    assert found.findings[0].verdict != "exact"
    assert {place.meta.kind for place in found.findings[0].occurrences} <= {"glossary"}


def test_nobody_finds_words_above_their_tier(desk: Desk) -> None:
    for tier in Tier:
        for entry in desk.documents(tier=Tier.STAFF):
            if entry.meta.access <= tier:
                continue
            text = desk.document(entry.id, tier=Tier.STAFF).document.text
            sentence = max(text.split("\n\n"), key=len)[:300]
            found = desk.lookup(sentence, tier=tier)
            seen = {place.document_id for finding in found.findings for place in finding.occurrences}
            assert entry.id not in seen
            assert found.documents == len(desk.documents(tier=tier))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "give the words"),
        ("  \n ", "give the words"),
        ("?!… “”", "give the words"),
        ("x " * 300_000, "The draft has 600,000 characters"),
        ("word " * 5_000, "has 5,000 words"),
        ("“a” " * 5_000, "has 5,000 quotations"),
        ("\x00\x01\x02PK\x03" * 1_000 + "word", "not text"),
    ],
)
def test_what_cannot_be_looked_up_is_said(desk: Desk, text: str, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        desk.lookup(text)


@pytest.mark.parametrize(
    "text",
    ['"' * 10_000 + " word", "“" * 10_000 + "word", "' word" * 1_500, "…" * 10_000 + "word", "[" * 10_000 + "word",
     "the " * 1_900, "a\x00b\ud800c", "<script>alert(1)</script>", "\u202eword", "of the " * 900, "[^" * 5_000 + "a"],
    ids=range(11),
)  # fmt: skip
@pytest.mark.timeout(20)
def test_hostile_drafts_do_no_harm(desk: Desk, text: str) -> None:
    for finding in desk.lookup(text).findings:
        assert finding.quotation.text
        assert "\x00" not in finding.quotation.text


def test_a_text_that_the_library_has_as_a_whole_is_one_quotation(desk: Desk) -> None:
    quoting = next(
        desk.document(entry.id, tier=Tier.STAFF).document.text[start:end]
        for entry in desk.documents(tier=Tier.STAFF)
        for passage in desk.document(entry.id, tier=Tier.STAFF).passages
        for start, end in passage.sentences
        if passage.text.count('"') == 2 and '"' in passage.text[start - passage.start + 9 : end - passage.start - 9]
    )
    (finding,) = desk.lookup(quoting, tier=Tier.STAFF).findings
    assert (finding.quotation.text, finding.verdict) == (quoting, "exact")
    assert desk.lookup(f"So: {quoting}", tier=Tier.STAFF).findings[0].quotation.text != quoting


def test_the_very_first_and_last_words_of_documents_are_found_when_altered(desk: Desk) -> None:
    for entry in desk.documents(tier=Tier.STAFF):
        text = desk.document(entry.id, tier=Tier.STAFF).document.text
        for words in (text.split()[:24], text.split()[-24:]):
            changed = " ".join([*words[:12], "xyzzy", *words[13:]])
            (finding,) = desk.lookup(Draft(changed, ((0, len(changed)),)), tier=Tier.STAFF).findings
            assert finding.verdict == "altered", changed
            assert entry.id in {place.document_id for place in finding.occurrences}


def test_any_words_of_any_document_are_found_where_they_stand(desk: Desk) -> None:
    draw = random.Random(11)  # noqa: S311
    for entry in desk.documents(tier=Tier.STAFF):
        text = desk.document(entry.id, tier=Tier.STAFF).document.text
        words = [(m, m + len(w)) for w, m in _placed(text)]
        for _ in range(6):
            first = draw.randrange(len(words))
            last = min(len(words), first + draw.choice((3, 8, 30, 200))) - 1
            start, end = words[first][0], words[last][1]
            if not any(c.isalnum() for c in text[start:end]):
                continue
            finding = desk.lookup(Draft(text[start:end], ((0, end - start),)), tier=Tier.STAFF).findings[0]
            assert finding.verdict == "exact", text[start:end]
            assert any(
                place.document_id == entry.id and start <= place.start and place.end <= end
                for place in finding.occurrences
            ), text[start:end]


def _placed(text: str) -> list[tuple[str, int]]:
    """The words of `text` as white space parts them, with their offsets."""
    placed, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        placed.append((word, at))
        at += len(word)
    return placed
