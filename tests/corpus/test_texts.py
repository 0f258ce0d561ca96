"""Folded words: of the same length, one writing for many, and never of a version that is gone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from corpus.texts import Texts, folded
from corpus.types import Tier


@given(st.text())
def test_no_offset_changes(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F)))
def test_capitals_and_small_letters_become_one_where_each_is_one_letter(text: str) -> None:
    if len(text.upper()) == len(text.lower()) == len(text):
        assert folded(text) == folded(text.lower())


def test_what_is_folded_and_what_is_not() -> None:
    assert folded("Kürecik’s “SM‑3” – İzmir, Ærø; ﬁre ™ Ⅱ й") == 'kurecik\'s "sm-3" - izmir, ærø; ﬁre ™ ⅱ й'
    assert folded("\ud800 \U0001f600 A") == "\ud800 \U0001f600 a"


def test_words_are_those_of_the_current_version(papers: Path, tmp_path: Path, open_library: Callable[..., Any]) -> None:
    library = open_library(tmp_path / "data")
    library.ingest(papers)
    for texts in (Texts(library.catalogue), Texts(library.catalogue, kept_characters=9000)):
        for _ in range(2):
            found = {e.id: words for e, words in texts.of(library.catalogue.entries(Tier.STAFF))}
            assert found == {id: folded(text) for id, text in library.texts().items()}
    texts = Texts(library.catalogue)
    before = library.catalogue.entries(Tier.STAFF)
    list(texts.of(before))
    brief = papers / "brief" / "c2bmc.md"
    brief.write_text(brief.read_text(encoding="utf-8") + "\nA word more.\n", encoding="utf-8")
    library.ingest(papers)
    found = {e.id: words for e, words in texts.of(library.catalogue.entries(Tier.STAFF))}
    assert found == {id: folded(text) for id, text in library.texts().items()}
    assert sum(words.endswith("a word more.") for words in found.values()) == 1
