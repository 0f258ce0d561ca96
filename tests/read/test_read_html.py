"""Saved web pages: the main content word for word, without the furniture; metadata only from metadata."""

from datetime import date
from pathlib import Path

import pytest

from corpus.types import Document
from ingest.errors import SourceError
from ingest.read import read

FURNITURE = """
<header class="site-header"><a href="/">Home</a><nav><ul><li><a href="a">About us</a></li></ul></nav></header>
<div id="cookie-banner"><p>We use cookies to improve.</p><button>Accept</button></div>
<div role="search">Search box</div>
"""
ASIDE = """
<aside class="sidebar"><h3>Latest</h3><ul><li><a href="q">Other news</a></li></ul></aside>
<div class="linkbox"><a href="1">Tag one</a> <a href="2">Tag two</a> <a href="3">Tag three</a></div>
<footer>Copyright line</footer><script>alert(1)</script>
"""
ARTICLE = """
<h1>The Third Site</h1>
<p>Poland&nbsp;and the <b>Czech</b> Republic agreed.<sup><a href="#fn1">1</a></sup> More
 words<br>next line. <span style="display:none">Secret</span><span hidden>Secret</span></p>
<h2>Costs &amp; “dates”</h2>
<ul><li>One<ul><li>nested</li></ul></li><li><p>Two</p></li></ul>
<table><caption>Sites</caption><tr><th>Site</th><th>Year</th></tr><tr><td>Deveselu</td><td>2016</td></tr></table>
<blockquote><p>A quoted line.</p></blockquote>
<pre>code  here</pre>
<p>To: Members<br>From: Us<br>Date: today</p>
"""
BLOCKS = [
    ("heading", "The Third Site"),
    ("paragraph", "Poland\u00a0and the Czech Republic agreed. More words\nnext line."),
    ("heading", "Costs & “dates”"),
    ("item", "One"),
    ("item", "nested"),
    ("item", "Two"),
    ("table", "Sites\nSite | Year\nDeveselu | 2016"),
    ("quote", "A quoted line."),
    ("code", "code  here"),
    ("memo", "To: Members\nFrom: Us\nDate: today"),
]
HEAD = "<!doctype html><html lang='en-GB'><head><title>{title}</title>{meta}</head><body class='has-sidebar'>"


def page(tmp_path: Path, body: str, meta: str = "", title: str = "The Third Site | Example Site") -> Document:
    path = tmp_path / "saved.html"
    path.write_text(HEAD.format(title=title, meta=meta) + body + "</body></html>", encoding="utf-8")
    return read(path, "saved.html")


def blocks(found: Document) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


@pytest.mark.parametrize(
    "frame",
    [
        "{furniture}<main><article>{article}</article></main>{aside}",
        "{furniture}<div id=page><div role=main>{article}</div>{aside}</div>",
        "{furniture}<article class=post>{article}</article>{aside}",
        "{furniture}<div class=layout><div class=entry-content>{article}</div>{aside}</div>",
        "<form action=x>{furniture}<div>{article}</div>{aside}</form>",
    ],
)
def test_the_main_content_is_kept_word_for_word_and_nothing_else(tmp_path: Path, frame: str) -> None:
    body = frame.format(furniture=FURNITURE, article=ARTICLE, aside=ASIDE)
    assert blocks(page(tmp_path, body)) == BLOCKS


def test_a_heading_outside_the_content_is_the_page_s_own(tmp_path: Path) -> None:
    body = "<header><h1>Example Site</h1></header><div><h1>The Third Site</h1></div>"
    words = "<main><p>" + "Many words here. " * 20 + "</p></main>"
    assert blocks(page(tmp_path, body + words))[0] == ("heading", "The Third Site")


def test_a_table_that_only_places_things_is_walked_through(tmp_path: Path) -> None:
    body = "<table><tr><td><h2>Part</h2><p>One.</p></td><td><p>Two.</p></td></tr></table>"
    assert blocks(page(tmp_path, body)) == [("heading", "Part"), ("paragraph", "One."), ("paragraph", "Two.")]


def test_hidden_characters_written_as_entities_go(tmp_path: Path) -> None:
    assert page(tmp_path, "<p>in&#8203;visible &#x202E;txt &shy;soft</p>").text == "invisible txt soft"


def test_metadata_comes_from_the_page_s_own_data(tmp_path: Path) -> None:
    meta = (
        '<meta property="og:site_name" content="Example Site"><meta name="author" content="Jane Doe">'
        '<link rel="canonical" href="https://www.example.org/third-site/">'
        '<meta property="article:published_time" content="2011-11-01T10:00:00Z">'
    )
    found = page(tmp_path, "<p>Words of 3 May 2015.</p>", meta)
    assert (found.meta.title, found.meta.authors, found.meta.publisher) == (
        "The Third Site",
        ("Jane Doe",),
        "Example Site",
    )
    assert (found.meta.published, found.meta.source_url) == (
        date(2011, 11, 1),
        "https://www.example.org/third-site/",
    )
    assert found.meta.language == "en"


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (
            '<p>W.</p><script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2011-11-01"}</script>',
            date(2011, 11, 1),
        ),
        ('<article><time datetime="2011-11-01">Nov 1</time><p>Words.</p></article>', date(2011, 11, 1)),
        ('<article><time datetime="2011-11-01">a</time><time datetime="2012-01-01">b</time></article>', None),
        ('<article><p>Published November 1, 2011.</p><time datetime="2011-11">Nov</time></article>', None),
        ('<p>W.</p><script type="application/ld+json">{broken</script>', None),
    ],
)
def test_the_day_is_read_from_metadata_and_never_guessed(tmp_path: Path, body: str, day: date | None) -> None:
    assert page(tmp_path, body).meta.published == day


def test_a_declared_charset_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "old.html"
    path.write_bytes("<html><meta charset=windows-1250><p>Vláda souhlasila.</p>".encode("cp1250"))
    assert read(path, "old.html").text == "Vláda souhlasila."


@pytest.mark.parametrize("depth", [205, 5_000, 100_000])
def test_deep_nesting_is_refused(tmp_path: Path, depth: int) -> None:
    with pytest.raises(SourceError, match="deep") as caught:
        page(tmp_path, "<div>" * depth + "words" + "</div>" * depth)
    assert caught.value.state == "unreadable"


def test_nesting_below_the_limit_is_read(tmp_path: Path) -> None:
    assert page(tmp_path, "<div>" * 180 + "<i>" * 10 + "words").text == "words"
