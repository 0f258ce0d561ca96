"""Bytes → the characters a reader should see, and nothing hidden among them.

Words, punctuation, typographic quotes and no-break spaces stay exactly as they are.
"""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from ingest.errors import SourceError

NUL_SHARE = 0.001
"""More NUL characters than this share of a text, and it is taken for binary data."""

CHARSET_CONFIDENCE = 0.9
"""A guessed charset is used only when at least this share of the text looks orderly in it (1 - measured mess)."""

_GUESS_BYTES = 256 * 1024
_WESTERN = "English French German Spanish Italian Portuguese Dutch Swedish Danish Norwegian Finnish Indonesian Unknown"
_WRITTEN_IN = {
    "cp1252": _WESTERN,
    "cp1250": "Polish Czech Slovak Hungarian Slovene Croatian Romanian",
    "cp1251": "Russian Ukrainian Bulgarian Serbian Kazakh",
    "koi8_r": "Russian Ukrainian",
    "cp1253": "Greek",
    "cp1254": "Turkish",
    "shift_jis": "Japanese",
    "euc_jp": "Japanese",
    "gb18030": "Chinese",
    "big5": "Chinese",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HIDDEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls (line ends are gone before, tab stays)
    "\u00ad\u034f\u180e\u200b\u2060-\u2064\u206a-\u206f"  # soft hyphen, zero width
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"  # surrogates, byte order mark, not characters
    "\U000e0000-\U000e007f"  # tag block
    "]"
)
# Joiners shape words of many scripts and emoji, one at a time between two characters beyond ASCII; elsewhere they hide.
_JOINERS = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]{2,}|[\u200c\u200d](?![^\x00-\x7f])")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}")


def text_of(data: bytes, declared: str = "") -> str:
    """The clean text of `data`: by its byte order mark, else UTF-8, else `declared`, else a confident guess.

    Raises SourceError `unreadable` for binary data and for bytes whose charset is not clear.
    """
    return clean(decoded(data, declared))


def decoded(data: bytes, declared: str = "") -> str:
    """As `text_of`, without the clean-up; a byte order mark is taken off."""
    text = _decoded(data, declared)
    if text.count("\x00") > NUL_SHARE * len(text):
        raise SourceError("unreadable", "the file holds NUL characters: it is not text; save it as UTF-8 text")
    return text


def _decoded(data: bytes, declared: str) -> str:
    for mark, charset in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(charset)
            except UnicodeDecodeError as error:
                raise SourceError(
                    "unreadable", f"marked as {charset} but not valid ({error.reason}); save it as UTF-8"
                ) from error
    if data.count(b"\x00") > NUL_SHARE * len(data):
        raise SourceError("unreadable", "the file holds NUL bytes: it is not text; save it as UTF-8 text")
    for charset in ("utf-8", declared):
        try:
            return data.decode(charset or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    _refuse_broken_utf8(data)
    return _guessed(data)


def _refuse_broken_utf8(data: bytes) -> None:
    """Raises SourceError for data that is UTF-8 but for some bytes: in another charset it would turn to nonsense."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\x7f") - broken
    lone = re.search(rb"\xed[\xa0-\xbf][\x80-\xbf]", data)
    if lone or sound >= broken:
        raise SourceError("unreadable", "UTF-8 text with broken characters in it; mend them and save it as UTF-8")


def _guessed(data: bytes) -> str:
    """`data` in the one charset in which it is orderly and in a language that this charset is used for."""
    matches = from_bytes(data[:_GUESS_BYTES], cp_isolation=list(_WRITTEN_IN), enable_fallback=False)
    orderly = [match for match in matches if 1 - match.chaos >= CHARSET_CONFIDENCE]
    for match in orderly:
        for charset in match.could_be_from_charset:
            is_unknown = match.language == "Unknown"
            if match.language in _WRITTEN_IN.get(charset, "") and (match.coherence > 0 or is_unknown):
                return _strictly(data, charset)
    raise SourceError("unreadable", "not UTF-8, and no other charset fits well enough to trust; save it as UTF-8")


def _strictly(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        reason = f"not UTF-8, and not {charset} throughout ({error.reason} at byte {error.start})"
        raise SourceError("unreadable", f"{reason}; save it as UTF-8") from error


def clean(text: str) -> str:
    """`text` in NFC with `\\n` for every line end, without controls and characters that cannot be seen."""
    text = _LINE_ENDS.sub("\n", text)
    text = _HIDDEN.sub("", text)
    text = _SELECTORS.sub("", _JOINERS.sub("", text))
    return unicodedata.normalize("NFC", text)


def one_line(text: str, most_chars: int = 300) -> str:
    """`text`, clean, on one line, cut after a word with an ellipsis where it is longer than `most_chars`."""
    line = " ".join(clean(text).split())
    if len(line) <= most_chars:
        return line
    return line[: most_chars - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
