"""An index of another model, splitter or schema is refused, in words that say what to do."""

from dataclasses import replace

import pytest

from corpus.encoder import EncoderCard
from corpus.errors import IndexMismatch
from corpus.recipe import Recipe

OURS = Recipe.of(EncoderCard("mini@1", 384, 256))


def test_the_same_recipe_passes() -> None:
    OURS.check(OURS.record())
    OURS.check({**OURS.record(), "added later": "something"})


@pytest.mark.parametrize("other", [{"model": "mini@2"}, {"dimension": 768}, {"splitter": "old"}, {"schema": 0}])
def test_another_recipe_is_refused_by_name(other: dict[str, str]) -> None:
    [(name, value)] = other.items()
    with pytest.raises(IndexMismatch, match=rf"built with {name} {value!r}.*python -m ingest"):
        OURS.check(replace(OURS, **other).record())


def test_a_record_that_lacks_a_part_is_refused() -> None:
    with pytest.raises(IndexMismatch, match="built with model None"):
        OURS.check({})
