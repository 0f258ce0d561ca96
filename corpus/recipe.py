"""What must agree between the program that built an index and the one that reads it."""

from dataclasses import asdict, dataclass

from corpus.encoder import EncoderCard
from corpus.errors import IndexMismatch
from corpus.schema import SCHEMA

SPLITTER = "structure-2"
"""Version of the rules that cut passages (`ingest.split`)."""

INDEXES = "chroma-cosine-1+tantivy-3+concordance-1"
"""Version of how the indexes are laid out (`corpus.vectors`, `corpus.lexicon`, `corpus.concordance`)."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Model, splitter, layout and schema of an index; written into it and compared on opening."""

    model: str
    dimension: int
    splitter: str = SPLITTER
    indexes: str = INDEXES
    schema: int = SCHEMA

    @classmethod
    def of(cls, card: EncoderCard) -> "Recipe":
        """The recipe of this program with the given model."""
        return cls(card.identity, card.dimension)

    def record(self) -> dict[str, str | int]:
        """The recipe as JSON values."""
        return asdict(self)

    def check(self, found: dict[str, str | int]) -> None:
        """Raises IndexMismatch, saying what differs, unless `found` is this recipe."""
        for name, value in self.record().items():
            if found.get(name) != value:
                raise IndexMismatch(
                    f"The index was built with {name} {found.get(name)!r}, but this program uses {value!r}. "
                    "Run `python -m ingest` to build it again; the documents are kept."
                )
