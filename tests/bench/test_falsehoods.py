"""Falsehoods are false by construction, plausible, of every kind, and the same again for the same seed."""

from collections import Counter
from dataclasses import replace

import pytest

from bench.falsehoods import KINDS, falsehoods, material_of
from bench.gazetteer import PLACES
from bench.truths import Material, Truth
from corpus.sentences import sentences
from corpus.settings import ROOT
from corpus.types import Document
from ingest.read import read
from qa.verify.types import Cited

NAMES = ("sm-3-interceptors", "aegis-ashore-redzikowo", "patriot-pac-3", "abm-treaty")


def _sections(name: str) -> list[tuple[str, Cited]]:
    document = read(ROOT / "corpus" / "documents" / "library" / "brief" / f"{name}.md", f"{name}.md")
    assert isinstance(document, Document)
    meta = document.meta
    return [
        (name, Cited(document.text[part.start : part.end].strip(), meta.title, part.path, published=meta.published))
        for part in document.sections
    ]


@pytest.fixture(scope="module")
def material() -> Material:
    passages = [section for name in NAMES for section in _sections(name)]
    return material_of(passages, ("Altair", "News.Az", "MENAFN", "Reuters"), PLACES)


@pytest.fixture(scope="module")
def truths(material: Material) -> list[Truth]:
    return [
        Truth(name, words, words, cited, is_paraphrase=number % 2 == 0)
        for name, cited in material.passages
        for number, (start, end) in enumerate(sentences(cited.text))
        if len((words := cited.text[start:end]).split()) > 7 and words.endswith(".") and "\n" not in words
    ]


def test_as_many_of_each_kind_and_the_same_for_the_same_seed(truths: list[Truth], material: Material) -> None:
    made = falsehoods(truths, material, 80, seed=3)
    assert Counter(each.kind for each in made) == dict.fromkeys(KINDS, 10)
    assert {each.truth.is_paraphrase for each in made} == {True, False}
    assert made == falsehoods(truths, material, 80, seed=3)
    assert made != falsehoods(truths, material, 80, seed=4)


def test_each_differs_from_what_is_true(truths: list[Truth], material: Material) -> None:
    for each in falsehoods(truths, material, 160, seed=5):
        if each.kind == "wrong citation":
            assert each.text == each.truth.text
            assert each.cited.text != each.truth.cited.text
            assert each.truth.quote not in each.cited.text
        else:
            assert each.text != each.truth.text
            assert each.text not in each.cited.text
            assert each.cited == each.truth.cited


def test_a_number_or_month_put_in_stands_nowhere_in_the_passage(truths: list[Truth], material: Material) -> None:
    made = falsehoods(truths, material, 160, seed=6)
    for each in made:
        if each.kind == "number":
            new = each.change.split(" → ")[1]
            assert f" {new} " not in f" {each.truth.cited.text} "
    assert any("→" in each.change for each in made if each.kind == "date")


def test_a_clause_put_on_brings_words_that_the_passage_has_not(truths: list[Truth], material: Material) -> None:
    for each in falsehoods(truths, material, 160, seed=7):
        if each.kind == "added clause":
            words = {word.strip(".,;") for word in each.change.lower().split() if len(word.strip(".,;")) > 4}
            assert len([word for word in words if word not in each.truth.cited.text.lower()]) >= 2


def test_nothing_is_made_where_nothing_can_be_falsified(material: Material) -> None:
    bare = Truth("none", "It was so.", "It was so.", Cited("It was so."), is_paraphrase=False)
    made = falsehoods([bare], replace(material, passages=()), 8, seed=1)
    assert {each.kind for each in made} <= {"negation", "speaker", "added clause"}
