"""What a model wrote, as plain words: no markup, links, pictures, addresses or characters that nobody sees.

Whatever is checked afterwards, and shown, is what comes out of here. It is escaped again wherever it is shown.
"""

import html
import re
import unicodedata

_PICTURE = re.compile(r"!\[[^\]]*\]\s*(?:\([^)]*\)?|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\[\]]*)\]\s*(?:\(\s*<?[^)\s]*>?[^)]*\)?|\[[^\[\]]*\])")
_DEFINITION = re.compile(r"^\s*\[[^\]]+\]:\s*\S.*$", re.MULTILINE)
_BLOCKS = re.compile(r"(?is)<(script|style|iframe|object|svg|template|math)\b.*?(?:</\1\s*>|\Z)")
_COMMENT = re.compile(r"(?s)<!--.*?(?:-->|\Z)")
_TAG = re.compile(r"(?s)<[/!?a-zA-Z][^<>]*(?:>|\Z)")
_REST = r"\S*?(?=[.,;:!?)\]”’\"']*(?:\s|$))"  # of an address, without the punctuation of the sentence around it
_ADDRESS = re.compile(
    r"(?i)\S*(?:://|:\\\\|(?:javascript|vbscript):)"
    + _REST
    + r"|\b(?:data|mailto|tel|sms|file|blob|about):(?=\S)"
    + _REST
)
_HOST = re.compile(
    r"(?i)\b(?:[\w.+-]+@)?(?:[\w-]+\.)+(?:com|org|net|edu|gov|mil|int|info|biz|io|dev|app|ai|co|me|ru|cn|eu|uk|de|fr|"
    r"example|test|invalid|onion|xyz|top|site|online|zip|mov)\b(?:[:/?#]" + _REST + r")?"
    r"|\bwww\." + _REST + r"|//+[\w-]*\." + _REST
)
_HEADING = re.compile(r"^\s*(?:#{1,6}\s+|>+\s*|[-*+•·▪‣–—]\s+|\d{1,2}[.)]\s+(?=\D)|\|+\s*)+")
_MARKS = re.compile(
    r"\](?=\()|!(?=\[)|\*+|`+|~~+|_{2,}|\||\\+|[<>](?=\S)(?!\d)|(?<=\s)_(?=\w)|(?<=\w)_(?=[\s.,;:!?]|$)"
)
_SPACE_BEFORE_MARK = re.compile(r"\s+([.,;:!?%)\]”’])")
_MOST_MARKS_ON_A_LETTER = 2
_MOST_LAYERS = 12
_SYMBOLS = frozenset("°№®™©℃℉")
"""Those that texts have; all others are pictures."""


def plain_words(text: str) -> str:
    """`text` on one line, without anything but words and their punctuation; empty if no word is left.

    What is taken out may leave something that must be taken out again; text that goes on so is not meant to be read.
    """
    for _ in range(_MOST_LAYERS):
        stripped = _stripped(text)
        if stripped == text:
            return text if re.search(r"\w", text) else ""
        text = stripped
    return ""


def _stripped(text: str) -> str:
    """`text` without the outermost layer of what is no plain word."""
    seen = _visible(html.unescape(_visible(text)))
    for pattern in (_BLOCKS, _COMMENT, _PICTURE, _DEFINITION):
        seen = pattern.sub(" ", seen)
    seen = _LINK.sub(r"\1", seen)
    seen = _TAG.sub(" ", seen)
    seen = _HOST.sub(" ", _ADDRESS.sub(" ", seen))
    seen = _MARKS.sub("", _HEADING.sub("", seen))
    seen = re.sub(r"\(\s*\)|\[\s*\]|\{\s*\}", " ", seen)
    return _SPACE_BEFORE_MARK.sub(r"\1", re.sub(r"\s+", " ", seen)).strip().lstrip(")]}.,;:!? ")


def _is_picture(character: str, category: str) -> bool:
    """Whether it is a symbol, or frames or chooses the look of one."""
    return (
        category == "Me"
        or (category == "So" and character not in _SYMBOLS)
        or 0xFE00 <= ord(character) <= 0xFE0F
        or 0xE0100 <= ord(character) <= 0xE01EF
    )


def _visible(text: str) -> str:
    """`text` composed, without control, format, private and unassigned characters, symbols that are pictures, and more
    than a few marks on one letter."""
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if character.isspace() or category in ("Zl", "Zp"):
            kept.append("\n" if character == "\n" else " ")
        elif category[0] != "C" and marks <= _MOST_MARKS_ON_A_LETTER and not _is_picture(character, category):
            kept.append(character)
    return "".join(kept)
