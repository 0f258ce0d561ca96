"""The lexical index: words, concepts and tiers."""

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import IndexUnavailable
from corpus.lexicon import Entry, Lexicon, write_lexicon
from corpus.settings import ROOT
from corpus.types import Tier

ENTRIES = {
    Tier.PUBLIC: [
        Entry("p1", "paper", "The radars in Turkey were deployed.", "White paper Radars", ["antpy2"]),
        Entry("p2", "paper", "Russia demands legally binding guarantees.", "White paper Russian Position", []),
        Entry("p3", "brief", "The interceptor is the SM-3 Block IB.", "Brief", ["sm3blockib", "sm3"]),
    ],
    Tier.STAFF: [Entry("s1", "note", "Russia demands radars, say the staff.", "Note", [])],
}
ALL = tuple(Tier)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lexicon")
    for tier, entries in ENTRIES.items():
        assert write_lexicon(folder / tier.label, entries) == len(entries)
    return folder


@pytest.fixture(scope="module")
def lexicon(folder: Path) -> Lexicon:
    return Lexicon(folder)


def ids(hits: list[tuple[str, float]]) -> list[str]:
    return [id for id, _ in hits]


@pytest.mark.parametrize("tier", Tier)
def test_nothing_above_the_tier_is_found(lexicon: Lexicon, tier: Tier) -> None:
    found = ids(lexicon.best("Russia demands radar", (), 10, tier.visible()))
    assert set(found) == ({"p1", "p2", "s1"} if tier == Tier.STAFF else {"p1", "p2"})


def test_words_are_found_in_other_forms(lexicon: Lexicon) -> None:
    assert ids(lexicon.best("a radar in deployment", (), 10, [Tier.PUBLIC])) == ["p1"]
    assert ids(lexicon.best("what does Russia's demand mean", (), 10, [Tier.PUBLIC]))[0] == "p2"
    assert lexicon.best("of the and", (), 10, ALL) == []
    assert lexicon.best("", (), 10, ALL) == []


def test_a_concept_is_found_exactly(lexicon: Lexicon) -> None:
    assert ids(lexicon.best("", ["sm3blockib"], 10, ALL)) == ["p3"]
    assert lexicon.best("", ["sm3block"], 10, ALL) == []


def test_documents_narrow_the_search(lexicon: Lexicon) -> None:
    text = "Russia demands radars interceptor"
    assert set(ids(lexicon.best(text, (), 10, ALL, ["paper"]))) == {"p1", "p2"}
    assert set(ids(lexicon.best(text, (), 10, ALL, ["brief", "note"]))) == {"p3", "s1"}
    assert lexicon.best(text, (), 10, ALL, []) == []
    assert lexicon.best(text, (), 10, ALL, ["absent"]) == []


def test_the_best_come_first_and_only_as_many_as_asked(lexicon: Lexicon) -> None:
    hits = lexicon.best("Russia demands legally binding guarantees radar", (), 2, [Tier.PUBLIC])
    assert ids(hits) == ["p2", "p1"]
    assert hits[0][1] > hits[1][1] > 0


@pytest.mark.parametrize(
    "text", ['"unclosed', "a AND (b", "body:radar", "* ~2 [x TO y]", "\x00", "🚀" * 200, "x" * 5000]
)
def test_nothing_in_a_question_is_syntax(lexicon: Lexicon, text: str) -> None:
    assert ids(lexicon.best(text, [], 10, ALL)) in ([], ["p1", "s1"], ["s1", "p1"])


def test_counts_keep_to_the_tiers(lexicon: Lexicon) -> None:
    [term] = lexicon.terms("the radars")
    assert lexicon.frequency(term, [Tier.PUBLIC]) == (1, 3)
    assert lexicon.frequency(term, ALL) == (2, 4)
    assert [lexicon.size(tier) for tier in Tier] == [3, 0, 1]


def test_words_are_looked_up_by_their_beginning_within_the_tiers(lexicon: Lexicon) -> None:
    assert lexicon.beginning_with("r", [Tier.PUBLIC]) == ["radars", "russia"]
    assert lexicon.beginning_with("s", ALL) == ["say", "sm", "staff"]
    assert lexicon.beginning_with("s", [Tier.PUBLIC]) == ["sm"]
    assert lexicon.beginning_with("zz", ALL) == []


def test_a_damaged_index_is_refused(folder: Path, tmp_path: Path) -> None:
    write_lexicon(tmp_path / "public", ENTRIES[Tier.PUBLIC])
    next((tmp_path / "public").glob("*.term")).write_bytes(b"")
    with pytest.raises(IndexUnavailable, match=r"cannot be opened .*`python -m ingest --rebuild`"):
        Lexicon(tmp_path)


def test_an_empty_tier_can_be_written_and_read(tmp_path: Path) -> None:
    assert write_lexicon(tmp_path / "public", []) == 0
    assert Lexicon(tmp_path).best("radar", (), 5, ALL) == []


FULL_DISK = """
import resource, sys
from pathlib import Path
from corpus.errors import IndexUnavailable
from corpus.lexicon import Entry, write_lexicon
resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
try:
    write_lexicon(Path(sys.argv[1]), [Entry(f"p{n}", "d", f"word{n} radar", "heading", ["c"]) for n in range(300)])
except IndexUnavailable as error:
    print(error)
"""


def test_a_disk_that_is_full_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path / "public")],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "cannot be written" in done.stdout
    assert "See that its disk has room" in done.stdout
