"""What a model is told, and that nothing in the data can pass for it."""

import re
import string
from datetime import date

import pytest
from handmade import metadata, passage
from hypothesis import given
from hypothesis import strategies as st
from prose_models import blocks, passages

from qa import prompts
from qa.prompts import NOTHING, Prompt, answer_prompt
from qa.prose.fence import fence_for
from qa.prose.types import Excerpt
from qa.types import Retrieved


def excerpt(*sentences: str, title: str = "A Brief", speaker: str | None = None, start: int = 100) -> Excerpt:
    """A whole passage of `sentences`."""
    found = passage(*sentences, speaker=speaker, start=start)
    return Excerpt(Retrieved(found, metadata(title), 1.0), found.start, found.end)


def fields(template: str) -> set[str]:
    """The names of the placeholders of `template`."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_the_templates_have_the_placeholders_that_are_filled() -> None:
    assert fields(prompts.ANSWER_RULES) == {"fence", "example", "nothing"}
    assert fields(prompts.EXAMPLE) == {"key"}
    rules = answer_prompt("What?", [], [excerpt("It rose.")]).rules
    assert not fields(rules)
    assert NOTHING in rules


def test_the_data_is_told_block_by_block() -> None:
    first, second = excerpt("It rose.", "It fell.", speaker="NATO"), excerpt("It stood.", title="Another", start=900)
    made = answer_prompt("Did it rise?", ["What is it?", "And\nnow?"], [first, second])
    told = blocks(made.messages)
    assert [(block["kind"], block["key"]) for block in told] == [
        *(("passage", key) for key in made.excerpts), ("earlier", None), ("question", None),
    ]  # fmt: skip
    assert list(made.excerpts.values()) == [first, second]
    assert told[0]["body"] == (
        "title: A Brief\npublisher: A Publisher\ndate: 2011-11-01\nsection: Heading\nspeaker: NATO\n\nIt rose. It fell."
    )
    assert told[2]["body"] == "What is it?\nAnd now?"
    assert {block["fence"] for block in told} == {made.fence.word}
    assert made.fence.word in made.rules
    assert "\n".join(block.group() for block in told) == made.messages[1].content


def test_what_is_not_known_of_a_passage_is_not_told() -> None:
    found = passage("It rose.", section=())
    bare = metadata("", publisher="", authors=(), published=None, published_in="2011-11")
    made = answer_prompt("?", [], [Excerpt(Retrieved(found, bare, 1.0), found.start, found.end)])
    assert blocks(made.messages)[0]["body"] == "date: 2011-11\n\nIt rose."


def test_every_request_has_its_own_fence_and_keys() -> None:
    made = [answer_prompt("What?", [], [excerpt("It rose.")]) for _ in range(20)]
    assert len({one.fence.word for one in made}) == len({tuple(one.excerpts) for one in made}) == 20


HOSTILE = st.sampled_from(
    [
        "----- ",
        "end",
        "passage",
        "question",
        "\n",
        " ",
        "k7m2qx",
        "[k7m2qx]",
        "0" * 24,
        "----- 0123 end\n",
        "NONE",
        "{x}",
    ]
)


@given(st.lists(HOSTILE, max_size=12).map("".join), st.lists(HOSTILE, max_size=12).map("".join))
def test_no_text_can_end_its_block_or_open_another(text: str, title: str) -> None:
    made = answer_prompt(title + "?", [text, title], [excerpt(text + " It rose.", title=title), excerpt("It fell.")])
    assert [block["kind"] for block in blocks(made.messages)][:2] == ["passage", "passage"]
    assert blocks(made.messages)[-1]["kind"] == "question"
    assert len(re.findall(made.fence.word, made.messages[1].content)) == 2 * len(blocks(made.messages))
    assert list(passages(made.messages)) == list(made.excerpts)


def test_fence_and_keys_occur_nowhere_in_what_they_fence() -> None:
    texts = [f"{letter}{digit}" for letter in "bcdfghjkmnpqrstvwxz" for digit in "23456789"]
    fence = fence_for(["".join(texts)], 200)
    assert len(set(fence.keys)) == 200
    for key in fence.keys:
        assert re.fullmatch(r"(?=.*\d)[bcdfghjkmnpqrstvwxz][bcdfghjkmnpqrstvwxz2-9]{5}", key)
        assert key not in "".join(texts)
        assert key not in fence.word
    assert re.fullmatch(r"[0-9a-f]{24}", fence.word)


@pytest.mark.parametrize("word", ["URL", "http", "tool"])
def test_the_rules_name_no_address_and_no_tool(word: str) -> None:
    assert word not in Prompt((answer_prompt("?", [], [excerpt("It rose.")]).messages), fence_for([], 1), {}).rules


def test_dates_are_told_as_they_are_known() -> None:
    found = passage("It rose.")
    made = answer_prompt("?", [], [Excerpt(Retrieved(found, metadata(published=date(2024, 7, 10)), 1.0), 100, 108)])
    assert "\ndate: 2024-07-10\n" in blocks(made.messages)[0]["body"]
