"""Every mention in a really ingested library: complete, exact, and nothing above the reader's tier."""

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from handmade import CODES, SECRETS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.types import Tier
from qa.desk import Desk
from qa.errors import QuestionError
from qa.mentions import find, wording
from qa.mentions.types import Mentions
from qa.types import Filters

PLAIN = ("radar", "Turkey", "cooperation", "NATO", "missile defense", "interceptors", "Congress", "and", "will not")
MADE = """---
title: "SM-3 and NGI"
kind: brief
access: public
published: 2024-02-03
---

# SM-3 and NGI

The SM-3 Block IIA is no SM-3, and the SM-3 Block IB is neither. START II followed START.

## The NGI

One NGI, two NGIs. They start in 2028. Ngi is a misprint; the NGI’s radar is not.

This paragraph ends with the Next Generation

Interceptor goes on here.

## Next Generation

Interceptor is the first word here.
"""


def by_hand(text: str, term: str) -> list[tuple[int, int]]:
    """Where a plain term stands in a text, word by word: an independent way to find it."""
    words = [(m.start(), m.end(), m.group().casefold()) for m in re.finditer(r"\w+", text)]
    wanted = [word.casefold() for word in re.findall(r"\w+", term)]
    size, found = len(wanted), []
    for at in range(len(words) - size + 1):
        run = words[at : at + size]
        last = run[-1][2] in (wanted[-1], wanted[-1] + "s")
        between = [text[one[1] : other[0]] for one, other in pairwise(run)]
        if [w for *_, w in run[:-1]] == wanted[:-1] and last and all(re.fullmatch(r"[\s\-–/]+", b) for b in between):
            found.append((run[0][0], run[-1][1]))
    return found


def places(found: Mentions) -> set[tuple[str, int, int]]:
    """Where the mentions stand, those inside longer terms too."""
    return {(m.document_id, m.start, m.end) for m in (*found.mentions, *found.inside)}


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, open_library: Callable[..., Any], plain_desk: Callable[..., Desk]
) -> Desk:
    """A desk over one document about designators. Tests only read from it."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "made.md").write_text(MADE, encoding="utf-8")
    library = open_library(folder / "data")
    assert library.ingest(folder / "made.md").went_well
    return plain_desk(library)


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("term", PLAIN)
def test_nothing_is_missed_and_nothing_is_invented(canary_desk: Desk, term: str, tier: Tier) -> None:
    found = canary_desk.mentions(term, tier=tier)
    texts = {e.id: canary_desk.document(e.id, tier=tier).document.text for e in canary_desk.documents(tier=tier)}
    expected = {(id, a, b) for id, text in texts.items() for a, b in by_hand(text, term)}
    if term not in ("Turkey", "NATO"):  # known under other names too, or by its capitals
        assert places(found) == expected
    else:
        assert {place for place in expected if texts[place[0]][place[1]].isupper()} <= places(found)
    assert found.searched.documents == len(texts)
    assert found.searched.characters == sum(map(len, texts.values()))
    assert sum(one.mentions for one in found.documents) == len(found.mentions)
    for timeline in found.timelines:
        assert sum(moment.mentions for moment in timeline.days) == len(found.mentions)
        assert sum(moment.mentions for moment in timeline.years) == len(found.mentions)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_words_of_any_document_are_found_where_they_stand(canary_desk: Desk, data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(canary_desk.documents(tier=Tier.STAFF)))
    document = canary_desk.document(entry.id, tier=Tier.STAFF).document
    blocks = [b for b in document.blocks if re.search(r"\w", document.text[b.start : b.end])]
    block = data.draw(st.sampled_from(blocks))
    words = [
        (m.start() + block.start, m.end() + block.start)
        for m in re.finditer(r"\w+", document.text[block.start : block.end])
    ]
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, min(first + 2, len(words) - 1)))
    start, end = words[first][0], words[last][1]
    found = canary_desk.mentions(document.text[start:end], tier=Tier.STAFF)
    covered = [(m.start, m.end) for m in (*found.mentions, *found.inside) if m.document_id == entry.id]
    assert any(a <= start < end <= b or start <= a < end for a, b in covered)


@pytest.mark.parametrize("term", ["Russia", "SM-3", "radar", "European Phased Adaptive Approach"])
def test_every_mention_is_word_for_word_and_in_its_place(canary_desk: Desk, term: str) -> None:
    found = canary_desk.mentions(term, tier=Tier.STAFF)
    assert found.mentions
    for mention in (*found.mentions, *found.inside):
        view = canary_desk.document(mention.document_id, tier=Tier.STAFF)
        text = view.document.text
        assert text[mention.start : mention.end] == mention.text
        assert text[mention.sentence_start : mention.sentence_end] == mention.sentence
        assert mention.sentence_start <= mention.start < mention.end <= mention.sentence_end
        passage = next((p for p in view.passages if p.id == mention.passage_id), None)
        if passage is not None:
            linked = canary_desk.passage(passage.id, quote=mention.url.partition("=")[2], tier=Tier.STAFF)
            assert (linked.state, linked.selector.exact) == ("current", mention.text)
        if mention.place == "text":
            assert passage is not None
            assert passage.start <= mention.start < passage.end
            assert (passage.section, passage.page, passage.speaker) == (mention.section, mention.page, mention.speaker)
        else:
            assert any(b.kind == "heading" and b.start <= mention.start < b.end for b in view.document.blocks)
            assert passage is None or passage.start >= mention.end


@pytest.mark.parametrize("tier", Tier)
def test_documents_above_the_reader_are_neither_counted_nor_listed(canary_desk: Desk, tier: Tier) -> None:
    visible = {each.label for each in tier.visible()}
    for owner, secret in SECRETS.items():
        found = canary_desk.mentions(secret, tier=tier)
        assert len(found.mentions) == (2 if owner in visible else 0)
        assert bool(found.documents) is (owner in visible)
        assert found.searched.documents == len(canary_desk.documents(tier=tier))
    sung = canary_desk.mentions("canary", tier=tier)
    assert {mention.meta.access.label for mention in sung.mentions} == visible
    assert not canary_desk.mentions(CODES["staff"], tier=Tier.MEMBER).documents


def test_designators_are_told_apart(made: Desk) -> None:
    found = made.mentions("SM-3")
    assert [m.text for m in found.mentions] == ["SM-3", "SM-3"]  # the heading, and "no SM-3"
    assert found.longer == (("SM-3 Block IB", 1), ("SM-3 Block IIA", 1))
    assert [m.text for m in made.mentions("SM-3 Block IIA").mentions] == ["SM-3 Block IIA"]
    assert made.mentions("START").longer == (("START II", 1),)
    assert len(made.mentions("START").mentions) == 1


def test_case_and_plural_are_told(made: Desk) -> None:
    found = made.mentions("NGI")
    (form,) = found.forms
    assert form.spellings == (("NGI", 4), ("NGIs", 1))
    assert found.left_out == (("Ngi", 1),)
    assert "“Ngi” (1)" in wording.left_out(found)
    assert [m.place for m in found.mentions] == ["heading", "heading", "text", "text", "text"]
    assert found.documents[0].in_title == 1
    assert wording.finding(found) == "The library mentions “NGI” 5 times in 1 document."


def test_words_running_on_into_the_next_paragraph_count_but_not_from_a_heading(made: Desk) -> None:
    (one,) = made.mentions("Next Generation Interceptor").mentions
    assert one.text == "Next Generation\n\nInterceptor"
    assert one.sentence.startswith("This paragraph ends")
    assert one.sentence.endswith("goes on here.")


def test_filters_narrow_and_are_told(canary_desk: Desk) -> None:
    whole = canary_desk.mentions("Poland")
    brief = canary_desk.mentions("Poland", filters=Filters(kinds=("white-paper",)))
    assert 0 < len(brief.mentions) < len(whole.mentions)
    assert {m.meta.kind for m in brief.mentions} == {"white-paper"}
    assert brief.searched.documents == 1
    assert "narrowed to kinds white-paper" in wording.searched(brief)
    late = canary_desk.mentions("Poland", filters=Filters(published_from=date(2012, 1, 1)))
    assert {(m.meta.published or date.min) >= date(2012, 1, 1) for m in late.mentions} <= {True}


def test_the_timeline_goes_by_date_and_year(made: Desk) -> None:
    published, as_of = made.mentions("NGI").timelines
    assert [(m.when, m.mentions, m.documents, m.searched) for m in published.days] == [("2024-02-03", 5, 1, 1)]
    assert [(m.when, m.mentions) for m in published.years] == [("2024", 5)]
    assert [(m.when, m.mentions) for m in as_of.days] == [("", 5)]


def test_what_is_removed_or_revised_is_seen_at_once(
    tmp_path: Path, papers: Path, open_library: Callable[..., Any], plain_desk: Callable[..., Desk]
) -> None:
    library = open_library(tmp_path / "data")
    library.ingest(papers)
    desk = plain_desk(library)
    before = desk.mentions("C2BMC")
    assert before.mentions
    brief = papers / "brief" / "c2bmc.md"
    brief.write_text(brief.read_text(encoding="utf-8").replace("C2BMC", "Q2QQQ"), encoding="utf-8")
    library.ingest(papers)
    assert not desk.mentions("C2BMC", filters=Filters(kinds=("brief",))).mentions
    renamed = desk.mentions("Q2QQQ")
    assert len(renamed.mentions) == len([m for m in before.mentions if m.meta.kind == "brief"])
    assert renamed.searched.generation > before.searched.generation
    assert renamed.searched.fingerprint != before.searched.fingerprint
    library.catalogue.remove(renamed.mentions[0].document_id)
    assert not desk.mentions("Q2QQQ").documents


@pytest.mark.parametrize("term", ["", "  ", "“”", "?!", "\x00\u202e"])
def test_a_term_without_words_is_refused(made: Desk, term: str) -> None:
    with pytest.raises(QuestionError, match="Please give a term"):
        made.mentions(term)


def test_a_term_that_is_too_long_or_everywhere_is_refused(made: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(QuestionError, match="up to 200"):
        made.mentions("word " * 60)
    monkeypatch.setattr(find, "MOST_MENTIONS", 3)
    with pytest.raises(QuestionError, match="mentioned more than 3 times"):
        made.mentions("NGI")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(term=st.text(max_size=40))
def test_any_term_gets_a_list_or_a_sentence(canary_desk: Desk, term: str) -> None:
    try:
        found = canary_desk.mentions(term)
    except QuestionError as error:
        assert str(error).endswith(".")
    else:
        assert found.searched.documents == len(canary_desk.documents())
