"""A library whose documents are edited between ingests, and links that were made on each of its states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue
from corpus.errors import NotFound
from corpus.types import Document, Passage, Tier
from qa.permalink.quote import link
from qa.permalink.types import PassageView
from qa.permalink.view import passage_view


@dataclass(frozen=True)
class Paper:
    """One state of a paper: its Markdown, and who may read it."""

    body: str
    access: str = "public"

    def written(self) -> str:
        return f"---\ntitle: A Paper\nkind: brief\naccess: {self.access}\n---\n\n{self.body}\n"


@dataclass(frozen=True)
class Kept:
    """A paper as it was in one state of the library."""

    document: Document
    passages: Sequence[Passage]

    def passage(self, words: str) -> Passage:
        """The one passage that holds `words`."""
        (found,) = [passage for passage in self.passages if words in passage.text]
        return found

    def link(self, words: str) -> str:
        """A link to the passage that holds `words`."""
        return f"/passages/{self.passage(words).id}"

    def quote(self, words: str) -> str:
        """A link to `words` alone, which stand in the paper once."""
        start = self.document.text.index(words)
        assert self.document.text.count(words) == 1
        passage = next(one for one in self.passages if start < one.end)
        return link(passage.id, words, start)


@dataclass
class Story:
    """A library after some ingests; `at[n][name]` is the paper `name` as it was after the n-th."""

    library: Any
    folder: Path
    at: list[Mapping[str, Kept]] = field(default_factory=list)

    @property
    def catalogue(self) -> Catalogue:
        found: Catalogue = self.library.catalogue
        return found

    def publish(self, papers: Mapping[str, Paper]) -> None:
        """Makes the folder hold just `papers`, and ingests it."""
        for path in self.folder.glob("*.md"):
            if path.stem not in papers:
                path.unlink()
        for name, paper in papers.items():
            path = self.folder / f"{name}.md"
            if not path.exists() or path.read_text(encoding="utf-8") != paper.written():
                path.write_text(paper.written(), encoding="utf-8")
        report = self.library.ingest(self.folder, prune=True)
        assert report.went_well, report.record()
        ids = {Path(file.path).stem: file.document_id for file in report.files if file.state != "removed"}
        found = {name: self.catalogue.document(id, Tier.STAFF) for name, id in ids.items()}
        self.at.append({name: Kept(document, passages) for name, (_, document, passages) in found.items()})

    def follow(self, address: str, tier: Tier = Tier.PUBLIC) -> PassageView:
        """What a link shows now."""
        path, _, quote = address.partition("?quote=")
        return passage_view(self.catalogue, path.removeprefix("/passages/"), tier, quote)

    def is_absent(self, address: str, tier: Tier = Tier.PUBLIC) -> bool:
        """Whether the reader is told what is told of a link that never was."""
        with pytest.raises(NotFound) as absent:
            passage_view(self.catalogue, "0123456789abcdef", tier)
        try:
            self.follow(address, tier)
        except NotFound as error:
            return str(error) == str(absent.value)
        return False


@pytest.fixture(scope="session")
def paper() -> type[Paper]:
    """Makes papers."""
    return Paper


@pytest.fixture(scope="session")
def begin_story() -> type[Story]:
    """Begins stories, over a library and a folder."""
    return Story
