"""What all tests share: encoders that need no network, small real libraries, and a network that is switched off."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect

from corpus.catalogue import Catalogue
from corpus.database import Database
from corpus.encoder import CARRIED, Encoder, EncoderCard, Matrix, Span, model_folder, unit
from corpus.live import LiveIndex, OpenIndex
from corpus.recipe import Recipe
from corpus.settings import ROOT
from corpus.types import Document, Tier
from ingest.pipeline import Ingest, Options
from ingest.read import read
from ingest.report import Report

DOCUMENTS = ROOT / "corpus" / "documents"
WHITE_PAPER = DOCUMENTS / "white-paper" / "russian-cooperation-on-missile-defense.md"
BRIEF = DOCUMENTS / "library" / "brief" / "c2bmc.md"
TALKING_POINTS = DOCUMENTS / "library" / "talking-points" / "phased-approach-talking-points.md"
EDITORIAL_NOTE = DOCUMENTS / "library" / "editorial-note" / "gaps-in-the-record.md"

QUESTIONS = (
    "Which countries will host missile defense systems?",
    "What does Russia demand before it will cooperate?",
    "When was the site declared operational?",
)

TINY_WORDS = (
    "the radar was ready in may it cost a lot of money nobody came to see when apples are sold by weight what does "
    "russia demand before will cooperate . ? ,"
)

_LOOPBACK = re.compile(r"127\.|::1$|localhost$|0\.0\.0\.0$|$")

expect.set_options(timeout=30_000)  # what a page shows comes in a moment; on a busy machine it may take longer


class NetworkUsedError(RuntimeError):
    """A test wanted to leave this machine."""


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0] or ""
    else:
        return
    host = host.decode() if isinstance(host, bytes) else str(host)
    if not _LOOPBACK.match(host):
        raise NetworkUsedError(f"A test wanted to reach {host}; tests run without a network.")


def pytest_configure(config: pytest.Config) -> None:
    """No network, none of the settings of whoever runs the tests, and no example that fails for being slow."""
    settings.register_profile("refdesk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("refdesk")
    os.environ["HF_HUB_OFFLINE"] = "1"
    for name in [name for name in os.environ if name.upper().startswith("REFDESK_")]:
        del os.environ[name]
    sys.addaudithook(_refuse_network)


class HashEncoder:
    """An encoder without a model: each word is hashed to a direction, so that texts with common words are near.

    `seen` counts the passages that it was asked to encode.
    """

    def __init__(self, identity: str = "hash@1", dimension: int = 64, max_tokens: int = 256) -> None:
        self.card = EncoderCard(identity, dimension, max_tokens)
        self.seen = 0

    def count_tokens(self, text: str) -> int:
        """Words and marks, whatever white space lies between them."""
        return len(re.findall(r"\w+|[^\w\s]", text))

    def questions(self, texts: Sequence[str]) -> Matrix:
        """(n, dimension) float32, unit length."""
        return np.stack([self._vector(text) for text in texts])

    def passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> tuple[Matrix, list[Matrix]]:
        """((n, dimension), for each text (sentences, dimension))."""
        self.seen += len(texts)
        empty = np.zeros((0, self.card.dimension), dtype=np.float32)
        parts = [
            np.stack([self._vector(text[start:end]) for start, end in spans]) if spans else empty
            for text, spans in zip(texts, sentences, strict=True)
        ]
        return self.questions(texts), parts

    def _vector(self, text: str) -> Matrix:
        vector = np.zeros(self.card.dimension, dtype=np.float32)
        for word in re.findall(r"\w+", text.casefold()):
            digest = hashlib.sha256(f"{self.card.identity} {word}".encode()).digest()
            vector[int.from_bytes(digest[:4], "big") % self.card.dimension] += 1.0
        return unit(vector)


class AnyEncoder(Protocol):
    """What a library needs of an encoder: `corpus.encoder.Encoder`, or the fake above."""

    card: EncoderCard

    def count_tokens(self, text: str) -> int: ...
    def questions(self, texts: Sequence[str]) -> Matrix: ...
    def passages(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> tuple[Matrix, list[Matrix]]: ...


class Library:
    """A library in the folder `data`: what an entry point builds, for a test to ingest into and to read from."""

    def __init__(self, data: Path, encoder: AnyEncoder) -> None:
        self.data = data
        self.encoder: Any = encoder
        self.database = Database(data / "catalogue.sqlite3")
        self.catalogue = Catalogue(self.database)
        self.recipe = Recipe.of(encoder.card)
        self.live = LiveIndex(self.catalogue, data, self.recipe)

    def ingest(
        self,
        *paths: Path,
        read_file: Callable[[Path, str], Document] = read,
        step: Callable[[str, str], None] = lambda *_: None,
        prune: bool = False,
        rebuild: bool = False,
    ) -> Report:
        """One ingest of `paths`, files read in this process."""
        run = Ingest(self.catalogue, self.data, self.encoder, read_file, step)
        return run.run(paths, Options(prune=prune, rebuild=rebuild))

    def search(self, text: str, tier: Tier = Tier.STAFF, count: int = 20) -> list[str]:
        """Ids of the current passages that either leg finds for `text`, those of the dense leg first."""
        return self.live.read(lambda index: self.hits(index, text, tier, count))

    def hits(self, index: OpenIndex, text: str, tier: Tier, count: int = 20) -> list[str]:
        """As `search`, in `index`."""
        vector = self.encoder.questions([text])[0]
        dense = index.vectors.nearest(vector, count, tier.visible())
        lexical = index.lexicon.best(text, index.glossaries[tier].concepts(text), count, tier.visible())
        found = list(dict.fromkeys(id for id, _ in dense + lexical))
        current = self.catalogue.current_passages(found, tier)
        return [id for id in found if id in current]

    def dump(self) -> dict[str, Any]:
        """All that readers of each tier see, but for dates of ingest and numbers of versions: equal dumps, equal
        libraries."""
        seen: dict[str, Any] = {}
        for tier in Tier:
            for entry in self.catalogue.entries(tier):
                _, document, passages = self.catalogue.document(entry.id, tier)
                seen[f"{tier.label} {entry.id}"] = entry.meta, document.text, document.checksum, passages
            for question in QUESTIONS:
                seen[f"{tier.label} {question}"] = self.search(question, tier)
        return seen

    def texts(self, tier: Tier = Tier.STAFF) -> dict[str, str]:
        """The text of every document, by id."""
        return {e.id: self.catalogue.document(e.id, tier)[1].text for e in self.catalogue.entries(tier)}

    def close(self) -> None:
        """Closes its files."""
        self.live.close()
        self.database.close()


_WITHOUT_RIGHTS = """
import ctypes, os, sys
if os.geteuid() == 0:
    for capability in (1, 2):  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: with them, root may write and read anything
        if ctypes.CDLL(None, use_errno=True).prctl(24, capability, 0, 0, 0):
            sys.exit("cannot give up root's rights: " + os.strerror(ctypes.get_errno()))
os.execv(sys.executable, [sys.executable, "-c", *sys.argv[1:]])
"""


@pytest.fixture(scope="session")
def run_without_rights() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a Python program, with arguments, as one whom file permissions bind, even where the tests run as root."""

    def run(program: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", _WITHOUT_RIGHTS, program, *arguments],
            cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def encoder() -> HashEncoder:
    """An encoder without a model."""
    return HashEncoder()


@pytest.fixture(scope="session")
def another_encoder() -> Callable[..., HashEncoder]:
    """Makes encoders without a model, of another identity or size."""
    return HashEncoder


@pytest.fixture(scope="session")
def open_library() -> Iterator[Callable[..., Library]]:
    """Opens libraries, in a given data folder, and closes them after the tests."""
    opened: list[Library] = []

    def library(data: Path, encoder: AnyEncoder | None = None) -> Library:
        opened.append(Library(data, encoder or HashEncoder()))
        return opened[-1]

    yield library
    for each in opened:
        each.close()


@pytest.fixture(scope="session")
def write_papers() -> Callable[[Path], Path]:
    """Copies a small library of real Markdown files into a new folder: two for all readers (the white paper and a
    brief), one for members and one for the staff."""

    def write(folder: Path) -> Path:
        for path in (WHITE_PAPER, BRIEF, TALKING_POINTS, EDITORIAL_NOTE):
            target = folder / path.parent.name / path.name
            target.parent.mkdir(parents=True)
            shutil.copy(path, target)
        return folder

    return write


@pytest.fixture
def papers(tmp_path: Path, write_papers: Callable[[Path], Path]) -> Path:
    """A small library of real Markdown files, to change as a test likes."""
    return write_papers(tmp_path / "papers")


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder that loads in no time: each word of the library's papers has a random vector of its own."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    texts = (path.read_text(encoding="utf-8") for path in (WHITE_PAPER, BRIEF, TALKING_POINTS, EDITORIAL_NOTE))
    words = sorted({word for text in texts for word in re.findall(r"\w+|[^\w\s]+", text.lower())})
    folder = tmp_path_factory.mktemp("tiny-model")
    tokenizer = Tokenizer(
        models.WordLevel({"[UNK]": 0} | {w: n for n, w in enumerate(words, start=1)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    table = np.random.default_rng(1).normal(size=(len(words) + 1, 32)).astype(np.float32)
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["token_vectors"], axis=0)],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])],
        [helper.make_tensor_value_info("token_vectors", TensorProto.FLOAT, ["batch", "tokens", 32])],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(folder / "model.onnx"))
    Encoder.write_card(folder, EncoderCard("tiny@1", 32, 256, inputs=("input_ids",)))
    return folder


@pytest.fixture
def data_folder(tmp_path: Path, tiny_model: Path) -> Path:
    """A data folder that holds the tiny model in the place of the carried one, and no library yet."""
    shutil.copytree(tiny_model, model_folder(tmp_path / "data" / "models", CARRIED))
    return tmp_path / "data"


@pytest.fixture(scope="session")
def real_encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """The carried embedding model, converted once for the session."""
    from ingest.embed import ensure_model

    return ensure_model(tmp_path_factory.mktemp("models"), CARRIED)


@pytest.fixture(scope="session")
def white_paper_library(
    tmp_path_factory: pytest.TempPathFactory, real_encoder: Encoder, open_library: Callable[..., Library]
) -> Library:
    """The white paper, ingested with the carried model. Tests only read from it."""
    library = open_library(tmp_path_factory.mktemp("white-paper"), real_encoder)
    report = library.ingest(DOCUMENTS / "white-paper")
    assert report.went_well, report.record()
    return library


@pytest.fixture(scope="session")
def tiny_reader(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes the folder of a tiny model of an `Auto...` class, with random weights that are always the same."""

    def folder(kind: str, **options: Any) -> Path:
        import torch
        import transformers
        from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

        names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *sorted(set(TINY_WORDS.split()))]
        vocabulary = {name: number for number, name in enumerate(names)}
        tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
        tokenizer.normalizer = normalizers.Lowercase()
        tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]",
            pair="[CLS] $A [SEP] $B:1 [SEP]:1",
            special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
        )
        config = transformers.BertConfig(
            vocab_size=len(names), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
            max_position_embeddings=64, initializer_range=1.0, **options,
        )  # fmt: skip
        torch.manual_seed(5)
        made = tmp_path_factory.mktemp("model")
        getattr(transformers, kind)(config).save_pretrained(made)
        transformers.PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
            model_max_length=64,
        ).save_pretrained(made)  # fmt: skip
        return made

    return folder
