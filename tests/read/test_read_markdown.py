"""Markdown: words without markup, footnotes as notes, front matter and its refusals."""

from datetime import date
from pathlib import Path

import pytest

from corpus.types import Document, Source, Speaker, Tier
from ingest.errors import SourceError
from ingest.read import read
from ingest.read.words import Reference, tidy


def document(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "paper.md"
    path.write_text(text, encoding="utf-8")
    return read(path, "library/paper.md")


def blocks(found: Document) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def front(*lines: str, body: str = "Words.") -> str:
    return "\n".join(["---", *lines, "---", "", body])


FULL = front(
    "title: 'The Paper: A Study'",
    "kind: white-paper",
    "authors: [Jane Doe, John Roe]",
    "publisher: The Alliance",
    "published: 2011-11-01",
    "as_of: 2012-02-03",
    "access: Member",
    "audience: Staff",
    "language: en",
    "topics: [Europe, NATO]",
    "summary: What it says.",
    "questions:",
    "  - When did it start?",
    "sources:",
    "  - {id: one, title: First, publisher: P, url: 'https://x.org/1', date: 2011-09, quality: good}",
    "  - {id: two, title: Second, date: 2012}",
    "speakers:",
    "  Russian Position: {name: Russia, aliases: [Moscow, Kremlin]}",
    "  '*': The Alliance",
    "source_url: http://www.Example.org/paper/#top",
    body="Opening.[^one]\n\n## Russian Position\n\nThey object [^two]. So it stays[^one][^two]",
)


def test_front_matter_is_all_taken_over(tmp_path: Path) -> None:
    meta = document(tmp_path, FULL).meta
    assert (meta.title, meta.kind, meta.authors) == ("The Paper: A Study", "white-paper", ("Jane Doe", "John Roe"))
    assert (meta.published, meta.as_of, meta.access) == (date(2011, 11, 1), date(2012, 2, 3), Tier.MEMBER)
    assert (meta.publisher, meta.audience, meta.topics) == ("The Alliance", "Staff", ("Europe", "NATO"))
    assert (meta.summary, meta.questions) == ("What it says.", ("When did it start?",))
    assert meta.sources == (
        Source("one", "First", "P", "https://x.org/1", "2011-09", "good"),
        Source("two", "Second", date="2012"),
    )
    assert meta.speakers == (Speaker("Russia", ("Moscow", "Kremlin")), Speaker("The Alliance"))
    assert meta.source_url == "http://www.Example.org/paper/#top"


def test_footnote_references_become_notes_at_the_end_of_their_words(tmp_path: Path) -> None:
    found = document(tmp_path, FULL)
    assert found.text == "Opening.\n\nRussian Position\n\nThey object. So it stays"
    assert [(found.text[: note.offset].split()[-1], note.source) for note in found.notes] == [
        ("Opening.", "one"),
        ("object", "two"),
        ("stays", "one"),
        ("stays", "two"),
    ]
    assert [section.speaker for section in found.sections] == ["The Alliance", "Russia"]


def test_definitions_in_the_body_become_sources(tmp_path: Path) -> None:
    text = "A claim.[^a] Another.[^b]\n\n[^a]: A *report*, https://x.org/r.\n    second line\n[^b]: https://x.org/b\n"
    found = document(tmp_path, text)
    assert found.text == "A claim. Another."
    assert found.meta.sources == (
        Source("a", "A report, https://x.org/r. second line", url="https://x.org/r"),
        Source("b", "https://x.org/b", url="https://x.org/b"),
    )


def test_a_footnote_without_a_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"unreadable: footnote \[\^b\] has no source"):
        document(tmp_path, "A.[^a] B.[^b]\n\n[^a]: Report\n")


def test_brackets_in_a_text_without_footnotes_are_words(tmp_path: Path) -> None:
    assert document(tmp_path, "The class [^abc] matches; `[^x]` too.").text == "The class [^abc] matches; [^x] too."


def test_markup_goes_and_words_stay(tmp_path: Path) -> None:
    text = (
        "# Title *here*\n\nA **bold** [link](https://x.org) and <b>raw</b> &amp; “quotes” — 5\u00a0km.\n"
        "soft  line ![alt words](x.png) \\*star\n\n"
        "- one\n- two\n  - deep\n\n> quoted\n\n| A | *B* |\n|--|--|\n| 1 | 2 |\n\n    code  here\n\n"
        "<div><p>raw Kürecik</p><script>bad()</script></div>\n"
    )
    assert blocks(document(tmp_path, text)) == [
        ("heading", "Title here"),
        ("paragraph", "A bold link and raw & “quotes” — 5\u00a0km. soft line *star"),
        ("item", "one"),
        ("item", "two"),
        ("item", "deep"),
        ("quote", "quoted"),
        ("table", "A | B\n1 | 2"),
        ("code", "code  here"),
        ("paragraph", "raw Kürecik"),
    ]
    assert "one\ntwo\ndeep" in document(tmp_path, text).text


def test_notes_in_a_table_stay_with_their_cell(tmp_path: Path) -> None:
    found = document(tmp_path, "| A | B |\n|--|--|\n| x [^a] | y[^a] |\n\n[^a]: R\n")
    assert [found.text[: note.offset][-1] for note in found.notes] == ["x", "y"]


def test_a_comment_starts_a_section_without_a_heading(tmp_path: Path) -> None:
    text = "Start.\n\n## Part\n\nWords.\n\n<!-- section: Closing analysis -->\n\nThe end.\n"
    found = document(tmp_path, text)
    assert "Closing" not in found.text
    last = found.sections[-1]
    assert (last.path, last.level, found.text[last.start : last.end]) == (("[Closing analysis]",), 2, "The end.")


@pytest.mark.parametrize("ends", ["\n", "  \n", "\\\n"])
def test_a_memo_header_keeps_its_lines(tmp_path: Path, ends: str) -> None:
    lines = ["To: Members of the **112th** Congress", "Date: November 1, 2011", "From: The Alliance", "Re: Sites"]
    found = document(tmp_path, f"Hello.\n\n{ends.join(lines)}\n\nBody.")
    assert blocks(found)[1] == ("memo", "\n".join(lines).replace("**", ""))


@pytest.mark.parametrize(
    ("text", "title"),
    [("Words.\n\n## First heading\n", "First heading"), ("Only words.", "paper"), (front("title: Own"), "Own")],
)
def test_the_title_is_the_own_one_or_the_first_heading_or_the_file(tmp_path: Path, text: str, title: str) -> None:
    assert document(tmp_path, text).meta.title == title


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["titel: x"], r"line 2, 'titel': not a known key; use access"),
        (["title: x", "published: 2011-11"], r"line 3, 'published': '2011-11' is not a full date"),
        (["published_in: 2011-11-01"], r"'published_in': '2011-11-01' is not a year or a month"),
        (["published_in: 2011-13"], r"'2011-13' is not a year or a month"),
        (["access: secret"], r"'access': 'secret' is not an access tier"),
        (["language: no"], r"'language': must be text, not yes or no"),
        (["topics: [2011]"], r"'topics': must be text, not a number"),
        (["source_url: ftp://x"], r"'source_url': 'ftp://x' is not a web address"),
        (["sources:", "  - {id: a, title: b, qualty: good}"], r"a source has no 'qualty'"),
        (["sources:", "  - {id: a, title: b, quality: great}"], r"quality 'great' must be"),
        (["sources:", "  - {id: a, title: b}", "  - {id: a, title: c}"], r"source 'a' is given 2 times"),
        (["title: a", "title: b"], r"'title' twice \(again on line 3\)"),
        (["title: [a"], r"not valid YAML on line"),
        (["a: &x 1", "b: *x"], r"uses an alias on line 3"),
        (["- a list"], r"must be 'key: value' lines"),
        (["title: " + "x" * 301], r"1 to 300 characters, not 301"),
        (["title: " + "[" * 5000], r"front matter"),
        (["speakers: {Nobody: Someone}"], r"speakers names a section 'Nobody'"),
    ],
)
def test_bad_front_matter_is_refused_naming_key_and_line(tmp_path: Path, lines: list[str], says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        document(tmp_path, front(*lines))
    assert caught.value.state == "unreadable"


@pytest.mark.parametrize(("given", "kept"), [("2011", "2011"), ("2011-11", "2011-11"), ("'2011'", "2011")])
def test_a_publication_may_be_known_to_the_year_or_the_month(tmp_path: Path, given: str, kept: str) -> None:
    meta = document(tmp_path, front("title: x", f"published_in: {given}")).meta
    assert (meta.published, meta.published_in) == (None, kept)


def test_front_matter_that_never_ends_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no line '---' ends it"):
        document(tmp_path, "---\ntitle: x\n\nWords.")


@pytest.mark.parametrize(
    ("runs", "text", "places"),
    [
        (["Text ", Reference("a"), "."], "Text.", (4,)),
        (["words ", Reference("a"), " more"], "words more", (5,)),
        (["one", Reference("a"), Reference("b"), " two"], "one two", (3, 3)),
        (["words ", Reference("a"), "more"], "words more", (5,)),
        ([Reference("a"), " words"], "words", (0,)),
    ],
)
def test_no_space_is_left_where_a_reference_was(
    runs: list[str | Reference], text: str, places: tuple[int, ...]
) -> None:
    found, notes = tidy(runs)
    assert found == text
    assert tuple(place for place, _ in notes) == places


def test_the_id_comes_from_the_canonical_source(tmp_path: Path) -> None:
    by_name = document(tmp_path, "Words.").id
    by_url = document(tmp_path, front("source_url: https://www.x.org/a/")).id
    assert by_name != by_url
    assert by_url == document(tmp_path, front("source_url: http://X.org/a#b", body="Changed.")).id
    assert by_url != document(tmp_path, front("source_url: https://www.x.org/a/", "id: own")).id
    assert by_name.startswith("paper-") and len(by_name) == len("paper-") + 8
