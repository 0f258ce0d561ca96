"""Words that nobody but the desk can know: the fence around what a model is given as data, and the passages' keys.

Both are drawn anew for each request and occur nowhere in what they fence, so that no document, title or question can
end its block, open another, or name a passage.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

FENCE_BYTES = 12
KEY_CHARS = 6
_LETTERS = "bcdfghjkmnpqrstvwxz"
_DIGITS = "23456789"


@dataclass(frozen=True, slots=True)
class Fence:
    """The fence of one request, and its keys, each unlike the others."""

    word: str
    keys: tuple[str, ...]


def fence_for(texts: Iterable[str], count: int) -> Fence:
    """A fence and `count` keys that do not occur in `texts`, in capitals or small letters."""
    known = "\n".join(texts).casefold()
    word = secrets.token_hex(FENCE_BYTES)
    while word in known:
        word = secrets.token_hex(FENCE_BYTES)
    keys: list[str] = []
    while len(keys) < count:
        key = _key()
        if key not in known and key not in keys and key not in word:
            keys.append(key)
    return Fence(word, tuple(keys))


def _key() -> str:
    """A letter, then letters and digits without vowels, a digit among them: no word of any language."""
    rest = [secrets.choice(_LETTERS + _DIGITS) for _ in range(KEY_CHARS - 2)] + [secrets.choice(_DIGITS)]
    secrets.SystemRandom().shuffle(rest)
    return secrets.choice(_LETTERS) + "".join(rest)
