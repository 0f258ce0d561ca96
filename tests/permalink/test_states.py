"""Links to passages and to quotations in them, followed after their documents were edited."""

from collections.abc import Callable
from typing import Any

import pytest

from corpus.types import Tier
from qa.permalink.quote import link

RADAR = (
    "The radar in Turkey went to work in the last days of the year, as the ministry of that country said in a note. "
    "Its crew came from three countries, and each of them paid for its own people and for nothing else."
)
SHIPS = "Four destroyers sailed to Spain in two pairs over twenty months, and stayed there for good."
REWORDED = SHIPS.replace("Four", "Five").replace("stayed", "did not stay")
MONEY = "Nobody has ever published what all of this cost, nor who paid for the greater part of it."
CLOSING = "The last word on the matter was spoken in Lisbon, where the leaders of all the allies met in November."
STAYED = "The ships stayed in Spain for good"
SECRET = "The staff alone may know that the radar is but a shed with a painted roof and two old chairs."
TWICE = "\n\n".join([f"{RADAR} {RADAR}", f"{RADAR} {RADAR}".replace("Turkey", "Poland")])


def md(*sections: tuple[str, str]) -> str:
    return "\n\n".join(f"## {heading}\n\n{words}" for heading, words in sections)


FIRST = md(("Radar", RADAR), ("Ships", SHIPS))
STAGES: dict[str, tuple[str | None, str | None, str | None]] = {
    "untouched": (FIRST, md(("Radar", f"{RADAR} A sentence more."), ("Ships", SHIPS)), None),
    "moved": (FIRST, md(("Navy", SHIPS), ("Radar", RADAR)), None),
    "shifted": (
        md(("All", f"{MONEY}\n\n{SHIPS}")),
        md(("All", f"{' '.join([RADAR] * 2)}\n\n{CLOSING}\n\n{MONEY}\n\n{SHIPS}\n\n{' '.join([RADAR] * 2)}")),
        None,
    ),
    "split": (md(("All", f"{MONEY}\n\n{SHIPS}")), md(("All", MONEY), ("Radar", RADAR), ("Ships", SHIPS)), None),
    "reworded": (FIRST, md(("Radar", RADAR), ("Ships", REWORDED)), None),
    "punctuated": (
        md(("Cold", "It fell by -5 degrees: they said “no, more”.")),
        md(("Cold", "It fell by 5 degrees: they said “no more”.")),
        None,
    ),
    "typed": (
        md(("Said", "They said: “It’s done”,\nand went — home.")),
        md(("Said", 'They said: "It\'s done", and went - home.')),
        None,
    ),
    "critics": (md(("S", f"{MONEY} {STAYED}.")), md(("S", f"{MONEY} Critics say that {STAYED}.")), None),
    "untrue": (md(("S", f"{MONEY} {STAYED}.")), md(("S", f"{MONEY} It is not true that {STAYED}.")), None),
    "dropped": (md(("Radar", RADAR), ("Money", MONEY)), md(("Radar", RADAR), ("Other", CLOSING)), None),
    "withdrawn": (FIRST, "", ""),
    "returned": (FIRST, "", FIRST),
    "back": (FIRST, md(("Radar", RADAR), ("Ships", REWORDED)), FIRST),
    "doubled": (
        md(("First", SHIPS), ("Middle", RADAR), ("Last", SHIPS)),
        md(("First", SHIPS), ("Middle", RADAR), ("Last", CLOSING)),
        None,
    ),
    "before-renaming": (md(("Money", MONEY + " And so on.")), "", ""),
    "after-renaming": ("", md(("Money", MONEY + " And so on.")), None),
    "quoted": (md(("Radar", RADAR)), md(("Money", MONEY), ("Radar", RADAR)), None),
    "across": (md(("All", TWICE)), None, None),
    "headed": (md(("Radar", RADAR), ("The ships in Spain", SHIPS)), None, None),
}
TIERS = {
    "tightened": (("public", FIRST), ("staff", md(("Radar", RADAR), ("Money", MONEY)))),
    "opened": (
        ("staff", md(("Radar", SECRET), ("Ships", SHIPS))),
        ("public", md(("Radar", SECRET.replace("shed", "tower")), ("Ships", SHIPS))),
    ),
}


@pytest.fixture(scope="module")
def story(
    tmp_path_factory: pytest.TempPathFactory, open_library: Callable[..., Any], begin_story: Any, paper: Any
) -> Any:
    """Every paper above through its states: None stands for as before, nothing for no file."""
    story = begin_story(open_library(tmp_path_factory.mktemp("data")), tmp_path_factory.mktemp("papers"))
    for number in range(3):
        papers = {}
        for name, states in STAGES.items():
            body = next(state for state in reversed(states[: number + 1]) if state is not None)
            if body:
                papers[name] = paper(f"{body}\n\nThis is the paper {name}.")
        for name, both in TIERS.items():
            access, body = both[min(number, 1)]
            papers[name] = paper(f"{body}\n\nThis is the paper {name}.", access)
        story.publish(papers)
    return story


def test_what_nobody_touched_is_current(story: Any) -> None:
    then = story.at[0]["untouched"]
    view = story.follow(then.link("radar in Turkey"))
    assert (view.state, view.passage.text) == ("current", RADAR), "a sentence after it is no change of it"
    ships = then.passage("destroyers")
    view = story.follow(f"/passages/{ships.id}")
    assert (view.state, view.passage.text, view.moved_from, view.changes) == ("current", ships.text, None, ())
    assert (view.selector.exact, view.quoted, view.quote_missed) == (ships.text, False, False)
    assert view.version > 1


def test_moved_says_from_where_to_where(story: Any) -> None:
    view = story.follow(story.at[0]["moved"].quote(SHIPS))
    assert (view.state, view.selector.exact) == ("moved", SHIPS)
    assert view.moved_from.section[-1] == "Ships"
    assert view.passage.section[-1] == "Navy"
    assert view.moved_from.version < view.version
    again = story.follow(view.url)
    assert (again.state, again.spans, again.url) == ("current", view.spans, view.url)


def test_a_border_that_shifted_rewords_nothing(story: Any) -> None:
    then, now = story.at[0]["shifted"].passage(SHIPS), story.at[2]["shifted"]
    text = f"{MONEY}\n\n{SHIPS}"
    assert then.text.startswith(text)
    assert then.id not in {passage.id for passage in now.passages}, "the test needs a border that shifted"
    view = story.follow(story.at[0]["shifted"].quote(text))
    assert (view.state, view.selector.exact, view.changes) == ("current", text, ())
    assert story.follow(view.url).spans == view.spans
    whole = story.follow(f"/passages/{then.id}")
    assert (whole.state, whole.passage.id) == ("moved", then.id), "the passage told its readers what paper it is in"
    assert now.document.text[view.selector.start : view.selector.end] == text


def test_a_passage_that_was_split_is_all_there(story: Any) -> None:
    view = story.follow(story.at[0]["split"].quote(f"{MONEY}\n\n{SHIPS}"))
    assert view.state == "moved"
    assert view.selector.exact == MONEY
    assert [(part.text, part.section[-1]) for part in view.parts] == [(SHIPS, "Ships")]


def test_reworded_shows_both_wordings_and_what_changed(story: Any) -> None:
    old = story.at[0]["reworded"].passage("destroyers")
    new = story.at[2]["reworded"].passage("destroyers")
    view = story.follow(f"/passages/{old.id}")
    assert (view.state, view.passage.text, view.now) == ("reworded", old.text, new.text)
    assert [(c.op, c.before.strip(), c.now.strip()) for c in view.changes if c.op != "equal"] == [
        ("replace", "Four", "Five"),
        ("replace", "stayed", "did not stay"),
    ]
    assert "".join(change.before for change in view.changes) == old.text
    assert "".join(change.now for change in view.changes) == new.text


def test_punctuation_that_an_id_does_not_tell_apart_is_no_silent_change(story: Any) -> None:
    (old,), (new,) = story.at[0]["punctuated"].passages, story.at[2]["punctuated"].passages
    assert old.id == new.id
    view = story.follow(f"/passages/{old.id}")
    assert (view.state, view.passage.text, view.now) == ("reworded", old.text, new.text)


def test_typography_and_line_breaks_are_no_change(story: Any) -> None:
    (old,) = story.at[0]["typed"].passages
    view = story.follow(f"/passages/{old.id}")
    assert view.state == "current"
    assert view.passage.text != old.text


@pytest.mark.parametrize(("name", "inserted"), [("critics", "Critics say that "), ("untrue", "It is not true that ")])
def test_words_in_a_sentence_that_says_something_else_now_are_reworded(story: Any, name: str, inserted: str) -> None:
    view = story.follow(story.at[0][name].quote(STAYED))
    assert (view.state, view.passage.text, view.now) == ("reworded", f"{STAYED}.", f"{inserted}{STAYED}.")
    assert [change.now for change in view.changes if change.op == "insert"] == [inserted]


def test_removed_keeps_the_words_and_says_since_when(story: Any) -> None:
    view = story.follow(story.at[0]["dropped"].quote(MONEY))
    assert (view.state, view.selector.exact, view.now, view.in_library) == ("removed", MONEY, "", True)
    entry, _, _ = story.catalogue.document(view.passage.document_id, Tier.PUBLIC)
    assert view.gone_on == entry.ingested_at


def test_a_document_taken_out(story: Any) -> None:
    old = story.at[0]["withdrawn"].passage("destroyers")
    view = story.follow(f"/passages/{old.id}")
    assert (view.state, view.passage.text, view.in_library) == ("removed", old.text, False)
    assert view.gone_on is not None
    assert view.gone_on >= view.ingested_at


def test_a_document_taken_out_and_put_back(story: Any) -> None:
    view = story.follow(story.at[0]["returned"].link("destroyers"))
    assert (view.state, view.gone_on, view.in_library) == ("current", None, True)


def test_a_version_rolled_back_is_current_again(story: Any) -> None:
    assert story.follow(story.at[0]["back"].link("destroyers")).state == "current"
    between = story.at[1]["back"].passage("destroyers")
    view = story.follow(f"/passages/{between.id}")
    assert (view.state, view.passage.text) == ("reworded", between.text)
    assert SHIPS in view.now


def test_of_two_equal_passages_one_goes_and_the_link_stays_with_the_other(story: Any) -> None:
    first = next(one for one in story.at[0]["doubled"].passages if one.section[-1] == "First")
    _, _, quote = link(first.id, SHIPS, story.at[0]["doubled"].document.text.rindex(SHIPS)).partition("?")
    last = story.at[0]["doubled"].passages[-1]
    view = story.follow(f"/passages/{last.id}?{quote}")
    assert (view.state, view.selector.exact) == ("moved", SHIPS)
    assert (view.moved_from.section[-1], view.passage.section[-1]) == ("Last", "First")


def test_a_file_that_was_renamed_and_edited_leaves_its_words_behind(story: Any) -> None:
    """Edited and renamed at once is another document; the link says that the first is gone, and shows its words."""
    view = story.follow(story.at[0]["before-renaming"].quote(MONEY))
    assert (view.state, view.selector.exact, view.in_library) == ("removed", MONEY, False)


def test_a_quotation_within_a_passage_is_marked_and_followed(story: Any) -> None:
    words = "each of them paid for its own people"
    address = story.at[0]["quoted"].quote(words)
    view = story.follow(address)
    assert (view.state, view.quoted, view.quote_missed) == ("current", True, False)
    ((start, end),) = view.spans
    assert view.passage.text[start - view.passage.start : end - view.passage.start] == words
    assert view.selector.exact == words
    assert view.selector.prefix.endswith("three countries, and ")
    assert view.selector.suffix.startswith(" and for nothing else.")
    assert view.url != address
    assert story.follow(view.url).spans == view.spans, "the link of today leads to the same words"


def test_a_quotation_across_passages(story: Any) -> None:
    kept = story.at[2]["across"]
    text, (first, second, *_) = kept.document.text, kept.passages
    words = text[first.end - 30 : second.start + 40]
    view = story.follow(link(first.id, words, first.end - 30))
    assert (view.state, view.selector.exact) == ("current", words)
    assert view.passage.text == text[first.start : second.end]
    assert view.previous is None


def test_words_of_a_heading_belong_to_the_passage_below_it(story: Any) -> None:
    kept = story.at[2]["headed"]
    start = kept.document.text.index("The ships in Spain")
    view = story.follow(link(kept.passage("destroyers").id, "The ships in Spain", start))
    assert (view.state, view.quoted, view.selector.exact) == ("current", True, "The ships in Spain")


@pytest.mark.parametrize(
    "change",
    [
        lambda quote: quote[:-1] + ("0" if quote[-1] != "0" else "1"),
        lambda quote: "1" + quote,
        lambda quote: quote.replace("-", "_"),
        lambda quote: quote[:-3],
        lambda quote: "0-999999999-" + quote[-8:],
        lambda quote: "5-5-00000000",
        lambda quote: "<script>alert(1)</script>",
        lambda quote: "-1-5-00000000",
        lambda quote: "٣-٥-00000000",
    ],
)  # fmt: skip
def test_a_link_that_was_tampered_with_marks_the_passage_and_says_so(story: Any, change: Callable[[str], str]) -> None:
    path, _, quote = story.at[2]["headed"].quote("sailed to Spain").partition("?quote=")
    view = story.follow(f"{path}?quote={change(quote)}")
    assert (view.state, view.quoted, view.quote_missed) == ("current", False, True)
    assert SHIPS in view.passage.text
    assert view.spans == ((view.passage.start, view.passage.end),)


def test_a_quotation_of_another_passage_is_not_this_one_s(story: Any) -> None:
    kept = story.at[2]["headed"]
    _, _, quote = kept.quote("sailed to Spain").partition("?quote=")
    view = story.follow(f"{kept.link('radar in Turkey')}?quote={quote}")
    assert (view.quoted, view.quote_missed) == (False, True)


def test_the_past_of_a_document_is_as_closed_as_its_present(story: Any) -> None:
    kept = story.at[0]["tightened"]
    for address in (kept.link("destroyers"), kept.quote("sailed to Spain"), kept.link("radar in Turkey")):
        assert story.is_absent(address)
        assert story.is_absent(address, Tier.MEMBER)
        assert story.follow(address, Tier.STAFF).meta.access is Tier.STAFF
    assert story.follow(kept.quote(SHIPS), Tier.STAFF).state == "removed"


def test_opening_a_document_does_not_open_what_was_written_for_fewer(story: Any) -> None:
    kept = story.at[0]["opened"]
    closed = kept.link("shed")
    assert story.is_absent(closed)
    assert story.is_absent(closed, Tier.MEMBER)
    view = story.follow(closed, Tier.STAFF)
    assert (view.state, view.meta.access) == ("reworded", Tier.STAFF)
    view = story.follow(kept.link("destroyers"))
    assert (view.state, view.meta.access) == ("current", Tier.PUBLIC)
