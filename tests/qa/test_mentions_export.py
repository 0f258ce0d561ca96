"""Mentions as files: complete, and harmless in a spreadsheet."""

import csv
import json
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Tier
from qa.desk import Desk
from qa.mentions.export import COLUMNS, inert, mentions_csv, mentions_json
from qa.mentions.types import Mentions


@pytest.fixture
def found(canary_desk: Desk) -> Mentions:
    """The mentions of a country."""
    return canary_desk.mentions("Russia", tier=Tier.STAFF)


def test_a_csv_file_has_a_row_for_each_mention(found: Mentions) -> None:
    rows = list(csv.DictReader(StringIO(mentions_csv(found, "https://desk.example"))))
    assert len(rows) == len(found.mentions) + len(found.inside) > 20
    assert tuple(rows[0]) == COLUMNS
    for row, mention in zip(rows, (*found.mentions, *found.inside), strict=True):
        assert (row["words"], row["sentence"]) == (mention.text, mention.sentence)
        assert (int(row["start"]), int(row["end"])) == (mention.start, mention.end)
        assert row["url"] == f"https://desk.example{mention.url}"
        assert row["generation"] == str(found.searched.generation)


def test_a_byte_order_mark_comes_only_when_asked_for(found: Mentions) -> None:
    assert mentions_csv(found, byte_order_mark=True) == "\ufeff" + mentions_csv(found)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "＝1"])
def test_no_cell_can_act(found: Mentions, cell: str) -> None:
    one = replace(found.mentions[0], sentence=cell, meta=replace(found.mentions[0].meta, title=cell))
    (row,) = csv.DictReader(StringIO(mentions_csv(replace(found, mentions=(one,), inside=()))))
    assert row["sentence"] == row["title"] == f"'{cell}"


@given(st.text())
def test_what_cannot_act_stays_as_it_is(cell: str) -> None:
    kept = inert(cell)
    assert kept in (cell, f"'{cell}")
    assert not kept.lstrip().startswith(("=", "+", "-", "@"))


def test_json_has_every_mention_and_says_what_was_searched(found: Mentions) -> None:
    record = json.loads(json.dumps(mentions_json(found)))
    assert record["total"] == len(record["mentions"]) == len(found.mentions)
    assert record["inside_longer_terms"] == len(record["inside"])
    assert record["searched"]["tier"] == "staff"
    assert record["searched"]["documents"] == found.searched.documents
    assert sum(form["mentions"] for form in record["forms"]) == record["total"]
    assert sum(one["mentions"] for one in record["documents"]) == record["total"]
    assert record["statement"][0].startswith("The library mentions “Russia”")
    assert any("fingerprint" in line for line in record["statement"])
