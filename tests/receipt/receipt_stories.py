"""A library whose papers are edited between ingests, and receipts that were given out before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.types import Tier
from qa.desk import Desk
from qa.inquiry import Models
from qa.read import Reading, Span
from qa.receipt.check import Checked, Verification, verify
from qa.receipt.issue import Terms, receipt_of
from qa.receipt.read import read_receipt

QUESTION = "Who said “the agreement on radar sites was signed in Warsaw”?"
QUOTE = "The agreement on radar sites was signed in Warsaw by both ministers on Monday."
PAPER = f"""---
title: A Paper of Sites
kind: brief
access: {{access}}
published: 2020-05-06
---

## The signing

Talks on the sites went on for months. {QUOTE} The opposition called for a vote.

## The rest

Work on the first site began in spring. Nothing else was agreed.
"""


PLAIN = Terms()


class PhraseReader:
    """A reader without a model, which finds nothing by itself: quoted words of a question are found all the same."""

    identity = "phrases@1"

    def read(self, question: str, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> list[Reading]:
        return [Reading(0.0, 0.0, tuple(0.0 for _ in spans), tuple(spans)) for spans in sentences]


@dataclass
class Story:
    """A library of one paper, which is rewritten between ingests, and its desk."""

    library: Any
    folder: Path
    desk: Desk

    def write(self, text: str = PAPER, access: str = "public", name: str = "paper") -> None:
        """Writes the paper and ingests it."""
        (self.folder / f"{name}.md").write_text(text.replace("{access}", access), encoding="utf-8")
        assert self.library.ingest(self.folder).went_well

    def receipt(self, tier: Tier = Tier.PUBLIC, terms: Terms = PLAIN) -> dict[str, Any]:
        """A receipt of the answer that quotes QUOTE."""
        answer = self.desk.ask(QUESTION, tier=tier)
        assert [citation.quote for citation in answer.citations] == [QUOTE]
        return receipt_of(self.desk, answer, tier, terms)

    def checked(self, receipt: dict[str, Any], tier: Tier = Tier.PUBLIC, key: str = "") -> Verification:
        """What a check of `receipt` finds, by way of a file."""
        path = self.folder.parent / "receipt.json"
        path.write_text(json.dumps(receipt), encoding="utf-8")
        return verify(read_receipt(path), self.library.catalogue, tier, key)

    def outcome(self, receipt: dict[str, Any], tier: Tier = Tier.PUBLIC) -> Checked:
        """What has become of its one quotation."""
        (checked,) = self.checked(receipt, tier).citations
        return checked


def begun(folder: Path, library: Any) -> Story:
    """A story in `folder`, whose paper has been ingested once."""
    (folder / "papers").mkdir()
    desk = Desk(library.catalogue, library.live, Models(library.encoder, PhraseReader()))
    story = Story(library, folder / "papers", desk)
    story.write()
    return story
