"""Desks for the tests: one over a really ingested library with the real models, and small ones without any model."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from handmade import with_canaries
from word_reader import WordReader

from corpus.encoder import Encoder
from corpus.settings import ROOT
from corpus.types import Tier
from qa.desk import Desk
from qa.inquiry import Models
from qa.read import CARRIED_READER, AnswerReader
from qa.types import Answer, Filters, Turn

EVERYTHING = Filters()
DOCUMENTS = ROOT / "corpus" / "documents"
READ_TOGETHER = (
    "white-paper",
    "library/glossary",
    "library/brief/european-phased-adaptive-approach.md",
    "library/brief/nato-russia-cooperation-proposals.md",
    "library/brief/kurecik-radar.md",
    "library/talking-points/phased-approach-talking-points.md",
    "library/editorial-note/gaps-in-the-record.md",
)


class RememberingDesk:
    """Asks a desk each question once: a desk gives the same answer to the same question, which has its own test."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._answers: dict[tuple[object, ...], Answer] = {}

    def __call__(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters = EVERYTHING,
        tier: Tier = Tier.PUBLIC,
    ) -> Answer:
        key = (question, tuple(history), filters, tier)
        if key not in self._answers:
            self._answers[key] = self.desk.ask(question, history=history, filters=filters, tier=tier)
        return self._answers[key]


@pytest.fixture(scope="session")
def reader() -> AnswerReader:
    """The carried reader."""
    return AnswerReader(CARRIED_READER)


@pytest.fixture(scope="session")
def desk_library(
    tmp_path_factory: pytest.TempPathFactory, real_encoder: Encoder, open_library: Callable[..., Any]
) -> Any:
    """The white paper, three briefs and the glossary for all readers; talking points for members and a note for the
    staff; ingested with the carried model. Tests only read from it."""
    library = open_library(tmp_path_factory.mktemp("desk"), real_encoder)
    report = library.ingest(*(DOCUMENTS / path for path in READ_TOGETHER))
    assert report.went_well, report.record()
    return library


@pytest.fixture(scope="session")
def desk(desk_library: Any, reader: AnswerReader) -> Desk:
    """The desk over that library, with the carried models."""
    return Desk(desk_library.catalogue, desk_library.live, Models(desk_library.encoder, reader))


@pytest.fixture(scope="session")
def ask(desk: Desk) -> RememberingDesk:
    """Asks that desk."""
    return RememberingDesk(desk)


@pytest.fixture(scope="session")
def plain_desk() -> Callable[..., Desk]:
    """Makes a desk over any library, with a reader that needs no model."""

    def make(library: Any, **options: Any) -> Desk:
        return Desk(library.catalogue, library.live, Models(library.encoder, WordReader()), **options)

    return make


@pytest.fixture(scope="session")
def canary_papers(tmp_path_factory: pytest.TempPathFactory, write_papers: Callable[[Path], Path]) -> Path:
    """Four real papers of three tiers, and a canary in each tier. Tests only read from it."""
    return with_canaries(write_papers(tmp_path_factory.mktemp("canaries") / "papers"))


@pytest.fixture(scope="session")
def _canary_data(
    tmp_path_factory: pytest.TempPathFactory, canary_papers: Path, open_library: Callable[..., Any]
) -> Path:
    data = tmp_path_factory.mktemp("canary-data")
    library = open_library(data)
    assert library.ingest(canary_papers).went_well
    library.close()
    return data


@pytest.fixture
def small_library(tmp_path: Path, _canary_data: Path, open_library: Callable[..., Any]) -> Any:
    """The papers and canaries, ingested without a model, in a data folder of the test's own."""
    return open_library(shutil.copytree(_canary_data, tmp_path / "data"))


@pytest.fixture
def small_desk(small_library: Any, plain_desk: Callable[..., Desk]) -> Desk:
    """A desk over that library."""
    return plain_desk(small_library)


@pytest.fixture(scope="session")
def canary_desk(
    tmp_path_factory: pytest.TempPathFactory,
    _canary_data: Path,
    open_library: Callable[..., Any],
    plain_desk: Callable[..., Desk],
) -> Desk:
    """A desk over such a library for tests that only ask it."""
    data = tmp_path_factory.mktemp("canary-desk") / "data"
    return plain_desk(open_library(shutil.copytree(_canary_data, data)))
