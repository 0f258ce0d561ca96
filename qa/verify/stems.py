"""Words without their endings, by the Snowball stemmer for English (Porter 2001)."""

from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word in lower case.

    >>> stem("interceptors"), stem("intercepted")
    ('interceptor', 'intercept')
    """
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed
