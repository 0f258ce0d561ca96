"""The dense index: Chroma, through langchain-chroma. The only module that knows Chroma.

One collection per tier and generation. Chroma holds the passages' vectors under their ids and nothing else: where it
wants a text, it is given the id again. Words, dates and tiers stay in the catalogue.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.errors import IndexUnavailable, SettingsError
from corpus.types import Tier

_ADD_AT_ONCE = 2000


class Dense(Protocol):
    """What retrieval needs of a dense index."""

    def nearest(self, vector: NDArray[np.float32], count: int, tiers: Sequence[Tier]) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the `count` nearest passages in `tiers`, best first."""


class StoredVectors(Embeddings):
    """'Embeds' a passage id by looking up the vector that is stored for it, so that nothing is computed twice."""

    def __init__(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The stored vectors of the passage ids `texts`."""
        return [self._vectors[text].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The stored vector of one passage id."""
        return self.embed_documents([text])[0]


class VectorIndex:
    """The dense index of one generation: embedded in `folder`, or on the Chroma server at `url`.

    Reads and writes raise IndexUnavailable when Chroma fails.
    """

    def __init__(self, folder: Path, generation: int, url: str = "") -> None:
        self._generation = generation
        self._client = _client(folder, url)
        self._stores: dict[Tier, Any] = {}

    def add(self, tier: Tier, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Writes the collection of `tier`: passage id → unit vector."""
        ids = list(vectors)
        with _explained():
            store = self._store(tier, StoredVectors(vectors), create=True, size=len(vectors))
            for start in range(0, len(ids), _ADD_AT_ONCE):
                part = ids[start : start + _ADD_AT_ONCE]
                store.add_texts(part, ids=part)

    def nearest(self, vector: NDArray[np.float32], count: int, tiers: Sequence[Tier]) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the `count` nearest passages in `tiers`, best first; ties by id."""
        hits: list[tuple[str, float]] = []
        for tier in tiers:
            with _explained():
                store = self._stores.get(tier) or self._store(tier, None, create=False)
                if store is None:
                    continue
                found = store.similarity_search_by_vector_with_relevance_scores(vector.tolist(), k=count)
            hits += [(document.id, 1.0 - distance) for document, distance in found]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:count]

    def vectors(self, tier: Tier) -> dict[str, NDArray[np.float32]]:
        """Every passage of `tier` that the index can give back, with its vector."""
        with _explained():
            store = self._store(tier, None, create=False)
            if store is None:
                return {}
            found = store.get(include=["embeddings"])
        return {id: np.asarray(v, dtype=np.float32) for id, v in zip(found["ids"], found["embeddings"], strict=True)}

    def tiers(self) -> list[Tier]:
        """The tiers that this generation has a collection for."""
        with _explained():
            names = {collection.name for collection in self._client.list_collections()}
        return [tier for tier in Tier if self._name(tier) in names]

    def drop(self) -> None:
        """Deletes this generation's collections (on a server; an embedded index goes with its folder)."""
        for tier in self.tiers():
            with _explained():
                self._client.delete_collection(self._name(tier))

    def close(self) -> None:
        """Lets go of Chroma's files and memory."""
        self._stores.clear()
        self._client.close()

    def _name(self, tier: Tier) -> str:
        return f"refdesk-{self._generation:06d}-{tier.label}"

    def _store(self, tier: Tier, embeddings: Embeddings | None, *, create: bool, size: int = 0) -> Any:
        from langchain_chroma import Chroma

        if not create and tier not in self.tiers():
            return None
        store = Chroma(
            client=self._client,
            collection_name=self._name(tier),
            embedding_function=embeddings,
            create_collection_if_not_exists=True,
            collection_configuration=_configuration(size) if create else None,
        )
        self._stores[tier] = store
        return store


def _configuration(size: int) -> Any:
    """Cosine distance; a search wide enough that the nearest are found; saved once, after the last vector."""
    return {
        "hnsw": {
            "space": "cosine",
            "ef_construction": 200,
            "ef_search": 200,
            "max_neighbors": 32,
            "batch_size": max(2, min(size, _ADD_AT_ONCE)),
            "sync_threshold": max(2, size),
        }
    }


@contextmanager
def _explained() -> Iterator[None]:
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    try:
        yield
    except (ChromaError, HTTPError) as error:
        raise IndexUnavailable(
            f"The vector index fails ({error}). See that its disk has room and, if it is on a server, that this runs; "
            "then run `python -m ingest --rebuild`."
        ) from error


def _client(folder: Path, url: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not url:
        try:
            return chromadb.PersistentClient(path=str(folder), settings=settings)
        except Exception as error:  # Chroma raises bare exceptions of its Rust core here
            raise IndexUnavailable(
                f"The vector index in {folder} cannot be opened ({error}). Run `python -m ingest --rebuild`."
            ) from error
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"REFDESK_CHROMA_URL is '{url}'; it must look like http://chroma.internal:8000.")
    port = parts.port or (443 if parts.scheme == "https" else 8000)
    try:
        return chromadb.HttpClient(host=parts.hostname, port=port, ssl=parts.scheme == "https", settings=settings)
    except Exception as error:  # refused, unreachable or another service: Chroma raises ValueError and others
        raise IndexUnavailable(f"The Chroma server at {url} does not answer. Start it or check the address.") from error
