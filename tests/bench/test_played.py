"""The answers that are played back: every excerpt stands in its document, every fault has a name."""

import json
from collections import Counter

from bench.played import ANSWERS, measure, played
from qa.verify.check import Verifier

ROWS = [json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]


def test_every_answer_cites_what_it_was_given() -> None:
    for row in ROWS:
        assert list(row) == ["question", "passages", "sentences", "split"]
        assert row["split"] in ("tune", "hold")
        assert all(set(sentence["cites"]) <= set(range(len(row["passages"]))) for sentence in row["sentences"])
        assert all(sentence["cites"] and sentence["text"].strip() == sentence["text"] for sentence in row["sentences"])


def test_every_excerpt_stands_in_its_document() -> None:
    found = list(played(["tune", "hold"]))
    assert len(found) == sum(len(row["sentences"]) for row in ROWS) == 290
    assert all(len(one.text) >= 30 for each in found for one in each.given)


def test_the_figures_are_of_what_the_check_says() -> None:
    found = [each for each in played(["hold"])][:12]
    told: list[str] = []
    figures = measure(found, Verifier(), told.append)
    counts = Counter(bool(each.fault) for each in found)
    assert (figures["faithful sentences"], figures["faulty sentences"]) == (counts[False], counts[True])
    assert len(told) == int(str(figures["held back"])) + int(str(figures["let through"]))
