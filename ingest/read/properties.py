"""Title and author as a file's own properties give them, when they are ones and not a program's default."""

import re

from ingest.read.clean import one_line

_FILE_NAME = re.compile(r"(?i).*\.(docx?|pdf|indd|pptx?|xlsx?|rtf|txt|html?|qxd|tex)\s*$|microsoft \w+ - .*")
_NO_TITLE = re.compile(r"(?i)(untitled.*|document\d*|title|word document|slide \d+|powerpoint.*|print|\W*)")
_NO_AUTHOR = re.compile(r"(?i)(anonymous|unknown|admin\w*|user\w*|owner|author|default.*|root|guest|python-docx|\W*)")
_NOT_A_NAME = re.compile(r"[\d@/\\]|\.\w{2,4}\b")
_MOST_AUTHOR_CHARS = 80


def own_title(title: str) -> str:
    """`title` on one line; empty when it is a file name, a number or a program's default."""
    line = one_line(title)
    if len(re.findall(r"[^\W\d_]", line)) < 4 or _FILE_NAME.fullmatch(line) or _NO_TITLE.fullmatch(line):
        return ""
    return line


def own_authors(author: str) -> tuple[str, ...]:
    """The names in `author`, parted by semicolons; none when it is an account, an address or a program's default."""
    line = one_line(author)
    if _NO_AUTHOR.fullmatch(line) or len(line) > _MOST_AUTHOR_CHARS or _NOT_A_NAME.search(line):
        return ()
    return tuple(name.strip() for name in line.split(";") if name.strip())
