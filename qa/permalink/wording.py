"""A word diff: what an old wording and today's have in common, what was dropped and what was added."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.folding import fold

Op = Literal["equal", "insert", "delete", "replace"]
_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Change:
    """One run of the diff: `before` as it was cited, `now` as it is written today, each with its white space.

    All `before` joined are the old words, all `now` joined are today's.
    """

    op: Op
    before: str
    now: str


def changes(before: str, now: str) -> tuple[Change, ...]:
    """The diff from `before` to `now`, word by word; typography and white space are no change."""
    old, new = _tokens(before), _tokens(now)
    matcher = difflib.SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    return tuple(Change(op, "".join(old[a:b]), "".join(new[c:d])) for op, a, b, c, d in matcher.get_opcodes())


def _tokens(text: str) -> list[str]:
    """Words with the white space after them; that before the first goes with it."""
    found = _WORD.findall(text)
    lead = text[: len(text) - len(text.lstrip())]
    return [lead + found[0], *found[1:]] if found else []


def _keys(tokens: Sequence[str]) -> list[str]:
    return [fold(token).text.strip() for token in tokens]
