"""Where sentences begin and end.

A quotation is a run of whole sentences, so a wrong cut here is a wrong quotation later. The rules are ours and
conservative: when a full stop may belong to an abbreviation ("U.S.", "No. 3", "Gen. Makarov"), the sentence goes on.
"""

import re
from collections.abc import Iterator

_TITLES = frozenset(
    "mr mrs ms dr prof gen lt col maj capt cmdr adm sgt sen rep gov pres hon rev st ste messrs amb sec jr sr brig".split()
)
_ABBREVIATIONS = frozenset(
    "vs v no nos vol art sec ch fig figs pp p par para paras e.g i.e cf viz approx ca c al ed eds dept est inc ltd co corp "
    "jan feb mar apr jun jul aug sep sept oct nov dec ref refs app ext incl min max".split()
)
_ENDING_ABBREVIATIONS = frozenset(["etc"])
# A full stop, with closing quotes or brackets, before white space: the candidate ends.
_CANDIDATE = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_WORD_BEFORE = re.compile(r"[\w.&’'-]*\w$")
_INITIALISM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$|^[A-Z]$")
_OPENER = re.compile(r"[\"'“‘«(\[]*")
# What follows "U.S." at a true sentence end is one of these starters rather than a name.
_STARTERS = frozenset(
    "The A An This That These Those It Its He She They We You I In On At By For From To With But And Or Yet So If When "
    "While After Before Since As Both Each Every All Some Many Most No None Neither Such There Here However Moreover "
    "Instead Although Though Because Their His Her Our Under According During Until Once Only Even Still Then Thus "
    "What Who Why How Which Where".split()
)


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]`, as (start, end) offsets into `text`, without surrounding white space.

    Every character that is not white space lies in exactly one sentence. A line break alone does not end a sentence;
    an empty line does.

        >>> text = "The U.S. Position is firm. It will not change."
        >>> [text[a:b] for a, b in sentences(text)]
        ['The U.S. Position is firm.', 'It will not change.']
    """
    end = len(text) if end is None else end
    for piece in re.finditer(r"(?s)\S.*?(?=\n[ \t]*\n|\Z)", text[start:end]):
        yield from _in_paragraph(text, start + piece.start(), start + piece.end())


def _in_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for candidate in _CANDIDATE.finditer(text, start, end):
        if not _ends_sentence(text, begin, candidate.start(), candidate.end(), end):
            continue
        yield begin, candidate.end()
        begin = _skip_space(text, candidate.end(), end)
    stop = end
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    if stop > begin:
        yield begin, stop


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _ends_sentence(text: str, begin: int, stop: int, after: int, end: int) -> bool:
    following = _skip_space(text, after, end)
    if following >= end:
        return True
    opener = _OPENER.match(text, following, end)
    head = opener.end() if opener else following
    if head < end and text[head].islower():
        return False
    if text[stop:after].rstrip("\"'”’»)]") != ".":
        return True
    word_match = _WORD_BEFORE.search(text, begin, stop)
    word = word_match.group() if word_match else ""
    return _word_may_end(word, text, head, end, closed=after - stop > 1)


def _word_may_end(word: str, text: str, head: int, end: int, *, closed: bool) -> bool:
    """Whether a full stop after `word` ends a sentence, given what begins at `head`."""
    lowered = word.lower()
    if lowered in _TITLES:
        return False
    next_word = re.match(r"[\w’'-]+", text[head:end])
    starter = next_word is not None and next_word.group() in _STARTERS
    if lowered in _ENDING_ABBREVIATIONS:
        return True
    if lowered in _ABBREVIATIONS:
        return starter or closed
    if _INITIALISM.search(word):
        return starter or closed
    return not (word.isdigit() and len(word) <= 2 and _begins_item(text, head, word))


def _begins_item(text: str, head: int, number: str) -> bool:
    """Whether the `number` and full stop before `head` are a list number ("2. Phase two…") at a line's start."""
    line = text.rfind("\n", 0, head) + 1
    return text[line:head].strip() == f"{number}."
