"""The dense index: what it gives back, tier by tier, against an exhaustive search."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexUnavailable, SettingsError
from corpus.types import Tier
from corpus.vectors import VectorIndex

RANDOM = np.random.default_rng(7)


def unit_vectors(prefix: str, count: int, dimension: int = 24) -> dict[str, np.ndarray]:
    rows = RANDOM.normal(size=(count, dimension)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return {f"{prefix}-{number:03}": row for number, row in enumerate(rows)}


STORED = {Tier.PUBLIC: unit_vectors("public", 120), Tier.STAFF: unit_vectors("staff", 80)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vectors") / "chroma"
    index = VectorIndex(folder, 7)
    for tier, vectors in STORED.items():
        index.add(tier, vectors)
    index.close()
    return folder


@pytest.fixture
def index(folder: Path) -> Iterator[VectorIndex]:
    index = VectorIndex(folder, 7)
    yield index
    index.close()


@pytest.mark.parametrize("tier", Tier)
def test_the_nearest_are_found_and_nothing_above_the_tier(index: VectorIndex, tier: Tier) -> None:
    readable = {id: row for each in tier.visible() for id, row in STORED.get(each, {}).items()}
    for question in unit_vectors("question", 10).values():
        exact = sorted(((id, float(row @ question)) for id, row in readable.items()), key=lambda hit: -hit[1])[:10]
        found = index.nearest(question, 10, tier.visible())
        assert [id for id, _ in found] == [id for id, _ in exact]
        assert [score for _, score in found] == pytest.approx([score for _, score in exact], abs=1e-5)


def test_more_than_there_are_can_be_asked_for(index: VectorIndex) -> None:
    question = next(iter(STORED[Tier.STAFF].values()))
    found = index.nearest(question, 500, [Tier.STAFF])
    assert {id for id, _ in found} == set(STORED[Tier.STAFF])
    assert index.nearest(question, 5, [Tier.MEMBER]) == []


def test_every_vector_comes_back(index: VectorIndex) -> None:
    for tier in Tier:
        given = index.vectors(tier)
        assert given.keys() == STORED.get(tier, {}).keys()
        assert all(np.allclose(row, STORED[tier][id], atol=1e-6) for id, row in given.items())


def test_no_words_lie_in_chroma(folder: Path) -> None:
    index = VectorIndex(folder.with_name("words"), 1)
    index.add(Tier.PUBLIC, {"opaque-id": np.eye(4, dtype=np.float32)[0]})
    index.close()
    content = b"".join(file.read_bytes() for file in folder.with_name("words").rglob("*") if file.is_file())
    assert b"opaque-id" in content
    assert b"/tmp/" not in content


def test_another_generation_sees_nothing(folder: Path) -> None:
    other = VectorIndex(folder, 8)
    assert other.nearest(next(iter(STORED[Tier.PUBLIC].values())), 5, list(Tier)) == []
    other.close()


def test_a_dropped_generation_is_gone(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path / "chroma", 1)
    index.add(Tier.MEMBER, unit_vectors("member", 5))
    index.drop()
    assert index.vectors(Tier.MEMBER) == {}
    index.close()


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"not a database" * 500)
    with pytest.raises(IndexUnavailable, match=r"cannot be opened .* `python -m ingest --rebuild`"):
        VectorIndex(tmp_path / "chroma", 1)


def test_vectors_of_two_lengths_are_an_error_of_ours(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path / "chroma", 1)
    index.add(Tier.PUBLIC, unit_vectors("a", 3, 8))
    with pytest.raises(IndexUnavailable, match="The vector index fails"):
        index.nearest(np.ones(9, dtype=np.float32), 1, [Tier.PUBLIC])
    index.close()


@pytest.mark.parametrize("url", ["chroma.internal:8000", "ftp://chroma", "http://", "nonsense"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match=r"it must look like http://chroma\.internal:8000"):
        VectorIndex(tmp_path, 1, url)


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match=r"The Chroma server at http://127\.0\.0\.1:9 does not answer"):
        VectorIndex(tmp_path, 1, "http://127.0.0.1:9")
