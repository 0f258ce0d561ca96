"""What a check says of a receipt after the library has changed: never that words are unchanged when they are not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from receipt_stories import PAPER, QUESTION, QUOTE, Story

from corpus.erasure import erase_document
from corpus.types import Tier
from qa.errors import ReceiptRefused
from qa.receipt.issue import Terms, asked_again, receipt_of
from qa.receipt.seal import canonical, is_intact, sealed, sha256_of
from qa.render import answer_json
from qa.types import Filters

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)
)


def test_nothing_has_changed(told: Story) -> None:
    found = told.checked(told.receipt())
    assert (found.intact, found.signature, found.same_library, found.exit_code) == (True, "none", True, 0)
    (checked,) = found.citations
    assert (checked.outcome, checked.quote, checked.notes) == ("unchanged", QUOTE, ())


def test_the_receipt_has_all_it_takes(told: Story) -> None:
    receipt = told.receipt(terms=Terms("https://desk.example"))
    view = told.desk.document(receipt["citations"][0]["document"]["id"])
    (cited,) = receipt["citations"]
    passage, document = cited["passage"], cited["document"]
    assert view.document.text[cited["start"] : cited["end"]] == cited["quote"] == QUOTE
    assert view.document.text[passage["start"] : passage["end"]] == passage["text"]
    assert cited["quote_sha256"] == sha256_of(QUOTE)
    assert passage["sha256"] == sha256_of(passage["text"])
    assert document["text_sha256"] == sha256_of(view.document.text)
    assert (document["source_sha256"], document["version"]) == (view.document.checksum, view.entry.edition)
    assert cited["url"].startswith(f"https://desk.example/passages/{passage['id']}?quote=")
    assert receipt["library"]["generation"] == told.desk.status().generation
    assert receipt["library"]["documents"] == 1
    assert receipt["answer"]["text"] == f"{QUOTE} [1]"
    assert receipt["issued_at"].endswith("+00:00")


def test_a_document_revised_elsewhere_leaves_the_words_unchanged_and_says_so(story: Story) -> None:
    receipt = story.receipt()
    story.write(PAPER.replace("Nothing else was agreed.", "Two more things were agreed."))
    found = story.checked(receipt)
    assert not found.same_library
    assert found.citations[0].outcome == "unchanged"
    assert found.citations[0].notes == ("The document has been revised elsewhere.",)
    assert found.exit_code == 0


def test_another_title_is_told(story: Story) -> None:
    receipt = story.receipt()
    story.write(PAPER.replace("A Paper of Sites", "Sites, Revised"))
    assert story.outcome(receipt).notes == ("The document's title was “A Paper of Sites”; it is now “Sites, Revised”.",)


def test_words_in_another_section_have_moved(story: Story) -> None:
    receipt = story.receipt()
    story.write(PAPER.replace(f" {QUOTE}", "").replace("began in spring.", f"began in spring. {QUOTE}"))
    checked = story.outcome(receipt)
    assert checked.outcome == "moved"
    assert "The rest" in checked.notes[0]
    assert story.checked(receipt).exit_code == 1


def test_other_words_come_with_their_diff(story: Story) -> None:
    receipt = story.receipt()
    story.write(PAPER.replace("was signed in Warsaw by both", "was not signed in Warsaw by all"))
    checked = story.outcome(receipt)
    assert checked.outcome == "reworded"
    assert "".join(change.before for change in checked.changes).strip() == QUOTE
    assert "not" in " ".join(change.now for change in checked.changes if change.op != "equal")


def test_words_that_are_gone_are_removed(story: Story) -> None:
    receipt = story.receipt()
    story.write(PAPER.replace(f" {QUOTE}", ""))
    checked = story.outcome(receipt)
    assert checked.outcome == "removed"
    assert checked.notes[0].startswith("It has been gone since ")
    story.write("---\ntitle: Other\nkind: brief\naccess: public\n---\n\nOther words.\n", name="other")
    (story.folder / "paper.md").unlink()
    assert story.library.ingest(story.folder, prune=True)
    assert story.outcome(receipt).outcome == "removed"


def test_erased_words_are_said_to_be_erased(story: Story) -> None:
    receipt = story.receipt()
    erase_document(story.library.database, receipt["citations"][0]["document"]["id"])
    found = story.checked(receipt)
    assert [checked.outcome for checked in found.citations] == ["erased"]
    assert found.exit_code == 1


def test_what_the_reader_may_not_see_looks_like_what_was_never_there(
    story: Story, open_library: Callable[..., Any], tmp_path: Path
) -> None:
    story.write(access="staff")
    receipt = story.receipt(Tier.STAFF)
    assert story.outcome(receipt, Tier.STAFF).outcome == "unchanged"
    hidden = story.outcome(receipt, Tier.PUBLIC)
    absent = Story(open_library(tmp_path / "elsewhere"), story.folder, story.desk).outcome(receipt)
    assert hidden == absent
    assert (hidden.outcome, hidden.url, hidden.notes) == ("not visible to you", "", ())


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (("", ""), "unchanged"),
        (("Talks on the sites went on for months. ", ""), "moved"),
        (("signed in Warsaw by both", "signed in Prague by both"), "reworded"),
        ((f" {QUOTE}", ""), "removed"),
    ],
)
def test_another_library_that_never_had_the_passage_is_searched_for_its_words(
    story: Story, open_library: Callable[..., Any], tmp_path: Path, change: tuple[str, str], outcome: str
) -> None:
    receipt = story.receipt()
    (story.folder / "paper.md").write_text(
        PAPER.replace(*change).replace("The opposition called", "Others called").replace("{access}", "public"),
        encoding="utf-8",
    )
    other = Story(open_library(tmp_path / "other"), story.folder, story.desk)
    assert other.library.ingest(story.folder).went_well
    checked = other.outcome(receipt)
    assert checked.outcome == outcome
    assert "may be another library" in checked.notes[0]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (("answer", "question"), "Who said otherwise?"),
        (("citations", 0, "quote"), "The agreement was never signed."),
        (("citations", 0, "passage", "text"), "Other words."),
        (("statements", 0, "text"), "The agreement was never signed."),
        (("issued_at",), "2019-01-01T00:00:00+00:00"),
        (("library", "generation"), 7),
    ],
)
@pytest.mark.parametrize("resealed", [False, True])
def test_what_was_altered_is_said_to_be(told: Story, part: tuple[Any, ...], value: Any, resealed: bool) -> None:
    receipt = json.loads(json.dumps(told.receipt(terms=Terms(key="the desk's own key"))))
    signature = receipt["seal"]["hmac_sha256"]
    held = receipt
    for name in part[:-1]:
        held = held[name]
    held[part[-1]] = value
    if resealed:  # whoever has no key can hash it anew, and no more
        receipt = sealed({name: each for name, each in receipt.items() if name != "seal"})
        receipt["seal"]["hmac_sha256"] = signature
    found = told.checked(receipt, key="the desk's own key")
    assert found.exit_code == 3
    assert found.intact is resealed
    assert found.signature == "wrong"


def test_words_forged_under_a_fresh_hash_are_still_not_in_the_library(told: Story) -> None:
    receipt = json.loads(json.dumps(told.receipt()))
    del receipt["seal"]
    (cited,) = receipt["citations"]
    forged = QUOTE.replace("was signed", "was broken")
    cited["passage"]["text"] = cited["passage"]["text"].replace(QUOTE, forged)
    cited["passage"]["sha256"], cited["quote"] = sha256_of(cited["passage"]["text"]), forged
    cited["quote_sha256"] = sha256_of(forged)
    receipt["statements"][0]["text"] = forged
    receipt["answer"]["text"] = f"{forged} [1]"
    found = told.checked(sealed(receipt))
    assert found.intact
    assert found.citations[0].outcome in ("reworded", "removed", "receipt altered")
    assert found.exit_code != 0


def test_a_signature_is_checked_by_those_who_have_the_key(told: Story) -> None:
    receipt = told.receipt(terms=Terms(key="one"))
    assert [told.checked(receipt, key=key).signature for key in ("one", "two", "")] == ["valid", "wrong", "unchecked"]
    assert [told.checked(receipt, key=key).exit_code for key in ("one", "two", "")] == [0, 3, 0]
    assert "one" not in json.dumps(receipt["seal"])


@settings(max_examples=60, deadline=None)
@given(
    record=st.dictionaries(st.text(max_size=5), JSON),
    key=st.text(max_size=5),
)
def test_any_record_keeps_its_seal_through_json_and_no_other(record: dict[str, Any], key: str) -> None:
    record.pop("seal", None)
    receipt = json.loads(json.dumps(sealed(record, key)))
    assert is_intact(receipt)
    assert canonical(receipt) == canonical(dict(reversed(receipt.items())))
    assert not is_intact({**receipt, "more": 1})


def test_no_receipt_for_an_answer_that_the_library_no_longer_gives(story: Story) -> None:
    answer = story.desk.ask(QUESTION)
    story.write(PAPER.replace("by both ministers", "by two ministers"))
    with pytest.raises(ReceiptRefused, match="Quotation 1 no longer stands"):
        receipt_of(story.desk, answer, Tier.PUBLIC)
    with pytest.raises(ReceiptRefused, match="does not give this answer"):
        asked_again(story.desk, answer_json(answer), (), Filters(), Tier.PUBLIC)


def test_asking_again_keeps_nothing(story: Story) -> None:
    shown = json.loads(json.dumps(answer_json(story.desk.ask(QUESTION))))
    count = "SELECT count(*) AS n FROM answers"
    before = story.library.database.rows(count)[0]["n"]
    again = asked_again(story.desk, shown, (), Filters(), Tier.PUBLIC)
    assert again.citations[0].quote == QUOTE
    assert story.library.database.rows(count)[0]["n"] == before == 1


def test_no_answer_gets_a_receipt_too(told: Story) -> None:
    answer = told.desk.ask("Who sold the S-400 to Guam?")
    receipt = receipt_of(told.desk, answer, Tier.PUBLIC)
    assert receipt["statements"] == []
    found = told.checked(receipt)
    assert found.exit_code == 0
    assert {checked.outcome for checked in found.nearest} <= {"unchanged"}
