"""Plain text → Draft: paragraphs by blank lines, and headings only where they are certain."""

import re
from collections.abc import Iterator, Sequence

from corpus.types import Metadata
from ingest.read.assemble import Draft, Piece
from ingest.read.clean import one_line, text_of
from ingest.read.words import flat, is_memo_header

MOST_HEADING_CHARS = 80
MOST_HEADING_WORDS = 12

_BULLET = re.compile(r"[ \t]*[-*•·‣–][ \t]+(?=\S)")
_NUMBERED = re.compile(r"[ \t]*\(?(\d{1,3}|[a-z])[.)][ \t]+\S")
_DATE_LIKE = re.compile(r"(?i)[\W\d]*((jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)?[\W\d]*")
_SMALL_WORDS = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "vs", "with"}


def read_plain(data: bytes, stem: str) -> Draft:
    """What the plain text in `data` says; its title is the first heading's, else `stem`."""
    paragraphs = [lines for lines in (_lines(block) for block in re.split(r"\n[ \t]*\n", text_of(data))) if lines]
    pieces = tuple(_pieces(paragraphs))
    title = next((piece.text for piece in pieces if piece.kind == "heading"), stem)
    return Draft(Metadata(title=one_line(title)), pieces)


def _lines(block: str) -> list[str]:
    return [line.rstrip() for line in block.split("\n") if line.strip()]


def _pieces(paragraphs: Sequence[Sequence[str]]) -> Iterator[Piece]:
    for number, lines in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else ()
        if is_memo_header("\n".join(map(flat, lines))):
            yield Piece("memo", "\n".join(map(flat, lines)))
        elif len(lines) == 1 and following and _stands_as_heading(lines[0], following, first=number == 0):
            yield Piece("heading", flat(lines[0]), 1 if number == 0 else 2)
        elif len(lines) > 1 and _heads(lines):
            yield Piece("heading", flat(lines[0]), 2)
            yield from _words(lines[1:])
        else:
            yield from _words(lines)


def _words(lines: Sequence[str]) -> Iterator[Piece]:
    """A paragraph, or the items of a list with the paragraph that leads in to it."""
    groups: list[list[str]] = [[]]
    items = [bool(_BULLET.match(line) or _NUMBERED.match(line)) for line in lines]
    is_list = sum(items) > 1 or items[0]
    for line, item in zip(lines, items, strict=True):
        if item and is_list:
            groups.append([])
        groups[-1].append(line)
    if groups[0]:
        yield Piece("paragraph", flat(" ".join(groups[0])))
    for number, group in enumerate(groups[1:]):
        yield Piece("item", flat(_BULLET.sub("", " ".join(group), count=1)), follows=number > 0)


def _stands_as_heading(line: str, following: Sequence[str], *, first: bool) -> bool:
    """A short line by itself: the first of the file, or right before a paragraph proper."""
    return _looks_like_heading(line) and (first or _is_prose(following) or len(following) > 1)


def _heads(lines: Sequence[str]) -> bool:
    """A title-cased first line that ends long before the margin of the lines below, so it was ended on purpose."""
    first, second = lines[0], lines[1]
    room = max(len(line) for line in lines[1:])
    next_word = second.split()[0]
    return (
        _looks_like_heading(first)
        and _is_title_cased(first)
        and _is_prose(lines[1:])
        and second.strip()[0].isupper()
        and len(first) + 1 + len(next_word) < 0.7 * room
    )


def _looks_like_heading(line: str) -> bool:
    words = line.split()
    return (
        len(line) <= MOST_HEADING_CHARS
        and len(words) <= MOST_HEADING_WORDS
        and (words[0][0].isupper() or words[0][0].isdigit())
        and (line[-1].isalnum() or line[-1] in '?)”"')
        and not _DATE_LIKE.fullmatch(line)
        and not _BULLET.match(line)
        and not re.search(r"[.;:!?]\s", re.sub(r"\b(\w\.)+|\b\d+\.|\b(St|Mr|Mrs|Dr|No|vs)\.", "", line))
    )


def _is_title_cased(line: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w.’'-]*", line) if word not in _SMALL_WORDS]
    return bool(words) and all(word[0].isupper() for word in words)


def _is_prose(lines: Sequence[str]) -> bool:
    """Whether the lines hold a sentence: long enough, and ended as one."""
    text = " ".join(lines)
    return len(text) > MOST_HEADING_CHARS and bool(re.search(r"[.!?][”\"’)\]]*(\s|$)", text))
